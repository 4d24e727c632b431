#include "shared/domain/RunUse.h"
#include "shared/domain/RunView.h"

#include <QTest>

using namespace mergeloom;

namespace {

class Use
{
public:
    bool takes(const char *type, const QJsonObject &data = {}, int secondsLater = 1)
    {
        m_now.microseconds += qint64(secondsLater) * 1'000'000;
        return applyUse(use, QString::fromLatin1(type), m_now, data);
    }
    qint64 seconds() const { return use.workedMicroseconds / 1'000'000; }
    RunUse use;

private:
    Timestamp m_now{1'000'000'000'000};
};

QJsonObject answer(int tokens, std::optional<double> cost)
{
    QJsonObject data{{"usage", QJsonObject{{"input_tokens", tokens}, {"output_tokens", 1}}}};
    if (cost)
        data.insert("cost_usd", *cost);
    return data;
}

} // namespace

class RunUseTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tokensMoneyAndTurnsComeFromAnswers()
    {
        Use run;
        QVERIFY(run.takes(event_type::providerResponse, answer(99, 0.5)));
        QVERIFY(run.takes(event_type::providerResponse, answer(49, 0.25)));
        QCOMPARE(run.use.tokens, 150);
        QCOMPARE(run.use.knownCost(), std::optional(0.75));
        QCOMPARE(run.use.turns, 2);
        run.takes(event_type::stageStarted, {{"stage", "validation"}});
        QCOMPARE(run.use.turns, 2);
        run.takes(event_type::stageStarted, {{"stage", "repair"}});
        QCOMPARE(run.use.turns, 0);
        run.takes(event_type::providerResponse, answer(9, {}));
        QCOMPARE(run.use.knownCost(), std::optional<double>());
        QCOMPARE(run.use.tokens, 160);
    }

    void outputOfACommandCountsOnceAndInBytes()
    {
        Use run;
        QVERIFY(run.takes(event_type::commandStarted));
        run.takes(event_type::commandOutput, {{"text", "häh\n"}});
        run.takes(event_type::toolResult, {{"name", "run_command"}, {"text", "häh\n"}});
        QCOMPARE(run.use.outputBytes, 5);
        run.takes(event_type::toolResult, {{"name", "read_file"}, {"text", "cut"}, {"whole", "not cut"}});
        run.takes(event_type::toolResult, {{"name", "list_files"}, {"text", "a.txt"}});
        QCOMPARE(run.use.outputBytes, 5 + 7 + 5);
        QCOMPARE(run.use.commands, 1);
        run.takes(event_type::workspaceMeasured, {{"base_bytes", 10}, {"growth_bytes", 4096}});
        QCOMPARE(run.use.diskBytes, 4096);
        QVERIFY(!run.takes(event_type::runMessage));
    }

    void anAgentProgramRunsItsCommandsItself()
    {
        Use run;
        run.takes(event_type::toolCall, {{"name", "run_command"}});
        QCOMPARE(run.use.commands, 0);
        run.takes(event_type::agentStarted);
        run.takes(event_type::toolCall, {{"name", "run_command"}});
        run.takes(event_type::toolCall, {{"name", "read_file"}});
        run.takes(event_type::toolResult, {{"name", "run_command"}, {"text", "four"}});
        QCOMPARE(run.use.commands, 1);
        QCOMPARE(run.use.outputBytes, 4);
        run.takes(event_type::stageStarted, {{"stage", "validation"}});
        run.takes(event_type::commandStarted);
        QCOMPARE(run.use.commands, 2);
    }

    void noTimePassesWhileAPersonIsWaitedForOrNoProcessIsThere()
    {
        Use run;
        run.takes(event_type::runStarted, {}, 50);
        run.takes(event_type::runPaused, {}, 3);
        run.takes(event_type::steerMessage, {}, 1000);
        run.takes(event_type::runContinued, {}, 1000);
        run.takes(event_type::stageFinished, {}, 4);
        QCOMPARE(run.seconds(), 7);
        run.takes(event_type::runResumed, {}, 5000);
        QCOMPARE(run.seconds(), 7);
        run.takes(event_type::approvalRequested, {}, 2);
        run.takes(event_type::runResumed, {}, 5000); // and waits on
        run.takes(event_type::approvalDecided, {}, 5000);
        run.takes(event_type::runFinished, {}, 1);
        QCOMPARE(run.seconds(), 10);
        QVERIFY(run.use.isWaiting);
        run.takes(event_type::runStarted, {}, -100); // a clock that was put back takes nothing away
        run.takes(event_type::stageStarted, {}, -100);
        QCOMPARE(run.seconds(), 10);
    }

    void aRunThatIsReadBackKnowsWhatItsPriceIsNot()
    {
        RunView view;
        applyEvent(view,
            {1, Timestamp::now(), QLatin1StringView(event_type::runStarted),
                {{"limits", QJsonObject{{"commands", 7}, {"output_bytes", 99}}}}, {}});
        applyEvent(view, {2, Timestamp::now(), QLatin1StringView(event_type::providerResponse), answer(5, {}), {}});
        const auto again = parseJsonAs<RunView>(compactJsonOf(view));
        QVERIFY(again);
        QCOMPARE(again->run.use.knownCost(), std::optional<double>());
        QCOMPARE(again->run.use.tokens, 6);
        QVERIFY((again->run.limits == Budgets{.commands = 7, .outputBytes = 99}));
    }
};

QTEST_GUILESS_MAIN(RunUseTest)
#include "tst_RunUse.moc"
