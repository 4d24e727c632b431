#include "service/cli/RunPrinter.h"

#include "service/cli/BudgetOptions.h"
#include "service/cli/TerminalText.h"

namespace mergeloom {

namespace {

constexpr qsizetype tailLines = 12;

QString text(const Event &event, const char *key) { return event.data.value(QLatin1StringView(key)).toString(); }

QString plural(qint64 number, const char *word)
{
    return QStringLiteral("%1 %2%3").arg(
        shownNumber(number), QString::fromLatin1(word), number == 1 ? QString() : QStringLiteral("s"));
}

/// What a tool works on, out of its input.
QString subjectOf(const QJsonObject &input)
{
    for (const char *key : {"path", "command", "line", "query", "pattern", "directory", "summary"})
        if (const QString value = input.value(QLatin1StringView(key)).toString(); !value.isEmpty())
            return value;
    return {};
}

QString shownCost(double dollars) { return QStringLiteral("$%1").arg(dollars, 0, 'f', dollars < 0.1 ? 4 : 2); }

} // namespace

void RunPrinter::say(int indent, Style style, const QString &text)
{
    QString line = QString(indent, u' ') + plainLine(text);
    if (m_terminal.isTerminal)
        line = elided(line, m_terminal.width);
    m_terminal.line(m_terminal.painted(style, line));
}

void RunPrinter::printLine(const QByteArray &line)
{
    if (const auto event = parseJsonAs<Event>(line))
        print(*event);
}

void RunPrinter::print(const Event &event)
{
    using Printer = void (RunPrinter::*)(const Event &);
    static const QHash<QString, Printer> printers{{event_type::runStarted, &RunPrinter::printStarted},
        {event_type::stageStarted, &RunPrinter::printStageStarted},
        {event_type::stageFinished, &RunPrinter::printStageFinished},
        {event_type::toolCall, &RunPrinter::printToolCall}, {event_type::toolResult, &RunPrinter::printToolResult},
        {event_type::commandStarted, &RunPrinter::printCommandStarted},
        {event_type::commandOutput, &RunPrinter::takeOutput},
        {event_type::commandFinished, &RunPrinter::printCommandFinished},
        {event_type::providerResponse, &RunPrinter::printResponse},
        {event_type::providerRetry, &RunPrinter::printRetry}, {event_type::runMessage, &RunPrinter::printMessage},
        {event_type::validationResult, &RunPrinter::printValidation},
        {event_type::repairStarted, &RunPrinter::printRepair}, {event_type::changeRecorded, &RunPrinter::printChange},
        {event_type::guardResult, &RunPrinter::printGuard}, {event_type::baseDrifted, &RunPrinter::printDrift},
        {event_type::baseMerged, &RunPrinter::printMerge}, {event_type::commitCreated, &RunPrinter::printCommit},
        {event_type::steerMessage, &RunPrinter::printSteering},
        {event_type::steerUndelivered, &RunPrinter::printSteering},
        {event_type::steerPause, &RunPrinter::printSteering}, {event_type::steerResume, &RunPrinter::printSteering},
        {event_type::steerCancel, &RunPrinter::printSteering}, {event_type::steerExtend, &RunPrinter::printSteering},
        {event_type::approvalRequested, &RunPrinter::printRequest},
        {event_type::approvalDecided, &RunPrinter::printDecision}, {event_type::branchPushed, &RunPrinter::printPush},
        {event_type::agentStarted, &RunPrinter::printAgent}, {event_type::networkRefused, &RunPrinter::printRefusal},
        {event_type::replayCompared, &RunPrinter::printComparison},
        {event_type::runFinished, &RunPrinter::printFinished}};
    applyEvent(m_view, event);
    if (event.type == QLatin1StringView(event_type::runFinished))
        m_outcome = text(event, "outcome");
    if (m_detail == Detail::Json)
        return m_terminal.jsonLine(toJson(event));
    if (const Printer printer = printers.value(event.type))
        (this->*printer)(event);
}

void RunPrinter::printStarted(const Event &)
{
    const RunSummary &run = m_view.run;
    say(0, Style::Bold, run.ticketKey + u' ' + run.title);
    const QString model = run.model.isEmpty() ? run.provider : run.provider + QStringLiteral(" (") + run.model + u')';
    say(2, Style::Dim,
        QStringLiteral("repository %1, branch %2, provider %3, sandbox %4")
            .arg(run.repository, run.branch, model, run.sandbox));
    if (run.isReplay)
        say(2, Style::Warning, QStringLiteral("The answers of this run were recorded; no model is asked."));
}

void RunPrinter::printStageStarted(const Event &event)
{
    say(0, Style::Accent, QStringLiteral("> ") + text(event, "stage"));
}

void RunPrinter::printStageFinished(const Event &event)
{
    const QString status = text(event, "status");
    const QString mark = status == u"ok" ? QStringLiteral("ok") : status;
    const qint64 time = event.data.value(QStringLiteral("duration_ms")).toInteger();
    const QString summary = text(event, "summary");
    say(2, styleOfState(status),
        QStringLiteral("%1 %2 in %3%4")
            .arg(text(event, "stage"), mark, shownDuration(time),
                summary.isEmpty() ? QString() : QStringLiteral(": ") + summary));
}

void RunPrinter::printToolCall(const Event &event)
{
    say(2, Style::Plain, text(event, "name") + u' ' + subjectOf(event.data.value(QStringLiteral("input")).toObject()));
}

void RunPrinter::printToolResult(const Event &event)
{
    if (event.data.value(QStringLiteral("is_error")).toBool())
        say(4, Style::Warning, text(event, "text").section(u'\n', 0, 0));
}

void RunPrinter::printCommandStarted(const Event &event)
{
    m_outputs.insert(text(event, "command_id"), {text(event, "line"), {}, {}});
    say(2, Style::Bold, QStringLiteral("$ ") + text(event, "line"));
}

void RunPrinter::takeOutput(const Event &event)
{
    const auto output = m_outputs.find(text(event, "command_id"));
    if (output == m_outputs.end())
        return;
    QStringList lines = (output->rest + text(event, "text")).split(u'\n');
    output->rest = lines.takeLast();
    for (const QString &line : lines) {
        const QString shown = (m_terminal.hasColour ? colouredOutput(line) : plainText(line)).remove(u'\n');
        if (m_detail == Detail::Full)
            m_terminal.line(QStringLiteral("    ") + shown);
        else
            output->tail << shown;
    }
    if (output->tail.size() > tailLines)
        output->tail = output->tail.last(tailLines);
}

void RunPrinter::printAgent(const Event &event)
{
    QStringList hosts;
    for (const QJsonValue &host : event.data.value(QStringLiteral("hosts")).toArray())
        hosts << plainLine(host.toString());
    say(2, Style::Dim,
        QStringLiteral("%1 %2 %3%4")
            .arg(text(event, "agent"), text(event, "release"),
                text(event, "session").isEmpty() ? QStringLiteral("starts")
                                                 : QStringLiteral("goes on with its session"),
                hosts.isEmpty()
                    ? QString()
                    : QStringLiteral(", with its own sign-in; it may reach %1").arg(hosts.join(QStringLiteral(", ")))));
}

void RunPrinter::printRefusal(const Event &event)
{
    say(4, Style::Warning, QStringLiteral("network: ") + text(event, "text"));
}

void RunPrinter::printCommandFinished(const Event &event)
{
    Output output = m_outputs.take(text(event, "command_id"));
    if (const QString rest = plainText(output.rest); !rest.isEmpty())
        output.tail << rest;
    const QString end = text(event, "end");
    const int code = event.data.value(QStringLiteral("exit_code")).toInt();
    const bool isGood = end == u"exited" && code == 0;
    if (!isGood || m_detail == Detail::Full)
        for (const QString &line : output.tail)
            m_terminal.line(QStringLiteral("    ") + line);
    const QString how = end == u"exited" ? QStringLiteral("exit code %1").arg(code) : end;
    say(4, isGood ? Style::Good : Style::Bad,
        QStringLiteral("%1 after %2")
            .arg(how, shownDuration(event.data.value(QStringLiteral("duration_ms")).toInteger())));
}

void RunPrinter::printResponse(const Event &event)
{
    if (m_detail == Detail::Full) {
        for (const QJsonValue &part : event.data.value(QStringLiteral("content")).toArray())
            if (part.toObject().value(QStringLiteral("type")) == QStringLiteral("text"))
                for (const QString &line :
                    plainText(part.toObject().value(QStringLiteral("text")).toString()).split(u'\n'))
                    m_terminal.line(QStringLiteral("  ") + line);
    }
    const Usage usage = fromJson<Usage>(event.data.value(QStringLiteral("usage"))).value_or(Usage{});
    const QJsonValue cost = event.data.value(QStringLiteral("cost_usd"));
    say(2, Style::Dim,
        QStringLiteral("model answered in %1, %2%3")
            .arg(shownDuration(event.data.value(QStringLiteral("latency_ms")).toInteger()),
                plural(usage.total(), "token"),
                cost.isDouble() ? QStringLiteral(", ") + shownCost(cost.toDouble()) : QString()));
    say(2, Style::Dim,
        QStringLiteral("used so far: ") + shownUse(m_view.run.use, m_view.run.limits, m_view.run.use.countedAt));
}

void RunPrinter::printRetry(const Event &event)
{
    say(2, Style::Warning,
        QStringLiteral("provider will be asked again in %1: %2")
            .arg(shownDuration(event.data.value(QStringLiteral("wait_ms")).toInteger()), text(event, "reason")));
}

void RunPrinter::printMessage(const Event &event)
{
    say(2, text(event, "level") == u"warning" ? Style::Warning : Style::Dim, text(event, "text"));
}

void RunPrinter::printValidation(const Event &event)
{
    const QString status = text(event, "status");
    QStringList failedLines;
    for (const QJsonValue &line : event.data.value(QStringLiteral("failed")).toArray())
        failedLines << line.toString();
    if (status == u"not_validated")
        return say(2, Style::Warning, QStringLiteral("not validated: no validation command is set"));
    say(2, styleOfState(status),
        QStringLiteral("validation %1%2")
            .arg(status,
                failedLines.isEmpty() ? QString() : QStringLiteral(": ") + failedLines.join(QStringLiteral("; "))));
}

void RunPrinter::printRepair(const Event &event)
{
    say(0, Style::Warning,
        QStringLiteral("> repair %1 of %2")
            .arg(event.data.value(QStringLiteral("attempt")).toInt())
            .arg(event.data.value(QStringLiteral("of")).toInt()));
}

void RunPrinter::printChange(const Event &)
{
    say(2, Style::Plain,
        QStringLiteral("change: %1, +%2 -%3")
            .arg(plural(m_view.run.changedFiles, "file"))
            .arg(m_view.run.additions)
            .arg(m_view.run.deletions));
}

void RunPrinter::printGuard(const Event &)
{
    if (!m_view.guard)
        return;
    for (const GuardFinding &finding : m_view.guard->findings)
        say(2, finding.verdict == GuardVerdict::Block ? Style::Bad : Style::Warning,
            QStringLiteral("diff guard, %1: %2 (%3)")
                .arg(finding.verdict == GuardVerdict::Block ? QStringLiteral("blocked") : QStringLiteral("flagged"),
                    finding.placedText(), finding.rule));
}

void RunPrinter::printCommit(const Event &event)
{
    say(2, Style::Plain, QStringLiteral("commit %1 on %2").arg(text(event, "commit").left(12), text(event, "branch")));
}

void RunPrinter::printPush(const Event &event)
{
    say(2, Style::Good, QStringLiteral("pushed %1 to %2").arg(text(event, "branch"), text(event, "remote")));
}

void RunPrinter::printSteering(const Event &event)
{
    const QString words = text(event, event.data.contains(QStringLiteral("text")) ? "text" : "reason");
    static const QHash<QString, QString> verbs{{event_type::steerMessage, QStringLiteral("tells the agent")},
        {event_type::steerUndelivered, QStringLiteral("wrote too late for the agent")},
        {event_type::steerPause, QStringLiteral("pauses the run")},
        {event_type::steerResume, QStringLiteral("lets the run go on")},
        {event_type::steerCancel, QStringLiteral("cancels the run")},
        {event_type::steerExtend, QStringLiteral("extends the budget")}};
    say(2, Style::Accent,
        text(event, "by") + u' ' + verbs.value(event.type)
            + (words.isEmpty() ? QString() : QStringLiteral(": ") + words));
}

void RunPrinter::printRequest(const Event &event)
{
    say(2, Style::Warning,
        QStringLiteral("waits for a person until %1: %2").arg(text(event, "until"), text(event, "why")));
    say(2, Style::Dim,
        QStringLiteral("`mergeloom-worker runs approve %1` lets it go on, `runs reject` ends it.")
            .arg(m_view.run.ticketKey));
}

void RunPrinter::printDecision(const Event &event)
{
    const QString by = text(event, "by");
    const QString reason = text(event, "reason");
    const QString verdict = text(event, "verdict");
    say(2, verdict == u"approved" ? Style::Good : Style::Bad,
        verdict == u"timed_out"
            ? QStringLiteral("nobody approved in time")
            : verdict + QStringLiteral(" by ") + by + (reason.isEmpty() ? QString() : QStringLiteral(": ") + reason));
}

void RunPrinter::printDrift(const Event &)
{
    if (m_view.drift)
        say(2, Style::Warning, m_view.drift->text());
}

void RunPrinter::printMerge(const Event &event)
{
    QStringList paths;
    for (const QJsonValue &conflict : event.data.value(QStringLiteral("conflicts")).toArray())
        paths << conflict.toObject().value(QStringLiteral("path")).toString();
    const QString head = text(event, "head").left(10);
    say(2, paths.isEmpty() ? Style::Plain : Style::Warning,
        paths.isEmpty() ? QStringLiteral("merged with %1").arg(head)
                        : QStringLiteral("conflicts with %1: %2").arg(head, paths.join(QStringLiteral(", "))));
}

void RunPrinter::printComparison(const Event &event)
{
    for (const QJsonValue &file : event.data.value(QStringLiteral("files")).toArray())
        say(2, Style::Bad, QStringLiteral("not the same: %1").arg(plainLine(file.toString())));
}

void RunPrinter::printFinished(const Event &)
{
    const RunSummary &run = m_view.run;
    m_terminal.line();
    const QString reason = run.reason.isEmpty() ? QString() : QStringLiteral(" (") + run.reason + u')';
    m_terminal.line(m_terminal.painted(styleOfState(run.state), plainLine(run.state + reason)) + QStringLiteral(": ")
        + plainLine(run.summary));
    if (run.isPushed)
        say(2, Style::Plain,
            QStringLiteral("branch %1, commit %2, validation %3")
                .arg(run.branch, run.headCommit.left(12), run.validation));
    const qint64 time = run.finishedAt ? (run.finishedAt->microseconds - run.startedAt.microseconds) / 1000 : 0;
    say(2, Style::Dim,
        QStringLiteral("%1, %2, %3")
            .arg(shownDuration(time), plural(run.usage.total(), "token"),
                run.costUsd ? shownCost(*run.costUsd) : QStringLiteral("price not known")));
}

} // namespace mergeloom
