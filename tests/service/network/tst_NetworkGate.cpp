#include "tests/service/network/GateFixture.h"

#include <QTest>

using namespace std::chrono_literals;

class TestNetworkGate : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aListedHostIsReachedByAPlainRequest();
    void aListedHostIsReachedThroughATunnel();
    void aHostThatIsNotListedIsRefusedAndTold();
    void aNameThatLeadsInsideIsRefused();
    void theCheckedAddressIsTheOneConnectedTo();
    void addressesAreRefusedUnlessListed();
    void anOddRequestIsRefused();
    void aSecondRequestOnTheSameConnectionIsNotServed();
    void interimAnswersAndABodyPass();
    void aPermittedHostThatIsAwayIsToldApart();
    void theWorkersOwnProxyIsUsed();
};

void TestNetworkGate::aListedHostIsReachedByAPlainRequest()
{
    RawServer server([](QTcpSocket &socket, const QByteArray &) {
        RawServer::say(socket, "HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nContent-Length: 5\r\n\r\nhello");
        socket.disconnectFromHost();
    });
    Way way(hostsWith(server, {"files.example"}), knowing({"files.example"}));
    QCOMPARE(way.ask(get("Files.Example", portOf(server))),
        QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello"));
    QCOMPARE(server.lastRequest(),
        "GET /x HTTP/1.1\r\nHost: files.example:" + portOf(server) + "\r\nConnection: close\r\n\r\n");
    const NetworkUse use = way.gate.close();
    QCOMPARE(use.hosts.size(), 1);
    QCOMPARE(use.hosts.first().host, QStringLiteral("files.example"));
    QCOMPARE(use.hosts.first().connections, 1);
    QVERIFY(use.hosts.first().sent > 40 && use.hosts.first().received > 40);
    QCOMPARE(use.refused, 0);
    QCOMPARE(way.reasons(), QStringList());
}

void TestNetworkGate::aListedHostIsReachedThroughATunnel()
{
    RawServer server([](QTcpSocket &socket, const QByteArray &request) {
        RawServer::say(socket, "you said " + request);
        socket.disconnectFromHost();
    });
    Way way(hostsWith(server, {"files.example"}), knowing({"files.example"}));
    const auto client = way.client();
    QVERIFY(client);
    client->write(dial("files.example", portOf(server)) + "early\r\n\r\n");
    QCOMPARE(Way::rest(*client), QByteArray("HTTP/1.1 200 Connection established\r\n\r\nyou said early\r\n\r\n"));
    QCOMPARE(way.gate.close().hosts.first().received, 18);
}

void TestNetworkGate::aHostThatIsNotListedIsRefusedAndTold()
{
    RawServer server([](QTcpSocket &socket, const QByteArray &) { RawServer::hold(socket); });
    Way way(hostsWith(server, {"files.example"}), knowing({"files.example", "evil.example"}));
    const QByteArray answer = way.ask(dial("evil.example", portOf(server)));
    QVERIFY2(answer.startsWith("HTTP/1.1 403 Forbidden by the network policy"), answer.constData());
    QVERIFY2(answer.contains("evil.example:" + portOf(server) + " is not on the list"), answer.constData());
    QVERIFY(way.ask(get("files.example", "80")).startsWith("HTTP/1.1 403 "));
    QCOMPARE(way.reasons(),
        QStringList({QStringLiteral("evil.example:%1 not_listed").arg(server.url().port()),
            QStringLiteral("files.example:80 not_listed")}));
    QCOMPARE(way.gate.close().refused, 2);
    QCOMPARE(server.requests(), 0);
}

void TestNetworkGate::aNameThatLeadsInsideIsRefused()
{
    RawServer server([](QTcpSocket &socket, const QByteArray &) { RawServer::hold(socket); });
    const QString name = QStringLiteral("files.example:%1").arg(server.url().port());
    for (const char *address :
        {"127.0.0.1", "::1", "::ffff:127.0.0.1", "10.0.0.1", "169.254.169.254", "fd00:ec2::254"}) {
        Way way({name}, knowing({"files.example"}, address), {"*:*"});
        const QByteArray answer = way.ask(dial("files.example", portOf(server)));
        QVERIFY2(answer.startsWith("HTTP/1.1 403 "), answer.constData());
        QCOMPARE(way.reasons(), QStringList(QStringLiteral("%1 private_address").arg(name)));
    }
    QCOMPARE(server.requests(), 0);
}

void TestNetworkGate::theCheckedAddressIsTheOneConnectedTo()
{
    RawServer server([](QTcpSocket &socket, const QByteArray &) {
        RawServer::say(socket, "HTTP/1.1 204 No Content\r\n\r\n");
        socket.disconnectFromHost();
    });
    GateOptions options;
    // 127.0.0.9 is refused, nobody listens at 127.0.0.2, 127.0.0.1 answers.
    options.knownHosts.insert(
        "files.example", {QHostAddress("127.0.0.9"), QHostAddress("127.0.0.2"), QHostAddress("127.0.0.1")});
    const QStringList hosts{QStringLiteral("files.example:%1").arg(server.url().port()), "127.0.0.0/30"};
    Way way(hosts, options);
    QVERIFY(way.ask(get("files.example", portOf(server))).startsWith("HTTP/1.1 204 "));
}

void TestNetworkGate::addressesAreRefusedUnlessListed()
{
    RawServer server([](QTcpSocket &socket, const QByteArray &) {
        RawServer::say(socket, "HTTP/1.1 204 No Content\r\n\r\n");
        socket.disconnectFromHost();
    });
    const QString port = QString::number(server.url().port());
    Way named({"127.0.0.1:" + port});
    QVERIFY(named.ask(get("127.0.0.1", portOf(server))).startsWith("HTTP/1.1 204 "));
    QVERIFY(named.ask(get("[::ffff:127.0.0.1]", portOf(server))).startsWith("HTTP/1.1 204 ")); // the same address
    QVERIFY(named.ask(dial("127.0.0.2", portOf(server))).startsWith("HTTP/1.1 403 "));
    QVERIFY(named.ask(dial("127.1", portOf(server))).startsWith("HTTP/1.1 400 "));
    QVERIFY(named.ask(dial("2130706433", portOf(server))).startsWith("HTTP/1.1 400 "));
    QVERIFY(named.ask(dial("localhost", portOf(server))).startsWith("HTTP/1.1 403 "));
    Way every({"*:*"});
    QVERIFY(every.ask(dial("127.0.0.1", portOf(server))).startsWith("HTTP/1.1 403 "));
    QVERIFY(every.ask(dial("[::1]", portOf(server))).startsWith("HTTP/1.1 403 "));
    QVERIFY(every.ask(dial("localhost", portOf(server))).startsWith("HTTP/1.1 403 "));
}

void TestNetworkGate::anOddRequestIsRefused()
{
    Way way({"*:*"});
    for (const char *request :
        {"GET / HTTP/1.1\r\nHost: a.example\r\n\r\n", "\x16\x03\x01\r\n\r\n",
            "GET http://a.example/ HTTP/1.1\r\nHost: b.example\r\n\r\n",
            "POST http://a.example/ HTTP/1.1\r\nHost: a.example\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n"})
        QVERIFY(way.ask(request).startsWith("HTTP/1.1 400 "));
    QCOMPARE(way.reasons(), QStringList(4, QStringLiteral(":0 bad_request")));
}

void TestNetworkGate::aSecondRequestOnTheSameConnectionIsNotServed()
{
    QByteArray seen;
    RawServer server([&seen](QTcpSocket &socket, const QByteArray &request) {
        seen = request;
        while (socket.waitForReadyRead(300)) // what was smuggled would come now
            seen += socket.readAll();
        RawServer::say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        socket.disconnectFromHost();
    });
    Way way(hostsWith(server, {"files.example"}), knowing({"files.example"}));
    const QByteArray port = portOf(server);
    const QByteArray first = "POST http://files.example:" + port + "/ HTTP/1.1\r\nHost: files.example:" + port
        + "\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n";
    const QByteArray answer = way.ask(first + get("evil.example", port));
    QVERIFY2(answer.startsWith("HTTP/1.1 200 "), answer.constData());
    QCOMPARE(answer.count("HTTP/1.1"), 1);
    way.gate.close();
    QVERIFY2(seen.endsWith("\r\n\r\n3\r\nabc\r\n0\r\n\r\n"), seen.constData());
}

void TestNetworkGate::interimAnswersAndABodyPass()
{
    RawServer server([](QTcpSocket &socket, const QByteArray &) {
        RawServer::say(socket, "HTTP/1.1 100 Continue\r\n\r\n");
        QByteArray body;
        while (!body.contains("0\r\n\r\n") && socket.waitForReadyRead(5000))
            body += socket.readAll();
        if (body == "5\r\nhello\r\n0\r\n\r\n")
            RawServer::say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        socket.disconnectFromHost();
    });
    Way way(hostsWith(server, {"files.example"}), knowing({"files.example"}));
    const auto client = way.client();
    QVERIFY(client);
    client->write("POST http://files.example:" + portOf(server) + "/ HTTP/1.1\r\nHost: files.example:" + portOf(server)
        + "\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n");
    QCOMPARE(Way::until(*client, "\r\n\r\n"), QByteArray("HTTP/1.1 100 Continue\r\n\r\n"));
    client->write("5\r\nhello\r\n0\r\n\r\n");
    QVERIFY(Way::rest(*client).endsWith("Connection: close\r\n\r\nok"));
}

void TestNetworkGate::aPermittedHostThatIsAwayIsToldApart()
{
    Way way({"127.0.0.1:1", "gone.invalid:80"}, {}, {"*:*", "127.0.0.1:*"});
    const QByteArray refused = way.ask(dial("127.0.0.1", "1"));
    QVERIFY2(
        refused.startsWith("HTTP/1.1 502 ") && refused.contains("may be reached, but cannot be"), refused.constData());
    GateOptions nowhere;
    nowhere.knownHosts.insert("gone.invalid", {});
    Way lost({"gone.invalid"}, nowhere);
    QVERIFY(lost.ask(get("gone.invalid", "80")).startsWith("HTTP/1.1 502 "));
    QCOMPARE(way.reasons() + lost.reasons(), QStringList({"127.0.0.1:1 unreachable", "gone.invalid:80 unresolved"}));
}

void TestNetworkGate::theWorkersOwnProxyIsUsed()
{
    RawServer upstream([](QTcpSocket &socket, const QByteArray &request) {
        if (request.startsWith("CONNECT ")) {
            RawServer::say(socket, "HTTP/1.1 200 OK\r\n\r\n");
            return;
        }
        RawServer::say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nupstream");
        socket.disconnectFromHost();
    });
    GateOptions options;
    options.upstream.http = options.upstream.https =
        QStringLiteral("http://me:word@127.0.0.1:%1").arg(upstream.url().port());
    Way way({"files.example"}, options, {"*"});
    QVERIFY(way.ask(get("files.example", "80")).endsWith("upstream"));
    QVERIFY2(upstream.lastRequest().startsWith("GET http://files.example/x HTTP/1.1\r\nHost: files.example\r\n")
            && upstream.lastRequest().contains("Proxy-Authorization: Basic bWU6d29yZA==\r\n"),
        upstream.lastRequest().constData());
    const auto client = way.client();
    client->write(dial("files.example", "443"));
    QCOMPARE(Way::until(*client, "\r\n\r\n"), QByteArray("HTTP/1.1 200 Connection established\r\n\r\n"));
    QVERIFY2(upstream.lastRequest().startsWith("CONNECT files.example:443 HTTP/1.1\r\n"),
        upstream.lastRequest().constData());
    client->abort();
    QVERIFY(way.ask(dial("evil.example", "443")).startsWith("HTTP/1.1 403 ")); // the list counts all the same
}

QTEST_GUILESS_MAIN(TestNetworkGate)
#include "tst_NetworkGate.moc"
