#include "service/platform/HttpClient.h"
#include "tests/service/platform/RawServer.h"

#include <QElapsedTimer>
#include <QTest>

using namespace mergeloom;
using namespace std::chrono_literals;

namespace {

HttpRequest to(const RawServer &server)
{
    HttpRequest request;
    request.url = server.url();
    request.timeouts = {.connect = 2s, .firstByte = 5s, .silence = 5s, .whole = 20s};
    return request;
}

} // namespace

class HttpClientTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sendsMethodHeadersAndBody();
    void answersWithStatusHeadersAndBody();
    void streamsPiecesAsTheyCome();
    void bodyOfARefusalIsInTheAnswerNotInTheStream();
    void statusIsNoError_data();
    void statusIsNoError();
    void doesNotFollowRedirects();
    void cutAnswerIsUnavailable_data();
    void cutAnswerIsUnavailable();
    void requestIsNeverSentTwice();
    void refusedConnectionIsUnavailable();
    void silenceBeforeTheAnswerTimesOut();
    void silenceInTheAnswerTimesOut();
    void wholeTimeIsLimited();
    void isCancelledAtOnce();
    void keepsTheBodyLimit();
    void slowReaderHoldsTheSenderBack();
    void refusesWhatIsNoRequest_data();
    void refusesWhatIsNoRequest();
    void worksOnAnyThread();
};

void HttpClientTest::sendsMethodHeadersAndBody()
{
    RawServer server(
        [](QTcpSocket &socket, const QByteArray &) { RawServer::say(socket, "HTTP/1.1 204 No Content\r\n\r\n"); });
    HttpRequest request = to(server);
    request.method = "POST";
    request.headers = {{"X-Api-Key", "abc"}, {"Content-Type", "application/json"}, {"X-Many", "1"}, {"X-Many", "2"}};
    request.body = "{\"a\":1}";
    HttpClient client;
    const auto answer = client.send(request, {});
    QVERIFY2(answer, answer ? "" : qPrintable(answer.error().message));
    QCOMPARE(answer->status, 204);
    const QByteArray sent = server.lastRequest();
    QVERIFY(sent.startsWith("POST / HTTP/1.1\r\n"));
    QVERIFY(sent.endsWith("\r\n\r\n{\"a\":1}"));
    const QByteArray lower = sent.toLower();
    for (const char *line : {"x-api-key: abc\r\n", "content-type: application/json\r\n", "x-many: 1\r\nx-many: 2\r\n",
             "content-length: 7\r\n", "accept-encoding: identity\r\n", "user-agent: mergeloom-worker/"})
        QVERIFY2(lower.contains(line), sent.constData());
    QVERIFY(!lower.contains("upgrade:"));
}

void HttpClientTest::answersWithStatusHeadersAndBody()
{
    RawServer server([](QTcpSocket &socket, const QByteArray &) {
        RawServer::say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-Request-Id: Req-1\r\n\r\nhello");
    });
    HttpClient client;
    const auto answer = client.send(to(server), {});
    QVERIFY(answer);
    QCOMPARE(answer->status, 200);
    QCOMPARE(answer->body, QByteArray("hello"));
    QCOMPARE(answer->header("x-request-id"), QByteArray("Req-1"));
    QCOMPARE(answer->header("x-none"), QByteArray());
}

