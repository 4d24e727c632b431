#include "service/platform/Workspace.h"
#include "tests/service/platform/GitFixture.h"

#include <QtTest>

#include <sys/stat.h>
#include <unistd.h>
#include <fcntl.h>

using namespace mergeloom;

namespace {

using Taken = std::unique_ptr<Workspace>;

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("<missing>");
}

QStringList filesBeneath(const QString &root)
{
    QStringList found;
    QDirIterator all(root, QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot, QDirIterator::Subdirectories);
    while (all.hasNext()) {
        const QString path = all.next().mid(root.size() + 1);
        if (path != ".git" && !path.startsWith(".git/"))
            found += path;
    }
    found.sort();
    return found;
}

Taken take(const GitFixture &fixture, const QString &commit)
{
    auto taken = Workspace::take(fixture.beside("pool"), fixture.mirror(), commit, {});
    if (!taken)
        throw std::runtime_error(taken.error().message.toStdString());
    return std::move(*taken);
}

QString snapshotOf(Workspace &workspace)
{
    auto tree = workspace.snapshot();
    if (!tree)
        throw std::runtime_error(tree.error().message.toStdString());
    return *tree;
}

} // namespace

class TestWorkspace : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesTheFilesOfTheCommit();
    void gitSeesACleanWorktreeWithoutReadingAnyFile();
    void reusedWorkspaceIsCleanToTheLastIgnoredFile();
    void reuseForAnotherCommitWritesOnlyWhatDiffers();
    void takenWorkspaceIsNotGivenToAnother();
    void snapshotOfAnUntouchedWorktreeIsTheTreeOfTheCommit();
    void snapshotIsWhatGitWouldAdd();
    void snapshotSeesAChangeThatKeepsSizeAndModificationTime();
    void snapshotLeavesOutWhatIsNoFile();
    void restoreBringsBackASnapshotAndKeepsIgnoredFiles();
    void commitIsDeterministicAndSeenByGit();
    void diffFindsRenamesBinariesAndModes();
    void fileAtHasALimit();
    void hostileTreesAreRefused_data();
    void hostileTreesAreRefused();
    void filtersAndLineEndsOfTheRepositoryAreNotApplied();
    void unknownCommitIsNotFound();
};

void TestWorkspace::writesTheFilesOfTheCommit()
{
    const GitFixture fixture;
    fixture.write("a.txt", "one\n");
    fixture.write("deep/er/run.sh", "#!/bin/sh\n");
    QFile::setPermissions(fixture.path("deep/er/run.sh"), QFile::Permissions(0x7755));
    QFile::link("../outside", fixture.path("link"));
    fixture.write("empty", "");
    const auto workspace = take(fixture, fixture.commit("first"));
    QCOMPARE(filesBeneath(workspace->path()), QStringList({"a.txt", "deep", "deep/er", "deep/er/run.sh", "empty", "link"}));
    QCOMPARE(contentOf(workspace->path() + "/a.txt"), QByteArray("one\n"));
    QVERIFY(QFileInfo(workspace->path() + "/deep/er/run.sh").isExecutable());
    QVERIFY(!QFileInfo(workspace->path() + "/a.txt").isExecutable());
    char target[64] = {};
    QCOMPARE(::readlink(QFile::encodeName(workspace->path() + "/link").constData(), target, 64), ssize_t(10));
    QCOMPARE(QByteArray(target), QByteArray("../outside"));
}

void TestWorkspace::gitSeesACleanWorktreeWithoutReadingAnyFile()
{
    const GitFixture fixture;
    fixture.write("a.txt", "one\n");
    fixture.write("b/c.txt", "two\n");
    const auto workspace = take(fixture, fixture.commit("first"));
    QCOMPARE(fixture.git({"status", "--porcelain"}, {}, workspace->path()), QByteArray());
    // With --refresh git would have to touch the index if a stamp did not fit.
    QCOMPARE(fixture.git({"diff-files"}, {}, workspace->path()), QByteArray());
    QCOMPARE(GitFixture::line(fixture.git({"rev-parse", "HEAD"}, {}, workspace->path())), fixture.head());
    fixture.git({"fsck", "--strict"}, {}, workspace->path());
}

