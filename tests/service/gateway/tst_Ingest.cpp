#include "service/gateway/Ingest.h"
#include "service/gateway/LiveHub.h"
#include "service/gateway/Rebuild.h"
#include "service/gateway/RunReader.h"
#include "tests/service/storage/TestDatabase.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <thread>

using namespace mergeloom;

namespace {

/// Writes the lines of a run as an executor's journal has them.
struct Journal {
    qint64 seq = 0;
    QString prev;
    QByteArray next(const char *type, const QJsonObject &fields)
    {
        const QByteArray line = compactJsonOf(Event{++seq, Timestamp::now(), type, fields, prev});
        prev = eventHash(line);
        return line + '\n';
    }
    QByteArray start()
    {
        return next(event_type::runStarted,
            {{"ticket_key", "LOCAL-1"}, {"title", "Say hello"}, {"repository", "shop"}, {"body", "please"}});
    }
    QByteArray output(int count)
    {
        QByteArray lines;
        for (int n = 0; n < count; ++n)
            lines += next(event_type::commandOutput,
                {{"command_id", "c"}, {"text", QStringLiteral("line %1").arg(n)}, {"stream", "stdout"}});
        return lines;
    }
    QByteArray finish() { return next(event_type::runFinished, {{"outcome", "completed"}, {"summary", "all well"}}); }
};

/// In the order in which they are written: that of the operands of + is nobody's promise.
QByteArray joined(std::initializer_list<QByteArray> lines) { return QByteArrayList(lines).join(); }

} // namespace

class TestIngest : public QObject
{
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<Database> m_database;
    std::unique_ptr<Ingest> m_ingest;
    std::unique_ptr<RunReader> m_reader;
    const RunId m_run{"01RUN"};

