#include "shared/diff/BinaryPatch.h"
#include "shared/diff/PatchPath.h"
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

    void namesBinaryContentInFull()
    {
        FileDiff file = compareFiles({"x.bin", QByteArray("\0a", 2)}, {"x.bin", QByteArray("\0b", 2)});
        file.beforeId = "1234567";
        file.afterId = "89abcde";
        const QByteArrayList lines = writePatch(file).value().split('\n');
        QCOMPARE(lines[1].size(), qsizetype(sizeof "index .. 100644") - 1 + 2 * 40);
    }

    void showsACutPatchAsFarAsItGoes()
    {
        const auto document = readPatch("--- a/f\n+++ b/f\n@@ -1,3 +1,3 @@\n a\n-b\n");
        QVERIFY(document.has_value());
        QCOMPARE(document->files[0].removed(), 1);
        QCOMPARE(document->notices.size(), 1);
        QVERIFY2(document->notices[0].contains("ends within a hunk"), qPrintable(document->notices[0]));
    }

    void takesCarriageReturnsAwayThatAProgramAdded()
    {
        const auto document = readPatch("--- a/f\r\n+++ b/f\r\n@@ -1,2 +1,2 @@\r\n a\r\n-b\r\n+c\r\n");
        QVERIFY(document.has_value());
        QCOMPARE(document->files[0].afterPath, "f");
        QCOMPARE(document->files[0].after->bytes(), "a\nc\n");
    }

    void keepsCarriageReturnsOfTheFiles()
    {
        const auto document = readPatch("--- a/f\n+++ b/f\n@@ -1 +1 @@\n-b\r\n+b\n");
        QVERIFY(document.has_value());
        QCOMPARE(document->files[0].before->end(0), LineEnd::CrLf);
        QCOMPARE(document->files[0].after->end(0), LineEnd::Lf);
    }

    void readsModesAndTypes()
    {
        const auto document =
            readPatch("diff --git a/run b/run\nold mode 100644\nnew mode 100755\n"
                      "diff --git a/link b/link\ndeleted file mode 100644\nindex 1111111..0000000\n"
                      "--- a/link\n+++ /dev/null\n@@ -1 +0,0 @@\n-text\n"
                      "diff --git a/link b/link\nnew file mode 120000\nindex 0000000..2222222\n"
                      "--- /dev/null\n+++ b/link\n@@ -0,0 +1 @@\n+text\n\\ No newline at end of file\n");
        QVERIFY(document.has_value());
        QCOMPARE(document->files.size(), 3);
        QCOMPARE(document->files[0].beforeMode, 0100644U);
        QCOMPARE(document->files[0].afterMode, 0100755U);
        QCOMPARE(document->files[1].status, FileStatus::Deleted);
        QCOMPARE(document->files[1].beforePath, "link");
        QCOMPARE(document->files[2].status, FileStatus::Added);
        QCOMPARE(document->files[2].afterMode, 0120000U);
        QCOMPARE(document->files[2].afterBytes, "text");
    }

    void readsNamesAsGitWritesThem_data()
    {
        QTest::addColumn<QByteArray>("head");
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("after");
        QTest::newRow("blanks") << QByteArray("diff --git a/x b/y b/x b/y\nold mode 100644\nnew mode 100755\n")
                                << "x b/y"
                                << "x b/y";
        QTest::newRow("no prefix") << QByteArray("diff --git a/x a/x\nold mode 100644\nnew mode 100755\n") << "a/x"
                                   << "a/x";
        QTest::newRow("quoted") << QByteArray("diff --git \"a/a\\tb\" \"b/a\\tb\"\nold mode 100644\nnew mode 100755\n")
                                << "a\tb"
                                << "a\tb";
        QTest::newRow("renamed") << QByteArray("diff --git a/p q b/r s\nrename from p q\nrename to r s\n") << "p q"
                                 << "r s";
        QTest::newRow("copied") << QByteArray("diff --git a/p b/r\nsimilarity index 80%\ncopy from p\ncopy to r\n")
                                << "p"
                                << "r";
        QTest::newRow("one quoted") << QByteArray(
            "diff --git a/p \"b/\\303\\244\"\nrename from p\nrename to \"\\303\\244\"\n")
                                    << "p" << QStringLiteral("ä");
    }

    void readsNamesAsGitWritesThem()
    {
        QFETCH(QByteArray, head);
        const auto document = readPatch(head);
        QVERIFY(document.has_value());
        QCOMPARE(document->files.size(), 1);
        QTEST(document->files[0].beforePath, "before");
        QTEST(document->files[0].afterPath, "after");
        if (!head.startsWith("diff --git a/x a/x")) // it is written with prefixes
            QCOMPARE(writePatch(*document).value(), head);
    }

    void carriesNamesThatAreNoUtf8()
    {
        const QByteArray name("a\xff\xc3\xa4\x80", 5);
        QCOMPARE(pathToBytes(pathFromBytes(name)), name);
        QByteArrayView quoted("\"a\\377\\303\\244\\200\" rest");
        QCOMPARE(quotedPath(name) + " rest", quoted.toByteArray());
        QCOMPARE(takeQuotedPath(quoted).value(), name);
        QCOMPARE(quoted.toByteArray(), " rest");
        QByteArrayView open("\"a\\");
        QVERIFY(!takeQuotedPath(open));
    }

    void makesContentFromItsDifference()
    {
        // 6 bytes before, 7 after: copy 4 from 1, add "xyz"
        const QByteArray delta("\x06\x07\x91\x01\x04\x03xyz", 9);
        QCOMPARE(applyBinaryDelta("abcdef", delta).value(), "bcdexyz");
        QCOMPARE(deltaSizes(delta).after, 7);
        QVERIFY(!applyBinaryDelta("abcde", delta));
        QVERIFY(!applyBinaryDelta("abcdef", delta.chopped(1)));
        QVERIFY(!applyBinaryDelta("abcdef", QByteArray("\x06\x07\x91\x04\x04\x03xyz", 9)));
        QVERIFY(!applyBinaryDelta("abcdef", delta + '\0'));
    }

    void refusesBinaryContentThatLies()
    {
        const QByteArray content(3000, 'x');
        QByteArray text = binaryContent(content);
        QByteArrayView view(text);
        QCOMPARE(takeBinaryContent(view)->bytes, content);
        QVERIFY(view.isEmpty());
        for (const char *head :
            {"literal 2999\n", "literal 3001\n", "literal 999999999999\n", "literal x\n", "other\n"}) {
            const QByteArray lie = head + text.sliced(text.indexOf('\n') + 1);
            view = lie;
            QCOMPARE(takeBinaryContent(view).error().code, ErrorCode::InvalidInput);
        }
    }

    void cutsLinesAtNewlinesWhateverTheyBeginWith()
    {
        const auto document = readPatch(QByteArray("--- a/f\n+++ b/f\n@@ -1 +1,2 @@\n-\xfe\xff"
                                                   "a\n+\xff\xfe"
                                                   "b\n+c\n"));
        QVERIFY(document.has_value());
        QCOMPARE(document->files[0].before->count(), 1);
        QCOMPARE(document->files[0].after->count(), 2);
    }

    void readsOnBehindADamagedFile()
    {
        const auto document =
            readPatch("diff --git a/f b/f\n--- a/f\n+++ b/f\n@@ -5,2 +5,2 @@\n a\n-b\n+c\n"
                      "@@ -1 +1 @@\n-x\n+y\ndiff --git a/g b/g\n--- a/g\n+++ b/g\n@@ -1 +1 @@\n-x\n+y\n");
        QVERIFY(document.has_value());
        QCOMPARE(document->files.size(), 2);
        QCOMPARE(document->files[0].changes.size(), 1);
        QCOMPARE(document->notices.size(), 1);
    }

    void refusesCombinedDiffsAndWhatIsNoPatch()
    {
        QCOMPARE(readPatch("diff --cc f\n").error().code, ErrorCode::Unsupported);
        QCOMPARE(readPatch("Hello\n").error().code, ErrorCode::InvalidInput);
    }
};

QTEST_GUILESS_MAIN(TestPatch)
#include "tst_Patch.moc"
