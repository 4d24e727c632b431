#include "tests/service/http/ApiFixture.h"

using namespace mergeloom;
using namespace mergeloom::test;

/// Executors and gateways of releases next to each other. tests/fixtures/protocol holds what an executor of an earlier release
/// sent in a whole run, and what its gateway answered.
class TestProtocolSkew : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        QFile file(QStringLiteral(MERGELOOM_SOURCE_DIR "/tests/fixtures/protocol/0.1.json"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        for (const QJsonValue &value : QJsonDocument::fromJson(file.readAll()).array())
            m_recorded << Call{value["method"].toString().toLatin1(), value["path"].toString(),
                value["body"].toString().toUtf8(), value["status"].toInt(), value["answer"].toString().toUtf8()};
        QVERIFY(m_recorded.size() > 6);
    }

    void anExecutorOfTheReleaseBeforeDoesAWholeRun_data()
    {
        QTest::addColumn<bool>("isLater");
        QTest::newRow("as it was recorded") << false;
        QTest::newRow("with fields of a later release") << true;
    }
    void anExecutorOfTheReleaseBeforeDoesAWholeRun()
    {
        QFETCH(bool, isLater);
        ApiFixture service;
        service.addRepository("one");
        QVERIFY(service.admin->wait(api_call::putProvider(
            ProviderProfileId("scripted"), {.kind = "replay", .name = "Scripted", .isDefault = true})));
        const auto ticket = service.addTicket("Do one", "one");
        QMap<QString, QString> ids; // recorded → of today
        for (const Call &call : m_recorded) {
            const bool isJournal = call.path.endsWith("/events");
            QByteArray body = isJournal ? call.body : renamed(call.body, ids);
            if (isLater && !isJournal && !body.isEmpty())
                body = withUnknownField(body);
            const bool isOfCluster = call.path.endsWith("/enroll") || call.path.startsWith("/api/gateway");
            const auto answer = service.send(call.method, QString::fromUtf8(renamed(call.path.toUtf8(), ids)), body,
                isOfCluster ? Access::Cluster : Access::Worker);
            QVERIFY2(answer.status == call.status, qPrintable(call.path + ' ' + QString::fromUtf8(answer.body)));
            const QJsonObject then = QJsonDocument::fromJson(call.answer).object();
            const QJsonObject now = answer.json();
            for (const QString &key : then.keys())
                QVERIFY2(now.contains(key), qPrintable(call.path + " answers without " + key));
            for (const char *key : {"worker_id", "job_id", "run_id", "lease_id"})
                if (then.contains(QLatin1StringView(key)))
                    ids.insert(then[QLatin1StringView(key)].toString(), now[QLatin1StringView(key)].toString());
            if (call.path.endsWith("/enroll"))
                service.secrets[Access::Worker] = now["worker_token"].toString();
        }
        const auto ended = service.queue.find(ticket.job->id).value();
        QCOMPARE(ended.state, JobState::Completed);
        QCOMPARE(service.runs.view(*ended.runId).value().run.state, QStringLiteral("completed"));
    }

    void anExecutorOfTodayUnderstandsTheGatewayOfTheReleaseBefore()
    {
        for (const Call &call : m_recorded) {
            if (call.status != 200)
                continue;
            for (const QByteArray &answer : {call.answer, withUnknownField(call.answer)}) {
                const bool isRead = call.path.endsWith("/enroll") ? canRead<protocol::EnrollAnswer>(answer)
                    : call.path.endsWith("/status")               ? canRead<protocol::StatusAnswer>(answer)
                    : call.path.endsWith("/lease")                ? canRead<JobEnvelope>(answer)
                    : call.path.endsWith("/finish")               ? canRead<protocol::FinishAnswer>(answer)
                    : call.path.endsWith("/events")               ? canRead<protocol::IngestAnswer>(answer)
                                                                  : canRead<protocol::ProviderWithSecret>(answer);
                QVERIFY2(isRead, qPrintable(call.path + ' ' + QString::fromUtf8(answer)));
            }
        }
    }

    void oneReleaseApartIsTakenAndTwoAreRefusedWithBothVersions()
    {
        ApiFixture service;
        protocol::EnrollRequest request;
        request.name = "next";
        request.version = "0.2.0";
        request.protocol = protocol::revision + 1;
        const auto taken = service.send("POST", "/api/worker/v1/enroll", compactJsonOf(request), Access::Cluster);
        QCOMPARE(taken.status, 200);
        request.name = "far";
        request.version = "0.9.0";
        request.protocol = protocol::revision + 2;
        const auto refused = service.send("POST", "/api/worker/v1/enroll", compactJsonOf(request), Access::Cluster);
        QVERIFY(refused.status >= 400);
        QCOMPARE(refused.error()["code"].toString(), QStringLiteral("unsupported"));
        const QString message = refused.error()["message"].toString();
        for (const char *part : {"far", "0.9.0", MERGELOOM_VERSION, "Bring the older one"})
            QVERIFY2(message.contains(QLatin1StringView(part)), qPrintable(message));
    }

private:
    struct Call {
        QByteArray method;
        QString path;
        QByteArray body;
        int status = 0;
        QByteArray answer;
    };

    static QByteArray renamed(QByteArray text, const QMap<QString, QString> &ids)
    {
        for (auto it = ids.begin(); it != ids.end(); ++it)
            text.replace(it.key().toUtf8(), it.value().toUtf8());
        return text;
    }
    static QByteArray withUnknownField(const QByteArray &json)
    {
        QJsonObject object = QJsonDocument::fromJson(json).object();
        object.insert("of_a_later_release", QJsonObject{{"list", QJsonArray{1, "two"}}});
        return QJsonDocument(object).toJson(QJsonDocument::Compact);
    }
    template <class T>
    static bool canRead(const QByteArray &json)
    {
        return parseJsonAs<T>(json).has_value();
    }

    QList<Call> m_recorded;
};

QTEST_GUILESS_MAIN(TestProtocolSkew)
#include "tst_ProtocolSkew.moc"
