#include "shared/diff/SimilarLines.h"

#include <QElapsedTimer>
#include <QTest>

using namespace mergeloom;

namespace {

QList<LinePair> pairs(const QByteArray &before, const QByteArray &after)
{
    const auto old = Text::of(before);
    const auto young = Text::of(after);
    return similarLines(*old, *young, {0, old->count(), 0, young->count()});
}

} // namespace

class TestSimilarLines : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void pairsWhatIsAlike()
    {
        QCOMPARE(
            pairs("int count = 0;\nreturn count;\n", "// how many\nint count = 1;\nlog(\"x\");\nreturn count + 1;\n"),
            (QList<LinePair>{{0, 1}, {1, 3}}));
    }

    void pairsNothingWithWhatIsOther()
    {
        QCOMPARE(pairs("alpha beta gamma\n", "one two three\n"), QList<LinePair>());
        QCOMPARE(pairs("\n\n", "x\n"), QList<LinePair>());
        QCOMPARE(pairs("", "x\n"), QList<LinePair>());
    }

    void pairsOneLineWithOneFarAway()
    {
        QByteArray after;
        for (int line = 0; line < 1000; ++line)
            after +=
                line == 700 ? QByteArray("the wanted line, edited\n") : "filler " + QByteArray::number(line) + "\n";
        QCOMPARE(pairs("the wanted line\n", after), (QList<LinePair>{{0, 700}}));
    }

    void keepsTheOrderOfBothTexts()
    {
        const QList<LinePair> found =
            pairs("first one here\nsecond one there\n", "second one there!\nfirst one here!\n");
        QCOMPARE(found.size(), 1);
    }

    void costsLittleForManyLines()
    {
        QByteArray before;
        QByteArray after;
        for (int line = 0; line < 60'000; ++line) {
            before += "value number " + QByteArray::number(line * 7919 % 65'536) + '\n';
            after += "value number " + QByteArray::number(line * 7919 % 65'536) + " seen\n";
        }
        QElapsedTimer clock;
        clock.start();
        QCOMPARE(pairs(before, after).size(), 60'000);
        QVERIFY2(clock.elapsed() < 20'000, QByteArray::number(clock.elapsed()).constData());
    }
};

QTEST_GUILESS_MAIN(TestSimilarLines)
#include "tst_SimilarLines.moc"
