#include "service/app/ReplayCommand.h"

#include "service/app/DatabaseOptions.h"
#include "service/app/ForegroundRun.h"
#include "service/app/RunSettings.h"
#include "service/cli/WorkerSettings.h"
#include "service/controller/GivenRepository.h"
#include "service/controller/Replays.h"
#include "service/storage/RunStore.h"

namespace mergeloom {

namespace {

struct Recorded {
    ReplayPlan plan;
    StoredRepository repository;
    QString ticketKey;
};

Result<Recorded> recordOf(const RunId &run, const Settings &settings)
{
    MERGELOOM_TRY(const auto database, Database::openBeside(databaseOptionsOf(settings)));
    return database->read([&](const ReadTransaction &transaction) -> Result<Recorded> {
        MERGELOOM_TRY(ReplayPlan plan, replayPlan(transaction, run));
        MERGELOOM_TRY(const auto summary, RunStore::find(transaction, run));
        const QString alias = summary ? summary->repository : QString();
        MERGELOOM_TRY(auto repository, RepositoryStore::findByAlias(transaction, alias));
        if (!repository)
            return failure(ErrorCode::NotFound,
                QStringLiteral(
                    "The repository \"%1\" of the run %2 is not in the catalog any more. Add it again under that "
                    "name to replay the run.")
                    .arg(alias, run.text()));
        return Recorded{std::move(plan), std::move(*repository), summary->ticketKey};
    });
}

Result<RunOrder> orderOf(Recorded recorded, const Settings &settings)
{
    RunOrder order;
    JobEnvelope &job = order.job;
    job.jobId = JobId::make();
    job.runId = RunId::make();
    job.ticket.source = QStringLiteral("replay");
    job.ticket.key = recorded.ticketKey;
    job.ticket.title = QStringLiteral("Replay of %1: %2").arg(recorded.ticketKey, recorded.plan.title);
    job.ticket.body = recorded.plan.body;
    job.ticket.requester = qEnvironmentVariable("USER");
    job.branch = QStringLiteral("replays/") + job.runId.text(); // never pushed
    MERGELOOM_TRY(const SecretBox box, SecretBox::open(settings.text(QStringLiteral("provider_secret_key_path"))));
    MERGELOOM_TRY(JobRepository repository, givenRepository(box, recorded.repository, QStringLiteral("work")));
    if (recorded.plan.settings)
        repository.settings = *recorded.plan.settings;
    job.repositories = {repository};
    job.replay = std::move(recorded.plan);
    return order;
}

Result<ExitCode> replay(const Invocation &invocation, const Terminal &terminal)
{
    MERGELOOM_TRY(const Settings settings, loadWorkerSettings(invocation.settings));
    MERGELOOM_TRY(Recorded recorded, recordOf(RunId(invocation.arguments.value(0)), settings));
    MERGELOOM_TRY(const RunOrder order, orderOf(std::move(recorded), settings));
    MERGELOOM_TRY(const QString directory, prepareDataDirectory(settings));
    MERGELOOM_TRY(const RunEnvironment environment, runEnvironmentOf(settings));
    return runInForeground(order, environment, directory + QStringLiteral("/runs"), invocation, terminal);
}

} // namespace

Command replayCommand()
{
    const auto run = [](const Invocation &invocation, const Terminal &terminal) {
        const Result<ExitCode> code = replay(invocation, terminal);
        return code ? *code : failed(terminal, code.error());
    };
    return {"replay",
        "Do a run of this worker's record again with its recorded answers, and say whether the same tree comes out.",
        {"RUN"}, run, {{"verbose", {}, "All output of commands, and what the model said"}}};
}

} // namespace mergeloom
