// What holds for any two texts. Each failure names the seed that made them.
#include "shared/diff/CopiedText.h"
#include "shared/diff/PatchReader.h"
#include "shared/diff/PatchWriter.h"
#include "tests/shared/diff/TestGit.h"
#include "tests/shared/diff/RandomText.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace mergeloom;

namespace {

constexpr Whitespace modes[] = {Whitespace::Exact, Whitespace::IgnoreAtEnd, Whitespace::IgnoreAmount,
    Whitespace::IgnoreAll, Whitespace::IgnoreBlankLines};

QByteArray linesOf(const Text &text, qsizetype first, qsizetype count)
{
    return text.lines(first, count).toByteArray();
}

/// The text before with the changes made in it. Between changes it takes the lines before, so it shows when they are not equal.
QByteArray applied(const FileDiff &file)
{
    QByteArray made;
    qsizetype place = 0;
    for (const Change &change : file.changes) {
        made += linesOf(*file.before, place, change.before - place);
        made += linesOf(*file.after, change.after, change.added);
        place = change.before + change.removed;
    }
    return made + linesOf(*file.before, place, file.before->count() - place);
}

LayoutOptions someOptions(RandomText &random, qsizetype lines)
{
    LayoutOptions options;
    options.arrangement = random.oneIn(2) ? Arrangement::Unified : Arrangement::SideBySide;
    options.whitespace = modes[random.below(5)];
    options.context = random.oneIn(3) ? random.below(3) : 3;
    options.wrapColumns = random.oneIn(2) ? 0 : 1 + random.below(30);
    options.tabWidth = 1 + random.below(8);
    for (int i = random.below(3); i > 0; --i)
        options.opened.append({random.below(int(lines) + 1), random.below(20)});
    return options;
}

bool areIn(const QList<Span> &spans, const QString &line)
{
    qsizetype end = 0;
    for (const Span &span : spans) {
        if (span.start < end || span.length <= 0 || span.start + span.length > line.size())
            return false;
        end = span.start + span.length;
    }
    return true;
}

/// What is wrong with a layout, or nothing.
QByteArray problemOf(const DiffLayout &layout)
{
    for (const Side side : {Side::Before, Side::After}) {
        const Text &text = side == Side::Before ? *layout.file().before : *layout.file().after;
        qsizetype next = 0;
        for (qsizetype row = 0; row < layout.rows().size(); ++row) {
            const DiffLayout::Lines lines = layout.linesOf(side, row);
            if (lines.count > 0 && lines.first != next)
                return "row " + QByteArray::number(row) + " goes on with another line";
            if (lines.count > 0 && layout.rowOf(side, lines.first + lines.count - 1) != row)
                return "row " + QByteArray::number(row) + " is not found by its line";
            next += lines.count;
        }
        if (next != text.count())
            return "lines are missing";
    }
    for (qsizetype row = 0; row < layout.rows().size(); ++row) {
        if (layout.rowAt(layout.displayTop(row)) != row
            || layout.rowAt(layout.displayTop(row) + layout.displayLines(row) - 1) != row)
            return "row " + QByteArray::number(row) + " is not where it is displayed";
        const DiffRow &shown = layout.rows()[row];
        const ChangedSpans spans = layout.spans(row);
        if ((!spans.before.isEmpty() && !areIn(spans.before, layout.file().before->shown(shown.before)))
            || (!spans.after.isEmpty() && !areIn(spans.after, layout.file().after->shown(shown.after))))
            return "a changed span of row " + QByteArray::number(row) + " is not in its line";
    }
    return {};
}

} // namespace

