#include "shared/diff/CopiedText.h"
#include "shared/diff/DiffLayout.h"
#include "shared/diff/FindText.h"

#include <QTest>

using namespace mergeloom;

namespace {

QByteArray numbered(int count)
{
    QByteArray text;
    for (int line = 1; line <= count; ++line)
        text += "line " + QByteArray::number(line) + '\n';
    return text;
}

/// One character for each row: what is in it.
QString kinds(const DiffLayout &layout)
{
    QString text;
    for (const DiffRow &row : layout.rows()) {
        if (row.kind != RowKind::Line)
            text += row.kind == RowKind::Fold ? u'f' : u'g';
        else if (row.beforeMark == Mark::Same || row.afterMark == Mark::Same)
            text += u'=';
        else if (row.beforeMark == Mark::Changed && row.afterMark == Mark::Changed)
            text += u'!';
        else if (row.beforeMark != Mark::None && row.afterMark != Mark::None)
            text += u'#';
        else
            text += row.beforeMark != Mark::None ? u'-' : u'+';
    }
    return text;
}

FileDiff example()
{
    QByteArray after = numbered(30);
    after.replace("line 10\n", "line ten\nand one more thing\n");
    return compareFiles({"a.txt", numbered(30)}, {"a.txt", after});
}

} // namespace

class TestDiffLayout : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void foldsWhatIsFarFromChanges()
    {
        const auto layout = DiffLayout::of(example(), {});
        QCOMPARE(kinds(*layout), "f===!+===f");
        QCOMPARE(layout->rows()[0].hidden, 6);
        QCOMPARE(layout->rows().last().hidden, 17);
        QCOMPARE(layout->changeStarts(), QList<qsizetype>{4});
        QCOMPARE(layout->added(), 2);
        QCOMPARE(layout->removed(), 1);
    }

    void showsOneSideUnderTheOther()
    {
        LayoutOptions options;
        options.arrangement = Arrangement::Unified;
        const auto layout = DiffLayout::of(example(), options);
        QCOMPARE(kinds(*layout), "f===-++===f");
        QCOMPARE(layout->spans(4), layout->spans(5));
        QCOMPARE(layout->spans(4).before, (QList<Span>{{5, 2}}));
        QVERIFY(layout->spans(6).after.isEmpty());
    }

    void opensFolds()
    {
        LayoutOptions options;
        options.opened = {{0, 4}, {25, 5}};
        const auto layout = DiffLayout::of(example(), options);
        QCOMPARE(kinds(*layout), "====f===!+===f=====");
        QCOMPARE(layout->rowOf(Side::Before, 4), 4);
        QCOMPARE(layout->rowOf(Side::After, 10), 9);
        QCOMPARE(layout->rowOf(Side::Before, 29), 18);
    }

    void setsNoFoldInPlaceOfOneLine()
    {
        LayoutOptions options;
        options.context = 8;
        QCOMPARE(kinds(*DiffLayout::of(example(), options)), "=========!+========f");
    }

    void showsMovedLines()
    {
        const QByteArray moved = "a function that is long enough\nto be taken for moved\n";
        DiffDocument document;
        document.files = {compareFiles({"a", moved + "rest\n"}, {"a", "rest\n"}),
            compareFiles({"b", "other\n"}, {"b", "other\n" + moved})};
        const auto blocks = movedBlocks(document, Whitespace::Exact);
        QCOMPARE(blocks[0], (QList<MovedBlock>{{Side::Before, 0, 2, 1, 1}}));
        QCOMPARE(blocks[1], (QList<MovedBlock>{{Side::After, 1, 2, 0, 0}}));
        QCOMPARE(DiffLayout::of(document.files[0], {}, blocks[0])->rows()[0].beforeMark, Mark::MovedAway);
        QCOMPARE(DiffLayout::of(document.files[1], {}, blocks[1])->rows()[1].afterMark, Mark::MovedHere);
    }

    void wrapsByColumns()
    {
        const FileDiff file =
            compareFiles({"a", "short\n"}, {"a", "0123456789\n漢字漢字\ne\u0301e\u0301e\u0301e\u0301\n\tx\n"});
        LayoutOptions options;
        options.wrapColumns = 4;
        const auto layout = DiffLayout::of(file, options);
        QCOMPARE(layout->displayLines(0), 3);
        QCOMPARE(layout->displayLines(1), 2);
        QCOMPARE(layout->displayLines(2), 1);
        QCOMPARE(layout->displayLines(3), 2);
        QCOMPARE(layout->displayLineCount(), 8);
        QCOMPARE(layout->rowAt(2), 0);
        QCOMPARE(layout->rowAt(3), 1);
        QCOMPARE(layout->rowAt(7), 3);
    }

    void findsTextInFoldsToo()
    {
        const auto layout = DiffLayout::of(example(), {});
        const auto found = findText(*layout, {"LINE 2"});
        QVERIFY(found.has_value());
        QCOMPARE(found->size(), 22); // 2, and 20 to 29, on both sides
        QCOMPARE(found->first(), (FoundText{0, Side::Before, 1, {0, 6}}));
        QCOMPARE(findText(*layout, {"line 2", true, true})->size(), 2);
        QCOMPARE(findText(*layout, {"t.n$", false, false, true})->size(), 1);
        QVERIFY(!findText(*layout, {"(", false, false, true}).has_value());
    }

    void copiesRows()
    {
        const auto layout = DiffLayout::of(example(), {});
        QCOMPARE(copiedText(*layout, 3, 6, CopiedSides::Both, CopiedSigns::With),
            " line 9\n-line 10\n+line ten\n+and one more thing\n line 11\n");
        QCOMPARE(copiedText(*layout, 3, 6, CopiedSides::Before, CopiedSigns::Without), "line 9\nline 10\nline 11\n");
        QCOMPARE(copiedText(*layout, 0, 1, CopiedSides::After, CopiedSigns::With), "@@ 6 lines @@\n line 7\n");
    }

    void givesNothingWhenStopped()
    {
        std::stop_source source;
        source.request_stop();
        QVERIFY(!DiffLayout::of(example(), {}, {}, source.get_token()));
    }
};

QTEST_GUILESS_MAIN(TestDiffLayout)
#include "tst_DiffLayout.moc"