void HttpClientTest::streamsPiecesAsTheyCome()
{
    // The server sends each piece only after the one before was seen.
    std::atomic<int> seen = 0;
    RawServer server([&](QTcpSocket &socket, const QByteArray &) {
        RawServer::say(
            socket, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: text/event-stream\r\n\r\n");
        for (int i = 1; i <= 3; ++i) {
            RawServer::say(socket, "5\r\ndata" + QByteArray::number(i) + "\r\n");
            for (int waited = 0; seen < i && waited < 500; ++waited)
                socket.waitForReadyRead(10);
        }
        RawServer::say(socket, "0\r\n\r\n");
    });
    HttpClient client;
    QList<QByteArray> pieces;
    const auto answer = client.stream(to(server), {}, [&](const QByteArray &piece) {
        pieces << piece;
        ++seen;
    });
    QVERIFY(answer);
    QCOMPARE(pieces, (QList<QByteArray>{"data1", "data2", "data3"}));
    QVERIFY(answer->body.isEmpty());
}

void HttpClientTest::bodyOfARefusalIsInTheAnswerNotInTheStream()
{
    RawServer server([](QTcpSocket &socket, const QByteArray &) {
        RawServer::say(socket, "HTTP/1.1 529 Overloaded\r\nContent-Length: 11\r\nRetry-After: 7\r\n\r\n{\"error\":1}");
    });
    HttpClient client;
    int pieces = 0;
    const auto answer = client.stream(to(server), {}, [&](const QByteArray &) { ++pieces; });
    QVERIFY(answer);
    QCOMPARE(answer->status, 529);
    QCOMPARE(answer->body, QByteArray("{\"error\":1}"));
    QCOMPARE(answer->header("retry-after"), QByteArray("7"));
    QCOMPARE(pieces, 0);
}

void HttpClientTest::statusIsNoError_data()
{
    QTest::addColumn<int>("status");
    for (const int status :
        {400, 401, 403, 404, 405, 407, 408, 409, 410, 413, 418, 422, 429, 451, 500, 501, 502, 503, 504, 529, 599})
        QTest::addRow("%d", status) << status;
}

void HttpClientTest::statusIsNoError()
{
    QFETCH(int, status);
    RawServer server([&](QTcpSocket &socket, const QByteArray &) {
        const QByteArray extra = status == 401 ? "WWW-Authenticate: Basic realm=\"x\"\r\n" : "";
        RawServer::say(
            socket, "HTTP/1.1 " + QByteArray::number(status) + " Reason\r\n" + extra + "Content-Length: 4\r\n\r\nbody");
    });
    HttpRequest request = to(server);
    request.method = "POST";
    request.body = "x";
    HttpClient client;
    const auto answer = client.send(request, {});
    QVERIFY2(answer, answer ? "" : qPrintable(answer.error().message));
    QCOMPARE(answer->status, status);
    QCOMPARE(answer->body, QByteArray("body"));
    QCOMPARE(server.requests(), 1);
}

void HttpClientTest::doesNotFollowRedirects()
{
    RawServer server([](QTcpSocket &socket, const QByteArray &) {
        RawServer::say(socket, "HTTP/1.1 302 Found\r\nLocation: /other\r\nContent-Length: 0\r\n\r\n");
    });
    HttpClient client;
    const auto answer = client.send(to(server), {});
    QVERIFY(answer);
    QCOMPARE(answer->status, 302);
    QCOMPARE(answer->header("location"), QByteArray("/other"));
    QCOMPARE(server.requests(), 1);
}

void HttpClientTest::cutAnswerIsUnavailable_data()
{
    QTest::addColumn<QByteArray>("sent");
    QTest::addColumn<bool>("isCut");
    QTest::newRow("no byte") << QByteArray() << false;
    QTest::newRow("in the head") << QByteArray("HTTP/1.1 200 OK\r\nContent-Le") << false;
    QTest::newRow("in a counted body") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc") << true;
    QTest::newRow("in a chunk") << QByteArray("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n64\r\nabc") << true;
    QTest::newRow("between chunks") << QByteArray("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n")
                                    << true;
}

void HttpClientTest::cutAnswerIsUnavailable()
{
    QFETCH(QByteArray, sent);
    QFETCH(bool, isCut);
    RawServer server([&](QTcpSocket &socket, const QByteArray &) { RawServer::say(socket, sent); });
    HttpRequest request = to(server);
    request.method = "POST";
    request.body = "question";
    HttpClient client;
    QByteArray got;
    const auto answer = client.stream(request, {}, [&](const QByteArray &piece) { got += piece; });
    QVERIFY(!answer);
    QCOMPARE(answer.error().code, ErrorCode::Unavailable);
    QCOMPARE(answer.error().details.value(QStringLiteral("cut")).toBool(), isCut);
    QCOMPARE(got, isCut ? QByteArray("abc") : QByteArray());
}

void HttpClientTest::requestIsNeverSentTwice()
{
    // A question to a model costs money: only the caller decides to ask again.
    RawServer server([](QTcpSocket &, const QByteArray &) {});
    HttpRequest request = to(server);
    request.method = "POST";
    request.body = "question";
    HttpClient client;
    QVERIFY(!client.send(request, {}));
    QCOMPARE(server.requests(), 1);
}

void HttpClientTest::refusedConnectionIsUnavailable()
{
    HttpRequest request;
    {
        QTcpServer closed;
        QVERIFY(closed.listen(QHostAddress::LocalHost));
        request.url = QUrl(QStringLiteral("http://127.0.0.1:%1/").arg(closed.serverPort()));
    }
    HttpClient client;
    const auto answer = client.send(request, {});
    QVERIFY(!answer);
    QCOMPARE(answer.error().code, ErrorCode::Unavailable);
    QCOMPARE(answer.error().details.value(QStringLiteral("cut")).toBool(), false);
}

void HttpClientTest::silenceBeforeTheAnswerTimesOut()
{
    RawServer server([](QTcpSocket &socket, const QByteArray &) { RawServer::hold(socket); });
    HttpRequest request = to(server);
    request.timeouts.firstByte = 200ms;
    HttpClient client;
    QElapsedTimer timer;
    timer.start();
    const auto answer = client.send(request, {});
    QVERIFY(!answer);
    QCOMPARE(answer.error().code, ErrorCode::Timeout);
    QVERIFY(answer.error().message.contains(QLatin1String("no answer")));
    QVERIFY(timer.elapsed() < 1500);
}

void HttpClientTest::silenceInTheAnswerTimesOut()
{
    RawServer server([](QTcpSocket &socket, const QByteArray &) {
        RawServer::say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc");
        RawServer::hold(socket);
    });
    HttpRequest request = to(server);
    request.timeouts.silence = 200ms;
    HttpClient client;
    const auto answer = client.send(request, {});
    QVERIFY(!answer);
    QCOMPARE(answer.error().code, ErrorCode::Timeout);
    QVERIFY(answer.error().message.contains(QLatin1String("silent")));
}

void HttpClientTest::wholeTimeIsLimited()
{
    RawServer server([](QTcpSocket &socket, const QByteArray &) {
        RawServer::say(socket, "HTTP/1.1 200 OK\r\n\r\n");
        while (socket.state() == QTcpSocket::ConnectedState) {
            RawServer::say(socket, "x");
            socket.waitForReadyRead(30);
        }
    });
    HttpRequest request = to(server);
    request.timeouts.whole = 400ms;
    HttpClient client;
    const auto answer = client.send(request, {});
    QVERIFY(!answer);
    QCOMPARE(answer.error().code, ErrorCode::Timeout);
    QVERIFY(answer.error().message.contains(QLatin1String("complete")));
}

void HttpClientTest::isCancelledAtOnce()
{
    std::stop_source source;
    QElapsedTimer timer;
    RawServer server([&](QTcpSocket &socket, const QByteArray &) {
        timer.start();
        source.request_stop();
        RawServer::hold(socket);
    });
    HttpClient client;
    const auto answer = client.send(to(server), source.get_token());
    QVERIFY(timer.elapsed() < 100);
    QVERIFY(!answer);
    QCOMPARE(answer.error().code, ErrorCode::Cancelled);
    const auto again = client.send(to(server), source.get_token());
    QVERIFY(!again);
    QCOMPARE(again.error().code, ErrorCode::Cancelled);
    QCOMPARE(server.requests(), 1);
}

void HttpClientTest::keepsTheBodyLimit()
{
    RawServer server([](QTcpSocket &socket, const QByteArray &) {
        RawServer::say(socket, "HTTP/1.1 200 OK\r\n\r\n");
        while (socket.state() == QTcpSocket::ConnectedState)
            RawServer::say(socket, QByteArray(64 << 10, 'x'));
    });
    HttpRequest request = to(server);
    request.bodyLimit = 1 << 20;
    HttpClient client;
    const auto answer = client.send(request, {});
    QVERIFY(!answer);
    QCOMPARE(answer.error().code, ErrorCode::Rejected);
}

void HttpClientTest::slowReaderHoldsTheSenderBack()
{
    // Far more than any buffer between the two: the server cannot get rid of it while the first piece is not taken.
    constexpr qint64 size = 48 << 20;
    std::atomic<qint64> sent = 0;
    RawServer server([&](QTcpSocket &socket, const QByteArray &) {
        RawServer::say(socket, "HTTP/1.1 200 OK\r\nContent-Length: " + QByteArray::number(size) + "\r\n\r\n");
        const QByteArray block(256 << 10, 'x');
        while (sent < size && socket.state() == QTcpSocket::ConnectedState) {
            RawServer::say(socket, block);
            sent += block.size();
        }
    });
    HttpClient client;
    qint64 got = 0;
    qint64 sentWhileHeld = -1;
    const auto answer = client.stream(to(server), {}, [&](const QByteArray &piece) {
        if (sentWhileHeld < 0) {
            qint64 before = -1;
            QElapsedTimer still;
            still.start();
            while (still.elapsed() < 300) { // until the sender stands still
                if (sent != before) {
                    before = sent;
                    still.restart();
                }
                std::this_thread::yield();
            }
            sentWhileHeld = before;
        }
        got += piece.size();
    });
    QVERIFY2(answer, answer ? "" : qPrintable(answer.error().message));
    QCOMPARE(got, size);
    QVERIFY2(sentWhileHeld < size / 2, qPrintable(QString::number(sentWhileHeld)));
}

void HttpClientTest::refusesWhatIsNoRequest_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QByteArray>("header");
    QTest::newRow("no host") << "http:///path" << QByteArray("x");
    QTest::newRow("file") << "file:///etc/passwd" << QByteArray("x");
    QTest::newRow("empty") << "" << QByteArray("x");
    QTest::newRow("line break in a header") << "http://127.0.0.1/" << QByteArray("x\r\nInjected: 1");
}

void HttpClientTest::refusesWhatIsNoRequest()
{
    QFETCH(QString, url);
    QFETCH(QByteArray, header);
    HttpRequest request;
    request.url = QUrl(url);
    request.headers = {{"X-Test", header}};
    HttpClient client;
    const auto answer = client.send(request, {});
    QVERIFY(!answer);
    QCOMPARE(answer.error().code, ErrorCode::InvalidInput);
}

void HttpClientTest::worksOnAnyThread()
{
    RawServer server(
        [](QTcpSocket &socket, const QByteArray &) { RawServer::say(socket, "HTTP/1.1 204 No Content\r\n\r\n"); });
    int status = 0;
    std::thread([&] {
        HttpClient client;
        if (const auto answer = client.send(to(server), {}))
            status = answer->status;
    }).join();
    QCOMPARE(status, 204);
}

QTEST_GUILESS_MAIN(HttpClientTest)
#include "tst_HttpClient.moc"
