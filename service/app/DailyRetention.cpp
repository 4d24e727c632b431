#include "service/app/DailyRetention.h"

#include "shared/core/Log.h"

namespace mergeloom {

DailyRetention::DailyRetention(Retention &retention) : m_retention(retention)
{
    m_clock.setInterval(std::chrono::hours(1));
    QObject::connect(&m_clock, &QTimer::timeout, [this] { look(); });
}

void DailyRetention::start()
{
    m_clock.start();
    look();
}

void DailyRetention::stop()
{
    m_clock.stop();
    m_stop.request_stop();
}

void DailyRetention::look()
{
    m_work.run<Result<void>>([this, stop = m_stop.get_token()] { return m_retention.runIfDue(stop); },
        [](const Result<void> &done) {
            if (!done && done.error().code != ErrorCode::Cancelled)
                log::error(QStringLiteral("What policies say could not be removed; it is tried again in an hour"),
                    {{"error", done.error().message}});
        });
}

} // namespace mergeloom
