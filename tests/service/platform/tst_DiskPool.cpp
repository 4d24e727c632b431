// Mirrors and workspaces stay within their quota: what was used longest ago goes, what is wanted stays.
#include "service/platform/DiskPool.h"
#include "service/platform/GitTransport.h"
#include "service/platform/WorkspaceSlot.h"
#include "tests/service/platform/GitFixture.h"

#include "service/platform/Workspace.h"

#include <QDirIterator>
#include <QRandomGenerator>
#include <QTest>

#include <csignal>
#include <map>
#include <sys/wait.h>
#include <unistd.h>

using namespace mergeloom;

namespace {

constexpr qint64 fileSize = 400'000;

/// Some repositories, and a pool of their mirrors and workspaces.
struct Pool {
    GitFixture root;
    std::map<QString, GitFixture> repositories;
    DiskPool::Options options{
        root.beside("mirrors"), root.beside("workspaces"), 0, [](const QString &) { return false; }};

    struct Run {
        FileLock mirror;
        std::unique_ptr<Workspace> workspace;
    };

    GitTransport transport() const { return GitTransport(GitTransport::Options{options.mirrorRoot}); }
    QString mirrorOf(const QString &name) { return transport().mirrorPath(repositories[name].path()); }

    /// As a run begins: the mirror is brought up to date, and a workspace taken.
    Run begin(const QString &name)
    {
        GitFixture &repository = repositories[name];
        if (!QFile::exists(repository.path("large.bin"))) {
            QByteArray noise(fileSize, '\0');
            QRandomGenerator(quint32(qHash(name))).fillRange(reinterpret_cast<quint32 *>(noise.data()), fileSize / 4);
            repository.write("large.bin", noise);
            repository.commit("first");
        }
        QDir().mkpath(options.mirrorRoot);
        auto held = useMirror(mirrorOf(name), {});
        const auto head = transport().updateMirror(repository.path(), {}, {});
        if (!held || !head)
            throw std::runtime_error("no mirror");
        auto taken = Workspace::take(options.workspaceRoot, mirrorOf(name), head->commit, {});
        if (!taken)
            throw std::runtime_error(taken.error().message.toStdString());
        return {std::move(*held), std::move(*taken)};
    }
    void use(const QString &name) { begin(name); }
    DiskUsage collect(qint64 quota)
    {
        options.quotaBytes = quota;
        const auto usage = DiskPool(options).collect({});
        if (!usage)
            throw std::runtime_error(usage.error().message.toStdString());
        return *usage;
    }
    /// The time of files goes in steps of some milliseconds; what was measured within the step of its use is measured
    /// again.
    void waitForTheClockOfFiles()
    {
        const auto now = [&] {
            GitFixture::writeTo(root.beside("clock"), "x");
            return QFileInfo(root.beside("clock")).lastModified().toMSecsSinceEpoch();
        };
        for (const qint64 begun = now(); now() == begun;) {
        }
    }
    bool hasMirror(const QString &name) { return QFile::exists(mirrorOf(name) + "/HEAD"); }
    bool hasWorkspace(const QString &name) { return QFile::exists(placeOf(name)); }
    QString placeOf(const QString &name)
    {
        return options.workspaceRoot + '/' + QFileInfo(mirrorOf(name)).completeBaseName() + "/1";
    }
    QStringList leftovers() const
    {
        QStringList found;
        QDirIterator all(root.beside(""), {"*.removed"}, QDir::Dirs | QDir::Hidden, QDirIterator::Subdirectories);
        while (all.hasNext())
            found << all.next();
        return found;
    }
};

} // namespace

