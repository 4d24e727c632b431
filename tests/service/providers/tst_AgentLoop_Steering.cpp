#include "shared/core/Ulid.h"
#include "tests/service/providers/AgentBench.h"

#include <QTest>

#include <future>

using namespace mergeloom;
using namespace mergeloom::test;

namespace {

using Script = QList<Result<ModelAnswer>>;

struct Agent {
    std::shared_ptr<Asked> asked = std::make_shared<Asked>();
    AgentLoop loop;

    explicit Agent(Script script, std::optional<ModelPrice> price = ModelPrice{.input = 1, .output = 10})
        : loop(std::make_unique<ScriptedModel>(std::move(script), asked),
            {.model = QStringLiteral("scripted"), .price = price})
    {
    }
    /// What the last message of a request holds.
    QStringList told(qsizetype request) const
    {
        QStringList texts;
        for (const ContentPart &part : asked->requests.at(request).messages.last().content)
            texts << part.type + u' ' + part.text.section(u'\n', -1);
        return texts;
    }
};

AgentTask taskOf()
{
    return {.stage = QStringLiteral("implementation"), .instruction = QStringLiteral("Do the ticket.")};
}

ModelAnswer reading() { return answer({call(makeUlid(), QStringLiteral("read_file"), {{"path", "a.txt"}})}); }

protocol::RunCommand told(const QString &command, const QString &text = {}, const Budgets &budgets = {})
{
    return {makeUlid(), command, text, QStringLiteral("ann"), budgets, {}};
}

} // namespace

class AgentLoopSteeringTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aMessageIsPartOfTheNextRequest()
    {
        AgentBench bench;
        Agent agent({reading(), reading(), finishing()});
        agent.asked->onCall = [&](qsizetype call) {
            if (call != 1)
                return;
            bench.control.take(told("message", "Use the new API."));
            bench.control.take(told("message", "And keep it short."));
        };
        QVERIFY(bench.perform(agent.loop, taskOf()));
        const QStringList second = agent.told(1);
        QCOMPARE(second.size(), 3);
        QVERIFY(second[0].startsWith("tool_result"));
        QCOMPARE(second[1], QStringLiteral("text Use the new API."));
        QCOMPARE(second[2], QStringLiteral("text And keep it short."));
        QCOMPARE(agent.told(2).size(), 1); // the result of the second read alone
        const auto said = bench.events(event_type::steerMessage);
        QCOMPARE(said.size(), 2);
        QCOMPARE(said.first().data["call"].toInt(), 2);
        const auto requests = bench.events(event_type::providerRequest);
        QVERIFY2(said.last().seq < requests.at(1).seq, "it is in the journal before the call is made");
        QVERIFY(compactJson(requests.at(1).data).contains("Use the new API."));
    }

    void aMessageThatComesWhileTheAgentEndsIsAnsweredByAnotherTurn()
    {
        AgentBench bench;
        Agent agent({finishing("first"), reading(), finishing("second")});
        agent.asked->onCall = [&](qsizetype call) {
            if (call == 1)
                bench.control.take(told("message", "Not yet."));
        };
        const auto result = bench.perform(agent.loop, taskOf());
        QVERIFY2(result, qPrintable(result ? QString() : result.error().message));
        QCOMPARE(result->finished["summary"].toString(), QStringLiteral("second"));
        QCOMPARE(result->turns, 3);
    }

    void aMessageAfterTheLastTurnDoesNotUndoTheEnd()
    {
        AgentBench bench;
        Agent agent({finishing()});
        agent.asked->onCall = [&](qsizetype call) {
            if (call == 1)
                bench.control.take(told("message", "Not yet."));
        };
        AgentTask task = taskOf();
        task.maximumTurns = 1;
        QVERIFY(bench.perform(agent.loop, task));
    }

    void aPausedAgentAsksNothing()
    {
        AgentBench bench;
        Agent agent({reading(), finishing()});
        agent.asked->onCall = [&](qsizetype call) {
            if (call == 1)
                bench.control.take(told("pause"));
        };
        qsizetype askedWhilePaused = -1;
        std::future<void> resuming;
        bench.recorder->onLine([&](qint64, const QByteArray &line) {
            if (parseJsonAs<Event>(line)->type != QLatin1StringView(event_type::runPaused))
                return;
            askedWhilePaused = agent.asked->requests.size();
            // By another thread: who hears of an event holds up the journal.
            resuming = std::async(std::launch::async, [&] { bench.control.take(told("resume")); });
        });
        QVERIFY(bench.perform(agent.loop, taskOf()));
        QCOMPARE(askedWhilePaused, 1);
        QCOMPARE(bench.events(event_type::runContinued).size(), 1);
    }

    void turnsAndTokensAndMoneyAreExtendedWhileItWorks_data()
    {
        QTest::addColumn<Budgets>("more");
        QTest::addColumn<bool>("isEnough");
        const Budgets all{.tokens = 50'000, .costUsd = 0.5, .turns = 3};
        QTest::newRow("nothing") << Budgets{} << false;
        QTest::newRow("all") << all << true;
        QTest::newRow("no turns") << Budgets{.tokens = all.tokens, .costUsd = all.costUsd} << false;
        QTest::newRow("no tokens") << Budgets{.costUsd = all.costUsd, .turns = all.turns} << false;
        QTest::newRow("no money") << Budgets{.tokens = all.tokens, .turns = all.turns} << false;
    }
    void turnsAndTokensAndMoneyAreExtendedWhileItWorks()
    {
        QFETCH(const Budgets, more);
        QFETCH(const bool, isEnough);
        AgentBench bench;
        ModelAnswer dear = reading();
        dear.usage = {.inputTokens = 4000};
        Agent agent({dear, dear, finishing()});
        agent.asked->onCall = [&](qsizetype call) {
            if (call == 1)
                bench.control.take(told("extend", {}, more));
        };
        AgentTask task = taskOf();
        task.maximumTurns = 2;
        task.tokensLeft = 10'000; // two calls, and no third
        task.costLeftUsd = 0.0205;
        const auto result = bench.perform(agent.loop, task);
        QCOMPARE(result.has_value(), isEnough);
        if (!isEnough)
            QCOMPARE(result.error().details.value("reason").toString(), QStringLiteral("budget_exceeded"));
    }

    void whatWasGrantedBeforeTheTaskIsNotGrantedTwice()
    {
        AgentBench bench;
        Agent agent({reading(), reading(), finishing()});
        bench.control.open();
        bench.control.take(told("extend", {}, {.turns = 5}));
        AgentTask task = taskOf();
        task.maximumTurns = 2;
        const auto result = bench.perform(agent.loop, task);
        QVERIFY(!result);
        QCOMPARE(agent.asked->requests.size(), 2);
    }
};

QTEST_GUILESS_MAIN(AgentLoopSteeringTest)
#include "tst_AgentLoop_Steering.moc"
