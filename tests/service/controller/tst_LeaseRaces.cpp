#include "tests/service/controller/simulation/Scenario.h"

#include "service/controller/Catalog.h"
#include "service/controller/Workers.h"
#include "tests/service/storage/TestDatabase.h"

#include <QTemporaryDir>
#include <QTest>

using namespace mergeloom;
using namespace mergeloom::simulation;

namespace {

/// What the wall clock shows, microseconds: later at each look, and it jumps.
qint64 wallClock = 1'700'000'000'000'000;

} // namespace

/// In the place of the library's own: everything that asks for the time of day in this program gets the simulated one.
std::chrono::system_clock::time_point std::chrono::_V2::system_clock::now() noexcept
{
    return time_point(std::chrono::microseconds(wallClock++));
}

void Scenario::jumpWallClock()
{
    const qint64 seconds = m_world.chance.between(-100'000, 100'000);
    m_world.note(QStringLiteral("wall clock"), QStringLiteral("jumps by %1 s").arg(seconds));
    wallClock += seconds * 1'000'000;
    m_world.forwardJumps += std::max(seconds, qint64(0));
}

namespace {

struct Seen {
    QStringList broken;
    QStringList trace;
    int strayPushes = 0;
};

/// A controller that many simulations use one after the other: each one leaves nothing but jobs that have ended.
class Ground
{
public:
    Ground()
        : m_directory(
            QDir(QStringLiteral("/dev/shm")).exists() ? QStringLiteral("/dev/shm/mergeloom-XXXXXX") : QString())
    {
        m_database = Database::open(databaseIn(m_directory.filePath("data"))).value();
        if (!World::prepare(*m_database))
            qFatal("the database cannot be prepared");
        m_box.emplace(SecretBox::open(m_directory.filePath("secret.key")).value());
        Catalog catalog(*m_database, *m_box);
        for (const char *alias : {"a", "b", "c"}) {
            api::RepositoryRequest request;
            request.alias = QString::fromLatin1(alias);
            request.cloneUrl = QStringLiteral("https://example.org/%1.git").arg(request.alias);
            catalog.add(request, "test").value();
            m_repositories << request.alias;
        }
        Workers workers(*m_database, {});
        for (int n = 1; n <= 4; ++n) {
            protocol::EnrollRequest request;
            request.name = QString::number(n);
            request.version = "1";
            m_workers << workers.enrollOfCluster(request).value().workerId;
        }
    }

    Seen perform(quint64 seed)
    {
        World world(seed, *m_database, *m_box);
        {
            Scenario scenario(world, m_workers, m_repositories);
            scenario.perform();
        }
        return {world.broken, world.trace, world.strayPushes};
    }

private:
    QTemporaryDir m_directory;
    std::unique_ptr<Database> m_database;
    std::optional<SecretBox> m_box;
    QStringList m_repositories;
    QList<WorkerId> m_workers;
};

/// All of them take longer than Qt Test lets a function run.
const bool isPatient = qputenv("QTEST_FUNCTION_TIMEOUT", "36000000");

quint64 numberFrom(const char *variable, quint64 otherwise)
{
    bool isNumber = false;
    const quint64 number = qEnvironmentVariable(variable).toULongLong(&isNumber);
    return isNumber ? number : otherwise;
}

} // namespace

/// MERGELOOM_RACES=100000 performs that many (default: a share of them); MERGELOOM_SEED=n begins with that one.
class TestLeaseRaces : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void noJobHasTwoExecutorsAndNoneIsLost()
    {
        const quint64 first = numberFrom("MERGELOOM_SEED", 1);
        const quint64 count = numberFrom("MERGELOOM_RACES",
            qEnvironmentVariableIsSet("MERGELOOM_SEED") ? 1
                : isOnPostgres()                        ? 30
                                                        : 300);
        std::unique_ptr<Ground> ground;
        int stray = 0;
        for (quint64 seed = first; seed < first + count; ++seed) {
            if (!ground || (seed - first) % 500 == 0)
                ground.reset(), ground = std::make_unique<Ground>();
            const auto seen = ground->perform(seed);
            stray += seen.strayPushes;
            if (seen.broken.isEmpty())
                continue;
            qInfo().noquote() << seen.trace.join(u'\n');
            QFAIL(
                qPrintable(QStringLiteral("Seed %1: %2. Again: MERGELOOM_SEED=%1 %3")
                               .arg(seed)
                               .arg(seen.broken.join(QStringLiteral("; ")), QCoreApplication::applicationFilePath())));
        }
        qInfo("%llu races, %d pushes landed late where the branch had not moved", count, stray);
    }

    void aSeedGivesTheSameRaceAgain()
    {
        for (const quint64 seed : {7, 8, 9}) {
            const QStringList once = Ground().perform(seed).trace;
            Ground other;
            other.perform(1000);
            QCOMPARE(other.perform(seed).trace.join(u'\n'), once.join(u'\n'));
            QVERIFY(once.size() > 5);
        }
    }
};

QTEST_GUILESS_MAIN(TestLeaseRaces)
#include "tst_LeaseRaces.moc"
