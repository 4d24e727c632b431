#include "desktop/pages/LiveRun.h"

namespace mergeloom {

namespace {
constexpr int triesOfComing = 120; ///< a minute
}

LiveRun::LiveRun(Worker &worker, QObject *parent) : QObject(parent), m_asking(worker, this, [this] { takeAnswer(); })
{
    m_soon.setSingleShot(true);
    m_soon.setInterval(100);
    connect(&m_soon, &QTimer::timeout, this, &LiveRun::changed);
    m_again.setSingleShot(true);
    m_again.setInterval(500);
    connect(&m_again, &QTimer::timeout, this, [this] { m_asking.reload(); });
    connect(&worker, &Worker::eventArrived, this, &LiveRun::take);
}

void LiveRun::open(const RunId &run, Run is)
{
    m_id = run;
    m_triesLeft = is == Run::Coming ? triesOfComing : 0;
    m_again.stop();
    m_view.reset();
    m_waiting.clear();
    if (run.isEmpty())
        m_asking.close();
    else
        m_asking.open(api_call::run(run));
}

bool LiveRun::isOnItsWay() const
{
    return m_triesLeft > 0 && m_asking.error() && m_asking.error()->code == ErrorCode::NotFound;
}

void LiveRun::takeAnswer()
{
    if (!m_asking.isAsking() && isOnItsWay() && !m_again.isActive()) {
        --m_triesLeft;
        m_again.start();
    }
    if (!m_asking.isAsking() && m_asking.value() && m_asking.readAt() > m_readAt) {
        m_readAt = m_asking.readAt();
        const qint64 known = m_view ? m_view->run.lastSeq : 0;
        if (m_asking.value()->run.lastSeq >= known) {
            m_view = m_asking.value();
            for (const Event &event : std::exchange(m_waiting, {}))
                apply(event);
        }
    }
    Q_EMIT changed();
}

void LiveRun::take(const api::EventView &event)
{
    if (m_id.isEmpty())
        return;
    if (event.event.type.startsWith(u"retention.") || event.event.type.startsWith(u"hold."))
        m_asking.reloadSoon();
    if (event.runId != m_id.text())
        return;
    if (!m_view)
        m_waiting << event.event;
    else
        apply(event.event);
}

void LiveRun::apply(const Event &event)
{
    const qint64 known = m_view->run.lastSeq;
    if (event.seq <= known)
        return;
    if (event.seq > known + 1) {
        m_waiting << event;
        m_asking.reloadSoon();
        return;
    }
    applyEvent(*m_view, event);
    m_view->run.lastSeq = event.seq;
    Q_EMIT eventTaken(event);
    if (!m_soon.isActive())
        m_soon.start();
}

} // namespace mergeloom
