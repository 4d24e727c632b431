// Programs that do not end as they should. Times are bounds with room for a busy machine.
#include "tests/service/providers/CliBench.h"

#include <QElapsedTimer>
#include <QTest>

#include <thread>

using namespace mergeloom;
using namespace mergeloom::test;

namespace {

/// Processes on this host whose command line holds `word`.
int processesWith(const QByteArray &word)
{
    int found = 0;
    for (const QString &name : QDir(QStringLiteral("/proc")).entryList(QDir::Dirs)) {
        QFile file(QStringLiteral("/proc/%1/cmdline").arg(name));
        if (name.toInt() > 0 && file.open(QIODevice::ReadOnly) && file.readAll().contains(word))
            ++found;
    }
    return found;
}

qint64 peakKilobytes()
{
    QFile file(QStringLiteral("/proc/self/status"));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray &line : file.readAll().split('\n'))
        if (line.startsWith("VmHWM:"))
            return line.mid(6).trimmed().split(' ').value(0).toLongLong();
    return 0;
}

void forgetPeak()
{
    QFile file(QStringLiteral("/proc/self/clear_refs"));
    if (file.open(QIODevice::WriteOnly | QIODevice::Unbuffered))
        file.write("5");
}

QString reasonOf(const Result<AgentResult> &result)
{
    return result ? QStringLiteral("finished") : result.error().details.value(QStringLiteral("reason")).toString();
}

} // namespace

class CliProviderEndingTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (!CliBench::isPossible())
            QSKIP("agent programs need bubblewrap");
    }

    void goesOnThoughTheProgramStays_data()
    {
        QTest::addColumn<QByteArray>("lines");
        QTest::newRow("never exits") << QByteArray("{begin}\n{end}\nexec sleep 6101");
        QTest::newRow("ignores TERM") << QByteArray("trap '' TERM\n{begin}\n{end}\nwhile :; do sleep 6101; done");
        QTest::newRow("a grandchild holds its output open")
            << QByteArray("{begin}\n{end}\nsetsid sleep 6101 &\nexit 0");
        QTest::newRow("its output stays open in a stopped process")
            << QByteArray("{begin}\n{end}\nsleep 6101 &\nkill -STOP $!\nexit 0");
    }

    void goesOnThoughTheProgramStays()
    {
        QFETCH(QByteArray, lines);
        CliBench bench;
        CliProvider provider(bench.agent(lines));
        QElapsedTimer time;
        time.start();
        const auto result = bench.perform(provider);
        QVERIFY2(time.elapsed() < 4000, qPrintable(QString::number(time.elapsed())));
        QVERIFY2(result, qPrintable(result ? QString() : result.error().message));
        QCOMPARE(result->finished.value("summary").toString(), QStringLiteral("All done."));
        QCOMPARE(processesWith(QByteArray("sleep\0006101", 10)), 0);
    }

    void cancelReachesAProgramThatIgnoresTerm()
    {
        CliBench bench;
        CliProvider provider(bench.agent("trap '' TERM\n{begin}\nwhile :; do sleep 6102; done"));
        std::stop_source stop;
        QElapsedTimer sinceCancel;
        bench.recorder->onLine([&](qint64, const QByteArray &line) {
            if (line.contains("agent.session")) {
                sinceCancel.start();
                stop.request_stop();
            }
        });
        const auto result = bench.perform(provider, {}, stop.get_token());
        QVERIFY(sinceCancel.isValid());
        QVERIFY2(sinceCancel.elapsed() < 5000, qPrintable(QString::number(sinceCancel.elapsed())));
        QCOMPARE(reasonOf(result), QStringLiteral("cancelled"));
        QCOMPARE(processesWith(QByteArray("sleep\0006102", 10)), 0);
    }

    void theProgramGetsItsPromptAndTheEndOfIt()
    {
        CliBench bench;
        CliProvider provider(bench.agent("cat > seen.txt\n{begin}\n{end}"));
        AgentTask task;
        task.instruction = QStringLiteral("Long: ") + QString(400'000, u'ä');
        QVERIFY(bench.perform(provider, task));
        QVERIFY(bench.file(QStringLiteral("seen.txt")).endsWith(task.instruction.toUtf8()));
    }

    void aFloodIsReadAndNotKept_data()
    {
        QTest::addColumn<QByteArray>("flood");
        QTest::newRow("one line of 100 MB") << QByteArray("head -c 104857600 /dev/zero | tr '\\0' 'x'\necho");
        QTest::newRow("100 MB of events")
            << QByteArray("yes '{\"type\":\"noise\",\"value\":\"0123456789\"}' | head -c 104857600\necho");
        QTest::newRow("100 MB of invalid UTF-8") << QByteArray("yes '\377\376\"' | head -c 104857600\necho");
        QTest::newRow("100 MB of errors") << QByteArray("head -c 104857600 /dev/zero >&2");
    }

    void aFloodIsReadAndNotKept()
    {
        QFETCH(QByteArray, flood);
        CliBench bench;
        CliOptions options = bench.agent("{begin}\n" + flood + "\n{end}");
        options.limits.journalBytes = 1 << 20;
        CliProvider provider(options);
        forgetPeak();
        const qint64 before = peakKilobytes();
        const auto result = bench.perform(provider);
        QVERIFY2(result, qPrintable(result ? QString() : result.error().message));
        QVERIFY2(peakKilobytes() - before < 64 << 10, qPrintable(QString::number(peakKilobytes() - before)));
        QVERIFY(bench.journal().size() < 3 << 20);
    }

    void halfALineIsNoResult()
    {
        CliBench bench;
        CliProvider provider(
            bench.agent("{begin}\necho 'out of luck' >&2\nprintf '{\"type\":\"result\",\"subtype\":\"succ'"));
        const auto result = bench.perform(provider);
        QCOMPARE(reasonOf(result), QStringLiteral("provider_failed"));
        QVERIFY2(result.error().message.contains(u"before its turn was over"), qPrintable(result.error().message));
        QVERIFY(result.error().message.contains(u"out of luck"));
    }

    void whoSaysNothingMoreIsEnded()
    {
        CliBench bench;
        CliOptions options = bench.agent("{begin}\nprintf '{\"type\":\"resu'\nexec sleep 6103");
        options.limits.silence = std::chrono::milliseconds(300);
        CliProvider provider(options);
        QElapsedTimer time;
        time.start();
        const auto result = bench.perform(provider);
        QVERIFY2(time.elapsed() < 4000, qPrintable(QString::number(time.elapsed())));
        QCOMPARE(reasonOf(result), QStringLiteral("provider_failed"));
        QVERIFY2(result.error().message.contains(u"said nothing"), qPrintable(result.error().message));
        QCOMPARE(processesWith(QByteArray("sleep\0006103", 10)), 0);
    }
};

QTEST_GUILESS_MAIN(CliProviderEndingTest)
#include "tst_CliProvider_Ending.moc"
