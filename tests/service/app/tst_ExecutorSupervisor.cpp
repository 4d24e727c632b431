#include "service/app/ExecutorSupervisor.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace mergeloom;

class TestExecutorSupervisor : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void oneThatDiesAtOnceIsStartedEverLaterAndIsACrashLoop()
    {
        const auto supervisor = supervising("exit 3");
        QSignalSpy loops(supervisor.get(), &ExecutorSupervisor::crashLoop);
        QElapsedTimer time;
        time.start();
        supervisor->start();
        QTRY_COMPARE_WITH_TIMEOUT(loops.size(), 1, 20000);
        QVERIFY2(time.elapsed() >= 1500, "the third start waits for half a second and a whole one");
        const QString what = loops.first().first().toString();
        QVERIFY2(what.contains("executor 1 ended 3 times"), qPrintable(what));
        QVERIFY2(what.contains("exit code 3"), qPrintable(what));
        QCOMPARE(starts(), 3);
    }

    void aProgramThatIsNotThereIsACrashLoopToo()
    {
        const auto supervisor = supervising("exit 0");
        QFile::remove(m_directory->filePath("worker"));
        QSignalSpy loops(supervisor.get(), &ExecutorSupervisor::crashLoop);
        supervisor->start();
        QTRY_COMPARE_WITH_TIMEOUT(loops.size(), 1, 20000);
    }

    void aLoopIsOverWhenOneStays()
    {
        const auto supervisor = supervising("[ $(wc -l < starts) -gt 3 ] && exec sleep 60; exit 1");
        QSignalSpy loops(supervisor.get(), &ExecutorSupervisor::crashLoop);
        supervisor->start();
        QTRY_COMPARE_WITH_TIMEOUT(loops.size(), 2, 30000);
        QVERIFY(!loops.first().first().toString().isEmpty());
        QVERIFY(loops.last().first().toString().isEmpty());
    }

    void oneThatIsAskedToStopIsNotStartedAgain()
    {
        const auto supervisor = supervising("exec sleep 60");
        QSignalSpy stopped(supervisor.get(), &ExecutorSupervisor::stopped);
        supervisor->start();
        QTRY_COMPARE(starts(), 1);
        supervisor->stop();
        QTRY_COMPARE(stopped.size(), 1);
        QCOMPARE(starts(), 1);
    }

private:
    std::unique_ptr<ExecutorSupervisor> supervising(const QByteArray &script)
    {
        m_directory = std::make_unique<QTemporaryDir>();
        QFile program(m_directory->filePath("worker"));
        if (!program.open(QIODevice::WriteOnly))
            qFatal("no program");
        program.write("#!/bin/sh\ncd " + m_directory->path().toUtf8() + "\necho >> starts\n" + script + "\n");
        program.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        ExecutorSupervisor::Options options;
        options.program = program.fileName();
        options.name = "test";
        options.dataDirectory = m_directory->path();
        options.healthyTime = std::chrono::milliseconds(2000);
        return std::make_unique<ExecutorSupervisor>(options);
    }
    int starts() const
    {
        QFile file(m_directory->filePath("starts"));
        return file.open(QIODevice::ReadOnly) ? int(file.readAll().count('\n')) : 0;
    }
    std::unique_ptr<QTemporaryDir> m_directory;
};

QTEST_GUILESS_MAIN(TestExecutorSupervisor)
#include "tst_ExecutorSupervisor.moc"
