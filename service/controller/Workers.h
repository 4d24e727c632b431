#pragma once

#include "service/controller/Queue.h"
#include "service/storage/Database.h"
#include "shared/api/ApiTypes.h"
#include "shared/api/WorkerProtocol.h"

#include <QHash>
#include <QMutex>
#include <QSet>

#include <chrono>
#include <optional>

namespace mergeloom {

struct WorkerIdentity {
    WorkerId id;
    QString name;
};

/// The enrolled workers. Only hashes of tokens are kept. Thread-safe; blocks on the database.
class Workers
{
public:
    struct Options {
        std::chrono::seconds heartbeat{15};
        std::chrono::seconds leaseTime{60};
        SteadyClock clock = [] { return std::chrono::steady_clock::now(); };
    };
    Workers(Database &database, Options options);

    /// The caller has shown the cluster token. Enrolling a name again gives the same id and a new token; the old one ends.
    Result<protocol::EnrollAnswer> enrollOfCluster(const protocol::EnrollRequest &request);
    /// By request.enrollmentToken; `unauthorized` when that is not, or no longer, good.
    Result<protocol::EnrollAnswer> enroll(const protocol::EnrollRequest &request);
    /// The secret is in this answer only.
    Result<api::EnrollmentTokenView> createEnrollmentToken(
        const api::EnrollmentTokenRequest &request, const QString &by);
    Result<void> revokeEnrollmentToken(const TokenId &id, const QString &by);
    /// Those that can still be used, or could until they were used up or too old.
    Result<QList<api::EnrollmentTokenView>> enrollmentTokens();

    /// None: unknown or revoked.
    Result<std::optional<WorkerIdentity>> findByToken(const QString &token);
    Result<protocol::StatusAnswer> status(const WorkerId &id, const protocol::StatusRequest &request);
    /// From now on the worker is refused; a job that it holds goes back into the queue when its lease runs out, not before.
    Result<void> revoke(const WorkerId &id, const QString &by);
    /// The worker is told by its next status to replace its token.
    Result<void> wantNewToken(const WorkerId &id, const QString &by);
    /// `tokenHash`: of the token that the worker has made itself. The same again is fine.
    Result<protocol::Acknowledged> replaceToken(const WorkerId &id, const QString &tokenHash);
    /// `away` after three missed heartbeats.
    Result<QList<api::ExecutorView>> list();
    /// A lease call or a heartbeat counts as a sign of life too; touches no disk.
    void heard(const WorkerId &id);

private:
    Result<protocol::EnrollAnswer> enrollNow(
        const WriteTransaction &transaction, const protocol::EnrollRequest &request, const QString &how);

    Database &m_database;
    Options m_options;
    std::chrono::steady_clock::time_point m_startedAt;
    QMutex m_mutex;
    struct Sign {
        std::chrono::steady_clock::time_point heardAt;
        Timestamp
            stored; ///< `last_seen_at` as this gateway knows it; a later one is a sign of life that another one got
    };
    QHash<WorkerId, Sign> m_signs;
    QSet<WorkerId> m_newTokenWanted;
};

} // namespace mergeloom
