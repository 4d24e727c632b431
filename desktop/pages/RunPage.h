#pragma once

#include "desktop/pages/LiveRun.h"
#include "desktop/pages/WorkerPage.h"

class QStackedWidget;
class QTabBar;

namespace mergeloom {

class ChangePanel;
class MarkdownPreview;
class RunHead;
class StagePanel;
class SteeringBar;

/// One run, live while it goes on. `argument`: its id, or `job:` and the id of a job whose newest run is shown as soon as there is one;
/// then `#change` or `#ticket` or `#stage=validation.1` where it is not to begin with the usual stage.
class RunPage : public WorkerPage
{
    Q_OBJECT

public:
    explicit RunPage(Worker &worker, QWidget *parent = nullptr);

    void open(const QString &argument) override;
    void reload() override;

protected:
    void workerChanged() override;

private:
    enum Tab { Activity, Change, Ticket };
    void makeActions();
    void makeKeys();
    void openRun(const RunId &run, LiveRun::Run is);
    void showJob();
    void showRun();
    void showTab(int tab);
    void retry();
    void compare();
    QString argumentNow() const;

    LiveRun m_live;
    Asking<api::JobView> m_job;
    RunHead *m_head;
    SteeringBar *m_steering;
    QTabBar *m_tabs;
    QStackedWidget *m_stack;
    StagePanel *m_stages;
    ChangePanel *m_change;
    MarkdownPreview *m_ticket;
    QWidget *m_waiting;
    QLabel *m_waitingText;
    QWidget *m_whole;
    QPushButton *m_audit;
    QPushButton *m_compare;
    QPushButton *m_retry;
    NoticeLine *m_warnings;
    QString m_ticketText; ///< as it is shown
    QString m_place;      ///< what was asked for after `#`
    bool m_isNew = false; ///< the run has not been shown yet
};

} // namespace mergeloom
