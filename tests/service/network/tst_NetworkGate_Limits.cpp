#include "tests/service/network/GateFixture.h"

#include <QTest>

using namespace std::chrono_literals;

class TestNetworkGateLimits : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aHeadWithoutEndIsCutOff();
    void aSilentClientIsLeft();
    void aSilentTunnelIsLeft();
    void tooManyConnectionsAreRefused();
    void theBytesOfACommandEnd();
    void muchGoesThroughWithoutBeingHeldInMemory();
    void onlySoManyRefusalsAreTold();
    void closingEndsWhatIsOpen();
};

void TestNetworkGateLimits::aHeadWithoutEndIsCutOff()
{
    GateOptions options;
    options.limits.headBytes = 1000;
    Way way({"*:*"}, options);
    QVERIFY(way.ask("GET http://a.example/" + QByteArray(5000, 'x')).startsWith("HTTP/1.1 400 "));
}

void TestNetworkGateLimits::aSilentClientIsLeft()
{
    GateOptions options;
    options.limits.headTime = 100ms;
    Way way({"*:*"}, options);
    QCOMPARE(way.ask("GET http://a.example/"), QByteArray());
}

void TestNetworkGateLimits::aSilentTunnelIsLeft()
{
    RawServer server([](QTcpSocket &socket, const QByteArray &) { RawServer::hold(socket); });
    GateOptions options = knowing({"files.example"});
    options.limits.idleTime = 100ms;
    Way way(hostsWith(server, {"files.example"}), options);
    QCOMPARE(way.ask(dial("files.example", portOf(server))), QByteArray("HTTP/1.1 200 Connection established\r\n\r\n"));
}

void TestNetworkGateLimits::tooManyConnectionsAreRefused()
{
    GateOptions options;
    options.limits.connections = 2;
    Way way({"*:*"}, options);
    const auto first = way.client();
    const auto second = way.client();
    QVERIFY(first && second);
    QVERIFY(way.ask("").startsWith("HTTP/1.1 503 "));
    QCOMPARE(way.reasons(), QStringList(QStringLiteral(":0 too_many_connections")));
    first->abort();
    // One that went away makes room.
    bool isServed = false; // a condition is asked once more at its end
    QTRY_VERIFY((isServed = isServed || way.ask("GET / HTTP/1.1\r\n\r\n").startsWith("HTTP/1.1 400 ")));
}

void TestNetworkGateLimits::theBytesOfACommandEnd()
{
    RawServer server([](QTcpSocket &socket, const QByteArray &) {
        RawServer::say(socket, "HTTP/1.1 200 OK\r\n\r\n" + QByteArray(200'000, 'x'));
        socket.disconnectFromHost();
    });
    GateOptions options = knowing({"files.example"});
    options.limits.bytes = 100'000;
    Way way(hostsWith(server, {"files.example"}), options);
    QVERIFY(way.ask(get("files.example", portOf(server))).size() < 200'000);
    QCOMPARE(way.reasons(), QStringList(QStringLiteral("files.example:%1 byte_limit").arg(server.url().port())));
}

void TestNetworkGateLimits::muchGoesThroughWithoutBeingHeldInMemory()
{
    constexpr qint64 much = 64 << 20;
    std::atomic<qint64> said = 0;
    RawServer server([&said](QTcpSocket &socket, const QByteArray &) {
        const QByteArray piece(1 << 20, 'x');
        for (; said < much && socket.state() == QTcpSocket::ConnectedState; said += piece.size())
            RawServer::say(socket, piece);
        socket.disconnectFromHost();
        while (socket.state() != QTcpSocket::UnconnectedState && socket.waitForDisconnected(1000)) {
        }
    });
    Way way(hostsWith(server, {"files.example"}), knowing({"files.example"}));
    const auto client = way.client();
    QVERIFY(client);
    client->setReadBufferSize(64 << 10);
    client->write(dial("files.example", portOf(server)) + "go\r\n\r\n");
    const QByteArray greeting = Way::until(*client, "\r\n\r\n");
    // Nobody reads: the sender must come to a stand long before all is said.
    qint64 before = -1;
    QTRY_VERIFY_WITH_TIMEOUT(std::exchange(before, said.load()) == said.load() && before > 0, 20'000);
    QTest::qWait(200);
    QVERIFY2(said < much / 2, qPrintable(QString::number(said)));
    qint64 read = greeting.size() - qint64(strlen("HTTP/1.1 200 Connection established\r\n\r\n"));
    while (client->bytesAvailable() > 0 || client->waitForReadyRead(10'000))
        read += client->readAll().size();
    QCOMPARE(read, much);
    QCOMPARE(way.gate.close().hosts.first().received, much);
}

void TestNetworkGateLimits::onlySoManyRefusalsAreTold()
{
    GateOptions options;
    options.limits.reported = 3;
    Way way({}, options);
    for (int i = 0; i < 5; ++i)
        QVERIFY(way.ask(dial("a.example", "443")).startsWith("HTTP/1.1 403 "));
    QCOMPARE(way.gate.close().refused, 5);
    QCOMPARE(way.reasons().size(), 3);
}

void TestNetworkGateLimits::closingEndsWhatIsOpen()
{
    RawServer server([](QTcpSocket &socket, const QByteArray &) { RawServer::hold(socket); });
    Way way(hostsWith(server, {"files.example"}), knowing({"files.example"}));
    const auto client = way.client();
    client->write(dial("files.example", portOf(server)));
    QVERIFY(Way::until(*client, "\r\n\r\n").contains(" 200 "));
    way.gate.close();
    QCOMPARE(Way::rest(*client), QByteArray());
    QTRY_VERIFY(!way.client());
    QCOMPARE(way.gate.close().hosts.size(), 0); // nothing twice
}

QTEST_GUILESS_MAIN(TestNetworkGateLimits)
#include "tst_NetworkGate_Limits.moc"
