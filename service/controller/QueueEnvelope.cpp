// What an executor is given with a job.
#include "service/controller/HiddenCredential.h"
#include "service/controller/Queue.h"
#include "service/storage/ProviderStore.h"
#include "service/storage/RepositoryStore.h"
#include "service/storage/SealedStore.h"
#include "service/storage/TicketStore.h"

namespace mergeloom {

namespace {

/// Far longer than a run, so that only one that was forgotten finds its credential ended.
constexpr std::chrono::hours credentialTime{24};

Result<JobRepository> jobRepository(const SecretBox &box, const StoredRepository &repository, const QString &role)
{
    const api::RepositoryView &view = repository.view;
    JobRepository given{view.id, view.alias, role, view.cloneUrl, view.defaultBranch, {}, view.settings};
    if (!repository.sealedCredential.isEmpty()) {
        const auto json = box.unseal(repository.sealedCredential, sealedPlace("repository", view.id.text()));
        if (!json)
            return failure(ErrorCode::Corrupt,
                QStringLiteral(
                    "The credential of %1 cannot be opened with this key. Enter it again in the repository's settings.")
                    .arg(view.alias));
        MERGELOOM_TRY(given.credential, parseJsonAs<JobCredential>(*json));
        hideFromLog(given.credential);
        given.credential.endsAt =
            Timestamp{Timestamp::now().microseconds + std::chrono::microseconds(credentialTime).count()};
    }
    return given;
}

} // namespace

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
    MERGELOOM_TRY(const auto given, jobRepository(m_box, *work, QStringLiteral("work")));
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
        MERGELOOM_TRY(const auto contextGiven, jobRepository(m_box, *context, QStringLiteral("context")));
        envelope.repositories << contextGiven;
    }
    if (envelope.provider.isEmpty()) {
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
