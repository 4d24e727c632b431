#include "shared/core/Json.h"
#include "tests/service/providers/AgentBench.h"

#include <QTest>

using namespace mergeloom;
using namespace mergeloom::test;

namespace {

using Script = QList<Result<ModelAnswer>>;

struct Agent {
    std::shared_ptr<Asked> asked = std::make_shared<Asked>();
    AgentLoop loop;

    explicit Agent(Script script,
        AgentOptions options = {.model = QStringLiteral("scripted"), .price = ModelPrice{.input = 1, .output = 10}})
        : loop(std::make_unique<ScriptedModel>(std::move(script), asked), std::move(options))
    {
    }
    const ContentPart &told(qsizetype request, qsizetype part) const
    {
        return asked->requests.at(request).messages.last().content.at(part);
    }
};

AgentTask task()
{
    return {.stage = QStringLiteral("implementation"),
        .system = QStringLiteral("Stage rules."),
        .instruction = QStringLiteral("Do the ticket.")};
}

ModelAnswer reading(const QString &id = QStringLiteral("r"))
{
    return answer({call(id, QStringLiteral("read_file"), {{"path", "a.txt"}})});
}

QString reasonOf(const Result<AgentResult> &result)
{
    return result ? QStringLiteral("no error") : result.error().details.value(QStringLiteral("reason")).toString();
}

const QJsonObject verdictSchema{{"type", "object"}, {"required", QJsonArray{QStringLiteral("verdict")}},
    {"properties", QJsonObject{{"verdict", QJsonObject{{"type", "string"}}}}}};

} // namespace

class AgentLoopTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void worksWithToolsUntilItFinishes()
    {
        AgentBench bench;
        Agent agent({reading(),
            answer({text(QStringLiteral("Writing.")),
                call(QStringLiteral("w"), QStringLiteral("write_file"), {{"path", "b.txt"}, {"content", "new\n"}})}),
            finishing()});
        const auto result = bench.perform(agent.loop, task());
        QVERIFY2(result, qPrintable(result ? QString() : result.error().message));
        QCOMPARE(result->finished, (QJsonObject{{"summary", "done"}}));
        QCOMPARE(result->turns, 3);
        QCOMPARE(result->usage.inputTokens, 300);
        QCOMPARE(*result->costUsd, (300.0 + 30 * 10) / 1e6);
        QCOMPARE(bench.file(QStringLiteral("b.txt")), QByteArray("new\n"));
        QVERIFY(agent.asked->requests.first().system.contains(u"software engineer"));
        QVERIFY(agent.asked->requests.first().system.endsWith(u"Stage rules."));
        QVERIFY(agent.told(1, 0).text.contains(u"second line"));
    }

    void answersParallelCallsTogetherInTheirOrder()
    {
        AgentBench bench;
        Agent agent({answer({call(QStringLiteral("1"), QStringLiteral("read_file"), {{"path", "a.txt"}}),
                         call(QStringLiteral("2"), QStringLiteral("read_file"), {{"path", "gone.txt"}}),
                         call(QStringLiteral("3"), QStringLiteral("no_such_tool"), {})}),
            finishing()});
        QVERIFY(bench.perform(agent.loop, task()));
        const QList<ContentPart> results = agent.asked->requests.at(1).messages.last().content;
        QCOMPARE(results.size(), 3);
        QCOMPARE(results[0].id + results[1].id + results[2].id, QStringLiteral("123"));
        QVERIFY(!results[0].isError && results[1].isError && results[2].isError);
    }

    void journalsEachStepOnceAndInOrder()
    {
        AgentBench bench;
        Agent agent({reading(), finishing()});
        QVERIFY(bench.perform(agent.loop, task()));
        QStringList types;
        for (const Event &event : bench.events())
            if (event.type != QLatin1StringView(event_type::providerDelta))
                types.append(event.type);
        QCOMPARE(types,
            (QStringList{QStringLiteral("provider.request"), QStringLiteral("provider.response"),
                QStringLiteral("tool.call"), QStringLiteral("tool.result"), QStringLiteral("provider.request"),
                QStringLiteral("provider.response"), QStringLiteral("tool.call"), QStringLiteral("tool.result")}));
        const auto requests = bench.events(event_type::providerRequest);
        const QJsonObject first = requests[0].data.value("request").toObject();
        const QJsonObject second = requests[1].data.value("request").toObject();
        QCOMPARE(requests[1].data.value("messages").toInt(), 3);
        QVERIFY(first.contains("system") && first.contains("tools"));
        QVERIFY(!second.contains("system") && !second.contains("tools"));
        // Only the results are new: the answer stands in the response before.
        QCOMPARE(second.value("messages").toArray().size(), 1);
        QCOMPARE(second.value("messages")
                     .toArray()
                     .at(0)
                     .toObject()
                     .value("content")
                     .toArray()
                     .at(0)
                     .toObject()
                     .value("type")
                     .toString(),
            QStringLiteral("tool_result"));
    }

    void goesOnWithTheConversationInTheNextTask()
    {
        AgentBench bench;
        Agent agent({finishing(), finishing(QStringLiteral("repaired"))});
        QVERIFY(bench.perform(agent.loop, task()));
        AgentTask repair = task();
        repair.instruction = QStringLiteral("Repair it.");
        repair.attempt = 1;
        QCOMPARE(bench.perform(agent.loop, repair)->finished.value("summary").toString(), QStringLiteral("repaired"));
        const QList<Message> messages = agent.asked->requests.at(1).messages;
        QCOMPARE(messages.size(), 3);
        QCOMPARE(messages[2].content[0].type, QStringLiteral("tool_result")); // of finish: every call is answered
        QCOMPARE(messages[2].content[1].text, QStringLiteral("Repair it."));
        QCOMPARE(bench.events(event_type::providerRequest)[1].data.value("attempt").toInt(), 1);
        QCOMPARE(bench.events(event_type::providerRequest)[1].data.value("call").toInt(), 2);
    }

    void takesTheTextOfATurnThatJustEndsAsSummary()
    {
        AgentBench bench;
        Agent agent({answer({text(QStringLiteral(" All done. "))}, QStringLiteral("end_turn"))});
        QCOMPARE(bench.perform(agent.loop, task())->finished, (QJsonObject{{"summary", "All done."}}));
    }

    void asksOnceForTheResultThatTheStageWants()
    {
        AgentBench bench(verdictSchema);
        AgentTask review = task();
        review.finishSchema = verdictSchema;
        const ModelAnswer wordsOnly = answer({text(QStringLiteral("Looks good."))}, QStringLiteral("end_turn"));
        Agent good({wordsOnly, answer({call(QStringLiteral("f"), QStringLiteral("finish"), {{"verdict", "ok"}})})});
        QCOMPARE(bench.perform(good.loop, review)->finished, (QJsonObject{{"verdict", "ok"}}));
        Agent bad({wordsOnly, wordsOnly, wordsOnly});
        QCOMPARE(reasonOf(bench.perform(bad.loop, review)), QStringLiteral("provider_failed"));
        QCOMPARE(bad.asked->requests.size(), 2);
    }

    void sendsAnUnfitResultBackOnceWithTheErrors()
    {
        AgentBench bench(verdictSchema);
        AgentTask review = task();
        review.finishSchema = verdictSchema;
        const ModelAnswer unfit = answer({call(QStringLiteral("f"), QStringLiteral("finish"), {{"verdict", 5}})});
        Agent good({unfit, answer({call(QStringLiteral("g"), QStringLiteral("finish"), {{"verdict", "ok"}})})});
        QVERIFY(bench.perform(good.loop, review));
        QVERIFY(good.told(1, 0).isError);
        QVERIFY2(good.told(1, 0).text.contains(u"verdict"), qPrintable(good.told(1, 0).text));
        Agent bad({unfit, unfit, unfit});
        const auto result = bench.perform(bad.loop, review);
        QCOMPARE(reasonOf(result), QStringLiteral("provider_failed"));
        QCOMPARE(result.error().details.value("turns").toInt(), 2);
    }

    void runsNoCallWhoseInputWasCut()
    {
        AgentBench bench;
        ContentPart cut = call(QStringLiteral("w"), QStringLiteral("write_file"), {});
        cut.isError = true;
        cut.text = QStringLiteral("{\"path\":\"b.txt\",\"cont");
        Agent agent({answer({cut}, QStringLiteral("max_tokens")), finishing()});
        QVERIFY(bench.perform(agent.loop, task()));
        QVERIFY(bench.file(QStringLiteral("b.txt")).isEmpty());
        QVERIFY(agent.told(1, 0).isError);
        QVERIFY(agent.told(1, 0).text.contains(u"cut off"));
    }

    void letsACutAnswerGoOnTwice()
    {
        AgentBench bench;
        const ModelAnswer cut = answer({text(QStringLiteral("and then"))}, QStringLiteral("max_tokens"));
        Agent patient({cut, cut, finishing()});
        QVERIFY(bench.perform(patient.loop, task()));
        QVERIFY(patient.told(1, 0).text.contains(u"cut at the output limit"));
        Agent endless({cut, cut, cut, finishing()});
        QCOMPARE(reasonOf(bench.perform(endless.loop, task())), QStringLiteral("provider_failed"));
    }

    void asksAgainAfterAnEmptyAnswerWithoutSendingIt()
    {
        AgentBench bench;
        Agent agent({answer({}, QStringLiteral("end_turn")), finishing()});
        QVERIFY(bench.perform(agent.loop, task()));
        QCOMPARE(agent.asked->requests.at(1).messages.size(), 1); // two user messages in a row are refused by services
        QCOMPARE(agent.asked->requests.at(1).messages.first().content.size(), 2);
    }

    void endsAnAgentThatGoesRoundInCircles()
    {
        AgentBench bench;
        Agent agent({reading(QStringLiteral("1")), reading(QStringLiteral("2")), reading(QStringLiteral("3")),
            reading(QStringLiteral("4")), finishing()});
        const auto result = bench.perform(agent.loop, task());
        QCOMPARE(reasonOf(result), QStringLiteral("provider_stuck"));
        QCOMPARE(agent.asked->requests.size(), 4);
        QCOMPARE(result.error().details.value("usage").toObject().value("input_tokens").toInt(), 400);
    }

    void keepsTheLimitOfTurns()
    {
        AgentBench bench;
        Agent agent({reading(), finishing()});
        AgentTask once = task();
        once.maximumTurns = 1;
        QCOMPARE(reasonOf(bench.perform(agent.loop, once)), QStringLiteral("budget_exceeded"));
        QCOMPARE(agent.asked->requests.size(), 1);
    }

    void keepsTheBudgetOfTokensWithTheAnswerReserved()
    {
        AgentBench bench;
        AgentTask limited = task();
        limited.tokensLeft = 500; // not even the request fits
        Agent none({finishing()});
        QCOMPARE(reasonOf(bench.perform(none.loop, limited)), QStringLiteral("budget_exceeded"));
        QCOMPARE(none.asked->requests.size(), 0);
        limited.tokensLeft = 10'000; // less than the longest answer: the answer is limited
        Agent some({finishing()});
        QVERIFY(bench.perform(some.loop, limited));
        QVERIFY(some.asked->requests.first().maximumOutputTokens < 10'000);
        limited.tokensLeft = -5; // gone already
        Agent gone({finishing()});
        QCOMPARE(reasonOf(bench.perform(gone.loop, limited)), QStringLiteral("budget_exceeded"));
    }

    void keepsTheBudgetOfMoney()
    {
        AgentBench bench;
        AgentTask limited = task();
        limited.costLeftUsd = 0.001;
        Agent dear({finishing()});
        QCOMPARE(reasonOf(bench.perform(dear.loop, limited)), QStringLiteral("budget_exceeded"));
        limited.costLeftUsd = 0.1; // 10 USD a million: some 9,000 tokens of answer
        Agent cheap({finishing()});
        QVERIFY(bench.perform(cheap.loop, limited));
        QVERIFY(cheap.asked->requests.first().maximumOutputTokens < 10'000);
        Agent unknown({finishing()}, {.model = QStringLiteral("unknown")});
        const auto refused = bench.perform(unknown.loop, limited);
        QCOMPARE(reasonOf(refused), QStringLiteral("budget_exceeded"));
        QVERIFY(refused.error().message.contains(u"no price"));
    }

    void saysUnknownCostOfAModelWithoutPrice()
    {
        AgentBench bench;
        Agent agent({finishing()}, {.model = QStringLiteral("unknown")});
        QVERIFY(!bench.perform(agent.loop, task())->costUsd);
        QVERIFY(!bench.events(event_type::providerResponse).first().data.contains("cost_usd"));
    }

    void makesRoomWhenTheServiceSaysTheConversationIsTooLong()
    {
        AgentBench bench;
        QFile big(bench.path() + QStringLiteral("/big.txt"));
        QVERIFY(big.open(QIODevice::WriteOnly) && big.write(QByteArray(200, 'x').append('\n').repeated(90)) > 0);
        big.close();
        const auto tooLong =
            failure(ErrorCode::InvalidInput, QStringLiteral("too long"), {{"kind", "context_too_long"}});
        Agent agent({answer({call(QStringLiteral("big"), QStringLiteral("read_file"), {{"path", "big.txt"}})}),
            reading(), Result<ModelAnswer>(tooLong), finishing()});
        const auto result = bench.perform(agent.loop, task());
        QVERIFY2(result, qPrintable(result ? QString() : result.error().message));
        QCOMPARE(agent.asked->requests.at(3).messages.first().content.first().text, QStringLiteral("Do the ticket."));
        QVERIFY(agent.asked->requests.at(3).messages.at(2).content.first().text.contains(u"left out"));
        const QJsonArray dropped = bench.events(event_type::providerRequest)
                                       .last()
                                       .data.value("request")
                                       .toObject()
                                       .value("dropped")
                                       .toArray();
        QCOMPARE(dropped, (QJsonArray{QStringLiteral("big")}));
    }

    void namesTheReasonOfAFailure_data()
    {
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("reason");
        for (const auto &[code, reason] :
            {std::pair{"unauthorized", "provider_not_ready"}, {"forbidden", "provider_not_ready"},
                {"rejected", "provider_not_ready"}, {"unavailable", "provider_failed"},
                {"rate_limited", "provider_failed"}, {"timeout", "provider_failed"},
                {"invalid_input", "provider_failed"}, {"not_found", "provider_failed"}, {"cancelled", "cancelled"}})
            QTest::newRow(code) << QString::fromLatin1(code) << QString::fromLatin1(reason);
    }
    void namesTheReasonOfAFailure()
    {
        QFETCH(QString, code);
        AgentBench bench;
        Agent agent({Result<ModelAnswer>(failure(errorCodeFromName(code), QStringLiteral("no")))});
        const auto result = bench.perform(agent.loop, task());
        QTEST(reasonOf(result), "reason");
        QCOMPARE(errorCodeName(result.error().code), code);
    }

    void failsWhenTheModelDeclines()
    {
        AgentBench bench;
        Agent agent({answer({text(QStringLiteral("I will not."))}, QStringLiteral("refusal"))});
        const auto result = bench.perform(agent.loop, task());
        QCOMPARE(reasonOf(result), QStringLiteral("provider_failed"));
        QVERIFY(result.error().message.contains(u"I will not."));
    }

    void answersCallsThatAnEarlierTaskLeftOpen()
    {
        AgentBench bench;
        Agent agent({answer({call(QStringLiteral("x"), QStringLiteral("read_file"), {{"path", "a.txt"}})},
                         QStringLiteral("refusal")),
            finishing()});
        QVERIFY(!bench.perform(agent.loop, task()));
        QVERIFY(bench.perform(agent.loop, task()));
        const QList<ContentPart> parts = agent.asked->requests.at(1).messages.last().content;
        QCOMPARE(parts[0].id, QStringLiteral("x"));
        QCOMPARE(parts[1].text, QStringLiteral("Do the ticket."));
    }

    void stopsBeforeItAsksWhenCancelled()
    {
        AgentBench bench;
        std::stop_source source;
        source.request_stop();
        Agent agent({finishing()});
        QCOMPARE(reasonOf(bench.perform(agent.loop, task(), source.get_token())), QStringLiteral("cancelled"));
        QVERIFY(agent.asked->requests.isEmpty());
    }
};

QTEST_GUILESS_MAIN(AgentLoopTest)
#include "tst_AgentLoop.moc"