void TestWorkspace::reusedWorkspaceIsCleanToTheLastIgnoredFile()
{
    const GitFixture fixture;
    fixture.write(".gitignore", "build/\n*.log\n");
    fixture.write("a.txt", "one\n");
    fixture.write("d/b.txt", "two\n");
    const QString commit = fixture.commit("first");
    QString path;
    {
        const auto workspace = take(fixture, commit);
        path = workspace->path();
        GitFixture::writeTo(path + "/build/x/y.o", "binary");
        GitFixture::writeTo(path + "/noise.log", "log");
        GitFixture::writeTo(path + "/a.txt", "TWO\n"); // same size
        QVERIFY(QDir(path + "/d").removeRecursively());
        QFile::link("/etc", path + "/d"); // a link where a folder was
        GitFixture::writeTo(path + "/deep/.git/config", "[core]\n");
        QVERIFY(::mkfifo(QFile::encodeName(path + "/pipe").constData(), 0600) == 0);
        GitFixture::writeTo(path + "/locked/in/x", "x");
        ::chmod(QFile::encodeName(path + "/locked/in").constData(), 0);
        ::chmod(QFile::encodeName(path + "/locked").constData(), 0500);
    }
    const auto again = take(fixture, commit);
    QCOMPARE(again->path(), path);
    QCOMPARE(filesBeneath(path), QStringList({".gitignore", "a.txt", "d", "d/b.txt"}));
    QCOMPARE(contentOf(path + "/a.txt"), QByteArray("one\n"));
    QCOMPARE(contentOf(path + "/d/b.txt"), QByteArray("two\n"));
    QVERIFY(QFile::exists("/etc/passwd"));
}

void TestWorkspace::reuseForAnotherCommitWritesOnlyWhatDiffers()
{
    const GitFixture fixture;
    fixture.write("same.txt", "same\n");
    fixture.write("changed.txt", "before\n");
    fixture.write("gone/x.txt", "x\n");
    const QString first = fixture.commit("first");
    fixture.write("changed.txt", "after!\n");
    QVERIFY(QDir(fixture.path("gone")).removeRecursively());
    fixture.write("new/y.txt", "y\n");
    const QString second = fixture.commit("second");
    struct stat before{}, after{};
    {
        const auto workspace = take(fixture, first);
        ::stat(QFile::encodeName(workspace->path() + "/same.txt").constData(), &before);
    }
    const auto workspace = take(fixture, second);
    ::stat(QFile::encodeName(workspace->path() + "/same.txt").constData(), &after);
    QCOMPARE(after.st_ino, before.st_ino);
    QCOMPARE(after.st_ctim.tv_nsec, before.st_ctim.tv_nsec);
    QCOMPARE(filesBeneath(workspace->path()), QStringList({"changed.txt", "new", "new/y.txt", "same.txt"}));
    QCOMPARE(contentOf(workspace->path() + "/changed.txt"), QByteArray("after!\n"));
    QCOMPARE(fixture.git({"status", "--porcelain"}, {}, workspace->path()), QByteArray());
}

void TestWorkspace::takenWorkspaceIsNotGivenToAnother()
{
    const GitFixture fixture;
    fixture.write("a.txt", "one\n");
    const QString commit = fixture.commit("first");
    const auto one = take(fixture, commit);
    auto two = take(fixture, commit);
    QVERIFY(one->path() != two->path());
    const QString path = two->path();
    two.reset();
    QCOMPARE(take(fixture, commit)->path(), path);
}

void TestWorkspace::snapshotOfAnUntouchedWorktreeIsTheTreeOfTheCommit()
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

void TestWorkspace::snapshotIsWhatGitWouldAdd()
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

void TestWorkspace::snapshotSeesAChangeThatKeepsSizeAndModificationTime()
{
    const GitFixture fixture;
    fixture.write("a.txt", "one\n");
    const auto workspace = take(fixture, fixture.commit("first"));
    const QByteArray path = QFile::encodeName(workspace->path() + "/a.txt");
    QStringList trees{snapshotOf(*workspace)};
    // As fast as it goes: the clock of the file system may not have ticked in between.
    for (int round = 0; round < 50; ++round) {
        struct stat before{};
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

void TestWorkspace::snapshotLeavesOutWhatIsNoFile()
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
    QVERIFY2(workspace->snapshotNotes().join('|').contains("pipe: left out"), qPrintable(workspace->snapshotNotes().join('|')));
}

void TestWorkspace::restoreBringsBackASnapshotAndKeepsIgnoredFiles()
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
    QCOMPARE(filesBeneath(root), QStringList({".gitignore", ".venv", ".venv/.gitignore", ".venv/lib", ".venv/lib/x.py",
                                     "a.txt", "new.txt", "out", "out/cache"}));
    QVERIFY(workspace->restore(fixture.head()));
    QCOMPARE(snapshotOf(*workspace), fixture.head("HEAD^{tree}"));
}

void TestWorkspace::commitIsDeterministicAndSeenByGit()
{
    const GitFixture fixture;
    fixture.write("a.txt", "one\n");
    const QString base = fixture.commit("first");
    const auto workspace = take(fixture, base);
    GitFixture::writeTo(workspace->path() + "/b.txt", "two\n");
    const QString tree = snapshotOf(*workspace);
    const CommitAuthor author{"MergeLoom", "mergeloom@local"};
    const auto one = workspace->commit(tree, base, "T-1: Title\n\nTicket: T-1\n", author, 1700000000);
    const auto two = workspace->commit(tree, base, "T-1: Title\n\nTicket: T-1\n", author, 1700000000);
    QVERIFY(one && two);
    QCOMPARE(*one, *two);
    QVERIFY(workspace->setBranch("tickets/t-1", *one));
    QCOMPARE(fixture.git({"status", "--porcelain", "-b"}, {}, workspace->path()), QByteArray("## tickets/t-1\n"));
    QCOMPARE(GitFixture::line(fixture.git({"log", "-1", "--format=%H %an %ae %at"}, {}, workspace->path())),
        *one + " MergeLoom mergeloom@local 1700000000");
    QCOMPARE(snapshotOf(*workspace), tree);
    QVERIFY(!workspace->setBranch("../x", *one));
    QVERIFY(!workspace->commit(tree, base, "x", {"", ""}, 0));
}

