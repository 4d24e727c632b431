#include "tests/desktop/diff/Fixture.h"

#include "desktop/diff/CellLine.h"
#include "desktop/diff/FileHeader.h"
#include "desktop/diff/GlyphGrid.h"
#include "desktop/diff/ImagePair.h"
#include "desktop/diff/SyntaxColours.h"
#include "desktop/widgets/Theme.h"

#include <QElapsedTimer>
#include <QScrollBar>

using namespace mergeloom;

namespace {

/// Relative luminance and contrast as WCAG 2 has them.
double luminance(const QColor &colour)
{
    const auto part = [](double value) {
        return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * part(colour.redF()) + 0.7152 * part(colour.greenF()) + 0.0722 * part(colour.blueF());
}

double contrast(const QColor &one, const QColor &other)
{
    const auto [dark, light] = std::minmax({luminance(one), luminance(other)});
    return (light + 0.05) / (dark + 0.05);
}

} // namespace

class TestDiffCanvas : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void cellsFollowTabsAndWideCharacters();
    void wrappedPiecesCountTheirOwnColumns();
    void aLineOfAMegabyteIsPaintedAndScrolledAcross();
    void anythingIsPaintedAndWalkedThrough_data();
    void anythingIsPaintedAndWalkedThrough();
    void signsStandBesideColours();
    void codeIsReadableOnEveryGround();
    void syntaxHasColoursThatGoOnOverLines();
    void scrollingPaintsOnlyWhatIsSeen();
    void binaryFilesAndModesAreNamed();
    void anSvgIsShownAsPictureAndText();
    void zoomChangesTheSizeOfTheGrid();
    void theScreenMayHaveMorePixels();
};

void TestDiffCanvas::cellsFollowTabsAndWideCharacters()
{
    const CellLine line = CellLine::of(QStringLiteral("a\tb\u4e2dc\u0301d"), 0, 4);
    QCOMPARE(line.column(0, 1), 1); // the tab
    QCOMPARE(line.column(0, 2), 4);
    QCOMPARE(line.column(0, 3), 5); // two columns wide
    QCOMPARE(line.column(0, 4), 7);
    QCOMPARE(line.column(0, 5), 7); // combines with the one before
    QCOMPARE(line.column(0, 6), 8);
    QCOMPARE(line.column(0, 7), 9);
    QCOMPARE(line.unitAt(0, 2), 1);
    QCOMPARE(line.unitAt(0, 6), 3);
    QCOMPARE(line.unitAt(0, 7), 4);
    QCOMPARE(line.unitAt(0, 1000), 7);
    for (qsizetype unit = 0; unit <= 7; ++unit)
        QVERIFY(line.unitAt(0, line.column(0, unit)) <= unit);
}

void TestDiffCanvas::wrappedPiecesCountTheirOwnColumns()
{
    const CellLine line = CellLine::of(QStringLiteral("one two three four"), 9, 4);
    QCOMPARE(line.starts, (QList<qsizetype>{0, 8, 14}));
    QCOMPARE(line.pieceOf(9), 1);
    QCOMPARE(line.column(1, 8), 0);
    QCOMPARE(line.column(0, 8), 8); // as the end of the first piece
    QCOMPARE(line.unitAt(1, 2), 10);
    QCOMPARE(line.unitAt(2, 50), 18);
}

