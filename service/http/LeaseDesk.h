#pragma once

#include "service/controller/Queue.h"
#include "service/http/BackgroundWork.h"
#include "service/http/MainThreadInbox.h"

#include <QDeadlineTimer>

#include <list>

namespace mergeloom {

/// Executors that wait for a job. A request that finds none is parked without a thread; when the queue changes, those
/// waiting longest are asked for again, one at a time. Main thread.
class LeaseDesk
{
public:
    LeaseDesk(Queue &queue, BackgroundWork &work);

    /// Answers with the envelope, or with 204 when `waitSeconds` are over.
    void serve(const protocol::LeaseRequest &request, const std::shared_ptr<LiveReply> &reply);
    int waiting() const { return int(m_parked.size()); }

private:
    struct Waiter {
        protocol::LeaseRequest request;
        std::shared_ptr<LiveReply> reply;
        QDeadlineTimer deadline;
    };
    using Shared = std::shared_ptr<Waiter>;
    enum class Turn { New, Parked }; ///< of parked ones only one at a time is tried

    void attempt(const Shared &waiter, Turn turn);
    void take(const Shared &waiter, Turn turn, quint64 changesBefore, const Result<std::optional<JobEnvelope>> &found);
    void park(const Shared &waiter);
    void wake();
    void end(const Shared &waiter);

    Queue &m_queue;
    BackgroundWork &m_work;
    QObject m_context;          ///< of timers
    std::list<Shared> m_parked; ///< longest waiting first
    quint64 m_changes = 0;
    bool m_isTrying = false;
    MainThreadInbox m_inbox;
};

} // namespace mergeloom
