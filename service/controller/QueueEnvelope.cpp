// What an executor is given with a job.
#include "service/controller/GivenRepository.h"
#include "service/controller/Queue.h"
#include "service/controller/Replays.h"
#include "service/storage/ProviderStore.h"
#include "service/storage/RepositoryStore.h"
#include "service/storage/TicketStore.h"

namespace mergeloom {

Result<JobEnvelope> Queue::envelope(const ReadTransaction &transaction, const StoredJob &job) const
{
    MERGELOOM_TRY(const auto ticket, TicketStore::find(transaction, job.ticketId));
    if (!ticket || !job.repositoryId || !job.view.runId)
        return failure(ErrorCode::Corrupt,
            QStringLiteral("Job %1 has lost its ticket or repository. Cancel it.").arg(job.view.id.text()));
    JobEnvelope envelope;
    envelope.jobId = job.view.id;
    envelope.runId = *job.view.runId;
    envelope.leaseId = job.leaseId;
    envelope.leaseSeconds = int(m_options.leaseTime.count());
    envelope.attempt = job.view.attempt;
    envelope.ticket = ticket->ticket;
    envelope.branch = job.view.branch;
    envelope.provider = job.provider;
    envelope.model = job.model;

    MERGELOOM_TRY(const auto work, RepositoryStore::find(transaction, *job.repositoryId));
    if (!work)
        return failure(ErrorCode::NotFound,
            QStringLiteral("The repository %1 was removed from the catalog.").arg(job.view.repository));
    MERGELOOM_TRY(const auto given, givenRepository(m_box, *work, QStringLiteral("work")));
    envelope.repositories << given;
    envelope.budgets = given.settings.budgets;
    MERGELOOM_TRY(const auto spend, SpendStore::find(transaction, *job.view.runId));
    if (spend)
        envelope.dayShare = {.tokens = spend->reserved.tokens, .costUsd = spend->reserved.costUsd};
    for (const QString &alias : job.contextRepositories) {
        MERGELOOM_TRY(const auto context, RepositoryStore::findByAlias(transaction, alias));
        if (!context)
            return failure(ErrorCode::NotFound,
                QStringLiteral("The context repository %1 was removed from the catalog.").arg(alias));
        MERGELOOM_TRY(const auto contextGiven, givenRepository(m_box, *context, QStringLiteral("context")));
        envelope.repositories << contextGiven;
    }
    if (job.view.replayOf) {
        MERGELOOM_TRY(envelope.replay, replayPlan(transaction, *job.view.replayOf));
        envelope.ticket.body = envelope.replay->body;
        // Nobody is paid, and what was enough once is enough again.
        envelope.budgets = {};
        if (envelope.replay->settings)
            envelope.repositories.first().settings = *envelope.replay->settings;
    } else if (envelope.provider.isEmpty()) {
        MERGELOOM_TRY(const auto provider, ProviderStore::findDefault(transaction));
        if (provider)
            envelope.provider = provider->profile.id.text();
    }
    return envelope;
}

Result<bool> Queue::isOwner(const RunId &run, const WorkerId &worker)
{
    return m_database.read(
        [&](const ReadTransaction &transaction) { return JobStore::isOwner(transaction, run, worker); });
}

Result<bool> Queue::needsProvider(const WorkerId &worker, const QString &profile)
{
    return m_database.read([&](const ReadTransaction &transaction) -> Result<bool> {
        MERGELOOM_TRY(const auto standard, ProviderStore::findDefault(transaction));
        const QString standardId = standard ? standard->profile.id.text() : QString();
        const QString wanted = profile == u"default" ? standardId : profile;
        MERGELOOM_TRY(const auto jobs, JobStore::held(transaction));
        for (const StoredJob &job : jobs)
            if (job.workerId == worker && (job.provider.isEmpty() ? standardId : job.provider) == wanted)
                return true;
        return false;
    });
}

} // namespace mergeloom
