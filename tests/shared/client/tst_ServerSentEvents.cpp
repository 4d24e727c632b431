#include "shared/client/ServerSentEvents.h"

#include <QTest>

using namespace mergeloom;

class TestServerSentEvents : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void piecesOfAnySizeGiveTheSameMessages();
    void anUnfinishedMessageIsNotGiven();
};

void TestServerSentEvents::piecesOfAnySizeGiveTheSameMessages()
{
    const QByteArray stream =
        "retry: 1000\n\nid: 1\ndata: one\n\n: keep-alive\n\nid: 2\r\nevent: x\r\ndata:two\r\ndata: lines\r\n\r\n"
        "data: no id\n\nid: 4\rdata: return\r\r";
    for (qsizetype size = 1; size <= stream.size(); ++size) {
        StreamParser parser;
        QList<StreamMessage> messages;
        for (qsizetype at = 0; at < stream.size(); at += size)
            messages += parser.push(stream.mid(at, size));
        QCOMPARE(messages.size(), 4);
        QCOMPARE(messages[0].id, "1");
        QCOMPARE(messages[0].text, "one");
        QCOMPARE(messages[1].text, "two\nlines");
        QCOMPARE(messages[1].type, "x");
        QCOMPARE(messages[2].id, "2");
        QCOMPARE(messages[3].text, "return");
    }
}

void TestServerSentEvents::anUnfinishedMessageIsNotGiven()
{
    StreamParser parser;
    QCOMPARE(parser.push("id: 1\ndata: half").size(), 0);
    QCOMPARE(parser.push("\n").size(), 0);
    QCOMPARE(parser.push("\n").size(), 1);
}

QTEST_GUILESS_MAIN(TestServerSentEvents)
#include "tst_ServerSentEvents.moc"
