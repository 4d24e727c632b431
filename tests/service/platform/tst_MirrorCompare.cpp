#include "service/platform/MirrorCompare.h"
#include "service/platform/ChangedFiles.h"
#include "service/platform/MirrorRefs.h"
#include "tests/service/platform/GitFixture.h"

#include <QTest>

using namespace mergeloom;

namespace {

/// Its own object store is a mirror like any other.
QString mirrorIn(const GitFixture &fixture) { return fixture.path(".git"); }

QByteArray lines(int count)
{
    QByteArray text;
    for (int i = 1; i <= count; ++i)
        text += "line " + QByteArray::number(i) + '\n';
    return text;
}

/// How alike two files are is told in other numbers.
QByteArray withoutSimilarity(QByteArray patch)
{
    const qsizetype at = patch.indexOf("similarity index ");
    return at < 0 ? patch : patch.left(at) + withoutSimilarity(patch.mid(patch.indexOf('\n', at) + 1));
}

} // namespace

class TestMirrorCompare : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refsAreNewestFirstAndNamedAsInGit();
    void refsAreNarrowedAndFew();
    void defaultBranchIsWhatHeadNames();
    void namesAreReadInTheOrderOfGit();
    void beginningsOfCommitsHaveToBeOfOneOnly();
    void nonsenseIsNoRange_data();
    void nonsenseIsNoRange();
    void whatIsNotThereIsNotFound();
    void sidesOfARangeAreThoseOfGit();
    void historiesWithNothingInCommonHaveNoMergeBase();
    void commitsAreThoseThatGitLists();
    void patchIsThatOfGit();
    void patchOfARootCommitAddsAllOfIt();
    void patchEndsWithAWholeFile();
};

void TestMirrorCompare::refsAreNewestFirstAndNamedAsInGit()
{
    const GitFixture fixture;
    fixture.write("a", "1\n");
    const QString first = fixture.commit("first\n\nMore words.");
    fixture.git({"commit", "-q", "--allow-empty", "-m", "second", "--date=now"});
    fixture.git({"branch", "topic/größe", first});
    fixture.git({"tag", "-a", "-m", "annotated", "v1", first});
    fixture.git({"tag", "plain"});
    fixture.git({"tag", "of-a-tree", "HEAD^{tree}"});
    fixture.git({"update-ref", "refs/notes/x", "HEAD"});
    const auto refs = mirrorRefs(mirrorIn(fixture), {}, 500);
    QVERIFY(refs);
    QStringList names;
    for (const MirrorRef &ref : *refs) {
        names << ref.name;
        QCOMPARE(ref.commit, fixture.head(ref.name + "^{commit}"));
        QCOMPARE(ref.kind == MirrorRef::Kind::Tag, ref.name == "v1" || ref.name == "plain");
        QCOMPARE(ref.at, 1700000000);
    }
    names.sort();
    QCOMPARE(names, (QStringList{"main", "plain", "topic/größe", "v1"}));
    const auto topic = mirrorRefs(mirrorIn(fixture), "GRÖSSE", 500);
    QVERIFY(topic);
    QCOMPARE(mirrorRefs(mirrorIn(fixture), "GRÖ", 500)->size(), 1);
    QCOMPARE(mirrorRefs(mirrorIn(fixture), "GRÖ", 500)->first().subject, "first");
}

void TestMirrorCompare::refsAreNarrowedAndFew()
{
    const GitFixture fixture;
    fixture.write("a", "1\n");
    fixture.commit("first");
    QByteArray made;
    for (int i = 0; i < 30; ++i) {
        const QByteArray number = QByteArray::number(i);
        made += "commit refs/heads/b" + number + "\ncommitter T <t@example.org> " + QByteArray::number(1700001000 + i)
            + " +0000\ndata 0\n\n";
    }
    fixture.git({"fast-import", "--quiet"}, made);
    const auto refs = mirrorRefs(mirrorIn(fixture), "b", 10);
    QVERIFY(refs);
    QCOMPARE(refs->size(), 10);
    QCOMPARE(refs->first().name, "b29");
    QCOMPARE(refs->last().name, "b20");
    QCOMPARE(mirrorRefs(mirrorIn(fixture), "B1", 500)->size(), 11);
    QVERIFY(mirrorRefs(mirrorIn(fixture), "none such", 500)->isEmpty());
}

