#include "service/gateway/DashboardReader.h"

#include "service/storage/JobStore.h"
#include "service/storage/RepositoryStore.h"
#include "service/storage/RunStore.h"
#include "service/storage/TicketStore.h"

namespace mergeloom {

namespace {

constexpr int listed = 10;
constexpr int daysShown = 14;

Result<void> readStored(const ReadTransaction &transaction, api::Dashboard &dashboard)
{
    MERGELOOM_TRY(const auto held, JobStore::held(transaction));
    for (const StoredJob &job : held)
        dashboard.active << job.view;
    MERGELOOM_TRY(dashboard.queue, JobStore::queue(transaction, listed));
    MERGELOOM_TRY(const auto needed,
        JobStore::list(
            transaction, {{JobState::Blocked, JobState::Failed, JobState::PublishFailed}, {}, {}}, listed, {}));
    dashboard.needsPerson = needed.items;
    MERGELOOM_TRY(const auto runs, RunStore::list(transaction, {}, listed, {}));
    dashboard.recent = runs.items;
    MERGELOOM_TRY(dashboard.days, RunStore::days(transaction, Timestamp::now(), daysShown));
    MERGELOOM_TRY(dashboard.repositories, RepositoryStore::count(transaction));
    MERGELOOM_TRY(dashboard.tickets, TicketStore::count(transaction));
    return {};
}

QString healthText(const api::Health &health)
{
    QStringList bad;
    for (const api::HealthCheck &check : health.checks)
        if (check.status != u"ok")
            bad << QStringLiteral("%1: %2").arg(check.name, check.seen);
    return bad.isEmpty() ? QStringLiteral("All checks are fine.") : bad.join(QStringLiteral("; "));
}

} // namespace

Result<api::Dashboard> DashboardReader::read()
{
    api::Dashboard dashboard;
    dashboard.worker = m_workerName;
    dashboard.version = QStringLiteral(MERGELOOM_VERSION);
    MERGELOOM_CHECK(
        m_parts.database.read([&](const ReadTransaction &transaction) { return readStored(transaction, dashboard); }));
    MERGELOOM_TRY(dashboard.executors, m_parts.workers.list());
    MERGELOOM_TRY(const auto providers, m_parts.providers.list());
    for (const api::ProviderView &provider : providers.items)
        dashboard.providersReady +=
            provider.state == ProviderState::Ready || provider.state == ProviderState::Checking ? 1 : 0;
    const api::Health health = m_parts.health.run();
    dashboard.health = health.status;
    dashboard.healthText = healthText(health);
    return dashboard;
}

} // namespace mergeloom
