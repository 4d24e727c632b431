#include "service/storage/IdempotencyStore.h"
#include "service/storage/RunStore.h"
#include "tests/service/storage/TestDatabase.h"

#include <QTemporaryDir>
#include <QTest>

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
    run.reason = number % 4 ? "" : "timeout";
    run.requester = number % 5 ? "ann" : "bob";
    run.model = number % 2 ? "large" : "small";
    run.branch = QStringLiteral("tickets/local-%1").arg(number);
    run.isPushed = number % 4 != 0;
    run.usage.inputTokens = number;
    run.usage.cachedTokens = 1000;
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

    void everyColumnHasAFilter()
    {
        const auto found = [&](const RunFilter &filter) { return list(filter).value().items.size(); };
        QCOMPARE(found({.reason = "timeout"}), 10);
        QCOMPARE(found({.requester = "bob"}), 8);
        QCOMPARE(found({.model = "large"}), 20);
        QCOMPARE(found({.branch = "tickets/local-12"}), 1);
        QCOMPARE(found({.pushed = RunFilter::Pushed::Yes}), 30);
        QCOMPARE(found({.pushed = RunFilter::Pushed::No}), 10);
        QCOMPARE(found({.minimumTokens = 1030}), 10);
        QCOMPARE(found({.minimumUsd = 0.5}), 40);
        QCOMPARE(found({.minimumUsd = 0.6}), 0);
        QCOMPARE(found({.since = Timestamp{1010}}), 20);
        QCOMPARE(found({.until = Timestamp{1010}}), 20);
        QCOMPARE(found({.state = "failed", .since = Timestamp{1010}, .until = Timestamp{1012}}), 1);
        QCOMPARE(found({.text = "hello", .requester = "bob", .model = "large"}), 4);
        RunSummary unpriced = runNumber(50);
        unpriced.costUsd.reset();
        unpriced.requester = QString(3000, u'x');
        put(unpriced);
        QCOMPARE(found({.minimumUsd = 0.1}), 40);
        QCOMPARE(found({.requester = unpriced.requester}), 1);
    }

    void choicesAreWhatIsThere()
    {
        const auto choices =
            m_database->read([](const ReadTransaction &transaction) { return RunStore::choices(transaction); }).value();
        QCOMPARE(choices.reasons, QStringList{"timeout"});
        QCOMPARE(choices.requesters, (QStringList{"ann", "bob"}));
        QCOMPARE(choices.models, (QStringList{"large", "small"}));
        QCOMPARE(choices.repositories, (QStringList{"blog", "shop"}));
        QCOMPARE(choices.providers, QStringList{"replay"});
    }

    void filtersAreAskedForByName()
    {
        const auto read = [](const QMap<QString, QString> &asked) {
            return readRunFilter(
                [&](const RunFilterField &field) { return asked.value(QString::fromLatin1(field.query)); });
        };
        const RunFilter filter = read(
            {{"since", "2026-01-02"}, {"until", "2026-01-02"}, {"min_cost_usd", "0.25"}, {"min_tokens", "7"},
                {"pushed", "no"}, {"q", "words"},
                {"job", "j"}}).value();
        QCOMPARE(filter.since->toString(), QStringLiteral("2026-01-02T00:00:00.000000Z"));
        QCOMPARE(filter.until->toString(), QStringLiteral("2026-01-03T00:00:00.000000Z"));
        QCOMPARE(filter.minimumUsd, 0.25);
        QCOMPARE(filter.minimumTokens, 7);
        QVERIFY(filter.pushed == RunFilter::Pushed::No);
        QCOMPARE(read({{"until", "2026-01-02T03:04:05Z"}})->until->toString(),
            QStringLiteral("2026-01-02T03:04:05.000000Z"));
        for (const auto &[name, text] : {std::pair{"state", "done"}, {"reason", "bored"}, {"pushed", "1"},
                 {"since", "yesterday"}, {"until", "2026-02-30"}, {"min_cost_usd", "-1"}, {"min_tokens", "nan"}}) {
            const auto refused = read({{name, text}});
            QVERIFY2(!refused, name);
            QCOMPARE(refused.error().code, ErrorCode::InvalidInput);
            QCOMPARE(refused.error().details.value("field").toString(), QString::fromLatin1(name));
        }
    }

    void everyFilterIsServedByAnIndexThatGivesTheOrder()
    {
        if (isOnPostgres())
            QSKIP("PostgreSQL chooses by what it knows of the values");
        const RunFilter all{.state = "failed",
            .repository = "shop",
            .provider = "replay",
            .text = "hello",
            .reason = "timeout",
            .requester = "ann",
            .model = "large",
            .since = Timestamp{1},
            .until = Timestamp{9},
            .minimumUsd = 1,
            .minimumTokens = 1,
            .pushed = RunFilter::Pushed::Yes};
        const QList<RunFilter> filters{{}, {.state = "x"}, {.repository = "x"}, {.ticketKey = "x"}, {.provider = "x"},
            {.text = "x"}, {.jobId = JobId("x")}, {.reason = "x"}, {.requester = "x"}, {.model = "x"}, {.branch = "x"},
            {.since = Timestamp{1}}, {.until = Timestamp{9}}, {.minimumUsd = 1}, {.minimumTokens = 1},
            {.pushed = RunFilter::Pushed::Yes}, {.state = "x", .ticketKey = "x"}, {.state = "x", .model = "x"}, all};
        for (const RunFilter &filter : filters) {
            const auto plan = m_database->read([&](const ReadTransaction &transaction) -> Result<QStringList> {
                MERGELOOM_TRY(const QByteArray sql, RunStore::listStatement(transaction, filter));
                Statement statement(transaction, "EXPLAIN QUERY PLAN " + sql);
                for (qsizetype values = sql.count('?'); values > 0; --values)
                    statement.bindNull();
                QStringList lines;
                for (;;) {
                    MERGELOOM_TRY(const bool isRow, statement.next());
                    if (!isRow)
                        return lines;
                    lines << statement.text(3);
                }
            });
            QVERIFY2(plan, plan ? "" : qPrintable(plan.error().message));
            const QString text = plan->join(u'\n');
            QVERIFY2(plan->first().contains("USING INDEX run_by_"), qPrintable(text));
            QVERIFY2(!text.contains("TEMP B-TREE"), qPrintable(text));
        }
    }

    void runsOfAnOlderWorkerCanBeFilteredToo()
    {
        QTemporaryDir older;
        QTemporaryDir place;
        const QString dialect = isOnPostgres() ? "postgres" : "sqlite";
        const QDir sql(MERGELOOM_SOURCE_DIR "/resources/sql/" + dialect);
        for (const QString &name : sql.entryList({"000*.sql"}, QDir::Files))
            QVERIFY(QFile::copy(sql.filePath(name), older.filePath(name)));
        Database::Options options = databaseIn(place.path());
        options.migrations = older.path();
        RunSummary run = runNumber(4);
        {
            const auto database = Database::open(options).value();
            const auto put = database->write([&](const WriteTransaction &transaction) -> Result<void> {
                Statement insert(transaction,
                    "INSERT INTO run (id, job_id, ticket_key, repository, provider, state, started_at, summary, search_hash) "
                    "VALUES (?, 'j', 'k', 'r', 'p', 'failed', 5, ?, ?)");
                return insert.bind(run.id).bind(QString::fromUtf8(compactJsonOf(run))).bind(QByteArray("h")).run();
            });
            QVERIFY2(put, put ? "" : qPrintable(put.error().message));
        }
        m_database = Database::open(databaseIn(place.path())).value();
        QCOMPARE(list({.reason = "timeout",
                          .requester = "ann",
                          .model = "small",
                          .minimumTokens = 1004,
                          .pushed = RunFilter::Pushed::No})
                     .value()
                     .items.size(),
            1);
        QCOMPARE(list({.branch = "tickets/local-4"}).value().items.size(), 1);
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

    void wordsOfFewAndOfManyRunsAreFoundAlike()
    {
        const auto done = m_database->write([](const WriteTransaction &transaction) -> Result<void> {
            for (int number = 40; number < 1240; ++number)
                MERGELOOM_CHECK(RunStore::putSummary(transaction, runNumber(number),
                    number % 400 == 0 ? "A common word and a scarce one." : "A common word."));
            return {};
        });
        QVERIFY2(done, done ? "" : qPrintable(done.error().message));
        const auto numbers = [this](const RunFilter &filter) {
            QStringList keys;
            QString cursor;
            do {
                const auto page = list(filter, 500, cursor).value();
                for (const RunSummary &run : page.items)
                    keys << run.ticketKey;
                cursor = page.nextCursor.value_or(QString());
            } while (!cursor.isEmpty());
            return keys;
        };
        QCOMPARE(numbers({.text = "common"}).size(), 1200);
        QCOMPARE(numbers({.text = "scar word"}), QStringList({"LOCAL-1200", "LOCAL-800", "LOCAL-400"}));
        QCOMPARE(numbers({.state = "failed", .text = "commo"}).size(), 300);
        QCOMPARE(numbers({.repository = "blog", .text = "scarce"}), QStringList("LOCAL-1200"));
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
