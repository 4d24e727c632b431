#include "service/platform/WorkTree.h"
#include "tests/service/platform/GitRemote.h"
#include "tests/service/platform/WorkspaceFixture.h"

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QTest>

#include <sys/resource.h>
#include <unistd.h>

using namespace mergeloom;

namespace {

QByteArray rawId(const QString &id) { return QByteArray::fromHex(id.toLatin1()); }

/// A repository with objects that git's own commands would not make, and a mirror that has them.
struct HostileFixture : GitFixture {
    HostileFixture()
    {
        write("a.txt", "one\n");
        commit("first");
        blob = head("HEAD:a.txt");
        emptyTree = rawTree({});
    }
    QString object(const QByteArray &content, const char *type) const
    {
        return line(git({"hash-object", "-t", type, "-w", "--stdin", "--literally"}, content));
    }
    QString rawTree(const QByteArray &entries) const { return object(entries, "tree"); }
    static QByteArray entry(const QByteArray &mode, const QByteArray &name, const QString &id)
    {
        return mode + ' ' + name + '\0' + rawId(id);
    }
    QByteArray file(const QByteArray &name) const { return entry("100644", name, blob); }
    QString commitOf(const QString &tree) const { return line(git({"commit-tree", "-m", "x", tree})); }
    Result<Taken> checkOut(const QString &tree, const CheckoutLimits &limits = {}) const
    {
        const QString target = mirror();
        writeTo(target + "/objects/info/alternates", path(".git/objects").toUtf8() + '\n');
        return Workspace::take(beside("pool"), target, commitOf(tree), limits, {});
    }
    QString blob;
    QString emptyTree;
};

qint64 peakMegabytes()
{
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss >> 10;
}

} // namespace

class HostileRepositoryTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingOfTheRepositoryRuns();
    void treesThatCannotBeAreRefused_data();
    void treesThatCannotBeAreRefused();
    void linkThatBecomesAFolderIsNotWrittenThrough();
    void submodulesStayEmptyAndAreTold();
    void namesThatDifferInCaseAreTold();
    void pointersOfLfsAreTold();
    void treeBombsEndSoon_data();
    void treeBombsEndSoon();
    void crowdedFolderIsCheckedOut();
    void giantFileIsRefusedUnread();
    void sumOfTheFilesIsLimited();
    void packOverTheLimitIsRefused();
    void oddReferencesStayOutOfTheMirror();
    void missingHeadIsToldOrReplaced();
};

void HostileRepositoryTest::nothingOfTheRepositoryRuns()
{
    const Remote remote;
    const QString marker = remote.beside("marker");
    const QString touch = "touch " + marker;
    remote.write(".gitattributes", "* filter=evil diff=evil merge=evil text eol=crlf ident\n");
    remote.write(".gitmodules", "[submodule \"x\"]\n\tpath = x\n\turl = ext::sh -c touch% " + marker.toUtf8() + "\n");
    remote.write(".gitconfig", "[core]\n\tfsmonitor = " + touch.toUtf8() + '\n');
    const QString commit = remote.commit("hostile"); // before the hooks are there, which this would run
    for (const char *hook : {"post-checkout", "post-merge", "pre-commit", "commit-msg", "prepare-commit-msg",
             "post-commit", "post-index-change", "pre-auto-gc", "reference-transaction", "fsmonitor-watchman",
             "pre-push", "post-rewrite"}) {
        GitFixture::writeTo(remote.path(QStringLiteral(".git/hooks/") + hook), "#!/bin/sh\n" + touch.toUtf8() + '\n');
        QFile::setPermissions(remote.path(QStringLiteral(".git/hooks/") + hook), QFile::Permissions(0x7755));
    }
    for (const char *key : {"core.fsmonitor", "core.sshCommand", "core.pager", "core.editor", "core.gitProxy",
             "core.askPass", "core.alternateRefsCommand", "diff.external", "diff.evil.command", "diff.evil.textconv",
             "merge.evil.driver", "filter.evil.smudge", "filter.evil.clean", "filter.evil.process",
             "uploadpack.packObjectsHook", "credential.helper", "gpg.program", "sequence.editor", "alias.fetch",
             "pager.log"})
        remote.git({"config", key, touch});
    remote.git({"config", "core.hooksPath", remote.path(".git/hooks")});

    const GitTransport transport(optionsOf(remote));
    const auto mirrored = transport.updateMirror(remote.path(), {}, {});
    QVERIFY2(mirrored, mirrored ? "" : qPrintable(mirrored.error().message));
    QCOMPARE(mirrored->commit, commit);
    const QString mirror = transport.mirrorPath(remote.path());
    QVERIFY(!bytesOf(mirror + "/config").contains("evil") && !QFile::exists(mirror + "/hooks"));
    auto taken = Workspace::take(remote.beside("pool"), mirror, commit, {});
    QVERIFY2(taken, taken ? "" : qPrintable(taken.error().message));
    Workspace &workspace = **taken;
    QCOMPARE(contentOf(workspace.path() + "/a.txt"), QByteArray("one\n"));
    QVERIFY(workspace.checkoutNotes().join(u'\n').contains("filter="));
    QVERIFY(!QFile::exists(workspace.path() + "/.git/hooks"));
    QVERIFY(!bytesOf(workspace.path() + "/.git/config").contains("evil"));
    GitFixture::writeTo(workspace.path() + "/a.txt", "two\n");
    const QString tree = snapshotOf(workspace);
    QVERIFY(workspace.diff(commit, tree)->patch.contains("+two"));
    const auto made = workspace.commit(tree, {commit}, "Change\n", {"A", "a@example.org"}, 1700000100);
    QVERIFY(made && workspace.setBranch("tickets/x", *made) && workspace.restore(commit));
    QVERIFY(transport.updateMirror(remote.path(), {}, {}));
    QVERIFY(!QFile::exists(marker));
}

