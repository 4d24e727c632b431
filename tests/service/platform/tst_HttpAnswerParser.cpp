#include "service/platform/HttpAnswerParser.h"

#include <QTest>

using namespace mergeloom;

class HttpAnswerParserTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsAnAnswerHoweverItIsCut_data();
    void readsAnAnswerHoweverItIsCut();
    void refusesWhatIsNoHttp_data();
    void refusesWhatIsNoHttp();
    void endlessHeadIsRefused();
};

void HttpAnswerParserTest::readsAnAnswerHoweverItIsCut_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<bool>("isComplete");
    const QByteArray ok = "HTTP/1.1 200 OK\r\n";
    const QByteArray chunked = ok + "Transfer-Encoding: Chunked\r\n\r\n";
    QTest::newRow("counted") << QByteArray("GET") << ok + "Content-Length: 5\r\n\r\nhello" << QByteArray("hello")
                             << true;
    QTest::newRow("more than counted") << QByteArray("GET") << ok + "content-length:5\r\n\r\nhello you"
                                       << QByteArray("hello") << true;
    QTest::newRow("less than counted") << QByteArray("GET") << ok + "Content-Length: 9\r\n\r\nhello"
                                       << QByteArray("hello") << false;
    QTest::newRow("chunked") << QByteArray("GET") << chunked + "2\r\nhe\r\n003;x=y\r\nllo\r\n0\r\n\r\n"
                             << QByteArray("hello") << true;
    QTest::newRow("chunked with trailer") << QByteArray("GET") << chunked + "A\r\n0123456789\r\n0\r\nX: y\r\n\r\n"
                                          << QByteArray("0123456789") << true;
    QTest::newRow("chunked without its end") << QByteArray("GET") << chunked + "5\r\nhello\r\n"
                                             << QByteArray("hello") << false;
    QTest::newRow("until the end of the line") << QByteArray("GET") << ok + "\r\nhello" << QByteArray("hello") << false;
    QTest::newRow("interim answers before")
        << QByteArray("GET")
        << "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nLink: x\r\n\r\n" + ok + "Content-Length: 2\r\n\r\nok"
        << QByteArray("ok") << true;
    QTest::newRow("no body by status") << QByteArray("GET") << QByteArray("HTTP/1.1 204 No Content\r\n\r\n")
                                       << QByteArray() << true;
    QTest::newRow("no body by method") << QByteArray("HEAD") << ok + "Content-Length: 5\r\n\r\n"
                                       << QByteArray() << true;
    QTest::newRow("no reason") << QByteArray("GET") << QByteArray("HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n")
                               << QByteArray() << true;
}

void HttpAnswerParserTest::readsAnAnswerHoweverItIsCut()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, body);
    QFETCH(bool, isComplete);
    for (qsizetype size = 1; size <= bytes.size(); ++size) {
        HttpAnswerParser parser(method);
        QByteArray got;
        for (qsizetype at = 0; at < bytes.size(); at += size) {
            const auto piece = parser.take(bytes.mid(at, size));
            QVERIFY2(piece, piece ? "" : qPrintable(piece.error().message));
            got += *piece;
        }
        QCOMPARE(got, body);
        QCOMPARE(parser.isComplete(), isComplete);
        QVERIFY(parser.hasHead());
        QVERIFY(parser.status() >= 200);
    }
}

void HttpAnswerParserTest::refusesWhatIsNoHttp_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("TLS") << QByteArray("\x15\x03\x01\x00\x02\x02\x28", 7);
    QTest::newRow("SSH") << QByteArray("SSH-2.0-OpenSSH\r\n");
    QTest::newRow("HTTP/2") << QByteArray("HTTP/2 200\r\n\r\n");
    QTest::newRow("blanks before") << QByteArray("\t HTTP/1.1 200 OK\r\n\r\n");
    QTest::newRow("no status") << QByteArray("HTTP/1.1 abc\r\n\r\n");
    QTest::newRow("header without a name") << QByteArray("HTTP/1.1 200 OK\r\n: x\r\n\r\n");
    QTest::newRow("length") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n");
    QTest::newRow("coding") << QByteArray("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n");
    QTest::newRow("chunk size") << QByteArray("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n");
    QTest::newRow("negative chunk size") << QByteArray("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\n");
    QTest::newRow("huge chunk size") << QByteArray(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n");
    QTest::newRow("chunk that goes on") << QByteArray(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabcd\r\n");
}

void HttpAnswerParserTest::refusesWhatIsNoHttp()
{
    QFETCH(QByteArray, bytes);
    HttpAnswerParser parser("GET");
    const auto piece = parser.take(bytes);
    QVERIFY(!piece);
    QCOMPARE(piece.error().code, ErrorCode::Corrupt);
}

void HttpAnswerParserTest::endlessHeadIsRefused()
{
    HttpAnswerParser parser("GET");
    QVERIFY(parser.take("HTTP/1.1 200 OK\r\n"));
    Result<QByteArray> piece = QByteArray();
    for (int i = 0; i < 1000 && piece; ++i)
        piece = parser.take("X: " + QByteArray(1000, 'x') + "\r\n");
    QVERIFY(!piece);
}

QTEST_GUILESS_MAIN(HttpAnswerParserTest)
#include "tst_HttpAnswerParser.moc"
