#include "desktop/pages/RunPage.h"

#include "desktop/pages/ActivityView.h"
#include "desktop/pages/ChangePanel.h"
#include "desktop/pages/CompareRange.h"
#include "desktop/pages/MarkdownPreview.h"
#include "desktop/pages/RunHead.h"
#include "desktop/pages/StagePanel.h"
#include "desktop/pages/SteeringBar.h"
#include "desktop/pages/Words.h"
#include "desktop/widgets/ShownText.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QShortcut>
#include <QStackedWidget>
#include <QTabBar>

namespace mergeloom {

RunPage::RunPage(Worker &worker, QWidget *parent)
    : WorkerPage(worker, parent), m_live(worker), m_job(worker, this, [this] { showJob(); })
{
    setHead(tr("Run"));
    makeActions();
    m_waiting = new QWidget(this);
    auto *waitingLines = new QVBoxLayout(m_waiting);
    m_waitingText = plainLabel({}, m_waiting, "soft");
    m_waitingText->setAlignment(Qt::AlignHCenter);
    waitingLines->addWidget(m_waitingText);
    waitingLines->addStretch(1);
    m_whole = new QWidget(this);
    auto *all = new QVBoxLayout(m_whole);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(10);
    m_head = new RunHead(m_whole);
    m_steering = new SteeringBar(worker, m_whole);
    m_warnings = new NoticeLine(m_whole);
    m_tabs = new QTabBar(m_whole);
    m_tabs->setExpanding(false);
    m_tabs->setDrawBase(false);
    m_tabs->setAccessibleName(tr("Parts of the run"));
    for (const QString &name : {tr("Activity"), tr("Change"), tr("Ticket")})
        m_tabs->addTab(name);
    m_stack = new QStackedWidget(m_whole);
    m_stages = new StagePanel(worker, m_live, m_stack);
    m_change = new ChangePanel(worker, m_stack);
    m_ticket = new MarkdownPreview(m_stack);
    m_ticket->setAccessibleName(tr("Text of the ticket"));
    for (QWidget *part : std::initializer_list<QWidget *>{m_stages, m_change, m_ticket})
        m_stack->addWidget(part);
    for (QWidget *part : std::initializer_list<QWidget *>{m_head, m_steering, m_warnings, m_tabs})
        all->addWidget(part);
    all->addWidget(m_stack, 1);
    body()->addWidget(m_waiting);
    body()->addWidget(m_whole, 1);
    connect(m_tabs, &QTabBar::currentChanged, this, &RunPage::showTab);
    connect(&m_live, &LiveRun::changed, this, &RunPage::showRun);
    connect(&m_live, &LiveRun::eventTaken, m_stages, &StagePanel::take);
    connect(&m_live, &LiveRun::eventTaken, m_steering, &SteeringBar::take);
    connect(m_stages, &StagePanel::stageChosen, this, [this] { Q_EMIT argumentChanged(argumentNow()); });
    connect(m_stages, &StagePanel::fileChosen, this, [this](const QString &path) {
        m_tabs->setCurrentIndex(Change);
        m_change->showFile(path);
    });
    connect(m_change, &ChangePanel::auditWanted, this,
        [this](const QString &run) { go(QStringLiteral("audit-run"), run); });
    connect(m_steering, &SteeringBar::changeWanted, this, [this] { m_tabs->setCurrentIndex(Change); });
    m_job.follow([](const api::EventView &event) { return event.event.type.startsWith(u"job."); });
    makeKeys();
}

void RunPage::makeActions()
{
    m_retry = makeButton(tr("Retry"), "rotate-cw", nullptr, this);
    m_audit = makeButton(tr("Audit"), "book-open-check", nullptr, this);
    m_compare = makeButton(tr("Compare with its base"), "git-compare", nullptr, this);
    m_compare->hide();
    actions()->addWidget(m_retry);
    actions()->addWidget(m_compare);
    actions()->addWidget(m_audit);
    connect(m_retry, &QPushButton::clicked, this, &RunPage::retry);
    connect(m_compare, &QPushButton::clicked, this, &RunPage::compare);
    connect(m_audit, &QPushButton::clicked, this, [this] { go(QStringLiteral("audit-run"), m_live.id().text()); });
}

void RunPage::makeKeys()
{
    const auto key = [this](const char *keys, std::function<void()> act) {
        auto *shortcut = new QShortcut(QKeySequence(QLatin1StringView(keys)), this);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, this, act);
    };
    key("Alt+1", [this] { m_tabs->setCurrentIndex(Activity); });
    key("Alt+2", [this] { m_tabs->setCurrentIndex(Change); });
    key("Alt+3", [this] { m_tabs->setCurrentIndex(Ticket); });
    key("Alt+Down", [this] { m_stages->step(1); });
    key("Alt+Up", [this] { m_stages->step(-1); });
    key("Alt+M", [this] { m_steering->focusMessage(); });
}

