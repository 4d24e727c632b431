#pragma once

#include "service/controller/Queue.h"
#include "service/storage/Database.h"
#include "shared/api/ApiTypes.h"
#include "shared/api/WorkerProtocol.h"

#include <QHash>
#include <QMutex>

#include <chrono>
#include <optional>

namespace mergeloom {

struct WorkerIdentity {
    WorkerId id;
    QString name;
};

/// A new enrolment token; the secret is in this answer only.
struct EnrollmentToken {
    TokenId id;
    QString secret;
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
    Result<EnrollmentToken> createEnrollmentToken(
        const QString &name, int uses, std::chrono::seconds lifetime, const QString &by);

    /// None: unknown or revoked.
    Result<std::optional<WorkerIdentity>> findByToken(const QString &token);
    Result<protocol::Acknowledged> status(const WorkerId &id, const protocol::StatusRequest &request);
    Result<void> revoke(const WorkerId &id, const QString &by);
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
    QHash<WorkerId, std::chrono::steady_clock::time_point> m_heard;
};

} // namespace mergeloom
