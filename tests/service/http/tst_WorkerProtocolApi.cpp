#include "tests/service/http/ApiFixture.h"

#include <QElapsedTimer>

using namespace mergeloom;
using namespace mergeloom::test;

class TestWorkerProtocolApi : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanup();
    void aWaitingLeaseIsAnsweredAsSoonAsThereIsAJob();
    void aLeaseWithoutAJobIs204();
    void manyWaitingExecutorsHoldUpNobody();
    void aCancelReachesAWaitingHeartbeatAtOnce();
    void aWorkerActsForItselfOnly();
    void aLostLeaseIs409WithItsReason();
    void enrollingAgainEndsTheTokenBefore();
    void anEnrolmentTokenIsGoodForItsUsesAndNoMore();
    void aRevokedEnrolmentTokenLetsNobodyIn();
    void aWorkerReplacesItsTokenWhenItIsAskedTo();
    void aRevokedWorkerIsRefusedAtOnce();
    void aWorkerShipsItsOwnRunsAndLearnsItsOwnProvider();
    void aJobIsHandedBackOverHttp();

private:
    ApiFixture::Answer enrollBy(const QString &token, const QString &name);
    QByteArray leaseBody(int waitSeconds) const;
    JobEnvelope leaseNow();
    ApiFixture m_service;
};

void TestWorkerProtocolApi::initTestCase() { m_service.addRepository("only"); }

/// Ends what a test left in the queue.
void TestWorkerProtocolApi::cleanup()
{
    const auto open = m_service.admin->wait(api_call::jobs({{}, "queued,leased,running", {}, 200})).value();
    for (const api::JobView &job : open.items) {
        if (job.state != JobState::Queued) {
            const auto held =
                m_service.database
                    ->read([&](const ReadTransaction &transaction) { return JobStore::find(transaction, job.id); })
                    .value()
                    .value();
            protocol::FinishRequest finish{held.leaseId, *job.runId, {}};
            QVERIFY(m_service.queue.finish(job.id, finish, held.workerId));
        } else {
            QVERIFY(m_service.admin->wait(api_call::cancelJob(job.id, "test")));
        }
    }
}

QByteArray TestWorkerProtocolApi::leaseBody(int waitSeconds) const
{
    return compactJsonOf(protocol::LeaseRequest{m_service.worker, makeUlid(), {}, waitSeconds});
}

JobEnvelope TestWorkerProtocolApi::leaseNow()
{
    const auto answer = m_service.send("POST", "/api/worker/v1/jobs/lease", leaseBody(0), Access::Worker);
    return parseJsonAs<JobEnvelope>(answer.body).value_or(JobEnvelope{});
}

void TestWorkerProtocolApi::aWaitingLeaseIsAnsweredAsSoonAsThereIsAJob()
{
    QList<qint64> times;
    for (int round = 0; round < 20; ++round) {
        std::unique_ptr<QNetworkReply> lease(
            m_service.start("POST", "/api/worker/v1/jobs/lease", leaseBody(30), Access::Worker));
        // An answered request shows that the lease before it was parked or is being looked at.
        QCOMPARE(m_service.send("GET", "/healthz").status, 200);
        QElapsedTimer clock;
        clock.start();
        const auto ticket = m_service.addTicket(QStringLiteral("Ticket %1").arg(round));
        QTRY_VERIFY_WITH_TIMEOUT(lease->isFinished(), 10000);
        times << clock.elapsed();
        const auto envelope = parseJsonAs<JobEnvelope>(lease->readAll());
        QVERIFY(envelope);
        QCOMPARE(envelope->ticket.key, ticket.ticket.key);
        cleanup();
    }
    std::sort(times.begin(), times.end());
    qInfo() << "ticket written to job leased, ms:" << times;
    QVERIFY2(times.at(18) < 250, "from the ticket to the answered lease took too long");
}

void TestWorkerProtocolApi::aLeaseWithoutAJobIs204()
{
    QCOMPARE(m_service.send("POST", "/api/worker/v1/jobs/lease", leaseBody(0), Access::Worker).status, 204);
    QElapsedTimer clock;
    clock.start();
    QCOMPARE(m_service.send("POST", "/api/worker/v1/jobs/lease", leaseBody(1), Access::Worker).status, 204);
    QVERIFY(clock.elapsed() >= 950);
}

