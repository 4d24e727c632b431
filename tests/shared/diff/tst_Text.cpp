#include "shared/diff/Text.h"

#include <QTest>

using namespace mergeloom;

class TestText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsLinesAndTheirEnds()
    {
        const auto text = Text::of("one\r\ntwo\n\nlast");
        QCOMPARE(text->count(), 4);
        QCOMPARE(text->line(0).toByteArray(), "one");
        QCOMPARE(text->end(0), LineEnd::CrLf);
        QCOMPARE(text->end(1), LineEnd::Lf);
        QCOMPARE(text->line(2).size(), 0);
        QCOMPARE(text->end(3), LineEnd::None);
        QCOMPARE(text->number(3), 4);
    }

    void hasNoLineWhenEmpty() { QCOMPARE(Text::of({})->count(), 0); }

    void readsUtf16ByItsMark()
    {
        const auto text = Text::of(QByteArray("\xff\xfe"
                                              "a\0\r\0\n\0\xe4\0",
            10));
        QCOMPARE(text->encoding(), Encoding::Utf16Le);
        QCOMPARE(text->count(), 2);
        QCOMPARE(text->shown(0), "a");
        QCOMPARE(text->end(0), LineEnd::CrLf);
        QCOMPARE(text->shown(1), QStringLiteral("ä"));
        QCOMPARE(text->end(1), LineEnd::None);
        const auto big = Text::of(QByteArray("\xfe\xff\0a\0\n\xd8\0", 8));
        QCOMPARE(big->encoding(), Encoding::Utf16Be);
        QCOMPARE(big->count(), 2);
        QCOMPARE(big->shown(1), QString(QChar::ReplacementCharacter));
    }

    void takesWhatIsNoUtf8ForLatin1ButForStrayBytes()
    {
        QCOMPARE(Text::of("caf\xe9\n")->encoding(), Encoding::Latin1);
        QCOMPARE(Text::of("caf\xe9\n")->shown(0), QStringLiteral("café"));
        const auto stray = Text::of("äöü\xff\n");
        QCOMPARE(stray->encoding(), Encoding::Utf8);
        QCOMPARE(stray->shown(0), QStringLiteral("äöü\ufffd"));
    }

    void makesVisibleWhatWouldHideOrTurn()
    {
        QCOMPARE(visibleText(QStringLiteral("a\tb\u001b[0m")), QStringLiteral("a\tb␛[0m"));
        QCOMPARE(visibleText(QStringLiteral("a\u202eb")), QStringLiteral("a‹U+202E›b"));
        QCOMPARE(visibleText(QStringLiteral("\ufeffx")), QStringLiteral("‹U+FEFF›x"));
        QCOMPARE(visibleText(QStringLiteral("Ω 漢 😀")), QStringLiteral("Ω 漢 😀"));
    }

    void numbersLinesOfPatchesAsTheFileDoes()
    {
        const auto text = Text::of("a\nb\nc\n", {{0, 10}, {2, 50}});
        QCOMPARE(text->number(1), 11);
        QCOMPARE(text->number(2), 50);
        QList<qsizetype> places;
        for (const qint64 number : {1, 10, 11, 12, 49, 50, 51, 900})
            places << text->placeOf(number);
        QCOMPARE(places, QList<qsizetype>({0, 0, 1, 2, 2, 2, 3, 3}));
        QCOMPARE(Text::of("a\nb\n")->placeOf(2), 1);
    }

    void tellsBinaryContentAsGitDoes()
    {
        QVERIFY(isBinaryContent(QByteArray("a\0b", 3)));
        QVERIFY(!isBinaryContent(QByteArray(8000, 'a') + '\0'));
        QVERIFY(!isBinaryContent(QByteArray("\xff\xfe"
                                            "a\0",
            4)));
    }
};

QTEST_GUILESS_MAIN(TestText)
#include "tst_Text.moc"
