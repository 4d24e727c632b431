#include "service/controller/Workers.h"

#include "service/controller/JobEvents.h"
#include "service/storage/TokenStore.h"
#include "service/storage/WorkerStore.h"

namespace mergeloom {

namespace {

constexpr int missedUntilAway = 3;

Result<void> checkName(const QString &name)
{
    if (name.trimmed().isEmpty() || name.size() > 200 || name.contains(u'\n'))
        return failure(ErrorCode::InvalidInput,
            QStringLiteral("A worker needs a name of one line, at most 200 characters."), {{"field", "name"}});
    return {};
}

} // namespace

Workers::Workers(Database &database, Options options)
    : m_database(database), m_options(std::move(options)), m_startedAt(m_options.clock())
{
}

Result<protocol::EnrollAnswer> Workers::enrollNow(
    const WriteTransaction &transaction, const protocol::EnrollRequest &request, const QString &how)
{
    MERGELOOM_TRY(const auto before, WorkerStore::findByName(transaction, request.name));
    StoredWorker worker;
    worker.id = before ? before->id : WorkerId::make();
    worker.name = request.name;
    worker.version = request.version;
    worker.platform = request.platform;
    worker.capabilities = request.capabilities;
    worker.status.state = QStringLiteral("idle");
    worker.status.version = request.version;
    worker.enrolledAt = worker.lastSeenAt = Timestamp::now();
    const QString token = SecretBox::randomToken();
    MERGELOOM_CHECK(WorkerStore::put(transaction, worker, SecretBox::hashToken(token)));
    MERGELOOM_CHECK(recordConfigChange(transaction, QStringLiteral("worker.enrolled"), request.name, how));
    heard(worker.id);
    return protocol::EnrollAnswer{worker.id, token, int(m_options.heartbeat.count()), int(m_options.leaseTime.count())};
}

Result<protocol::EnrollAnswer> Workers::enrollOfCluster(const protocol::EnrollRequest &request)
{
    MERGELOOM_CHECK(checkName(request.name));
    return m_database.write([&](const WriteTransaction &transaction) {
        return enrollNow(transaction, request, QStringLiteral("cluster token"));
    });
}

Result<protocol::EnrollAnswer> Workers::enroll(const protocol::EnrollRequest &request)
{
    MERGELOOM_CHECK(checkName(request.name));
    return m_database.write([&](const WriteTransaction &transaction) -> Result<protocol::EnrollAnswer> {
        MERGELOOM_TRY(const bool isGood,
            EnrollmentTokenStore::use(transaction, SecretBox::hashToken(request.enrollmentToken), Timestamp::now()));
        if (!isGood)
            return failure(ErrorCode::Unauthorized,
                QStringLiteral(
                    "The enrolment token is unknown, used up, too old, or revoked. Ask the controller's operator for a new one."));
        // With a token that many hold, taking over a name would be taking over its jobs.
        MERGELOOM_TRY(const auto before, WorkerStore::findByName(transaction, request.name));
        if (before && before->isRevoked)
            return failure(ErrorCode::Forbidden,
                QStringLiteral("The worker %1 was revoked. Enrol under another name.").arg(request.name));
        return enrollNow(transaction, request, QStringLiteral("enrolment token"));
    });
}

Result<EnrollmentToken> Workers::createEnrollmentToken(
    const QString &name, int uses, std::chrono::seconds lifetime, const QString &by)
{
    MERGELOOM_CHECK(checkName(name));
    if (uses < 1 || lifetime.count() < 1)
        return failure(ErrorCode::InvalidInput,
            QStringLiteral("An enrolment token needs at least one use and one second."), {{"field", "uses"}});
    const EnrollmentToken token{TokenId::make(), SecretBox::randomToken()};
    const Timestamp end{Timestamp::now().microseconds + std::chrono::microseconds(lifetime).count()};
    return m_database.write([&](const WriteTransaction &transaction) -> Result<EnrollmentToken> {
        MERGELOOM_CHECK(
            EnrollmentTokenStore::insert(transaction, {token.id, name, uses, end}, SecretBox::hashToken(token.secret)));
        MERGELOOM_CHECK(recordConfigChange(transaction, QStringLiteral("enrollment_token"), name, by));
        return token;
    });
}

Result<std::optional<WorkerIdentity>> Workers::findByToken(const QString &token)
{
    return m_database.read([&](const ReadTransaction &transaction) -> Result<std::optional<WorkerIdentity>> {
        MERGELOOM_TRY(const auto worker, WorkerStore::findByTokenHash(transaction, SecretBox::hashToken(token)));
        if (!worker)
            return std::optional<WorkerIdentity>();
        return std::optional(WorkerIdentity{worker->id, worker->name});
    });
}

Result<protocol::Acknowledged> Workers::status(const WorkerId &id, const protocol::StatusRequest &request)
{
    if (request.state != u"idle" && request.state != u"running")
        return failure(ErrorCode::InvalidInput,
            QStringLiteral("\"%1\" is none of idle, running.").arg(request.state.left(40)), {{"field", "state"}});
    MERGELOOM_CHECK(m_database.write([&](const WriteTransaction &transaction) {
        return WorkerStore::putStatus(transaction, id, request, Timestamp::now());
    }));
    heard(id);
    return protocol::Acknowledged{};
}

Result<void> Workers::revoke(const WorkerId &id, const QString &by)
{
    return m_database.write([&](const WriteTransaction &transaction) -> Result<void> {
        MERGELOOM_CHECK(WorkerStore::revoke(transaction, id));
        return recordConfigChange(transaction, QStringLiteral("worker.revoked"), id.text(), by);
    });
}

void Workers::heard(const WorkerId &id)
{
    QMutexLocker lock(&m_mutex);
    m_heard[id] = m_options.clock();
}

Result<QList<api::ExecutorView>> Workers::list()
{
    MERGELOOM_TRY(const auto workers,
        m_database.read([](const ReadTransaction &transaction) { return WorkerStore::list(transaction); }));
    const auto now = m_options.clock();
    QList<api::ExecutorView> views;
    QMutexLocker lock(&m_mutex);
    for (const StoredWorker &worker : workers) {
        // Not heard since this process started: it gets the same time from the start on.
        const auto heardAt = m_heard.value(worker.id, m_startedAt);
        const bool isAway = now - heardAt > missedUntilAway * m_options.heartbeat;
        api::ExecutorView view{worker.id, worker.name, isAway ? QStringLiteral("away") : worker.status.state,
            worker.version, worker.status.jobId, worker.status.runId, worker.status.sandbox, worker.lastSeenAt};
        views << view;
    }
    return views;
}

} // namespace mergeloom
