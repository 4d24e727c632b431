#pragma once

#include "service/controller/Queue.h"
#include "service/http/BackgroundWork.h"
#include "service/http/MainThreadInbox.h"

#include <QDeadlineTimer>
#include <QMultiHash>

namespace mergeloom {

/// Heartbeats whose answer is held back until there is a command for the run, so that a cancel arrives at once. No
/// thread is held. Main thread.
class HeartbeatDesk
{
public:
    HeartbeatDesk(Queue &queue, BackgroundWork &work);

    void serve(const JobId &job, const WorkerId &worker, const protocol::HeartbeatRequest &request,
        const std::shared_ptr<LiveReply> &reply);
    int waiting() const { return int(m_parked.size()); }

private:
    struct Waiter {
        JobId job;
        WorkerId worker;
        protocol::HeartbeatRequest request;
        std::shared_ptr<LiveReply> reply;
        QDeadlineTimer deadline;
    };
    using Shared = std::shared_ptr<Waiter>;

    void attempt(const Shared &waiter);
    void take(const Shared &waiter, quint64 commandsBefore, const Result<protocol::LeaseAnswer> &answer);
    void park(const Shared &waiter);

    Queue &m_queue;
    BackgroundWork &m_work;
    QObject m_context; ///< of timers
    QMultiHash<JobId, Shared> m_parked;
    quint64 m_commands = 0;
    MainThreadInbox m_inbox;
};

} // namespace mergeloom
