#include "shared/diff/LineWidth.h"

#include <QTest>

using namespace mergeloom;

class TestLineWidth : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void countsColumns()
    {
        QCOMPARE(columnsOf(U'a', 0, 4), 1);
        QCOMPARE(columnsOf(U'é', 0, 4), 1);
        QCOMPARE(columnsOf(U'漢', 0, 4), 2);
        QCOMPARE(columnsOf(U'한', 0, 4), 2);
        QCOMPARE(columnsOf(U'ｗ', 0, 4), 2);
        QCOMPARE(columnsOf(U'😀', 0, 4), 2);
        QCOMPARE(columnsOf(U'\u0301', 0, 4), 0);
        QCOMPARE(columnsOf(U'\u200d', 0, 4), 0);
        QCOMPARE(columnsOf(U'\t', 0, 4), 4);
        QCOMPARE(columnsOf(U'\t', 3, 4), 1);
        QCOMPARE(columnsOf(U'␛', 0, 4), 1);
    }

    void wrapsAfterBlanksWhereThereAreSome()
    {
        QCOMPARE(wrapStarts("one two three", 8, 4), (QList<qsizetype>{0, 8}));
        QCOMPARE(wrapStarts("one two three", 6, 4), (QList<qsizetype>{0, 4, 8}));
        QCOMPARE(wrapStarts("onetwothree", 4, 4), (QList<qsizetype>{0, 4, 8}));
        QCOMPARE(wrapStarts("", 4, 4), (QList<qsizetype>{0}));
        QCOMPARE(wrapStarts("no wrapping", 0, 4), (QList<qsizetype>{0}));
    }

    void splitsNoCharacter()
    {
        QCOMPARE(wrapStarts(QStringLiteral("😀😀"), 2, 4), (QList<qsizetype>{0, 2}));
        QCOMPARE(wrapStarts(QStringLiteral("😀😀"), 1, 4), (QList<qsizetype>{0, 2}));
        QCOMPARE(wrapStarts(QStringLiteral("aé漢b"), 3, 4), (QList<qsizetype>{0, 2}));
    }

    void countsWhatIsWrapped_data()
    {
        QTest::addColumn<QByteArray>("line");
        for (const char *line : {"", " ", "     ", "a bc def ghij klmno", "abcdefghijkl", "a  b  c  d  e", "ab\tcd ef",
                 "\xc3\xa4 \xc3\xb6 \xc3\xbc"})
            QTest::newRow(line) << QByteArray(line);
    }

    void countsWhatIsWrapped()
    {
        QFETCH(QByteArray, line);
        const auto text = Text::of(line + '\n');
        for (int columns = 1; columns < 15; ++columns)
            QCOMPARE(displayLinesOf(*text, 0, columns, 4), wrapStarts(text->shown(0), columns, 4).size());
    }
};

QTEST_GUILESS_MAIN(TestLineWidth)
#include "tst_LineWidth.moc"
