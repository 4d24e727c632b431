#include "tests/desktop/diff/Fixture.h"

#include "desktop/diff/ChangeMap.h"
#include "desktop/diff/FileHeader.h"
#include "desktop/diff/FileTree.h"
#include "desktop/diff/FindBar.h"

#include <QAccessible>
#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QScrollBar>

using namespace mergeloom;

namespace {

/// Three changes, far from one another.
FileDiff threeChanges(const QString &path = QStringLiteral("a.txt"))
{
    const QByteArray before = numberedLines(300);
    QByteArray after = before;
    after.replace("line 50\n", "line fifty\n");
    after.replace("line 150\n", "");
    after.replace("line 250\n", "line 250\nnew line\n");
    return changedFile(path, before, after);
}

} // namespace

class TestDiffView : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void f8GoesFromChangeToChangeAndOnToTheNextFile();
    void shiftF8GoesToTheLastChangeOfTheFileBefore();
    void aFoldOpensByClickAndByKey();
    void whatIsReadStaysInPlaceWhenAFoldOpens();
    void theArrangementFollowsTheWidth();
    void linesAreWrappedToTheWidth();
    void whiteSpaceModesTakeChangesAway();
    void findGoesThroughAllPlacesAndIntoFolds();
    void aWrongExpressionIsSaidInWords();
    void copyGivesOneSideWithoutSignsAndWithThem();
    void keysMoveAndSelect();
    void aDoubleClickSelectsAWord();
    void theMapScrolls();
    void theFilterKeepsF8AmongItsFiles();
    void theLineOfTheCaretIsRead();
    void attributionIsInTheMarginAndClickable();
    void namesAreNeverHtml();
    void nothingThatDiffersIsSaid();
};

void TestDiffView::f8GoesFromChangeToChangeAndOnToTheNextFile()
{
    ShownView shown;
    QVERIFY(shown.open({threeChanges(), threeChanges(QStringLiteral("b.txt"))}));
    const QList<qsizetype> starts = shown.view.canvas()->diff()->changeStarts();
    QCOMPARE(starts.size(), 3);
    QCOMPARE(shown.view.canvas()->selection().caret.row, starts[0]);
    shown.key(Qt::Key_F8);
    QCOMPARE(shown.view.canvas()->selection().caret.row, starts[1]);
    QVERIFY(shown.view.canvas()->viewport()->rect().intersects(shown.view.canvas()->rowRect(starts[1])));
    shown.key(Qt::Key_F8);
    QCOMPARE(shown.view.canvas()->selection().caret.row, starts[2]);
    shown.key(Qt::Key_F8);
    QCOMPARE(shown.view.currentFile(), 1);
    QCOMPARE(shown.view.canvas()->selection().caret.row, starts[0]);
}

void TestDiffView::shiftF8GoesToTheLastChangeOfTheFileBefore()
{
    ShownView shown;
    QVERIFY(shown.open({threeChanges(), threeChanges(QStringLiteral("b.txt"))}));
    shown.view.showFile(1);
    QVERIFY(shown.settle());
    shown.key(Qt::Key_F8, Qt::ShiftModifier);
    QCOMPARE(shown.view.currentFile(), 0);
    QCOMPARE(shown.view.canvas()->selection().caret.row, shown.view.canvas()->diff()->changeStarts().last());
    shown.key(Qt::Key_F8, Qt::ShiftModifier);
    shown.key(Qt::Key_F8, Qt::ShiftModifier);
    shown.key(Qt::Key_F8, Qt::ShiftModifier); // there is no further one
    QCOMPARE(shown.view.currentFile(), 0);
    QCOMPARE(shown.view.canvas()->selection().caret.row, shown.view.canvas()->diff()->changeStarts().first());
}