void TestMirrorCompare::defaultBranchIsWhatHeadNames()
{
    const GitFixture fixture;
    fixture.write("a", "1\n");
    fixture.commit("first");
    fixture.git({"checkout", "-q", "-b", "trunk"});
    QCOMPARE(*mirrorDefaultBranch(mirrorIn(fixture)), "trunk");
    fixture.git({"symbolic-ref", "HEAD", "refs/heads/none"});
    QCOMPARE(*mirrorDefaultBranch(mirrorIn(fixture)), "main");
    fixture.git({"branch", "-q", "-D", "main"});
    QCOMPARE(*mirrorDefaultBranch(mirrorIn(fixture)), "");
}

void TestMirrorCompare::namesAreReadInTheOrderOfGit()
{
    const GitFixture fixture;
    fixture.write("a", "1\n");
    const QString first = fixture.commit("first");
    const QString second = fixture.commit("second");
    fixture.git({"branch", "both", first});
    fixture.git({"tag", "-a", "-m", "annotated", "both", second});
    fixture.git({"branch", second.left(7), first});
    fixture.git({"branch", "größe", first});
    const QStringList names{"main", "both", "heads/both", "tags/both", "refs/heads/both", "refs/tags/both", "größe",
        second.left(7), second.left(8), first, second, first.left(4), first.left(12).toUpper()};
    for (const QString &name : names) {
        const auto commit = mirrorCommit(mirrorIn(fixture), name);
        QVERIFY2(commit, qPrintable(name + ": " + (commit ? QString() : commit.error().message)));
        QCOMPARE(*commit, fixture.head(name + "^{commit}"));
    }
    fixture.git({"tag", "of-a-tree", "HEAD^{tree}"});
    QCOMPARE(mirrorCommit(mirrorIn(fixture), "of-a-tree").error().code, ErrorCode::Unsupported);
    QCOMPARE(mirrorCommit(mirrorIn(fixture), fixture.head("HEAD^{tree}")).error().code, ErrorCode::Unsupported);
}

void TestMirrorCompare::beginningsOfCommitsHaveToBeOfOneOnly()
{
    const GitFixture fixture;
    fixture.write("a", "1\n");
    fixture.commit("first");
    // Enough objects for two that begin alike.
    QByteArray made;
    for (int i = 0; i < 2000; ++i)
        made += "blob\ndata <<END\n" + QByteArray::number(i) + "\nEND\n\n";
    fixture.git({"fast-import", "--quiet"}, made);
    QMap<QString, int> beginnings;
    for (const QByteArray &line :
        fixture.git({"cat-file", "--batch-all-objects", "--batch-check=%(objectname)"}).split('\n'))
        if (!line.isEmpty())
            ++beginnings[QString::fromLatin1(line.left(4))];
    const auto twice = std::find_if(beginnings.begin(), beginnings.end(), [](int count) { return count > 1; });
    QVERIFY(twice != beginnings.end());
    const auto refused = mirrorCommit(mirrorIn(fixture), twice.key());
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::InvalidInput);
    QVERIFY2(refused.error().message.contains("Give more digits"), qPrintable(refused.error().message));
}

void TestMirrorCompare::nonsenseIsNoRange_data()
{
    QTest::addColumn<QString>("range");
    const QStringList nonsense{"", "..", "...", "....", "main..", "..main", "main...", "...main", "main....main",
        "main..main..main", "main...main..main", "--output=x", "-p", "--", "-- a", "main -- a", "main a", "main..--all",
        "--output=x..main", "main..-p", "HEAD^{/x}", "HEAD~1", "main^", "main^!", "main^@", "main^{tree}", "main:a",
        ":/first", ":a", "main@{1}", "@{-1}", "main@{upstream}", "^main", "main\n", "main\t", " main", "main ", "*",
        "m*", "m[a]in", "m?in", "main.lock", "a//b", "/main", "main/", ".main", "ma\\in",
        QString("main").append(QChar(0)), QString("main..m").append(QChar(0)).append("ain"), QString(5000, 'a'),
        QString(100000, '.'), "../../etc/passwd", "refs/heads/../main", "main..\x7f"};
    for (const QString &range : nonsense)
        QTest::addRow("%s", qPrintable(QString(range).replace(QChar(0), "\\0").left(40))) << range;
}

void TestMirrorCompare::nonsenseIsNoRange()
{
    QFETCH(QString, range);
    static const GitFixture fixture;
    if (!QFileInfo::exists(fixture.path("a"))) {
        fixture.write("a", "1\n");
        fixture.commit("first");
    }
    const auto read = readCommitRange(mirrorIn(fixture), range);
    QVERIFY(!read);
    QCOMPARE(read.error().code, ErrorCode::InvalidInput);
    QVERIFY(read.error().message.size() < 600);
    QVERIFY(!QFileInfo::exists(fixture.path("x")));
}

