#include "shared/diff/PatchReader.h"
#include "shared/diff/PatchWriter.h"

#include <QTest>

using namespace mergeloom;

class TestPatch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsWhatGitWrites()
    {
        const auto document = readPatch("diff --git a/one.txt b/one.txt\n"
                                        "index 1111111..2222222 100644\n"
                                        "--- a/one.txt\n+++ b/one.txt\n"
                                        "@@ -10,3 +10,3 @@ section\n a\n-b\n+B\n c\n"
                                        "@@ -40 +40,2 @@\n x\n+y\n\\ No newline at end of file\n"
                                        "diff --git a/from b/to\n"
                                        "similarity index 100%\nrename from from\nrename to to\n");
        QVERIFY2(document.has_value(), qPrintable(document ? QString() : document.error().message));
        QCOMPARE(document->notices, QStringList());
        QCOMPARE(document->files.size(), 2);
        const FileDiff &file = document->files[0];
        QCOMPARE(file.beforePath, "one.txt");
        QCOMPARE(file.beforeMode, 0100644U);
        QCOMPARE(file.changes, (QList<Change>{{1, 1, 1, 1}, {4, 0, 4, 1}}));
        QCOMPARE(file.gaps, (QList<Gap>{{0, 0, 9}, {3, 3, 27}}));
        QCOMPARE(file.before->number(3), 40);
        QCOMPARE(file.after->number(4), 41);
        QCOMPARE(file.after->end(4), LineEnd::None);
        QCOMPARE(document->files[1].status, FileStatus::Renamed);
        QCOMPARE(document->files[1].similarity, 100);
    }

    void writesWhatItReads()
    {
        const QByteArray patch =
            "diff --git a/a b b/a b\nindex 1111111..2222222 100755\n--- a/a b\t\n+++ b/a b\t\n"
            "@@ -10,3 +10,3 @@\n a\n-b\r\n+B\n c\n@@ -40 +40,2 @@\n x\n+y\n"
            "diff --git \"a/\\303\\244\" \"b/\\303\\244\"\nnew file mode 100644\n"
            "--- /dev/null\n+++ \"b/\\303\\244\"\n@@ -0,0 +1 @@\n+z\n\\ No newline at end of file\n";
        const auto document = readPatch(patch);
        QVERIFY(document.has_value());
        QCOMPARE(document->files[1].afterPath, QStringLiteral("ä"));
        QCOMPARE(document->files[1].afterBytes, "z");
        QByteArray written = writePatch(*document).value();
        written.replace(
            "index 0000000000000000000000000000000000000000..fa7af8bf5fdd704f73beb3adc5612682a98e1af5\n", "");
        QCOMPARE(written, patch);
    }

    void readsPlainDiffs()
    {
        const auto document = readPatch(
            "Only in x: y\n--- old/f.c\t2024-01-01 00:00:00\n+++ new/f.c\t2024-01-02 00:00:00\n@@ -1 +1 @@\n-a\n+b\n");
        QVERIFY(document.has_value());
        QCOMPARE(document->files[0].beforePath, "old/f.c");
        QCOMPARE(document->files[0].added(), 1);
    }

    void carriesBinaryContent()
    {
        QByteArray before;
        for (int i = 0; i < 3000; ++i)
            before += char(i * i >> 3);
        const FileDiff file = compareFiles({"x.bin", before}, {"x.bin", QByteArray("\0\1\2", 3)});
        const auto document = readPatch(writePatch(file).value());
        QVERIFY(document.has_value());
        QVERIFY(document->files[0].isBinary);
        QCOMPARE(document->files[0].beforeBytes, before);
        QCOMPARE(document->files[0].afterBytes, file.afterBytes);
    }

    void showsACutPatchAsFarAsItGoes()
    {
        const auto document = readPatch("--- a/f\n+++ b/f\n@@ -1,3 +1,3 @@\n a\n-b\n");
        QVERIFY(document.has_value());
        QCOMPARE(document->files[0].removed(), 1);
        QCOMPARE(document->notices.size(), 1);
        QVERIFY2(document->notices[0].contains("ends within a hunk"), qPrintable(document->notices[0]));
    }

    void refusesCombinedDiffsAndWhatIsNoPatch()
    {
        QCOMPARE(readPatch("diff --cc f\n").error().code, ErrorCode::Unsupported);
        QCOMPARE(readPatch("Hello\n").error().code, ErrorCode::InvalidInput);
    }
};

QTEST_GUILESS_MAIN(TestPatch)
#include "tst_Patch.moc"
