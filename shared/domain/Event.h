#pragma once

#include "shared/core/Json.h"
#include "shared/domain/Ids.h"

namespace mergeloom {

/// The closed list of event types, each with the fields of its `data`.
namespace event_type {
// Controller. job: `job_id`, `ticket_key`, `repository`
inline constexpr auto jobQueued = "job.queued";
inline constexpr auto jobLeased = "job.leased";                    // + `worker`, `lease_id`, `run_id`
inline constexpr auto jobWaits = "job.waits";                      // + `reason`: a budget of the day is used up
inline constexpr auto jobReleased = "job.released";                // + `reason` (lease ran out, handed back)
inline constexpr auto jobFinished = "job.finished";                // + `state`, `outcome`, `reason`
inline constexpr auto jobCancelRequested = "job.cancel_requested"; // + `by`
inline constexpr auto jobSteered = "job.steered";                  // + `command`, `command_id`, `run_id`, `by`
inline constexpr auto jobRefused = "job.refused";                  // + `reason`: why a ticket was not queued
// Run
inline constexpr auto runStarted = "run.started";     // RunStarted
inline constexpr auto runResumed = "run.resumed";     // `worker`, `worked_ms`: another process goes on with the run
inline constexpr auto runFinished = "run.finished";   // RunFinished
inline constexpr auto runMessage = "run.message";     // `level` (info, warning), `text`
inline constexpr auto stageStarted = "stage.started"; // `stage`, `attempt`
inline constexpr auto stageFinished =
    "stage.finished"; // `stage`, `attempt`, `status` (ok, failed, skipped), `summary`, `duration_ms`, `result`
inline constexpr auto contextSource = "context.source";     // `kind`, `path`, `bytes`, `tokens`, `is_cut`
inline constexpr auto providerRequest = "provider.request"; // `call`, `attempt`, `model`, `messages` (count), `request`
inline constexpr auto providerDelta =
    "provider.delta"; // `call`, `kind` (text, reasoning), `text`: live only in pieces, whole in the response
inline constexpr auto providerResponse =
    "provider.response"; // `call`, `content` (ContentPart[]), `stop`, `usage`, `cost_usd`?, `latency_ms`
inline constexpr auto providerRetry = "provider.retry"; // `call`, `reason`, `wait_ms`, `retry`
inline constexpr auto toolCall = "tool.call";           // `call_id`, `name`, `input`
inline constexpr auto toolResult =
    "tool.result"; // `call_id`, `name`, `is_error`, `text`, `duration_ms`, `whole`? (where the model was given less), `tree`? (of the workspace, when it changed)
// Agent programs: each start is a turn. Their tool calls, results and model calls have the types above
inline constexpr auto agentStarted =
    "agent.started"; // `turn`, `stage`, `attempt`, `agent`, `release`, `call` (the next one), `session` (gone on with; empty: new), `cause` (task, message, unfit_result, resumed, again), `prompt`, `tree`, `access` (model_proxy, sign_in), `hosts`? (that it may reach with its own sign-in; `*`: all, without a sandbox)
inline constexpr auto agentSession = "agent.session"; // `turn`, `session`
inline constexpr auto agentEvent =
    "agent.event"; // `turn`, and of what has no type here: `event` or `text`, `left_out_bytes`?; or `call` and `usage` (until now, with its own sign-in)
inline constexpr auto agentFinished =
    "agent.finished"; // `turn`, `end` (exited, signalled, ended), `exit_code`, `duration_ms`, `error`?, `result`? (AgentResult of an attempt that is over), `network`? (NetworkUse, with its own sign-in)
inline constexpr auto commandStarted =
    "command.started"; // `command_id`, `kind` (setup, validation, agent), `line`, `network` (none, allowlist, open), `directory`?
inline constexpr auto commandOutput = "command.output"; // `command_id`, `text`, `stream` (stdout, stderr)
inline constexpr auto commandFinished =
    "command.finished"; // `command_id`, `end` (exited, signalled, timed_out, cancelled, not_started, interrupted), `exit_code`, `duration_ms`, `dropped_bytes`, `exceeded`?, `error`?, `network`? (NetworkUse)
inline constexpr auto networkRefused = "network.refused"; // `command_id`, `host`, `port`, `reason` (a code), `text`
inline constexpr auto workspaceCheckpoint = "workspace.checkpoint"; // `tree`
inline constexpr auto workspaceMeasured =
    "workspace.measured"; // `base_bytes` (after the checkout), `growth_bytes`: only where growth has a limit
inline constexpr auto workspaceRewound =
    "workspace.rewound"; // `seq`, `tree`, `why`: newer checkpoints are gone; what was done since event `seq` is done again
inline constexpr auto validationResult =
    "validation.result"; // `attempt`, `status` (passed, failed, not_validated), `mode`, `tree`, `failed` (command lines)
inline constexpr auto repairStarted = "repair.started"; // `attempt`, `of`
inline constexpr auto changeRecorded =
    "change.recorded"; // `base`, `tree`, `files` (ChangedFileView[]), `additions`, `deletions`, `patch`, `is_cut`
inline constexpr auto guardResult = "guard.result"; // `verdict` (allow, flag, block), `findings` (GuardFinding[])
inline constexpr auto baseDrifted = "base.drifted"; // BaseDrift: the default branch moved while the run worked
inline constexpr auto baseMerged =
    "base.merged"; // `head`, `tree`, `conflicts` (MergeConflict[]): the change was merged with the default branch
inline constexpr auto replayCompared = "replay.compared"; // ReplayComparison: what came out when a run was done again
inline constexpr auto commitCreated = "commit.created";   // `commit`, `branch`, `base`, `message`
inline constexpr auto branchPushed = "branch.pushed";     // `branch`, `commit`, `remote`
// Steering: what people tell a run. `command_id` is the controller's; an executor obeys each once
inline constexpr auto steerMessage = "steer.message"; // `command_id`, `by`, `text`, `call`: said before that call
inline constexpr auto steerUndelivered = "steer.undelivered"; // `command_id`, `by`, `text`: the run ended before
inline constexpr auto steerPause = "steer.pause";             // `command_id`, `by`, `reason`
inline constexpr auto steerResume = "steer.resume";           // `command_id`, `by`, `reason`
inline constexpr auto steerCancel = "steer.cancel";           // `command_id`, `by`, `reason`
inline constexpr auto steerExtend =
    "steer.extend"; // `command_id`, `by`, `reason`, `asked`, `granted`, `limits` (Budgets): limits are those from now on
inline constexpr auto steerIgnored = "steer.ignored";           // `command_id`, `by`, `command`, `why`
inline constexpr auto runPaused = "run.paused";                 // `by`, `before`: what waits from here on
inline constexpr auto runContinued = "run.continued";           // `before`, `paused_ms`
inline constexpr auto approvalRequested = "approval.requested"; // ApprovalRequest
inline constexpr auto approvalDecided = "approval.decided";     // ApprovalDecision
// Gateway
inline constexpr auto configChanged = "config.changed"; // `what`, `id`, `by`
inline constexpr auto accessDenied =
    "access.denied"; // `cause`, `reason`, `address`, `method`, `path`, `who`, `count`, `since`: alike refusals together
// The audit log itself
inline constexpr auto workerCheckpoint =
    "worker.checkpoint"; // `worker_id`, `origin`, `size`, `note`: of the audit log of a worker that keeps its own
inline constexpr auto logBegun = "log.begun"; // `origin`, `key` (NoteKey): who signs it from its first checkpoint on
inline constexpr auto logKeyChanged =
    "log.key_changed"; // `origin`, `previous`, `key`, `signature` (of the previous key, over keyChangeStatement(); empty: it was lost)
// What is kept
inline constexpr auto retentionChanged = "retention.changed"; // `version`, `policies` (RetentionPolicy[]), `by`
inline constexpr auto retentionRemoved =
    "retention.removed"; // `run_id`, `content`, `policy`, `why`, `by`, `events`, `bytes`, `ids` ([first, last][]), `digest` (of what stays of them), `replaces`? (an earlier one, of the same events)
inline constexpr auto holdPlaced = "hold.placed";     // `run_id`, `reason`, `by`: nothing of the run is removed
inline constexpr auto holdReleased = "hold.released"; // `run_id`, `reason`, `by`
} // namespace event_type

/// On an event whose line was removed by a policy: of its `data` only what keptData() keeps is there.
struct RemovedMark {
    QString hash;    ///< of the line that was, as the next event's `prev` has it
    QString content; ///< transcripts, command_output or runs
    QString policy;
    Timestamp at;
    qint64 event = 0; ///< id of the `retention.removed`

