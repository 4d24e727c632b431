#include "service/network/ProxyRequest.h"

#include <QTest>

#include <random>

using namespace mergeloom;

class TestProxyRequest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aTunnelHasAHostAndAPort();
    void aPlainRequestIsSentOnForOneUse();
    void anAddressOfIPv6KeepsItsBrackets();
    void whatCouldBeReadInTwoWaysIsRefused_data();
    void whatCouldBeReadInTwoWaysIsRefused();
    void anAnswerLosesWhatIsBetweenNeighbours();
    void aBrokenAnswerIsRefused_data();
    void aBrokenAnswerIsRefused();
    void theEndOfABodyIsFoundAtEveryCut_data();
    void theEndOfABodyIsFoundAtEveryCut();
    void brokenChunksAreRefused_data();
    void brokenChunksAreRefused();
    void randomBytesNeverGetThrough();
};

void TestProxyRequest::aTunnelHasAHostAndAPort()
{
    const auto request =
        ProxyRequest::parse("CONNECT Files.Example:443 HTTP/1.1\r\nHost: files.example:443\r\nUser-Agent: x");
    QVERIFY(request);
    QVERIFY(request->isTunnel);
    QCOMPARE(request->host, QStringLiteral("files.example"));
    QCOMPARE(request->port, 443);
    QVERIFY(
        ProxyRequest::parse("CONNECT files.example:443 HTTP/1.1\r\nHost: files.example")); // as some clients have it
    QVERIFY(ProxyRequest::parse("CONNECT files.example:443 HTTP/1.0"));
}

void TestProxyRequest::aPlainRequestIsSentOnForOneUse()
{
    const auto request = ProxyRequest::parse(
        "GET http://files.example/a/b?c=d HTTP/1.1\r\nHost: files.example\r\nAccept: */*\r\nConnection: keep-alive, X-Hop\r\n"
        "X-Hop: 1\r\nProxy-Connection: keep-alive\r\nProxy-Authorization: Basic eA==\r\nUpgrade: h2c\r\nTE: trailers\r\n"
        "Authorization: Bearer t");
    QVERIFY(request);
    QVERIFY(!request->isTunnel);
    QCOMPARE(request->port, 80);
    QCOMPARE(request->forwarded(ProxyRequest::Form::ForServer),
        QByteArray("GET /a/b?c=d HTTP/1.1\r\nHost: files.example\r\nAccept: */*\r\nAuthorization: Bearer t\r\n"
                   "Connection: close\r\n\r\n"));
    QCOMPARE(request->forwarded(ProxyRequest::Form::ForProxy, "Basic eTp6"),
        QByteArray(
            "GET http://files.example/a/b?c=d HTTP/1.1\r\nHost: files.example\r\nAccept: */*\r\nAuthorization: Bearer "
            "t\r\nProxy-Authorization: Basic eTp6\r\nConnection: close\r\n\r\n"));
    const auto bare = ProxyRequest::parse("GET HTTP://files.example:8080?x HTTP/1.1\r\nHost: files.example:8080");
    QVERIFY(bare);
    QCOMPARE(bare->forwarded(ProxyRequest::Form::ForServer),
        QByteArray("GET /?x HTTP/1.1\r\nHost: files.example:8080\r\nConnection: close\r\n\r\n"));
}

void TestProxyRequest::anAddressOfIPv6KeepsItsBrackets()
{
    const auto request = ProxyRequest::parse("GET http://[FD00::1]:81/ HTTP/1.1\r\nHost: [fd00::1]:81");
    QVERIFY(request);
    QCOMPARE(request->host, QStringLiteral("fd00::1"));
    QCOMPARE(request->authority(), QByteArray("[fd00::1]:81"));
}

