#include "service/cli/RunReport.h"

#include "service/cli/BudgetOptions.h"
#include "service/cli/TerminalText.h"
#include "service/cli/TextTable.h"

namespace mergeloom {

namespace {

QString shownApproval(const ApprovalView &approval)
{
    const ApprovalDecision &decision = approval.decision;
    if (approval.isWaiting())
        return QStringLiteral("waits for a person until %1: %2")
            .arg(approval.request.until.toString(), approval.request.why);
    const QString who = decision.by.isEmpty() ? QString() : QStringLiteral(" by ") + decision.by;
    const QString why = decision.reason.isEmpty() ? QString() : QStringLiteral(": ") + decision.reason;
    return enumName(decision.verdict) + who + why;
}

} // namespace

void printRunReport(const Terminal &terminal, const RunView &view)
{
    const RunSummary &run = view.run;
    const auto row = [&](const char *name, const QString &value, Style style = Style::Plain) {
        if (!value.isEmpty())
            terminal.line(terminal.painted(Style::Dim, QString::fromLatin1(name).leftJustified(12))
                + terminal.painted(style, plainLine(value)));
    };
    terminal.line(terminal.painted(Style::Bold, plainLine(run.ticketKey + u' ' + run.title)));
    row("run", run.id.text());
    row("state", run.reason.isEmpty() ? run.state : run.state + QStringLiteral(" (") + run.reason + u')',
        styleOfState(run.state));
    row("summary", run.summary);
    row("repository", run.repository);
    row("branch", run.branch + (run.isPushed ? QStringLiteral(" (pushed)") : QStringLiteral(" (not pushed)")));
    row("commit", run.headCommit);
    row("provider", run.model.isEmpty() ? run.provider : run.provider + u' ' + run.model);
    row("validation", run.validation, styleOfState(run.validation));
    row("change", QStringLiteral("%1 files, +%2 -%3").arg(run.changedFiles).arg(run.additions).arg(run.deletions));
    if (view.drift)
        row("base",
            view.drift->text()
                + (view.drift->merged.isEmpty() ? QString()
                                                : QStringLiteral("; merged with %1").arg(view.drift->merged.left(10))),
            view.drift->isCaughtUp() ? Style::Plain : Style::Warning);
    row("waits for", run.waitsFor, Style::Warning);
    row("used", shownUse(run.use, run.limits, Timestamp::now()));
    row("started",
        run.startedAt.toString() + QStringLiteral(" (") + relativeTime(run.startedAt, Timestamp::now()) + u')');
    for (const ApprovalView &approval : view.steering.approvals)
        row("approval", shownApproval(approval), approval.isWaiting() ? Style::Warning : Style::Plain);
    for (const QString &warning : view.warnings)
        row("warning", warning, Style::Warning);
    terminal.line();
    TextTable stages({{"STAGE"}, {"STATUS", TextTable::Column::State}, {"TIME", TextTable::Column::Number},
        {"SUMMARY", TextTable::Column::Flexible}});
    for (const StageView &stage : view.stages)
        stages.add({stage.stage, stage.status,
            stage.finishedAt ? shownDuration((stage.finishedAt->microseconds - stage.startedAt.microseconds) / 1000)
                             : QString(),
            stage.summary});
    stages.print(terminal);
    if (view.guard && !view.guard->findings.isEmpty()) {
        terminal.line();
        TextTable findings({{"GUARD", TextTable::Column::State}, {"RULE"}, {"FINDING", TextTable::Column::Flexible}});
        for (const GuardFinding &finding : view.guard->findings)
            findings.add(
                {finding.verdict == GuardVerdict::Block ? QStringLiteral("blocked") : QStringLiteral("flagged"),
                    finding.rule, finding.placedText()});
        findings.print(terminal);
    }
    if (view.commands.isEmpty())
        return;
    terminal.line();
    TextTable commands({{"KIND"}, {"EXIT", TextTable::Column::Number}, {"TIME", TextTable::Column::Number},
        {"COMMAND", TextTable::Column::Flexible}});
    for (const CommandView &command : view.commands)
        commands.add({command.kind, command.end == u"exited" ? QString::number(command.exitCode) : command.end,
            shownDuration(command.durationMs), command.line});
    commands.print(terminal);
}

} // namespace mergeloom
