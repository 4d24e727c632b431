#include "service/platform/MirrorBlame.h"
#include "tests/service/platform/GitFixture.h"

#include <QRandomGenerator>
#include <QTest>

using namespace mergeloom;

namespace {

QString ownObjects(const GitFixture &fixture) { return fixture.path(".git"); }

QStringList changedPaths(const GitFixture &fixture, const CommitRange &range)
{
    QStringList paths;
    const TreeDiff diff = differenceOf(ownObjects(fixture), range, 8 << 20).value();
    for (const ChangedFile &file : diff.files)
        if (file.change != FileChange::Deleted && !file.isBinary)
            paths << file.path;
    return paths;
}

QStringList idsOf(const GitFixture &fixture, const CommitRange &range)
{
    QStringList ids;
    const QList<RangeCommit> commits = commitsOf(ownObjects(fixture), range, 10000).value();
    for (const RangeCommit &commit : commits)
        ids << commit.id;
    return ids;
}

/// `path:line commit` for each line.
QStringList told(const RangeBlame &blame)
{
    QStringList lines;
    for (const BlamedLines &each : blame.lines)
        for (int line = each.first; line <= each.last; ++line)
            lines << QStringLiteral("%1:%2 %3").arg(each.path).arg(line).arg(each.commit);
    lines.sort();
    return lines;
}

/// The same by the git program.
QStringList toldByGit(
    const GitFixture &fixture, const QString &to, const QStringList &paths, const QSet<QString> &wanted)
{
    QStringList lines;
    for (const QString &path : paths) {
        static const QRegularExpression head("^([0-9a-f]{40}) \\d+ (\\d+)");
        const QString porcelain = QString::fromUtf8(fixture.git({"blame", "--line-porcelain", to, "--", path}));
        for (const QString &line : porcelain.split('\n'))
            if (const auto match = head.match(line); match.hasMatch() && wanted.contains(match.captured(1)))
                lines << QStringLiteral("%1:%2 %3").arg(path, match.captured(2), match.captured(1));
    }
    lines.sort();
    return lines;
}

void compareWithGit(const GitFixture &fixture, const QString &text, const QSet<QString> &wanted)
{
    const auto range = readCommitRange(ownObjects(fixture), text);
    QVERIFY2(range, range ? "" : qPrintable(range.error().message));
    const QStringList ids = idsOf(fixture, *range);
    const QStringList paths = changedPaths(fixture, *range);
    QSet<QString> inside = wanted;
    inside.intersect(QSet<QString>(ids.begin(), ids.end()));
    const auto blame = blameRange(ownObjects(fixture), ids, paths, inside);
    QVERIFY2(blame, blame ? "" : qPrintable(blame.error().message));
    QVERIFY(!blame->isCut);
    QCOMPARE(told(*blame), toldByGit(fixture, range->to, paths, inside));
}

QByteArray numbered(int from, int to)
{
    QByteArray text;
    for (int i = from; i <= to; ++i)
        text += "line " + QByteArray::number(i) + '\n';
    return text;
}

} // namespace

class TestMirrorBlame : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void linesOfAWantedCommitAreFoundAndNoOthers();
    void linesAreFollowedThroughRenames();
    void linesAreFollowedThroughMerges();
    void blocksThatCouldStandInSeveralPlacesAreWhereGitSeesThem();
    void aRootCommitWroteAllOfItsLines();
    void randomHistoriesAreToldAsGitDoes_data();
    void randomHistoriesAreToldAsGitDoes();
    void whatIsTooMuchIsLeftOutAndSaid();
};

void TestMirrorBlame::linesOfAWantedCommitAreFoundAndNoOthers()
{
    const GitFixture fixture;
    fixture.write("a.txt", numbered(1, 20));
    fixture.write("größe.txt", "alt\n");
    fixture.commit("first");
    fixture.git({"checkout", "-q", "-b", "topic"});
    fixture.write("a.txt", numbered(1, 20).replace("line 5\n", "line five\nand more\n"));
    fixture.write("größe.txt", "neu");
    fixture.write("new.txt", "1\n2\n3\n");
    fixture.write("image", QByteArray("\0\1\2\n", 4));
    const QString run = fixture.commit("of a run");
    fixture.write("a.txt", "ahead\n" + numbered(1, 20).replace("line 5\n", "line five\nand less\n"));
    fixture.write("new.txt", "1\ntwo\n3\n");
    fixture.commit("of a person");
    const CommitRange range = readCommitRange(ownObjects(fixture), "main..topic").value();
    const auto blame =
        blameRange(ownObjects(fixture), idsOf(fixture, range), {"a.txt", "größe.txt", "new.txt", "none"}, {run});
    QVERIFY(blame);
    QStringList found;
    for (const BlamedLines &lines : blame->lines) {
        QCOMPARE(lines.commit, run);
        found << QStringLiteral("%1 %2-%3").arg(lines.path).arg(lines.first).arg(lines.last);
    }
    QCOMPARE(found, (QStringList{"a.txt 6-6", "größe.txt 1-1", "new.txt 1-1", "new.txt 3-3"}));
    compareWithGit(fixture, "main..topic", {run});
    QVERIFY(blameRange(ownObjects(fixture), idsOf(fixture, range), {"a.txt"}, {})->lines.isEmpty());
}

