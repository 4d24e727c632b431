#pragma once

#include "desktop/pages/Asking.h"

namespace mergeloom {

/// A run as its events say it is, from the moment it is opened on. The worker's stream of everything brings the events; where one is
/// missing, the run is read anew.
class LiveRun : public QObject
{
    Q_OBJECT

public:
    LiveRun(Worker &worker, QObject *parent = nullptr);

    /// Coming: it was begun just now, and its first event may still be on its way.
    enum class Run { There, Coming };
    void open(const RunId &run, Run is = Run::There);
    void reload() { m_asking.reload(); }

    const RunId &id() const { return m_id; }
    /// Null until it is read.
    const RunView *view() const { return m_view ? &*m_view : nullptr; }
    std::optional<Error> error() const { return isOnItsWay() ? std::nullopt : m_asking.error(); }
    Timestamp readAt() const { return m_readAt; }
    bool isRunning() const { return m_view && m_view->run.state == u"running"; }

Q_SIGNALS:
    /// At most some times a second, however many events there are.
    void changed();
    /// Each event once, in order; the view has it already.
    void eventTaken(const Event &event);

private:
    bool isOnItsWay() const;
    void takeAnswer();
    void take(const api::EventView &event);
    void apply(const Event &event);

    RunId m_id;
    std::optional<RunView> m_view;
    Timestamp m_readAt;
    QList<Event> m_waiting; ///< came while the run was read
    Asking<RunView> m_asking;
    QTimer m_soon;
    QTimer m_again;
    int m_triesLeft = 0; ///< of a run that is coming
};

} // namespace mergeloom