class TestDiffProperties : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void changesAppliedGiveTheNewText()
    {
        for (quint32 seed = 1; seed <= 2000; ++seed) {
            RandomText random(seed);
            const QByteArray before = random.any();
            const QByteArray after = random.after(before);
            const FileDiff file = compareFiles({"f", before}, {"f", after});
            if (!file.isBinary)
                QVERIFY2(applied(file) == after, qPrintable(QStringLiteral("seed %1").arg(seed)));
            FileDiff forced = file; // as text, whatever it is
            forced.before = Text::of(before);
            forced.after = Text::of(after);
            forced.changes = lineDiff(*forced.before, *forced.after, Whitespace::Exact);
            QVERIFY2(applied(forced) == after, qPrintable(QStringLiteral("seed %1, as text").arg(seed)));
        }
    }

    void asManyLinesStandBetweenChangesOnBothSides()
    {
        for (quint32 seed = 1; seed <= 500; ++seed) {
            RandomText random(seed);
            const auto before = Text::of(random.any());
            const auto after = Text::of(random.after(before->bytes()));
            for (const Whitespace mode : modes) {
                const QByteArray place = "seed " + QByteArray::number(seed) + " mode " + QByteArray::number(int(mode));
                Change last;
                for (const Change &change : lineDiff(*before, *after, mode)) {
                    QVERIFY2(change.before - last.before - last.removed == change.after - last.after - last.added,
                        place.constData());
                    QVERIFY2(change.before >= last.before + last.removed && change.removed + change.added > 0,
                        place.constData());
                    last = change;
                }
                QVERIFY2(before->count() - last.before - last.removed == after->count() - last.after - last.added,
                    place.constData());
            }
        }
    }

    void rowsGiveBothTextsBack()
    {
        for (quint32 seed = 1; seed <= 1000; ++seed) {
            RandomText random(seed);
            const QByteArray before = random.any();
            FileDiff file;
            file.before = Text::of(before);
            file.after = Text::of(random.after(before));
            file.changes = lineDiff(*file.before, *file.after, Whitespace::Exact);
            DiffDocument document;
            document.files = {file};
            const LayoutOptions options = someOptions(random, file.before->count());
            const auto moved = movedBlocks(document, options.whitespace);
            const QByteArray problem = problemOf(*DiffLayout::of(file, options, moved[0]));
            QVERIFY2(problem.isEmpty(), ("seed " + QByteArray::number(seed) + ": " + problem).constData());
        }
    }

    void rowsOfAPatchGiveItsLinesBack()
    {
        for (quint32 seed = 1; seed <= 500; ++seed) {
            RandomText random(seed);
            const QByteArray before = random.source(100);
            const FileDiff file = compareFiles({"f", before}, {"f", random.edited(before)});
            if (file.changes.isEmpty())
                continue;
            const auto patch = readPatch(writePatch(file, random.below(4)).value());
            QVERIFY2(patch.has_value() && patch->notices.isEmpty(), ("seed " + QByteArray::number(seed)).constData());
            const FileDiff &read = patch->files[0];
            QCOMPARE(read.added(), file.added());
            QCOMPARE(read.removed(), file.removed());
            const QByteArray problem = problemOf(*DiffLayout::of(read, someOptions(random, read.before->count())));
            QVERIFY2(problem.isEmpty(), ("seed " + QByteArray::number(seed) + ": " + problem).constData());
        }
    }

    void copyingOneSideGivesItsText()
    {
        for (quint32 seed = 1; seed <= 200; ++seed) {
            RandomText random(seed);
            const QByteArray before = random.source(40);
            const FileDiff file = compareFiles({"f", before}, {"f", random.edited(before)});
            LayoutOptions options = someOptions(random, 40);
            options.context = 1000;
            const auto layout = DiffLayout::of(file, options);
            QString expected;
            for (qsizetype line = 0; line < file.after->count(); ++line)
                expected += file.after->decoded(line) + u'\n';
            const QString copied =
                copiedText(*layout, 0, layout->rows().size() - 1, CopiedSides::After, CopiedSigns::Without);
            if (!layout->changeStarts().isEmpty())
                QVERIFY2(copied == expected, ("seed " + QByteArray::number(seed)).constData());
        }
    }

    void gitAppliesWhatIsWritten()
    {
        for (quint32 seed = 1; seed <= 30; ++seed) {
            RandomText random(seed);
            QTemporaryDir folder;
            TestGit git(folder.path());
            git.run({"init", "--quiet"});
            DiffDocument document;
            for (int name = 0; name < 20; ++name) {
                const QByteArray before = random.any();
                const QByteArray after = random.after(before);
                const QString path = QStringLiteral("ä \"file\" %1").arg(name);
                const quint32 beforeMode = random.oneIn(8) ? 0 : 0100644;
                const quint32 afterMode = beforeMode && random.oneIn(8) ? 0 : random.oneIn(8) ? 0100755 : 0100644;
                document.files.append(compareFiles({path, beforeMode ? before : QByteArray(), beforeMode},
                    {random.oneIn(6) && beforeMode && afterMode ? path + "r" : path, afterMode ? after : QByteArray(),
                        afterMode}));
                if (beforeMode) {
                    QFile file(folder.filePath(path));
                    QVERIFY(file.open(QIODevice::WriteOnly));
                    file.write(before);
                }
            }
            const int context = random.below(4);
            const auto patch = writePatch(document, context);
            QVERIFY(patch.has_value());
            git.run(context == 0 ? QStringList{"apply", "--unidiff-zero"} : QStringList{"apply"}, *patch);
            QVERIFY2(git.isGood(), ("seed " + QByteArray::number(seed) + ": " + git.errors()).constData());
            for (const FileDiff &diff : document.files) {
                QFile file(folder.filePath(diff.afterPath));
                QCOMPARE(file.exists(), diff.afterMode != 0);
                QVERIFY2(!diff.afterMode || (file.open(QIODevice::ReadOnly) && file.readAll() == diff.afterBytes),
                    ("seed " + QByteArray::number(seed) + " " + diff.afterPath.toUtf8()).constData());
            }
        }
    }

    void linesOfAMegabyteCostLittle()
    {
        RandomText random(1);
        const QByteArray before = random.bytes(1'000'000, 256).replace('\n', ' ') + '\n' + random.source(20);
        QByteArray after = before;
        for (int i = 0; i < 1000; ++i)
            after.insert(random.below(1'000'000), "changed words");
        QElapsedTimer clock;
        clock.start();
        const FileDiff file =
            compareFiles({"f", QByteArray(before).replace('\0', ' ')}, {"f", after.replace('\0', ' ')});
        QCOMPARE(file.changes.size(), 1);
        LayoutOptions options;
        options.wrapColumns = 80;
        const auto layout = DiffLayout::of(file, options);
        QCOMPARE(problemOf(*layout), QByteArray());
        QVERIFY(layout->displayLines(0) > 10'000);
        QVERIFY2(clock.elapsed() < 10'000, QByteArray::number(clock.elapsed()).constData());
    }

    void manyAlikeLinesCostLittle()
    {
        QElapsedTimer clock;
        clock.start();
        DiffDocument document;
        document.files = {compareFiles({"f", QByteArray("}\n").repeated(60'000)}, {"f", QByteArray("\n")}),
            compareFiles({"g", QByteArray("\n")}, {"g", QByteArray("}\n").repeated(60'000)})};
        const auto blocks = movedBlocks(document, Whitespace::Exact);
        QCOMPARE(blocks.size(), 2);
        QVERIFY(DiffLayout::of(document.files[0], {}, blocks[0]));
        QVERIFY2(clock.elapsed() < 20'000, QByteArray::number(clock.elapsed()).constData());
    }
};

QTEST_GUILESS_MAIN(TestDiffProperties)
#include "tst_DiffProperties.moc"