void TestDiffView::aFoldOpensByClickAndByKey()
{
    ShownView shown;
    QVERIFY(shown.open({threeChanges()}));
    DiffCanvas &canvas = *shown.view.canvas();
    canvas.verticalScrollBar()->setValue(0);
    QCOMPARE(canvas.diff()->rows().first().kind, RowKind::Fold);
    QCOMPARE(canvas.diff()->rows().first().hidden, 47);
    const auto links = canvas.foldLinks(0);
    QCOMPARE(links.size(), 2); // ahead of the first change nothing goes on downwards
    QCOMPARE(links.first().first, FoldLink::Above);
    QTest::mouseClick(canvas.viewport(), Qt::LeftButton, {}, links.first().second.center());
    QVERIFY(shown.settle());
    QCOMPARE(canvas.diff()->rows().first().hidden, 27);
    canvas.goToRow(0);
    shown.key(Qt::Key_Return, Qt::ShiftModifier);
    QCOMPARE(canvas.diff()->rows().first().kind, RowKind::Line);
    QCOMPARE(canvas.diff()->rows().first().before, 0);
}

void TestDiffView::whatIsReadStaysInPlaceWhenAFoldOpens()
{
    ShownView shown(QSize(1400, 300));
    QVERIFY(shown.open({threeChanges()}));
    DiffCanvas &canvas = *shown.view.canvas();
    canvas.goToLastChange();
    const qsizetype line = canvas.diff()->rows()[canvas.diff()->changeStarts().last()].after;
    canvas.verticalScrollBar()->setValue(canvas.verticalScrollBar()->maximum());
    const int y = canvas.rowRect(canvas.diff()->rowOf(Side::After, line)).top();
    canvas.openFold(0, FoldLink::All);
    QVERIFY(shown.settle());
    QCOMPARE(canvas.rowRect(canvas.diff()->rowOf(Side::After, line)).top(), y);
}

void TestDiffView::theArrangementFollowsTheWidth()
{
    ShownView shown(QSize(1400, 600));
    QVERIFY(shown.open({threeChanges()}));
    QCOMPARE(shown.view.canvas()->geometry().arrangement, Arrangement::SideBySide);
    shown.view.resize(900, 600);
    QVERIFY(shown.settle());
    QCOMPARE(shown.view.canvas()->geometry().arrangement, Arrangement::Unified);
    shown.key(Qt::Key_D, Qt::ControlModifier); // automatic → side by side
    QCOMPARE(shown.view.canvas()->geometry().arrangement, Arrangement::SideBySide);
    shown.key(Qt::Key_D, Qt::ControlModifier);
    QCOMPARE(shown.view.canvas()->geometry().arrangement, Arrangement::Unified);
}

void TestDiffView::linesAreWrappedToTheWidth()
{
    const QByteArray words = QByteArray("words that go on ").repeated(60) + "\n";
    ShownView shown;
    QVERIFY(shown.open({changedFile(QStringLiteral("a.txt"), "a\n", words)}));
    QVERIFY(shown.view.canvas()->horizontalScrollBar()->maximum() > 0);
    shown.key(Qt::Key_Z, Qt::AltModifier);
    QVERIFY(shown.view.canvas()->diff()->displayLines(0) > 5);
    QCOMPARE(shown.view.canvas()->horizontalScrollBar()->maximum(), 0);
    const int wide = shown.view.canvas()->diff()->displayLines(0);
    shown.view.resize(1120, 800);
    QVERIFY(shown.settle());
    QVERIFY(shown.view.canvas()->diff()->displayLines(0) > wide);
}

void TestDiffView::whiteSpaceModesTakeChangesAway()
{
    ShownView shown;
    QVERIFY(shown.open({changedFile(QStringLiteral("a.c"), "one\ntwo\nthree\n", "one\n  two\nthree!\n")}));
    QCOMPARE(shown.view.canvas()->diff()->added(), 2);
    shown.view.bar()->setWhitespace(Whitespace::IgnoreAll);
    QVERIFY(shown.settle());
    QCOMPARE(shown.view.canvas()->diff()->added(), 1);
    QVERIFY(shown.view.header()->text().contains(QStringLiteral("+1")));
}