    static constexpr auto jsonName = "RemovedMark";
    static constexpr auto fields()
    {
        return fieldList(required("hash", &RemovedMark::hash, "SHA-256 of the line that was"),
            required("content", &RemovedMark::content, "transcripts, command_output or runs"),
            required("policy", &RemovedMark::policy), required("at", &RemovedMark::at),
            required("event", &RemovedMark::event, "Id of the event that says so"));
    }
};

/// One immutable fact. Stored and hashed as its line, byte for byte; `prev` is the SHA-256 of the line before, in hex.
struct Event {
    qint64 seq = 0; ///< from 1, without a gap in one stream
    Timestamp ts;
    QString type;
    QJsonObject data;
    QString prev;
    std::optional<RemovedMark> removed; ///< only for readers: no stored line has it

    static constexpr auto jsonName = "Event";
    static constexpr auto fields()
    {
        return fieldList(required("seq", &Event::seq, "From 1, without a gap in one run"), required("ts", &Event::ts),
            required("type", &Event::type), required("data", &Event::data), optional("prev", &Event::prev),
            optional("removed", &Event::removed, "Its line was removed by a policy; `data` is what stays of it"));
    }
};

/// SHA-256 of a line (without its line feed), in hex.
QString eventHash(const QByteArray &line);

} // namespace mergeloom
