#include "service/gateway/AuditLog.h"
#include "service/gateway/AuditVerification.h"
#include "service/storage/EventStore.h"
#include "tests/service/storage/TestDatabase.h"

#include <QTemporaryDir>
#include <QTest>

#include <thread>

using namespace mergeloom;

namespace {

Result<void> recordIn(Database &database, int number)
{
    return database.write([&](const WriteTransaction &transaction) {
        return EventStore::record(transaction, "controller", "config.changed", {{"n", number}});
    });
}

} // namespace

/// Gateways that share a PostgreSQL database sign one log.
class SharedAuditLogTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void gatewaysThatSealAtOnceMakeOneSequence()
    {
        if (PostgresServer::programs().isEmpty())
            QSKIP("this machine has no PostgreSQL server; install the package postgresql");
        const QString url = postgresServer().newPlace();
        const QTemporaryDir keys;
        constexpr int rounds = 40;
        std::array<QList<StoredCheckpoint>, 3> made;
        std::array<QString, 3> problems;
        const auto gateway = [&](int number) -> Result<void> {
            const QTemporaryDir own;
            MERGELOOM_TRY(const auto database, Database::open({own.path(), {}, url}));
            MERGELOOM_TRY(const auto log, AuditLog::open(*database, keys.filePath("audit.key")));
            problems[size_t(number)] = log->problem();
            for (int round = 0; round < rounds; ++round) {
                MERGELOOM_CHECK(recordIn(*database, round));
                MERGELOOM_TRY(const auto sealed, log->seal());
                if (sealed.isNew)
                    made[size_t(number)] << sealed.checkpoint;
            }
            return {};
        };
        std::array<QString, 3> errors;
        std::vector<std::thread> threads;
        for (int number = 0; number < 3; ++number)
            threads.emplace_back([&, number] {
                if (const auto done = gateway(number); !done)
                    errors[size_t(number)] = done.error().message;
            });
        for (std::thread &thread : threads)
            thread.join();
        for (int number = 0; number < 3; ++number) {
            QCOMPARE(errors[size_t(number)], QString());
            QCOMPARE(problems[size_t(number)], QString());
        }
        QMap<qint64, QByteArray> bySize;
        qsizetype count = 0;
        for (const auto &own : made)
            for (const StoredCheckpoint &checkpoint : own) {
                bySize.insert(checkpoint.size, checkpoint.note);
                ++count;
            }
        QCOMPARE(bySize.size(), count); // no size was signed twice
        const QTemporaryDir reader;
        const auto database = Database::open({reader.path(), {}, url}).value();
        AuditEvidence evidence;
        for (const QByteArray &note : bySize)
            evidence.checkpoints << parseNote(note).value();
        const auto report = verifyAudit(*database, evidence, [](qint64, qint64) {});
        QVERIFY(report);
        QVERIFY2(report->isGood(), report->isGood() ? "" : qPrintable(report->faults.first().text));
        QCOMPARE(report->events, 3 * rounds + 1);
        QCOMPARE(report->heldCheckpoints, bySize.size());
        QCOMPARE(report->provenUpTo, report->events);
    }

    void aGatewayWithAnotherKeySaysSoAndSignsNothing()
    {
        if (PostgresServer::programs().isEmpty())
            QSKIP("this machine has no PostgreSQL server; install the package postgresql");
        const QString url = postgresServer().newPlace();
        const QTemporaryDir one;
        const QTemporaryDir two;
        const auto first = Database::open({one.path(), {}, url}).value();
        const auto second = Database::open({two.path(), {}, url}).value();
        const auto log = AuditLog::open(*first, one.filePath("audit.key")).value();
        const auto stranger = AuditLog::open(*second, two.filePath("audit.key")).value();
        QVERIFY(recordIn(*second, 1));
        QVERIFY2(stranger->problem().contains(u"is not the key that signs"), qPrintable(stranger->problem()));
        QCOMPARE(stranger->seal().error().code, ErrorCode::Unavailable);
        QCOMPARE(log->seal()->checkpoint.size, 2);
    }
};

QTEST_GUILESS_MAIN(SharedAuditLogTest)
#include "tst_SharedAuditLog.moc"
