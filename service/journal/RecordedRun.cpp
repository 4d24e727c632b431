#include "service/journal/RecordedRun.h"

#include "service/journal/RunHistory.h"

#include <algorithm>

namespace mergeloom {

namespace {

bool hasType(const Event &event, const char *type) { return event.type == QLatin1StringView(type); }

void readStart(ReplayPlan &plan, const QJsonObject &data)
{
    plan.title = data.value("title").toString();
    plan.body = data.value("body").toString();
    plan.recording.model = data.value("model").toString();
    if (data.contains("settings"))
        if (auto settings = fromJson<RepositorySettings>(data.value("settings")))
            plan.settings = std::move(*settings);
}

void readAnswers(ReplayPlan &plan, const RunHistory &history)
{
    for (int call = 1; call <= history.lastAnsweredCall(); ++call)
        if (const auto data = history.response(call))
            if (auto answer = fromJson<RecordedAnswer>(*data))
                plan.recording.answers.append(std::move(*answer));
}

Unexpected cannot(const RunId &run, const QString &why)
{
    return failure(ErrorCode::Conflict, QStringLiteral("The run %1 cannot be replayed: %2").arg(run.text(), why));
}

} // namespace

QStringList replayedTypes()
{
    QStringList types;
    for (const char *type : {event_type::runStarted, event_type::runFinished, event_type::stageFinished,
             event_type::providerResponse, event_type::toolResult, event_type::agentStarted, event_type::changeRecorded,
             event_type::workspaceRewound, event_type::baseMerged})
        types << QString::fromLatin1(type);
    return types;
}

ReplayPlan recordedRun(const RunId &run, const QList<Event> &events)
{
    ReplayPlan plan;
    plan.run = run;
    plan.recording.format = QStringLiteral("mergeloom-recording/1");
    RunHistory history;
    bool isMerged = false;
    for (const Event &event : events) {
        isMerged = isMerged || hasType(event, event_type::baseMerged);
        // Steps on a merged base cannot be compared; the answers are needed all the same.
        if (!isMerged || hasType(event, event_type::providerResponse))
            history.add(event);
        if (hasType(event, event_type::runStarted))
            readStart(plan, event.data);
        else if (hasType(event, event_type::stageFinished) && event.data.value("stage") == QJsonValue("workspace"))
            plan.base = event.data.value("result").toObject().value("base").toString();
        if (isMerged || !hasType(event, event_type::changeRecorded))
            continue;
        RecordedChange change{event.data.value("tree").toString(), event.data.value("patch").toString(),
            event.data.value("is_cut").toBool()};
        // What was done again after a loss is on record twice.
        if (plan.changes.isEmpty() || plan.changes.last().tree != change.tree)
            plan.changes.append(std::move(change));
    }
    readAnswers(plan, history);
    for (int number = 1;; ++number) {
        const auto result = history.toolResult(number);
        if (!result)
            break;
        if (const QString tree = result->value("tree").toString(); !tree.isEmpty())
            plan.steps.append({result->value("name").toString(), tree});
    }
    return plan;
}

Result<ReplayPlan> checkedReplay(const RunId &run, const QList<Event> &events)
{
    const auto has = [&](const char *type) {
        return std::any_of(events.begin(), events.end(), [&](const Event &each) { return hasType(each, type); });
    };
    if (!has(event_type::runFinished))
        return cannot(run, QStringLiteral("it has not ended. Wait for its end."));
    if (has(event_type::agentStarted))
        return cannot(run,
            QStringLiteral("an agent program (Codex or Claude Code) did its work, and such a program cannot be given "
                           "recorded answers."));
    ReplayPlan plan = recordedRun(run, events);
    if (plan.base.isEmpty())
        return cannot(run, QStringLiteral("it ended before its repository was checked out."));
    if (plan.recording.answers.isEmpty())
        return cannot(run, QStringLiteral("no answer of a model is on record. It ended before, or they were removed."));
    return plan;
}

} // namespace mergeloom
