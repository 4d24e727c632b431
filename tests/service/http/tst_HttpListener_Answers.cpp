#include "tests/service/http/TestService.h"

#include <QTimeZone>

#include <zlib.h>

using namespace mergeloom;
using namespace mergeloom::test;

/// The form of answers, and the files of the web UI.
class HttpListenerAnswersTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyAnswerHasTheSecurityHeaders()
    {
        TestService service;
        RawClient client(service.port);
        for (const QByteArray path :
            {"/", "/assets/app-1234.js", "/api/v1/hello", "/api/v1/nothing", "/login", "/a%zz"}) {
            const Answer answer = client.ask(get(path));
            QCOMPARE(answer.header("content-security-policy"),
                QByteArray("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src "
                           "'self'; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"));
            QCOMPARE(answer.header("x-content-type-options"), QByteArray("nosniff"));
            QCOMPARE(answer.header("referrer-policy"), QByteArray("no-referrer"));
            QCOMPARE(answer.header("cross-origin-opener-policy"), QByteArray("same-origin"));
            QCOMPARE(answer.header("cross-origin-resource-policy"), QByteArray("same-origin"));
            QVERIFY(!answer.header("cache-control").isEmpty());
        }
    }

    void theDateIsAnHttpDate()
    {
        TestService service;
        RawClient client(service.port);
        const QString date = QString::fromLatin1(client.ask(get("/api/v1/hello")).header("date"));
        const QDateTime read = QLocale::c().toDateTime(date, "ddd, dd MMM yyyy HH:mm:ss 'GMT'");
        QVERIFY(read.isValid());
        QVERIFY(
            qAbs(QDateTime(read.date(), read.time(), QTimeZone::utc()).secsTo(QDateTime::currentDateTimeUtc())) < 60);
    }

    void aKnownTagIsAnswered304()
    {
        TestService service({}, {textRoute(2000)});
        RawClient client(service.port);
        for (const QByteArray &coding : {QByteArray(), QByteArray("Accept-Encoding: gzip\r\n")}) {
            const Answer first = client.ask(get("/api/v1/text", coding));
            QCOMPARE(first.status, 200);
            const QByteArray etag = first.header("etag");
            QVERIFY(etag.startsWith('"'));
            const Answer second = client.ask(get("/api/v1/text", coding + "If-None-Match: \"x\", W/" + etag + "\r\n"));
            QCOMPARE(second.status, 304);
            QCOMPARE(second.header("etag"), etag);
            QVERIFY(!second.headers.contains("content-length"));
            QCOMPARE(client.ask(get("/api/v1/text", coding + "If-None-Match: \"x\"\r\n")).status, 200);
        }
    }

    void packedAndPlainHaveDifferentStrongTags()
    {
        TestService service({}, {textRoute(2000)});
        RawClient client(service.port);
        QVERIFY(client.ask(get("/api/v1/text")).header("etag")
            != client.ask(get("/api/v1/text", "Accept-Encoding: gzip\r\n")).header("etag"));
    }

    void texts1KiBAndLongerArePackedWhenAccepted_data()
    {
        QTest::addColumn<int>("size");
        QTest::addColumn<QByteArray>("accepts");
        QTest::addColumn<bool>("isPacked");
        QTest::newRow("small") << 1023 << QByteArray("gzip") << false;
        QTest::newRow("large") << 1024 << QByteArray("gzip") << true;
        QTest::newRow("among others") << 5000 << QByteArray("br;q=1.0, gzip;q=0.5") << true;
        QTest::newRow("any") << 5000 << QByteArray("*") << true;
        QTest::newRow("not gzip") << 5000 << QByteArray("*, gzip;q=0") << false;
        QTest::newRow("only br") << 5000 << QByteArray("br") << false;
        QTest::newRow("nothing said") << 5000 << QByteArray() << false;
    }
    void texts1KiBAndLongerArePackedWhenAccepted()
    {
        QFETCH(int, size);
        QFETCH(QByteArray, accepts);
        QFETCH(bool, isPacked);
        TestService service({}, {textRoute(size)});
        RawClient client(service.port);
        const Answer answer = client.ask(get("/api/v1/text", "Accept-Encoding: " + accepts + "\r\n"));
        QCOMPARE(answer.header("content-encoding"), QByteArray(isPacked ? "gzip" : ""));
        QCOMPARE(isPacked ? unpack(answer.body) : answer.body, QByteArray(size, 't'));
        QCOMPARE(answer.header("vary"), QByteArray(size >= 1024 ? "Accept-Encoding" : ""));
    }

    void headHasTheHeadersOfGet()
    {
        TestService service({}, {textRoute(3000)});
        RawClient client(service.port);
        for (const QByteArray path : {"/api/v1/text", "/assets/app-1234.js", "/"}) {
            const Answer whole = client.ask(get(path, "Accept-Encoding: gzip\r\n"));
            Answer head =
                client.ask("HEAD " + path + " HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n\r\n", "HEAD");
            QVERIFY(head.body.isEmpty());
            QVERIFY(!whole.body.isEmpty());
            for (const char *name : {"content-length", "content-type", "etag", "content-encoding", "cache-control"})
                QCOMPARE(head.header(name), whole.header(name));
        }
    }

    void aHandlerCannotBreakOutOfAHeader()
    {
        TestService service({}, {TestService::route("GET", "/api/v1/header", [](const ApiRequest &request) {
            ApiReply reply = ApiReply::noContent();
            reply.headers.emplaceBack("X-Echo", request.queryText("q").toUtf8());
            return reply;
        })});
        RawClient client(service.port);
        const Answer answer = client.ask(get("/api/v1/header?q=a%0d%0aSet-Cookie:%20b"));
        QCOMPARE(answer.header("x-echo"), QByteArray("aSet-Cookie: b"));
        QVERIFY(!answer.headers.contains("set-cookie"));
    }

    void anEtagOfTheHandlerIsKept()
    {
        TestService service({}, {TestService::route("GET", "/api/v1/tagged", [](const ApiRequest &) {
            ApiReply reply = ApiReply::json("x");
            reply.headers.emplaceBack("ETag", "\"version-7\"");
            return reply;
        })});
        RawClient client(service.port);
        QCOMPARE(client.ask(get("/api/v1/tagged")).header("etag"), QByteArray("\"version-7\""));
        QCOMPARE(client.ask(get("/api/v1/tagged", "If-None-Match: \"version-7\"\r\n")).status, 304);
    }

    void assetsMayBeKeptForEverAndPagesNot()
    {
        TestService service;
        RawClient client(service.port);
        const Answer asset = client.ask(get("/assets/app-1234.js"));
        QCOMPARE(asset.status, 200);
        QCOMPARE(asset.header("content-type"), QByteArray("text/javascript; charset=utf-8"));
        QCOMPARE(asset.header("cache-control"), QByteArray("public, max-age=31536000, immutable"));
        QCOMPARE(client.ask(get("/")).header("cache-control"), QByteArray("no-cache"));
        const Answer packed = client.ask(get("/assets/app-1234.js", "Accept-Encoding: gzip\r\n"));
        QCOMPARE(unpack(packed.body), asset.body);
        QCOMPARE(client.ask(get("/assets/app-1234.js", "If-None-Match: " + asset.header("etag") + "\r\n")).status, 304);
    }

    void everyPagePathIsThePage()
    {
        TestService service;
        RawClient client(service.port);
        for (const QByteArray path : {"/", "/tickets", "/runs/01J", "/audit/code/repo%2Fx/file", "/login-help"}) {
            const Answer answer = client.ask(get(path, "Accept: text/html,*/*\r\n"));
            QCOMPARE(answer.status, 200);
            QVERIFY(answer.body.contains("<title>UI</title>"));
        }
        for (const QByteArray path : {"/api", "/api/v1/nothing", "/assets/gone.js"})
            QCOMPARE(client.ask(get(path, "Accept: text/html\r\n")).status, 404);
        QCOMPARE(client.ask(get("/favicon.ico", "Accept: image/*\r\n")).status, 404);
    }

    void filesOutsideOfTheDirectoryAreNotServed()
    {
        TestService service;
        QTemporaryDir outside;
        QFile secret(outside.filePath("secret.txt"));
        QVERIFY(secret.open(QIODevice::WriteOnly) && secret.write("classified") == 10);
        secret.close();
        QVERIFY(QFile::link(secret.fileName(), service.web.filePath("link.txt")));
        service.write(".hidden", "classified");
        RawClient client(service.port);
        for (const QByteArray path : {"/link.txt", "/.hidden", "/assets/..%2f.hidden", "/..%2fsecret.txt", "/assets"})
            QVERIFY(!client.ask(get(path)).body.contains("classified"));
    }

    void aChangedFileIsReadAnew()
    {
        TestService service;
        RawClient client(service.port);
        const QByteArray before = client.ask(get("/")).header("etag");
        service.write("index.html", "<title>new, and longer than before</title>");
        const Answer after = client.ask(get("/", "If-None-Match: " + before + "\r\n"));
        QCOMPARE(after.status, 200);
        QVERIFY(after.body.contains("new, and longer"));
    }

private:
    static Route textRoute(int size)
    {
        return TestService::route("GET", "/api/v1/text", [size](const ApiRequest &) {
            return ApiReply{200, "text/plain", QByteArray(size, 't'), {}};
        });
    }

    static QByteArray unpack(const QByteArray &packed)
    {
        QByteArray plain(1024 * 1024, Qt::Uninitialized);
        z_stream stream{};
        inflateInit2(&stream, 15 + 16);
        stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(packed.constData()));
        stream.avail_in = uInt(packed.size());
        stream.next_out = reinterpret_cast<Bytef *>(plain.data());
        stream.avail_out = uInt(plain.size());
        const int result = inflate(&stream, Z_FINISH);
        plain.truncate(qsizetype(stream.total_out));
        inflateEnd(&stream);
        return result == Z_STREAM_END ? plain : QByteArray("broken");
    }
};

QTEST_GUILESS_MAIN(HttpListenerAnswersTest)
#include "tst_HttpListener_Answers.moc"
