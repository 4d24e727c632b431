#pragma once

#include "service/gateway/AuditLog.h"
#include "service/gateway/AuditVerification.h"
#include "service/gateway/CheckpointHolders.h"
#include "shared/api/ApiTypes.h"

#include <atomic>

namespace mergeloom {

/// The audit log at work: signs, gives checkpoints away, verifies, and says how it stands. Thread-safe; blocks.
class AuditWatch
{
public:
    AuditWatch(Database &database, std::unique_ptr<AuditLog> log, CheckpointHolders::Places places);

    /// Signs what is new, and gives that away.
    Result<StoredCheckpoint> seal(std::stop_token stop);
    /// Signs what is new; it is given away by the next seal().
    void sign();
    /// The newest that this gateway knows of; none before the first.
    std::optional<StoredCheckpoint> newest();
    /// Where other parts of the worker bring checkpoints to; part of view(). Set before other threads use this.
    using OtherHolders = std::function<QList<api::CheckpointHolder>()>;
    void alsoHeldBy(OtherHolders holders) { m_otherHolders = std::move(holders); }
    bool isHeldByOthers() const { return bool(m_otherHolders); }
    /// Of the whole log against the file of checkpoints too; one at a time. Its report stays until the next.
    Result<AuditReport> verify(const std::function<void(qint64 done, qint64 of)> &onProgress, std::stop_token stop);
    Result<QList<DsseEnvelope>> attest(const RunView &view) const { return m_log->attest(view); }
    Result<api::AuditLogView> view();
    api::HealthCheck healthCheck();
    Database &database() { return m_database; }

private:
    Database &m_database;
    std::unique_ptr<AuditLog> m_log;
    Result<AuditLog::Sealed> sealNow();

    CheckpointHolders m_holders;
    OtherHolders m_otherHolders;
    std::atomic<bool> m_isUngiven = false;
    std::optional<StoredCheckpoint> m_newest;
    QMutex m_verifying;
    QMutex m_mutex;
    std::optional<AuditReport> m_report;
    std::optional<Timestamp> m_verifiedAt;
};

} // namespace mergeloom
