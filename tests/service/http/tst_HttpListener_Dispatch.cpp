#include "tests/service/http/TestService.h"

#include <QSemaphore>

#include <algorithm>
#include <atomic>
#include <stdexcept>

using namespace mergeloom;
using namespace mergeloom::test;

/// Handlers on the pool and on the main thread, and clients that go away under them.
class HttpListenerDispatchTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aBlockingHandlerDoesNotBlockAnotherRequest()
    {
        QSemaphore gate;
        TestService service({}, {TestService::route("GET", "/api/v1/block", [&](const ApiRequest &) {
            gate.acquire();
            return ApiReply::json("free");
        })});
        RawClient blocked(service.port);
        blocked.send(get("/api/v1/block"));
        for (int i = 0; i < 20; ++i)
            QVERIFY(service.answers());
        QVERIFY(blocked.input().isEmpty());
        gate.release();
        QCOMPARE(blocked.read().body, QByteArray("\"free\""));
    }

    void aPooledAnswerAfterAHangUpGoesNowhere()
    {
        QSemaphore gate;
        QSemaphore begun;
        TestService service({}, {TestService::route("GET", "/api/v1/block", [&](const ApiRequest &) {
            begun.release();
            gate.acquire();
            return ApiReply::json("late");
        })});
        {
            RawClient client(service.port);
            client.send(get("/api/v1/block"));
            QTRY_COMPARE(begun.available(), 1);
            client.socket().abort();
        }
        QTRY_COMPARE(service.listener->connections(), 0);
        gate.release();
        QVERIFY(service.answers());
    }

    void hangUpsAtAnyMomentOfPooledAnswersAreSurvived()
    {
        TestService service({}, {TestService::route("GET", "/api/v1/big", [](const ApiRequest &) {
            return ApiReply{200, "text/plain", QByteArray(300'000, 'b'), {}};
        })});
        for (int turns = 0; turns < 60; ++turns) {
            RawClient client(service.port);
            client.send(get("/api/v1/big") + get("/api/v1/big"));
            for (int i = 0; i < turns; ++i)
                QCoreApplication::processEvents();
            client.socket().abort();
        }
        QTRY_COMPARE(service.listener->connections(), 0);
        QVERIFY(service.answers());
    }

    void aHandlerStillRunningDelaysDestructionAndNoMore()
    {
        QSemaphore begun;
        std::atomic<bool> isEnding = false;
        std::atomic<bool> isDone = false;
        TestService service({}, {TestService::route("GET", "/api/v1/slow", [&](const ApiRequest &) {
            begun.release();
            while (!isEnding)
                QThread::yieldCurrentThread();
            isDone = true;
            return ApiReply::json("late");
        })});
        RawClient client(service.port);
        client.send(get("/api/v1/slow"));
        QTRY_COMPARE(begun.available(), 1);
        isEnding = true;
        service.listener.reset();
        QVERIFY(isDone);
    }

    void aFullQueueIsAnsweredWithComeAgain()
    {
        QSemaphore gate;
        HttpOptions options;
        options.poolThreads = 1;
        options.poolQueue = 2;
        TestService service(options, {TestService::route("GET", "/api/v1/block", [&](const ApiRequest &) {
            gate.acquire();
            return ApiReply::json("free");
        })});
        std::vector<std::unique_ptr<RawClient>> waiting;
        for (int i = 0; i < 3; ++i) {
            waiting.push_back(std::make_unique<RawClient>(service.port));
            waiting.back()->send(get("/api/v1/block"));
        }
        RawClient over(service.port);
        // Which of the four comes last is up to the kernel; one of them is turned away.
        over.send(get("/api/v1/block"));
        QTRY_VERIFY(over.input().contains("\r\n\r\n") || std::any_of(waiting.begin(), waiting.end(), [](auto &client) {
            return client->input().contains("\r\n\r\n");
        }));
        gate.release(3);
        int free = 0;
        int busy = 0;
        for (RawClient *client : {waiting[0].get(), waiting[1].get(), waiting[2].get(), &over}) {
            const Answer answer = client->read();
            free += answer.status == 200;
            busy += answer.status == 503 && answer.errorCode() == "unavailable";
        }
        QCOMPARE(free, 3);
        QCOMPARE(busy, 1);
    }

    void anExceptionBecomesAn500_data()
    {
        QTest::addColumn<QByteArray>("path");
        for (const char *path : {"/api/v1/throw", "/api/v1/throw-int", "/api/v1/throw-live"})
            QTest::newRow(path) << QByteArray(path);
    }
    void anExceptionBecomesAn500()
    {
        QFETCH(QByteArray, path);
        TestService service({},
            {TestService::route("GET", "/api/v1/throw",
                 [](const ApiRequest &) -> ApiReply { throw std::runtime_error("secret inside"); }),
                TestService::route("GET", "/api/v1/throw-int", [](const ApiRequest &) -> ApiReply { throw 1; }),
                TestService::live(
                    "GET", "/api/v1/throw-live", [](const ApiRequest &, std::shared_ptr<LiveReply>) { throw 1; })});
        RawClient client(service.port);
        const Answer answer = client.ask(get(path));
        QCOMPARE(answer.status, 500);
        QCOMPARE(answer.errorCode(), QString("internal"));
        QVERIFY(!answer.body.contains("secret"));
        QCOMPARE(client.ask(get("/api/v1/hello")).status, 200);
    }

    void anErrorBecomesItsStatus()
    {
        Route route{
            "GET", "/api/v1/fail", Access::Public, {}, PooledHandler([](const ApiRequest &) -> Result<ApiReply> {
                return failure(ErrorCode::Conflict, "The thing has changed; read it again.", {{"field", "thing"}});
            })};
        TestService service({}, {route});
        RawClient client(service.port);
        const Answer answer = client.ask(get("/api/v1/fail"));
        QCOMPARE(answer.status, 409);
        QCOMPARE(answer.body,
            QByteArray("{\"error\":{\"code\":\"conflict\",\"details\":{\"field\":\"thing\"},"
                       "\"message\":\"The thing has changed; read it again.\"}}"));
    }

    void aLiveHandlerMayAnswerLater()
    {
        std::shared_ptr<LiveReply> waiting;
        int closed = 0;
        TestService service(
            {}, {TestService::live("POST", "/api/v1/lease", [&](const ApiRequest &, std::shared_ptr<LiveReply> reply) {
                reply->onClosed([&] { ++closed; });
                waiting = std::move(reply);
            })});
        RawClient client(service.port);
        client.send(post("/api/v1/lease", "{}") + get("/api/v1/hello"));
        QTRY_VERIFY(waiting);
        QVERIFY(service.answers());
        QVERIFY(client.input().isEmpty()); // the second request waits for its turn
        QVERIFY(waiting->isOpen());
        waiting->finish(ApiReply::json("job"));
        QCOMPARE(closed, 1);
        QVERIFY(!waiting->isOpen());
        waiting->finish(ApiReply::json("again"));
        QCOMPARE(client.read("POST").body, QByteArray("\"job\""));
        QCOMPARE(client.read().body, QByteArray("\"hello\""));
        QCOMPARE(closed, 1);
    }

    void aHangUpIsToldOnceAndTheReplyStaysSafe()
    {
        std::shared_ptr<LiveReply> waiting;
        int closed = 0;
        TestService service(
            {}, {TestService::live("GET", "/api/v1/wait", [&](const ApiRequest &, std::shared_ptr<LiveReply> reply) {
                reply->onClosed([&] { ++closed; });
                waiting = std::move(reply);
            })});
        RawClient client(service.port);
        client.send(get("/api/v1/wait"));
        QTRY_VERIFY(waiting);
        client.socket().abort();
        QTRY_COMPARE(closed, 1);
        QVERIFY(!waiting->isOpen());
        waiting->finish(ApiReply::json("late"));
        waiting->startStream("text/event-stream");
        QVERIFY(!waiting->write("data: x\n\n"));
        waiting->close();
        QCOMPARE(closed, 1);
        bool isToldAtOnce = false;
        waiting->onClosed([&] { isToldAtOnce = true; });
        QVERIFY(isToldAtOnce);
        waiting.reset();
        QVERIFY(service.answers());
    }

    void aHandlerThatForgetsToAnswerIsAnsweredFor()
    {
        TestService service({},
            {TestService::live(
                "GET", "/api/v1/forget", [](const ApiRequest &, const std::shared_ptr<LiveReply> &) {})});
        RawClient client(service.port);
        QCOMPARE(client.ask(get("/api/v1/forget")).status, 500);
        QCOMPARE(client.ask(get("/api/v1/hello")).status, 200);
    }

    void aStreamIsChunkedAndEndsCleanly()
    {
        std::shared_ptr<LiveReply> stream;
        TestService service({}, {streamRoute(stream)});
        RawClient client(service.port);
        client.send(get("/api/v1/stream"));
        QTRY_VERIFY(stream);
        QVERIFY(stream->write("id: 1\n\n"));
        QTRY_VERIFY(client.input().contains("id: 1"));
        QVERIFY(stream->write("id: 2\n\n"));
        stream->close();
        QVERIFY(!stream->write("id: 3\n\n"));
        const Answer answer = client.read();
        QCOMPARE(answer.header("content-type"), QByteArray("text/event-stream"));
        QCOMPARE(answer.header("transfer-encoding"), QByteArray("chunked"));
        QCOMPARE(answer.header("cache-control"), QByteArray("no-store"));
        QVERIFY(!answer.header("content-security-policy").isEmpty());
        QCOMPARE(answer.body, QByteArray("id: 1\n\nid: 2\n\n"));
        QCOMPARE(client.ask(get("/api/v1/hello")).status, 200);
    }

    void aStreamOverHttp10EndsWithTheConnection()
    {
        std::shared_ptr<LiveReply> stream;
        TestService service({}, {streamRoute(stream)});
        RawClient client(service.port);
        client.send("GET /api/v1/stream HTTP/1.0\r\nHost: localhost\r\nConnection: keep-alive\r\n\r\n");
        QTRY_VERIFY(stream);
        QVERIFY(stream->write("id: 1\n\n"));
        stream->close();
        const Answer answer = client.read();
        QCOMPARE(answer.header("connection"), QByteArray("close"));
        QVERIFY(answer.header("transfer-encoding").isEmpty());
        QCOMPARE(answer.body, QByteArray("id: 1\n\n"));
        QVERIFY(client.isEnded());
    }

    void aStreamAskedForByHeadHasNoBody()
    {
        std::shared_ptr<LiveReply> stream;
        TestService service({}, {streamRoute(stream)});
        RawClient client(service.port);
        QCOMPARE(client.ask("HEAD /api/v1/stream HTTP/1.1\r\nHost: localhost\r\n\r\n", "HEAD").status, 200);
        QVERIFY(!stream->write("id: 1\n\n"));
        QCOMPARE(client.ask(get("/api/v1/hello")).status, 200);
    }

    void aStreamWhoseReaderHangsUpIsToldOnce()
    {
        int closed = 0;
        std::shared_ptr<LiveReply> stream;
        TestService service({}, {streamRoute(stream)});
        for (int written = 0; written < 20; ++written) {
            RawClient client(service.port);
            client.send(get("/api/v1/stream"));
            QTRY_VERIFY(stream);
            stream->onClosed([&] { ++closed; });
            for (int i = 0; i < written; ++i)
                stream->write("data: something\n\n");
            client.socket().abort();
            while (stream->write("data: into the void\n\n"))
                QCoreApplication::processEvents();
            QTRY_COMPARE(closed, written + 1);
            stream.reset();
        }
        QVERIFY(service.answers());
    }

    void openStreamsDoNotOutliveTheListener()
    {
        std::shared_ptr<LiveReply> stream;
        int closed = 0;
        TestService service({}, {streamRoute(stream)});
        RawClient client(service.port);
        client.send(get("/api/v1/stream"));
        QTRY_VERIFY(stream);
        stream->onClosed([&] { ++closed; });
        service.listener.reset();
        QCOMPARE(closed, 1);
        QVERIFY(!stream->write("data: late\n\n"));
        QVERIFY(client.isEnded());
    }

    void aRequestCarriesWhatTheClientSent()
    {
        TestService service({}, {TestService::route("GET", "/api/v1/query", [](const ApiRequest &request) {
            const Result<qint64> limit = request.queryInteger("limit", 50, 1, 100);
            return limit ? ApiReply::json(QJsonArray{request.queryText("q"), *limit, request.remoteAddress})
                         : ApiReply::error(limit.error());
        })});
        RawClient client(service.port);
        QCOMPARE(
            client.ask(get("/api/v1/query?q=a%20b+c%2Bd%26e")).body, QByteArray("[\"a b c+d&e\",50,\"127.0.0.1\"]"));
        QCOMPARE(client.ask(get("/api/v1/query?limit=7")).body, QByteArray("[\"\",7,\"127.0.0.1\"]"));
        for (const char *query : {"limit=0", "limit=101", "limit=x", "limit="})
            QCOMPARE(client.ask(get(QByteArray("/api/v1/query?") + query)).status, 400);
    }

private:
    static Route streamRoute(std::shared_ptr<LiveReply> &stream)
    {
        return TestService::live("GET", "/api/v1/stream", [&](const ApiRequest &, std::shared_ptr<LiveReply> reply) {
            stream = std::move(reply);
            stream->startStream("text/event-stream");
        });
    }
};

QTEST_GUILESS_MAIN(HttpListenerDispatchTest)
#include "tst_HttpListener_Dispatch.moc"
