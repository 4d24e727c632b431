// Folders of runs: those that are not told yet are found without a look into the others, and the others go in time.
#include "service/executor/RunFolder.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace mergeloom;

class TestRunFolder : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    QString m_root;

    RunNote note(bool isReported = false)
    {
        RunNote note;
        note.executor = "one";
        note.jobId = JobId::make();
        note.runId = RunId::make();
        note.leaseId = LeaseId::make();
        note.isReported = isReported;
        return note;
    }
    RunNote written(bool isReported)
    {
        RunNote made = note();
        if (!writeRunNote(m_root, made))
            qFatal("cannot write");
        made.isReported = isReported;
        if (!writeRunNote(m_root, made))
            qFatal("cannot write");
        return made;
    }
    QStringList unreported() const
    {
        QStringList runs;
        for (const RunNote &each : unreportedRuns(m_root))
            runs << each.runId.text();
        return runs;
    }
    static void age(const QString &file, int days)
    {
        QFile opened(file);
        QVERIFY(opened.open(QIODevice::ReadWrite));
        QVERIFY(opened.setFileTime(QDateTime::currentDateTime().addDays(-days), QFileDevice::FileModificationTime));
    }

private Q_SLOTS:
    void init()
    {
        static int number = 0;
        m_root = m_folder.filePath(QString::number(++number));
    }

    void aRunIsOpenUntilItIsTold()
    {
        const RunNote open = written(false);
        const RunNote told = written(true);
        QCOMPARE(unreported(), QStringList{open.runId.text()});
        QVERIFY(isRunOpen(m_root, open.runId.text()));
        QVERIFY(!isRunOpen(m_root, told.runId.text()));
    }

    void runsThatAreToldAreNotLookedInto()
    {
        const RunNote told = written(true);
        const RunNote open = written(false);
        QCOMPARE(unreported(), QStringList{open.runId.text()});
        // A note that nobody reads any more may say what it likes.
        QFile file(runFolder(m_root, told.runId) + "/run.json");
        QVERIFY(file.open(QIODevice::WriteOnly));
        RunNote changed = told;
        changed.isReported = false;
        file.write(compactJsonOf(changed));
        file.close();
        QCOMPARE(unreported(), QStringList{open.runId.text()});
    }

    void runsOfAnEarlierReleaseAreFoundOnce()
    {
        const RunNote open = written(false);
        const RunNote told = written(true);
        QVERIFY(QDir(m_root + "/.open").removeRecursively());
        QFile::remove(m_root + "/.open-known");
        QCOMPARE(unreported(), QStringList{open.runId.text()});
        QVERIFY(isRunOpen(m_root, open.runId.text()));
    }

    void aProcessThatEndedWhileItToldLeavesNothingOpen()
    {
        RunNote told = written(true);
        QFile mark(m_root + "/.open/" + told.runId.text());
        QVERIFY(mark.open(QIODevice::WriteOnly));
        mark.close();
        QCOMPARE(unreported(), QStringList());
        QVERIFY(!isRunOpen(m_root, told.runId.text()));
    }

    void oldRunsThatAreToldGo()
    {
        const RunNote open = written(false);
        const RunNote young = written(true);
        const RunNote old = written(true);
        const RunNote held = written(true);
        const QString local = m_root + "/local-run";
        QVERIFY(QDir().mkpath(local)); // of `run`: nobody else has its journal
        for (const RunNote &each : {open, old, held})
            age(runFolder(m_root, each.runId) + "/run.json", 20);
        const auto lock = lockRun(m_root, held.runId);
        QVERIFY(lock);
        QVERIFY(QDir().mkpath(m_root + "/.removed-earlier/outputs")); // by a process that was killed
        QCOMPARE(removeToldRuns(m_root, std::chrono::days(14), {}), 1);
        QVERIFY(!QDir(runFolder(m_root, old.runId)).exists());
        for (const QString &kept :
            {runFolder(m_root, open.runId), runFolder(m_root, young.runId), runFolder(m_root, held.runId), local})
            QVERIFY2(QDir(kept).exists(), qPrintable(kept));
        QVERIFY(!QDir(m_root + "/.removed-earlier").exists());
    }
};

QTEST_GUILESS_MAIN(TestRunFolder)
#include "tst_RunFolder.moc"