void TestMirrorCompare::whatIsNotThereIsNotFound()
{
    const GitFixture fixture;
    fixture.write("a", "1\n");
    fixture.commit("first");
    for (const QString range :
        {"none", "main..none", "none..main", "none...main", "HEAD", "@", "deadbeef", "main..dead", "refs/notes/x",
            "abc", "0000000000000000000000000000000000000000", "FETCH_HEAD", "!main", "main..\u202emain", "config"}) {
        const auto read = readCommitRange(mirrorIn(fixture), range);
        QVERIFY2(!read, qPrintable(range));
        QVERIFY2(read.error().code == ErrorCode::NotFound, qPrintable(range + ": " + read.error().message));
    }
}

void TestMirrorCompare::sidesOfARangeAreThoseOfGit()
{
    const GitFixture fixture;
    fixture.write("a", "1\n");
    const QString root = fixture.commit("first");
    fixture.git({"checkout", "-q", "-b", "topic"});
    const QString topic = fixture.commit("on the topic");
    fixture.git({"checkout", "-q", "main"});
    const QString main = fixture.commit("on main");
    const auto two = readCommitRange(mirrorIn(fixture), "main..topic");
    QCOMPARE((QStringList{two->from, two->to, two->without}), (QStringList{main, topic, main}));
    const auto three = readCommitRange(mirrorIn(fixture), "main...topic");
    QCOMPARE((QStringList{three->from, three->to, three->without}), (QStringList{root, topic, main}));
    const auto one = readCommitRange(mirrorIn(fixture), topic.left(10));
    QCOMPARE((QStringList{one->from, one->to, one->without}), (QStringList{root, topic, ""}));
    const auto first = readCommitRange(mirrorIn(fixture), root);
    QCOMPARE((QStringList{first->from, first->to, first->without}), (QStringList{"", root, ""}));
}

void TestMirrorCompare::historiesWithNothingInCommonHaveNoMergeBase()
{
    const GitFixture fixture;
    fixture.write("a", "1\n");
    fixture.commit("first");
    fixture.git({"checkout", "-q", "--orphan", "other"});
    fixture.write("b", "2\n");
    fixture.commit("another first");
    const auto refused = readCommitRange(mirrorIn(fixture), "main...other");
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::InvalidInput);
    QVERIFY2(refused.error().message.contains("main..other"), qPrintable(refused.error().message));
    const auto plain = readCommitRange(mirrorIn(fixture), "main..other");
    QVERIFY(plain);
    QCOMPARE(differenceOf(mirrorIn(fixture), *plain, 1 << 20)->files.size(), 1);
}

void TestMirrorCompare::commitsAreThoseThatGitLists()
{
    const GitFixture fixture;
    fixture.write("a", "1\n");
    fixture.commit("first");
    fixture.git({"checkout", "-q", "-b", "topic"});
    for (int i = 0; i < 5; ++i)
        fixture.commit("topic " + QString::number(i) + "\n\nbody");
    fixture.git({"checkout", "-q", "main"});
    fixture.commit("on main");
    fixture.git({"checkout", "-q", "topic"});
    fixture.git({"merge", "-q", "--no-edit", "main"});
    fixture.commit("ein größerer Schritt");
    const auto listed = [&](const QString &range) {
        return QString::fromUtf8(fixture.git({"rev-list", "--topo-order", range})).split('\n', Qt::SkipEmptyParts);
    };
    for (const QString range : {"main..topic", "topic..main", "main~1..topic"}) {
        const QString plain = QString(range).replace("main~1", fixture.head("main~1"));
        const auto commits = commitsOf(mirrorIn(fixture), *readCommitRange(mirrorIn(fixture), plain), 1000);
        QVERIFY(commits);
        QStringList ids;
        for (const RangeCommit &commit : *commits)
            ids << commit.id;
        QStringList wanted = listed(range);
        if (!ids.isEmpty())
            QCOMPARE(ids.first(), wanted.first());
        for (const QString &id : std::as_const(ids)) // none behind a parent of its own
            for (const QString &parent : QString::fromLatin1(fixture.git({"log", "-1", "--format=%P", id})).split(' '))
                QVERIFY(!ids.contains(parent.trimmed()) || ids.indexOf(parent.trimmed()) > ids.indexOf(id));
        ids.sort();
        wanted.sort();
        QCOMPARE(ids, wanted);
    }
    const auto some = commitsOf(mirrorIn(fixture), *readCommitRange(mirrorIn(fixture), "main..topic"), 3);
    QCOMPARE(some->size(), 3);
    QCOMPARE(some->first().subject, "ein größerer Schritt");
    QCOMPARE(some->first().author, "Test");
    QCOMPARE(some->first().at, 1700000000);
    const auto one = commitsOf(mirrorIn(fixture), *readCommitRange(mirrorIn(fixture), "topic"), 1000);
    QCOMPARE(one->size(), 1);
    QCOMPARE(one->first().id, fixture.head("topic"));
}

