#include "service/controlplane/ControlPlaneClient.h"
#include "shared/core/Log.h"
#include "tests/service/platform/RawServer.h"

#include <QTest>

using namespace mergeloom;

class ControlPlaneClientTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theTokenThatItIsGivenIsHiddenFromTheLog()
    {
        const QString token = QStringLiteral("plain-words-of-a-worker");
        const protocol::EnrollAnswer given{WorkerId::make(), token, 15, 60};
        const RawServer server([&](QTcpSocket &socket, const QByteArray &) {
            const QByteArray body = compactJsonOf(given);
            RawServer::say(socket,
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: "
                    + QByteArray::number(body.size()) + "\r\n\r\n" + body);
        });
        ControlPlaneClient client(server.url(QString()), QStringLiteral("cluster"), std::chrono::seconds(10));
        bool isEnrolled = false;
        client.enroll({"local", {}, "executor-1", "0.1", "linux", {}},
            [&](const Result<protocol::EnrollAnswer> &answer) { isEnrolled = answer.has_value(); });
        QTRY_VERIFY_WITH_TIMEOUT(isEnrolled, 10'000);
        QCOMPARE(log::withoutSecrets(token), QStringLiteral("[redacted:worker token]"));
    }
};

QTEST_GUILESS_MAIN(ControlPlaneClientTest)
#include "tst_ControlPlaneClient.moc"
