#include "service/http/LeaseDesk.h"

#include <QTimer>

namespace mergeloom {

namespace {

constexpr int longestLeaseWaitSeconds = 50;

} // namespace

LeaseDesk::LeaseDesk(Queue &queue, BackgroundWork &work)
    : m_queue(queue), m_work(work), m_inbox([this](const QSet<QString> &) {
          ++m_changes;
          wake();
      })
{
    m_queue.onQueueChanged([post = m_inbox.post()] { post({}); });
}

void LeaseDesk::serve(const protocol::LeaseRequest &request, const std::shared_ptr<LiveReply> &reply)
{
    const int seconds = qBound(0, request.waitSeconds, longestLeaseWaitSeconds);
    attempt(std::make_shared<Waiter>(Waiter{request, reply, QDeadlineTimer(seconds * 1000)}), Turn::New);
}

void LeaseDesk::attempt(const Shared &waiter, Turn turn)
{
    const quint64 changes = m_changes;
    const auto work = [&queue = m_queue, request = waiter->request] { return queue.tryLease(request); };
    const auto then = [this, waiter, turn, changes](
                          const Result<std::optional<JobEnvelope>> &found) { take(waiter, turn, changes, found); };
    if (!m_work.run<Result<std::optional<JobEnvelope>>>(work, then)) {
        waiter->reply->finish(BackgroundWork::tooBusy());
        end(waiter);
    }
}

void LeaseDesk::take(
    const Shared &waiter, Turn turn, quint64 changesBefore, const Result<std::optional<JobEnvelope>> &found)
{
    if (turn == Turn::Parked)
        m_isTrying = false;
    const bool isOver = !found || found->has_value();
    if (!found)
        waiter->reply->finish(ApiReply::error(found.error()));
    else if (
        *found) // to a client that hung up meanwhile: it asks again with the same request id and gets this envelope
        waiter->reply->finish(ApiReply::json(toJson(**found)));
    if (isOver)
        end(waiter);
    // A change that came after the look, before this answer, is looked at again.
    const bool isOutdated = m_changes != changesBefore;
    if (turn == Turn::New && !isOver)
        return isOutdated && waiter->reply->isOpen() ? attempt(waiter, turn) : park(waiter);
    // Nothing for the one waiting longest is nothing for the others.
    if (isOver || isOutdated || !waiter->reply->isOpen())
        wake();
}

void LeaseDesk::park(const Shared &waiter)
{
    if (waiter->deadline.hasExpired() || !waiter->reply->isOpen())
        return waiter->reply->finish(ApiReply::noContent());
    m_parked.push_back(waiter);
    const std::weak_ptr<Waiter> weak = waiter;
    QTimer::singleShot(waiter->deadline.remainingTime(), Qt::PreciseTimer, &m_context, [this, weak] {
        if (const Shared late = weak.lock()) {
            end(late);
            late->reply->finish(ApiReply::noContent());
        }
    });
    waiter->reply->onClosed([this, weak] {
        if (const Shared gone = weak.lock())
            end(gone);
    });
}

void LeaseDesk::wake()
{
    while (!m_parked.empty() && !m_parked.front()->reply->isOpen())
        m_parked.pop_front();
    if (m_isTrying || m_parked.empty())
        return;
    m_isTrying = true;
    attempt(m_parked.front(), Turn::Parked);
}

void LeaseDesk::end(const Shared &waiter) { m_parked.remove(waiter); }

} // namespace mergeloom
