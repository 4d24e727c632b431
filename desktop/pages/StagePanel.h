#pragma once

#include "desktop/pages/ActivityPane.h"
#include "desktop/pages/LiveRun.h"

namespace mergeloom {

class StageList;

/// The stages of a run, and what the chosen one did. While the run goes on it follows the newest line, and from stage to stage, until
/// the reader looks at something else.
class StagePanel : public QWidget
{
    Q_OBJECT

public:
    StagePanel(Worker &worker, LiveRun &live, QWidget *parent = nullptr);

    /// Another run, or the same one again: `stage` is chosen, or the usual one when it is empty.
    void begin(const QString &stage);
    /// The run has changed.
    void update();
    void take(const Event &event);
    QString stage() const;
    /// The next stage, or the one before.
    void step(int by);
    StageEvents *events() const { return m_pane->events(); }

Q_SIGNALS:
    void fileChosen(const QString &path);
    void stageChosen(const QString &key);

private:
    void makeDetail(QWidget *detail);
    void choose(const QString &key);
    void showStage();
    const StageView *chosen() const;
    static QString usualStage(const RunView &view);

    Worker &m_worker;
    LiveRun &m_live;
    StageList *m_list;
    QLabel *m_name;
    StatusPill *m_status;
    QLabel *m_when;
    QLabel *m_summary;
    QPushButton *m_earlier;
    QPushButton *m_follow;
    ActivityPane *m_pane;
    QString m_wanted;        ///< stage to choose as soon as it is there
    bool m_isPinned = false; ///< somebody chose a stage
};

} // namespace mergeloom
