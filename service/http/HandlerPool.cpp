#include "service/http/HandlerPool.h"

namespace mergeloom {

HandlerPool::HandlerPool(int threads, int queue) : m_most(threads + queue)
{
    m_pool.setMaxThreadCount(threads);
    m_pool.setExpiryTimeout(-1);
}

HandlerPool::~HandlerPool()
{
    m_pool.clear();
    m_pool.waitForDone();
}

HandlerPool::Admission HandlerPool::submit(Work work, Then then)
{
    return submit([work = std::move(work)](const Say &) { return work(); }, {}, std::move(then));
}

HandlerPool::Admission HandlerPool::submit(TellingWork work, Then onPiece, Then then)
{
    if (m_open.size() >= m_most)
        return Admission::Full;
    const quint64 ticket = ++m_lastTicket;
    m_open.insert(ticket, {std::move(onPiece), std::move(then)});
    m_pool.start([this, ticket, work = std::move(work)] {
        const Say say = [this, ticket](const QByteArray &piece) {
            QMetaObject::invokeMethod(
                this, [this, ticket, piece] { m_open.value(ticket).onPiece(piece); }, Qt::QueuedConnection);
        };
        QMetaObject::invokeMethod(
            this, [this, ticket, result = work(say)] { done(ticket, result); }, Qt::QueuedConnection);
    });
    return Admission::Taken;
}

void HandlerPool::done(quint64 ticket, const QByteArray &result)
{
    if (const Then then = m_open.take(ticket).then)
        then(result);
}

} // namespace mergeloom
