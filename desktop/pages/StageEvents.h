#pragma once

#include "desktop/pages/Asking.h"
#include "desktop/pages/Activity.h"
#include "desktop/pages/StagePlan.h"
#include "desktop/workers/Worker.h"

namespace mergeloom {

/// The events of one stage, or those of a part of a run, read in pages as the reader goes on, and live ones as they come.
class StageEvents : public QObject
{
    Q_OBJECT

public:
    /// `newest`: event of the run, for a stage that goes on.
    StageEvents(Worker &worker, const RunView &view, const StageView &stage, QObject *parent = nullptr);
    /// Events of these types alone (none: of all) in a part of the run, from its beginning. Where the output of commands is not among
    /// them, it is read when somebody opens the command.
    StageEvents(
        Worker &worker, const RunId &run, const StagePlan &plan, const QStringList &types, QObject *parent = nullptr);

    const RunId &run() const { return m_run; }
    Activity &activity() { return *m_activity; }
    /// Reads on, when there is more.
    void more();
    /// Reads what came before, when a running stage was begun near its end.
    void moreBefore();
    /// An event that has just come; it is of this stage.
    void takeLive(const Event &event);
    /// Events up to `newest` are of this stage: what was missed is read.
    void catchUp(qint64 newest);
    /// Reads the output of a command that was left out.
    void readOutput(const QString &commandId);

    bool hasMore() const { return !m_later.isEmpty(); }
    bool hasEarlier() const { return !m_earlier.isEmpty(); }
    qsizetype count() const { return m_events.size(); } ///< read or come so far
    bool isReading() const { return m_isReading; }
    const std::optional<Error> &error() const { return m_error; }
    /// The error is that nobody answers, which the window says.
    bool isAway() const { return m_error && isSaidByWindow(m_worker, *m_error); }

Q_SIGNALS:
    void changed();
    /// The items are others than before: they begin earlier.
    void rebuilt();

private:
    using Taken = std::function<void(const QList<Event> &)>;
    void read(const Segment &segment, qint64 most, const QStringList &types, const Taken &taken);
    void readBefore();
    void append(const Event &event);
    void show(const Event &event);
    void leaveOutput(const Event &finished);
    void settle();
    void watch();

    Worker &m_worker;
    RunId m_run;
    QStringList m_types;
    std::unique_ptr<Activity> m_activity = std::make_unique<Activity>();
    QList<Event> m_events;
    QList<Segment> m_earlier;
    QList<Segment> m_later;
    QList<Segment> m_before; ///< being read
    QList<Event> m_beforeEvents;
    QList<SkippedOutput> m_skips;
    QStringList m_wantedOutputs; ///< of commands, when what is being read has come
    QList<Event> m_waiting;
    qint64 m_highest = 0;
    qint64 m_planned = 0; ///< up to here events were read, are being read, or have come
    bool m_isReading = false;
    std::optional<Error> m_error;
};

} // namespace mergeloom
