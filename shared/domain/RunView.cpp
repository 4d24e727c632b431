#include "shared/domain/RunView.h"

#include <QHash>

#include <algorithm>

namespace mergeloom {

namespace {

using Apply = void (*)(RunView &, const Event &);

template <class T>
T *findLast(QList<T> &list, auto matches)
{
    const auto found = std::find_if(list.rbegin(), list.rend(), matches);
    return found == list.rend() ? nullptr : &*found;
}

int currentAttempt(const RunView &view) { return view.stages.isEmpty() ? 0 : view.stages.last().attempt; }

void applyRunStarted(RunView &view, const Event &event)
{
    const QJsonObject &data = event.data;
    RunSummary &run = view.run;
    run.jobId = JobId(data.value("job_id").toString());
    run.ticketKey = data.value("ticket_key").toString();
    run.title = data.value("title").toString();
    run.requester = data.value("requester").toString();
    run.repository = data.value("repository").toString();
    run.branch = data.value("branch").toString();
    run.provider = data.value("provider").toString();
    run.model = data.value("model").toString();
    run.worker = data.value("worker").toString();
    run.attempt = data.value("attempt").toInt(1);
    run.isReplay = data.value("is_replay").toBool();
    run.replayOf = data.value("replay_of").toString();
    run.sandbox = data.value("sandbox").toString();
    run.startedAt = event.ts;
    view.ticketBody = data.value("body").toString();
}

void applyRunFinished(RunView &view, const Event &event)
{
    const QJsonObject &data = event.data;
    RunSummary &run = view.run;
    run.state = data.value("outcome").toString();
    run.reason = data.value("reason").toString();
    run.summary = data.value("summary").toString();
    run.validation = data.value("validation").toString(run.validation);
    run.isPushed = data.value("is_pushed").toBool(run.isPushed);
    run.finishedAt = event.ts;
}

void applyRunMessage(RunView &view, const Event &event)
{
    if (event.data.value("level").toString() == u"warning")
        view.warnings.append(event.data.value("text").toString());
}

void applyStageStarted(RunView &view, const Event &event)
{
    StageView stage;
    stage.stage = event.data.value("stage").toString();
    stage.attempt = event.data.value("attempt").toInt();
    stage.startedAt = event.ts;
    stage.firstSeq = event.seq;
    view.run.stage = stage.stage;
    view.stages.append(stage);
}

void applyStageFinished(RunView &view, const Event &event)
{
    const QString name = event.data.value("stage").toString();
    const int attempt = event.data.value("attempt").toInt();
    StageView *stage =
        findLast(view.stages, [&](const StageView &s) { return s.stage == name && s.attempt == attempt; });
    if (!stage)
        return;
    stage->status = event.data.value("status").toString();
    stage->summary = event.data.value("summary").toString();
    stage->finishedAt = event.ts;
    stage->lastSeq = event.seq;
}

void applyContextSource(RunView &view, const Event &event)
{
    if (const auto source = fromJson<ContextSourceView>(event.data))
        view.context.append(*source);
}

void applyProviderRequest(RunView &view, const Event &event)
{
    ProviderCallView call;
    call.call = event.data.value("call").toInt();
    call.attempt = event.data.value("attempt").toInt();
    call.model = event.data.value("model").toString();
    call.firstSeq = event.seq;
    view.providerCalls.append(call);
}

void applyProviderRetry(RunView &view, const Event &event)
{
    const int number = event.data.value("call").toInt();
    if (auto *call = findLast(view.providerCalls, [&](const ProviderCallView &c) { return c.call == number; }))
        ++call->retries;
}

void applyProviderResponse(RunView &view, const Event &event)
{
    const int number = event.data.value("call").toInt();
    auto *call = findLast(view.providerCalls, [&](const ProviderCallView &c) { return c.call == number; });
    if (!call)
        return;
    call->stop = event.data.value("stop").toString();
    call->usage = fromJson<Usage>(event.data.value("usage")).value_or(Usage{});
    call->latencyMs = event.data.value("latency_ms").toInteger();
    view.run.usage += call->usage;
    if (event.data.value("model").isString() && !event.data.value("model").toString().isEmpty())
        view.run.model = event.data.value("model").toString();
    if (event.data.value("cost_usd").isDouble())
        call->costUsd = event.data.value("cost_usd").toDouble();
    // One call of unknown price makes the sum unknown; it is never shown as a smaller sum.
    view.run.costUsd = 0.0;
    for (const ProviderCallView &each : view.providerCalls) {
        if (each.stop.isEmpty())
            continue;
        if (!each.costUsd) {
            view.run.costUsd.reset();
            break;
        }
        *view.run.costUsd += *each.costUsd;
    }
}

void applyToolCall(RunView &view, const Event &)
{
    ++view.toolCalls;
    if (!view.providerCalls.isEmpty())
        ++view.providerCalls.last().toolCalls;
}

void applyAgentStarted(RunView &view, const Event &event)
{
    for (const QJsonValue &host : event.data.value("hosts").toArray())
        if (!view.signInHosts.contains(host.toString()))
            view.signInHosts << host.toString();
}

void applyCommandStarted(RunView &view, const Event &event)
{
    CommandView command;
    command.commandId = event.data.value("command_id").toString();
    command.kind = event.data.value("kind").toString();
    command.line = event.data.value("line").toString();
    command.attempt = currentAttempt(view);
    command.firstSeq = event.seq;
    view.commands.append(command);
}

void applyCommandFinished(RunView &view, const Event &event)
{
    const QString id = event.data.value("command_id").toString();
    auto *command = findLast(view.commands, [&](const CommandView &c) { return c.commandId == id; });
    if (!command)
        return;
    command->end = event.data.value("end").toString();
    command->exitCode = event.data.value("exit_code").toInt(-1);
    command->durationMs = event.data.value("duration_ms").toInteger();
    command->lastSeq = event.seq;
}

void applyValidationResult(RunView &view, const Event &event)
{
    ValidationView validation;
    validation.attempt = event.data.value("attempt").toInt();
    validation.status = event.data.value("status").toString();
    validation.mode = event.data.value("mode").toString();
    validation.tree = event.data.value("tree").toString();
    validation.failed = fromJson<QStringList>(event.data.value("failed")).value_or(QStringList{});
    view.run.validation = validation.status;
    view.validations.append(validation);
}

void applyRepairStarted(RunView &view, const Event &event) { view.run.repairs = event.data.value("attempt").toInt(); }

void applyChangeRecorded(RunView &view, const Event &event)
{
    view.files = fromJson<QList<ChangedFileView>>(event.data.value("files")).value_or(QList<ChangedFileView>{});
    view.run.changedFiles = int(view.files.size());
    view.run.additions = event.data.value("additions").toInt();
    view.run.deletions = event.data.value("deletions").toInt();
    view.run.baseCommit = event.data.value("base").toString();
    view.changeTree = event.data.value("tree").toString();
    view.changeSeq = event.seq;
}

void applyGuardResult(RunView &view, const Event &event)
{
    if (const auto report = fromJson<GuardReport>(event.data))
        view.guard = *report;
}

void applyBaseDrifted(RunView &view, const Event &event)
{
    if (const auto drift = fromJson<BaseDrift>(event.data))
        view.drift = *drift;
}

void applyBaseMerged(RunView &view, const Event &event)
{
    if (view.drift)
        view.drift->merged = event.data.value("head").toString();
    view.conflicts += fromJson<QList<MergeConflict>>(event.data.value("conflicts")).value_or(QList<MergeConflict>{});
}

void applyReplayCompared(RunView &view, const Event &event)
{
    if (auto comparison = fromJson<ReplayComparison>(QJsonValue(event.data)))
        view.replay = std::move(*comparison);
}

void applyCommitCreated(RunView &view, const Event &event)
{
    view.run.headCommit = event.data.value("commit").toString();
    view.run.baseCommit = event.data.value("base").toString();
}

void applyBranchPushed(RunView &view, const Event &) { view.run.isPushed = true; }

void noteRemoved(RunView &view, const RemovedMark &mark)
{
    const auto at = std::ranges::lower_bound(view.removals, mark.event, {}, &RemovalView::event);
    if (at != view.removals.end() && at->event == mark.event)
        ++at->events;
    else
        view.removals.insert(at, {mark.event, mark.content, mark.policy, mark.at, 1});
}

const QHash<QString, Apply> &appliers()
{
    static const QHash<QString, Apply> table{
        {event_type::runStarted, applyRunStarted},
        {event_type::runFinished, applyRunFinished},
        {event_type::runMessage, applyRunMessage},
        {event_type::stageStarted, applyStageStarted},
        {event_type::stageFinished, applyStageFinished},
        {event_type::contextSource, applyContextSource},
        {event_type::providerRequest, applyProviderRequest},
        {event_type::providerRetry, applyProviderRetry},
        {event_type::providerResponse, applyProviderResponse},
        {event_type::toolCall, applyToolCall},
        {event_type::agentStarted, applyAgentStarted},
        {event_type::commandStarted, applyCommandStarted},
        {event_type::commandFinished, applyCommandFinished},
        {event_type::validationResult, applyValidationResult},
        {event_type::repairStarted, applyRepairStarted},
        {event_type::changeRecorded, applyChangeRecorded},
        {event_type::guardResult, applyGuardResult},
        {event_type::baseDrifted, applyBaseDrifted},
        {event_type::baseMerged, applyBaseMerged},
        {event_type::replayCompared, applyReplayCompared},
        {event_type::commitCreated, applyCommitCreated},
        {event_type::branchPushed, applyBranchPushed},
    };
    return table;
}

} // namespace

void applyEvent(RunView &view, const Event &event)
{
    view.run.lastSeq = event.seq;
    if (event.removed && event.removed->event > 0)
        noteRemoved(view, *event.removed);
    if (const Apply apply = appliers().value(event.type))
        apply(view, event);
    applySteering(view.steering, event);
    applyUse(view.run.use, event.type, event.ts, event.data);
    view.run.limits = view.steering.limits;
    view.run.waitsFor = view.run.finishedAt ? QString() : waitsFor(view.steering);
}

void applyRemoval(RunView &view, const RemovalView &removal, qint64 replaced)
{
    view.removals.removeIf([&](const RemovalView &each) { return each.event == replaced; });
    view.removals.append(removal);
}

const RemovalView *wholeRemoval(const RunView &view)
{
    const auto isWhole = [](const RemovalView &removal) { return removal.content == u"runs"; };
    const auto found = std::ranges::find_if(view.removals, isWhole);
    return found == view.removals.end() ? nullptr : &*found;
}

void settleView(RunView &view)
{
    const RemovalView *removal = wholeRemoval(view);
    if (!removal)
        return;
    RunView fact;
    RunSummary &run = fact.run;
    run = view.run;
    run.title = QStringLiteral("(removed)");
    run.summary = QStringLiteral("The record was %1; only that the run was is kept.").arg(removedInWords(*removal));
    run.requester.clear();
    run.stage.clear();
    run.additions = run.deletions = run.changedFiles = run.repairs = 0;
    run.use = {};
    run.limits = {};
    fact.removals = view.removals;
    view = std::move(fact);
}

QString removedInWords(const RemovalView &removal)
{
    return QStringLiteral("removed on %1 by the policy \"%2\"").arg(removal.at.toString().left(10), removal.policy);
}

} // namespace mergeloom
