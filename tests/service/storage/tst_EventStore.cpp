#include "service/storage/EventStore.h"
#include "service/storage/Statement.h"
#include "tests/service/storage/TestDatabase.h"

#include <QTemporaryDir>
#include <QTest>

using namespace mergeloom;

namespace {

/// The next events of a stream, chained as a journal does.
struct Journal {
    qint64 seq = 0;
    QString prev;
    EventLine next(const QString &type, const QJsonObject &fields)
    {
        const Event event{++seq, Timestamp::now(), type, fields, prev};
        const QByteArray line = compactJsonOf(event);
        prev = eventHash(line);
        return {event, line};
    }
};

QString bigText()
{
    QString text;
    for (int n = 0; n < 5000; ++n)
        text += QStringLiteral("line %1 of the output\n").arg(n);
    return text;
}

} // namespace

class TestEventStore : public QObject
{
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<Database> m_database;

    Result<StreamHead> append(const QList<EventLine> &events)
    {
        return m_database->write(
            [&](const WriteTransaction &transaction) { return EventStore::append(transaction, "run1", events); });
    }
    QList<StoredEvent> all()
    {
        return m_database->read(
                             [](const ReadTransaction &transaction) { return EventStore::all(transaction, 0, 1000); })
            .value();
    }
    Result<void> execute(const QByteArray &sql)
    {
        return m_database->write(
            [&](const WriteTransaction &transaction) { return Statement(transaction, sql).run(); });
    }

private Q_SLOTS:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        m_database = Database::open(databaseIn(m_directory->path())).value();
    }

    void linesComeBackByteForByteSmallAndLarge()
    {
        Journal journal;
        const QList<EventLine> lines{journal.next("run.started", {{"title", "Ünïcode \u0001 \"quoted\""}}),
            journal.next("command.output", {{"text", bigText()}})};
        QCOMPARE(append(lines).value().seq, 2);
        const auto stored = all();
        QCOMPARE(stored.size(), 2);
        QCOMPARE(stored[0].line, lines[0].line);
        QCOMPARE(stored[1].line, lines[1].line);
        // The large one takes less room than its text.
        const auto size = m_database->read([](const ReadTransaction &transaction) -> Result<qint64> {
            Statement statement(transaction, "SELECT length(line) FROM event WHERE seq = 2");
            MERGELOOM_CHECK(statement.next());
            return statement.integer(0);
        });
        QVERIFY(size.value() * 4 < lines[1].line.size());
    }

    void anEventIsStoredOnceHoweverOftenItComes()
    {
        Journal journal;
        const auto one = journal.next("run.started", {});
        const auto two = journal.next("stage.started", {});
        QVERIFY(append({one}));
        QCOMPARE(append({one, two}).value().seq, 2);
        QCOMPARE(append({one, two}).value().seq, 2);
        QCOMPARE(all().size(), 2);
    }

    void aGapIsRefusedWithTheNumberThatIsWanted()
    {
        Journal journal;
        const auto one = journal.next("run.started", {});
        (void)journal.next("stage.started", {});
        const auto three = journal.next("stage.finished", {});
        const auto refused = append({one, three});
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Conflict);
        QCOMPARE(refused.error().details.value("wanted_seq").toInt(), 2);
        QVERIFY2(all().isEmpty(), "a refused batch must leave nothing");
    }

    void aBrokenChainAndAChangedLineAreRefused()
    {
        Journal journal;
        const auto one = journal.next("run.started", {{"title", "as it was"}});
        QVERIFY(append({one}));
        Journal other;
        const auto changed = other.next("run.started", {{"title", "as somebody wants it"}});
        const auto after = other.next("stage.started", {});
        QCOMPARE(append({changed}).error().code, ErrorCode::Corrupt);
        QCOMPARE(append({after}).error().code, ErrorCode::Corrupt);
        QCOMPARE(all().size(), 1);
    }

    void theDatabaseItselfRefusesToChangeOrDeleteEvents()
    {
        Journal journal;
        QVERIFY(append({journal.next("run.started", {})}));
        QVERIFY(!execute("UPDATE event SET type = 'x'"));
        QVERIFY(!execute("DELETE FROM event"));
        QVERIFY(!execute(
            "INSERT OR REPLACE INTO event (id, stream, seq, type, encoding, line) VALUES (1, 1, 1, 'x', 0, 'x')"));
        QCOMPARE(all().size(), 1);
        QVERIFY(all().first().line.contains("run.started"));
    }

    void pagesGoForwardBackwardAndByType()
    {
        Journal journal;
        QList<EventLine> lines;
        for (int n = 0; n < 10; ++n)
            lines << journal.next(n % 2 ? "tool.result" : "tool.call", {{"n", n}});
        QVERIFY(append(lines));
        const auto seqs = [](const Result<QList<StoredEvent>> &events) {
            QList<qint64> list;
            for (const StoredEvent &event : events.value())
                list << event.seq;
            return list;
        };
        const auto done = m_database->read([&](const ReadTransaction &transaction) -> Result<void> {
            [&] {
                QCOMPARE(seqs(EventStore::ofStream(transaction, "run1", 7, 2)), (QList<qint64>{8, 9}));
                QCOMPARE(seqs(EventStore::ofStreamBackwards(transaction, "run1", 0, 2)), (QList<qint64>{10, 9}));
                QCOMPARE(seqs(EventStore::ofStreamBackwards(transaction, "run1", 3, 5)), (QList<qint64>{2, 1}));
                QCOMPARE(seqs(EventStore::ofStream(transaction, "run1", QStringList{"tool.result"}, 4, 2)),
                    (QList<qint64>{6, 8}));
                QCOMPARE(EventStore::newestId(transaction).value(), 10);
                QVERIFY(!EventStore::find(transaction, "run1", 11).value());
            }();
            return {};
        });
        QVERIFY(done);
    }

    void listenersHearOfCommittedEventsOnlyAndInOrder()
    {
        QList<qint64> heard;
        std::atomic<int> count{0}; // the listener may be called by a thread of the database
        m_database->onEventsStored([&](const QList<StoredEvent> &events) {
            for (const StoredEvent &event : events)
                heard << event.id;
            count = int(heard.size());
        });
        const auto record = [&](const Result<void> &end) {
            return m_database->write([&](const WriteTransaction &transaction) -> Result<void> {
                MERGELOOM_CHECK(EventStore::record(transaction, "controller", "config.changed", {}));
                return end;
            });
        };
        QVERIFY(record({}));
        QVERIFY(!record(failure(ErrorCode::Internal, "no")));
        QVERIFY(record({}));
        QTRY_COMPARE(count.load(), 2);
        m_database->onEventsStored({});
        QList<qint64> stored;
        for (const StoredEvent &event : all())
            stored << event.id;
        QCOMPARE(heard, stored);
        QCOMPARE(parseEventLine(all().last().line).value().prev, eventHash(all().first().line));
    }
};

QTEST_GUILESS_MAIN(TestEventStore)
#include "tst_EventStore.moc"
