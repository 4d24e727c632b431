#include "shared/diff/CompletedFile.h"
#include "shared/diff/MovedBlocks.h"
#include "shared/diff/PatchReader.h"
#include "shared/diff/PatchWriter.h"
#include "tests/shared/diff/RandomText.h"

#include <QTest>

using namespace mergeloom;

namespace {

/// What a patch of the two knows.
FileDiff throughPatch(const QByteArray &before, const QByteArray &after, int context)
{
    const FileDiff whole = compareFiles({"a.txt", before}, {"a.txt", after});
    return readPatch(writePatch(whole, context).value()).value().files.first();
}

} // namespace

class TestCompletedFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theWholeFileComesFromAPatchAndTheFileBefore()
    {
        int completed = 0;
        for (quint32 seed = 1; seed <= 3000; ++seed) {
            RandomText random(seed);
            const QByteArray before = random.source(1 + random.below(80));
            const QByteArray after = random.edited(before);
            if (before == after || isBinaryContent(before) || isBinaryContent(after) || after.isEmpty())
                continue;
            const FileDiff patched = throughPatch(before, after, random.below(4));
            const auto file = completedFile(patched, before);
            QVERIFY2(file, qPrintable(QStringLiteral("seed %1").arg(seed)));
            const FileDiff whole = compareFiles({"a.txt", before}, {"a.txt", after});
            QVERIFY2(file->afterBytes == after, qPrintable(QStringLiteral("seed %1").arg(seed)));
            QVERIFY2(file->changes == whole.changes, qPrintable(QStringLiteral("seed %1").arg(seed)));
            QVERIFY(file->isWhole && file->gaps.isEmpty());
            QCOMPARE(file->before->bytes(), before);
            QCOMPARE(file->afterSize, after.size());
            ++completed;
        }
        QVERIFY2(completed > 2000, qPrintable(QString::number(completed)));
    }

    void movedBlocksAreCarriedToTheWholeFileAsASearchWouldFindThem()
    {
        int found = 0;
        for (quint32 seed = 1; seed <= 300; ++seed) {
            RandomText random(seed);
            DiffDocument patched;
            QList<QByteArray> before;
            const QByteArray moved = "a long line that moves to another place " + QByteArray::number(seed) + "\n";
            for (int file = 0; file < 3; ++file) {
                const QByteArray source = random.source(20 + random.below(40));
                before.append(file == 0 ? source + moved + source : source);
                const QByteArray after = random.edited(source) + (file == 1 ? moved : QByteArray());
                patched.files.append(throughPatch(before.last(), after + (file == 0 ? source : QByteArray()), 2));
            }
            for (const Whitespace mode : {Whitespace::Exact, Whitespace::IgnoreAll, Whitespace::IgnoreBlankLines}) {
                DiffDocument whole = patched;
                const auto blocks = movedBlocks(patched, mode);
                for (int file = 0; file < 3; ++file) {
                    const auto completed = completedFile(patched.files[file], before[file]);
                    QVERIFY2(completed, qPrintable(QStringLiteral("seed %1").arg(seed)));
                    whole.files[file] = *completed;
                    const auto carried = carriedBlocks(blocks, patched, whole, mode);
                    QVERIFY(carried || mode != Whitespace::Exact);
                    if (carried)
                        QVERIFY2(*carried == movedBlocks(whole, mode), qPrintable(QStringLiteral("seed %1").arg(seed)));
                    found += carried && !carried->value(0).isEmpty();
                }
            }
        }
        QVERIFY2(found > 500, qPrintable(QString::number(found)));
    }

    void anotherFileThanThePatchIsOfIsNotTaken()
    {
        QByteArray before;
        for (int line = 1; line <= 50; ++line)
            before += "line " + QByteArray::number(line) + '\n';
        QByteArray after = before;
        after.replace("line 25\n", "line twenty-five\nand a half\n");
        const FileDiff patched = throughPatch(before, after, 3);
        QVERIFY(completedFile(patched, before));
        QVERIFY(!completedFile(patched, "another file\n"));
        QVERIFY(!completedFile(patched, {}));
        QVERIFY(!completedFile(patched, "one line more\n" + before));
        QVERIFY(!completedFile(patched, QByteArray(before).replace("line 23\n", "line ***\n")));
        // What the patch does not speak of may be anything.
        QVERIFY(completedFile(patched, QByteArray(before).replace("line 3\n", "line ***\n")));
    }

    void binaryFilesStayAsTheyAre()
    {
        FileDiff binary;
        binary.isBinary = true;
        QVERIFY(!completedFile(binary, "x"));
    }
};

QTEST_APPLESS_MAIN(TestCompletedFile)
#include "tst_CompletedFile.moc"
