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

private:
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

QTEST_GUILESS_MAIN(TestWorkerProtocolApi)
#include "tst_WorkerProtocolApi.moc"
