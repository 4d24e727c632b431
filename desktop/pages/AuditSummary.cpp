#include "desktop/pages/AuditSummary.h"

#include "desktop/pages/AuditLogPanel.h"
#include "desktop/pages/RunHold.h"
#include "desktop/pages/StageList.h"
#include "desktop/pages/Words.h"
#include "desktop/widgets/CellText.h"
#include "desktop/widgets/RecordTable.h"
#include "desktop/widgets/ShownText.h"

#include <QHBoxLayout>
#include <QPushButton>

namespace mergeloom {

AuditSummary::AuditSummary(WorkerPage &page, QWidget *parent)
    : QWidget(parent), m_finishes(page.worker(), this, [this] { showClaims(); }),
      m_last(page.worker(), this, [this] { showProof(); })
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(16);
    m_log = new AuditLogPanel(page.worker(), this);
    connect(m_log, &AuditLogPanel::changed, this, &AuditSummary::showProof);
    column->addWidget(m_log);
    m_proof = plainLabel({}, this, "soft");
    m_proof->setAccessibleName(tr("How far the run is proven"));
    column->addWidget(m_proof);
    m_hold = new RunHold(page, this);
    column->addWidget(m_hold);
    auto *replay = new QHBoxLayout;
    m_replay = new NoticeLine(this);
    m_replayed = makeButton(tr("The run that was done again"), nullptr, nullptr, this);
    replay->addWidget(m_replay, 1);
    replay->addWidget(m_replayed);
    column->addLayout(replay);
    makeSides(column);
    m_findings = addTable(column, tr("Findings"),
        {{"by", tr("Found by")}, {"text", tr("What"), CellFormat::Text, 0, true}, {"place", tr("Where")},
            {"fate", tr("What became of it")}},
        QStringLiteral("key"), tr("Nothing was found wrong."));
    m_stages = addTable(column, tr("Stages"),
        {{"name", tr("Stage")}, {"status", tr("State"), CellFormat::Status},
            {"summary", tr("What came of it"), CellFormat::Text, 0, true}, {"took", tr("Time"), CellFormat::Duration}},
        QStringLiteral("key"), tr("No stage began."));
    column->addStretch(1);
    connect(m_stages, &RecordTable::opened, this, &AuditSummary::stageWanted);
    connect(m_findings, &RecordTable::opened, this, [this] {
        if (const QString file = m_findings->currentRecord().value(QStringLiteral("file")).toString(); !file.isEmpty())
            Q_EMIT fileWanted(file);
    });
    connect(m_replayed, &QPushButton::clicked, this, [this] { Q_EMIT runWanted(m_view.run.replayOf); });
}

void AuditSummary::makeSides(QVBoxLayout *column)
{
    auto *sides = new QHBoxLayout;
    sides->setSpacing(16);
    const Card claims = makeCard(tr("What the model said"), this);
    const Card facts = makeCard(tr("What was recorded"), this);
    m_claims = claims.body;
    m_facts = facts.body;
    sides->addWidget(claims.frame, 1);
    sides->addWidget(facts.frame, 1);
    column->addLayout(sides);
}

RecordTable *AuditSummary::addTable(
    QVBoxLayout *column, const QString &title, const QList<Column> &columns, const QString &key, const QString &empty)
{
    column->addWidget(plainLabel(title, this, "heading"));
    auto *table = new RecordTable(columns, key, title, this);
    table->setEmptyText(empty, {});
    column->addWidget(table);
    return table;
}

void AuditSummary::open(const RunId &run)
{
    m_asked = 0;
    m_finishes.close();
    m_last.close();
    m_hold->open(run);
    m_log->ask();
}

void AuditSummary::reload()
{
    m_hold->reload();
    m_log->ask();
}

void AuditSummary::setView(const RunView &view)
{
    m_view = view;
    askClaim();
    showClaims();
    showFacts();
    showReplay();
    showTables();
}

void AuditSummary::askClaim()
{
    // While it goes on each event would ask anew; what is asked for stands at its end.
    if (m_asked == m_view.run.lastSeq || (m_asked > 0 && m_view.run.state == u"running"))
        return;
    m_asked = m_view.run.lastSeq;
    // `finish` ends an attempt, so it is among the last tool calls of the last call of the provider.
    if (!m_view.providerCalls.isEmpty())
        m_finishes.change(
            api_call::runEvents(m_view.run.id, m_view.providerCalls.last().firstSeq, 100, {event_type::toolCall}));
    m_last.change(api_call::runEvents(m_view.run.id, m_view.run.lastSeq - 1, 1));
}

void AuditSummary::showClaims()
{
    QWidget *parent = m_claims->parentWidget();
    clearLayout(m_claims);
    QList<Event> events;
    if (m_finishes.value())
        for (const api::EventView &entry : m_finishes.value()->items)
            events << entry.event;
    const QString claim = RunFindings::closingClaim(events);
    m_claims->addWidget(plainLabel(!claim.isEmpty() ? claim
            : m_view.providerCalls.isEmpty()        ? tr("No model was asked.")
                                                    : tr("It gave no closing statement."),
        parent));
    for (const EarlierClaim &earlier : RunFindings::earlierClaims(m_view)) {
        const QString of = earlier.attempt ? tr("After repair %1 it said: %2").arg(earlier.attempt).arg(earlier.claim)
                                           : tr("Of its first attempt it said: %1").arg(earlier.claim);
        m_claims->addWidget(plainLabel(of, parent, "soft"));
        m_claims->addWidget(
            plainLabel(tr("Recorded: %1 red").arg(earlier.failed.join(QStringLiteral(", "))), parent, "error"));
    }
    m_claims->addStretch(1);
}