void TestWorkerProtocolApi::manyWaitingExecutorsHoldUpNobody()
{
    std::vector<std::unique_ptr<QNetworkAccessManager>> clients; // each has six connections
    std::vector<std::unique_ptr<QNetworkReply>> waiting;
    for (int i = 0; i < 60; ++i) {
        if (i % 6 == 0)
            clients.push_back(std::make_unique<QNetworkAccessManager>());
        QNetworkRequest request(QUrl(m_service.url.toString() + "/api/worker/v1/jobs/lease"));
        request.setRawHeader("Authorization", "Bearer " + m_service.secrets[Access::Worker].toUtf8());
        request.setHeader(QNetworkRequest::ContentTypeHeader, QByteArray("application/json"));
        waiting.emplace_back(clients.back()->post(request, leaseBody(20)));
    }
    QTRY_VERIFY(m_service.listener->connections() >= 60);
    QElapsedTimer clock;
    clock.start();
    QVERIFY(m_service.admin->wait(api_call::repositories()));
    QVERIFY2(clock.elapsed() < 1000, "a page waited for executors");
    m_service.addTicket("One job");
    const auto answered = [&] {
        return std::count_if(waiting.begin(), waiting.end(), [](const auto &reply) { return reply->isFinished(); });
    };
    QTRY_COMPARE(answered(), 1);
    for (auto &reply : waiting)
        reply->abort();
}

void TestWorkerProtocolApi::aCancelReachesAWaitingHeartbeatAtOnce()
{
    m_service.addTicket("To be cancelled");
    const JobEnvelope job = leaseNow();
    QVERIFY(!job.jobId.isEmpty());
    const QString path = "/api/worker/v1/jobs/" + job.jobId.text() + "/heartbeat";
    const protocol::HeartbeatRequest beat{job.leaseId, "implementation", "", 0, {}, 20};
    std::unique_ptr<QNetworkReply> heartbeat(m_service.start("POST", path, compactJsonOf(beat), Access::Worker));
    QCOMPARE(m_service.send("GET", "/healthz").status, 200);
    QElapsedTimer clock;
    clock.start();
    QVERIFY(m_service.admin->wait(api_call::cancelJob(job.jobId, "changed my mind")));
    QTRY_VERIFY_WITH_TIMEOUT(heartbeat->isFinished(), 10000);
    QVERIFY2(clock.elapsed() < 1000, "the cancel took too long");
    const auto answer = parseJsonAs<protocol::LeaseAnswer>(heartbeat->readAll()).value();
    QCOMPARE(answer.commands.size(), 1);
    QCOMPARE(answer.commands.first().command, "cancel");
    QVERIFY2(answer.commands.first().text.contains("changed my mind"), qPrintable(answer.commands.first().text));
}

void TestWorkerProtocolApi::aWorkerActsForItselfOnly()
{
    const auto other = compactJsonOf(protocol::LeaseRequest{WorkerId("somebody"), "r", {}, 0});
    const auto lease = m_service.send("POST", "/api/worker/v1/jobs/lease", other, Access::Worker);
    QCOMPARE(lease.status, 403);
    QCOMPARE(lease.error()["details"].toObject()["field"].toString(), "executor_id");
    const auto status = compactJsonOf(protocol::StatusRequest{"executor", "idle", "0.1"});
    QCOMPARE(m_service.send("POST", "/api/worker/v1/workers/somebody/status", status, Access::Worker).status, 403);
    QCOMPARE(
        m_service.send("POST", "/api/worker/v1/workers/" + m_service.worker.text() + "/status", status, Access::Worker)
            .status,
        200);
    // The cluster token enrols, but is no worker.
    QCOMPARE(m_service.send("POST", "/api/worker/v1/jobs/lease", leaseBody(0), Access::Cluster).status, 403);
}

