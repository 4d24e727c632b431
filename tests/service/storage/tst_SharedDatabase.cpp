#include "service/storage/CounterStore.h"
#include "service/storage/Database.h"
#include "service/storage/EventStore.h"
#include "service/storage/Statement.h"
#include "tests/service/storage/PostgresServer.h"

#include <QTemporaryDir>
#include <QTest>

#include <mutex>
#include <thread>

using namespace mergeloom;

namespace {

/// A gateway's database on the server; each has a directory of its own.
struct Gateway {
    explicit Gateway(const QString &url) : database(Database::open({directory.path(), {}, url}).value()) {}
    QTemporaryDir directory;
    std::unique_ptr<Database> database;

    Result<void> record(const QString &stream, const QString &text)
    {
        return database->write([&](const WriteTransaction &transaction) -> Result<void> {
            MERGELOOM_CHECK(CounterStore::next(transaction, "written"));
            return EventStore::record(transaction, stream, "run.message", {{"text", text}});
        });
    }
    QStringList texts()
    {
        return textsOf(
            database->read(
                        [](const ReadTransaction &transaction) { return EventStore::all(transaction, 0, 1'000'000); })
                .value());
    }
    static QStringList textsOf(const QList<StoredEvent> &events)
    {
        QStringList texts;
        for (const StoredEvent &event : events)
            texts << parseEventLine(event.line).value().data.value("text").toString();
        return texts;
    }
};

/// What a listener was told.
struct Heard {
    std::mutex mutex;
    QList<StoredEvent> events;
    Database::Listener listener()
    {
        return [this](const QList<StoredEvent> &more) {
            const std::scoped_lock lock(mutex);
            events += more;
        };
    }
    qsizetype count()
    {
        const std::scoped_lock lock(mutex);
        return events.size();
    }
    QStringList texts()
    {
        const std::scoped_lock lock(mutex);
        return Gateway::textsOf(events);
    }
};

/// Work on a thread of its own: the main thread has no patience with a server that is away.
template <class Work>
auto beside(Work work)
{
    std::optional<std::invoke_result_t<Work>> answer;
    std::thread([&] { answer.emplace(work()); }).join();
    return std::move(*answer);
}

} // namespace

/// PostgreSQL, which several gateways share and which can go away.
class TestSharedDatabase : public QObject
{
    Q_OBJECT
    std::unique_ptr<PostgresServer> m_server;

private Q_SLOTS:
    void initTestCase()
    {
        if (PostgresServer::programs().isEmpty())
            QSKIP("this machine has no PostgreSQL server; install the package postgresql");
        m_server = std::make_unique<PostgresServer>();
    }
    void cleanupTestCase() { m_server.reset(); }

    void bothDialectsHaveTheSameMigrations()
    {
        const auto names = [](const char *dialect) {
            return QDir(QStringLiteral(MERGELOOM_SOURCE_DIR "/resources/sql/") + QLatin1StringView(dialect))
                .entryList(QDir::Files, QDir::Name);
        };
        QVERIFY(!names("sqlite").isEmpty());
        QCOMPARE(names("postgres"), names("sqlite"));
    }

    void gatewaysThatStartTogetherMigrateOnce()
    {
        const QString url = m_server->newPlace();
        std::atomic<int> opened{0};
        std::vector<std::thread> starts;
        for (int n = 0; n < 4; ++n)
            starts.emplace_back([&] {
                QTemporaryDir directory;
                const auto database = Database::open({directory.path(), {}, url});
                if (database)
                    ++opened;
                else
                    qWarning("%s", qPrintable(database.error().message));
            });
        for (std::thread &start : starts)
            start.join();
        QCOMPARE(opened.load(), 4);
    }

