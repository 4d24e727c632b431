#include "service/platform/LooseObjects.h"
#include "service/platform/WorkspaceSlot.h"
#include "tests/service/platform/WorkspaceFixture.h"

#include <QTest>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace mergeloom;

class TestWorkspaceSnapshots : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void snapshotOfAnUntouchedWorktreeIsTheTreeOfTheCommit();
    void snapshotIsWhatGitWouldAdd();
    void snapshotSeesAChangeThatKeepsSizeAndModificationTime();
    void snapshotLeavesOutWhatIsNoFile();
    void restoreBringsBackASnapshotAndKeepsIgnoredFiles();
    void commitIsDeterministicAndSeenByGit();
    void objectsThatPowerLossToreAreWrittenAgain();
    void objectsOfEarlierRunsAreDroppedWhenTheyAreMany();
    void diffFindsRenamesBinariesAndModes();
    void fileAtHasALimit();
};

void TestWorkspaceSnapshots::snapshotOfAnUntouchedWorktreeIsTheTreeOfTheCommit()
{
    const GitFixture fixture;
    fixture.write("a.txt", "one\n");
    fixture.write("b-c/x", "1");
    fixture.write("b/x", "2");
    fixture.write("b.c", "3");
    const auto workspace = take(fixture, fixture.commit("first"));
    QCOMPARE(snapshotOf(*workspace), fixture.head("HEAD^{tree}"));
    QCOMPARE(*workspace->treeOf(fixture.head()), fixture.head("HEAD^{tree}"));
}

void TestWorkspaceSnapshots::snapshotIsWhatGitWouldAdd()
{
    const GitFixture fixture;
    fixture.write(".gitignore", "*.log\n/out/\n!keep.log\n");
    fixture.write("tracked.log", "tracked although ignored\n");
    fixture.write("b-c/x", "1");
    fixture.write("b/x", "2");
    fixture.write("b.c", "3");
    const auto workspace = take(fixture, fixture.commit("first"));
    const auto change = [](const QString &root) {
        GitFixture::writeTo(root + "/tracked.log", "changed\n");
        GitFixture::writeTo(root + "/ignored.log", "no\n");
        GitFixture::writeTo(root + "/keep.log", "yes\n");
        GitFixture::writeTo(root + "/out/x", "no\n");
        GitFixture::writeTo(root + "/sub/out/x", "yes\n");
        GitFixture::writeTo(root + "/b/y/z.txt", "new\n");
        GitFixture::writeTo(root + "/b/y/.gitignore", "secret\n");
        GitFixture::writeTo(root + "/b/y/secret", "no\n");
        QFile::remove(root + "/b.c");
        QFile::remove(root + "/b-c/x");
        QFile::link("nowhere", root + "/b-c/x");
        ::chmod(QFile::encodeName(root + "/b/x").constData(), 0755);
        QDir().mkpath(root + "/empty/folder");
    };
    change(workspace->path());
    const QString tree = snapshotOf(*workspace);
    change(fixture.path());
    fixture.git({"add", "-A"});
    QCOMPARE(tree, GitFixture::line(fixture.git({"write-tree"})));
}

void TestWorkspaceSnapshots::snapshotSeesAChangeThatKeepsSizeAndModificationTime()
{
    const GitFixture fixture;
    fixture.write("a.txt", "one\n");
    const auto workspace = take(fixture, fixture.commit("first"));
    const QByteArray path = QFile::encodeName(workspace->path() + "/a.txt");
    QStringList trees{snapshotOf(*workspace)};
    // As fast as it goes: the clock of the file system may not have ticked in between.
    for (int round = 0; round < 50; ++round) {
        struct stat before {
        };
        ::stat(path.constData(), &before);
        const int file = ::open(path.constData(), O_WRONLY);
        const QByteArray text = QByteArray::number(1000 + round);
        QCOMPARE(::write(file, text.constData(), 4), ssize_t(4));
        const timespec times[] = {before.st_atim, before.st_mtim};
        ::futimens(file, times);
        ::close(file);
        trees += snapshotOf(*workspace);
        QCOMPARE(*workspace->fileAt(trees.last(), "a.txt"), text);
    }
    QCOMPARE(QSet<QString>(trees.begin(), trees.end()).size(), 51);
}

