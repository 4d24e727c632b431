#include "shared/diff/ChangedSpans.h"

#include <QElapsedTimer>
#include <QTest>

using namespace mergeloom;

namespace {

/// The changed parts in brackets, before and after.
QString marked(const QString &before, const QString &after, Whitespace mode = Whitespace::Exact)
{
    const ChangedSpans spans = changedSpans(before, after, mode);
    const auto mark = [](QString line, const QList<Span> &parts) {
        for (auto part = parts.crbegin(); part != parts.crend(); ++part)
            line.insert(part->start + part->length, u']').insert(part->start, u'[');
        return line;
    };
    return mark(before, spans.before) + u'|' + mark(after, spans.after);
}

} // namespace

class TestChangedSpans : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void marksWords()
    {
        QCOMPARE(marked("int count = 0;", "long count = 1;"), "[int] count = [0];|[long] count = [1];");
        QCOMPARE(marked("call(a)", "call(a, b)"), "call(a)|call(a[, b])");
        QCOMPARE(marked("same", "same"), "same|same");
    }

    void marksCharactersWhereMostOfAWordIsTheSame()
    {
        QCOMPARE(marked("beginValue", "beginValues"), "beginValue|beginValue[s]");
        QCOMPARE(marked("abcdef", "uvwxyz"), "[abcdef]|[uvwxyz]");
    }

    void splitsNoCharacter()
    {
        QCOMPARE(marked(QStringLiteral("wide😀"), QStringLiteral("wide😁")), QStringLiteral("wide[😀]|wide[😁]"));
        QCOMPARE(marked(QStringLiteral("cafe"), QStringLiteral("cafe\u0301")), QStringLiteral("caf[e]|caf[e\u0301]"));
    }

    void ignoresWhitespaceAsAsked()
    {
        QCOMPARE(marked("a  b", "a b", Whitespace::IgnoreAmount), "a  b|a b");
        QCOMPARE(marked("a=1;", "a = 2;", Whitespace::IgnoreAll), "a=[1];|a = [2];");
        QCOMPARE(marked("a", "a  ", Whitespace::IgnoreAtEnd), "a|a  ");
    }

    void costsLittleOnVeryLongLines()
    {
        QString before;
        QString after;
        for (int word = 0; word < 200'000; ++word) {
            before += QString::number(word * 7919 % 1000) + u' ';
            after += QString::number(word * 104729 % 1000) + u' ';
        }
        QElapsedTimer clock;
        clock.start();
        QVERIFY(!changedSpans(before, after, Whitespace::Exact).before.isEmpty());
        QVERIFY2(clock.elapsed() < 5000, qPrintable(QString::number(clock.elapsed())));
    }
};

QTEST_GUILESS_MAIN(TestChangedSpans)
#include "tst_ChangedSpans.moc"