void TestMirrorBlame::linesAreFollowedThroughRenames()
{
    const GitFixture fixture;
    fixture.write("old.txt", numbered(1, 40));
    fixture.commit("first");
    fixture.git({"checkout", "-q", "-b", "topic"});
    fixture.write("old.txt", numbered(1, 40).replace("line 7\n", "line seven\n"));
    const QString run = fixture.commit("of a run");
    QDir().mkpath(fixture.path("there"));
    fixture.git({"mv", "old.txt", "there/new.txt"});
    fixture.commit("of a person: moves it");
    fixture.git({"mv", "there/new.txt", "newer.txt"});
    fixture.write("newer.txt", "ahead\n" + numbered(1, 40).replace("line 7\n", "line seven\n"));
    fixture.commit("of a person: moves and changes it");
    const CommitRange range = readCommitRange(ownObjects(fixture), "main..topic").value();
    const auto blame = blameRange(ownObjects(fixture), idsOf(fixture, range), {"newer.txt"}, {run});
    QCOMPARE(told(*blame), QStringList{"newer.txt:8 " + run});
    compareWithGit(fixture, "main..topic", {run});
}

void TestMirrorBlame::linesAreFollowedThroughMerges()
{
    const GitFixture fixture;
    fixture.write("a.txt", numbered(1, 40));
    fixture.commit("first");
    fixture.git({"checkout", "-q", "-b", "topic"});
    fixture.write("a.txt", numbered(1, 40).replace("line 7\n", "line seven\n"));
    const QString run = fixture.commit("of a run");
    fixture.git({"checkout", "-q", "-b", "side", "main"});
    fixture.write("a.txt", numbered(1, 40).replace("line 30\n", "line thirty\n"));
    const QString other = fixture.commit("of another run");
    fixture.git({"checkout", "-q", "main"});
    fixture.write("a.txt", numbered(0, 40));
    fixture.commit("goes on");
    fixture.git({"checkout", "-q", "topic"});
    fixture.git({"merge", "-q", "--no-edit", "side"});
    fixture.git({"merge", "-q", "--no-edit", "main"});
    const QString merge = fixture.head();
    const CommitRange range = readCommitRange(ownObjects(fixture), "main..topic").value();
    const auto blame = blameRange(ownObjects(fixture), idsOf(fixture, range), {"a.txt"}, {run, other, merge});
    QCOMPARE(told(*blame), (QStringList{"a.txt:31 " + other, "a.txt:8 " + run}));
    compareWithGit(fixture, "main..topic", {run, other, merge});
    compareWithGit(fixture, "main...side", {run, other});
}

void TestMirrorBlame::blocksThatCouldStandInSeveralPlacesAreWhereGitSeesThem()
{
    const GitFixture fixture;
    const auto function = [](const QByteArray &name) {
        return "/**\n * Says it.\n */\nvoid " + name + "()\n{\n    say();\n}\n\n";
    };
    fixture.write("a.c", function("a") + function("d"));
    fixture.commit("first");
    fixture.git({"checkout", "-q", "-b", "topic"});
    fixture.write("a.c", function("a") + function("b") + function("d"));
    const QString run = fixture.commit("of a run");
    fixture.write("a.c", function("a") + function("b") + function("c") + function("d"));
    const QString other = fixture.commit("of another");
    compareWithGit(fixture, "main..topic", {run});
    compareWithGit(fixture, "main..topic", {other});
    // They are those that the patch shows.
    const CommitRange range = readCommitRange(ownObjects(fixture), other).value();
    const auto blame = blameRange(ownObjects(fixture), idsOf(fixture, range), {"a.c"}, {other});
    QCOMPARE(blame->lines.size(), 1);
    const QByteArray added = "+" + function("c").chopped(1).replace("\n", "\n+") + '\n';
    QVERIFY(differenceOf(ownObjects(fixture), range, 8 << 20)->patch.contains('\n' + added));
    QCOMPARE(blame->lines.first().first, 17);
    QCOMPARE(blame->lines.first().last, 24);
}

