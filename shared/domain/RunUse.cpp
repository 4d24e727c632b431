#include "shared/domain/RunUse.h"

#include "shared/domain/Transcript.h"

#include <QHash>

#include <algorithm>

namespace mergeloom {

namespace {

void countResponse(RunUse &use, const QJsonObject &data)
{
    use.tokens += fromJson<Usage>(data.value("usage")).value_or(Usage{}).total();
    const QJsonValue cost = data.value("cost_usd");
    use.isPriced = use.isPriced && cost.isDouble();
    use.costUsd += cost.toDouble();
    ++use.turns;
}

void countStage(RunUse &use, const QJsonObject &data)
{
    const QString stage = data.value("stage").toString();
    if (stage == u"implementation" || stage == u"repair")
        use.turns = 0;
    use.isProgram = false;
}

void countProgram(RunUse &use, const QJsonObject &) { use.isProgram = true; }

void countToolCall(RunUse &use, const QJsonObject &data)
{
    if (use.isProgram && data.value("name").toString() == u"run_command")
        ++use.commands;
}

void countCommand(RunUse &use, const QJsonObject &) { ++use.commands; }

void countOutput(RunUse &use, const QJsonObject &data)
{
    const QJsonValue removed = data.value("output_bytes"); // of a text that a policy has removed
    use.outputBytes += removed.isDouble() ? removed.toInteger() : data.value("text").toString().toUtf8().size();
}

void countToolResult(RunUse &use, const QJsonObject &data)
{
    if (!use.isProgram && data.value("name").toString() == u"run_command")
        return;
    const QJsonValue whole = data.value("whole");
    if (whole.isString())
        use.outputBytes += whole.toString().toUtf8().size();
    else
        countOutput(use, data);
}

void countDisk(RunUse &use, const QJsonObject &data) { use.diskBytes = data.value("growth_bytes").toInteger(); }

/// Time passes from event to event of one process, while nobody is waited for.
void countTime(RunUse &use, const QString &type, const Timestamp &at)
{
    const bool isBegun = type == QLatin1StringView(event_type::runStarted);
    const bool isResumed = type == QLatin1StringView(event_type::runResumed);
    if (!isBegun && !isResumed && !use.isWaiting)
        use.workedMicroseconds += std::max<qint64>(0, at.microseconds - use.countedAt.microseconds);
    use.countedAt = at;
    static const QHash<QString, bool> waits{{event_type::runPaused, true}, {event_type::runContinued, false},
        {event_type::steerResume, false}, {event_type::approvalRequested, true}, {event_type::approvalDecided, false},
        {event_type::runFinished, true}};
    use.isWaiting = waits.value(type, use.isWaiting);
}

} // namespace

bool applyUse(RunUse &use, const QString &type, const Timestamp &at, const QJsonObject &data)
{
    using Count = void (*)(RunUse &, const QJsonObject &);
    static const QHash<QString, Count> counts{{event_type::stageStarted, countStage},
        {event_type::providerResponse, countResponse}, {event_type::commandStarted, countCommand},
        {event_type::commandOutput, countOutput}, {event_type::toolResult, countToolResult},
        {event_type::toolCall, countToolCall}, {event_type::agentStarted, countProgram},
        {event_type::workspaceMeasured, countDisk}};
    countTime(use, type, at);
    const Count count = counts.value(type);
    if (count)
        count(use, data);
    return count;
}

} // namespace mergeloom
