#pragma once

#include "desktop/pages/CompareRange.h"
#include "desktop/pages/Drafts.h"
#include "desktop/pages/WorkerPage.h"

class QStackedWidget;
class QTabBar;

namespace mergeloom {

class CompareBar;
class DiffView;
class PatchCompletion;
class RecordTable;

/// Two branches, tags or commits of a repository of the worker: what differs, line by line, with the runs that wrote it, and the commits
/// between them. `argument`: what CompareRange says; empty: the last one.
class ComparePage : public WorkerPage
{
    Q_OBJECT

public:
    explicit ComparePage(Worker &worker, QWidget *parent = nullptr);

    void open(const QString &argument) override;
    void reload() override;
    DiffView *diff() const { return m_diff; }

private:
    enum Tab { Files, Commits };
    void makeContent();
    QWidget *makeCommits();
    void makeKeys();
    void compare();
    void start(const CompareRange &range);
    void showComparison();
    void showContent(const api::CompareView &view);
    void showMessage(const QString &title, const QString &text);
    void showWhatIsMissing();
    void takeDiff();
    void chooseCommit();
    QString commitOf(const QString &field) const;
    QString draftName() const;

    Drafts m_drafts = Drafts::ofUser();
    Asking<api::CompareView> m_comparison;
    CompareRange m_range;                ///< that is shown, or asked for
    Timestamp m_shown;                   ///< when what is shown was read
    std::optional<QString> m_shownPatch; ///< as it is in m_diff
    QString m_wantedFile;                ///< that was read before it was compared again
    CompareBar *m_bar;
    QWidget *m_message;
    QLabel *m_messageTitle;
    QLabel *m_messageText;
    QPushButton *m_toRepositories;
    QWidget *m_content;
    QLabel *m_summary;
    NoticeLine *m_cut;
    QTabBar *m_tabs;
    QStackedWidget *m_stack;
    DiffView *m_diff;
    PatchCompletion *m_completion;
    RecordTable *m_commits;
    QLabel *m_commitsCut;
    QPushButton *m_showCommit;
    QPushButton *m_showAudit;
};

} // namespace mergeloom
