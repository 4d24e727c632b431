#include "desktop/diff/RunLines.h"
#include "shared/diff/PatchReader.h"
#include "shared/diff/PatchWriter.h"
#include "tests/desktop/diff/Fixture.h"

using namespace mergeloom;

class TestRunLines : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyAddedLineOfAPatchIsTheRunsAndNoOther()
    {
        const QByteArray before = numberedLines(300);
        QByteArray after = before;
        after.replace("line 50\n", "line fifty\n");
        after.replace("line 150\n", "");
        after.replace("line 250\n", "line 250\nnew line\nand one more");
        DiffDocument document = documentOf(
            {changedFile(QStringLiteral("a.txt"), before, after), changedFile(QStringLiteral("b.txt"), after, before),
                differenceOf({}, FileContent{QStringLiteral("new.txt"), 0100644, "1\n2", 3}),
                differenceOf(FileContent{QStringLiteral("gone.txt"), 0100644, "1\n2\n", 4}, {})});
        const QByteArray patch = writePatch(document).value();
        const DiffDocument read = readPatch(patch).value();
        const auto lines = RunLines::allAdded(read, QStringLiteral("run-1"), QStringLiteral("T-1"));
        // What the patch itself says, counted line by line.
        QString path;
        qint64 number = 0;
        qsizetype added = 0;
        for (const QByteArray &line : patch.split('\n')) {
            if (line.startsWith("+++ b/")) {
                path = QString::fromUtf8(line.mid(6));
            } else if (line.startsWith("@@")) {
                number = line.mid(line.indexOf('+') + 1).split(' ').first().split(',').first().toLongLong();
            } else if (line.startsWith('+') && !line.startsWith("+++")) {
                ++added;
                const auto said = lines->attribution(path, number);
                QVERIFY2(
                    said && said->run == u"run-1" && said->label == u"T-1", qPrintable(path + QString::number(number)));
                ++number;
            } else if (line.startsWith(' ')) {
                QVERIFY2(!lines->attribution(path, number), qPrintable(path + QString::number(number)));
                ++number;
            }
        }
        QCOMPARE(added, 8);
        for (const char *name : {"a.txt", "b.txt", "new.txt", "gone.txt", "other.txt"})
            for (const qint64 line : {qint64(0), qint64(-1), qint64(1000)})
                QVERIFY(!lines->attribution(QLatin1String(name), line));
        QVERIFY(!lines->attribution(QStringLiteral("gone.txt"), 1));
    }

    void aRunHasOneColourAndALabelWithoutATicket()
    {
        RunLines lines;
        lines.add(QStringLiteral("a"), 3, 5, QStringLiteral("run-1"), QStringLiteral("T-1"));
        lines.add(QStringLiteral("a"), 1, 1, QStringLiteral("run-2"), QString());
        lines.add(QStringLiteral("b"), 9, 9, QStringLiteral("run-1"), QStringLiteral("T-1"));
        QCOMPARE(lines.attribution(QStringLiteral("a"), 1)->label, QStringLiteral("run-2"));
        QVERIFY(!lines.attribution(QStringLiteral("a"), 2));
        QVERIFY(!lines.attribution(QStringLiteral("a"), 6));
        QCOMPARE(lines.attribution(QStringLiteral("a"), 4)->colour, lines.attribution(QStringLiteral("b"), 9)->colour);
        QVERIFY(lines.attribution(QStringLiteral("a"), 4)->colour != lines.attribution(QStringLiteral("a"), 1)->colour);
    }
};

QTEST_MAIN(TestRunLines)
#include "tst_RunLines.moc"