class TestDiskPool : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void itSaysWhatIsThere()
    {
        Pool pool;
        const DiskUsage none = pool.collect(0);
        QCOMPARE(none.mirrors + none.workspaces, 0);
        QCOMPARE(none.bytes, 0);
        pool.use("one");
        pool.use("two");
        const DiskUsage usage = pool.collect(0);
        QCOMPARE(usage.mirrors, 2);
        QCOMPARE(usage.workspaces, 2);
        QVERIFY2(usage.bytes > 4 * fileSize && usage.bytes < 6 * fileSize, qPrintable(QString::number(usage.bytes)));
        QVERIFY(!usage.isFull());
        QVERIFY(!usage.collectedAt);
        QCOMPARE(DiskPool(pool.options).last()->bytes, usage.bytes);
    }

    void whatWasUsedLongestAgoGoesFirst()
    {
        Pool pool;
        for (const char *name : {"one", "two", "three", "four"})
            pool.use(name);
        pool.use("one"); // again
        const DiskUsage usage = pool.collect(5 * fileSize);
        QVERIFY(!usage.isFull());
        QVERIFY(!pool.hasMirror("two") && !pool.hasWorkspace("two"));
        QVERIFY(!pool.hasWorkspace("three"));
        QVERIFY(pool.hasMirror("one") && pool.hasWorkspace("one"));
        QVERIFY(pool.hasMirror("four") && pool.hasWorkspace("four"));
        QVERIFY(usage.removed >= 3 && usage.removedBytes > 2 * fileSize && usage.collectedAt);
        // What is gone is made again.
        pool.use("two");
        QVERIFY(pool.hasMirror("two") && QFile::exists(pool.placeOf("two") + "/large.bin"));
    }

    void whatIsInUseStays()
    {
        Pool pool;
        pool.use("idle");
        const Pool::Run run = pool.begin("busy");
        const DiskUsage usage = pool.collect(1);
        QVERIFY(pool.hasMirror("busy") && pool.hasWorkspace("busy"));
        QVERIFY(!pool.hasMirror("idle") && !pool.hasWorkspace("idle"));
        QVERIFY(usage.kept >= 1);
        QVERIFY(run.workspace->treeOf(run.workspace->baseCommit())); // its mirror is there
    }

    void aMirrorThatIsJustBeingUsedStaysThoughItHasNoWorkspaceYet()
    {
        Pool pool;
        pool.use("one");
        QVERIFY(QDir(pool.options.workspaceRoot).removeRecursively());
        const auto held = useMirror(pool.mirrorOf("one"), {});
        const auto also = useMirror(pool.mirrorOf("one"), {}); // two runs at once
        QVERIFY(held && also);
        pool.collect(1);
        QVERIFY(pool.hasMirror("one"));
    }

    void whatIsWantedStays_data()
    {
        QTest::addColumn<QString>("why");
        for (const char *why : {"kept for a run", "of an open run", "with a commit that was not pushed"})
            QTest::addRow("%s", why) << QString::fromLatin1(why);
    }
    void whatIsWantedStays()
    {
        QFETCH(QString, why);
        Pool pool;
        {
            const Pool::Run run = pool.begin("one");
            QVERIFY(run.workspace->holdFor("run-1"));
            if (why.startsWith("with"))
                QVERIFY(noteUnpushed(run.workspace->path(), "tickets/a-1", run.workspace->baseCommit()));
            if (!why.startsWith("kept"))
                run.workspace->giveBack();
        }
        bool isOpen = why.startsWith("of an open");
        pool.options.isRunOpen = [&](const QString &run) { return isOpen && run == u"run-1"; };
        DiskUsage usage = pool.collect(1);
        QVERIFY(pool.hasMirror("one") && pool.hasWorkspace("one"));
        QVERIFY(usage.isFull());
        QVERIFY(usage.kept > 0);
        // Until it is wanted no more.
        isOpen = false;
        Workspace::freeOf(pool.options.workspaceRoot, "run-1");
        forgetUnpushed(pool.placeOf("one"), "tickets/a-1");
        usage = pool.collect(1);
        QVERIFY(!pool.hasMirror("one") && !pool.hasWorkspace("one"));
        QCOMPARE(usage.bytes, 0);
    }

    void aCommitOfAnotherBranchIsNotForgotten()
    {
        Pool pool;
        const Pool::Run run = pool.begin("one");
        for (const char *branch : {"tickets/a-1", "tickets/a-2", "tickets/a-1"})
            QVERIFY(noteUnpushed(run.workspace->path(), branch, run.workspace->baseCommit()));
        forgetUnpushed(run.workspace->path(), "tickets/a-1");
        QVERIFY(isSlotWanted(run.workspace->path(), [](const QString &) { return false; }));
        forgetUnpushed(run.workspace->path(), "tickets/a-2");
        QVERIFY(!isSlotWanted(run.workspace->path(), [](const QString &) { return false; }));
    }

    void sizesAreRememberedUntilSomethingIsUsed()
    {
        Pool pool;
        pool.use("one");
        pool.waitForTheClockOfFiles();
        const qint64 before = pool.collect(0).bytes;
        // Nobody said so: it is not looked at.
        GitFixture::writeTo(pool.placeOf("one") + "/grown.bin", QByteArray(fileSize, 'x'));
        QCOMPARE(pool.collect(0).bytes, before);
        {
            const Pool::Run run = pool.begin("one"); // cleaned
            GitFixture::writeTo(run.workspace->path() + "/grown.bin", QByteArray(fileSize, 'x'));
        }
        QVERIFY(pool.collect(0).bytes >= before + fileSize);
    }

    void aRemovalThatWasKilledIsBroughtToItsEnd()
    {
        Pool pool;
        pool.use("one");
        for (int i = 0; i < 4000; ++i)
            GitFixture::writeTo(pool.placeOf("one") + QStringLiteral("/many/%1/%2").arg(i % 50).arg(i), "x");
        pool.options.quotaBytes = 1;
        const pid_t child = ::fork();
        if (child == 0) {
            (void)DiskPool(pool.options).collect({});
            ::_exit(0);
        }
        // In the middle of it: the name is gone, and the files are not.
        QTRY_VERIFY_WITH_TIMEOUT(!pool.leftovers().isEmpty() || ::waitpid(child, nullptr, WNOHANG) != 0, 20000);
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        QVERIFY(!pool.leftovers().isEmpty());
        pool.use("one"); // also in between
        QVERIFY(QFile::exists(pool.placeOf("one") + "/large.bin"));
        QVERIFY(!QFile::exists(pool.placeOf("one") + "/many"));
        pool.collect(0);
        QCOMPARE(pool.leftovers(), QStringList());
        pool.collect(1);
        QVERIFY(!pool.hasMirror("one") && !pool.hasWorkspace("one"));
    }

    void oneCollectsAtATimeAndAnotherReadsWhatItFound()
    {
        Pool pool;
        pool.use("one");
        const qint64 bytes = pool.collect(0).bytes;
        const auto other = FileLock::tryTake(pool.options.mirrorRoot + "/collection.lock");
        QVERIFY(other);
        const auto usage = DiskPool(pool.options).collect({});
        QVERIFY(!usage && usage.error().code == ErrorCode::Conflict);
        QCOMPARE(DiskPool(pool.options).last()->bytes, bytes);
    }

    void itStopsWhenAsked()
    {
        Pool pool;
        pool.use("one");
        std::stop_source stop;
        stop.request_stop();
        const auto usage = DiskPool(pool.options).collect(stop.get_token());
        QVERIFY(!usage && usage.error().code == ErrorCode::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestDiskPool)
#include "tst_DiskPool.moc"