    void oneGatewayHearsWhatAnotherStores()
    {
        const QString url = m_server->newPlace();
        Heard heard;
        Gateway a(url);
        Gateway b(url);
        b.database->onEventsStored(heard.listener());
        for (int n = 0; n < 50; ++n)
            QVERIFY((n % 3 ? a : b).record(n % 2 ? "run1" : "controller", QString::number(n)));
        QTRY_COMPARE(heard.count(), 50);
        QCOMPARE(heard.texts(), a.texts());

        // The listening connection too is opened again.
        QVERIFY(m_server->execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'mergeloom%'"));
        QVERIFY(beside([&] { return a.record("run1", "after"); }));
        QTRY_COMPARE(heard.count(), 51);
        b.database->onEventsStored({});
    }

    void aLostConnectionIsOpenedAgain()
    {
        Gateway gateway(m_server->newPlace());
        const auto done = beside([&]() -> Result<void> {
            MERGELOOM_CHECK(gateway.record("run1", "before"));
            (void)m_server->execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'mergeloom%'");
            if (gateway.texts() != QStringList{"before"})
                return failure(ErrorCode::Internal, "not read");
            (void)m_server->execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'mergeloom%'");
            return gateway.record("run1", "after");
        });
        QVERIFY2(done, done ? "" : qPrintable(done.error().message));
        QCOMPARE(gateway.texts(), (QStringList{"before", "after"}));
    }

    void writersThatWaitForEachOtherAreDoneOneAfterTheOther()
    {
        Gateway gateway(m_server->newPlace());
        QVERIFY(m_server->execute("SELECT 1"));
        const auto add = [](const WriteTransaction &transaction, const char *name) {
            return CounterStore::next(transaction, QString::fromLatin1(name));
        };
        QVERIFY(gateway.database->write([&](const WriteTransaction &transaction) -> Result<void> {
            MERGELOOM_CHECK(add(transaction, "a"));
            MERGELOOM_CHECK(add(transaction, "b"));
            return {};
        }));
        std::atomic<int> inside{0};
        std::atomic<int> done{0};
        const auto both = [&](const char *first, const char *second) {
            const auto result = gateway.database->writeBeside([&](const WriteTransaction &transaction) -> Result<void> {
                MERGELOOM_CHECK(add(transaction, first));
                ++inside;
                while (inside < 2) // each has its first row now, and wants the other's
                    std::this_thread::yield();
                MERGELOOM_CHECK(add(transaction, second));
                return {};
            });
            if (result)
                ++done;
        };
        std::thread one(both, "a", "b");
        std::thread other(both, "b", "a");
        one.join();
        other.join();
        QCOMPARE(done.load(), 2);
        QVERIFY(inside > 2);
        QCOMPARE(
            gateway.database->write([&](const WriteTransaction &transaction) { return add(transaction, "a"); }).value(),
            4);
        QCOMPARE(
            gateway.database->write([&](const WriteTransaction &transaction) { return add(transaction, "b"); }).value(),
            4);
    }

    void aServerThatIsKilledUnderLoadLosesAndDoublesNothing()
    {
        const QString url = m_server->newPlace();
        Gateway gateways[2]{Gateway(url), Gateway(url)};
        Heard heard;
        gateways[0].database->onEventsStored(heard.listener());
        std::atomic<bool> isOver{false};
        std::mutex mutex;
        QSet<QString> stored;
        QSet<QString> refused;
        std::vector<std::thread> writers;
        for (int t = 0; t < 4; ++t)
            writers.emplace_back([&, t] {
                for (int n = 0; !isOver; ++n) {
                    const QString text = QStringLiteral("%1-%2").arg(t).arg(n);
                    const auto done = gateways[t % 2].record(QStringLiteral("run%1").arg(t % 3), text);
                    const std::scoped_lock lock(mutex);
                    (done ? stored : refused).insert(text);
                }
            });
        const auto count = [&] {
            const std::scoped_lock lock(mutex);
            return stored.size();
        };
        for (int kills = 1; kills <= 4; ++kills) {
            const auto before = count();
            QTRY_VERIFY_WITH_TIMEOUT(count() > before + 60, 20000);
            m_server->kill();
            m_server->start();
        }
        const auto before = count();
        QTRY_VERIFY_WITH_TIMEOUT(count() > before + 20, 20000);
        isOver = true;
        for (std::thread &writer : writers)
            writer.join();
        const QStringList texts = gateways[1].texts();
        const QSet<QString> there(texts.cbegin(), texts.cend());
        QCOMPARE(there.size(), texts.size()); // none twice
        QVERIFY2((stored - there).isEmpty(), "what was answered as stored is gone");
        QVERIFY2((refused & there).isEmpty(), "what was refused is there");
        qInfo("%lld stored, %lld refused", qint64(stored.size()), qint64(refused.size()));
        QTRY_COMPARE(heard.count(), texts.size());
        QCOMPARE(heard.texts(), texts);
        gateways[0].database->onEventsStored({});
    }

    void whatIsWrongWithTheAddressIsSaidWithoutThePassword_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<ErrorCode>("code");
        QTest::newRow("no server") << "postgresql://u:hunter2@127.0.0.1:1/x" << ErrorCode::Unavailable;
        QTest::newRow("no URL") << "postgresql://u:hunter2@[::1/x" << ErrorCode::InvalidInput;
        QTest::newRow("no such option") << "postgresql://u:hunter2@h/x?colour=red" << ErrorCode::InvalidInput;
    }
    void whatIsWrongWithTheAddressIsSaidWithoutThePassword()
    {
        QFETCH(QString, url);
        QTemporaryDir directory;
        const auto refused = Database::open({directory.path(), {}, url});
        QVERIFY(!refused);
        QFETCH(ErrorCode, code);
        QCOMPARE(refused.error().code, code);
        QVERIFY2(!refused.error().message.contains("hunter2"), qPrintable(refused.error().message));
    }
};

QTEST_GUILESS_MAIN(TestSharedDatabase)
#include "tst_SharedDatabase.moc"
