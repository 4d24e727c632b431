#include "service/providers/StuckDetector.h"

#include <QTest>

using namespace mergeloom;

using Turns = QList<QStringList>; // each turn: "call=result", with a "!" before a failing one
Q_DECLARE_METATYPE(Turns)

namespace {

/// The number of the turn (from 1) after which it says stuck; 0: never.
int stuckAfter(const Turns &turns)
{
    StuckDetector detector;
    for (qsizetype i = 0; i < turns.size(); ++i) {
        QList<StuckDetector::Observation> turn;
        for (const QString &step : turns.at(i)) {
            const bool isFailure = step.startsWith(u'!');
            const QString text = isFailure ? step.mid(1) : step;
            turn.append({text.section(u'=', 0, 0), text.section(u'=', 1), isFailure});
        }
        if (detector.afterTurn(turn))
            return int(i) + 1;
    }
    return 0;
}

Turns oneByOne(const char *steps)
{
    Turns turns;
    for (const QString &step : QString::fromLatin1(steps).split(u' '))
        turns.append(QStringList{step});
    return turns;
}

} // namespace

class StuckDetectorTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void knowsCirclesFromWork_data()
    {
        QTest::addColumn<Turns>("turns");
        QTest::addColumn<int>("after");
        QTest::newRow("same call, same result, four times") << oneByOne("read=a read=a read=a read=a read=a") << 4;
        QTest::newRow("three times is not yet stuck") << oneByOne("read=a read=a read=a write=ok") << 0;
        QTest::newRow("waiting on something that changes")
            << oneByOne("poll=1 poll=2 poll=3 poll=4 poll=5 poll=6 poll=7 poll=8") << 0;
        QTest::newRow("failing alike three times") << oneByOne("!edit=none !edit=none !edit=none") << 3;
        QTest::newRow("failing in other ways") << oneByOne("!edit=a !edit=b !edit=c !edit=d") << 0;
        QTest::newRow("edit and test, again and again")
            << oneByOne("!test=red edit1=ok !test=red edit2=ok !test=red edit3=ok !test=red edit4=ok !test=red") << 0;
        QTest::newRow("back and forth six times") << oneByOne("a=1 b=1 a=1 b=1 a=1 b=1 a=1 b=1") << 7;
        QTest::newRow("back and forth with something new between")
            << oneByOne("a=1 b=1 a=1 b=1 a=1 c=1 a=1 b=1 a=1 b=1") << 0;
        QTest::newRow("a circle of three") << oneByOne("a=1 b=1 c=1 a=1 b=1 c=1 a=1 b=1 c=1 a=1 b=1 c=1 a=1") << 12;
        QTest::newRow("a circle of failures") << oneByOne("!a=1 !b=1 !c=1 !a=1 !b=1 !c=1 !a=1 !b=1 !c=1") << 9;
        QTest::newRow("the same four times in one turn counts once") << Turns{{"!a=1", "!a=1", "!a=1", "!a=1"}} << 0;
        QTest::newRow("the same turn of two calls")
            << Turns{{"a=1", "b=2"}, {"a=1", "b=2"}, {"a=1", "b=2"}, {"a=1", "b=2"}} << 4;
        QTest::newRow("an old call beside a new one")
            << Turns{{"a=1", "b=1"}, {"a=1", "b=2"}, {"a=1", "b=3"}, {"a=1", "b=4"}, {"a=1", "b=5"}} << 0;
        QTest::newRow("a command that took another time") << Turns{{"!make=Exit code 2 after 0.02 s."},
            {"!make=Exit code 2 after 0.31 s."}, {"!make=Exit code 2 after 1.20 s."}}
                                                          << 3;
        QTest::newRow("a download that goes on")
            << Turns{{"ls=12.5 MB"}, {"ls=13.5 MB"}, {"ls=14.5 MB"}, {"ls=15.5 MB"}, {"ls=16.5 MB"}} << 0;
        QTest::newRow("a turn without calls") << Turns{{}, {}, {}, {}, {}} << 0;
    }
    void knowsCirclesFromWork()
    {
        QFETCH(Turns, turns);
        QTEST(stuckAfter(turns), "after");
    }

    void saysWhatGoesRound()
    {
        StuckDetector detector;
        std::optional<QString> stuck;
        for (int i = 0; i < 3; ++i)
            stuck = detector.afterTurn(
                {{QStringLiteral("run_command {\"line\":\"make\"}"), QStringLiteral("no rule"), true}});
        QVERIFY(stuck);
        QVERIFY2(stuck->contains(u"make") && stuck->contains(u"3 times"), qPrintable(*stuck));
    }
};

QTEST_GUILESS_MAIN(StuckDetectorTest)
#include "tst_StuckDetector.moc"