void TestMirrorCompare::patchIsThatOfGit()
{
    const GitFixture fixture;
    fixture.write("moved.txt", lines(60));
    fixture.write("gone.txt", "gone\n");
    fixture.write("same.txt", "same\n");
    fixture.write("image.png", QByteArray("\x89PNG\r\n\x1a\n\0\0\0\xff", 12));
    fixture.write("größe.txt", "alt\n");
    fixture.write("--output=x", "1\n");
    fixture.write("no-end", "1\n2");
    fixture.write("slide.c", "int a()\n{\n    return 1;\n}\n\nint c()\n{\n    return 3;\n}\n");
    fixture.commit("first");
    fixture.git({"checkout", "-q", "-b", "topic"});
    QFile::remove(fixture.path("moved.txt"));
    QFile::remove(fixture.path("gone.txt"));
    fixture.write("there/moved.txt", lines(60).replace("line 30\n", "line thirty\n"));
    fixture.write("image.png", QByteArray("\x89PNG\r\n\x1a\n\0\0\0\xfe", 12));
    fixture.write("größe.txt", "neu\n");
    fixture.write("--output=x", "2\n");
    fixture.write("-p", "new\n");
    fixture.write("no-end", "1\n2\n");
    fixture.write(
        "slide.c", "int a()\n{\n    return 1;\n}\n\nint b()\n{\n    return 2;\n}\n\nint c()\n{\n    return 3;\n}\n");
    fixture.git({"config", "core.fileMode", "true"});
    QFile::setPermissions(fixture.path("same.txt"), QFile::Permissions(0x7755));
    fixture.commit("second");
    const auto diff = differenceOf(mirrorIn(fixture), *readCommitRange(mirrorIn(fixture), "main..topic"), 8 << 20);
    QVERIFY(diff);
    const QList<QByteArray> wanted = withoutSimilarity(fixture.git({"diff", "-M", "main", "topic"})).split('\n');
    const QList<QByteArray> given = withoutSimilarity(diff->patch).split('\n');
    for (qsizetype i = 0; i < std::min(given.size(), wanted.size()); ++i)
        QCOMPARE(given[i], wanted[i]);
    QCOMPARE(given.size(), wanted.size());
    const QList<ChangedFileView> files = changedFileViews(*diff);
    QMap<QString, ChangedFileView> byPath;
    for (const ChangedFileView &file : files)
        byPath.insert(file.path, file);
    QCOMPARE(byPath["there/moved.txt"].change, "renamed");
    QCOMPARE(byPath["there/moved.txt"].oldPath, "moved.txt");
    QCOMPARE(byPath["image.png"].isBinary, true);
    QCOMPARE(byPath["same.txt"].change, "mode_changed");
    QCOMPARE(byPath["gone.txt"].change, "deleted");
    QCOMPARE(byPath["größe.txt"].additions, 1);
    QCOMPARE(byPath["-p"].change, "added");
}

void TestMirrorCompare::patchOfARootCommitAddsAllOfIt()
{
    const GitFixture fixture;
    fixture.write("a", "1\n");
    fixture.write("b/c", "2\n");
    const QString root = fixture.commit("first");
    fixture.commit("second");
    const auto diff = differenceOf(mirrorIn(fixture), *readCommitRange(mirrorIn(fixture), root), 8 << 20);
    QVERIFY(diff);
    QCOMPARE(diff->patch, fixture.git({"diff-tree", "-p", "--root", "--no-commit-id", root}));
    QCOMPARE(diff->files.size(), 2);
}

void TestMirrorCompare::patchEndsWithAWholeFile()
{
    const GitFixture fixture;
    fixture.write("a", lines(10));
    fixture.write("b", lines(1000));
    const QString root = fixture.commit("first");
    const auto diff = differenceOf(mirrorIn(fixture), *readCommitRange(mirrorIn(fixture), root), 2000);
    QVERIFY(diff);
    QVERIFY(diff->isPatchCut);
    QCOMPARE(diff->files.size(), 2);
    QCOMPARE(diff->patch, fixture.git({"diff-tree", "-p", "--root", "--no-commit-id", root, "--", "a"}));
}

QTEST_GUILESS_MAIN(TestMirrorCompare)
#include "tst_MirrorCompare.moc"