void TestWorkspaceSnapshots::snapshotLeavesOutWhatIsNoFile()
{
    const GitFixture fixture;
    fixture.write("a.txt", "one\n");
    const auto workspace = take(fixture, fixture.commit("first"));
    const QString root = workspace->path();
    QVERIFY(::mkfifo(QFile::encodeName(root + "/pipe").constData(), 0600) == 0);
    QVERIFY(::mkfifo(QFile::encodeName(root + "/.gitignore").constData(), 0600) == 0);
    QFile::remove(root + "/a.txt");
    QVERIFY(::mkfifo(QFile::encodeName(root + "/a.txt").constData(), 0600) == 0);
    GitFixture::writeTo(root + "/inner/.git/config", "[core]\n");
    GitFixture::writeTo(root + "/inner/file.txt", "kept\n");
    QFile::link("/etc", root + "/away");
    const QString tree = snapshotOf(*workspace);
    QCOMPARE(fixture.git({"ls-tree", "-r", "--name-only", tree}, {}, root), QByteArray("away\ninner/file.txt\n"));
    QCOMPARE(*workspace->fileAt(tree, "away"), QByteArray("/etc"));
    QVERIFY2(workspace->snapshotNotes().join('|').contains("pipe: left out"),
        qPrintable(workspace->snapshotNotes().join('|')));
}

void TestWorkspaceSnapshots::restoreBringsBackASnapshotAndKeepsIgnoredFiles()
{
    const GitFixture fixture;
    fixture.write(".gitignore", "out/\n");
    fixture.write("a.txt", "one\n");
    fixture.write("out/tracked.txt", "tracked although ignored\n");
    const auto workspace = take(fixture, fixture.commit("first"));
    const QString root = workspace->path();
    GitFixture::writeTo(root + "/out/cache", "expensive");
    GitFixture::writeTo(root + "/.venv/.gitignore", "*\n");
    GitFixture::writeTo(root + "/.venv/lib/x.py", "expensive");
    GitFixture::writeTo(root + "/new.txt", "new\n");
    QFile::remove(root + "/out/tracked.txt");
    const QString checkpoint = snapshotOf(*workspace);

    GitFixture::writeTo(root + "/out/tracked.txt", "back\n");
    GitFixture::writeTo(root + "/.gitignore", "*\n");
    GitFixture::writeTo(root + "/scratch/x", "x");
    QFile::remove(root + "/a.txt");
    GitFixture::writeTo(root + "/a.txt/now/a/folder", "x");
    QVERIFY(snapshotOf(*workspace) != checkpoint);
    const auto restored = workspace->restore(checkpoint);
    QVERIFY2(restored, qPrintable(restored ? QString() : restored.error().message));
    QCOMPARE(snapshotOf(*workspace), checkpoint);
    QCOMPARE(filesBeneath(root),
        QStringList({".gitignore", ".venv", ".venv/.gitignore", ".venv/lib", ".venv/lib/x.py", "a.txt", "new.txt",
            "out", "out/cache"}));
    QVERIFY(workspace->restore(fixture.head()));
    QCOMPARE(snapshotOf(*workspace), fixture.head("HEAD^{tree}"));
}

void TestWorkspaceSnapshots::commitIsDeterministicAndSeenByGit()
{
    const GitFixture fixture;
    fixture.write("a.txt", "one\n");
    const QString base = fixture.commit("first");
    const auto workspace = take(fixture, base);
    GitFixture::writeTo(workspace->path() + "/b.txt", "two\n");
    const QString tree = snapshotOf(*workspace);
    const CommitAuthor author{"MergeLoom", "mergeloom@local"};
    const auto one = workspace->commit(tree, {base}, "T-1: Title\n\nTicket: T-1\n", author, 1700000000);
    const auto two = workspace->commit(tree, {base}, "T-1: Title\n\nTicket: T-1\n", author, 1700000000);
    QVERIFY(one && two);
    QCOMPARE(*one, *two);
    QVERIFY(workspace->setBranch("tickets/t-1", *one));
    QCOMPARE(fixture.git({"status", "--porcelain", "-b"}, {}, workspace->path()), QByteArray("## tickets/t-1\n"));
    QCOMPARE(GitFixture::line(fixture.git({"log", "-1", "--format=%H %an %ae %at"}, {}, workspace->path())),
        *one + " MergeLoom mergeloom@local 1700000000");
    QCOMPARE(snapshotOf(*workspace), tree);
    QVERIFY(!workspace->setBranch("../x", *one));
    QVERIFY(!workspace->commit(tree, {base}, "x", {"", ""}, 0));
}

void TestWorkspaceSnapshots::objectsThatPowerLossToreAreWrittenAgain()
{
    const GitFixture fixture;
    fixture.write("a.txt", "one\n");
    const QString base = fixture.commit("first");
    const QByteArray content = QByteArray("line of a new file\n").repeated(1000);
    auto workspace = take(fixture, base);
    GitFixture::writeTo(workspace->path() + "/new.txt", content);
    const QString tree = snapshotOf(*workspace);
    QVERIFY(workspace->syncObjects());
    auto check = workspace->treeCheck();
    QVERIFY(check && check->check(tree) && check->check(base));
    const QString place = workspace->path();
    workspace.reset();

    int torn = 0;
    QDirIterator files(place + ".git/objects", QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        if (file.fileName().contains("/info/") || file.size() < 20)
            continue;
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
        torn += file.resize(file.size() / 2) ? 1 : 0;
    }
    QCOMPARE(torn, 2); // the tree and the file
    GitFixture::writeTo(place + ".boot", "another start of the machine\n");
    workspace = take(fixture, base);
    QCOMPARE(workspace->path(), place);
    check = workspace->treeCheck();
    QVERIFY(!check->check(tree));
    GitFixture::writeTo(workspace->path() + "/new.txt", content);
    QCOMPARE(snapshotOf(*workspace), tree);
    QVERIFY(check->check(tree));
    QCOMPARE(*workspace->fileAt(tree, "new.txt"), content);
}

