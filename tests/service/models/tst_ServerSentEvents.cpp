#include "service/models/ServerSentEvents.h"

#include <QTest>

using namespace mergeloom;

namespace {

QList<ServerSentEvent> parsed(const QByteArrayList &pieces)
{
    ServerSentEvents parser;
    QList<ServerSentEvent> events;
    for (const QByteArray &piece : pieces)
        parser.push(piece, [&](const ServerSentEvent &event) { events.append(event); });
    return events;
}

QByteArray printed(const QList<ServerSentEvent> &events)
{
    QByteArray text;
    for (const ServerSentEvent &event : events)
        text += '<' + event.type + '|' + event.data + '|' + event.lastId + '>';
    return text;
}

// Everything that the grammar knows, with all three line ends mixed.
const QByteArray wholeGrammar =
    "\xEF\xBB\xBF: a comment\n"
    "event: first\ndata: one\ndata:two\r\ndata\r\n\r\n"
    "id: 7\rdata:  leading space\r\r"
    "event: no data\n\n"
    "data: {\"text\":\"gr\xC3\xBC\xC3\x9F \xF0\x9F\x8E\x89\"}\nid\nunknown: field\nretry: 250\n\n"
    "retry: 12x\n:\ndata:\n\n"
    "data: cut off by the end";
const QByteArray wholeGrammarEvents = "<first|one\ntwo\n|>"
                                      "<message| leading space|7>"
                                      "<message|{\"text\":\"gr\xC3\xBC\xC3\x9F \xF0\x9F\x8E\x89\"}|>"
                                      "<message||>";

} // namespace

class ServerSentEventsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsTheWholeGrammar() { QCOMPARE(printed(parsed({wholeGrammar})), wholeGrammarEvents); }

    void cutAtAnyByteGivesTheSameEvents()
    {
        for (qsizetype cut = 0; cut <= wholeGrammar.size(); ++cut)
            QCOMPARE(printed(parsed({wholeGrammar.left(cut), wholeGrammar.mid(cut)})), wholeGrammarEvents);
    }

    void inPiecesOfAnySizeGivesTheSameEvents()
    {
        for (qsizetype size = 1; size <= 40; ++size) {
            QByteArrayList pieces;
            for (qsizetype at = 0; at < wholeGrammar.size(); at += size)
                pieces.append(wholeGrammar.mid(at, size));
            QCOMPARE(printed(parsed(pieces)), wholeGrammarEvents);
        }
    }

    void givesAnEventAsSoonAsItsBlankLineIsThere()
    {
        QCOMPARE(parsed({"data: x\r\n\r"}).size(), 1); // the LF that may follow is not waited for
        QCOMPARE(parsed({"data: x\r\n\r", "\ndata: y\n\n"}).size(), 2);
    }

    void keepsTheIdUntilAnotherComesAndRefusesNul()
    {
        const auto events = parsed({QByteArray("id: 1\ndata: a\n\ndata: b\n\nid: x\0y\ndata: c\n\n", 41)});
        QCOMPARE(printed(events), QByteArray("<message|a|1><message|b|1><message|c|1>"));
    }

    void readsRetryOnlyWhenItIsANumber()
    {
        ServerSentEvents parser;
        const auto ignore = [](const ServerSentEvent &) {};
        parser.push("retry: 1500\n", ignore);
        QCOMPARE(parser.retryMilliseconds(), std::optional<int>(1500));
        parser.push("retry: -3\nretry: soon\nretry:\n", ignore);
        QCOMPARE(parser.retryMilliseconds(), std::optional<int>(1500));
    }

    void takesByteOrderMarkOnlyAtTheStart()
    {
        QCOMPARE(parsed({"data: a\n\n\xEF\xBB\xBF"
                         "data: b\n\n"})
                     .size(),
            1);
    }
};

QTEST_GUILESS_MAIN(ServerSentEventsTest)
#include "tst_ServerSentEvents.moc"
