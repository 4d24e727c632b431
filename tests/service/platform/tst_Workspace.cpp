#include "tests/service/platform/WorkspaceFixture.h"

#include <QTest>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace mergeloom;

class TestWorkspace : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesTheFilesOfTheCommit();
    void gitSeesACleanWorktreeWithoutReadingAnyFile();
    void reusedWorkspaceIsCleanToTheLastIgnoredFile();
    void reuseForAnotherCommitWritesOnlyWhatDiffers();
    void takenWorkspaceIsNotGivenToAnother();
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
    QCOMPARE(
        filesBeneath(workspace->path()), QStringList({"a.txt", "deep", "deep/er", "deep/er/run.sh", "empty", "link"}));
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
    struct stat before {
    }, after{};
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

void TestWorkspace::hostileTreesAreRefused_data()
{
    QTest::addColumn<QByteArray>("name");
    for (const char *name :
        {"..", ".", ".git", ".GIT", ".git ", ".git.", "git~1", "GIT~1", ".g\xe2\x80\x8cit", ".git::$INDEX_ALLOCATION"})
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
    QCOMPARE(
        Workspace::take(fixture.beside("pool"), fixture.mirror(), "main", {}).error().code, ErrorCode::InvalidInput);
}

QTEST_GUILESS_MAIN(TestWorkspace)
#include "tst_Workspace.moc"
