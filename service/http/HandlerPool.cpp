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
    if (m_open.size() >= m_most)
        return Admission::Full;
    const quint64 ticket = ++m_lastTicket;
    m_open.insert(ticket, std::move(then));
    m_pool.start([this, ticket, work = std::move(work)] {
        QMetaObject::invokeMethod(
            this, [this, ticket, result = work()] { done(ticket, result); }, Qt::QueuedConnection);
    });
    return Admission::Taken;
}

void HandlerPool::done(quint64 ticket, const QByteArray &result)
{
    if (const Then then = m_open.take(ticket))
        then(result);
}

} // namespace mergeloom