void TestMirrorBlame::aRootCommitWroteAllOfItsLines()
{
    const GitFixture fixture;
    fixture.write("a.txt", numbered(1, 4));
    const QString root = fixture.commit("first");
    const CommitRange range = readCommitRange(ownObjects(fixture), root).value();
    const auto blame = blameRange(ownObjects(fixture), idsOf(fixture, range), {"a.txt"}, {root});
    QCOMPARE(blame->lines.size(), 1);
    QCOMPARE(blame->lines.first().last, 4);
}

void TestMirrorBlame::randomHistoriesAreToldAsGitDoes_data()
{
    QTest::addColumn<quint32>("seed");
    for (quint32 seed = 1; seed <= 12; ++seed)
        QTest::addRow("%u", seed) << seed;
}

/// Two branches with edits, renames and merges; of each commit it is told what it wrote.
void TestMirrorBlame::randomHistoriesAreToldAsGitDoes()
{
    QFETCH(quint32, seed);
    QRandomGenerator random(seed);
    const GitFixture fixture;
    QStringList names{"a.txt", "b.txt", "c/d.txt"};
    for (const QString &name : names)
        fixture.write(name, name.toUtf8() + '\n' + numbered(1, 40));
    fixture.commit("first");
    fixture.git({"branch", "topic"});
    fixture.git({"branch", "side"});
    QSet<QString> wanted;
    for (int step = 0; step < 24; ++step) {
        const QString branch = QStringList{"main", "topic", "topic", "side"}.at(random.bounded(4));
        fixture.git({"checkout", "-q", branch});
        if (random.bounded(6) == 0) {
            // Conflicts are settled by one side, as a person may do, or the merge is given up.
            const QString from =
                branch == "topic" ? QStringList{"main", "side"}.at(random.bounded(2)) : QString("main");
            try {
                fixture.git({"merge", "-q", "--no-edit", "-X", random.bounded(2) ? "ours" : "theirs", from});
            } catch (const std::runtime_error &) {
                fixture.git({"reset", "-q", "--hard"});
            }
            wanted << fixture.head();
            continue;
        }
        const QStringList here =
            QString::fromUtf8(fixture.git({"ls-files"})).split('\n', Qt::SkipEmptyParts).filter(".txt");
        for (const QString &name : here) {
            if (random.bounded(2))
                continue;
            QFile file(fixture.path(name));
            QVERIFY(file.open(QIODevice::ReadOnly));
            QList<QByteArray> text = file.readAll().split('\n');
            file.close();
            for (int edit = 0; edit < 3; ++edit) {
                const qsizetype at = random.bounded(int(text.size()));
                if (random.bounded(3) == 0 && text.size() > 20)
                    text.removeAt(at);
                else if (random.bounded(2))
                    text.insert(at, random.bounded(4) ? QByteArray::number(random.bounded(9999)) : QByteArray("}"));
                else
                    text[at] = QByteArray::number(random.bounded(9999));
            }
            fixture.write(name, text.join('\n'));
        }
        if (branch == "topic" && random.bounded(5) == 0 && !here.isEmpty())
            fixture.git({"mv", "-f", here.first(), QStringLiteral("moved%1.txt").arg(step)});
        const QString made = fixture.commit(branch + " " + QString::number(step));
        if (random.bounded(2))
            wanted << made;
    }
    for (const QString range : {"main..topic", "main...topic", "topic..side", "topic"})
        compareWithGit(fixture, range, wanted);
}

void TestMirrorBlame::whatIsTooMuchIsLeftOutAndSaid()
{
    const GitFixture fixture;
    fixture.write("other", "x\n");
    fixture.commit("first");
    fixture.write("a.txt", numbered(1, 4));
    fixture.write("b.txt", numbered(1, 4000));
    const QString run = fixture.commit("of a run");
    const CommitRange range = readCommitRange(ownObjects(fixture), run).value();
    const QStringList ids = idsOf(fixture, range);
    const auto few = blameRange(ownObjects(fixture), ids, {"a.txt", "b.txt"}, {run}, {.files = 1});
    QCOMPARE(few->lines.size(), 1);
    QVERIFY(few->isCut);
    const auto small = blameRange(ownObjects(fixture), ids, {"b.txt", "a.txt"}, {run}, {.bytes = 1000});
    QCOMPARE(small->lines.size(), 1);
    QCOMPARE(small->lines.first().path, "a.txt");
    QVERIFY(small->isCut);
    const auto late = blameRange(ownObjects(fixture), ids, {"a.txt"}, {run}, {.time = std::chrono::milliseconds(-1)});
    QVERIFY(late->lines.isEmpty());
    QVERIFY(late->isCut);
}

QTEST_GUILESS_MAIN(TestMirrorBlame)
#include "tst_MirrorBlame.moc"