void TestWorkerProtocolApi::aLostLeaseIs409WithItsReason()
{
    m_service.addTicket("Held by another");
    const JobEnvelope job = leaseNow();
    const protocol::HeartbeatRequest beat{LeaseId("another"), "", "", 0, {}, 0};
    const auto answer = m_service.send(
        "POST", "/api/worker/v1/jobs/" + job.jobId.text() + "/heartbeat", compactJsonOf(beat), Access::Worker);
    QCOMPARE(answer.status, 409);
    QCOMPARE(answer.error()["details"].toObject()["reason"].toString(), "lease_lost");
}

void TestWorkerProtocolApi::enrollingAgainEndsTheTokenBefore()
{
    const auto body = compactJsonOf(protocol::EnrollRequest{"local", {}, "twice", "0.1", "linux", {}});
    const auto first =
        parseJsonAs<protocol::EnrollAnswer>(m_service.send("POST", "/api/worker/v1/enroll", body, Access::Cluster).body)
            .value();
    const auto statusPath = "/api/worker/v1/workers/" + first.workerId.text() + "/status";
    const QMap<QByteArray, QByteArray> oldToken{{"Authorization", "Bearer " + first.workerToken.toUtf8()}};
    const auto status = compactJsonOf(protocol::StatusRequest{"executor", "idle", "0.1"});
    QCOMPARE(m_service.send("POST", statusPath, status, Access::Public, oldToken).status, 200);
    const auto second =
        parseJsonAs<protocol::EnrollAnswer>(m_service.send("POST", "/api/worker/v1/enroll", body, Access::Cluster).body)
            .value();
    QCOMPARE(second.workerId, first.workerId);
    QCOMPARE(m_service.send("POST", statusPath, status, Access::Public, oldToken).status, 401);
    QCOMPARE(m_service.send("POST", "/api/worker/v1/enroll", body, Access::Public).status, 401);
}

ApiFixture::Answer TestWorkerProtocolApi::enrollBy(const QString &token, const QString &name)
{
    protocol::EnrollRequest request;
    request.name = name;
    request.version = "1";
    request.enrollmentToken = token;
    return m_service.send("POST", "/api/worker/v1/enroll", compactJsonOf(request), Access::Public);
}

void TestWorkerProtocolApi::anEnrolmentTokenIsGoodForItsUsesAndNoMore()
{
    const auto token = m_service.admin->wait(api_call::createEnrollmentToken({"lab", 2, 1})).value();
    QVERIFY(!m_service.send("GET", "/api/v1/enrollment-tokens").body.contains(token.secret->toUtf8()));
    QCOMPARE(enrollBy(*token.secret, "lab-1").status, 200);
    const auto taken = enrollBy(*token.secret, "lab-1");
    QCOMPARE(taken.status, 409);
    QVERIFY2(taken.error()["message"].toString().contains("already"), "a name that is taken costs no use");
    QCOMPARE(enrollBy(*token.secret, "lab-2").status, 200);
    QCOMPARE(enrollBy(*token.secret, "lab-3").status, 401);
    const auto listed = m_service.admin->wait(api_call::enrollmentTokens()).value();
    QCOMPARE(listed.items.last().usesLeft, 0);
    for (const char *body : {R"({"name":"x","uses":0})", R"({"name":"x","uses":1001})", R"({"name":"x","hours":0})",
             R"({"name":"x","hours":9000})", R"({"name":" "})", R"({"uses":1})"})
        QCOMPARE(m_service.send("POST", "/api/v1/enrollment-tokens", body).status, 400);
}

void TestWorkerProtocolApi::aRevokedEnrolmentTokenLetsNobodyIn()
{
    const auto token = m_service.admin->wait(api_call::createEnrollmentToken({"gone", 5, 1})).value();
    QVERIFY(m_service.admin->wait(api_call::revokeEnrollmentToken(token.id)));
    QCOMPARE(enrollBy(*token.secret, "gone-1").status, 401);
    QCOMPARE(m_service.send("DELETE", "/api/v1/enrollment-tokens/" + token.id.text()).status, 404);
}

