#pragma once

#include "service/gateway/Retention.h"
#include "service/http/BackgroundWork.h"

#include <QTimer>

namespace mergeloom {

/// Carries the retention policies out once a day, on a thread of its own. Main thread.
class DailyRetention
{
public:
    explicit DailyRetention(Retention &retention);
    /// Looks now and every hour from then on.
    void start();
    /// What is under way goes on at the next start.
    void stop();

private:
    void look();

    Retention &m_retention;
    std::stop_source m_stop;
    QTimer m_clock;
    BackgroundWork m_work{1, 1};
};

} // namespace mergeloom
