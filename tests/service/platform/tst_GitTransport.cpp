#include "service/platform/GitMirror.h"
#include "service/platform/MirrorBranch.h"
#include "service/platform/MirrorFile.h"
#include "service/platform/MirrorRefs.h"
#include "tests/service/platform/GitRemote.h"

#include <QTest>

using namespace mergeloom;

class TestGitTransport : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void addressesAreCheckedAndShownWithoutPasswords_data();
    void addressesAreCheckedAndShownWithoutPasswords();
    void mirrorFollowsBranchesTagsAndDeletions();
    void defaultBranchIsFoundWithoutASymbolicHead();
    void emptyOrMissingRemoteIsNotFound();
    void damagedMirrorIsMadeAnew();
    void interruptedFirstCloneLeavesNoMirror();
    void configurationOfTheUserAndHooksAreNotRead();
    void pushMakesABranchOnceAndFollowsItUp();
    void whatWasPushedIsInTheMirrorAtOnce();
    void aPushStandsWhenTheMirrorCannotHaveIt();
    void mirrorKnowsWhenItWasFetchedAndTheDefaultBranch();
    void pushNeverOverwritesWhatSomebodyElsePushed();
};

void TestGitTransport::addressesAreCheckedAndShownWithoutPasswords_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<bool>("isGood");
    QTest::addColumn<QString>("shown");
    const auto row = [](const char *url, bool isGood, const char *shown = nullptr) {
        QTest::newRow(url) << QString(url) << isGood << QString(shown ? shown : url);
    };
    row("/srv/app.git", true);
    row("file:///srv/app.git", true);
    row("https://example.org/app.git", true);
    row("https://ada:secret@example.org:8443/app.git", true, "https://example.org:8443/app.git");
    row("https://token@example.org/app.git", true, "https://example.org/app.git");
    row("http://example.org/@scope/app", true);
    row("ssh://git@example.org:22/app.git", true);
    row("ssh://git:pw@example.org/app.git", true, "ssh://git@example.org/app.git");
    row("git@example.org:group/app.git", true);
    row("", false);
    row("--upload-pack=touch /tmp/x", false);
    row("-oProxyCommand=x:y", false);
    row("ssh://-oProxyCommand=x/y", false);
    row("git@-oProxyCommand=x:y", false);
    row("ssh://git@host/-x", false);
    row("ext::sh -c id", false);
    row("fd::17", false);
    row("git://example.org/app.git", false);
    row("ftp://example.org/app.git", false);
    row("https:///app.git", false);
    row("file://app.git", false);
    row("https://example.org/a\nb", false);
    row("host:", false);
}

void TestGitTransport::addressesAreCheckedAndShownWithoutPasswords()
{
    QFETCH(QString, url);
    QFETCH(bool, isGood);
    QFETCH(QString, shown);
    const auto checked = checkCloneUrl(url);
    QCOMPARE(checked.has_value(), isGood);
    QCOMPARE(withoutCredentials(url), shown);
    if (!isGood)
        QCOMPARE(codeOf(checked.error()), QString("invalid_input"));
}

void TestGitTransport::mirrorFollowsBranchesTagsAndDeletions()
{
    const Remote remote;
    const GitTransport transport(optionsOf(remote));
    const auto head = transport.updateMirror(remote.url, {}, {});
    QVERIFY2(head, qPrintable(head ? QString() : head.error().message));
    QCOMPARE(head->branch, QString("main"));
    QCOMPARE(head->commit, remote.first);

    remote.write("b.txt", "two\n");
    const QString second = remote.commit("second");
    remote.git({"tag", "v1"});
    remote.git({"branch", "side"});
    remote.git({"push", "-q", remote.url, "main", "side", "v1"});
    QCOMPARE(transport.updateMirror(remote.url, {}, {})->commit, second);
    const QString mirror = transport.mirrorPath(remote.url);
    QCOMPARE(remote.head("main"), second);
    QCOMPARE(GitFixture::line(remote.git({"--git-dir=" + mirror, "rev-parse", "side", "v1"})), second + '\n' + second);

    remote.git({"push", "-q", remote.url, ":side"});
    remote.git({"push", "-q", "--force", remote.url, remote.first + ":main"});
    QCOMPARE(transport.updateMirror(remote.url, {}, {})->commit, remote.first);
    QCOMPARE(remote.git({"--git-dir=" + mirror, "branch", "--format=%(refname)"}), QByteArray("refs/heads/main\n"));
    remote.git({"--git-dir=" + mirror, "cat-file", "-e", second}); // workspaces may still need it
    QCOMPARE(*transport.remoteBranch(remote.url, {}, "main", {}), remote.first);
    QCOMPARE(*transport.remoteBranch(remote.url, {}, "side", {}), QString());
}