void RunPage::open(const QString &argument)
{
    const qsizetype sharp = argument.indexOf(u'#');
    const QString what = sharp < 0 ? argument : argument.left(sharp);
    m_place = sharp < 0 ? QString() : argument.mid(sharp + 1);
    notice().clear();
    if (what.startsWith(u"job:")) {
        m_whole->hide();
        m_waiting->show();
        m_waitingText->setText(tr("Waiting for an executor to take the job …"));
        m_live.open(RunId());
        m_job.open(api_call::job(JobId(what.mid(4))));
        return;
    }
    m_job.close();
    if (m_live.id().text() == what && m_live.view())
        return showTab(m_tabs->currentIndex());
    openRun(RunId(what), LiveRun::Run::There);
}

void RunPage::openRun(const RunId &run, LiveRun::Run is)
{
    m_isNew = true;
    m_whole->hide();
    m_waiting->show();
    m_waitingText->setText({});
    m_live.open(run, is);
}

void RunPage::reload()
{
    m_job.reload();
    if (!m_live.id().isEmpty())
        m_live.reload();
}

void RunPage::showJob()
{
    if (m_job.error())
        notice().showError(*m_job.error(), [this] { m_job.reload(); });
    const auto &job = m_job.value();
    if (!job)
        return;
    setHead(job->title, {});
    // A job that is done again has the run before until the next one begins.
    if (job->state != JobState::Queued && job->runId && !job->runId->isEmpty()) {
        const RunId run = *job->runId;
        m_job.close();
        openRun(run, LiveRun::Run::Coming);
        return Q_EMIT argumentChanged(run.text());
    }
    const QString why = !job->waitsFor.isEmpty() ? job->waitsFor : job->summary;
    m_waitingText->setText(shownText(tr("%1 is %2. %3\nThe run appears here as soon as an executor begins it.")
                                         .arg(job->ticketKey, statusText(enumName(job->state)), why)));
}

void RunPage::showRun()
{
    if (m_live.id().isEmpty())
        return;
    if (m_live.error())
        notice().showError(*m_live.error(), [this] { m_live.reload(); });
    const RunView *view = m_live.view();
    if (!view)
        return;
    if (const RemovalView *removal = wholeRemoval(*view))
        m_warnings->showNote(tr("What this run did was %1; that it was stays on record.")
                                 .arg(Words::removed(removal->policy, removal->at)));
    else if (!view->warnings.isEmpty())
        m_warnings->showNote(view->warnings.join(u'\n'));
    else
        m_warnings->clear();
    setHead(view->run.title, {});
    setReadAt(m_live.isRunning() ? Timestamp::now() : m_live.readAt());
    m_waiting->hide();
    m_whole->show();
    m_head->setView(*view);
    m_steering->setView(*view);
    m_change->setView(*view);
    m_tabs->setTabText(Change, view->files.isEmpty() ? tr("Change") : tr("Change (%1)").arg(view->files.size()));
    const QString text =
        view->ticketBody.trimmed().isEmpty() ? tr("The ticket has a title and no text.") : view->ticketBody;
    if (std::exchange(m_ticketText, text) != text)
        m_ticket->showMarkdown(text);
    if (std::exchange(m_isNew, false)) {
        m_stages->begin(m_place.startsWith(u"stage=") ? m_place.mid(6) : QString());
        m_tabs->setCurrentIndex(m_place == u"change" ? Change : m_place == u"ticket" ? Ticket : Activity);
    } else {
        m_stages->update();
    }
    workerChanged();
}

void RunPage::workerChanged()
{
    const RunView *view = m_live.view();
    m_audit->setEnabled(view);
    m_compare->setVisible(view && view->run.state != u"running" && !view->run.headCommit.isEmpty());
    m_retry->setVisible(view && view->run.state != u"running" && view->run.state != u"completed");
    allow(m_retry, mayOperate(), whyNotOperate());
}

void RunPage::showTab(int tab)
{
    m_stack->setCurrentIndex(tab);
    if (m_live.view())
        Q_EMIT argumentChanged(argumentNow());
}

QString RunPage::argumentNow() const
{
    const QString id = m_live.id().text();
    const int tab = m_tabs->currentIndex();
    if (tab == Activity)
        return m_live.isRunning() || m_stages->stage().isEmpty() ? id
                                                                 : id + QStringLiteral("#stage=") + m_stages->stage();
    return id + (tab == Change ? QStringLiteral("#change") : QStringLiteral("#ticket"));
}

void RunPage::compare()
{
    const RunSummary &run = m_live.view()->run;
    const CompareRange range{run.repository, run.baseCommit, run.headCommit, CompareRange::Kind::Difference};
    go(QStringLiteral("compare"), range.argument());
}

void RunPage::retry()
{
    act<api::JobView>(api_call::retryJob(m_live.view()->run.jobId), [this](const api::JobView &job) {
        notice().showDone(tr("%1 is queued again.").arg(job.ticketKey));
        go(QStringLiteral("run"), QStringLiteral("job:") + job.id.text());
    });
}

} // namespace mergeloom
