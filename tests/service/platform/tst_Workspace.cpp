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

QTEST_GUILESS_MAIN(TestWorkspace)
#include "tst_Workspace.moc"