void HostileRepositoryTest::treesThatCannotBeAreRefused_data()
{
    QTest::addColumn<QString>("kind");
    for (const char *kind : {"parent", "self", "git", "git in capitals", "short name of git", "no name", "slash",
             "file twice", "file and folder", "link and folder", "long name", "long path",
             "name of git with invisible letters", "folder that is a file", "file that is a folder"})
        QTest::newRow(kind) << kind;
}

void HostileRepositoryTest::treesThatCannotBeAreRefused()
{
    QFETCH(QString, kind);
    const HostileFixture fixture;
    const QString inner = fixture.rawTree(fixture.file("evil"));
    const auto folder = [&](const QByteArray &name) { return HostileFixture::entry("40000", name, inner); };
    QMap<QString, QByteArray> trees{{"parent", folder("..")}, {"self", folder(".")}, {"git", folder(".git")},
        {"git in capitals", folder(".GIT")}, {"short name of git", folder("git~1")}, {"no name", fixture.file("")},
        {"slash", fixture.file("a/b")}, {"file twice", fixture.file("x") + fixture.file("x")},
        {"file and folder", fixture.file("x") + folder("x")},
        {"link and folder", HostileFixture::entry("120000", "x", fixture.blob) + folder("x")},
        {"long name", fixture.file(QByteArray(256, 'x'))},
        {"name of git with invisible letters", folder(".g\xe2\x80\x8cit")},
        {"folder that is a file", HostileFixture::entry("40000", "x", fixture.blob)},
        {"file that is a folder", HostileFixture::entry("100644", "x", inner)}};
    QString deep = inner;
    for (int i = 0; i < 30; ++i)
        deep = fixture.rawTree(HostileFixture::entry("40000", QByteArray(200, 'd'), deep));
    trees.insert("long path", HostileFixture::entry("40000", "d", deep));

    const auto taken = fixture.checkOut(fixture.rawTree(trees.value(kind)));
    QVERIFY(!taken);
    QVERIFY2(taken.error().code == ErrorCode::Rejected || taken.error().code == ErrorCode::Corrupt,
        qPrintable(codeOf(taken.error()) + ": " + taken.error().message));
    QVERIFY(taken.error().message.size() > 30);
    QVERIFY(!QFile::exists(fixture.beside("evil")) && !QFile::exists(fixture.beside("pool/evil")));
    QVERIFY(!QFile::exists(fixture.beside("pool/mirror/1/.git/evil")));
}