void TestDiffView::findGoesThroughAllPlacesAndIntoFolds()
{
    ShownView shown;
    QVERIFY(shown.open({threeChanges()}));
    shown.key(Qt::Key_F, Qt::ControlModifier);
    QVERIFY(shown.view.findBar()->isVisible());
    QTest::keyClicks(shown.view.findBar()->field(), QStringLiteral("line 5"));
    QVERIFY(shown.settle());
    QVERIFY(shown.view.canvas()->found().size() > 10);
    shown.view.findBar()->field()->setText(QStringLiteral("line 99"));
    QVERIFY(shown.settle());
    // It was in a fold, which is open now; side by side both sides have it.
    QCOMPARE(shown.view.canvas()->found().size(), 2);
    QVERIFY(shown.settle());
    const CanvasPlace caret = shown.view.canvas()->selection().caret;
    QCOMPARE(shown.view.canvas()->diff()->rows()[caret.row].before, 99);
    QTest::keyClick(shown.view.findBar()->field(), Qt::Key_Return);
    QCOMPARE(shown.view.canvas()->diff()->rows()[shown.view.canvas()->selection().caret.row].before, 99);
    QCOMPARE(int(shown.view.canvas()->selection().side), int(Side::After));
    QTest::keyClick(shown.view.findBar()->field(), Qt::Key_Escape);
    QVERIFY(!shown.view.findBar()->isVisible());
    QVERIFY(shown.view.canvas()->found().isEmpty());
}

void TestDiffView::aWrongExpressionIsSaidInWords()
{
    ShownView shown;
    QVERIFY(shown.open({threeChanges()}));
    shown.view.openFind();
    QTest::keyClick(shown.view.findBar()->field(), Qt::Key_R, Qt::AltModifier);
    QTRY_VERIFY(shown.view.findBar()->query().isRegularExpression);
    shown.view.findBar()->field()->setText(QStringLiteral("li(ne"));
    QVERIFY(shown.settle());
    const auto labels = shown.view.findBar()->findChildren<QLabel *>();
    QVERIFY(std::any_of(labels.begin(), labels.end(), [](const QLabel *label) { return label->text().size() > 20; }));
    QVERIFY(shown.view.canvas()->found().isEmpty());
    shown.view.findBar()->field()->setText(QStringLiteral("^line (fifty|49)$"));
    QVERIFY(shown.settle());
    QCOMPARE(shown.view.canvas()->found().size(), 3);
}