void AuditSummary::addFact(const QString &name, const QString &value)
{
    auto *row = new QWidget(m_facts->parentWidget());
    auto *line = new QHBoxLayout(row);
    line->setContentsMargins(0, 0, 0, 0);
    auto *label = plainLabel(name, row, "faint");
    label->setFixedWidth(110);
    line->addWidget(label, 0, Qt::AlignTop);
    line->addWidget(plainLabel(value, row), 1);
    m_facts->addWidget(row);
}

void AuditSummary::showFacts()
{
    clearLayout(m_facts);
    QStringList commands;
    const int newest = m_view.validations.isEmpty() ? 0 : m_view.validations.last().attempt;
    for (const CommandView &command : m_view.commands)
        if (command.kind == u"validation" && command.attempt == newest)
            commands << (command.end == u"exited" ? tr("%1 exit %2").arg(command.line).arg(command.exitCode)
                                                  : command.line + u' ' + command.end);
    const RunSummary &run = m_view.run;
    addFact(
        tr("Validation"), statusText(run.validation) + (commands.isEmpty() ? QString() : u'\n' + commands.join(u'\n')));
    if (!m_view.validations.isEmpty())
        addFact(tr("On tree"), m_view.validations.last().tree.left(12));
    addFact(tr("Change"),
        m_view.files.isEmpty()
            ? tr("none")
            : tr("%n file(s), %1", nullptr, int(m_view.files.size())).arg(Words::lines(run.additions, run.deletions)));
    addFact(tr("Diff guard"), m_view.guard ? m_view.guard->summary() : tr("did not run"));
    addFact(tr("Branch"), run.isPushed ? tr("%1 pushed").arg(run.branch) : tr("not pushed"));
    if (m_view.drift)
        addFact(tr("Base"),
            m_view.drift->merged == m_view.drift->head ? tr("moved; merged with its newest state")
                                                       : tr("moved while the run worked"));
    addFact(tr("Repairs"), run.repairs ? QString::number(run.repairs) : tr("none"));
    addFact(tr("Sandbox"), run.sandbox.isEmpty() ? tr("not recorded") : run.sandbox);
    if (!m_view.signInHosts.isEmpty())
        addFact(tr("Model access"),
            tr("the program's own sign-in; it may reach %1")
                .arg(m_view.signInHosts.contains(QStringLiteral("*")) ? tr("every host, for there was no sandbox")
                                                                      : m_view.signInHosts.join(QStringLiteral(", "))));
    for (const RemovalView &removal : m_view.removals)
        addFact(
            tr("Removed"), tr("%1: %2").arg(Words::plain(removal.content), Words::removed(removal.policy, removal.at)));
    m_facts->addStretch(1);
}

void AuditSummary::showReplay()
{
    m_replayed->setVisible(!m_view.run.replayOf.isEmpty());
    if (m_view.run.replayOf.isEmpty())
        return m_replay->clear();
    if (!m_view.replay)
        return m_replay->showNote(m_view.run.state == u"running"
                ? tr("This is a replay; when it is done it is compared with the record.")
                : tr("This is a replay that ended before it could be compared with the record."),
            Tone::Neutral);
    QString text = m_view.replay->text;
    if (!m_view.replay->files.isEmpty())
        text += u'\n' + tr("Not the same: %1").arg(m_view.replay->files.join(QStringLiteral(", ")));
    m_replay->showNote(text, m_view.replay->isSame ? Tone::Completed : Tone::Failed);
}

void AuditSummary::showTables()
{
    const auto fit = [](RecordTable *table, qsizetype rows) {
        table->setFixedHeight(rows == 0 ? 100 : int(qMin<qsizetype>(rows, 12)) * 36 + 46);
    };
    QList<QJsonObject> findings;
    for (const RunFinding &one : RunFindings::of(m_view))
        findings << QJsonObject{{"key", QString::number(findings.size())}, {"by", one.by}, {"text", one.text},
            {"place", one.place}, {"file", one.place.section(u':', 0, 0)}, {"fate", one.fate}};
    m_findings->setObjects(findings);
    fit(m_findings, findings.size());
    QList<QJsonObject> stages;
    for (const StageView &stage : m_view.stages)
        stages << QJsonObject{{"key", StageModel::keyOf(stage)}, {"name", Words::stage(stage)},
            {"status", stage.status}, {"summary", stage.summary},
            {"took", Words::milliseconds(stage.startedAt, stage.finishedAt)}};
    m_stages->setObjects(stages);
    fit(m_stages, stages.size());
}

void AuditSummary::showProof()
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

} // namespace mergeloom
