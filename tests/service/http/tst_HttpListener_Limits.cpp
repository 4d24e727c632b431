#include "tests/service/http/TestService.h"

#include <sys/resource.h>

using namespace mergeloom;
using namespace mergeloom::test;
using namespace std::chrono_literals;

namespace {
/// AddressSanitizer keeps freed memory aside to find late uses, so there the peak says nothing.
bool isFlat(qint64 before, qint64 megabytes)
{
#ifdef __SANITIZE_ADDRESS__
    Q_UNUSED(before);
    Q_UNUSED(megabytes);
    return true;
#else
    return peakMemory() - before < megabytes * 1024 * 1024;
#endif
}
} // namespace

/// What a client may take of the service, and what happens beyond it.
class HttpListenerLimitsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        rlimit files{};
        getrlimit(RLIMIT_NOFILE, &files);
        files.rlim_cur = qMin<rlim_t>(files.rlim_max, 8192);
        setrlimit(RLIMIT_NOFILE, &files);
        m_mayOpen = qint64(files.rlim_cur);
    }

    void refusesA512MegabyteBodyWithoutTakingMemory()
    {
        TestService service;
        QVERIFY(service.answers());
        const qint64 before = peakMemory();
        RawClient client(service.port);
        client.send("POST /api/v1/echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 536870912\r\n\r\n");
        const QByteArray piece(256 * 1024, 'x');
        qint64 sent = 0;
        while (sent < 512 * 1024 * 1024 && client.socket().state() == QTcpSocket::ConnectedState) {
            client.send(piece);
            sent += piece.size();
            QVERIFY(QTest::qWaitFor(
                [&] { return client.unsent() == 0 || client.socket().state() != QTcpSocket::ConnectedState; }, 10000));
        }
        QCOMPARE(client.read("POST").status, 413);
        QVERIFY2(isFlat(before, 20), qPrintable(QString::number(peakMemory() - before)));
        QVERIFY(service.answers());
    }

    void keepsMemoryFlatForASenderWhoGoesOnBehindItsRequest()
    {
        TestService service({},
            {TestService::live("GET", "/api/v1/wait",
                [this](const ApiRequest &, std::shared_ptr<LiveReply> reply) { m_reply = reply; })});
        RawClient client(service.port);
        client.send(get("/api/v1/wait"));
        QTRY_VERIFY(m_reply);
        const qint64 before = peakMemory();
        const QByteArray piece(256 * 1024, 'x');
        for (int i = 0; i < 256; ++i) {
            client.send(piece);
            if (!QTest::qWaitFor([&] { return client.unsent() == 0; }, 200))
                break; // the service has stopped reading, which is as good
        }
        QVERIFY2(isFlat(before, 20), qPrintable(QString::number(peakMemory() - before)));
        m_reply->finish(ApiReply::json("late"));
        m_reply.reset();
        QCOMPARE(client.read().status, 200);
    }

    void keepsMemoryFlatForABodyThatNobodyMaySend()
    {
        TestService service({},
            {TestService::route(
                "POST", "/api/v1/private", [](const ApiRequest &) { return ApiReply::noContent(); }, Access::Admin)});
        RawClient client(service.port);
        client.send("POST /api/v1/private HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4000000\r\n\r\n");
        // Refused on the head alone: nothing of the body was sent.
        QCOMPARE(client.read("POST").status, 401);
    }

    void takesALargeBodyWhereThePrefixAllowsIt()
    {
        HttpOptions options;
        options.bodySize = 1000;
        options.bodySizes.insert("/api/v1/echo", 5'000'000);
        TestService service(options,
            {TestService::route("POST", "/api/v1/other", [](const ApiRequest &) { return ApiReply::noContent(); })});
        RawClient client(service.port);
        const QByteArray body(4'999'999, 'b');
        const Answer answer = client.ask(post("/api/v1/echo", body), "POST");
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.body.size(), body.size());
        QCOMPARE(client.ask(post("/api/v1/other", QByteArray(1001, 'b')), "POST").status, 413);
    }

    void refuses100000Headers()
    {
        TestService service;
        const qint64 before = peakMemory();
        RawClient client(service.port);
        QByteArray request = "GET /api/v1/hello HTTP/1.1\r\nHost: localhost\r\n";
        for (int i = 0; i < 100'000; ++i)
            request += "X-" + QByteArray::number(i) + ": v\r\n";
        const Answer answer = client.ask(request + "\r\n");
        QCOMPARE(answer.status, 431);
        QVERIFY2(isFlat(before, 20), qPrintable(QString::number(peakMemory() - before)));
        QVERIFY(service.answers());
    }

    void takesHeadersUpToTheLimitAndNoMore()
    {
        TestService service;
        QByteArray headers;
        for (int i = 0; i < 99; ++i)
            headers += "X-" + QByteArray::number(i) + ": v\r\n";
        RawClient client(service.port);
        const Answer answer = client.ask(get("/api/v1/headers", headers));
        QCOMPARE(answer.status, 200);
        QCOMPARE(QJsonDocument::fromJson(answer.body).object().size(), 100);
        QCOMPARE(client.ask(get("/api/v1/headers", headers + "X-99: v\r\n")).status, 431);
    }

    void takesOneLongHeaderWithItsBody()
    {
        TestService service;
        RawClient client(service.port);
        const Answer answer =
            client.ask(post("/api/v1/echo", "body", "X-Long: " + QByteArray(31'000, 'v') + "\r\n"), "POST");
        QCOMPARE(answer.body, QByteArray("body"));
    }

    void endsWhoSendsHalfAHead()
    {
        HttpOptions options;
        options.headTime = 100ms;
        TestService service(options);
        RawClient client(service.port);
        client.send("GET /api/v1/hello HTTP/1.1\r\nHost: loc");
        QCOMPARE(client.read().status, 408);
        QVERIFY(client.isEnded());
    }

    void countsTheHeadTimeFromItsFirstByte()
    {
        HttpOptions options;
        options.headTime = 200ms;
        TestService service(options);
        RawClient client(service.port);
        const QByteArray slow = get("/api/v1/hello", "X-Long: " + QByteArray(2000, 'x') + "\r\n");
        qsizetype sent = 0;
        // One byte each turn of the loop, so that a timer started anew by each byte would never fire.
        QVERIFY(QTest::qWaitFor(
            [&] {
                if (sent < slow.size() - 1 && client.socket().state() == QTcpSocket::ConnectedState)
                    client.send(slow.mid(sent++, 1));
                return client.input().startsWith("HTTP/1.1 408");
            },
            10000));
    }

    void endsWhoSendsHalfABody()
    {
        HttpOptions options;
        options.bodyTime = 100ms;
        TestService service(options);
        RawClient client(service.port);
        client.send("POST /api/v1/echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nhalf");
        QCOMPARE(client.read("POST").status, 408);
        QVERIFY(client.isEnded());
    }

    void endsAnIdleConnectionWithoutAWord()
    {
        HttpOptions options;
        options.idleTime = 100ms;
        TestService service(options);
        RawClient fresh(service.port);
        RawClient used(service.port);
        QCOMPARE(used.ask(get("/api/v1/hello")).status, 200);
        QVERIFY(fresh.isEnded());
        QVERIFY(used.isEnded());
        QVERIFY(fresh.input().isEmpty());
        QVERIFY(used.input().isEmpty());
        QTRY_COMPARE(service.listener->connections(), 0);
    }

    void endsWhoDoesNotReadAnAnswer()
    {
        HttpOptions options;
        options.writeTime = 200ms;
        TestService service(options, {TestService::route("GET", "/api/v1/big", [](const ApiRequest &) {
            return ApiReply{200, "application/octet-stream", QByteArray(64 * 1024 * 1024, 'b'), {}};
        })});
        RawClient client(service.port);
        client.socket().setReadBufferSize(1);
        client.send(get("/api/v1/big"));
        QTRY_COMPARE(service.listener->connections(), 1);
        QTRY_COMPARE(service.listener->connections(), 0);
        QVERIFY(service.answers());
    }

    void staysUpUnder1000IdleConnections()
    {
        if (m_mayOpen < 2200)
            QSKIP("this host allows too few open files");
        HttpOptions options;
        options.connections = 1100;
        TestService service(options);
        QVERIFY(service.answers());
        const qint64 before = peakMemory();
        std::vector<std::unique_ptr<QTcpSocket>> idle;
        for (int i = 0; i < 1000; ++i) {
            idle.push_back(std::make_unique<QTcpSocket>());
            idle.back()->connectToHost(QHostAddress::LocalHost, service.port);
        }
        QTRY_COMPARE_WITH_TIMEOUT(service.listener->connections(), 1000, 20000);
        QVERIFY2(isFlat(before, 60), qPrintable(QString::number(peakMemory() - before)));
        QVERIFY(service.answers());
        for (const auto &socket : idle)
            QCOMPARE(socket->state(), QTcpSocket::ConnectedState);
    }

    void tellsWhoComesOverTheLimitToComeAgain()
    {
        HttpOptions options;
        options.connections = 3;
        TestService service(options);
        RawClient a(service.port), b(service.port), c(service.port);
        QTRY_COMPARE(service.listener->connections(), 3);
        RawClient over(service.port);
        const Answer answer = over.read();
        if (!isOverTls()) { // without a handshake nothing can be said
            QCOMPARE(answer.status, 503);
            QCOMPARE(answer.header("retry-after"), QByteArray("1"));
        }
        QVERIFY(over.isEnded());
        a.socket().abort();
        QTRY_COMPARE(service.listener->connections(), 2);
        QVERIFY(service.answers());
    }

    void endsTheLongestIdleToMakeRoom()
    {
        HttpOptions options;
        options.connections = 2;
        options.idleGrace = 0ms;
        TestService service(options);
        RawClient first(service.port);
        QTRY_COMPARE(service.listener->connections(), 1);
        QElapsedTimer apart; // so that the two are not equally old
        apart.start();
        QTRY_VERIFY(apart.elapsed() > 5);
        RawClient second(service.port);
        QTRY_COMPARE(service.listener->connections(), 2);
        QVERIFY(service.answers());
        QVERIFY(first.isEnded());
        QCOMPARE(second.socket().state(), QTcpSocket::ConnectedState);
    }

    void dropsASlowReaderOfAStreamAndServesTheOthers()
    {
        QList<std::shared_ptr<LiveReply>> streams;
        int closed = 0;
        TestService service(
            {}, {TestService::live("GET", "/api/v1/stream", [&](const ApiRequest &, std::shared_ptr<LiveReply> reply) {
                reply->startStream("text/event-stream");
                reply->onClosed([&] { ++closed; });
                streams.append(std::move(reply));
            })});
        RawClient slow(service.port);
        slow.socket().setReadBufferSize(1);
        slow.send(get("/api/v1/stream"));
        QTRY_COMPARE(streams.size(), 1);
        RawClient quick(service.port);
        quick.send(get("/api/v1/stream"));
        QTRY_COMPARE(streams.size(), 2);
        const qint64 before = peakMemory();
        const QByteArray event(64 * 1024, 'e');
        bool slowTakes = true;
        for (int i = 0; i < 1000 && slowTakes; ++i) {
            slowTakes = streams[0]->write(event);
            QVERIFY(streams[1]->write(event));
            QTRY_VERIFY(!quick.input().isEmpty());
            quick.input().clear();
        }
        QVERIFY(!slowTakes);
        QTRY_COMPARE(closed, 1);
        QVERIFY(!streams[0]->isOpen());
        QVERIFY(streams[1]->isOpen());
        QVERIFY2(isFlat(before, 20), qPrintable(QString::number(peakMemory() - before)));
        QTRY_COMPARE(service.listener->connections(), 1);
        streams.clear();
    }

private:
    qint64 m_mayOpen = 0;
    std::shared_ptr<LiveReply> m_reply;
};

QTEST_GUILESS_MAIN(HttpListenerLimitsTest)
#include "tst_HttpListener_Limits.moc"