void TestWorkspaceSnapshots::objectsOfEarlierRunsAreDroppedWhenTheyAreMany()
{
    const GitFixture fixture;
    fixture.write("a.txt", "one\n");
    const QString base = fixture.commit("first");
    auto workspace = take(fixture, base);
    const QString place = workspace->path();
    const QString objects = place + ".git/objects";
    for (int i = 0; i < 4000; ++i)
        GitFixture::writeTo(place + QStringLiteral("/new-%1").arg(i), QByteArray::number(i));
    snapshotOf(*workspace);
    const auto kept = [&] { return QDir(objects + "/17").entryList(QDir::Files).size(); };
    QVERIFY2(kept() >= 8, "else there are not many");
    workspace.reset();

    QVERIFY(noteUnpushed(place, "a-branch", base));
    workspace = take(fixture, base);
    QVERIFY2(kept() >= 8, "a commit that is on no remote yet may need them");
    workspace.reset();

    forgetUnpushed(place, "a-branch");
    workspace = take(fixture, base);
    QCOMPARE(workspace->path(), place);
    QCOMPARE(kept(), 0);
    QCOMPARE(filesBeneath(place), QStringList{"a.txt"});
    GitFixture::writeTo(place + "/b.txt", "two\n");
    fixture.write("b.txt", "two\n");
    fixture.git({"add", "-A"});
    QCOMPARE(snapshotOf(*workspace), GitFixture::line(fixture.git({"write-tree"})));
}

void TestWorkspaceSnapshots::diffFindsRenamesBinariesAndModes()
{
    const GitFixture fixture;
    const QByteArray text = QByteArray("a line of text\n").repeated(40);
    fixture.write("old-name.txt", text);
    fixture.write("gone.txt", "1\n2\n");
    fixture.write("mode.sh", "echo\n");
    fixture.write(".gitattributes", "*.txt -diff\n"); // must not hide a change
    const auto workspace = take(fixture, fixture.commit("first"));
    const QString root = workspace->path();
    QFile::rename(root + "/old-name.txt", root + "/name.txt");
    QFile::remove(root + "/gone.txt");
    ::chmod(QFile::encodeName(root + "/mode.sh").constData(), 0755);
    GitFixture::writeTo(root + "/data.bin", QByteArray("a\0b", 3));
    GitFixture::writeTo(root + "/new.txt", "x\ny\nz\n");
    const auto diff = workspace->diff(fixture.head(), snapshotOf(*workspace));
    QVERIFY(diff);
    QMap<QString, ChangedFile> files;
    for (const ChangedFile &file : diff->files)
        files.insert(file.path, file);
    QCOMPARE(files.size(), 5);
    QCOMPARE(files["name.txt"].change, FileChange::Renamed);
    QCOMPARE(files["name.txt"].oldPath, QString("old-name.txt"));
    QCOMPARE(files["gone.txt"].change, FileChange::Deleted);
    QCOMPARE(files["gone.txt"].deletions, 2);
    QCOMPARE(files["mode.sh"].change, FileChange::ModeChanged);
    QVERIFY(files["data.bin"].isBinary);
    QCOMPARE(files["data.bin"].size, qint64(3));
    QCOMPARE(files["new.txt"].additions, 3);
    QVERIFY(!files["new.txt"].isBinary);
    QVERIFY(diff->patch.contains("+z\n"));
    QVERIFY(!diff->isPatchCut);
    QVERIFY(workspace->diff(fixture.head(), snapshotOf(*workspace), 100)->isPatchCut);
}

void TestWorkspaceSnapshots::fileAtHasALimit()
{
    const GitFixture fixture;
    fixture.write("d/a.txt", "0123456789");
    const auto workspace = take(fixture, fixture.commit("first"));
    QCOMPARE(*workspace->fileAt(fixture.head(), "d/a.txt", 10), QByteArray("0123456789"));
    QCOMPARE(workspace->fileAt(fixture.head(), "d/a.txt", 9).error().code, ErrorCode::Rejected);
    QCOMPARE(workspace->fileAt(fixture.head(), "d", 9).error().code, ErrorCode::NotFound);
    QCOMPARE(workspace->fileAt(fixture.head(), "x", 9).error().code, ErrorCode::NotFound);
}

QTEST_GUILESS_MAIN(TestWorkspaceSnapshots)
#include "tst_Workspace_Snapshots.moc"