void HostileRepositoryTest::linkThatBecomesAFolderIsNotWrittenThrough()
{
    const HostileFixture fixture;
    QVERIFY(QDir().mkpath(fixture.beside("outside")));
    const QString target = fixture.object(fixture.beside("outside").toUtf8(), "blob");
    const QString linked = fixture.rawTree(HostileFixture::entry("120000", "x", target));
    const QString inner = fixture.rawTree(fixture.file("evil"));
    {
        const auto first = fixture.checkOut(linked);
        QVERIFY2(first, first ? "" : qPrintable(first.error().message));
        QVERIFY(QFileInfo((*first)->path() + "/x").isSymLink());
    }
    const auto second = fixture.checkOut(fixture.rawTree(HostileFixture::entry("40000", "x", inner)));
    QVERIFY2(second, second ? "" : qPrintable(second.error().message));
    QVERIFY(!QFileInfo((*second)->path() + "/x").isSymLink() && QFile::exists((*second)->path() + "/x/evil"));
    // A program puts the link back; to restore the tree must replace it too.
    QVERIFY(QDir((*second)->path() + "/x").removeRecursively());
    QVERIFY(QFile::link(fixture.beside("outside"), (*second)->path() + "/x"));
    QVERIFY((*second)->restore((*second)->baseCommit()));
    QVERIFY(QDir(fixture.beside("outside")).isEmpty());
}

void HostileRepositoryTest::submodulesStayEmptyAndAreTold()
{
    for (const char *setting : {"path = x\n\turl = ext::sh -c touch% MARKER",
             "path = x\n\turl = --upload-pack=touch MARKER", "path = x\n\turl = file:///etc",
             "path = x\n\turl = ../../..", "path = ../../x\n\turl = .", "path = .git\n\turl = .",
             "path = x\n\turl = https://example.org/x\n\tupdate = !touch MARKER", "path = \"-x\"\n\turl = -x"}) {
        const HostileFixture fixture;
        const QString marker = fixture.beside("marker");
        const QByteArray text =
            "[submodule \"../../x\"]\n\t" + QByteArray(setting).replace("MARKER", marker.toUtf8()) + '\n';
        const QString modules = fixture.object(text, "blob");
        const QString commit = fixture.head();
        const auto taken = fixture.checkOut(fixture.rawTree(
            HostileFixture::entry("100644", ".gitmodules", modules) + HostileFixture::entry("160000", "x", commit)));
        QVERIFY2(taken, taken ? "" : qPrintable(taken.error().message));
        QCOMPARE(filesBeneath((*taken)->path()), QStringList({".gitmodules", "x"}));
        QVERIFY((*taken)->checkoutNotes().join(u'\n').contains("1 submodules are not fetched, the first at \"x\""));
        QVERIFY(!QFile::exists(marker) && !QFile::exists((*taken)->path() + "/.git/modules"));
    }
}

void HostileRepositoryTest::namesThatDifferInCaseAreTold()
{
    const HostileFixture fixture;
    const QString inner = fixture.rawTree(fixture.file("x"));
    const QString tree = fixture.rawTree(fixture.file("README") + HostileFixture::entry("40000", "Src", inner)
        + fixture.file("readme") + HostileFixture::entry("40000", "src", inner));
    const auto taken = fixture.checkOut(tree);
    QVERIFY2(taken, taken ? "" : qPrintable(taken.error().message));
    QVERIFY(filesBeneath((*taken)->path()).contains("README") && filesBeneath((*taken)->path()).contains("readme"));
    const QString notes = (*taken)->checkoutNotes().join(u'\n');
    QVERIFY2(notes.contains("\"README\" and \"readme\""), qPrintable(notes));
}

void HostileRepositoryTest::pointersOfLfsAreTold()
{
    const HostileFixture fixture;
    const QByteArray pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 99999999999\n";
    const QString tree = fixture.rawTree(HostileFixture::entry("100644", ".gitattributes",
                                             fixture.object("*.bin filter=lfs diff=lfs merge=lfs -text\n", "blob"))
        + HostileFixture::entry("100644", "x.bin", fixture.object(pointer, "blob")));
    const auto taken = fixture.checkOut(tree);
    QVERIFY2(taken, taken ? "" : qPrintable(taken.error().message));
    QCOMPARE(contentOf((*taken)->path() + "/x.bin"), pointer);
    QVERIFY((*taken)->checkoutNotes().join(u'\n').contains("git-lfs is not run"));
}

