#include "service/http/RequestFraming.h"

#include <QRandomGenerator>
#include <QTest>

using namespace mergeloom;
using Kind = FramingVerdict::Kind;

class RequestFramingTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void readsAHead()
    {
        const QByteArray bytes =
            "POST /a%20b/c?x=1&y HTTP/1.1\r\nHost: localhost:8010\r\nX-One:\t 1 \r\nContent-Length: 4"
            "\r\n\r\nbody";
        const FramingVerdict verdict = checkRequestHead(bytes);
        QCOMPARE(verdict.kind, Kind::Complete);
        QCOMPARE(verdict.head.method, QByteArray("POST"));
        QCOMPARE(verdict.head.path, QByteArray("/a%20b/c"));
        QCOMPARE(verdict.head.query, QByteArray("x=1&y"));
        QCOMPARE(verdict.head.host, QByteArray("localhost:8010"));
        QCOMPARE(verdict.head.header("x-one"), QByteArray("1"));
        QCOMPARE(verdict.head.contentLength, 4);
        QCOMPARE(verdict.head.size, bytes.size() - 4);
        QVERIFY(verdict.head.keepsAlive);
    }

    void isIncompleteUpToItsLastByte()
    {
        const QByteArray bytes = "\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n";
        for (qsizetype length = 0; length < bytes.size(); ++length)
            QCOMPARE(checkRequestHead(QByteArrayView(bytes).first(length)).kind, Kind::Incomplete);
        QCOMPARE(checkRequestHead(bytes).kind, Kind::Complete);
    }

    void findsTheEndWhereverTheSearchGoesOn()
    {
        const QByteArray bytes = "GET / HTTP/1.1\r\nHost: h\r\n\r\nrest";
        for (qsizetype from = 0; from <= bytes.size() - 4; ++from)
            QCOMPARE(findHeadEnd(bytes, from), bytes.size() - 4);
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("status");
        const auto line = [](const QByteArray &text) { return text + "\r\nHost: h\r\n\r\n"; };
        const auto header = [](const QByteArray &text) { return "GET / HTTP/1.1\r\nHost: h\r\n" + text + "\r\n\r\n"; };
        const auto row = [](const char *name, const QByteArray &bytes, int status = 400) {
            QTest::newRow(name) << bytes << status;
        };
        row("no version", line("GET /"));
        row("two spaces", line("GET  / HTTP/1.1"));
        row("space in target", line("GET /a b HTTP/1.1"));
        row("leading space", line(" GET / HTTP/1.1"));
        row("lower case version", line("GET / http/1.1"));
        row("HTTP/1.2", line("GET / HTTP/1.2"), 505);
        row("HTTP/3.0", line("GET / HTTP/3.0"), 505);
        row("method with a colon", line("G:T / HTTP/1.1"));
        row("CONNECT", line("CONNECT h:443 HTTP/1.1"), 501);
        row("TRACE", line("TRACE / HTTP/1.1"), 501);
        row("relative target", line("GET a HTTP/1.1"));
        row("asterisk", line("OPTIONS * HTTP/1.1"));
        row("fragment", line("GET /a#b HTTP/1.1"));
        row("raw byte over 0x7f", line("GET /\xc3\xa4 HTTP/1.1"));
        row("tab in target", line("GET /a\tb HTTP/1.1"));
        row("user in absolute form", line("GET http://u@h/ HTTP/1.1"));
        row("empty host in absolute form", line("GET http:///x HTTP/1.1"));
        row("dot segment", line("GET /a/./b HTTP/1.1"));
        row("dots at the end", line("GET /a/.. HTTP/1.1"));
        row("encoded dots", line("GET /%2E%2e/b HTTP/1.1"));
        row("double slash", line("GET //b HTTP/1.1"));
        row("double slash at the end", line("GET /b// HTTP/1.1"));
        row("backslash", line("GET /a\\b HTTP/1.1"));
        row("half an escape", line("GET /a%2 HTTP/1.1"));
        row("bad escape", line("GET /a%2g HTTP/1.1"));
        row("encoded zero", line("GET /a%00 HTTP/1.1"));
        row("encoded line feed", line("GET /a%0Ab HTTP/1.1"));
        row("long target", line("GET /" + QByteArray(9000, 'a') + " HTTP/1.1"), 414);
        row("request line alone", "\r\n\r\n\r\n\r\n\r\nGET / HTTP/1.1\r\n\r\n");
        row("no colon", header("nothing"));
        row("no name", header(": x"));
        row("space in name", header("a b: x"));
        row("space before colon", header("a : x"));
        row("folded", header("a: x\r\n y"));
        row("bare CR", header("a: x\ry"));
        row("bare LF", header("a: x\nb: y"));
        row("zero byte", header(QByteArray("a: x\0y", 6)));
        row("control character", header("a: x\x01"));
        row("delete character", header("a: x\x7f"));
        row("host twice", header("host: h"));
        row("length empty", header("Content-Length:"));
        row("length signed", header("Content-Length: +1"));
        row("length hex", header("Content-Length: 0x1"));
        row("length too long", header("Content-Length: 1000000000000000000"));
        row("length twice alike", header("Content-Length: 1\r\nContent-Length: 1"));
        row("coding gzip", header("Transfer-Encoding: gzip"), 501);
        row("coding gzip, chunked", header("Transfer-Encoding: gzip, chunked"), 501);
        row("coding empty", header("Transfer-Encoding:"), 501);
        row("coding twice", header("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked"));
        row("coding and length", header("Transfer-Encoding: chunked\r\nContent-Length: 1"));
        row("coding in HTTP/1.0", "POST / HTTP/1.0\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
        row("host missing", "GET / HTTP/1.1\r\n\r\n");
        for (const char *host : {"", "a b", "a/b", "a@b", "h:", "h:x", "h:123456", "[::1", "[]", "[::1]x", "a,b"})
            QTest::addRow("host %s", host) << QByteArray("GET / HTTP/1.1\r\nHost: ") + host + "\r\n\r\n" << 400;
    }
    void refuses()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(int, status);
        const FramingVerdict verdict = checkRequestHead(bytes);
        QCOMPARE(verdict.kind, Kind::Refused);
        QCOMPARE(verdict.status, status);
        QVERIFY(verdict.reason.endsWith('.'));
    }

    void takes_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("host");
        QTest::addColumn<bool>("keepsAlive");
        const auto row = [](const char *name, const QByteArray &bytes, const char *path, const char *host, bool keeps) {
            QTest::newRow(name) << bytes + "\r\n\r\n" << QByteArray(path) << QByteArray(host) << keeps;
        };
        row("absolute form", "GET HTTP://other:80?x HTTP/1.1\r\nHost: h", "/", "other:80", true);
        row("absolute form with path", "GET http://other/a HTTP/1.1\r\nHost: h", "/a", "other", true);
        row("trailing slash", "GET /a/ HTTP/1.1\r\nHost: h", "/a/", "h", true);
        row("three dots", "GET /... HTTP/1.1\r\nHost: h", "/...", "h", true);
        row("encoded slash", "GET /a%2Fb HTTP/1.1\r\nHost: h", "/a%2Fb", "h", true);
        row("IPv6 host", "GET / HTTP/1.1\r\nHost: [::1]:8010", "/", "[::1]:8010", true);
        row("close", "GET / HTTP/1.1\r\nHost: h\r\nConnection: foo, Close", "/", "h", false);
        row("HTTP/1.0", "GET / HTTP/1.0\r\nHost: h", "/", "h", false);
        row("HTTP/1.0 kept", "GET / HTTP/1.0\r\nHost: h\r\nConnection: Keep-Alive", "/", "h", true);
        row("empty value", "GET / HTTP/1.1\r\nHost: h\r\nX:", "/", "h", true);
        row("bytes over 0x7f in a value", "GET / HTTP/1.1\r\nHost: h\r\nX: \xe4", "/", "h", true);
        row("upgrade to h2c is ignored", "GET / HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: h2c", "/", "h",
            true);
    }
    void takes()
    {
        QFETCH(QByteArray, bytes);
        const FramingVerdict verdict = checkRequestHead(bytes);
        QVERIFY2(verdict.kind == Kind::Complete, qPrintable(verdict.reason));
        QTEST(verdict.head.path, "path");
        QTEST(verdict.head.host, "host");
        QTEST(verdict.head.keepsAlive, "keepsAlive");
    }

    void refusesALongHeadBeforeItEnds()
    {
        const FramingVerdict verdict = checkRequestHead(QByteArray(33 * 1024, 'x'));
        QCOMPARE(verdict.kind, Kind::Refused);
        QCOMPARE(verdict.status, 431);
    }

    /// Any bytes get a verdict, and a head that is taken has no more in it than what was checked.
    void survivesDamage()
    {
        const QByteArray whole = "POST /api/v1/runs?x=%41 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 12\r\n"
                                 "Connection: close\r\nExpect: 100-continue\r\n\r\nbody";
        QRandomGenerator random(20260101);
        const QByteArray spice("\r\n\0 :%/.\t\x7f\xff"
                               "a1",
            13);
        for (int round = 0; round < 20000; ++round) {
            QByteArray bytes = whole;
            for (quint32 i = random.bounded(1u, 5u); i > 0; --i) {
                const qsizetype at = random.bounded(int(bytes.size()));
                const char c = spice[random.bounded(int(spice.size()))];
                switch (random.bounded(3)) {
                case 0:
                    bytes[at] = c;
                    break;
                case 1:
                    bytes.insert(at, c);
                    break;
                default:
                    bytes.remove(at, 1);
                }
            }
            const FramingVerdict verdict = checkRequestHead(bytes);
            if (verdict.kind != Kind::Complete)
                continue;
            QVERIFY(verdict.head.size <= bytes.size());
            QVERIFY(verdict.head.path.startsWith('/'));
            QVERIFY(!verdict.head.host.isEmpty());
            for (const auto &[name, value] : verdict.head.headers)
                QVERIFY(!name.isEmpty() && !value.contains('\n') && !value.contains('\r') && !value.contains('\0'));
        }
    }
};

QTEST_GUILESS_MAIN(RequestFramingTest)
#include "tst_RequestFraming.moc"