void TestDiffCanvas::aLineOfAMegabyteIsPaintedAndScrolledAcross()
{
    QByteArray before(1 << 20, 'x');
    QByteArray after = before;
    after[500'000] = 'y';
    ShownView shown;
    QVERIFY(shown.open({changedFile(QStringLiteral("a.js"), before, after)}));
    DiffCanvas &canvas = *shown.view.canvas();
    QVERIFY(canvas.horizontalScrollBar()->maximum() > 1'000'000);
    QElapsedTimer timer;
    timer.start();
    for (int i = 0; i < 20; ++i) {
        canvas.horizontalScrollBar()->setValue(canvas.horizontalScrollBar()->maximum() / 20 * i);
        canvas.viewport()->repaint();
    }
    shown.key(Qt::Key_End);
    shown.key(Qt::Key_Z, Qt::AltModifier); // wrapped: some ten thousand display lines
    QVERIFY(canvas.diff()->displayLineCount() > 5000);
    canvas.verticalScrollBar()->setValue(canvas.verticalScrollBar()->maximum());
    canvas.grab();
    QVERIFY2(timer.elapsed() < 20'000, qPrintable(QString::number(timer.elapsed())));
}

void TestDiffCanvas::anythingIsPaintedAndWalkedThrough_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    QByteArray all;
    for (int i = 1; i < 256; ++i)
        all.append(char(i));
    QTest::newRow("every byte") << all << all + "\n" + all;
    QTest::newRow("from nothing") << QByteArray() << QByteArray("a");
    QTest::newRow("to nothing") << QByteArray("\n\n\n") << QByteArray();
    QTest::newRow("nothing but ends") << QByteArray("\n\n\r\n\n") << QByteArray("\r\n\r\n");
    QTest::newRow("combining characters alone") << QByteArray("\xcc\x81\xcc\x81\n") << QByteArray("\xcc\x81");
    QTest::newRow("right to left") << QByteArray("\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d abc\n")
                                   << QByteArray("\xe2\x80\xae abc\n");
    QTest::newRow("emoji") << QByteArray("\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa9 x\n")
                           << QByteArray("\xf0\x9f\x91\xa9\n");
    QTest::newRow("UTF-16") << QByteArray("\xff\xfe"
                                          "a\0\n\0",
        6)
                            << QByteArray("\xff\xfe"
                                          "b\0\0\xd8\n\0",
                                   8);
    QTest::newRow("tabs") << QByteArray("\t\t\t\n\tx\t\n") << QByteArray("\t\t\n\tx\ty\n");
}

void TestDiffCanvas::anythingIsPaintedAndWalkedThrough()
{
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, after);
    ShownView shown(QSize(1200, 300));
    QVERIFY(shown.open({changedFile(QStringLiteral("a.cpp"), before, after)}));
    for (const auto arrangement : {ArrangementChoice::SideBySide, ArrangementChoice::Unified})
        for (const bool isWrapped : {false, true}) {
            shown.view.bar()->setArrangement(arrangement);
            shown.view.bar()->wrap->setChecked(isWrapped);
            QVERIFY(shown.settle());
            for (const int side : {Qt::Key_BracketLeft, Qt::Key_BracketRight}) {
                QTest::keyClick(shown.view.canvas(), Qt::Key(side));
                QTest::keyClick(shown.view.canvas(), Qt::Key_Home, Qt::ControlModifier);
                for (int i = 0; i < 60; ++i)
                    for (const int key : {Qt::Key_Right, Qt::Key_Right, Qt::Key_Left, Qt::Key_Down, Qt::Key_End})
                        QTest::keyClick(shown.view.canvas(), Qt::Key(key), i % 2 ? Qt::ShiftModifier : Qt::NoModifier);
                QTest::keyClick(shown.view.canvas(), Qt::Key_A, Qt::ControlModifier);
                shown.view.canvas()->copied(CopiedSigns::With);
                QVERIFY(!shown.view.canvas()->grab().isNull());
            }
        }
}

