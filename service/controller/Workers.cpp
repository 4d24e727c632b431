#include "service/controller/Workers.h"

#include "service/controller/JobEvents.h"
#include "service/controller/Refusals.h"
#include "service/storage/TokenStore.h"
#include "service/storage/WorkerStore.h"

#include <QRegularExpression>

namespace mergeloom {

namespace {

constexpr int missedUntilAway = 3;
constexpr int mostUses = 1000;
constexpr int mostHours = 24 * 365;

Result<void> checkName(const QString &name)
{
    if (name.trimmed().isEmpty() || name.size() > 200 || name.contains(u'\n'))
        return failure(ErrorCode::InvalidInput,
            QStringLiteral("A worker needs a name of one line, at most 200 characters."), {{"field", "name"}});
    return {};
}

Result<void> checkRequest(const protocol::EnrollRequest &request)
{
    if (std::abs(request.protocol - protocol::revision) > 1)
        return failure(ErrorCode::Unsupported,
            QStringLiteral(
                "%1 (version %2) speaks revision %3 of the worker protocol, and this controller (version %4) "
                "revision %5; one more or less is understood. Bring the older one to the newer release.")
                .arg(request.name.left(80), request.version.left(40))
                .arg(request.protocol)
                .arg(QStringLiteral(MERGELOOM_VERSION))
                .arg(protocol::revision),
            {{"protocol", protocol::revision}});
    return checkName(request.name);
}

api::EnrollmentTokenView viewOf(const StoredEnrollmentToken &token)
{
    return {token.id, token.name, token.usesLeft, token.expiresAt, std::nullopt};
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
    {
        QMutexLocker lock(&m_mutex);
        m_signs[worker.id] = {m_options.clock(), worker.lastSeenAt};
    }
    return protocol::EnrollAnswer{
        worker.id, token, int(m_options.heartbeat.count()), int(m_options.leaseTime.count()), protocol::revision};
}

Result<protocol::EnrollAnswer> Workers::enrollOfCluster(const protocol::EnrollRequest &request)
{
    MERGELOOM_CHECK(checkRequest(request));
    return m_database.write([&](const WriteTransaction &transaction) {
        return enrollNow(transaction, request, QStringLiteral("cluster token"));
    });
}

Result<protocol::EnrollAnswer> Workers::enroll(const protocol::EnrollRequest &request)
{
    MERGELOOM_CHECK(checkRequest(request));
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
        if (before)
            return failure(ErrorCode::Conflict,
                QStringLiteral(
                    "There is a worker %1 already. Enrol under another name, or keep its data directory, where "
                    "its token is.")
                    .arg(request.name));
        return enrollNow(transaction, request, QStringLiteral("enrolment token"));
    });
}

Result<api::EnrollmentTokenView> Workers::createEnrollmentToken(
    const api::EnrollmentTokenRequest &request, const QString &by)
{
    MERGELOOM_CHECK(checkName(request.name));
    if (request.uses < 1 || request.uses > mostUses)
        return invalid("uses", QStringLiteral("An enrolment token is for 1 to %1 uses.").arg(mostUses));
    if (request.hours < 1 || request.hours > mostHours)
        return invalid("hours", QStringLiteral("An enrolment token lasts 1 to %1 hours.").arg(mostHours));
    const QString secret = SecretBox::randomToken();
    const Timestamp end{
        Timestamp::now().microseconds + std::chrono::microseconds(std::chrono::hours(request.hours)).count()};
    const StoredEnrollmentToken token{TokenId::make(), request.name.trimmed(), request.uses, end};
    return m_database.write([&](const WriteTransaction &transaction) -> Result<api::EnrollmentTokenView> {
        MERGELOOM_CHECK(EnrollmentTokenStore::insert(transaction, token, SecretBox::hashToken(secret)));
        MERGELOOM_CHECK(recordConfigChange(transaction, QStringLiteral("enrollment_token.created"), token.name, by));
        api::EnrollmentTokenView view = viewOf(token);
        view.secret = secret;
        return view;
    });
}

Result<void> Workers::revokeEnrollmentToken(const TokenId &id, const QString &by)
{
    return m_database.write([&](const WriteTransaction &transaction) -> Result<void> {
        MERGELOOM_CHECK(EnrollmentTokenStore::revoke(transaction, id));
        return recordConfigChange(transaction, QStringLiteral("enrollment_token.revoked"), id.text(), by);
    });
}