void TestGitTransport::defaultBranchIsFoundWithoutASymbolicHead()
{
    const Remote remote;
    remote.git({"branch", "aaa"});
    remote.publish();
    const GitTransport transport(optionsOf(remote));
    remote.git({"--git-dir=" + remote.url, "symbolic-ref", "HEAD", "refs/heads/missing"});
    QCOMPARE(transport.updateMirror(remote.url, {}, {})->branch, QString("main"));
    remote.git({"checkout", "-q", "aaa"});
    const QString commit = remote.commit("on aaa");
    remote.publish();
    GitFixture::writeTo(remote.url + "/HEAD", commit.toLatin1() + '\n'); // detached
    const auto head = transport.updateMirror(remote.url, {}, {});
    QCOMPARE(head->branch, QString("aaa"));
    QCOMPARE(head->commit, commit);
}

void TestGitTransport::emptyOrMissingRemoteIsNotFound()
{
    const GitFixture fixture;
    fixture.git({"init", "-q", "--bare", fixture.beside("empty.git")});
    const GitTransport transport(optionsOf(fixture));
    for (const char *name : {"empty.git", "missing.git"}) {
        const auto head = transport.updateMirror(fixture.beside(name), {}, {});
        QVERIFY(!head);
        QCOMPARE(codeOf(head.error()), QString("not_found"));
        QVERIFY(head.error().message.contains(name));
        QVERIFY(!QDir(transport.mirrorPath(fixture.beside(name))).exists());
    }
}

void TestGitTransport::damagedMirrorIsMadeAnew()
{
    const Remote remote;
    const GitTransport transport(optionsOf(remote));
    const QString mirror = transport.mirrorPath(remote.url);
    QVERIFY(transport.updateMirror(remote.url, {}, {}));

    QVERIFY(QDir(mirror + "/objects").removeRecursively());
    QDir().mkpath(mirror + "/objects");
    QCOMPARE(transport.updateMirror(remote.url, {}, {})->commit, remote.first);
    remote.git({"--git-dir=" + mirror, "fsck"});

    GitFixture::writeTo(mirror + "/config", "[core\n"); // cannot be parsed
    QCOMPARE(transport.updateMirror(remote.url, {}, {})->commit, remote.first);

    // One broken file content: a fetch would not see it, a workspace does and reports it.
    const QString blob = remote.head("HEAD:a.txt");
    const QString loose = mirror + "/objects/" + blob.left(2) + "/" + blob.mid(2);
    for (const QString &pack : QDir(mirror + "/objects/pack").entryList(QDir::Files)) {
        QFile::rename(mirror + "/objects/pack/" + pack, remote.beside(pack));
        if (pack.endsWith(".pack"))
            remote.git({"--git-dir=" + mirror, "unpack-objects", "-q"}, bytesOf(remote.beside(pack)));
    }
    QVERIFY(QFile::exists(loose));
    QFile::setPermissions(loose, QFile::ReadOwner | QFile::WriteOwner);
    GitFixture::writeTo(loose, "rubbish");
    const auto taken = Workspace::take(remote.beside("pool"), mirror, remote.first, {});
    QVERIFY(!taken);
    QCOMPARE(codeOf(taken.error()), QString("corrupt"));
    QVERIFY(transport.updateMirror(remote.url, {}, {}));
    QVERIFY(Workspace::take(remote.beside("pool"), mirror, remote.first, {}));
}

void TestGitTransport::interruptedFirstCloneLeavesNoMirror()
{
    const Remote remote;
    const GitTransport transport(optionsOf(remote));
    const QString mirror = transport.mirrorPath(remote.url);
    remote.git({"init", "-q", "--bare", mirror + ".partial"}); // what a killed process leaves
    GitFixture::writeTo(mirror + ".partial/objects/pack/tmp_pack_x", "half");
    QVERIFY(!QDir(mirror).exists());
    QCOMPARE(transport.updateMirror(remote.url, {}, {})->commit, remote.first);
    QVERIFY(!QDir(mirror + ".partial").exists());
    QVERIFY(!QFile::exists(mirror + "/objects/pack/tmp_pack_x"));
}

