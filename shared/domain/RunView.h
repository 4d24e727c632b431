#pragma once

#include "shared/core/Json.h"
#include "shared/domain/BaseDrift.h"
#include "shared/domain/DiffGuard.h"
#include "shared/domain/Event.h"
#include "shared/domain/Ids.h"
#include "shared/domain/Outcome.h"
#include "shared/domain/ReplayPlan.h"
#include "shared/domain/RunUse.h"
#include "shared/domain/SteeringView.h"
#include "shared/domain/Transcript.h"

namespace mergeloom {

struct StageView {
    QString
        stage; ///< `workspace`, `setup`, `context`, `implementation`, `validation`, `repair`, `base_drift`, `base_merge`, `diff_guard`, `approval`, `publish`
    int attempt = 0;                            ///< 0 first, then repairs
    QString status = QStringLiteral("running"); ///< `running`, `ok`, `failed`, `skipped`
    QString summary;
    Timestamp startedAt;
    std::optional<Timestamp> finishedAt;
    qint64 firstSeq = 0;
    qint64 lastSeq = 0; ///< 0 while running

    static constexpr auto jsonName = "StageView";
    static constexpr auto fields()
    {
        return fieldList(required("stage", &StageView::stage), required("attempt", &StageView::attempt),
            required("status", &StageView::status, "running, ok, failed or skipped"),
            required("summary", &StageView::summary), required("started_at", &StageView::startedAt),
            optional("finished_at", &StageView::finishedAt), required("first_seq", &StageView::firstSeq),
            required("last_seq", &StageView::lastSeq));
    }
};

struct CommandView {
    QString commandId;
    QString kind; ///< `setup`, `validation`, `agent`
    QString line;
    int attempt = 0;
    QString end; ///< empty while running; `exited`, `signalled`, `timed_out`, `cancelled`
    int exitCode = -1;
    qint64 durationMs = 0;
    qint64 firstSeq = 0;
    qint64 lastSeq = 0;

    static constexpr auto jsonName = "CommandView";
    static constexpr auto fields()
    {
        return fieldList(required("command_id", &CommandView::commandId),
            required("kind", &CommandView::kind, "setup, validation or agent"), required("line", &CommandView::line),
            required("attempt", &CommandView::attempt),
            required("end", &CommandView::end, "Empty while it runs; exited, signalled, timed_out or cancelled"),
            required("exit_code", &CommandView::exitCode), required("duration_ms", &CommandView::durationMs),
            required("first_seq", &CommandView::firstSeq), required("last_seq", &CommandView::lastSeq));
    }
};

struct ProviderCallView {
    int call = 0;
    int attempt = 0;
    QString model;
    QString stop; ///< empty while it runs
    Usage usage;
    std::optional<double> costUsd;
    qint64 latencyMs = 0;
    int retries = 0;
    int toolCalls = 0;
    qint64 firstSeq = 0;

    static constexpr auto jsonName = "ProviderCallView";
    static constexpr auto fields()
    {
        return fieldList(required("call", &ProviderCallView::call), required("attempt", &ProviderCallView::attempt),
            required("model", &ProviderCallView::model), required("stop", &ProviderCallView::stop),
            required("usage", &ProviderCallView::usage), optional("cost_usd", &ProviderCallView::costUsd),
            required("latency_ms", &ProviderCallView::latencyMs), required("retries", &ProviderCallView::retries),
            required("tool_calls", &ProviderCallView::toolCalls), required("first_seq", &ProviderCallView::firstSeq));
    }
};

struct ContextSourceView {
    QString kind; ///< `ticket`, `directive`, `guidance`, `file`, `folder`, `attempt`
    QString path;
    qint64 bytes = 0;
    qint64 tokens = 0;
    bool isCut = false;

    static constexpr auto jsonName = "ContextSource";
    static constexpr auto fields()
    {
        return fieldList(required("kind", &ContextSourceView::kind), required("path", &ContextSourceView::path),
            required("bytes", &ContextSourceView::bytes), required("tokens", &ContextSourceView::tokens, "Estimated"),
            required("is_cut", &ContextSourceView::isCut));
    }
};

struct ValidationView {
    int attempt = 0;
    QString status; ///< `passed`, `failed`, `not_validated`
    QString mode;
    QString tree;
    QStringList failed; ///< command lines that were red

    static constexpr auto jsonName = "ValidationView";
    static constexpr auto fields()
    {
        return fieldList(required("attempt", &ValidationView::attempt),
            required("status", &ValidationView::status, "passed, failed or not_validated"),
            required("mode", &ValidationView::mode), required("tree", &ValidationView::tree),
            required("failed", &ValidationView::failed));
    }
};

/// A run in a list.
struct RunSummary {
    RunId id;
    JobId jobId;
    QString ticketKey;
    QString title;
    QString requester;
    QString repository;
    QString branch;
    QString provider;
    QString model;
    QString worker;
    int attempt = 1;
    QString state = QStringLiteral("running"); ///< `running`, or an outcome
    QString reason;
    QString summary;
    QString stage;    ///< the newest one
    QString waitsFor; ///< `approval`, `paused` or empty
    QString validation = QStringLiteral("not_validated");
    QString baseCommit;
    QString headCommit;
    bool isPushed = false;
    int additions = 0;
    int deletions = 0;
    int changedFiles = 0;
    int repairs = 0;
    Usage usage;
    std::optional<double> costUsd;
    RunUse use;     ///< against `limits`
    Budgets limits; ///< now, with what was added; 0: none
    bool isReplay = false;
    QString replayOf; ///< id of the run that was done again; empty: none
    QString sandbox;  ///< level that was in force
    Timestamp startedAt;
    std::optional<Timestamp> finishedAt;
    qint64 lastSeq = 0;