void TestWorkerProtocolApi::aWorkerReplacesItsTokenWhenItIsAskedTo()
{
    const QString before = m_service.secrets[Access::Worker];
    const QString path = "/api/worker/v1/workers/" + m_service.worker.text();
    const auto needsNew = [&] {
        return m_service
            .send("POST", path + "/status", R"({"role":"executor","state":"idle","version":"1"})", Access::Worker)
            .json()["needs_new_token"]
            .toBool();
    };
    QVERIFY(!needsNew());
    QVERIFY(m_service.admin->wait(api_call::renewExecutorToken(m_service.worker)));
    QVERIFY(needsNew());
    QCOMPARE(m_service.send("POST", path + "/token", R"({"token_hash":"none"})", Access::Worker).status, 400);
    const QString next = SecretBox::randomToken();
    const QByteArray body = compactJsonOf(protocol::TokenReplacement{SecretBox::hashToken(next)});
    QCOMPARE(m_service.send("POST", path + "/token", body, Access::Worker).status, 200);
    QCOMPARE(m_service.send("POST", path + "/token", body, Access::Worker).status, 401);
    m_service.secrets[Access::Worker] = next;
    QVERIFY(!needsNew());
    QVERIFY(before != next);
}

void TestWorkerProtocolApi::aRevokedWorkerIsRefusedAtOnce()
{
    const auto token = m_service.admin->wait(api_call::createEnrollmentToken({"bad", 2, 1})).value();
    const QJsonObject enrolled = enrollBy(*token.secret, "bad-1").json();
    const QString path = "/api/worker/v1/workers/" + enrolled["worker_id"].toString();
    const QMap<QByteArray, QByteArray> bearer{
        {"Authorization", "Bearer " + enrolled["worker_token"].toString().toUtf8()}};
    const auto status = [&] {
        return m_service
            .send(
                "POST", path + "/status", R"({"role":"executor","state":"idle","version":"1"})", Access::Public, bearer)
            .status;
    };
    QCOMPARE(status(), 200);
    const WorkerId id(enrolled["worker_id"].toString());
    QVERIFY(m_service.admin->wait(api_call::revokeExecutor(id)));
    QCOMPARE(status(), 401);
    QCOMPARE(enrollBy(*token.secret, "bad-1").status, 403);
    QCOMPARE(m_service.send("DELETE", "/api/v1/executors/" + id.text()).status, 404);
    const auto left = m_service.admin->wait(api_call::executors()).value();
    for (const api::ExecutorView &executor : left.items)
        QVERIFY(executor.id != id);
}

void TestWorkerProtocolApi::aWorkerShipsItsOwnRunsAndLearnsItsOwnProvider()
{
    QVERIFY(m_service.admin->wait(
        api_call::putProvider(ProviderProfileId("own"), {.kind = "replay", .name = "Own", .isDefault = true})));
    QVERIFY(
        m_service.admin->wait(api_call::putProvider(ProviderProfileId("other"), {.kind = "replay", .name = "Other"})));
    const auto provider = [&](const QString &id) {
        return m_service.send("GET", "/api/gateway/v1/provider-profiles/" + id, {}, Access::Worker).status;
    };
    QCOMPARE(provider("own"), 404);
    m_service.addTicket("mine", "only");
    const JobEnvelope job = leaseNow();
    QCOMPARE(provider("own"), 200);
    QCOMPARE(provider("default"), 200);
    QCOMPARE(provider("other"), 404);
    const auto stored = [&](const QString &run) {
        return m_service.send("GET", "/api/gateway/v1/runs/" + run + "/events", {}, Access::Worker).status;
    };
    QCOMPARE(stored(job.runId.text()), 200);
    QCOMPARE(stored("01ARZ3NDEKTSV4RRFFQ69G5FAV"), 404);
}

void TestWorkerProtocolApi::aJobIsHandedBackOverHttp()
{
    const auto ticket = m_service.addTicket("back", "only");
    const JobEnvelope job = leaseNow();
    const QByteArray body = compactJsonOf(protocol::ReleaseRequest{job.leaseId, job.runId});
    for (int n = 0; n < 2; ++n)
        QCOMPARE(
            m_service.send("POST", "/api/worker/v1/jobs/" + job.jobId.text() + "/release", body, Access::Worker).status,
            200);
    QCOMPARE(m_service.queue.find(ticket.job->id).value().state, JobState::Queued);
}

QTEST_GUILESS_MAIN(TestWorkerProtocolApi)
#include "tst_WorkerProtocolApi.moc"
