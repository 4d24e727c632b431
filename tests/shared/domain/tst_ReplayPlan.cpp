#include "shared/domain/ReplayPlan.h"

#include <QTest>

using namespace mergeloom;

namespace {

QString fileOf(const QString &path, const QString &line)
{
    return QStringLiteral("diff --git a/%1 b/%1\nindex 1..2 100644\n--- a/%1\n+++ b/%1\n@@ -1 +1 @@\n-old\n+%2\n")
        .arg(path, line);
}

ReplayPlan plan(const QStringList &steps, const QStringList &changes, const QString &patch = {})
{
    ReplayPlan made;
    made.run = RunId(QStringLiteral("recorded"));
    for (const QString &tree : steps)
        made.steps.append({QStringLiteral("write_file"), tree});
    for (const QString &tree : changes)
        made.changes.append({tree, patch, false});
    return made;
}

} // namespace

class ReplayPlanTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theSameTreesAreTheSame()
    {
        const auto said = compareReplay(plan({"a", "b"}, {"b"}), plan({"a", "b"}, {"b"}));
        QVERIFY(said.isSame);
        QCOMPARE(said.tree, QStringLiteral("b"));
        QCOMPARE(said.recordedTree, said.tree);
        QCOMPARE(said.run, RunId(QStringLiteral("recorded")));
    }

    void aRunThatWasEndedEarlyIsTheSameAsFarAsItWent()
    {
        QVERIFY(compareReplay(plan({"a"}, {}), plan({"a", "b"}, {"b"})).isSame);
        QVERIFY(compareReplay(plan({"a", "b"}, {"b"}), plan({"a", "b"}, {"b", "final"})).isSame);
    }

    void aReplayThatEndedEarlyIsNot()
    {
        const auto said = compareReplay(plan({"a", "b"}, {"b"}), plan({"a"}, {}));
        QVERIFY(!said.isSame);
        QCOMPARE(said.tree, QStringLiteral("a"));
        QVERIFY2(
            said.text.contains(QStringLiteral("From the 2. change of the workspace on (write_file) nothing was done")),
            qPrintable(said.text));
    }

    void nothingIsTheSameAsNothingAlone()
    {
        QVERIFY(compareReplay(plan({}, {}), plan({}, {})).isSame);
        QVERIFY(!compareReplay(plan({}, {}), plan({"a"}, {})).isSame);
    }

    void theFilesThatDifferAreNamed()
    {
        const QString same = fileOf(QStringLiteral("same.txt"), QStringLiteral("1"));
        // A file's own text may look like a head, but for the sign before it.
        const QString tricky = fileOf(QStringLiteral("a dir/b.txt"), QStringLiteral("diff --git a/x b/x"));
        const auto said = compareReplay(plan({"a"}, {"a"}, same + tricky),
            plan({"b"}, {"b"},
                same + fileOf(QStringLiteral("a dir/b.txt"), QStringLiteral("2"))
                    + fileOf(QStringLiteral("new.txt"), QStringLiteral("3"))));
        QVERIFY(!said.isSame);
        QCOMPARE(said.files, (QStringList{QStringLiteral("a dir/b.txt"), QStringLiteral("new.txt")}));
    }

    void renamedAndQuotedFilesHaveTheirNewName()
    {
        const QString renamed = QStringLiteral(
            "diff --git a/old.txt b/new.txt\nsimilarity index 90%\nrename from old.txt\nrename to new.txt\n");
        const QString quoted =
            QStringLiteral("diff --git \"a/\\303\\244.txt\" \"b/\\303\\244.txt\"\nnew file mode 100644\n");
        const auto said = compareReplay(plan({"a"}, {"a"}, renamed + quoted), plan({"b"}, {"b"}));
        QCOMPARE(said.files, (QStringList{QStringLiteral("\\303\\244.txt"), QStringLiteral("new.txt")}));
    }

    void aRecordThatIsCutNamesNoFiles()
    {
        auto recorded = plan({"a"}, {"a"}, fileOf(QStringLiteral("one.txt"), QStringLiteral("1")));
        recorded.changes.last().isCut = true;
        const auto said = compareReplay(recorded, plan({"b"}, {"b"}));
        QVERIFY(!said.isSame);
        QVERIFY(said.files.isEmpty());
    }

    void anotherWayToTheSameTreeIsSaid()
    {
        const auto said = compareReplay(plan({"a", "c"}, {"c"}), plan({"b", "c"}, {"c"}));
        QVERIFY(!said.isSame);
        QVERIFY2(
            said.text.startsWith(QStringLiteral("The same tree at the end, by another way.")), qPrintable(said.text));
    }
};

QTEST_APPLESS_MAIN(ReplayPlanTest)
#include "tst_ReplayPlan.moc"