void TestProxyRequest::whatCouldBeReadInTwoWaysIsRefused_data()
{
    QTest::addColumn<QByteArray>("head");
    const auto row = [](const char *name, const QByteArray &head) { QTest::addRow("%s", name) << head; };
    const QByteArray get("GET http://a.example/ HTTP/1.1\r\nHost: a.example\r\n");
    const QByteArray post("POST http://a.example/ HTTP/1.1\r\nHost: a.example\r\n");
    row("empty", "");
    row("one word", "GET");
    row("no version", "GET http://a.example/");
    row("two blanks", "GET  http://a.example/ HTTP/1.1\r\nHost: a.example");
    row("four words", "GET http://a.example/ HTTP/1.1 x\r\nHost: a.example");
    row("HTTP/2", "PRI * HTTP/2.0");
    row("HTTP/1.2", "GET http://a.example/ HTTP/1.2\r\nHost: a.example");
    row("path alone", "GET / HTTP/1.1\r\nHost: a.example");
    row("star", "OPTIONS * HTTP/1.1\r\nHost: a.example");
    row("https without CONNECT", "GET https://a.example/ HTTP/1.1\r\nHost: a.example");
    row("ftp", "GET ftp://a.example/ HTTP/1.1\r\nHost: a.example");
    row("user in the URL", "GET http://a.example@b.example/ HTTP/1.1\r\nHost: b.example");
    row("backslash in the host", "GET http://a.example\\b.example/ HTTP/1.1\r\nHost: a.example");
    row("blank host", "GET http:/// HTTP/1.1\r\nHost: a.example");
    row("percent in the host", "GET http://a%2eexample/ HTTP/1.1\r\nHost: a.example");
    row("bytes in the host", "GET http://b\xc3\xbc.example/ HTTP/1.1\r\nHost: a.example");
    row("fragment", "GET http://a.example/#x HTTP/1.1\r\nHost: a.example");
    row("port 0", "GET http://a.example:0/ HTTP/1.1\r\nHost: a.example:0");
    row("port 65536", "CONNECT a.example:65536 HTTP/1.1\r\nHost: a.example:65536");
    row("no port for CONNECT", "CONNECT a.example HTTP/1.1\r\nHost: a.example");
    row("URL for CONNECT", "CONNECT http://a.example:443/ HTTP/1.1\r\nHost: a.example");
    row("zone", "CONNECT [fe80::1%eth0]:443 HTTP/1.1\r\nHost: [fe80::1]:443");
    row("no Host", "GET http://a.example/ HTTP/1.1\r\nAccept: */*");
    row("another Host", "GET http://a.example/ HTTP/1.1\r\nHost: b.example");
    row("another port in Host", "GET http://a.example/ HTTP/1.1\r\nHost: a.example:81");
    row("two Hosts", get + "host: a.example");
    row("two lengths", post + "Content-Length: 1\r\nContent-Length: 2");
    row("the same length twice", post + "Content-Length: 1\r\nContent-Length: 1");
    row("a list of lengths", post + "Content-Length: 1, 1");
    row("negative length", post + "Content-Length: -1");
    row("length with a sign", post + "Content-Length: +1");
    row("hexadecimal length", post + "Content-Length: 0x1");
    row("huge length", post + "Content-Length: 99999999999999999999");
    row("length and chunks", post + "Content-Length: 1\r\nTransfer-Encoding: chunked");
    row("unknown coding", post + "Transfer-Encoding: xchunked");
    row("two codings", post + "Transfer-Encoding: gzip, chunked");
    row("chunks twice", post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked");
    row("chunks of 1.0", "POST http://a.example/ HTTP/1.0\r\nHost: a.example\r\nTransfer-Encoding: chunked");
    row("CONNECT with a body", "CONNECT a.example:443 HTTP/1.1\r\nHost: a.example:443\r\nContent-Length: 3");
    row("folded line", get + "X: a\r\n b");
    row("blank before the colon", get + "X : a");
    row("no name", get + ": a");
    row("no colon", get + "X");
    row("bare line feed", get + "X: a\nY: b");
    row("bare carriage return", get + "X: a\rY: b");
    row("carriage return at the end", get + "X: a\r");
    row("zero byte", get + QByteArray("X: a\0b", 6));
    row("odd letter in a name", get + "X(: a");
    QByteArray many = get;
    for (int i = 0; i < 120; ++i)
        many += "X: " + QByteArray::number(i) + "\r\n";
    row("too many lines", many.chopped(2));
}

void TestProxyRequest::whatCouldBeReadInTwoWaysIsRefused()
{
    QFETCH(QByteArray, head);
    const auto request = ProxyRequest::parse(head);
    QVERIFY(!request);
    QCOMPARE(request.error().code, ErrorCode::InvalidInput);
    QVERIFY(!request.error().message.isEmpty());
}

void TestProxyRequest::anAnswerLosesWhatIsBetweenNeighbours()
{
    const auto answer =
        ProxyAnswer::parse("HTTP/1.1 200 OK\r\nConnection: keep-alive, X-Hop\r\nKeep-Alive: timeout=5\r\nX-Hop: "
                           "1\r\nContent-Length: 3\r\nSet-Cookie: a\r\nSet-Cookie: b");
    QVERIFY(answer);
    QCOMPARE(answer->status, 200);
    QCOMPARE(answer->head,
        QByteArray(
            "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nSet-Cookie: a\r\nSet-Cookie: b\r\nConnection: close\r\n\r\n"));
    QCOMPARE(ProxyAnswer::parse("HTTP/1.1 100 Continue")->head, QByteArray("HTTP/1.1 100 Continue\r\n\r\n"));
    QCOMPARE(ProxyAnswer::parse("HTTP/1.0 404")->status, 404);
}

void TestProxyRequest::aBrokenAnswerIsRefused_data()
{
    QTest::addColumn<QByteArray>("head");
    for (const char *text : {"", "SSH-2.0-x", "HTTP/1.1", "HTTP/1.1 2000 OK", "HTTP/1.1 abc OK", "HTTP/1.1 600 OK",
             "HTTP/2 200", "HTTP/1.1 200 OK\nX: a", "HTTP/1.1 200 OK\r\n X: a", "HTTP/1.1 101 Switching Protocols"})
        QTest::addRow("%s", QByteArray(text).toPercentEncoding().constData()) << QByteArray(text);
}

void TestProxyRequest::aBrokenAnswerIsRefused()
{
    QFETCH(QByteArray, head);
    QVERIFY(!ProxyAnswer::parse(head));
}

namespace {
ProxyRequest chunkedPost()
{
    return *ProxyRequest::parse("POST http://a.example/ HTTP/1.1\r\nHost: a.example\r\nTransfer-Encoding: chunked");
}
} // namespace

void TestProxyRequest::theEndOfABodyIsFoundAtEveryCut_data()
{
    QTest::addColumn<QByteArray>("head");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("none") << QByteArray("GET http://a.example/ HTTP/1.1\r\nHost: a.example") << QByteArray();
    QTest::newRow("empty") << QByteArray("POST http://a.example/ HTTP/1.1\r\nHost: a.example\r\nContent-Length: 0")
                           << QByteArray();
    QTest::newRow("counted") << QByteArray("POST http://a.example/ HTTP/1.1\r\nHost: a.example\r\nContent-Length: 11")
                             << QByteArray("hello world");
    QTest::newRow("chunks") << QByteArray(
        "POST http://a.example/ HTTP/1.1\r\nHost: a.example\r\nTransfer-Encoding: chunked")
                            << QByteArray("5\r\nhello\r\n0A\r\n0123456789\r\n0\r\n\r\n");
}

void TestProxyRequest::theEndOfABodyIsFoundAtEveryCut()
{
    QFETCH(QByteArray, head);
    QFETCH(QByteArray, body);
    const QByteArray behind("GET http://evil.example/ HTTP/1.1\r\n\r\n");
    const QByteArray whole = body + behind;
    const auto request = ProxyRequest::parse(head);
    QVERIFY(request);
    for (qsizetype cut = 0; cut <= whole.size(); ++cut) {
        BodyEnd end(*request);
        qsizetype taken = 0;
        for (const QByteArray &piece : {whole.left(cut), whole.mid(cut)}) {
            const auto some = end.take(piece);
            QVERIFY(some);
            taken += *some;
            if (end.isReached())
                break;
        }
        QVERIFY(end.isReached());
        QCOMPARE(taken, body.size());
    }
}

void TestProxyRequest::brokenChunksAreRefused_data()
{
    QTest::addColumn<QByteArray>("body");
    for (const char *text : {"\r\n", "x\r\n", "-1\r\n", "+1\r\n", " 1\r\n", "1 \r\n", "1;x=y\r\na\r\n", "1\na\r\n",
             "1\r\nab\r\n", "1\r\na\n", "0\r\nX: y\r\n\r\n", "0\r\n\n", "0x1\r\n", "1234567890abc\r\n", "1\r\r"})
        QTest::addRow("%s", QByteArray(text).toPercentEncoding().constData()) << QByteArray(text);
}

void TestProxyRequest::brokenChunksAreRefused()
{
    QFETCH(QByteArray, body);
    BodyEnd end(chunkedPost());
    QVERIFY(!end.take(body));
}

/// Whatever comes in: what is read is one request for one host, and it survives being read again.
void TestProxyRequest::randomBytesNeverGetThrough()
{
    const QList<QByteArray> seeds{"CONNECT files.example:443 HTTP/1.1\r\nHost: files.example:443",
        "POST http://files.example/a HTTP/1.1\r\nHost: files.example\r\nContent-Length: 5\r\nConnection: close",
        "GET http://[fd00::1]:81/x?y HTTP/1.0\r\nHost: [fd00::1]:81\r\nAccept: */*"};
    const QByteArray letters(":/@ \t\r\n\0\\[].%#?,;0179azAZ\x80\xff", 31);
    std::mt19937 random(4711);
    const auto below = [&](qsizetype count) { return qsizetype(random() % quint32(count)); };
    int read = 0;
    for (int i = 0; i < 60'000; ++i) {
        QByteArray head = seeds.at(below(seeds.size()));
        for (qsizetype changes = 1 + below(4); changes > 0; --changes) {
            const qsizetype at = below(head.size());
            const char letter = letters.at(below(letters.size()));
            switch (below(4)) {
            case 0:
                head[at] = letter;
                break;
            case 1:
                head.insert(at, letter);
                break;
            case 2:
                head.remove(at, 1 + below(4));
                break;
            default:
                head.insert(at, head.mid(below(head.size()), below(20)));
            }
            if (head.isEmpty())
                head = "x";
        }
        (void)ProxyAnswer::parse(head);
        BodyEnd end(chunkedPost());
        (void)end.take(head);
        const auto request = ProxyRequest::parse(head);
        if (!request)
            continue;
        ++read;
        QVERIFY(!request->host.isEmpty() && request->port > 0 && request->port < 65536);
        if (request->isTunnel)
            continue;
        const QByteArray sent = request->forwarded(ProxyRequest::Form::ForProxy);
        QCOMPARE(sent.count("\r\n\r\n"), 1);
        const auto again = ProxyRequest::parse(QByteArrayView(sent).chopped(4));
        QVERIFY2(again, sent.constData());
        QCOMPARE(again->host, request->host);
        QCOMPARE(again->port, request->port);
        QCOMPARE(again->body, request->body);
    }
    QVERIFY2(read > 500, qPrintable(QString::number(read)));
}

QTEST_GUILESS_MAIN(TestProxyRequest)
#include "tst_ProxyRequest.moc"
