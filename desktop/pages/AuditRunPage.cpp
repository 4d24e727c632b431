#include "desktop/pages/AuditRunPage.h"

#include "desktop/pages/ActivityView.h"
#include "desktop/pages/AuditSummary.h"
#include "desktop/pages/BriefPanel.h"
#include "desktop/pages/CallsPanel.h"
#include "desktop/pages/ChangePanel.h"
#include "desktop/pages/MarkdownPreview.h"
#include "desktop/pages/RawEvents.h"
#include "desktop/pages/RunHead.h"
#include "desktop/pages/StagePanel.h"
#include "desktop/pages/Words.h"
#include "desktop/widgets/CellText.h"

#include <QAction>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QPushButton>
#include <QSaveFile>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTabBar>

namespace mergeloom {

namespace {

/// In the order of the tabs, as places name them.
const QStringList auditParts{QString(), QStringLiteral("stages"), QStringLiteral("calls"), QStringLiteral("tools"),
    QStringLiteral("commands"), QStringLiteral("change"), QStringLiteral("brief"), QStringLiteral("ticket"),
    QStringLiteral("events")};

bool isWebAddress(const QString &address)
{
    return address.startsWith(u"https://", Qt::CaseInsensitive) || address.startsWith(u"http://", Qt::CaseInsensitive);
}

} // namespace

AuditRunPage::AuditRunPage(Worker &worker, QWidget *parent)
    : WorkerPage(worker, parent), m_live(worker), m_ticketLink(worker, this, [this] { workerChanged(); }),
      m_repositoryLink(worker, this, [this] { workerChanged(); })
{
    setHead(tr("Ticket Audit"));
    makeActions();
    m_head = new RunHead(bodyWidget());
    m_removal = new NoticeLine(bodyWidget());
    m_tabs = new QTabBar(bodyWidget());
    m_tabs->setExpanding(false);
    m_tabs->setDrawBase(false);
    m_tabs->setAccessibleName(tr("Parts of the record"));
    m_stack = new QStackedWidget(bodyWidget());
    makeParts();
    for (QWidget *part : std::initializer_list<QWidget *>{m_head, m_removal, m_tabs})
        body()->addWidget(part);
    body()->addWidget(m_stack, 1);
    connectParts();
    makeKeys();
    m_head->hide();
    m_tabs->hide();
    m_stack->hide();
}

void AuditRunPage::makeParts()
{
    auto *scroll = new QScrollArea(m_stack);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    m_summary = new AuditSummary(*this, scroll);
    scroll->setWidget(m_summary);
    m_summary->setAutoFillBackground(false);
    scroll->viewport()->setAutoFillBackground(false);
    m_stages = new StagePanel(worker(), m_live, m_stack);
    m_calls = new CallsPanel(worker(), m_stack);
    m_tools =
        new ActivityPane(tr("The model called no tool"), tr("Its answers are under Stages and Model calls."), m_stack);
    m_tools->view()->setAccessibleName(tr("Tool calls"));
    m_commands = new ActivityPane(tr("No command ran"), tr("Setup and validation come from the repository."), m_stack);
    m_commands->view()->setAccessibleName(tr("Commands"));
    m_change = new ChangePanel(worker(), m_stack);
    m_brief = new BriefPanel(worker(), m_stack);
    m_ticket = new MarkdownPreview(m_stack);
    m_ticket->setAccessibleName(tr("Text of the ticket"));
    m_events = new RawEvents(worker(), m_stack);
    for (QWidget *part : std::initializer_list<QWidget *>{
             scroll, m_stages, m_calls, m_tools, m_commands, m_change, m_brief, m_ticket, m_events}) {
        m_stack->addWidget(part);
        m_tabs->addTab(QString());
    }
}

void AuditRunPage::connectParts()
{
    connect(&m_live, &LiveRun::changed, this, &AuditRunPage::showRun);
    connect(&m_live, &LiveRun::eventTaken, m_stages, &StagePanel::take);
    connect(m_tabs, &QTabBar::currentChanged, this, [this](int tab) {
        m_stack->setCurrentIndex(tab);
        showPart();
        if (m_live.view())
            Q_EMIT argumentChanged(argumentNow());
    });
    const auto tell = [this] { Q_EMIT argumentChanged(argumentNow()); };
    connect(m_stages, &StagePanel::stageChosen, this, tell);
    connect(m_calls, &CallsPanel::callChosen, this, tell);
    connect(m_events, &RawEvents::eventChosen, this, tell);
    const auto showFile = [this](const QString &path) {
        m_tabs->setCurrentIndex(Change);
        m_change->showFile(path);
    };
    connect(m_stages, &StagePanel::fileChosen, this, showFile);
    connect(m_calls, &CallsPanel::fileChosen, this, showFile);
    connect(m_summary, &AuditSummary::fileWanted, this, showFile);
    connect(m_summary, &AuditSummary::stageWanted, this,
        [this](const QString &key) { turnTo(QStringLiteral("stage=") + key); });
    const auto toRun = [this](const QString &id) { go(QStringLiteral("audit-run"), id); };
    connect(m_summary, &AuditSummary::runWanted, this, toRun);
    connect(m_change, &ChangePanel::auditWanted, this, toRun);
    connect(m_events, &RawEvents::proofWanted, this,
        [this](qint64 id) { chooseFile(QStringLiteral("event-%1.tlog-proof").arg(id), api_call::eventProof(id)); });
}

void AuditRunPage::makeKeys()
{
    const auto key = [this](const QString &text, const QString &keys, std::function<void()> act) {
        auto *action = new QAction(text, this);
        action->setShortcut(QKeySequence(keys));
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        connect(action, &QAction::triggered, this, act);
        addAction(action);
    };
    for (int tab = 0; tab < m_tabs->count(); ++tab)
        key(partNames().value(tab), QStringLiteral("Alt+%1").arg(tab + 1),
            [this, tab] { m_tabs->setCurrentIndex(tab); });
    key(tr("Next stage"), QStringLiteral("Alt+Down"), [this] { m_stages->step(1); });
    key(tr("Stage before"), QStringLiteral("Alt+Up"), [this] { m_stages->step(-1); });
}

QStringList AuditRunPage::partNames() const
{
    return {tr("Summary"), tr("Stages"), tr("Model calls"), tr("Tool calls"), tr("Commands"), tr("Change"), tr("Brief"),
        tr("Ticket"), tr("Events")};
}

void AuditRunPage::makeActions()
{
    m_openTicket = makeButton(tr("Ticket"), "external-link", nullptr, this);
    m_openTicket->setToolTip(tr("The ticket in its tracker"));
    m_openRepository = makeButton(tr("Repository"), "external-link", nullptr, this);
    m_openRepository->setToolTip(tr("The repository at its code host"));
    m_replay = makeButton(tr("Replay"), "rotate-cw", nullptr, this);
    m_export = makeButton(tr("Export JSON"), "download", nullptr, this);
    m_bundle = makeButton(tr("Proof bundle"), "shield-check", nullptr, this);
    m_bundle->setToolTip(tr("One page that shows this run and proves its events without a network"));
    auto *run = makeButton(tr("Run"), "play", nullptr, this);
    for (QPushButton *button : {m_openTicket, m_openRepository, m_replay, m_export, m_bundle, run})
        actions()->addWidget(button);
    connect(m_replay, &QPushButton::clicked, this, &AuditRunPage::replay);
    connect(run, &QPushButton::clicked, this, [this] { go(QStringLiteral("run"), m_live.id().text()); });
    connect(m_openTicket, &QPushButton::clicked, this, [this] { openAddress(m_ticketLink.value()->ticket.url); });
    connect(m_openRepository, &QPushButton::clicked, this, [this] { openAddress(m_repositoryLink.value()->cloneUrl); });
    connect(m_export, &QPushButton::clicked, this, [this] {
        chooseFile(QStringLiteral("run-%1.json").arg(m_live.id().text()), api_call::runExport(m_live.id()));
    });
    connect(m_bundle, &QPushButton::clicked, this, [this] {
        chooseFile(QStringLiteral("run-%1.html").arg(m_live.id().text()), api_call::runBundle(m_live.id()));
    });
}

void AuditRunPage::open(const QString &argument)
{
    const RunId id(argument.section(u'#', 0, 0));
    m_place = argument.section(u'#', 1);
    if (m_live.id() == id && m_live.view()) {
        turnTo(m_place);
        return reload();
    }
    notice().clear();
    m_isNew = true;
    m_summary->open(id);
    m_live.open(id);
    m_stagesOf = {};
    m_stages->begin({});
}

void AuditRunPage::reload()
{
    m_live.reload();
    m_summary->reload();
}

void AuditRunPage::workerChanged()
{
    const RunView *view = m_live.view();
    const bool hasEnded = view && view->run.state != u"running";
    allow(
        m_replay, mayOperate() && hasEnded, hasEnded ? whyNotOperate() : tr("It can be done again when it has ended."));
    for (QPushButton *button : {m_export, m_bundle})
        allow(button, view && worker().isReadable(), tr("The worker cannot be reached now."));
    m_openTicket->setVisible(m_ticketLink.value() && isWebAddress(m_ticketLink.value()->ticket.url));
    m_openRepository->setVisible(m_repositoryLink.value() && isWebAddress(m_repositoryLink.value()->cloneUrl));
}

void AuditRunPage::showRun()
{
    if (m_live.error())
        notice().showError(*m_live.error(), [this] { m_live.reload(); });
    const RunView *view = m_live.view();
    m_head->setVisible(view);
    m_tabs->setVisible(view);
    m_stack->setVisible(view);
    if (!view)
        return workerChanged();
    setHead(tr("Audit of %1: %2").arg(view->run.ticketKey, view->run.title));
    setReadAt(m_live.isRunning() ? Timestamp::now() : m_live.readAt());
    m_head->setView(*view);
    if (const RemovalView *removal = wholeRemoval(*view))
        m_removal->showNote(tr("What this run did was %1; that it was stays on record.")
                                .arg(Words::removed(removal->policy, removal->at)));
    else
        m_removal->clear();
    showTabs();
    askLinks();
    if (std::exchange(m_isNew, false)) {
        turnTo(m_place);
        m_tabs->setFocus();
    } else {
        showPart();
    }
    workerChanged();
}

void AuditRunPage::showTabs()
{
    const RunView &view = *m_live.view();
    const QStringList names = partNames();
    const QList<qint64> counts{0, view.stages.size(), view.providerCalls.size(), view.toolCalls, view.commands.size(),
        view.files.size(), 0, 0, view.run.lastSeq};
    for (int i = 0; i < names.size(); ++i) {
        m_tabs->setTabText(i, counts[i] ? QStringLiteral("%1 (%2)").arg(names[i]).arg(counts[i]) : names[i]);
        m_tabs->setTabEnabled(i, i == Summary || i == Events || !wholeRemoval(view));
    }
}

/// A place that there is not is the summary.
void AuditRunPage::turnTo(const QString &place)
{
    const QString number = place.section(u'=', 1);
    int part = qMax(0, int(auditParts.indexOf(place)));
    if (place.startsWith(u"stage=")) {
        part = Stages;
        m_stagesOf = m_live.id();
        m_stages->begin(number);
    } else if (place.startsWith(u"call=")) {
        part = Calls;
        m_calls->setCall(number);
    } else if (place.startsWith(u"event=")) {
        part = Events;
        m_events->goTo(number.toLongLong());
    }
    if (part != m_tabs->currentIndex())
        m_tabs->setCurrentIndex(part);
    else
        showPart();
}

/// Of the parts only the one that is looked at reads anything.
void AuditRunPage::showPart()
{
    const RunView *view = m_live.view();
    if (!view || m_isNew)
        return;
    switch (m_tabs->currentIndex()) {
    case Summary:
        return m_summary->setView(*view);
    case Stages:
        if (std::exchange(m_stagesOf, view->run.id) != view->run.id)
            return m_stages->begin({});
        return m_stages->update();
    case Calls:
        return m_calls->setView(*view);
    case Tools:
        return showEvents(m_tools, {event_type::toolCall, event_type::toolResult});
    case Commands:
        return showEvents(m_commands, {event_type::commandStarted, event_type::commandFinished});
    case Change:
        return m_change->setView(*view);
    case Brief:
        return m_brief->setView(*view);
    case Events:
        return m_events->setView(*view);
    default:
        const QString text =
            view->ticketBody.trimmed().isEmpty() ? tr("The ticket has a title and no text.") : view->ticketBody;
        if (std::exchange(m_ticketText, text) != text)
            m_ticket->showMarkdown(text);
    }
}

void AuditRunPage::showEvents(ActivityPane *pane, const QStringList &types)
{
    const RunSummary &run = m_live.view()->run;
    if (pane->events() && pane->events()->run() == run.id)
        return pane->events()->catchUp(run.lastSeq);
    pane->open(new StageEvents(worker(), run.id, StagePlan{{{1, run.lastSeq}}, {}}, types));
}

/// Only addresses that somebody wrote down; none is put together here.
void AuditRunPage::askLinks()
{
    const RunSummary &run = m_live.view()->run;
    if (std::exchange(m_linksOf, run.id) == run.id)
        return;
    m_ticketLink.open(api_call::ticket(run.ticketKey));
    m_repositoryLink.open(api_call::repository(run.repository));
}

QString AuditRunPage::argumentNow() const
{
    const int part = m_tabs->currentIndex();
    QString place = auditParts.value(part);
    if (part == Stages && !m_live.isRunning() && !m_stages->stage().isEmpty())
        place = QStringLiteral("stage=") + m_stages->stage();
    else if (part == Calls && !m_calls->call().isEmpty())
        place = QStringLiteral("call=") + m_calls->call();
    else if (part == Events && m_events->chosen() > 0)
        place = QStringLiteral("event=%1").arg(m_events->chosen());
    return place.isEmpty() ? m_live.id().text() : m_live.id().text() + u'#' + place;
}

void AuditRunPage::replay()
{
    act<api::JobView>(api_call::replayRun(m_live.id()),
        [this](const api::JobView &job) { go(QStringLiteral("run"), QStringLiteral("job:") + job.id.text()); });
}

void AuditRunPage::chooseFile(const QString &suggested, const ApiCall<QByteArray> &call)
{
    const QString file = QFileDialog::getSaveFileName(this, tr("Save as"), suggested);
    if (!file.isEmpty())
        saveTo(file, call);
}

void AuditRunPage::saveTo(const QString &file, const ApiCall<QByteArray> &call)
{
    auto *saved = new QSaveFile(file, this);
    if (!saved->open(QIODevice::WriteOnly)) {
        notice().showNote(
            tr("%1 cannot be written: %2. Choose another place.").arg(file, saved->errorString()), Tone::Failed);
        return saved->deleteLater();
    }
    notice().showNote(tr("Saving %1 …").arg(file), Tone::Running);
    worker().client()->download(
        call, *saved, this,
        [this, file](qint64 bytes) {
            notice().showNote(tr("Saving %1: %2 so far …").arg(file, bytesText(bytes)), Tone::Running);
        },
        [this, saved, file, call](const Result<qint64> &size) {
            if (!size) {
                saved->cancelWriting();
                notice().showError(size.error(), [this, file, call] { saveTo(file, call); });
            } else if (!saved->commit()) {
                notice().showNote(tr("%1 cannot be written: %2. Choose another place.").arg(file, saved->errorString()),
                    Tone::Failed);
            } else {
                notice().showDone(tr("%1 is saved, %2.").arg(file, bytesText(*size)));
            }
            saved->deleteLater();
        });
}

} // namespace mergeloom
