#include "service/storage/EventStore.h"
#include "service/storage/LedgerStore.h"
#include "service/storage/Statement.h"
#include "tests/service/storage/TestDatabase.h"

#include <QTemporaryDir>
#include <QTest>

using namespace mergeloom;

class LedgerStoreTest : public QObject
{
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<Database> m_database;

    Result<void> record(const char *stream, int count = 1)
    {
        return m_database->write([&](const WriteTransaction &transaction) -> Result<void> {
            for (int n = 0; n < count; ++n)
                MERGELOOM_CHECK(EventStore::record(transaction, stream, "config.changed", {{"n", n}}));
            return {};
        });
    }
    Result<void> execute(const QByteArray &sql)
    {
        return m_database->write([&](const WriteTransaction &transaction) {
            return transaction.connection().execute(QString::fromUtf8(sql));
        });
    }
    LedgerState state()
    {
        return m_database->read([](const ReadTransaction &transaction) { return LedgerStore::state(transaction); })
            .value();
    }
    /// The root that the tiles give, and the one of the events as they lie there.
    void compareRoots(qint64 size)
    {
        const auto done = m_database->read([&](const ReadTransaction &transaction) -> Result<void> {
            MERGELOOM_TRY(const auto events, EventStore::all(transaction, 0, 100000));
            QList<merkle::Hash> leaves;
            for (const StoredEvent &event : events)
                leaves.append(merkle::leafHash({logEntry(event.stream, event.line)}));
            MERGELOOM_TRY(
                const merkle::Hash root, merkle::rootOf(size, merkle::subtreesFrom(LedgerStore::tiles(transaction))));
            std::map<std::pair<int, qint64>, QByteArray> tiles;
            const auto none = [](int, qint64) { return Result<QByteArray>(QByteArray()); };
            MERGELOOM_TRY(const auto made, merkle::tilesAfter(0, leaves, none));
            for (const merkle::Tile &tile : made)
                tiles[{tile.level, tile.number}] = tile.hashes;
            MERGELOOM_TRY(const merkle::Hash wanted,
                merkle::rootOf(size, merkle::subtreesFrom([&](int level, qint64 number) -> Result<QByteArray> {
                    return tiles[{level, number}];
                })));
            [&] {
                QCOMPARE(leaves.size(), size);
                QCOMPARE(root, wanted);
            }();
            return {};
        });
        QVERIFY2(done, done ? "" : qPrintable(done.error().message));
    }

private Q_SLOTS:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        m_database = Database::open(databaseIn(m_directory->path())).value();
    }
    void cleanup() { m_database.reset(); }

    void everyEventIsALeafAsItIsStored()
    {
        QVERIFY(record("one", 3));
        QVERIFY(record("two", 300));
        QVERIFY(record("one", 700));
        QCOMPARE(state().size, 1003);
        compareRoots(1003);
    }

    void anEventOfAnUndoneTransactionIsNoLeaf()
    {
        QVERIFY(record("one"));
        QVERIFY(!m_database->write([](const WriteTransaction &transaction) -> Result<void> {
            MERGELOOM_CHECK(EventStore::record(transaction, "one", "config.changed", {}));
            return failure(ErrorCode::Internal, "no");
        }));
        QVERIFY(record("one"));
        QCOMPARE(state().size, 2);
        compareRoots(2);
    }

    void eventsFromBeforeTheLogAreItsFirstLeaves()
    {
        QVERIFY(record("one", 600));
        // What a database looks like that had events when the log came.
        m_database.reset();
        {
            auto other = Database::open(databaseIn(m_directory->path())).value();
            for (const QByteArray &sql :
                {dropTrigger("ledger_only_grows", "ledger"), dropTrigger("ledger_tile_is_never_deleted", "ledger_tile"),
                    QByteArray("DELETE FROM ledger_tile"), QByteArray("UPDATE ledger SET size = 0, earlier = 600")})
                QVERIFY(other->write([&](const WriteTransaction &transaction) {
                    return transaction.connection().execute(QString::fromUtf8(sql));
                }));
            m_database = std::move(other);
        }
        QVERIFY(record("two"));
        QCOMPARE(state().size, 601);
        compareRoots(601);
    }

    void theDatabaseRefusesToChangeTheLog_data()
    {
        QTest::addColumn<QByteArray>("sql");
        QTest::newRow("shrink") << QByteArray("UPDATE ledger SET size = 1");
        QTest::newRow("forget") << QByteArray("DELETE FROM ledger");
        QTest::newRow("change a hash") << "UPDATE ledger_tile SET hashes = " + zeroBytes("length(hashes)");
        if (!isOnPostgres()) {
            QTest::newRow("replace a tile whole")
                << QByteArray("INSERT OR REPLACE INTO ledger_tile VALUES (0, 0, zeroblob(64))");
            QTest::newRow("replace a checkpoint whole")
                << QByteArray("INSERT OR REPLACE INTO checkpoint VALUES (2, 0, 'x')");
        } else {
            for (const char *table : {"ledger", "ledger_tile", "checkpoint", "event"})
                QTest::newRow((QByteArray("truncate ") + table).constData()) << QByteArray("TRUNCATE ") + table;
        }
        QTest::newRow("cut a tile") << QByteArray("UPDATE ledger_tile SET hashes = substr(hashes, 1, 32)");
        QTest::newRow("move a tile") << QByteArray("UPDATE ledger_tile SET number = number + 1");
        QTest::newRow("delete a tile") << QByteArray("DELETE FROM ledger_tile");
        QTest::newRow("replace a tile") << "INSERT INTO ledger_tile VALUES (0, 0, " + zeroBytes("64")
                + ") ON CONFLICT (level, number) DO UPDATE SET hashes = excluded.hashes";
        QTest::newRow("change a checkpoint") << QByteArray("UPDATE checkpoint SET note = 'x'");
        QTest::newRow("delete a checkpoint") << QByteArray("DELETE FROM checkpoint");
        QTest::newRow("replace a checkpoint") << QByteArray(
            "INSERT INTO checkpoint VALUES (2, 0, 'x') ON CONFLICT (size) DO UPDATE SET note = excluded.note");
    }
    void theDatabaseRefusesToChangeTheLog()
    {
        QFETCH(const QByteArray, sql);
        QVERIFY(record("one", 2));
        QVERIFY(m_database->write([](const WriteTransaction &transaction) {
            return LedgerStore::putCheckpoint(transaction, {2, Timestamp::now(), "note"});
        }));
        QVERIFY(!execute(sql));
        compareRoots(2);
    }

    void checkpointsComeBySize()
    {
        const auto done = m_database->write([](const WriteTransaction &transaction) -> Result<void> {
            for (const qint64 size : {5, 2, 9})
                MERGELOOM_CHECK(LedgerStore::putCheckpoint(
                    transaction, {size, Timestamp::now(), "note " + QByteArray::number(size)}));
            [&] {
                QCOMPARE(LedgerStore::newestCheckpoint(transaction).value()->note, QByteArray("note 9"));
                QCOMPARE(LedgerStore::firstCheckpointFrom(transaction, 3).value()->size, 5);
                QCOMPARE(LedgerStore::firstCheckpointFrom(transaction, 5).value()->size, 5);
                QVERIFY(!LedgerStore::firstCheckpointFrom(transaction, 10).value());
                QCOMPARE(LedgerStore::checkpoints(transaction, 2, 10).value().size(), 2);
            }();
            return {};
        });
        QVERIFY(done);
        QVERIFY(!m_database->write([](const WriteTransaction &transaction) {
            return LedgerStore::putCheckpoint(transaction, {5, Timestamp::now(), "other"});
        }));
    }
};

QTEST_GUILESS_MAIN(LedgerStoreTest)
#include "tst_LedgerStore.moc"