    static constexpr auto jsonName = "RunSummary";
    static constexpr auto fields()
    {
        return fieldList(required("id", &RunSummary::id), required("job_id", &RunSummary::jobId),
            required("ticket_key", &RunSummary::ticketKey), required("title", &RunSummary::title),
            required("requester", &RunSummary::requester), required("repository", &RunSummary::repository),
            required("branch", &RunSummary::branch), required("provider", &RunSummary::provider),
            required("model", &RunSummary::model), required("worker", &RunSummary::worker),
            required("attempt", &RunSummary::attempt),
            required("state", &RunSummary::state, "running, completed, blocked, failed or cancelled"),
            required("reason", &RunSummary::reason, "Reason code; empty for completed"),
            required("summary", &RunSummary::summary), required("stage", &RunSummary::stage, "The newest stage"),
            optional("waits_for", &RunSummary::waitsFor, "approval, paused, or empty: it goes on by itself"),
            required("validation", &RunSummary::validation, "passed, failed or not_validated"),
            required("base_commit", &RunSummary::baseCommit), required("head_commit", &RunSummary::headCommit),
            required("is_pushed", &RunSummary::isPushed), required("additions", &RunSummary::additions),
            required("deletions", &RunSummary::deletions), required("changed_files", &RunSummary::changedFiles),
            required("repairs", &RunSummary::repairs), required("usage", &RunSummary::usage),
            optional("cost_usd", &RunSummary::costUsd, "Absent: a price is not known"),
            optional("use", &RunSummary::use, "What it has used of its limits"),
            optional("limits", &RunSummary::limits, "Now, with what was added; 0: none"),
            required("is_replay", &RunSummary::isReplay, "The answers were recorded, not made by a model now"),
            optional("replay_of", &RunSummary::replayOf, "Id of the run that was done again"),
            required("sandbox", &RunSummary::sandbox), required("started_at", &RunSummary::startedAt),
            optional("finished_at", &RunSummary::finishedAt), required("last_seq", &RunSummary::lastSeq));
    }
};

/// What a policy has removed of a run at one time.
struct RemovalView {
    qint64 event = 0; ///< id of the `retention.removed`
    QString content;
    QString policy;
    Timestamp at;
    qint64 events = 0;

    static constexpr auto jsonName = "RemovalView";
    static constexpr auto fields()
    {
        return fieldList(required("event", &RemovalView::event, "Id of the event that says so"),
            required("content", &RemovalView::content, "transcripts, command_output or runs"),
            required("policy", &RemovalView::policy), required("at", &RemovalView::at),
            required("events", &RemovalView::events));
    }
};

/// Everything that a page shows about a run but the events themselves; derived from them and from nothing else.
struct RunView {
    RunSummary run;
    QString ticketBody;
    QList<StageView> stages;
    QList<ContextSourceView> context;
    QList<ProviderCallView> providerCalls;
    QList<CommandView> commands;
    QList<ValidationView> validations;
    QList<ChangedFileView> files;
    std::optional<GuardReport> guard;
    std::optional<BaseDrift> drift;         ///< none: the default branch did not move, or was not looked at yet
    std::optional<ReplayComparison> replay; ///< none: not a replay, or not yet at its end
    QList<MergeConflict> conflicts;         ///< of the merges with it
    SteeringView steering;
    QStringList warnings;
    QStringList
        signInHosts; ///< of an agent program with its own sign-in: what it may reach; empty: none has worked here
    int toolCalls = 0;
    qint64 changeSeq = 0;        ///< the newest change.recorded event; its patch is served apart
    QString changeTree;          ///< what the files are then, as a tree of git; empty: not known
    QList<RemovalView> removals; ///< by event

    static constexpr auto jsonName = "RunView";
    static constexpr auto fields()
    {
        return fieldList(required("run", &RunView::run), required("ticket_body", &RunView::ticketBody),
            required("stages", &RunView::stages), required("context", &RunView::context),
            required("provider_calls", &RunView::providerCalls), required("commands", &RunView::commands),
            required("validations", &RunView::validations), required("files", &RunView::files),
            optional("guard", &RunView::guard),
            optional("drift", &RunView::drift, "How far the default branch went on while the run worked"),
            optional("replay", &RunView::replay, "What came out when a run was done again"),
            optional("conflicts", &RunView::conflicts, "Files that conflicted with it"),
            optional("steering", &RunView::steering), required("warnings", &RunView::warnings),
            optional("sign_in_hosts", &RunView::signInHosts,
                "An agent program worked with its own sign-in, past the model proxy: the hosts that it may reach"),
            required("tool_calls", &RunView::toolCalls),
            required("change_seq", &RunView::changeSeq, "Event with the newest diff; 0: none yet"),
            optional("change_tree", &RunView::changeTree, "The tree of git with that diff"),
            optional("removals", &RunView::removals, "What retention policies have removed of it"));
    }
};

/// Takes one event into the view. Pure: the same events give the same view, at any time.
void applyEvent(RunView &view, const Event &event);

/// Lines of the run's events were removed; `replaced`: those of that earlier removal, or 0. To be settled.
void applyRemoval(RunView &view, const RemovalView &removal, qint64 replaced);
/// The removal after which only the fact that the run was is left; null: there was none.
const RemovalView *wholeRemoval(const RunView &view);
/// After all events were applied: of a run that was removed nothing else is in the view.
void settleView(RunView &view);
/// `removed on 2026-01-31 by the policy "old runs"`
QString removedInWords(const RemovalView &removal);

} // namespace mergeloom
