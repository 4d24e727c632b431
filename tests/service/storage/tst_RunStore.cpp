#include "service/storage/IdempotencyStore.h"
#include "service/storage/RunStore.h"
#include "tests/service/storage/TestDatabase.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace mergeloom;

namespace {

constexpr qint64 day = qint64(24) * 3600 * 1000000;

RunSummary runNumber(int number)
{
    RunSummary run;
    run.id = RunId(QStringLiteral("run%1").arg(number, 4, 10, QChar(u'0')));
    run.jobId = JobId("job");
    run.ticketKey = QStringLiteral("LOCAL-%1").arg(number);
    run.title =
        number % 2 ? QStringLiteral("Say hello to %1").arg(number) : QStringLiteral("Repair the login \"page\"");
    run.repository = number % 3 ? "shop" : "blog";
    run.provider = "replay";
    run.state = number % 4 ? "completed" : "failed";
    run.startedAt = {1000 + number / 2}; // pairs start at the same time
    run.finishedAt = Timestamp{day * 20 + number};
    run.costUsd = 0.5;
    return run;
}

} // namespace

class TestRunStore : public QObject
{
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<Database> m_database;

    void put(const RunSummary &run, const QString &body = {})
    {
        const auto done = m_database->write(
            [&](const WriteTransaction &transaction) { return RunStore::putSummary(transaction, run, body); });
        QVERIFY2(done, done ? "" : qPrintable(done.error().message));
    }
    Result<api::RunPage> list(const RunFilter &filter, int limit = 1000, const QString &cursor = {})
    {
        return m_database->read(
            [&](const ReadTransaction &transaction) { return RunStore::list(transaction, filter, limit, cursor); });
    }

private Q_SLOTS:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        m_database = Database::open(databaseIn(m_directory->path())).value();
        for (int number = 0; number < 40; ++number)
            put(runNumber(number));
    }

    void pagesListEachRunOnceNewestFirst()
    {
        QStringList ids;
        QString cursor;
        int pages = 0;
        do {
            const auto page = list({}, 7, cursor).value();
            for (const RunSummary &run : page.items)
                ids << run.id.text();
            cursor = page.nextCursor.value_or(QString());
            ++pages;
        } while (!cursor.isEmpty());
        QCOMPARE(pages, 6);
        QStringList wanted;
        for (int number = 39; number >= 0; --number)
            wanted << runNumber(number).id.text();
        QCOMPARE(ids, wanted);
    }

    void aStrangeCursorIsRefused()
    {
        for (const char *cursor : {"nonsense", "WyJhIl0", "WyJ4IiwieSJd"})
            QCOMPARE(list({}, 5, cursor).error().code, ErrorCode::InvalidInput);
    }

    void filtersNarrowTheListAndCombine()
    {
        QCOMPARE(list({.state = "failed"}).value().items.size(), 10);
        QCOMPARE(list({.repository = "blog"}).value().items.size(), 14);
        QCOMPARE(list({.state = "failed", .repository = "blog"}).value().items.size(), 4);
        QCOMPARE(list({.ticketKey = "LOCAL-7"}).value().items.size(), 1);
        QCOMPARE(list({.provider = "other"}).value().items.size(), 0);
        QCOMPARE(list({.jobId = JobId("job")}).value().items.size(), 40);
    }

    void searchFindsWordBeginningsAndTakesAnyText()
    {
        QCOMPARE(list({.text = "hel"}).value().items.size(), 20);
        QCOMPARE(list({.text = "hello 17"}).value().items.size(), 1);
        QCOMPARE(list({.text = "nowhere"}).value().items.size(), 0);
        for (const char *text : {"\"page\"", "a AND", "NEAR(", "*", "-", "\"", "col:x", "'"})
            QVERIFY2(list({.text = text}), text);
        put(runNumber(5), "The body speaks of a Gänseblümchen.");
        QCOMPARE(list({.text = "gansebl"}).value().items.size(), 1);
        RunSummary renamed = runNumber(5);
        renamed.title = "Something else";
        put(renamed);
        QCOMPARE(list({.text = "gansebl"}).value().items.size(), 0);
        QCOMPARE(list({.text = "something"}).value().items.size(), 1);
    }

    void daysAreCountedWithoutAGap()
    {
        const auto figures = m_database
                                 ->read([](const ReadTransaction &transaction) {
                                     return RunStore::days(transaction, Timestamp{day * 21}, 14);
                                 })
                                 .value();
        QCOMPARE(figures.size(), 14);
        QCOMPARE(figures.last().day, QStringLiteral("1970-01-22"));
        QCOMPARE(figures[12].completed, 30);
        QCOMPARE(figures[12].failed, 10);
        QCOMPARE(figures[12].costUsd, 20.0);
        QCOMPARE(figures[11].completed, 0);
    }

    void snapshotsComeBackWhole()
    {
        RunView view;
        view.run = runNumber(3);
        view.run.lastSeq = 17;
        view.warnings = {"careful"};
        QVERIFY(m_database->write(
            [&](const WriteTransaction &transaction) { return RunStore::putSnapshot(transaction, view); }));
        const auto read =
            m_database
                ->read([&](const ReadTransaction &transaction) { return RunStore::snapshot(transaction, view.run.id); })
                .value();
        QVERIFY(read);
        QCOMPARE(compactJsonOf(*read), compactJsonOf(view));
    }

    void answersOfPostsAreKeptForADayAndForTheirCallerOnly()
    {
        const IdempotencyKey key{"k1", "alice", "POST /api/v1/tickets"};
        const RememberedReply reply{"hash", 201, "application/json", "{\"a\":1}"};
        const auto find = [&](const IdempotencyKey &wanted, qint64 now) {
            return m_database
                ->read([&](const ReadTransaction &transaction) {
                    return IdempotencyStore::find(transaction, wanted, {now});
                })
                .value();
        };
        QVERIFY(m_database->write([&](const WriteTransaction &transaction) {
            return IdempotencyStore::remember(transaction, key, reply, {10});
        }));
        QVERIFY(m_database->write([&](const WriteTransaction &transaction) {
            return IdempotencyStore::remember(transaction, key, {"x", 500, {}, {}}, {11});
        }));
        QCOMPARE(find(key, 12)->body, reply.body);
        QCOMPARE(find(key, 12)->status, 201);
        QVERIFY(!find({"k1", "bob", key.route}, 12));
        QVERIFY(!find({"k1", "alice", "POST /api/v1/tokens"}, 12));
        QVERIFY(!find(key, 10 + day));
    }
};

QTEST_GUILESS_MAIN(TestRunStore)
#include "tst_RunStore.moc"