Result<QList<api::EnrollmentTokenView>> Workers::enrollmentTokens()
{
    MERGELOOM_TRY(const auto stored,
        m_database.read([](const ReadTransaction &transaction) { return EnrollmentTokenStore::list(transaction); }));
    QList<api::EnrollmentTokenView> views;
    for (const StoredEnrollmentToken &token : stored)
        views << viewOf(token);
    return views;
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

Result<protocol::StatusAnswer> Workers::status(const WorkerId &id, const protocol::StatusRequest &request)
{
    if (request.state != u"idle" && request.state != u"running")
        return failure(ErrorCode::InvalidInput,
            QStringLiteral("\"%1\" is none of idle, running.").arg(request.state.left(40)), {{"field", "state"}});
    const Timestamp seenAt = Timestamp::now();
    MERGELOOM_CHECK(m_database.write(
        [&](const WriteTransaction &transaction) { return WorkerStore::putStatus(transaction, id, request, seenAt); }));
    QMutexLocker lock(&m_mutex);
    m_signs[id] = {m_options.clock(), seenAt};
    return protocol::StatusAnswer{true, m_newTokenWanted.contains(id)};
}

Result<void> Workers::wantNewToken(const WorkerId &id, const QString &by)
{
    MERGELOOM_CHECK(m_database.write([&](const WriteTransaction &transaction) -> Result<void> {
        MERGELOOM_TRY(const auto worker, WorkerStore::find(transaction, id));
        if (!worker || worker->isRevoked)
            return failure(ErrorCode::NotFound, QStringLiteral("There is no enrolled worker %1.").arg(id.text()));
        return recordConfigChange(transaction, QStringLiteral("worker.new_token_wanted"), worker->name, by);
    }));
    QMutexLocker lock(&m_mutex);
    m_newTokenWanted.insert(id);
    return {};
}

Result<protocol::Acknowledged> Workers::replaceToken(const WorkerId &id, const QString &tokenHash)
{
    static const QRegularExpression hashShape(QStringLiteral("^[0-9a-f]{64}$"));
    if (!hashShape.match(tokenHash).hasMatch())
        return invalid("token_hash", QStringLiteral("The hash of a token is SHA-256 as 64 hexadecimal digits."));
    MERGELOOM_CHECK(m_database.write([&](const WriteTransaction &transaction) -> Result<void> {
        MERGELOOM_CHECK(WorkerStore::replaceToken(transaction, id, tokenHash));
        MERGELOOM_TRY(const auto worker, WorkerStore::find(transaction, id));
        return recordConfigChange(transaction, QStringLiteral("worker.token_replaced"), worker->name, worker->name);
    }));
    QMutexLocker lock(&m_mutex);
    m_newTokenWanted.remove(id);
    return protocol::Acknowledged{};
}

Result<void> Workers::revoke(const WorkerId &id, const QString &by)
{
    return m_database.write([&](const WriteTransaction &transaction) -> Result<void> {
        MERGELOOM_TRY(const auto worker, WorkerStore::find(transaction, id));
        MERGELOOM_CHECK(WorkerStore::revoke(transaction, id));
        return recordConfigChange(transaction, QStringLiteral("worker.revoked"), worker ? worker->name : id.text(), by);
    });
}

void Workers::heard(const WorkerId &id)
{
    QMutexLocker lock(&m_mutex);
    m_signs[id].heardAt = m_options.clock();
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
        if (!m_signs.contains(worker.id))
            m_signs.insert(worker.id, {m_startedAt, worker.lastSeenAt});
        Sign &sign = m_signs[worker.id];
        if (m_database.isShared() && worker.lastSeenAt != sign.stored)
            sign.heardAt = now;
        sign.stored = worker.lastSeenAt;
        const auto heardAt = sign.heardAt;
        const bool isAway = now - heardAt > missedUntilAway * m_options.heartbeat;
        api::ExecutorView view{worker.id, worker.name, isAway ? QStringLiteral("away") : worker.status.state,
            worker.version, worker.status.jobId, worker.status.runId, worker.status.sandbox, worker.lastSeenAt,
            worker.status.controller, worker.status.disk};
        views << view;
    }
    return views;
}

} // namespace mergeloom
