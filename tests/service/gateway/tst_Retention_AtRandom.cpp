#include "tests/service/gateway/RetentionFixture.h"

#include <sys/wait.h>
#include <unistd.h>

using namespace mergeloom;

class RetentionAtRandomTest : public RetentionFixture
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        open();
    }

    void cleanup() { close(); }

    /// Random runs, policies and holds, cut off between any two transactions: never a fault, never a word of what went, and
    /// the same pages after a rebuild; and whoever changes something after that is found.
    void whateverHappensItVerifies()
    {
        QRandomGenerator random(20261122);
        const QStringList outcomes{"completed", "failed", "blocked", "cancelled"};
        QList<MadeRun> made;
        for (int round = 0; round < (isOnPostgres() ? 6 : 12); ++round) {
            for (int n = 0; n < 3; ++n)
                made << makeRun(QStringLiteral("r%1x%2").arg(round).arg(n), random.bounded(60),
                    outcomes.at(random.bounded(4)).toLatin1().constData(), random.bounded(1, 30));
            const RunId some = made.at(random.bounded(made.size())).id;
            if (must(m_retention->hold(some)).isHeld)
                must(m_retention->releaseHold(some, "done", "admin"));
            else
                must(m_retention->placeHold(some, "case", "op"));
            QList<RetentionPolicy> policies;
            for (const QString &content : retainedContents())
                if (random.bounded(2) == 1)
                    policies << RetentionPolicy{"p" + content, content,
                        random.bounded(2) == 1 ? QStringList{outcomes.at(random.bounded(4))} : QStringList(),
                        random.bounded(2) == 1 ? std::optional<qint64>(random.bounded(60)) : std::nullopt,
                        random.bounded(60000)};
            setPolicies(policies);
            // Cut off after some runs of it: the rest is done the next time.
            std::stop_source stop;
            const int cutAfter = random.bounded(4);
            (void)m_retention->run(
                "x",
                [&](int done, int) {
                    if (done >= cutAfter)
                        stop.request_stop();
                },
                stop.get_token());
            AuditReport report = verify();
            QVERIFY2(report.isGood(), firstFault(report).constData());
            if (random.bounded(2) == 1)
                run();
        }
        run();
        const AuditReport report = verify();
        QVERIFY2(report.isGood(), firstFault(report).constData());
        QVERIFY(report.removedEvents > 100);
        QList<QJsonValue> before;
        const QByteArray bytes = storedBytes(*m_database);
        for (const MadeRun &each : std::as_const(made)) {
            const RunView found = view(each.id);
            before << toJson(found);
            if (wholeRemoval(found))
                QVERIFY2(!bytes.contains(each.word.toUtf8()), qPrintable(each.word));
            for (const RemovalView &removal : found.removals) {
                if (removal.content == u"transcripts")
                    QVERIFY(!bytes.contains(each.said("answer").toUtf8()));
                if (removal.content == u"command_output")
                    QVERIFY(!bytes.contains(each.said("output").toUtf8()));
            }
        }
        must(rebuildRuns(*m_database, {}));
        for (const MadeRun &each : std::as_const(made))
            QCOMPARE(toJson(view(each.id)), before.takeFirst());
        dropGuards();
        const qint64 size = report.events;
        for (int n = 0; n < 15; ++n) {
            const QByteArray id = QByteArray::number(2 + random.bounded(int(size) - 2));
            const auto was = must(m_database->read([&](const ReadTransaction &transaction) {
                return EventStore::all(transaction, id.toLongLong() - 1, 1);
            })).first();
            const bool isRemoved = was.removal > 0;
            const QByteArray way = isRemoved ? "UPDATE event SET removal = NULL WHERE id = "
                                             : "UPDATE event SET removal = 1, encoding = 2 WHERE id = ";
            const QByteArray back = isRemoved
                ? "UPDATE event SET removal = " + QByteArray::number(was.removal) + " WHERE id = "
                : "UPDATE event SET removal = NULL, encoding = (SELECT CASE WHEN length(line) > 0 THEN 0 END FROM event WHERE id = "
                    + id + ") WHERE id = ";
            QVERIFY(sql({way + id}));
            QVERIFY2(!verify().isGood(), (way + id).constData());
            if (!isRemoved && was.line.size() >= 1024)
                break; // its encoding was another; enough was seen
            QVERIFY(sql({back + id}));
            QVERIFY2(verify().isGood(), (back + id).constData());
        }
    }

    /// Killed at any moment, it goes on where it was.
    void aKillBetweenAnyTwoStepsLosesNothing()
    {
        QList<MadeRun> made;
        for (int n = 0; n < 8; ++n)
            made << makeRun(QStringLiteral("k%1").arg(n), 40, "completed", 40);
        setPolicies({policy("talk", "transcripts", 30), policy("out", "command_output", 30)});
        close();
        for (int n = 0; n < 4; ++n) {
            const Database::Options options = databaseIn(m_directory->path()); // starts a server only once
            const pid_t child = ::fork();
            if (child == 0) {
                auto database = Database::open(options);
                if (!database)
                    ::_exit(1);
                Retention retention(**database);
                (void)retention.run("child", [](int, int) {}, {});
                ::_exit(0);
            }
            QTest::qWait(20 + 25 * n);
            ::kill(child, SIGKILL);
            int status = 0;
            ::waitpid(child, &status, 0);
            open();
            const AuditReport report = verify();
            QVERIFY2(report.isGood(), firstFault(report).constData());
            close();
        }
        open();
        run();
        const AuditReport report = verify();
        QVERIFY2(report.isGood(), firstFault(report).constData());
        const QByteArray bytes = storedBytes(*m_database);
        for (const MadeRun &each : std::as_const(made)) {
            QVERIFY(!bytes.contains(each.said("answer").toUtf8()));
            QVERIFY(!bytes.contains(each.said("output").toUtf8()));
            const RunView found = view(each.id);
            qint64 events = 0;
            for (const RemovalView &removal : found.removals)
                events += removal.events;
            QCOMPARE(events, 40 * 4 + 1 + 40 * 3);
        }
    }
};

QTEST_GUILESS_MAIN(RetentionAtRandomTest)
#include "tst_Retention_AtRandom.moc"