void TestWorkspace::diffFindsRenamesBinariesAndModes()
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

void TestWorkspace::fileAtHasALimit()
{
    const GitFixture fixture;
    fixture.write("d/a.txt", "0123456789");
    const auto workspace = take(fixture, fixture.commit("first"));
    QCOMPARE(*workspace->fileAt(fixture.head(), "d/a.txt", 10), QByteArray("0123456789"));
    QCOMPARE(workspace->fileAt(fixture.head(), "d/a.txt", 9).error().code, ErrorCode::Rejected);
    QCOMPARE(workspace->fileAt(fixture.head(), "d", 9).error().code, ErrorCode::NotFound);
    QCOMPARE(workspace->fileAt(fixture.head(), "x", 9).error().code, ErrorCode::NotFound);
}

void TestWorkspace::hostileTreesAreRefused_data()
{
    QTest::addColumn<QByteArray>("name");
    for (const char *name : {"..", ".", ".git", ".GIT", ".git ", ".git.", "git~1", "GIT~1", ".g\xe2\x80\x8cit", ".git::$INDEX_ALLOCATION"})
        QTest::newRow(name) << QByteArray(name);
    QTest::newRow("slash") << QByteArray("a/b");
    QTest::newRow("double") << QByteArray("double");
}

void TestWorkspace::hostileTreesAreRefused()
{
    QFETCH(QByteArray, name);
    const GitFixture fixture;
    fixture.write("a.txt", "one\n");
    fixture.commit("first");
    const auto rawTree = [&](const QByteArray &entries) {
        return GitFixture::line(fixture.git({"hash-object", "-t", "tree", "-w", "--stdin", "--literally"}, entries));
    };
    const QByteArray blob = QByteArray::fromHex(fixture.head("HEAD:a.txt").toLatin1());
    const QByteArray inner = QByteArray::fromHex(rawTree(QByteArray("100644 evil\0", 12) + blob).toLatin1());
    // A link and a folder of one name: what is beneath the folder would go through the link.
    const QByteArray entries = name == "double"
        ? QByteArray("120000 double\0", 14) + blob + QByteArray("40000 double\0", 13) + inner
        : "40000 " + name + '\0' + inner;
    const QString commit = GitFixture::line(fixture.git({"commit-tree", "-m", "x", rawTree(entries)}));
    const QString mirror = fixture.mirror();
    fixture.git({"--git-dir=" + mirror, "fetch", "-q", "--no-tags", fixture.path(), "main"});
    GitFixture::writeTo(mirror + "/objects/info/alternates", fixture.path(".git/objects").toUtf8() + '\n');
    const auto taken = Workspace::take(fixture.beside("pool"), mirror, commit, {});
    QVERIFY(!taken);
    QVERIFY2(taken.error().code == ErrorCode::Rejected, qPrintable(taken.error().message));
    QVERIFY(!QFile::exists(fixture.beside("pool/mirror/evil")));
    QVERIFY(filesBeneath(fixture.beside("pool/mirror/1")).isEmpty());
}

void TestWorkspace::filtersAndLineEndsOfTheRepositoryAreNotApplied()
{
    const GitFixture fixture;
    fixture.write("a.txt", "one\ntwo\n");
    fixture.write(".gitattributes", "* text eol=crlf filter=evil ident\n");
    fixture.git({"config", "filter.evil.smudge", "touch " + fixture.beside("proof")});
    fixture.git({"add", "."});
    const auto workspace = take(fixture, fixture.commit("first"));
    QCOMPARE(contentOf(workspace->path() + "/a.txt"), QByteArray("one\ntwo\n"));
    GitFixture::writeTo(workspace->path() + "/b.txt", "x\r\n");
    QCOMPARE(*workspace->fileAt(snapshotOf(*workspace), "b.txt"), QByteArray("x\r\n"));
    QVERIFY(!QFile::exists(fixture.beside("proof")));
}

void TestWorkspace::unknownCommitIsNotFound()
{
    const GitFixture fixture;
    fixture.write("a.txt", "one\n");
    fixture.commit("first");
    const auto taken = Workspace::take(fixture.beside("pool"), fixture.mirror(), QString(40, '1'), {});
    QCOMPARE(taken.error().code, ErrorCode::NotFound);
    QCOMPARE(Workspace::take(fixture.beside("pool"), fixture.mirror(), "main", {}).error().code, ErrorCode::InvalidInput);
}

QTEST_GUILESS_MAIN(TestWorkspace)
#include "tst_Workspace.moc"
