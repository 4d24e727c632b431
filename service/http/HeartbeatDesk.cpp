#include "service/http/HeartbeatDesk.h"

#include <QTimer>

namespace mergeloom {

namespace {

/// Under the lease time, so that waiting never costs the lease.
constexpr int longestHeartbeatWaitSeconds = 30;

} // namespace

HeartbeatDesk::HeartbeatDesk(Queue &queue, BackgroundWork &work)
    : m_queue(queue), m_work(work), m_inbox([this](const QSet<QString> &jobs) {
          ++m_commands;
          for (const QString &job : jobs)
              for (const Shared &waiter : m_parked.values(JobId(job))) {
                  m_parked.remove(JobId(job), waiter);
                  attempt(waiter);
              }
      })
{
    m_queue.onCommand([post = m_inbox.post()](const JobId &job) { post(job.text()); });
}

void HeartbeatDesk::serve(const JobId &job, const WorkerId &worker, const protocol::HeartbeatRequest &request,
    const std::shared_ptr<LiveReply> &reply)
{
    const int seconds = qBound(0, request.waitSeconds, longestHeartbeatWaitSeconds);
    attempt(std::make_shared<Waiter>(Waiter{job, worker, request, reply, QDeadlineTimer(seconds * 1000)}));
}

void HeartbeatDesk::attempt(const Shared &waiter)
{
    const quint64 commands = m_commands;
    const auto work = [&queue = m_queue, job = waiter->job, worker = waiter->worker, request = waiter->request] {
        return queue.heartbeat(job, request, worker);
    };
    const auto then = [this, waiter, commands](
                          const Result<protocol::LeaseAnswer> &answer) { take(waiter, commands, answer); };
    if (!m_work.run<Result<protocol::LeaseAnswer>>(work, then))
        waiter->reply->finish(BackgroundWork::tooBusy());
}

void HeartbeatDesk::take(const Shared &waiter, quint64 commandsBefore, const Result<protocol::LeaseAnswer> &answer)
{
    if (!answer)
        return waiter->reply->finish(ApiReply::error(answer.error()));
    if (!answer->commands.isEmpty() || waiter->deadline.hasExpired() || !waiter->reply->isOpen())
        return waiter->reply->finish(ApiReply::json(toJson(*answer)));
    if (m_commands != commandsBefore)
        return attempt(waiter); // a command may have come after the look, before this answer
    park(waiter);
}

void HeartbeatDesk::park(const Shared &waiter)
{
    m_parked.insert(waiter->job, waiter);
    const std::weak_ptr<Waiter> weak = waiter;
    // At the end of the wait the lease is renewed again, so that the time it tells is counted from the answer.
    QTimer::singleShot(waiter->deadline.remainingTime(), Qt::PreciseTimer, &m_context, [this, weak] {
        if (const Shared late = weak.lock(); late && m_parked.remove(late->job, late) > 0)
            attempt(late);
    });
    waiter->reply->onClosed([this, weak] {
        if (const Shared gone = weak.lock())
            m_parked.remove(gone->job, gone);
    });
}

} // namespace mergeloom
