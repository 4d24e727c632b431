#include "shared/domain/Budgets.h"

#include <QTest>

using namespace mergeloom;

class BudgetsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsAskedForIsBoundedByWhatTheWorkerAllows()
    {
        const Budgets most{.wallSeconds = 900, .turns = 100};
        QVERIFY((boundedBy({}, most) == most));
        QVERIFY((boundedBy({.tokens = 5, .costUsd = 2, .wallSeconds = 60, .turns = 1000}, most)
            == Budgets{.tokens = 5, .costUsd = 2, .wallSeconds = 60, .turns = 100}));
        QVERIFY((boundedBy({.wallSeconds = 1000}, {}) == Budgets{.wallSeconds = 1000}));
    }

    void anExtensionAddsToWhatIsLimitedAndStopsAtTheMost()
    {
        const Budgets limits{.tokens = 100, .wallSeconds = 60, .turns = 5};
        const Budgets more{.tokens = 50, .costUsd = 9, .wallSeconds = 3000, .turns = 5};
        const Budgets now = extended(limits, more, {.wallSeconds = 900, .turns = 100});
        QVERIFY((now == Budgets{.tokens = 150, .wallSeconds = 900, .turns = 10}));
        QVERIFY((difference(now, limits) == Budgets{.tokens = 50, .wallSeconds = 840, .turns = 5}));
    }

    void everyLimitIsBoundedAndExtended()
    {
        const Budgets one{
            .tokens = 1, .costUsd = 1, .wallSeconds = 1, .turns = 1, .commands = 1, .outputBytes = 1, .diskBytes = 1};
        const Budgets two = extended(one, one, {});
        QVERIFY((boundedBy(two, one) == one));
        QVERIFY((difference(two, one) == one));
        int limits = 0;
        Budgets::fields()([&](const auto &...field) { ((limits += two.*(field.member) == 2 ? 1 : 0), ...); });
        QCOMPARE(limits, 7);
    }

    void bytesAreShownInTheUnitThatFits()
    {
        QCOMPARE(shownBytes(0), QStringLiteral("0 B"));
        QCOMPARE(shownBytes(1023), QStringLiteral("1023 B"));
        QCOMPARE(shownBytes(1536), QStringLiteral("1.5 KiB"));
        QCOMPARE(shownBytes(20 << 20), QStringLiteral("20 MiB"));
        QCOMPARE(shownBytes(qint64(3) << 30), QStringLiteral("3 GiB"));
    }

    void anExtensionNeitherTakesAwayNorOverflows()
    {
        const Budgets limits{.tokens = 100, .costUsd = 1, .wallSeconds = 60, .turns = 5};
        QVERIFY((extended(limits, {.tokens = -50, .costUsd = -1, .wallSeconds = -1, .turns = -1}, {}) == limits));
        QVERIFY((extended(limits, {.turns = 5}, {.turns = 3}) == limits));
        const Budgets huge = extended(limits,
            {.tokens = std::numeric_limits<qint64>::max(),
                .wallSeconds = std::numeric_limits<int>::max(),
                .turns = std::numeric_limits<int>::max()},
            {});
        QCOMPARE(huge.tokens, std::numeric_limits<qint64>::max());
        QCOMPARE(huge.turns, std::numeric_limits<int>::max());
    }
};

QTEST_GUILESS_MAIN(BudgetsTest)
#include "tst_Budgets.moc"