void TestGitTransport::configurationOfTheUserAndHooksAreNotRead()
{
    const Remote remote;
    const QString home = remote.beside("home");
    const QString proof = remote.beside("proof");
    GitFixture::writeTo(home + "/.gitconfig",
        "[url \"/nowhere/\"]\n\tinsteadOf = " + remote.beside("").toUtf8() + "\n[core]\n\thooksPath = " + home.toUtf8()
            + "/hooks\n[uploadpack]\n\tpackObjectsHook = touch " + proof.toUtf8());
    GitFixture::writeTo(home + "/hooks/reference-transaction", "#!/bin/sh\ntouch " + proof.toUtf8());
    GitFixture::writeTo(home + "/hooks/pre-push", "#!/bin/sh\ntouch " + proof.toUtf8());
    for (const char *hook : {"reference-transaction", "pre-push"})
        QFile::setPermissions(home + "/hooks/" + hook, QFile::Permissions(0x7755));
    const QByteArray oldHome = qgetenv("HOME");
    qputenv("HOME", home.toUtf8());
    qputenv("GIT_CONFIG_PARAMETERS", "'core.hooksPath=" + home.toUtf8() + "/hooks'");
    const GitTransport transport(optionsOf(remote));
    const auto head = transport.updateMirror(remote.url, {}, {});
    const auto change = remote.change(transport, remote.url, remote.first);
    GitFixture::writeTo(change.workspace->repositoryPath() + "/config",
        "[core]\n\thooksPath = " + home.toUtf8() + "/hooks\n[url \"/nowhere/\"]\n\tinsteadOf = /\n");
    const auto pushed = transport.push(remote.url, {}, change.workspace->repositoryPath(), change.commit, "x", "", {});
    qputenv("HOME", oldHome);
    qunsetenv("GIT_CONFIG_PARAMETERS");
    QVERIFY(head);
    QVERIFY2(pushed, qPrintable(pushed ? QString() : pushed.error().message));
    QVERIFY(!QFile::exists(proof));
}

void TestGitTransport::pushMakesABranchOnceAndFollowsItUp()
{
    const Remote remote;
    const GitTransport transport(optionsOf(remote));
    QVERIFY(transport.updateMirror(remote.url, {}, {}));
    const auto change = remote.change(transport, remote.url, remote.first);
    const QString repository = change.workspace->repositoryPath();
    QVERIFY(transport.push(remote.url, {}, repository, change.commit, "tickets/a-1", "", {}));
    QCOMPARE(remote.branch("tickets/a-1"), change.commit);
    QVERIFY(transport.push(remote.url, {}, repository, change.commit, "tickets/a-1", "", {})); // again: nothing to do

    const auto next = change.workspace->commit(
        *change.workspace->treeOf(remote.first), {change.commit}, "Back\n", {"A", "a@example.org"}, 1700000200);
    QVERIFY(transport.push(remote.url, {}, repository, *next, "tickets/a-1", change.commit, {}));
    QCOMPARE(remote.branch("tickets/a-1"), *next);
    remote.git({"--git-dir=" + remote.url, "fsck", "--strict"});
    for (const char *bad : {"", "-x", "a..b", "a b", "x.lock"})
        QCOMPARE(
            codeOf(transport.push(remote.url, {}, repository, *next, bad, "", {}).error()), QString("invalid_input"));
}

void TestGitTransport::whatWasPushedIsInTheMirrorAtOnce()
{
    const Remote remote;
    const GitTransport transport(optionsOf(remote));
    QVERIFY(transport.updateMirror(remote.url, {}, {}));
    const QString mirror = transport.mirrorPath(remote.url);
    // What nobody refers to stays, for a workspace may borrow it.
    const QString loose = GitFixture::line(remote.git({"--git-dir=" + mirror, "hash-object", "-w", "--stdin"}, "x"));
    remote.git({"--git-dir=" + mirror, "config", "gc.auto", "1"});
    remote.git({"--git-dir=" + mirror, "config", "gc.pruneExpire", "now"});
    const auto change = remote.change(transport, remote.url, remote.first);
    const QString repository = change.workspace->repositoryPath();
    QVERIFY(transport.push(remote.url, {}, repository, change.commit, "tickets/größe", "", {}));
    QCOMPARE(*mirrorBranch(mirror, "tickets/größe"), change.commit);
    QVERIFY(mirrorFile(mirror, change.commit, "new.txt", 100));
    // The mirror lost it, and the push was done before.
    remote.git({"--git-dir=" + mirror, "update-ref", "-d", "refs/heads/tickets/größe"});
    QVERIFY(transport.push(remote.url, {}, repository, change.commit, "tickets/größe", "", {}));
    QCOMPARE(*mirrorBranch(mirror, "tickets/größe"), change.commit);
    QCOMPARE(remote.git({"--git-dir=" + mirror, "cat-file", "-p", loose}), "x");
    remote.git({"--git-dir=" + mirror, "fsck", "--strict"});
    // A push that was refused leaves nothing.
    const auto next = change.workspace->commit(
        *change.workspace->treeOf(remote.first), {change.commit}, "Back\n", {"A", "a@example.org"}, 1700000200);
    QVERIFY(!transport.push(remote.url, {}, repository, *next, "tickets/größe", remote.first, {}));
    QCOMPARE(*mirrorBranch(mirror, "tickets/größe"), change.commit);
}

