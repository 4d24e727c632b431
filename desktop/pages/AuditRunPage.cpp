#include "desktop/pages/AuditRunPage.h"

#include "desktop/pages/AuditLogPanel.h"
#include "desktop/pages/RunHead.h"
#include "desktop/pages/Words.h"
#include "desktop/widgets/CellText.h"
#include "desktop/widgets/RecordTable.h"
#include "desktop/widgets/ShownText.h"

#include <QFileDialog>
#include <QHBoxLayout>
#include <QInputDialog>
#include <QPushButton>
#include <QSaveFile>

namespace mergeloom {

AuditRunPage::AuditRunPage(Worker &worker, QWidget *parent)
    : WorkerPage(worker, parent), m_run(worker, this, [this] { showRun(); }),
      m_hold(worker, this, [this] { showHold(); }), m_finishes(worker, this,
                                                        [this] {
                                                            if (m_run.value())
                                                                showClaims(*m_run.value());
                                                        }),
      m_last(worker, this, [this] { showProof(); })
{
    setHead(tr("Ticket Audit"));
    makeActions();
    m_log = new AuditLogPanel(worker, this);
    connect(m_log, &AuditLogPanel::changed, this, &AuditRunPage::showProof);
    QVBoxLayout *column = makeColumn();
    m_head = new RunHead(bodyWidget());
    column->addWidget(m_head);
    column->addWidget(m_log);
    m_proof = plainLabel({}, bodyWidget(), "soft");
    column->addWidget(m_proof);
    auto *holdRow = new QHBoxLayout;
    m_holdText = plainLabel({}, bodyWidget(), "soft");
    m_placeHold = makeButton(tr("Place a legal hold"), "lock", nullptr, bodyWidget());
    m_releaseHold = makeButton(tr("Release the hold"), nullptr, "danger", bodyWidget());
    holdRow->addWidget(m_holdText, 1);
    holdRow->addWidget(m_placeHold);
    holdRow->addWidget(m_releaseHold);
    column->addLayout(holdRow);
    connect(m_placeHold, &QPushButton::clicked, this, &AuditRunPage::placeHold);
    connect(m_releaseHold, &QPushButton::clicked, this, &AuditRunPage::releaseHold);
    auto *sides = new QHBoxLayout;
    sides->setSpacing(16);
    const Card claims = makeCard(tr("What the model said"), bodyWidget());
    const Card facts = makeCard(tr("What was recorded"), bodyWidget());
    m_claims = claims.body;
    m_facts = facts.body;
    sides->addWidget(claims.frame, 1);
    sides->addWidget(facts.frame, 1);
    column->addLayout(sides);
    m_findings = addTable(column, tr("Findings"),
        {{"by", tr("Found by")}, {"text", tr("What"), CellFormat::Text, 0, true}, {"place", tr("Where")},
            {"fate", tr("What became of it")}},
        QStringLiteral("key"), tr("Nothing was found wrong."));
    m_stages = addTable(column, tr("Stages"),
        {{"name", tr("Stage")}, {"status", tr("State"), CellFormat::Status},
            {"summary", tr("Summary"), CellFormat::Text, 0, true}, {"took", tr("Time")}},
        QStringLiteral("key"), tr("No stage began."));
    m_calls = addTable(column, tr("Provider calls"),
        columnsOf<ProviderCallView>({{"call"}, {"model", {}, {}, 0, true}, {"usage.input_tokens", tr("In")},
            {"usage.output_tokens", tr("Out")}, {"cost_usd", tr("Cost")}, {"latency_ms", tr("Time")},
            {"tool_calls", tr("Tool calls")}, {"stop", tr("End")}}),
        QStringLiteral("call"), tr("No model was asked."));
    m_commands = addTable(column, tr("Commands"),
        columnsOf<CommandView>({{"kind"}, {"line", tr("Command"), {}, 0, true}, {"end", tr("End")},
            {"exit_code", tr("Exit code")}, {"duration_ms", tr("Time")}}),
        QStringLiteral("command_id"), tr("No command ran."));
    m_files = addTable(column, tr("Files"),
        columnsOf<ChangedFileView>({{"path", tr("File"), {}, 0, true}, {"change", tr("Change")},
            {"additions", tr("Added")}, {"deletions", tr("Removed")}, {"size", tr("Size"), CellFormat::Bytes}}),
        QStringLiteral("path"), tr("No file was changed."));
    column->addStretch(1);
    connect(m_files, &RecordTable::opened, this,
        [this] { go(QStringLiteral("run"), m_id.text() + QStringLiteral("#change")); });
    connect(m_stages, &RecordTable::opened, this,
        [this](const QString &key) { go(QStringLiteral("run"), m_id.text() + QStringLiteral("#stage=") + key); });
    m_run.follow([this](const api::EventView &event) { return event.runId == m_id.text() && isOfJobs(event); });
    m_hold.follow([](const api::EventView &event) { return event.event.type.startsWith(u"hold."); });
}

void AuditRunPage::makeActions()
{
    m_replay = makeButton(tr("Replay"), "rotate-cw", nullptr, this);
    m_export = makeButton(tr("Export JSON"), "download", nullptr, this);
    m_bundle = makeButton(tr("Proof bundle"), "shield-check", nullptr, this);
    m_bundle->setToolTip(tr("One page that shows this run and proves its events without a network"));
    auto *run = makeButton(tr("Run"), "play", nullptr, this);
    for (QPushButton *button : {m_replay, m_export, m_bundle, run})
        actions()->addWidget(button);
    connect(m_replay, &QPushButton::clicked, this, &AuditRunPage::replay);
    connect(run, &QPushButton::clicked, this, [this] { go(QStringLiteral("run"), m_id.text()); });
    connect(m_export, &QPushButton::clicked, this,
        [this] { chooseFile(QStringLiteral("run-%1.json").arg(m_id.text()), api_call::runExport(m_id)); });
    connect(m_bundle, &QPushButton::clicked, this,
        [this] { chooseFile(QStringLiteral("run-%1.html").arg(m_id.text()), api_call::runBundle(m_id)); });
}

RecordTable *AuditRunPage::addTable(
    QVBoxLayout *column, const QString &title, const QList<Column> &columns, const QString &key, const QString &empty)
{
    column->addWidget(plainLabel(title, bodyWidget(), "heading"));
    auto *table = new RecordTable(columns, key, title, bodyWidget());
    table->setEmptyText(empty, {});
    column->addWidget(table);
    return table;
}

void AuditRunPage::open(const QString &argument)
{
    const RunId id(argument);
    m_log->ask();
    if (m_id == id && m_run.value())
        return m_run.reload();
    m_id = id;
    m_finishes.close();
    m_last.close();
    m_run.open(api_call::run(id));
    m_hold.open(api_call::hold(id));
}

void AuditRunPage::reload()
{
    m_run.reload();
    m_hold.reload();
    m_log->ask();
}

void AuditRunPage::workerChanged()
{
    showHold();
    const bool hasEnded = m_run.value() && m_run.value()->run.state != u"running";
    allow(
        m_replay, mayOperate() && hasEnded, hasEnded ? whyNotOperate() : tr("It can be done again when it has ended."));
    for (QPushButton *button : {m_export, m_bundle})
        allow(button, m_run.value() && worker().isReadable(), tr("The worker cannot be reached now."));
}

void AuditRunPage::showRun()
{
    if (m_run.error())
        notice().showError(*m_run.error(), [this] { m_run.reload(); });
    if (!m_run.value() || m_run.isAsking())
        return;
    const RunView &view = *m_run.value();
    setHead(tr("Audit of %1: %2").arg(view.run.ticketKey, view.run.title));
    setReadAt(m_run.readAt());
    m_head->setView(view);
    askClaim(view);
    showClaims(view);
    showFacts(view);
    showTables(view);
    workerChanged();
}

void AuditRunPage::askClaim(const RunView &view)
{
    // `finish` ends an attempt, so it is among the last tool calls of the last call of the provider.
    if (!view.providerCalls.isEmpty())
        m_finishes.change(api_call::runEvents(m_id, view.providerCalls.last().firstSeq, 100, {event_type::toolCall}));
    m_last.change(api_call::runEvents(m_id, view.run.lastSeq - 1, 1));
}

void AuditRunPage::showClaims(const RunView &view)
{
    QWidget *parent = m_claims->parentWidget();
    clearLayout(m_claims);
    QList<Event> events;
    if (m_finishes.value())
        for (const api::EventView &entry : m_finishes.value()->items)
            events << entry.event;
    const QString claim = RunFindings::closingClaim(events);
    m_claims->addWidget(plainLabel(!claim.isEmpty() ? claim
            : view.providerCalls.isEmpty()          ? tr("No model was asked.")
                                                    : tr("It gave no closing statement."),
        parent));
    for (const EarlierClaim &earlier : RunFindings::earlierClaims(view)) {
        const QString of = earlier.attempt ? tr("After repair %1 it said: %2").arg(earlier.attempt).arg(earlier.claim)
                                           : tr("Of its first attempt it said: %1").arg(earlier.claim);
        m_claims->addWidget(plainLabel(of, parent, "soft"));
        m_claims->addWidget(
            plainLabel(tr("Recorded: %1 red").arg(earlier.failed.join(QStringLiteral(", "))), parent, "error"));
    }
    m_claims->addStretch(1);
}

void AuditRunPage::showFacts(const RunView &view)
{
    QWidget *parent = m_facts->parentWidget();
    clearLayout(m_facts);
    const auto add = [&](const QString &name, const QString &value) {
        auto *row = new QWidget(parent);
        auto *line = new QHBoxLayout(row);
        line->setContentsMargins(0, 0, 0, 0);
        auto *label = plainLabel(name, row, "faint");
        label->setFixedWidth(110);
        line->addWidget(label, 0, Qt::AlignTop);
        line->addWidget(plainLabel(value, row), 1);
        m_facts->addWidget(row);
    };
    QStringList commands;
    const int newest = view.validations.isEmpty() ? 0 : view.validations.last().attempt;
    for (const CommandView &command : view.commands)
        if (command.kind == u"validation" && command.attempt == newest)
            commands << (command.end == u"exited" ? tr("%1 exit %2").arg(command.line).arg(command.exitCode)
                                                  : command.line + u' ' + command.end);
    const RunSummary &run = view.run;
    add(tr("Validation"), statusText(run.validation) + (commands.isEmpty() ? QString() : u'\n' + commands.join(u'\n')));
    if (!view.validations.isEmpty())
        add(tr("On tree"), view.validations.last().tree.left(12));
    add(tr("Change"),
        view.files.isEmpty()
            ? tr("none")
            : tr("%n file(s), %1", nullptr, int(view.files.size())).arg(Words::lines(run.additions, run.deletions)));
    add(tr("Diff guard"), view.guard ? view.guard->summary() : tr("did not run"));
    add(tr("Branch"), run.isPushed ? tr("%1 pushed").arg(run.branch) : tr("not pushed"));
    if (view.drift)
        add(tr("Base"),
            view.drift->merged == view.drift->head ? tr("moved; merged with its newest state")
                                                   : tr("moved while the run worked"));
    add(tr("Repairs"), run.repairs ? QString::number(run.repairs) : tr("none"));
    add(tr("Sandbox"), run.sandbox.isEmpty() ? tr("not recorded") : run.sandbox);
    if (!view.signInHosts.isEmpty())
        add(tr("Model access"),
            tr("the program's own sign-in; it may reach %1")
                .arg(view.signInHosts.contains(QStringLiteral("*")) ? tr("every host, for there was no sandbox")
                                                                    : view.signInHosts.join(QStringLiteral(", "))));
    if (view.replay)
        add(tr("Replay"), view.replay->text);
    for (const RemovalView &removal : view.removals)
        add(tr("Removed"), tr("%1: %2").arg(Words::plain(removal.content), Words::removed(removal.policy, removal.at)));
    m_facts->addStretch(1);
}

void AuditRunPage::showTables(const RunView &view)
{
    const auto fit = [](RecordTable *table, qsizetype rows) {
        table->setFixedHeight(rows == 0 ? 100 : int(qMin<qsizetype>(rows, 12)) * 36 + 46);
    };
    QList<QJsonObject> findings;
    for (const RunFinding &one : RunFindings::of(view))
        findings << QJsonObject{{"key", QString::number(findings.size())}, {"by", one.by}, {"text", one.text},
            {"place", one.place}, {"fate", one.fate}};
    m_findings->setObjects(findings);
    fit(m_findings, findings.size());
    QList<QJsonObject> stages;
    for (const StageView &stage : view.stages)
        stages << QJsonObject{
            {"key", stage.attempt ? QStringLiteral("%1.%2").arg(stage.stage).arg(stage.attempt) : stage.stage},
            {"name", Words::stage(stage)}, {"status", stage.status}, {"summary", stage.summary},
            {"took", durationText(Words::milliseconds(stage.startedAt, stage.finishedAt))}};
    m_stages->setObjects(stages);
    fit(m_stages, stages.size());
    m_calls->setRecords(view.providerCalls);
    fit(m_calls, view.providerCalls.size());
    m_commands->setRecords(view.commands);
    fit(m_commands, view.commands.size());
    m_files->setRecords(view.files);
    fit(m_files, view.files.size());
}

void AuditRunPage::showProof()
{
    const auto &log = m_log->log();
    if (!log || !m_last.value() || m_last.value()->items.isEmpty())
        return m_proof->setText({});
    const qint64 last = m_last.value()->items.last().id;
    if (!log->verified)
        m_proof->setText(last <= log->signedSize
                ? tr(
                    "Every event of this run is under a signed checkpoint; the log was not verified since the worker started.")
                : tr("This run has events that no checkpoint covers yet; one is signed within a minute."));
    else if (log->verified->faultCount > 0)
        m_proof->setText(tr("The log does not fit, so nothing is proven of this run. See the details above."));
    else
        m_proof->setText(last <= log->verified->events
                ? tr("Verified with all events of this run.")
                : tr("This run has newer events than the last verification; verify again."));
}

void AuditRunPage::showHold()
{
    const auto &hold = m_hold.value();
    m_placeHold->setVisible(hold && !hold->isHeld);
    m_releaseHold->setVisible(hold && hold->isHeld);
    allow(m_placeHold, mayOperate(), whyNotOperate());
    allow(m_releaseHold, mayConfigure(), whyNotConfigure());
    if (m_hold.error())
        m_holdText->setText(shownText(m_hold.error()->message));
    else if (hold && hold->isHeld)
        m_holdText->setText(
            shownText(tr("Legal hold by %1, %2: %3. Nothing of this run is removed while it stands.")
                          .arg(hold->by, hold->at ? relativeTime(*hold->at) : QString(), hold->reason)));
    else
        m_holdText->setText(hold ? tr("No legal hold stands on this run.") : QString());
}

void AuditRunPage::placeHold()
{
    bool isGiven = false;
    const QString reason = QInputDialog::getText(this, tr("Place a legal hold"),
        tr("Reason. It stands in the audit log with your name:"), QLineEdit::Normal, {}, &isGiven)
                               .trimmed();
    if (!isGiven)
        return;
    if (reason.isEmpty())
        return notice().showNote(tr("A legal hold needs a reason; none was placed."));
    act<api::HoldView>(api_call::placeHold(m_id, {reason}), [this](const api::HoldView &) {
        notice().showDone(tr("The hold stands."));
        m_hold.reload();
    });
}

void AuditRunPage::releaseHold()
{
    if (confirmed(this, tr("Release the legal hold?"),
            tr("The retention policies hold for this run again; their next run may remove parts of it."),
            tr("Release it")))
        act<api::Done>(api_call::releaseHold(m_id, {}), [this](const api::Done &) {
            notice().showDone(tr("The hold was released."));
            m_hold.reload();
        });
}

void AuditRunPage::replay()
{
    act<api::JobView>(api_call::replayRun(m_id),
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