    void start()
    {
        m_reader.reset();
        m_ingest.reset();
        m_database.reset();
        m_database = Database::open(databaseIn(m_directory->path())).value();
        m_ingest = std::make_unique<Ingest>(*m_database);
        m_reader = std::make_unique<RunReader>(*m_database, *m_ingest);
    }

private Q_SLOTS:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        start();
    }

    void aRunIsListedWhileItRunsAndAfterItEnded()
    {
        Journal journal;
        QCOMPARE(m_ingest->ingest(m_run, joined({journal.start(), journal.output(3)})).value().storedSeq, 4);
        QCOMPARE(m_reader->summary(m_run).value().state, QStringLiteral("running"));
        QCOMPARE(m_reader->view(m_run).value().ticketBody, QStringLiteral("please"));
        QVERIFY(m_ingest->active(m_run));
        QCOMPARE(m_ingest->ingest(m_run, journal.finish()).value().storedSeq, 5);
        QVERIFY(!m_ingest->active(m_run));
        QCOMPARE(m_reader->view(m_run).value().run.state, QStringLiteral("completed"));
        QCOMPARE(m_reader->list({.text = "hello"}, 10, {}).value().items.size(), 1);
        QCOMPARE(m_ingest->stored(m_run).value().storedSeq, 5);
        QCOMPARE(m_ingest->stored(RunId("other")).value().storedSeq, 0);
        QCOMPARE(m_reader->view(RunId("other")).error().code, ErrorCode::NotFound);
    }

    void batchesThatComeTwiceOrOverlapAreStoredOnce()
    {
        Journal journal;
        const QByteArray first = joined({journal.start(), journal.output(5)});
        const QByteArray second = journal.output(5);
        QVERIFY(m_ingest->ingest(m_run, first));
        QCOMPARE(m_ingest->ingest(m_run, first + second).value().storedSeq, 11);
        QCOMPARE(m_ingest->ingest(m_run, second).value().storedSeq, 11);
        QCOMPARE(m_reader->events(m_run, {}, 0, 100).value().items.size(), 11);
        QCOMPARE(m_reader->view(m_run).value().run.lastSeq, 11);
    }

    void gapsDamageAndNonsenseAreRefusedAndLeaveNothing()
    {
        Journal journal;
        QVERIFY(m_ingest->ingest(m_run, journal.start()));
        Journal ahead = journal;
        (void)ahead.output(1);
        const auto gap = m_ingest->ingest(m_run, ahead.output(1));
        QCOMPARE(gap.error().code, ErrorCode::Conflict);
        QCOMPARE(gap.error().details.value("wanted_seq").toInt(), 2);
        Journal forged = journal;
        forged.prev = QString(64, u'0');
        QCOMPARE(m_ingest->ingest(m_run, forged.output(2)).error().code, ErrorCode::Corrupt);
        QCOMPARE(m_ingest->ingest(m_run, "no json\n").error().code, ErrorCode::InvalidInput);
        QCOMPARE(m_ingest->ingest(RunId("controller"), journal.output(1)).error().code, ErrorCode::InvalidInput);
        QCOMPARE(m_ingest->stored(m_run).value().storedSeq, 1);
        QCOMPARE(m_reader->view(m_run).value().run.lastSeq, 1);
    }

    void aGatewayThatStartedAgainGoesOnWhereTheEventsEnd()
    {
        Journal journal;
        QVERIFY(m_ingest->ingest(m_run, joined({journal.start(), journal.output(1500)})));
        QVERIFY(m_ingest->ingest(
            m_run, journal.next(event_type::runMessage, {{"level", "warning"}, {"text", "after the snapshot"}})));
        const QByteArray before = compactJsonOf(m_reader->view(m_run).value());
        start();
        QCOMPARE(compactJsonOf(m_reader->view(m_run).value()), before);
        QVERIFY(m_ingest->ingest(m_run, journal.finish()));
        QCOMPARE(m_reader->view(m_run).value().warnings, QStringList{"after the snapshot"});
    }

    void aRebuildGivesTheSameViewsFromTheEventsAlone()
    {
        Journal journal;
        QVERIFY(m_ingest->ingest(m_run, joined({journal.start(), journal.output(20), journal.finish()})));
        const QByteArray before = compactJsonOf(m_reader->view(m_run).value());
        QVERIFY(m_database->write([](const WriteTransaction &transaction) { return RunStore::clear(transaction); }));
        QVERIFY(!m_reader->view(m_run));
        int steps = 0;
        const auto report = rebuildRuns(*m_database, [&](int, int) { ++steps; }).value();
        QCOMPARE(report.runs, 1);
        QCOMPARE(report.events, 22);
        QCOMPARE(steps, 1);
        QCOMPARE(compactJsonOf(m_reader->view(m_run).value()), before);
    }

    void patchesAndEventPagesAreRead()
    {
        Journal journal;
        QVERIFY(m_ingest->ingest(m_run, journal.start()));
        QCOMPARE(m_reader->patch(m_run).error().code, ErrorCode::NotFound);
        QVERIFY(m_ingest->ingest(m_run,
            joined({journal.next(event_type::changeRecorded,
                        {{"base", "b"}, {"tree", "t"}, {"files", QJsonArray{}}, {"patch", "diff --git"}}),
                journal.output(4)})));
        QCOMPARE(m_reader->patch(m_run).value().patch, QStringLiteral("diff --git"));
        const auto page = m_reader->events(m_run, {event_type::commandOutput}, 0, 2).value();
        QCOMPARE(page.items.size(), 2);
        QCOMPARE(page.nextCursor.value(), QStringLiteral("4"));
        QVERIFY(!m_reader->events(m_run, {}, 4, 2).value().nextCursor);
        const auto stored = m_reader->stored({}, 0, 1).value().first();
        QCOMPARE(compactJson(parseJson(eventEntryJson(stored)).value()), compactJsonOf(eventView(stored).value()));
    }

    void aStreamSeesEachEventOnceWhileManyAreWritten_data()
    {
        QTest::addColumn<int>("ringEvents");
        QTest::newRow("ring large enough") << 10000;
        QTest::newRow("ring far too small") << 7;
    }
    void aStreamSeesEachEventOnceWhileManyAreWritten()
    {
        QFETCH(int, ringEvents);
        LiveHub::Limits limits;
        limits.events = ringEvents;
        LiveHub hub(limits);
        m_database->onEventsStored([&](const QList<StoredEvent> &events) { hub.publish(events); });
        constexpr int batches = 40;
        constexpr int each = 10;
        // Two runs at once; this stream is of the first.
        std::vector<std::thread> writers;
        std::atomic<int> failed{0};
        for (const char *name : {"runA", "runB"})
            writers.emplace_back([&, name] {
                Journal journal;
                for (int n = 0; n < batches; ++n)
                    if (!m_ingest->ingest(RunId(name), journal.output(each)))
                        ++failed;
            });
        QList<qint64> seen;
        const auto pull = [&] {
            for (;;) {
                const qint64 after = seen.isEmpty() ? 0 : seen.last();
                auto events = hub.recent("runA", after, 13);
                if (!events)
                    events = m_reader->stored("runA", after, 13).value();
                if (events->isEmpty())
                    return;
                for (const StoredEvent &event : *events)
                    seen << event.seq;
            }
        };
        const auto subscription = hub.subscribe("runA", pull);
        pull();
        const bool isAll = QTest::qWaitFor([&] { return seen.size() >= batches * each; }, 30000);
        for (std::thread &writer : writers)
            writer.join();
        QVERIFY(isAll);
        QCOMPARE(failed.load(), 0);
        QCOMPARE(seen.size(), batches * each);
        for (int n = 0; n < seen.size(); ++n)
            QCOMPARE(seen.at(n), qint64(n + 1));
        m_database->onEventsStored({});
    }

    void subscriptionsWakeForTheirStreamAndEndWithTheirHandle()
    {
        LiveHub hub;
        int ofRun = 0;
        int ofAll = 0;
        auto run = hub.subscribe("run1", [&] { ++ofRun; });
        const auto all = hub.subscribe({}, [&] { ++ofAll; });
        hub.publish({{1, "run2", 1, "{}"}, {2, "run2", 2, "{}"}});
        QTRY_COMPARE(ofAll, 1);
        QCOMPARE(ofRun, 0);
        hub.publish({{3, "run1", 1, "{}"}});
        QTRY_COMPARE(ofAll, 2);
        QCOMPARE(ofRun, 1);
        run.reset();
        QCOMPARE(hub.subscribers(), 1);
        hub.publish({{4, "run1", 2, "{}"}});
        QTRY_COMPARE(ofAll, 3);
        QCOMPARE(ofRun, 1);
        QCOMPARE(hub.recent({}, 2, 10)->size(), 2);
        QCOMPARE(hub.recent("run1", 1, 10)->size(), 1);
        QCOMPARE(hub.recent("run1", 2, 10)->size(), 0);
        QVERIFY2(!hub.recent("run9", 0, 10), "of an unknown stream the ring knows nothing");
    }

    void ingestOfTwentyThousandEvents()
    {
        // A figure, not a judgement: events in batches of 200, each batch durable.
        Journal journal;
        QByteArrayList batches{journal.start()};
        for (int n = 0; n < 100; ++n)
            batches << journal.output(200);
        QElapsedTimer timer;
        timer.start();
        for (const QByteArray &batch : batches)
            QVERIFY(m_ingest->ingest(m_run, batch));
        const double seconds = double(timer.nsecsElapsed()) / 1e9;
        timer.restart();
        const auto view = m_reader->view(m_run).value();
        qInfo("%lld events in %.2f s, %.0f a second; view read in %.1f ms", view.run.lastSeq, seconds,
            double(view.run.lastSeq) / seconds, double(timer.nsecsElapsed()) / 1e6);
        QCOMPARE(view.run.lastSeq, 20001);
    }
};

QTEST_GUILESS_MAIN(TestIngest)
#include "tst_Ingest.moc"
