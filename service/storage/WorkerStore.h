#pragma once

#include "service/storage/Database.h"
#include "shared/api/WorkerProtocol.h"

namespace mergeloom {

struct StoredWorker {
    WorkerId id;
    QString name; ///< unique
    QString version;
    QString platform;
    QStringList capabilities;
    protocol::StatusRequest status; ///< the newest
    Timestamp enrolledAt;
    Timestamp lastSeenAt;
    bool isRevoked = false;
};

struct WorkerStore {
    /// Inserts, or replaces the one with the same id together with its token.
    static Result<void> put(const WriteTransaction &transaction, const StoredWorker &worker, const QString &tokenHash);
    static Result<void> putStatus(const WriteTransaction &transaction, const WorkerId &id,
        const protocol::StatusRequest &status, const Timestamp &now);
    static Result<void> markSeen(const WriteTransaction &transaction, const WorkerId &id, const Timestamp &now);
    /// The token before ends; `not_found` for a worker that is unknown or revoked.
    static Result<void> replaceToken(const WriteTransaction &transaction, const WorkerId &id, const QString &tokenHash);
    static Result<void> revoke(const WriteTransaction &transaction, const WorkerId &id);
    static Result<std::optional<StoredWorker>> find(const ReadTransaction &transaction, const WorkerId &id);
    static Result<std::optional<StoredWorker>> findByName(const ReadTransaction &transaction, const QString &name);
    /// Not the revoked ones.
    static Result<std::optional<StoredWorker>> findByTokenHash(const ReadTransaction &transaction, const QString &hash);
    static Result<QList<StoredWorker>> list(const ReadTransaction &transaction);
};

} // namespace mergeloom
