#include "service/gateway/AuditWatch.h"

#include "service/ledger/HeldCheckpoints.h"
#include "shared/core/Log.h"

namespace mergeloom {

AuditWatch::AuditWatch(Database &database, std::unique_ptr<AuditLog> log, CheckpointHolders::Places places)
    : m_database(database), m_log(std::move(log)), m_holders(std::move(places))
{
    if (!m_log->problem().isEmpty())
        log::error(m_log->problem(), {});
}

Result<StoredCheckpoint> AuditWatch::seal(std::stop_token stop)
{
    MERGELOOM_TRY(const auto sealed, sealNow());
    if (m_isUngiven.exchange(false))
        m_holders.give(sealed.checkpoint, std::move(stop));
    return sealed.checkpoint;
}

Result<AuditLog::Sealed> AuditWatch::sealNow()
{
    MERGELOOM_TRY(const auto sealed, m_log->seal());
    if (sealed.isNew)
        m_isUngiven = true;
    QMutexLocker lock(&m_mutex);
    if (!m_newest || m_newest->size < sealed.checkpoint.size)
        m_newest = sealed.checkpoint;
    return sealed;
}

void AuditWatch::sign()
{
    const auto sealed = sealNow();
    if (!sealed && sealed.error().code != ErrorCode::Unavailable) // the health page tells that
        log::error(QStringLiteral("The audit log could not be signed"), {{"error", sealed.error().message}});
}

std::optional<StoredCheckpoint> AuditWatch::newest()
{
    QMutexLocker lock(&m_mutex);
    return m_newest;
}

Result<AuditReport> AuditWatch::verify(
    const std::function<void(qint64 done, qint64 of)> &onProgress, std::stop_token stop)
{
    QMutexLocker oneAtATime(&m_verifying);
    MERGELOOM_TRY(const QByteArray file, m_holders.readFile());
    AuditEvidence evidence;
    if (!file.isEmpty()) {
        MERGELOOM_TRY(evidence.checkpoints, parseCheckpoints(file));
    }
    MERGELOOM_TRY(const AuditReport report, verifyAudit(m_database, evidence, onProgress, std::move(stop)));
    if (!report.isGood())
        log::error(QStringLiteral("The audit log does not fit: ") + report.faults.first().text,
            {{"faults", QString::number(report.faultCount)}});
    QMutexLocker lock(&m_mutex);
    m_report = report;
    m_verifiedAt = Timestamp::now();
    return report;
}

Result<api::AuditLogView> AuditWatch::view()
{
    api::AuditLogView view;
    MERGELOOM_CHECK(m_database.read([&](const ReadTransaction &transaction) -> Result<void> {
        MERGELOOM_TRY(const LedgerState ledger, LedgerStore::state(transaction));
        MERGELOOM_TRY(const auto newest, LedgerStore::newestCheckpoint(transaction));
        view.size = ledger.size;
        if (newest) {
            view.signedSize = newest->size;
            view.signedAt = newest->madeAt;
        }
        return {};
    }));
    view.origin = m_log->origin();
    view.key = m_log->publicKey();
    view.problem = m_log->problem();
    view.holders = m_holders.state();
    if (m_otherHolders)
        view.holders += m_otherHolders();
    QMutexLocker lock(&m_mutex);
    view.verified = m_report;
    view.verifiedAt = m_verifiedAt;
    return view;
}

api::HealthCheck AuditWatch::healthCheck()
{
    api::HealthCheck check{QStringLiteral("audit log"), QStringLiteral("ok"), {}, {}, Timestamp::now()};
    const auto found = view();
    if (!found || !found->problem.isEmpty()) {
        check.status = QStringLiteral("failing");
        check.seen = QStringLiteral("Events are not signed");
        check.remedy = found ? found->problem : found.error().message;
        return check;
    }
    check.seen = QStringLiteral("%1 events, signed up to %2").arg(found->size).arg(found->signedSize);
    if (found->verified && !found->verified->isGood()) {
        check.status = QStringLiteral("failing");
        check.seen = found->verified->faults.first().text;
        check.remedy = QStringLiteral(
            "Keep the database as it is, find out who changed it, and restore a backup beside it. `mergeloom-worker audit verify` tells the rest.");
        return check;
    }
    if (found->verified)
        check.seen +=
            QStringLiteral(", verified up to %1 at %2").arg(found->verified->events).arg(found->verifiedAt->toString());
    for (const api::CheckpointHolder &holder : found->holders)
        if (!holder.problem.isEmpty()) {
            check.status = QStringLiteral("warning");
            check.seen += QStringLiteral("; %1 did not take the last checkpoint: %2").arg(holder.place, holder.problem);
            check.remedy =
                QStringLiteral("Check JCA_WORKER_AUDIT_CHECKPOINT_FILE and JCA_WORKER_AUDIT_CHECKPOINT_URL.");
        }
    return check;
}

} // namespace mergeloom