void TestDiffCanvas::signsStandBesideColours()
{
    ShownView shown;
    QVERIFY(shown.open({changedFile(QStringLiteral("a.txt"), "one\ntwo\n", "one\nTWO\n")}));
    const DiffCanvas &canvas = *shown.view.canvas();
    const QImage image = shown.view.canvas()->viewport()->grab().toImage();
    const auto inkIn = [&](Side side, qsizetype row) {
        const auto &pane = canvas.geometry().pane(side);
        const QRect line = canvas.rowRect(row);
        int ink = 0;
        const QColor ground = image.pixelColor(pane.signLeft - 3, line.center().y());
        for (int y = line.top(); y <= line.bottom(); ++y)
            for (int x = pane.signLeft; x < pane.signLeft + canvas.geometry().cell; ++x)
                ink += image.pixelColor(x, y) != ground;
        return ink;
    };
    QCOMPARE(inkIn(Side::Before, 0), 0);
    QVERIFY(inkIn(Side::Before, 1) > 3);
    QVERIFY(inkIn(Side::After, 1) > 3);
}

void TestDiffCanvas::codeIsReadableOnEveryGround()
{
    for (const Colours &look : {lightColours(), darkColours()}) {
        const QPalette palette = paletteOf(look);
        const DiffColours &colours = DiffColours::of(palette);
        for (int c = 0; c < syntaxClassCount; ++c) {
            for (const QColor &ground : {look.surface, look.added, look.removed, look.moved})
                QVERIFY2(contrast(colours.code(SyntaxClass(c)), ground) >= 4.5,
                    qPrintable(QStringLiteral("class %1 on %2: %3")
                                   .arg(c)
                                   .arg(ground.name())
                                   .arg(contrast(colours.code(SyntaxClass(c)), ground))));
            for (const QColor &ground : {look.addedSpan, look.removedSpan, colours.movedSpan, colours.selection,
                     colours.found, colours.foundCurrent})
                QVERIFY2(contrast(colours.markedCode(SyntaxClass(c)), ground) >= 4.5,
                    qPrintable(QStringLiteral("class %1 on span %2: %3")
                                   .arg(c)
                                   .arg(ground.name())
                                   .arg(contrast(colours.markedCode(SyntaxClass(c)), ground))));
        }
        for (const Mark mark : {Mark::Added, Mark::Removed, Mark::MovedHere})
            QVERIFY(contrast(colours.sign(mark), colours.line(mark)) >= 4.5);
    }
}

void TestDiffCanvas::syntaxHasColoursThatGoOnOverLines()
{
    SyntaxColours colours;
    QSignalSpy coloured(&colours, &SyntaxColours::coloured);
    const auto text = Text::of("/* a\n b */ int x = 7; // \xc3\xa4\xf0\x9f\x98\x80 end\nreturn \"s\";\n");
    const auto plain = Text::of("int\n");
    colours.want({{text, QStringLiteral("a.cpp"), 3}, {plain, QStringLiteral("unknown.zzz"), 1}});
    QTRY_VERIFY(!colours.line(text, 2).isEmpty());
    const auto at = [&](qsizetype line, qsizetype unit) { return SyntaxClass(colours.line(text, line)[unit]); };
    QCOMPARE(at(0, 1), SyntaxClass::Comment);
    QCOMPARE(at(1, 1), SyntaxClass::Comment);
    QCOMPARE(at(1, 7), SyntaxClass::Keyword);
    QCOMPARE(at(1, 14), SyntaxClass::Number);
    QCOMPARE(colours.line(text, 1).size(), text->shown(1).size()); // by UTF-16, not by bytes
    QCOMPARE(at(1, text->shown(1).size() - 1), SyntaxClass::Comment);
    QCOMPARE(at(2, 0), SyntaxClass::Keyword);
    QCOMPARE(at(2, 8), SyntaxClass::String);
    QVERIFY(colours.line(plain, 0).isEmpty());
}

void TestDiffCanvas::scrollingPaintsOnlyWhatIsSeen()
{
    ShownView shown;
    QVERIFY(shown.open(
        {changedFile(QStringLiteral("a.txt"), numberedLines(100'000, "old"), numberedLines(100'000, "new"))}));
    DiffCanvas &canvas = *shown.view.canvas();
    QElapsedTimer timer;
    timer.start();
    for (int i = 0; i < 100; ++i) {
        canvas.verticalScrollBar()->setValue(canvas.verticalScrollBar()->maximum() / 100 * i);
        canvas.viewport()->repaint();
    }
    QVERIFY2(timer.elapsed() < 100 * 100,
        qPrintable(QString::number(timer.elapsed()))); // far over what is wanted: never by all lines
}

