#include "service/storage/CounterStore.h"
#include "service/storage/Database.h"
#include "service/storage/EventStore.h"
#include "service/storage/Migrations.h"
#include "service/storage/Statement.h"
#include "tests/service/storage/TestDatabase.h"

#include <QDirIterator>
#include <QRegularExpression>
#include <QSqlDatabase>
#include <QTemporaryDir>
#include <QThreadPool>
#include <QTest>

#include <thread>

#include <csignal>

#include <sys/wait.h>
#include <unistd.h>

using namespace mergeloom;

namespace {

Database::Options in(const QTemporaryDir &directory) { return databaseIn(directory.path()); }

void write(const QString &path, const QByteArray &text)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text);
}

Result<qint64> count(Database &database, const QString &name)
{
    return database.write([&](const WriteTransaction &transaction) { return CounterStore::next(transaction, name); });
}

} // namespace

class TestDatabase : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aThreadsConnectionIsGoneWhenTheThreadIsWaitedFor()
    {
        QTemporaryDir directory;
        auto database = Database::open(in(directory)).value();
        const auto before = QSqlDatabase::connectionNames().size();
        for (int n = 0; n < 200; ++n) {
            QThreadPool pool;
            pool.start([&] {
                (void)database->read([](const ReadTransaction &transaction) {
                    return EventStore::head(transaction, QStringLiteral("x"));
                });
            });
            pool.waitForDone();
        } // the pool waits for its thread; a connection that ends later would outlive Qt's list of them at exit
        QCOMPARE(QSqlDatabase::connectionNames().size(), before);
    }
    void opensTwiceAndKeepsWhatWasWritten()
    {
        QTemporaryDir directory;
        for (int n = 1; n <= 2; ++n) {
            auto database = Database::open(in(directory));
            QVERIFY2(database, database ? "" : qPrintable(database.error().message));
            QCOMPARE((*database)->schemaVersion(), 12);
            QCOMPARE(count(**database, "n").value(), n);
            QVERIFY((*database)->checkIntegrity());
        }
        if (isOnPostgres())
            return;
        const auto permissions = QFile::permissions(directory.filePath("mergeloom.db"));
        QVERIFY(!(permissions & (QFile::ReadOther | QFile::ReadGroup | QFile::WriteGroup | QFile::WriteOther)));
    }

    void anErrorUndoesTheWholeTransaction()
    {
        QTemporaryDir directory;
        auto database = Database::open(in(directory)).value();
        const auto done = database->write([](const WriteTransaction &transaction) -> Result<void> {
            (void)CounterStore::next(transaction, "n");
            return failure(ErrorCode::Internal, "no");
        });
        QVERIFY(!done);
        QCOMPARE(count(*database, "n").value(), 1);
    }

    void everyStatementOfTheStoresFitsTheSchema()
    {
        QTemporaryDir directory;
        auto database = Database::open(in(directory)).value();
        const QRegularExpression literal(
            isOnPostgres() ? R"re(R"(sql|postgres)\((.*?)\)\1")re" : R"re(R"(sql|sqlite)\((.*?)\)\1")re",
            QRegularExpression::DotMatchesEverythingOption);
        int found = 0;
        QDirIterator files(MERGELOOM_SOURCE_DIR "/service/storage", {"*.cpp"}, QDir::Files);
        while (files.hasNext()) {
            QFile file(files.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            auto matches = literal.globalMatch(QString::fromUtf8(file.readAll()));
            while (matches.hasNext()) {
                const QByteArray sql = matches.next().captured(2).toUtf8();
                const auto prepared = database->write([&](const WriteTransaction &transaction) -> Result<void> {
                    MERGELOOM_CHECK(transaction.connection().prepare(sql));
                    return {};
                });
                QVERIFY2(prepared, prepared ? "" : qPrintable(file.fileName() + ": " + prepared.error().message));
                ++found;
            }
        }
        QVERIFY2(found > 60, "the statements were not found in the sources");
    }

    void aNewerSchemaIsRefusedWithBothNumbers()
    {
        QTemporaryDir directory;
        {
            auto database = Database::open(in(directory)).value();
            QVERIFY(database->write([](const WriteTransaction &transaction) -> Result<void> {
                Statement insert(transaction,
                    "INSERT INTO schema_migration (number, name, checksum, applied_at) VALUES (99, '0099_add_more.sql', 'x', 0)");
                return insert.run();
            }));
        }
        const auto refused = Database::open(in(directory));
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Unsupported);
        QCOMPARE(refused.error().details.value("schema").toInt(), 99);
        QCOMPARE(refused.error().details.value("program").toInt(), 12);
        QVERIFY(refused.error().message.contains("newer mergeloom-worker"));
    }

    void aMigrationThatWasChangedAfterItRanIsRefused()
    {
        QTemporaryDir directory;
        QTemporaryDir migrations;
        write(migrations.filePath("0001_create_one.sql"), "CREATE TABLE one (a INTEGER);\n");
        Database::Options options = in(directory);
        options.migrations = migrations.path();
        QVERIFY(Database::open(options));
        write(migrations.filePath("0001_create_one.sql"), "CREATE TABLE one (a INTEGER, b INTEGER);\n");
        const auto refused = Database::open(options);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Corrupt);
        QVERIFY(refused.error().message.contains("0001_create_one.sql"));
    }

    void aMigrationThatFailsLeavesNothingBehind()
    {
        QTemporaryDir directory;
        QTemporaryDir migrations;
        write(migrations.filePath("0001_create_one.sql"), "CREATE TABLE one (a INTEGER);\n");
        write(migrations.filePath("0002_create_two.sql"), "CREATE TABLE two (a INTEGER);\n\nCREATE NONSENSE;\n");
        Database::Options options = in(directory);
        options.migrations = migrations.path();
        const auto refused = Database::open(options);
        QVERIFY(!refused);
        QVERIFY(refused.error().message.contains("0002_create_two.sql"));
        write(migrations.filePath("0002_create_two.sql"), "CREATE TABLE two (a INTEGER);\n");
        const auto opened = Database::open(options);
        QVERIFY2(opened, opened ? "" : qPrintable(opened.error().message));
        QCOMPARE((*opened)->schemaVersion(), 2);
    }

    void blankLinesEndStatementsAndCommentsAreLeftOut()
    {
        QCOMPARE(
            statementsOf("-- words; with a semicolon\nA\n  b;\n\n-- more\n\nC;\n"), (QStringList{"A\n  b;", "C;"}));
    }

    void twoWorkersOnOneDirectoryAreRefused()
    {
        QTemporaryDir directory;
        auto first = Database::open(in(directory));
        QVERIFY(first);
        const auto second = Database::open(in(directory));
        QVERIFY(!second);
        QCOMPARE(second.error().code, ErrorCode::Conflict);
        QVERIFY(second.error().message.contains(directory.path()));
        QVERIFY(second.error().message.contains(QString::number(QCoreApplication::applicationPid())));
        first->reset();
        QVERIFY(Database::open(in(directory)));
    }

    void aDirectoryThatCannotBeMadeIsNamed()
    {
        QTemporaryDir directory;
        write(directory.filePath("file"), "no directory");
        const auto refused = Database::open({directory.filePath("file/below")});
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Io);
        QVERIFY(refused.error().message.contains(directory.filePath("file/below")));
        const auto alsoRefused = Database::open({directory.filePath("file")});
        QVERIFY(!alsoRefused);
        QCOMPARE(alsoRefused.error().code, ErrorCode::Io);
    }

    void aDamagedFileIsSaidToBeDamaged()
    {
        if (isOnPostgres())
            QSKIP("its files are the server's");
        QTemporaryDir directory;
        write(directory.filePath("mergeloom.db"), QByteArray(8192, 'x'));
        const auto refused = Database::open(in(directory));
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Corrupt);
        QVERIFY(refused.error().message.contains("backup"));
    }

    void writersOfManyThreadsTakeTurnsAndReadersSeeWholeTransactions()
    {
        QTemporaryDir directory;
        auto database = Database::open(in(directory)).value();
        std::atomic<bool> isDone{false};
        std::atomic<int> torn{0};
        std::thread reader([&] {
            while (!isDone) {
                (void)database->read([&](const ReadTransaction &transaction) -> Result<void> {
                    Statement a(transaction, "SELECT value FROM counter WHERE name = 'a'");
                    MERGELOOM_TRY(const bool isA, a.next());
                    Statement b(transaction, "SELECT value FROM counter WHERE name = 'b'");
                    MERGELOOM_TRY(const bool isB, b.next());
                    if (isA != isB || (isA && a.integer(0) != b.integer(0)))
                        ++torn;
                    return {};
                });
            }
        });
        std::vector<std::thread> writers;
        std::atomic<int> failed{0};
        for (int t = 0; t < 4; ++t)
            writers.emplace_back([&] {
                for (int n = 0; n < 50; ++n)
                    if (!database->write([](const WriteTransaction &transaction) -> Result<void> {
                            MERGELOOM_CHECK(CounterStore::next(transaction, "a"));
                            MERGELOOM_CHECK(CounterStore::next(transaction, "b"));
                            return {};
                        }))
                        ++failed;
            });
        for (std::thread &writer : writers)
            writer.join();
        isDone = true;
        reader.join();
        QCOMPARE(failed.load(), 0);
        QCOMPARE(torn.load(), 0);
        QCOMPARE(count(*database, "a").value(), 201);
    }

    void whatWasAnsweredAsStoredIsThereAfterAKill()
    {
        QTemporaryDir directory;
        const Database::Options options = in(directory); // here, not in the child, where nobody would remember it
        int pipes[2];
        QCOMPARE(::pipe(pipes), 0);
        const pid_t child = ::fork();
        if (child == 0) {
            auto database = Database::open(options);
            for (qint64 n = 1; database; ++n) {
                if (!count(**database, "n"))
                    ::_exit(1);
                if (::write(pipes[1], &n, sizeof n) != sizeof n)
                    ::_exit(1);
            }
            ::_exit(2);
        }
        qint64 last = 0;
        while (last < 200)
            QCOMPARE(::read(pipes[0], &last, sizeof last), ssize_t(sizeof last));
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        ::close(pipes[1]);
        while (::read(pipes[0], &last, sizeof last) == ssize_t(sizeof last)) {
        }
        ::close(pipes[0]);
        auto database = Database::open(options);
        QVERIFY2(database, database ? "" : qPrintable(database.error().message));
        QVERIFY(count(**database, "n").value() > last);
    }
};

QTEST_GUILESS_MAIN(TestDatabase)
#include "tst_Database.moc"
