#pragma once

#include "service/http/BrowserSessions.h"

#include <QJsonObject>

namespace mergeloom {

/// Counts refused calls for the audit. Alike ones (cause, address, route, caller) within a window become two events at
/// most: one soon after the first, one with the rest at the end. A window is a minute; it takes 20 kinds, and what comes
/// beyond is counted by cause alone. A full window makes the next one twice as long, up to an hour, so that nobody can
/// fill the disk: under a lasting attack some 1,200 events a day. Never holds a credential. Main thread.
class Refusals
{
public:
    struct Refusal {
        QString cause; ///< `unauthorized`, `forbidden`, `rate_limited`, `login_failed`, …
        QString reason;
        QString address;
        QString method;
        QString path; ///< of the route
        QString who;
    };
    static constexpr qsizetype kinds = 20;

    explicit Refusals(WallClock clock = &Timestamp::now) : m_clock(std::move(clock)) {}

    void note(const Refusal &refusal);
    /// The `data` of events that are to be stored now; to be asked each second.
    QList<QJsonObject> due();
    /// What is left, at the end of the process.
    QList<QJsonObject> rest();

private:
    struct Count {
        Refusal refusal;
        Timestamp since;
        int fresh = 0; ///< not in an event yet
        bool isTold = false;
    };
    void startWindow(Timestamp now);
    static QJsonObject eventOf(Count &count);

    WallClock m_clock;
    QMap<QString, Count> m_counts;
    Timestamp m_windowEnd;
    std::chrono::seconds m_window{0};
    bool m_isFull = false;
};

} // namespace mergeloom