void HostileRepositoryTest::treeBombsEndSoon_data()
{
    QTest::addColumn<bool>("hasFiles");
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("depth");
    QTest::addColumn<QString>("setting");
    QTest::newRow("10^12 files") << true << 10 << 12 << "CHECKOUT_MAX_FILES";
    QTest::newRow("10^12 empty folders") << false << 10 << 12 << "CHECKOUT_MAX_FILES";
    QTest::newRow("2^150 empty folders") << false << 2 << 150 << "CHECKOUT_MAX_FILES";
    QTest::newRow("a chain of 600") << true << 1 << 600 << "CHECKOUT_MAX_DEPTH";
}

void HostileRepositoryTest::treeBombsEndSoon()
{
    QFETCH(bool, hasFiles);
    QFETCH(int, width);
    QFETCH(int, depth);
    QFETCH(QString, setting);
    const HostileFixture fixture;
    QString tree = hasFiles ? fixture.rawTree(fixture.file("f")) : fixture.emptyTree;
    for (int i = 0; i < depth; ++i) {
        QByteArray entries;
        for (int name = 0; name < width; ++name)
            entries += HostileFixture::entry("40000", QByteArray::number(name), tree);
        tree = fixture.rawTree(entries);
    }
    QElapsedTimer timer;
    timer.start();
    const auto taken = fixture.checkOut(tree);
    QVERIFY(!taken);
    QCOMPARE(codeOf(taken.error()), QStringLiteral("rejected"));
    QVERIFY2(taken.error().message.contains(setting), qPrintable(taken.error().message));
    QVERIFY(timer.elapsed() < 30'000);
    QVERIFY(peakMegabytes() < 1500);
}

void HostileRepositoryTest::crowdedFolderIsCheckedOut()
{
    const HostileFixture fixture;
    QByteArray entries;
    for (int i = 100'000; i < 200'000; ++i)
        entries += fixture.file(QByteArray::number(i));
    const QString tree = fixture.rawTree(HostileFixture::entry("40000", "crowd", fixture.rawTree(entries)));
    CheckoutLimits limits;
    limits.entries = 50'000;
    const auto refused = fixture.checkOut(tree, limits);
    QVERIFY(!refused && refused.error().message.contains("more than 50000 files and folders"));
    const auto taken = fixture.checkOut(tree);
    QVERIFY2(taken, taken ? "" : qPrintable(taken.error().message));
    QCOMPARE(QDir((*taken)->path() + "/crowd").count(), uint(100'002)); // with . and ..
    QCOMPARE(snapshotOf(**taken), tree);
}

void HostileRepositoryTest::giantFileIsRefusedUnread()
{
    const HostileFixture fixture;
    QFile zeros(fixture.beside("zeros"));
    QVERIFY(zeros.open(QIODevice::WriteOnly) && zeros.resize(qint64(1) << 30));
    const QString giant = GitFixture::line(fixture.git(
        {"-c", "core.looseCompression=1", "-c", "core.bigFileThreshold=1m", "hash-object", "-w", zeros.fileName()}));
    QVERIFY(QFileInfo(fixture.path(".git/objects/" + giant.left(2) + '/' + giant.mid(2))).size() < (16 << 20));
    const qint64 before = peakMegabytes();
    const auto taken = fixture.checkOut(fixture.rawTree(HostileFixture::entry("100644", "giant", giant)));
    QVERIFY(!taken);
    QCOMPARE(codeOf(taken.error()), QStringLiteral("rejected"));
    QVERIFY2(taken.error().message.startsWith("/giant has 1024 MB"), qPrintable(taken.error().message));
    QVERIFY(peakMegabytes() - before < 200);
    QVERIFY(!QFile::exists(fixture.beside("pool/mirror/1/giant")));
}

void HostileRepositoryTest::sumOfTheFilesIsLimited()
{
    const HostileFixture fixture;
    const QString blob = fixture.object(QByteArray(1 << 20, 'x'), "blob");
    QByteArray entries;
    for (int i = 10; i < 30; ++i)
        entries += HostileFixture::entry("100644", QByteArray::number(i), blob);
    CheckoutLimits limits;
    limits.totalBytes = 10 << 20;
    const auto taken = fixture.checkOut(fixture.rawTree(entries), limits);
    QVERIFY(!taken && taken.error().code == ErrorCode::Rejected);
    QVERIFY2(taken.error().message.contains("JCA_WORKER_CHECKOUT_MAX_MB"), qPrintable(taken.error().message));
    QVERIFY(filesBeneath(fixture.beside("pool/mirror/1")).size() <= 10);
    QVERIFY(fixture.checkOut(fixture.rawTree(entries))); // the next run takes the same place
}

void HostileRepositoryTest::packOverTheLimitIsRefused()
{
    const Remote remote;
    QByteArray noise(4 << 20, '\0');
    for (char &byte : noise)
        byte = char(QRandomGenerator::global()->generate());
    remote.write("noise", noise);
    remote.commit("large");
    remote.publish();
    GitTransport::Options options = optionsOf(remote);
    options.largestPack = 1 << 20;
    const GitTransport transport(options);
    const auto refused = transport.updateMirror(remote.url, {}, {});
    QVERIFY(!refused);
    QCOMPARE(codeOf(refused.error()), QStringLiteral("rejected"));
    QVERIFY2(refused.error().message.contains("JCA_WORKER_FETCH_MAX_MB"), qPrintable(refused.error().message));
    QVERIFY(!QFile::exists(transport.mirrorPath(remote.url)));
    QVERIFY(GitTransport(optionsOf(remote)).updateMirror(remote.url, {}, {}));
}

void HostileRepositoryTest::oddReferencesStayOutOfTheMirror()
{
    const Remote remote;
    QByteArray packed = "# pack-refs with: peeled fully-peeled sorted \n";
    for (const char *name :
        {"refs/heads/--upload-pack=x", "refs/heads/../../evil", "refs/heads/../main", "refs/heads/-dash",
            "refs/heads/a..b", "refs/heads/x.lock", "refs/heads/HEAD", "refs/../evil", "refs/heads/main"})
        packed += remote.first.toLatin1() + ' ' + name + '\n';
    QVERIFY(QFile::remove(remote.url + "/refs/heads/main"));
    GitFixture::writeTo(remote.url + "/packed-refs", packed);
    const GitTransport transport(optionsOf(remote));
    const auto mirrored = transport.updateMirror(remote.url, {}, {});
    if (mirrored) {
        QCOMPARE(mirrored->commit, remote.first);
    } else {
        QVERIFY2(mirrored.error().message.size() > 30, qPrintable(mirrored.error().message));
    }
    for (const char *escaped : {"evil", "mirrors/evil", "mirrors/main"})
        QVERIFY2(!QFile::exists(remote.beside(escaped)), escaped);
    QVERIFY(!QFile::exists(transport.mirrorPath(remote.url) + "/evil"));
    QVERIFY(!QFile::exists(transport.mirrorPath(remote.url) + "/refs/main"));
}

void HostileRepositoryTest::missingHeadIsToldOrReplaced()
{
    const Remote remote;
    GitFixture::writeTo(remote.url + "/HEAD", "ref: refs/heads/gone\n");
    const GitTransport transport(optionsOf(remote));
    const auto replaced = transport.updateMirror(remote.url, {}, {});
    QVERIFY2(replaced, replaced ? "" : qPrintable(replaced.error().message));
    QCOMPARE(replaced->branch, QStringLiteral("main"));
    for (const char *head : {"ref: refs/heads/../../../etc/passwd\n", "ref: /etc/passwd\n", "nonsense\n"}) {
        GitFixture::writeTo(remote.url + "/HEAD", head);
        const auto odd = transport.updateMirror(remote.url, {}, {});
        QVERIFY(odd ? odd->branch == u"main" : odd.error().message.size() > 30);
    }
    QVERIFY(QFile::remove(remote.url + "/HEAD"));
    const auto gone = transport.updateMirror(remote.url, {}, {});
    QVERIFY(!gone && gone.error().message.contains(remote.url));
}

QTEST_GUILESS_MAIN(HostileRepositoryTest)
#include "tst_HostileRepository.moc"