void TestDiffCanvas::binaryFilesAndModesAreNamed()
{
    const QByteArray bytes("\0\1\2", 3);
    FileDiff script = differenceOf(FileContent{QStringLiteral("run.sh"), 0100644, "a\n", 2},
        FileContent{QStringLiteral("run.sh"), 0100755, "a\n", 2});
    ShownView shown;
    QVERIFY(shown.open({changedFile(QStringLiteral("a.bin"), bytes, bytes + bytes), script}));
    const int binary = shown.view.document()->files[0].isBinary ? 0 : 1;
    shown.view.showFile(binary);
    QVERIFY(shown.settle());
    QVERIFY2(shown.view.header()->text().contains(QStringLiteral("binary")), qPrintable(shown.view.header()->text()));
    QVERIFY(shown.view.header()->text().contains(QStringLiteral("6 bytes, was 3 bytes")));
    shown.view.showFile(1 - binary);
    QVERIFY(shown.settle());
    QVERIFY2(shown.view.header()->text().contains(QStringLiteral("100644 → 100755")),
        qPrintable(shown.view.header()->text()));
}

void TestDiffCanvas::anSvgIsShownAsPictureAndText()
{
    const QByteArray before =
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"10\" height=\"10\">\n<rect width=\"9\" height=\"9\"/>\n</svg>\n";
    QByteArray after = before;
    after.replace("<rect", "<script/><rect");
    ShownView shown;
    QVERIFY(shown.open({changedFile(QStringLiteral("a.svg"), before, after)}));
    QTRY_VERIFY(shown.view.images()->isReady());
    QVERIFY(shown.view.images()->isVisible());
    QVERIFY(shown.view.canvas()->isVisible());
    QVERIFY(shown.view.images()->caption(Side::Before).contains(QStringLiteral("10 × 10")));
    QVERIFY(shown.view.images()->caption(Side::After).contains(QStringLiteral("script")));
    QCOMPARE(shown.view.canvas()->diff()->added(), 1);
}

void TestDiffCanvas::zoomChangesTheSizeOfTheGrid()
{
    ShownView shown;
    QVERIFY(shown.open({changedFile(QStringLiteral("a.txt"), "a\n", "b\n")}));
    const int before = shown.view.canvas()->geometry().lineHeight;
    shown.key(Qt::Key_Equal, Qt::ControlModifier);
    shown.key(Qt::Key_Equal, Qt::ControlModifier);
    QVERIFY(shown.view.canvas()->geometry().lineHeight > before);
    shown.key(Qt::Key_0, Qt::ControlModifier);
    QCOMPARE(shown.view.canvas()->geometry().lineHeight, before);
    for (int i = 0; i < 100; ++i)
        shown.view.canvas()->zoom(-1);
    QVERIFY(!shown.view.canvas()->grab().isNull());
}

void TestDiffCanvas::theScreenMayHaveMorePixels()
{
    ShownView shown(QSize(1200, 300));
    QVERIFY(shown.open({changedFile(QStringLiteral("a.txt"), "one\n", "two\n")}));
    QImage fine(shown.view.canvas()->viewport()->size() * 2, QImage::Format_ARGB32_Premultiplied);
    fine.setDevicePixelRatio(2);
    shown.view.canvas()->viewport()->render(&fine);
    const auto &pane = shown.view.canvas()->geometry().after;
    const DiffColours &colours = DiffColours::of(shown.view.palette());
    QCOMPARE(fine.pixelColor((pane.right - 4) * 2, 6), colours.look.added);
}

QTEST_MAIN(TestDiffCanvas)
#include "tst_DiffCanvas.moc"
