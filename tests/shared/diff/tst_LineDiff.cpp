#include "shared/diff/Hunks.h"
#include "shared/diff/LineDiff.h"

#include <QTest>

using namespace mergeloom;

namespace {

QList<Change> changes(const QByteArray &before, const QByteArray &after, Whitespace mode = Whitespace::Exact)
{
    return lineDiff(*Text::of(before), *Text::of(after), mode);
}

QByteArray utf16(const QString &text)
{
    return "\xff\xfe" + QByteArray(reinterpret_cast<const char *>(text.utf16()), text.size() * 2);
}

} // namespace

class TestLineDiff : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsWhatChanged()
    {
        QCOMPARE(changes("a\nb\nc\n", "a\nB\nc\nd\n"), (QList<Change>{{1, 1, 1, 1}, {3, 0, 3, 1}}));
        QVERIFY(changes("a\n", "a\n").isEmpty());
        QCOMPARE(changes("", "a\nb"), (QList<Change>{{0, 0, 0, 2}}));
        QCOMPARE(changes("a\nb", ""), (QList<Change>{{0, 2, 0, 0}}));
    }

    void tellsALastLineWithoutNewlineApart() { QCOMPARE(changes("a\nb\n", "a\nb"), (QList<Change>{{1, 1, 1, 1}})); }

    void ignoresWhitespaceAsAsked()
    {
        QCOMPARE(changes("a b\n", "a  b\n").size(), 1);
        QVERIFY(changes("a b\n", "a  b \n", Whitespace::IgnoreAmount).isEmpty());
        QCOMPARE(changes("a b\n", "ab\n", Whitespace::IgnoreAmount).size(), 1);
        QVERIFY(changes("a b\n", "ab\n", Whitespace::IgnoreAll).isEmpty());
        QVERIFY(changes("a\n", "a \r\n", Whitespace::IgnoreAtEnd).isEmpty());
        QCOMPARE(changes(" a\n", "a\n", Whitespace::IgnoreAtEnd).size(), 1);
    }

    void marksEmptyLinesThatAreIgnored()
    {
        const auto ignored = changes("a\nb\n", "a\n\nb\nc\n", Whitespace::IgnoreBlankLines);
        QCOMPARE(ignored, (QList<Change>{{1, 0, 1, 1, true}, {2, 0, 3, 1, false}}));
    }

    void comparesUtf16ByLines()
    {
        const QByteArray before = utf16(QStringLiteral("a\n\u0a0a b\nc\n"));
        const QByteArray after = utf16(QStringLiteral("a\n\u0a0a x\nc\n"));
        QCOMPARE(changes(before, after), (QList<Change>{{1, 1, 1, 1}}));
        // Different only in a lone surrogate, or in a last odd byte.
        QCOMPARE(changes(utf16(QString(QChar(0xd800))), utf16(QString(QChar(0xd801)))).size(), 1);
        QCOMPARE(changes(before + 'a', before + 'b').size(), 1);
        QCOMPARE(changes(before, "a\n"), (QList<Change>{{0, 3, 0, 1}}));
    }

    void matchesNothingAcrossLinesThatAPatchDoesNotHave()
    {
        FileDiff file;
        file.before = Text::of("x\na\n");
        file.after = Text::of("a\nx\n");
        file.gaps = {{1, 1, 30}};
        QCOMPARE(changesOf(file, Whitespace::IgnoreAll), (QList<Change>{{0, 1, 0, 1}, {1, 1, 1, 1}}));
    }

    void cutsPiecesOfAPatchAsThePatch()
    {
        FileDiff file;
        file.before = Text::of("x\n\xff\xfe"
                               "a\nb\n",
            {{0, 1}, {1, 30}});
        file.after = Text::of("x\n\xff\xfe"
                              "a\nc\n",
            {{0, 1}, {1, 30}});
        file.gaps = {{1, 1, 28}};
        QCOMPARE(changesOf(file, Whitespace::IgnoreAll), (QList<Change>{{2, 1, 2, 1}}));
    }

    void groupsChangesThatStandClose()
    {
        QByteArray before;
        for (int line = 0; line < 30; ++line)
            before += QByteArray::number(line) + '\n';
        QByteArray after = before;
        after.replace("\n5\n", "\nfive\n").replace("\n11\n", "\neleven\n").replace("\n25\n", "\n");
        const FileDiff file = compareFiles({"a", before}, {"a", after});
        const QList<Hunk> hunks = hunksOf(file, file.changes, 3);
        QCOMPARE(hunks.size(), 2);
        QCOMPARE(hunks[0].before, 2);
        QCOMPARE(hunks[0].beforeCount, 13);
        QCOMPARE(hunks[1].afterCount, 6);
        QCOMPARE(countsOf(file.changes, hunks).removed, 3);
        QCOMPARE(countsOf(file.changes, hunks).added, 2);
    }
};

QTEST_GUILESS_MAIN(TestLineDiff)
#include "tst_LineDiff.moc"
