#include "service/metrics/StoreGauges.h"

#include "service/storage/JobStore.h"
#include "service/storage/LedgerStore.h"

namespace mergeloom {

namespace {

struct StoredFigures {
    QMap<QString, OpenJobs> jobs;
    qint64 events = 0;
    qint64 signedEvents = 0;
};

Result<StoredFigures> figuresOf(const ReadTransaction &transaction)
{
    StoredFigures figures;
    MERGELOOM_TRY(figures.jobs, JobStore::countOpen(transaction));
    MERGELOOM_TRY(const LedgerState ledger, LedgerStore::state(transaction));
    figures.events = ledger.size;
    MERGELOOM_TRY(const auto checkpoint, LedgerStore::newestCheckpoint(transaction));
    figures.signedEvents = checkpoint ? checkpoint->size : 0;
    return figures;
}

} // namespace

StoreGauges::StoreGauges(Database &database, Workers &workers, MetricRegistry &registry)
    : m_database(database), m_workers(workers), m_registry(registry)
{
}

Result<void> StoreGauges::read()
{
    MERGELOOM_TRY(const StoredFigures figures,
        m_database.read([](const ReadTransaction &transaction) { return figuresOf(transaction); }));
    for (const char *state : {"queued", "leased", "running"})
        m_registry.set(
            Metric::QueueJobs, {QString::fromLatin1(state)}, figures.jobs.value(QString::fromLatin1(state)).count);
    const OpenJobs queued = figures.jobs.value(QStringLiteral("queued"));
    const qint64 now = Timestamp::now().microseconds;
    m_registry.set(Metric::QueueOldestSeconds, {},
        queued.count ? std::max(0.0, double(now - queued.oldest.microseconds) / 1e6) : 0.0);
    m_registry.set(Metric::AuditEvents, {}, double(figures.events));
    m_registry.set(Metric::AuditSigned, {}, double(figures.signedEvents));
    MERGELOOM_TRY(const auto workers, m_workers.list());
    QMap<QString, int> executors;
    for (const api::ExecutorView &worker : workers)
        ++executors[worker.state];
    for (const char *state : {"idle", "running", "away"})
        m_registry.set(Metric::Executors, {QString::fromLatin1(state)}, executors.value(QString::fromLatin1(state)));
    MERGELOOM_TRY(const qint64 bytes, m_database.sizeInBytes());
    m_registry.set(Metric::DatabaseBytes, {}, double(bytes));
    return {};
}

} // namespace mergeloom