void TestGitTransport::aPushStandsWhenTheMirrorCannotHaveIt()
{
    const Remote remote;
    GitTransport::Options options = optionsOf(remote);
    QStringList told;
    options.onProgress = [&told](const QString &line) { told << line; };
    const GitTransport transport(options);
    QVERIFY(transport.updateMirror(remote.url, {}, {}));
    const auto change = remote.change(transport, remote.url, remote.first);
    // A branch there that is gone at the remote, and has the name of a folder of the new one.
    remote.git({"--git-dir=" + transport.mirrorPath(remote.url), "update-ref", "refs/heads/tickets", remote.first});
    QVERIFY(transport.push(remote.url, {}, change.workspace->repositoryPath(), change.commit, "tickets/a-1", "", {}));
    QCOMPARE(remote.branch("tickets/a-1"), change.commit);
    QVERIFY2(told.join('\n').contains("with the next fetch only"), qPrintable(told.join('\n')));
    QVERIFY(transport.updateMirror(remote.url, {}, {}));
    QCOMPARE(*mirrorBranch(transport.mirrorPath(remote.url), "tickets/a-1"), change.commit);
}

void TestGitTransport::mirrorKnowsWhenItWasFetchedAndTheDefaultBranch()
{
    const Remote remote;
    const GitTransport transport(optionsOf(remote));
    const QString mirror = transport.mirrorPath(remote.url);
    QVERIFY(!GitMirror::fetchedAt(mirror));
    const Timestamp before = Timestamp::now();
    QVERIFY(transport.updateMirror(remote.url, {}, {}));
    const auto first = GitMirror::fetchedAt(mirror);
    QVERIFY(first && *first >= before && *first <= Timestamp::now());
    QCOMPARE(*mirrorDefaultBranch(mirror), "main");
    remote.git({"--git-dir=" + remote.url, "branch", "trunk", "main"});
    remote.git({"--git-dir=" + remote.url, "symbolic-ref", "HEAD", "refs/heads/trunk"});
    QVERIFY(transport.updateMirror(remote.url, {}, {}));
    QCOMPARE(*mirrorDefaultBranch(mirror), "trunk");
    const auto second = GitMirror::fetchedAt(mirror);
    QVERIFY(*second > *first);
    // One that could not be fetched is as old as it was.
    QVERIFY(QDir(remote.url).removeRecursively());
    QVERIFY(!transport.updateMirror(remote.url, {}, {}));
    QVERIFY(*GitMirror::fetchedAt(mirror) == *second);
}

void TestGitTransport::pushNeverOverwritesWhatSomebodyElsePushed()
{
    const Remote remote;
    const GitTransport transport(optionsOf(remote));
    QVERIFY(transport.updateMirror(remote.url, {}, {}));
    const auto change = remote.change(transport, remote.url, remote.first);
    const QString repository = change.workspace->repositoryPath();
    remote.git({"checkout", "-q", "-b", "shared"});
    remote.write("theirs.txt", "theirs\n");
    const QString theirs = remote.commit("theirs");
    remote.publish();

    const auto unexpected = transport.push(remote.url, {}, repository, change.commit, "shared", "", {});
    QCOMPARE(codeOf(unexpected.error()), QString("conflict"));
    QCOMPARE(unexpected.error().details.value("found").toString(), theirs);
    const auto outdated = transport.push(remote.url, {}, repository, change.commit, "shared", remote.first, {});
    QCOMPARE(codeOf(outdated.error()), QString("conflict"));
    // Even when the caller names it: the commit does not build upon it.
    QVERIFY(transport.updateMirror(remote.url, {}, {}));
    const auto unrelated = transport.push(remote.url, {}, repository, change.commit, "shared", theirs, {});
    QCOMPARE(codeOf(unrelated.error()), QString("conflict"));
    QCOMPARE(remote.branch("shared"), theirs);
}

QTEST_GUILESS_MAIN(TestGitTransport)
#include "tst_GitTransport.moc"
