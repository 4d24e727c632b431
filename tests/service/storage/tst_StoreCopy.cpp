#include "service/storage/RunStore.h"
#include "tests/service/storage/StoreCopyFixture.h"

using namespace mergeloom;

/// The move from one kind of database to the other, and what restoring does with a database that is there.
class StoreCopyTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (PostgresServer::programs().isEmpty())
            QSKIP("this machine has no PostgreSQL server; install the package postgresql");
    }

    /// A table of a new migration is copied without a word; what cannot be copied as it is shows here.
    void everyTableOfTheSchemaIsCopied()
    {
        const QTemporaryDir one;
        const QTemporaryDir two;
        const auto sqlite = Database::open(sqliteIn(one)).value();
        const auto server = Database::open(postgresIn(two)).value();
        QCOMPARE(tablesOf(*sqlite), tablesOf(*server));
        QStringList names;
        for (const StoredTable &table : tablesOf(*sqlite))
            names << table.name;
        const QByteArray all = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = '";
        QStringList wanted = namesOf(*sqlite, all + "table'");
        for (const char *own : {"schema_migration", "sqlite_schema", "removal_permit"})
            QVERIFY(wanted.removeOne(QString::fromLatin1(own)));
        wanted << searchTextTable;
        QVERIFY(!wanted.contains("sqlite_sequence")); // no AUTOINCREMENT: its counters would have to be copied
        QCOMPARE(QSet(names.cbegin(), names.cend()), QSet(wanted.cbegin(), wanted.cend()));
        // Another full-text index wants words of its own in RunText and here.
        QCOMPARE(namesOf(*sqlite, all + "virtual'"), QStringList{searchTextTable});
        QStringList ofServer =
            namesOf(*server, "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename");
        for (const char *own : {"schema_migration", "write_mark", "removal_permit"})
            QVERIFY(ofServer.removeOne(QString::fromLatin1(own)));
        QCOMPARE(QSet(names.cbegin(), names.cend()), QSet(ofServer.cbegin(), ofServer.cend()));
    }

    void everyRowSurvivesTheMoveToPostgresqlAndBack()
    {
        const QTemporaryDir one;
        const QTemporaryDir two;
        const QTemporaryDir three;
        auto sqlite = Database::open(sqliteIn(one)).value();
        fill(*sqlite);
        const auto wanted = talliesOf(*sqlite);
        for (const TableTally &tally : wanted)
            QVERIFY2(tally.rows == (tally.table == u"ledger" || tally.table == u"retention" ? 1 : 5),
                qPrintable(tally.table));
        const auto there = postgresIn(two);
        const auto moved = copyStore(*sqlite, there, quiet);
        VERIFY_DONE(moved);
        QCOMPARE(moved->content.tables, wanted);
        QCOMPARE(talliesOf(*sqlite), wanted);

        auto server = Database::open(there).value();
        QCOMPARE(talliesOf(*server), wanted);
        VERIFY_DONE(copyStore(*server, sqliteIn(three), quiet));
        QCOMPARE(QFileInfo(three.filePath("mergeloom.db")).permissions() & 0x77, 0);
        const auto back = Database::open(sqliteIn(three)).value();
        QCOMPARE(talliesOf(*back), wanted);
        VERIFY_DONE(back->checkIntegrity());
    }

    void rowsThatComeLaterGetNumbersOfTheirOwn()
    {
        const QTemporaryDir one;
        const QTemporaryDir two;
        auto sqlite = Database::open(sqliteIn(one)).value();
        fill(*sqlite);
        const auto there = postgresIn(two);
        VERIFY_DONE(copyStore(*sqlite, there, quiet));
        const auto server = Database::open(there).value();
        VERIFY_DONE(server->write([&](const WriteTransaction &transaction) {
            return Statement(transaction,
                R"sql(INSERT INTO run_command (run_id, command, text, created_at, is_taken) VALUES ('r', 'pause', '', 1, 0))sql")
                .run();
        }));
        QCOMPARE(namesOf(*server, "SELECT max(number) FROM run_command"), QStringList{"6"});
    }

    void whatIsSearchedForIsFoundAfterTheMove()
    {
        const QTemporaryDir one;
        const QTemporaryDir two;
        const QTemporaryDir three;
        auto sqlite = Database::open(sqliteIn(one)).value();
        RunSummary run;
        run.id = RunId("run-1");
        run.ticketKey = "LOCAL-1";
        run.title = "Größere Zähler";
        run.startedAt = Timestamp::now();
        VERIFY_DONE(sqlite->write([&](const WriteTransaction &transaction) {
            return RunStore::putSummary(transaction, run, "The naïve counter overflows at 2^31.");
        }));
        const auto finds = [](Database &database, const QString &text) {
            RunFilter filter;
            filter.text = text;
            return database
                .read([&](const ReadTransaction &transaction) { return RunStore::list(transaction, filter, 10, {}); })
                .value()
                .items.size();
        };
        const auto there = postgresIn(two);
        VERIFY_DONE(copyStore(*sqlite, there, quiet));
        auto server = Database::open(there).value();
        VERIFY_DONE(copyStore(*server, sqliteIn(three), quiet));
        const auto back = Database::open(sqliteIn(three)).value();
        for (Database *database : {sqlite.get(), server.get(), back.get()})
            for (const char *text : {"zahl", "naive overf", "LOCAL-1", "2^31"})
                QVERIFY2(finds(*database, text) == 1, text);
        QCOMPARE(finds(*server, "absent"), 0);
        QCOMPARE(finds(*back, "absent"), 0);
    }

    void whatIsThereIsRefusedOrMovedAside()
    {
        const QTemporaryDir one;
        const QTemporaryDir two;
        auto source = Database::open(sqliteIn(one)).value();
        fill(*source);
        const QString path = two.filePath("all.backup");
        VERIFY_DONE(writeBackup(*source, path, quiet));
        for (const Database::Options &target : {sqliteIn(two), postgresIn(two)}) {
            {
                const auto present = Database::open(target).value();
                VERIFY_DONE(record(*present, 7));
            }
            const auto refused = restore(path, target);
            QVERIFY(!refused);
            QCOMPARE(refused.error().code, ErrorCode::Conflict);
            QVERIFY(!copyStore(*source, target, quiet));
            QCOMPARE(namesOf(*Database::open(target).value(), "SELECT max(id) FROM event"), QStringList{"7"});
            const auto restored = restore(path, target, NewStore::Present::MoveAside);
            VERIFY_DONE(restored);
            QCOMPARE(namesOf(*Database::open(target).value(), "SELECT max(id) FROM event"), QStringList{"5"});
            if (target.url.isEmpty()) {
                const QTemporaryDir again;
                QVERIFY(QFile::copy(restored->movedAside, again.filePath("mergeloom.db")));
                QCOMPARE(
                    namesOf(*Database::open(sqliteIn(again)).value(), "SELECT max(id) FROM event"), QStringList{"7"});
            } else {
                const QString schema = restored->movedAside.section(u' ', 1);
                QCOMPARE(namesOf(*Database::open(target).value(), "SELECT max(id) FROM " + schema.toUtf8() + ".event"),
                    QStringList{"7"});
            }
        }
    }

    void whatWasCutOffCanBeBegunAnew()
    {
        const QTemporaryDir one;
        const QTemporaryDir two;
        auto source = Database::open(sqliteIn(one)).value();
        fill(*source);
        for (const Database::Options &target : {postgresIn(two), sqliteIn(two)}) {
            {
                const auto store = NewStore::begin(target, source->schemaVersion(), NewStore::Present::Refuse).value();
                RowBuilder rows;
                addRow(rows, store->tables().first(), 1);
                VERIFY_DONE(store->put(store->tables().first(), rows.take()));
            }
            if (target.url.isEmpty()) { // as kill -9 leaves it
                QFile left(two.filePath("mergeloom.db.new"));
                QVERIFY(left.open(QIODevice::WriteOnly));
                left.write("half of a database");
            }
            VERIFY_DONE(copyStore(*source, target, quiet));
            QCOMPARE(talliesOf(*Database::open(target).value()), talliesOf(*source));
        }
        QVERIFY(!QFileInfo::exists(two.filePath("mergeloom.db.new")));
    }

    void aDatabaseThatAGatewayUsesIsRefused()
    {
        const QTemporaryDir one;
        const QTemporaryDir two;
        const QTemporaryDir three;
        const auto place = postgresIn(one);
        auto gateway = Database::open(place).value();
        const auto other = Database::open({two.path(), {}, place.url}).value();
        const auto refused = gateway->keepOthersOut();
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Conflict);
        QVERIFY(refused.error().message.contains("Stop every gateway"));
        const auto moved = copyStore(*gateway, sqliteIn(three), quiet);
        QVERIFY(!moved);
        QCOMPARE(moved.error().code, ErrorCode::Conflict);
    }
};

QTEST_GUILESS_MAIN(StoreCopyTest)
#include "tst_StoreCopy.moc"
