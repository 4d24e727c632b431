#include "tests/service/storage/StoreCopyFixture.h"

#include <atomic>
#include <thread>

#include <sys/resource.h>

using namespace mergeloom;

/// Backups: made beside writers, restored into either kind of database, refused when they are not whole.
class BackupTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_place;
    QString pathOf(const char *name) const { return m_place.filePath(QString::fromLatin1(name)); }

private Q_SLOTS:
    void initTestCase()
    {
        if (PostgresServer::programs().isEmpty())
            QSKIP("this machine has no PostgreSQL server; install the package postgresql");
    }

    void aBackupOfEitherIsRestoredIntoEither_data()
    {
        QTest::addColumn<bool>("isFromServer");
        QTest::addColumn<bool>("isToServer");
        QTest::newRow("SQLite to SQLite") << false << false;
        QTest::newRow("SQLite to PostgreSQL") << false << true;
        QTest::newRow("PostgreSQL to SQLite") << true << false;
        QTest::newRow("PostgreSQL to PostgreSQL") << true << true;
    }

    void aBackupOfEitherIsRestoredIntoEither()
    {
        QFETCH(bool, isFromServer);
        QFETCH(bool, isToServer);
        const QTemporaryDir one;
        const QTemporaryDir two;
        const auto source = Database::open(isFromServer ? postgresIn(one) : sqliteIn(one)).value();
        fill(*source);
        const QString path = two.filePath("all.backup");
        const auto content = writeBackup(*source, path, quiet);
        VERIFY_DONE(content);
        QCOMPARE(QFileInfo(path).permissions() & 0x77, 0);
        QVERIFY(!QFileInfo::exists(path + ".part"));
        const auto target = isToServer ? postgresIn(two) : sqliteIn(two);
        VERIFY_DONE(restore(path, target));
        const auto restored = Database::open(target).value();
        QCOMPARE(talliesOf(*restored), content->tables);
        QCOMPARE(talliesOf(*restored), talliesOf(*source));
    }

    void aBackupIsOneMomentOfADatabaseThatGoesOn()
    {
        const QTemporaryDir one;
        const QTemporaryDir two;
        auto database = Database::open(sqliteIn(one)).value();
        VERIFY_DONE(record(*database, 2000));
        std::atomic<bool> isOver = false;
        std::atomic<int> written = 0;
        std::thread writer([&] {
            while (!isOver && record(*database, 10))
                written += 10;
        });
        const auto content = writeBackup(*database, two.filePath("all.backup"), quiet);
        const int before = written;
        isOver = true;
        writer.join();
        VERIFY_DONE(content);
        VERIFY_DONE(record(*database, 10));
        VERIFY_DONE(restore(two.filePath("all.backup"), sqliteIn(two)));
        const auto restored = Database::open(sqliteIn(two)).value();
        const qint64 events = namesOf(*restored, "SELECT max(id) FROM event").first().toLongLong();
        QCOMPARE(events, content->events);
        QVERIFY(events >= 2000 && events <= 2000 + before + 10);
        QVERIFY(!content->root.isEmpty());
    }

    void aChangedOrCutBackupIsRefusedAndLeavesNothing()
    {
        const QTemporaryDir one;
        const auto source = Database::open(sqliteIn(one)).value();
        fill(*source);
        const QString path = pathOf("whole.backup");
        VERIFY_DONE(writeBackup(*source, path, quiet));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray whole = file.readAll();
        QList<QByteArray> wrong{{}, "MergeLoom backup 2\n", whole + 'x', whole + whole, whole.chopped(1)};
        for (qsizetype at = 0; at < whole.size(); at += 1 + whole.size() / 60) {
            wrong << whole.first(at);
            QByteArray changed = whole;
            changed[at] = char(changed[at] ^ 0x10);
            wrong << changed;
        }
        for (const QByteArray &bytes : wrong) {
            const QTemporaryDir target;
            QFile bad(target.filePath("bad.backup"));
            QVERIFY(bad.open(QIODevice::WriteOnly));
            bad.write(bytes);
            bad.close();
            const auto refused = restore(bad.fileName(), sqliteIn(target));
            QVERIFY(!refused);
            QVERIFY2(refused.error().message.contains(bad.fileName()) || refused.error().message.contains("schema"),
                qPrintable(refused.error().message));
            QCOMPARE(QDir(target.path()).entryList(QDir::Files), QStringList{"bad.backup"});
        }
    }

    void aBackupOfAnOlderSchemaIsBroughtUpToDate()
    {
        const QTemporaryDir one;
        const QTemporaryDir two;
        const auto source = Database::open(sqliteIn(one)).value();
        fill(*source);
        const QString path = two.filePath("old.backup");
        VERIFY_DONE(writeBackup(*source, path, quiet));
        QVERIFY(QDir(two.path()).mkdir("sql"));
        for (const QString &name : QDir(":/sql/sqlite").entryList())
            QVERIFY(QFile::copy(":/sql/sqlite/" + name, two.filePath("sql/" + name)));
        const int next = source->schemaVersion() + 1;
        QFile more(two.filePath(QStringLiteral("sql/%1_add_colour.sql").arg(next, 4, 10, QChar(u'0'))));
        QVERIFY(more.open(QIODevice::WriteOnly));
        more.write("ALTER TABLE ticket ADD COLUMN colour TEXT NOT NULL DEFAULT 'red';\n");
        more.close();
        const Database::Options target{two.path(), two.filePath("sql")};
        VERIFY_DONE(restore(path, target));
        const auto restored = Database::open(target).value();
        QCOMPARE(restored->schemaVersion(), next);
        QCOMPARE(namesOf(*restored, "SELECT DISTINCT colour FROM ticket"), QStringList{"red"});

        // And the other way round it is refused.
        const QTemporaryDir three;
        VERIFY_DONE(writeBackup(*restored, three.filePath("new.backup"), quiet));
        const auto refused = restore(three.filePath("new.backup"), sqliteIn(three));
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Unsupported);
    }

    void aFullDiskLeavesNoFile()
    {
        const QTemporaryDir one;
        const QTemporaryDir two;
        const auto source = Database::open(sqliteIn(one)).value();
        fill(*source);
        ::signal(SIGXFSZ, SIG_IGN);
        rlimit before = {};
        ::getrlimit(RLIMIT_FSIZE, &before);
        const rlimit little{2000, before.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &little);
        const auto refused = writeBackup(*source, two.filePath("all.backup"), quiet);
        ::setrlimit(RLIMIT_FSIZE, &before);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Io);
        QCOMPARE(QDir(two.path()).entryList(QDir::Files), QStringList());
    }

    void aDiskThatFillsUpWhileRestoringLeavesNoFile()
    {
        const QTemporaryDir one;
        const QTemporaryDir two;
        const auto source = Database::open(sqliteIn(one)).value();
        fill(*source);
        VERIFY_DONE(writeBackup(*source, pathOf("restored.backup"), quiet));
        ::signal(SIGXFSZ, SIG_IGN);
        rlimit before = {};
        ::getrlimit(RLIMIT_FSIZE, &before);
        const rlimit little{50'000, before.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &little);
        const auto refused = restore(pathOf("restored.backup"), sqliteIn(two));
        ::setrlimit(RLIMIT_FSIZE, &before);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Io);
        QCOMPARE(QDir(two.path()).entryList(QDir::Files), QStringList());
        VERIFY_DONE(restore(pathOf("restored.backup"), sqliteIn(two)));
    }

    /// Its checksum is right; what it says of its tables is not what that schema has.
    void aBackupWithTablesOfItsOwnIsRefused()
    {
        const QTemporaryDir one;
        const QTemporaryDir two;
        QVERIFY(QDir(one.path()).mkdir("sql"));
        for (const QString &name : QDir(":/sql/sqlite").entryList())
            QVERIFY(QFile::copy(":/sql/sqlite/" + name, one.filePath("sql/" + name)));
        QFile first(one.filePath("sql/0001_create_events.sql"));
        first.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
        QVERIFY(first.open(QIODevice::Append));
        first.write("\nCREATE TABLE more (id TEXT PRIMARY KEY);\n");
        first.close();
        const auto source = Database::open({one.path(), one.filePath("sql")}).value();
        VERIFY_DONE(writeBackup(*source, one.filePath("other.backup"), quiet));
        for (const Database::Options &target : {sqliteIn(two), postgresIn(two)}) {
            const auto refused = restore(one.filePath("other.backup"), target);
            QVERIFY(!refused);
            QCOMPARE(refused.error().code, ErrorCode::Corrupt);
            QVERIFY(refused.error().message.contains("tables are not those"));
        }
        QCOMPARE(QDir(two.path()).entryList(QDir::Files), QStringList());
    }

    void aBackupOverwritesNothing()
    {
        const QTemporaryDir one;
        const auto source = Database::open(sqliteIn(one)).value();
        const QString path = one.filePath("there");
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("mine");
        file.close();
        QFile::link(path, one.filePath("link"));
        QFile::link("/nowhere", one.filePath("dangling"));
        QFile::link(path, one.filePath("new.part"));
        for (const char *name : {"there", "link", "dangling", "new"})
            QVERIFY2(!writeBackup(*source, one.filePath(name), quiet), name);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), "mine");
    }
};

QTEST_GUILESS_MAIN(BackupTest)
#include "tst_Backup.moc"
