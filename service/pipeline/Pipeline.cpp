#include "service/pipeline/Pipeline.h"

#include "service/pipeline/ContextStage.h"
#include "service/pipeline/DiffGuardStage.h"
#include "service/pipeline/DiskWatch.h"
#include "service/pipeline/RunLine.h"
#include "service/pipeline/SetupStage.h"
#include "service/pipeline/StageNotes.h"
#include "service/platform/TreeMerge.h"
#include "shared/core/Log.h"

#include <QDir>

namespace mergeloom {

RunLine::RunLine(const RunOrder &order, const RunEnvironment &environment, const StageScope &scope, Timestamp startedAt)
    : m_job(order.job),
      m_settings(order.job.workRepository() ? order.job.workRepository()->settings : RepositorySettings{}),
      m_order(order), m_environment(environment), m_scope(scope), m_startedAt(startedAt)
{
    if (m_settings.maximumRepairs >= 0)
        m_repairs = std::min(m_settings.maximumRepairs, environment.maximumRepairs);
    else
        m_repairs = environment.maximumRepairs;
    if (environment.leastGuard)
        m_settings.diffGuard = narrowed(m_settings.diffGuard, *environment.leastGuard);
}

StageResult<RunResult> RunLine::perform()
{
    MERGELOOM_STAGE(const std::unique_ptr<Provider> provider, prepare());
    const auto network = CommandNetwork::of(m_settings.network, m_environment.network);
    if (!network)
        return endRun(Reason::CommandNotAllowed, network.error());
    for (const QString &text : network->narrowed())
        m_scope.message(QStringLiteral("warning"), text);
    MERGELOOM_STAGE(m_checkout,
        recordStage<Checkout>(
            m_scope, QStringLiteral("workspace"), 0, [&] { return checkOut(m_job, m_environment, m_scope); },
            checkoutNote,
            [&](const QJsonObject &place) { return checkOutAgain(place, m_job, m_environment, m_scope); }));
    Checkout &checkout = m_checkout;
    m_result.branch = checkout.branch;
    m_result.baseCommit = checkout.base;
    CommandRunner runner(m_environment, *network, *checkout.workspace, m_scope);
    DiskWatch disk(*checkout.workspace, m_scope);

    MERGELOOM_STAGE(const QString setupTree, prepareTree(0, checkout.baseTree, runner));
    MERGELOOM_STAGE(const Brief brief,
        recordStage<Brief>(
            m_scope, QStringLiteral("context"), 0,
            [&] { return assembleContext(m_job, checkout, m_environment.contextTokens, m_scope); }, briefNote,
            [](const QJsonObject &done) -> StageResult<Brief> {
                Brief recorded;
                recorded.text = done.value("brief").toString();
                return recorded;
            }));
    const auto implemented = [&]() -> StageResult<Candidate> {
        MERGELOOM_STAGE(const Attempt done, implementUntilValid(brief, setupTree, *provider, runner));
        disk.measure();
        MERGELOOM_STAGE(const QString tree, withoutSetup(checkout.baseTree, setupTree, done.tree));
        return Candidate{tree, done.summary, {}, {}};
    };
    auto candidate = implemented();
    if (m_job.replay)
        return replayed(candidate);
    if (!candidate)
        return tl::unexpected(candidate.error());
    MERGELOOM_STAGE(const Candidate landed, land(std::move(*candidate), *provider, runner));
    disk.measure();

    const CommitOrder order{landed.tree, landed.summary, m_job.runId.text(), m_startedAt.microseconds / 1'000'000};
    MERGELOOM_STAGE(const Publication publication,
        recordStage<Publication>(
            m_scope, QStringLiteral("publish"), 0,
            [&] {
                auto published = publish(order, m_job, m_environment, checkout, m_scope);
                m_result.isPushed = published.has_value(); // whatever becomes of the record from here on
                m_result.headCommit = published ? published->commit : QString();
                return published;
            },
            [&](const Publication &p) {
                return StageNote{QStringLiteral("ok"),
                    QStringLiteral("%1 at %2").arg(checkout.branch, p.commit.left(10)), {{"commit", p.commit}}};
            },
            [](const QJsonObject &done) -> StageResult<Publication> {
                return Publication{done.value("commit").toString()};
            }));
    m_result.headCommit = publication.commit;
    m_result.isPushed = true;
    m_result.outcome = Outcome::Completed;
    m_result.reason = Reason::None;
    m_result.summary = pushedSummary(publication.commit);
    return m_result;
}

/// The tree after the setup commands, which begin with `tree`.
StageResult<QString> RunLine::prepareTree(int round, const QString &tree, CommandRunner &runner)
{
    const QStringList &commands = m_settings.setupCommands;
    return recordStage<QString>(
        m_scope, QStringLiteral("setup"), round,
        [&] { return setUp(commands, tree, m_checkout, runner, m_environment.commandTimeLimit, m_scope); },
        [&](const QString &after) { return setupNote(after, commands.size()); },
        [](const QJsonObject &done) -> StageResult<QString> { return done.value("tree").toString(); });
}

StageResult<std::unique_ptr<Provider>> RunLine::prepare() const
{
    if (m_environment.sandboxPolicy.mode == SandboxMode::Required && !m_environment.sandbox.isEffective)
        return endRun(Reason::SandboxUnavailable,
            QStringLiteral("Commands cannot be run in a sandbox here, and JCA_WORKER_SANDBOX is `required`. %1")
                .arg(m_environment.sandbox.detail));
    if (m_environment.sandboxPolicy.mode == SandboxMode::Off)
        m_scope.message(QStringLiteral("warning"),
            QStringLiteral("The sandbox is off (JCA_WORKER_SANDBOX=off): commands run with all rights of the worker, "
                           "and with its network."));
    for (const QString &line : m_settings.setupCommands + m_settings.validationCommands)
        if (auto allowed = m_environment.allowList.check(line); !allowed) {
            const Reason reason = commandFailureReason(allowed.error(), Reason::CommandNotAllowed);
            return endRun(reason,
                reason != Reason::CommandNotAllowed
                    ? allowed.error().message
                    : QStringLiteral("%1 Add the program to JCA_WORKER_ALLOWED_COMMANDS, or change the command `%2`.")
                          .arg(allowed.error().message, line));
        }
    if (m_job.replay)
        return ProviderRegistry::ofRecording(m_job.replay->recording);
    if (auto ready = ProviderRegistry::check(m_order.provider); !ready)
        return endRun(Reason::ProviderNotReady, ready.error());
    auto provider = ProviderRegistry::create(m_order.provider);
    if (!provider)
        return endRun(Reason::ProviderNotReady, provider.error());
    return std::move(*provider);
}

StageResult<Attempt> RunLine::attempt(int number, const QString &instruction, Provider &provider, CommandRunner &runner)
{
    const AttemptOrder order = m_spending.order(number, instruction, m_scope.control.limits());
    MERGELOOM_STAGE(Attempt done,
        recordStage<Attempt>(
            m_scope, number == 0 ? QStringLiteral("implementation") : QStringLiteral("repair"), number,
            [&] { return implement(order, provider, m_checkout, runner, m_scope); }, attemptNote,
            [&](const QJsonObject &done) {
                return implementAgain(order, done.value("tree").toString(), provider, m_checkout, runner, m_scope);
            }));
    m_attempts = number;
    m_spending.add(done.agent);
    return done;
}

StageResult<Validation> RunLine::validated(const QString &tree, CommandRunner &runner)
{
    const int number = m_validations++;
    MERGELOOM_STAGE(Validation validation,
        recordStage<Validation>(
            m_scope, QStringLiteral("validation"), number,
            [&] {
                return validate(m_settings, tree, number, m_checkout, runner, m_environment.commandTimeLimit, m_scope);
            },
            validationNote, recalled<Validation>));
    m_result.validation = validation.status;
    return validation;
}

StageResult<Attempt> RunLine::implementUntilValid(
    const Brief &brief, const QString &setupTree, Provider &provider, CommandRunner &runner)
{
    QString instruction = brief.text;
    for (int number = 0;; ++number) {
        MERGELOOM_STAGE(Attempt done, attempt(number, instruction, provider, runner));
        if (done.tree == setupTree)
            return endRun(Reason::NoChange,
                QStringLiteral("The agent ended without changing a file. %1").arg(done.summary).trimmed());
        // Each attempt's change is on record, so that a page can show it while the run goes on.
        MERGELOOM_STAGE(const Change change, recordChange(m_checkout, setupTree, done.tree, m_scope));
        if (m_settings.validationMode == ValidationMode::Off)
            return done;
        MERGELOOM_STAGE(const Validation validation, validated(done.tree, runner));
        if (validation.status != u"failed" || m_settings.validationMode == ValidationMode::Advisory)
            return done;
        if (number == m_repairs)
            return endRun(Reason::ValidationFailed,
                QStringLiteral("Still red after %1 of %2 repairs: %3. Nothing was pushed.")
                    .arg(number)
                    .arg(m_repairs)
                    .arg(validation.failed.join(QStringLiteral(", "))));
        m_scope.recorder.append(
            QString::fromLatin1(event_type::repairStarted), {{"attempt", number + 1}, {"of", m_repairs}});
        instruction = repairInstruction(validation, number + 1, m_repairs);
    }
}

/// What is in `finalTree` and was not made by setup, on `tree`.
StageResult<QString> RunLine::withoutSetup(
    const QString &tree, const QString &setupTree, const QString &finalTree) const
{
    if (setupTree == tree)
        return finalTree;
    const auto merged = mergeTrees(m_checkout.workspace->repositoryPath(), {setupTree, tree, finalTree});
    if (!merged)
        return endRun(Reason::SetupFailed, merged.error());
    if (!merged->conflicts.isEmpty())
        return endRun(Reason::SetupFailed,
            QStringLiteral("Setup and the change both touched %1.").arg(merged->conflicts.first().path));
    return merged->tree;
}

namespace {

QString modelOf(const RunOrder &order)
{
    if (order.job.replay)
        return order.job.replay->recording.model;
    return order.job.model.isEmpty() ? order.provider.profile.model : order.job.model;
}

void recordStart(const RunOrder &order, const RunEnvironment &environment, const Budgets &limits, RunRecorder &recorder)
{
    const JobEnvelope &job = order.job;
    const JobRepository *repository = job.workRepository();
    const bool isSandboxOff = environment.sandboxPolicy.mode == SandboxMode::Off;
    QJsonObject told{{"job_id", job.jobId.text()}, {"ticket_key", job.ticket.key}, {"title", job.ticket.title},
        {"body", job.ticket.body}, {"requester", job.ticket.requester},
        {"repository", repository ? repository->alias : QString()}, {"branch", job.branch},
        {"provider", job.replay ? QStringLiteral("replay") : order.provider.profile.id.text()},
        {"model", modelOf(order)}, {"worker", environment.workerName}, {"attempt", job.attempt},
        {"is_replay", job.replay || order.provider.profile.kind == u"replay"}, {"limits", toJson(limits)},
        {"most", toJson(environment.mostBudgets)},
        {"sandbox", isSandboxOff ? QStringLiteral("off") : environment.sandbox.level},
        {"sandbox_missing", QJsonArray::fromStringList(isSandboxOff ? QStringList() : environment.sandbox.missing)}};
    if (repository)
        told.insert("settings", toJson(repository->settings));
    if (job.replay)
        told.insert("replay_of", job.replay->run.text());
    recorder.append(QString::fromLatin1(event_type::runStarted), told);
}

/// What was under way when the process before ended is closed, so that every beginning on record has an end.
void recordResumption(const RunEnvironment &environment, RunRecorder &recorder)
{
    const RunHistory &history = recorder.history();
    recorder.append(QString::fromLatin1(event_type::runResumed),
        {{"worker", environment.workerName}, {"worked_ms", history.use().workedMilliseconds()}});
    for (const QString &command : history.openCommands())
        recorder.append(
            QString::fromLatin1(event_type::commandFinished), {{"command_id", command}, {"end", "interrupted"}});
}

/// What failed on a full disk is done again, from the newest checkpoint, when there is room.
StageResult<void> waitForRoom(const StageScope &scope)
{
    log::warning(QStringLiteral("A disk is full; the run waits until there is room"),
        {{"directory", scope.room.full().value_or(QString())}});
    if (!scope.room.wait(scope.stop))
        return tl::unexpected(scope.stopped());
    if (auto known = scope.recorder.lookBack(); !known)
        return endRun(Reason::Internal, known.error());
    scope.message(QStringLiteral("warning"),
        QStringLiteral("The disk was full; the run goes on from its newest checkpoint now that there is room."));
    return {};
}

} // namespace

RunControl::Allowance allowanceOf(const JobEnvelope &job, const RunEnvironment &environment)
{
    return {boundedBy(job.budgets, environment.mostBudgets), environment.mostBudgets, job.dayShare};
}

std::optional<RunResult> performRun(const RunOrder &order, const RunEnvironment &environment, RunRecorder &recorder,
    RunControl &control, std::stop_token stop, const StopReason &stopReason)
{
    recorder.waitForSpace(stop, [](const QString &text) { log::warning(text); });
    const RunHistory &history = recorder.history();
    const Timestamp startedAt = history.isEmpty() ? Timestamp::now() : history.startedAt();
    if (history.isEmpty())
        recordStart(order, environment, control.limits(), recorder);
    else
        recordResumption(environment, recorder);

    control.open();
    // A run over its budget is stopped as one that somebody stops.
    std::stop_source ending;
    const auto end = [&ending] { ending.request_stop(); };
    const std::stop_callback whenStopped(stop, end);
    const std::stop_callback whenOverBudget(control.overBudget(), end);
    const StageScope scope{recorder, control, ending.get_token(),
        [&] { return !stop.stop_requested() && control.exceeded() ? Reason::BudgetExceeded : stopReason(); },
        DiskRoom({recorder.path(), environment.workspaceRoot, environment.mirrorRoot})};
    if (environment.sandboxPolicy.mode != SandboxMode::Off && !environment.sandbox.missing.isEmpty())
        scope.message(QStringLiteral("info"),
            QStringLiteral("The sandbox of this host (%1) does not close everything: %2.")
                .arg(environment.sandbox.level, environment.sandbox.missing.join(QStringLiteral("; "))));
    std::optional<RunLine> line;
    line.emplace(order, environment, scope, startedAt);
    auto performed = line->perform();
    while (!performed && !scope.stop.stop_requested() && scope.room.full()) {
        if (auto room = waitForRoom(scope); !room) {
            performed = tl::unexpected(room.error());
            break;
        }
        line.reset(); // which lets its workspace go
        recordResumption(environment, recorder);
        line.emplace(order, environment, scope, startedAt);
        performed = line->perform();
    }
    if (!performed && scope.isInterrupted()) {
        (void)recorder.sync();
        return std::nullopt;
    }
    RunResult result = line->result();
    const RunUse use = recorder.use(); // of attempts that failed, too
    result.tokens = use.tokens;
    result.costUsd = use.knownCost();
    if (!performed) {
        const RunEnd end = performed.error();
        result.outcome = outcomeOf(end.reason);
        result.reason = end.reason;
        result.summary = end.summary;
        if (result.isPushed)
            result.summary += QStringLiteral(" The change had been pushed to %1 before, as %2.")
                                  .arg(result.branch, result.headCommit.left(10));
    }
    result.summary = recorder.redactor().redact(result.summary);
    control.close();
    recorder.finish(toJson(result).toObject());
    if (auto synced = recorder.sync();
        !synced && result.outcome != Outcome::Completed && !result.summary.contains(synced.error().message))
        result.summary += QStringLiteral(" The journal could not be synced: %1").arg(synced.error().message);
    line->giveWorkspaceBack();
    QDir(agentHome(environment, recorder)).removeRecursively();
    return result;
}

} // namespace mergeloom