void TestDiffView::copyGivesOneSideWithoutSignsAndWithThem()
{
    ShownView shown;
    QVERIFY(shown.open({changedFile(QStringLiteral("a.txt"), "one\ntwo\x01\nthree\n", "one\nTWO\nthree\n")}));
    DiffCanvas &canvas = *shown.view.canvas();
    QTest::keyClick(&canvas, Qt::Key_BracketLeft);
    shown.key(Qt::Key_A, Qt::ControlModifier);
    shown.key(Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(
        QGuiApplication::clipboard()->text(), QStringLiteral("one\ntwo\x01\nthree")); // not the picture of the byte
    QTest::keyClick(&canvas, Qt::Key_BracketRight);
    shown.key(Qt::Key_A, Qt::ControlModifier);
    shown.key(Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral(" one\n+TWO\n three\n"));
    shown.view.bar()->setArrangement(ArrangementChoice::Unified);
    QVERIFY(shown.settle());
    shown.key(Qt::Key_A, Qt::ControlModifier);
    QCOMPARE(canvas.copied(CopiedSigns::With), QStringLiteral(" one\n-two\x01\n+TWO\n three\n"));
}

void TestDiffView::keysMoveAndSelect()
{
    ShownView shown;
    QVERIFY(shown.open({changedFile(QStringLiteral("a.txt"), "alpha beta\ngamma\n", "alpha delta\ngamma\n")}));
    DiffCanvas &canvas = *shown.view.canvas();
    shown.key(Qt::Key_Home, Qt::ControlModifier);
    shown.key(Qt::Key_Right, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(canvas.selectedText(), QStringLiteral("alpha"));
    shown.key(Qt::Key_Down, Qt::ShiftModifier);
    QVERIFY(canvas.selectedText().contains(QLatin1Char('\n')));
    shown.key(Qt::Key_End, Qt::ControlModifier);
    QVERIFY(canvas.selectedText().isEmpty());
    QCOMPARE(canvas.selection().caret.unit, 5);
    shown.key(Qt::Key_Right); // at the very end
    shown.key(Qt::Key_Left);
    QCOMPARE(canvas.selection().caret.unit, 4);
}

void TestDiffView::aDoubleClickSelectsAWord()
{
    ShownView shown;
    QVERIFY(shown.open({changedFile(QStringLiteral("a.txt"), "", "alpha\tbeta_2 gamma\n")}));
    DiffCanvas &canvas = *shown.view.canvas();
    const auto &pane = canvas.geometry().pane(Side::After);
    // Column 9 is in "beta_2", which begins after the tab stop at 8.
    const QPoint place(pane.textLeft + 9 * canvas.geometry().cell + 2, canvas.rowRect(0).center().y());
    QTest::mouseDClick(canvas.viewport(), Qt::LeftButton, {}, place);
    QCOMPARE(canvas.selectedText(), QStringLiteral("beta_2"));
    QTest::mousePress(canvas.viewport(), Qt::LeftButton, {}, QPoint(pane.textLeft, place.y()));
    QTest::mouseMove(canvas.viewport(), QPoint(pane.textLeft + 5 * canvas.geometry().cell, place.y()));
    QTest::mouseRelease(
        canvas.viewport(), Qt::LeftButton, {}, QPoint(pane.textLeft + 5 * canvas.geometry().cell, place.y()));
    QCOMPARE(canvas.selectedText(), QStringLiteral("alpha"));
}

void TestDiffView::theMapScrolls()
{
    ShownView shown;
    QVERIFY(shown.open({changedFile(QStringLiteral("a.txt"), numberedLines(5000, "old"), numberedLines(5000, "new"))}));
    QWidget *map = shown.view.map();
    QScrollBar *bar = shown.view.canvas()->verticalScrollBar();
    QTest::mouseClick(map, Qt::LeftButton, {}, QPoint(9, map->height() / 2));
    QVERIFY2(
        std::abs(bar->value() - bar->maximum() / 2) < bar->maximum() / 20, qPrintable(QString::number(bar->value())));
    const QImage painted = map->grab().toImage();
    const DiffColours &colours = DiffColours::of(shown.view.palette());
    QCOMPARE(painted.pixelColor(5, map->height() / 4), colours.look.failed);
    QCOMPARE(painted.pixelColor(14, map->height() / 4), colours.look.completed);
}

void TestDiffView::theFilterKeepsF8AmongItsFiles()
{
    ShownView shown;
    QVERIFY(shown.open({threeChanges(QStringLiteral("src/a.txt")), threeChanges(QStringLiteral("doc/b.txt")),
        threeChanges(QStringLiteral("src/c.txt"))}));
    shown.key(Qt::Key_L, Qt::ControlModifier);
    QTest::keyClicks(shown.view.tree()->filter(), QStringLiteral("SRC"));
    shown.view.showFile(0);
    QVERIFY(shown.settle());
    QCOMPARE(shown.view.tree()->neighbour(0, 1), 2);
    shown.key(Qt::Key_PageDown, Qt::ControlModifier);
    QCOMPARE(shown.view.currentFile(), 2);
}

void TestDiffView::theLineOfTheCaretIsRead()
{
    ShownView shown;
    QVERIFY(shown.open({changedFile(QStringLiteral("a.txt"), "one\ntwo\n", "one\nTWO\n")}));
    QAccessibleInterface *spoken = QAccessible::queryAccessibleInterface(shown.view.canvas());
    QVERIFY(spoken);
    QCOMPARE(spoken->text(QAccessible::Value), QStringLiteral("After, line 2, added: TWO"));
    QTest::keyClick(shown.view.canvas(), Qt::Key_BracketLeft);
    QCOMPARE(spoken->text(QAccessible::Value), QStringLiteral("Before, line 2, removed: two"));
    shown.key(Qt::Key_Up);
    QCOMPARE(spoken->text(QAccessible::Value), QStringLiteral("Before, line 1, unchanged: one"));
    for (QWidget *widget : shown.view.findChildren<QWidget *>())
        if (widget->focusPolicy() & Qt::TabFocus && widget->isVisible() && !widget->inherits("QAbstractItemView")
            && !widget->focusProxy())
            QVERIFY2(!QAccessible::queryAccessibleInterface(widget)->text(QAccessible::Name).isEmpty(),
                widget->metaObject()->className());
}

void TestDiffView::attributionIsInTheMarginAndClickable()
{
    class EveryOther : public AttributionModel
    {
    public:
        std::optional<LineAttribution> attribution(const QString &path, qint64 line) const override
        {
            if (path != QLatin1String("a.txt") || line % 2)
                return {};
            return LineAttribution{QStringLiteral("run-%1").arg(line), QStringLiteral("T-1"), QStringLiteral("T-1"), 7};
        }
    };
    ShownView shown;
    QVERIFY(shown.open({changedFile(QStringLiteral("a.txt"), "one\ntwo\n", "one\nTWO\n")}));
    QCOMPARE(shown.view.canvas()->geometry().after.marginWidth, 0); // no model, no margin
    shown.view.setAttribution(std::make_shared<EveryOther>());
    QVERIFY(shown.settle());
    const auto &pane = shown.view.canvas()->geometry().after;
    QVERIFY(pane.marginWidth > 0);
    QString clicked;
    connect(&shown.view, &DiffView::attributionClicked, this, [&](const LineAttribution &one) { clicked = one.run; });
    const auto click = [&](qsizetype row) {
        QTest::mouseClick(shown.view.canvas()->viewport(), Qt::LeftButton, {},
            QPoint(pane.marginLeft + 5, shown.view.canvas()->rowRect(row).center().y()));
    };
    click(0);
    QCOMPARE(clicked, QString());
    click(1);
    QCOMPARE(clicked, QStringLiteral("run-2"));
    clicked.clear();
    shown.view.canvas()->goToRow(1);
    shown.key(Qt::Key_Return);
    QCOMPARE(clicked, QStringLiteral("run-2"));
    QCOMPARE(shown.view.canvas()->spokenLine(), QStringLiteral("After, line 2, added, for T-1: TWO"));
}

void TestDiffView::namesAreNeverHtml()
{
    const QString name = QStringLiteral("<b>x</b><img src='file:///etc/passwd'>\u202e.txt");
    ShownView shown;
    QVERIFY(shown.open({threeChanges(name), threeChanges()}));
    QVERIFY(!shown.view.header()->text().contains(QChar(0x202e)));
    for (const QLabel *label : shown.view.findChildren<QLabel *>())
        if (label->text().contains(QLatin1Char('<')))
            QCOMPARE(label->textFormat(), Qt::PlainText);
}

void TestDiffView::nothingThatDiffersIsSaid()
{
    ShownView shown;
    QVERIFY(shown.open(QList<FileDiff>()));
    QVERIFY(shown.view.notice().contains(QStringLiteral("Nothing differs")));
    shown.view.goToChange(1);
    shown.view.openFind();
    shown.view.toggleViewed(0);
    shown.view.savePatchTo(QStringLiteral("/nonexistent/x"));
    QVERIFY(shown.settle());
}

QTEST_MAIN(TestDiffView)
#include "tst_DiffView.moc"
