#pragma once

#include "desktop/pages/LiveRun.h"
#include "desktop/pages/WorkerPage.h"

class QStackedWidget;
class QTabBar;

namespace mergeloom {

class ActivityPane;
class AuditSummary;
class BriefPanel;
class CallsPanel;
class ChangePanel;
class MarkdownPreview;
class RawEvents;
class RunHead;
class StagePanel;

/// The whole record of one run: claims beside facts, stages, calls, tool calls, commands, change, brief, events, and what proves it.
/// `argument`: its id; then `#` and a part (`stages`, `calls`, `tools`, `commands`, `change`, `brief`, `ticket`, `events`) where it is
/// not to begin with the summary; `#stage=validation.1`, `#call=` and `#event=` with the number of an event of the run. A part is made
/// of what was read when it is looked at.
class AuditRunPage : public WorkerPage
{
    Q_OBJECT

public:
    explicit AuditRunPage(Worker &worker, QWidget *parent = nullptr);

    void open(const QString &argument) override;
    void reload() override;
    /// Writes what the worker gives into a file; a file that was there stays until the new one is whole.
    void saveTo(const QString &file, const ApiCall<QByteArray> &call);

protected:
    void workerChanged() override;

private:
    enum Part { Summary, Stages, Calls, Tools, Commands, Change, Brief, Ticket, Events };
    void makeActions();
    void makeKeys();
    void makeParts();
    QStringList partNames() const;
    void connectParts();
    void showRun();
    void showTabs();
    void showPart();
    void turnTo(const QString &place);
    void showEvents(ActivityPane *pane, const QStringList &types);
    void askLinks();
    QString argumentNow() const;
    void chooseFile(const QString &suggested, const ApiCall<QByteArray> &call);
    void replay();

    LiveRun m_live;
    Asking<api::TicketView> m_ticketLink;
    Asking<api::RepositoryView> m_repositoryLink;
    RunHead *m_head;
    NoticeLine *m_removal;
    QTabBar *m_tabs;
    QStackedWidget *m_stack;
    AuditSummary *m_summary;
    StagePanel *m_stages;
    CallsPanel *m_calls;
    ActivityPane *m_tools;
    ActivityPane *m_commands;
    ChangePanel *m_change;
    BriefPanel *m_brief;
    MarkdownPreview *m_ticket;
    RawEvents *m_events;
    QPushButton *m_export;
    QPushButton *m_bundle;
    QPushButton *m_replay;
    QPushButton *m_openTicket;
    QPushButton *m_openRepository;
    QString m_place;      ///< that was asked for before the run was there
    QString m_ticketText; ///< as it is shown
    RunId m_stagesOf;     ///< the run whose stages are shown
    RunId m_linksOf;
    bool m_isNew = false;
};

} // namespace mergeloom
