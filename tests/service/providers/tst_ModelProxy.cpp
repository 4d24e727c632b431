// The proxy between an agent program and its model, against a server that checks requests as the vendor does.
#include "service/credentials/RequestAuthorization.h"
#include "service/platform/LoopbackListener.h"
#include "service/providers/ModelProxy.h"
#include "tests/service/models/ModelServer.h"
#include "tests/service/providers/CliBench.h"

#include <QTest>

#include <thread>

using namespace mergeloom;
using namespace mergeloom::test;

namespace {

const QByteArray realKey = "sk-ant-really-secret-0815";
const QByteArray token = "sk-ant-placeholder-1";

QByteArray bodyOfCall(int words = 1, int limit = 4000)
{
    return compactJson(QJsonObject{{"model", "scripted"}, {"max_tokens", limit}, {"stream", true},
        {"messages", QJsonArray{QJsonObject{{"role", "user"}, {"content", QStringLiteral("Hello. ").repeated(words)}}}},
        {"tools", QJsonArray{QJsonObject{{"name", "look"}, {"input_schema", QJsonObject{{"type", "object"}}}}}}});
}

} // namespace

/// A proxy in front of a scripted server, and a client of it.
class ProxyBench
{
public:
    explicit ProxyBench(const QJsonArray &steps, const AgentTask &given = {})
        : task(given),
          ledger(task, *bench.recorder, bench.control, ModelProtocol::AnthropicMessages, *PriceTable::builtIn(), 0)
    {
        task.limits = bench.control.limits();
        if (!server.start({{"default", steps}}, {QStringLiteral("--key"), QString::fromLatin1(realKey)}))
            qFatal("the server did not start");
        options.service = QStringLiteral("The test API");
        options.endpoint = server.url();
        options.retry.firstWait = std::chrono::milliseconds(1);
        std::shared_ptr<RequestAuthorization> key = std::move(*HeaderAuthorization::apiKey(realKey));
        options.authorise.add = [key](HttpRequest &request, std::stop_token stop) {
            return key->authorise(request, stop);
        };
        proxy = std::make_unique<ModelProxy>(options, token, ledger, bench.control, clock);
        proxy->serve(listenOnLoopback(port));
    }

    Result<HttpAnswer> post(const QByteArray &body, const QString &path = QStringLiteral("/v1/messages?beta=true"),
        const QByteArray &key = token, const char *method = "POST") const
    {
        HttpClient client;
        return client.send({.method = method,
                               .url = QUrl(QStringLiteral("http://127.0.0.1:%1%2").arg(port).arg(path)),
                               .headers = {{"x-api-key", key}, {"anthropic-version", "2023-06-01"},
                                   {"content-type", "application/json"}},
                               .body = body},
            {});
    }

    CliBench bench;
    AgentTask task;
    ModelServer server;
    ModelProxyOptions options;
    ModelLedger ledger;
    TurnClock clock{std::chrono::minutes(5), {}};
    quint16 port = 0;
    std::unique_ptr<ModelProxy> proxy; ///< last: it uses the others
};

class ModelProxyTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void addsTheKeyAndWritesTheCallDown()
    {
        ProxyBench bench(
            {QJsonObject{{"text", "Good day."}, {"usage", QJsonObject{{"input_tokens", 70}, {"output_tokens", 7}}}},
                QJsonObject{{"text", "Again."}}});
        const auto answer = bench.post(bodyOfCall());
        QVERIFY2(answer, qPrintable(answer ? QString() : answer.error().message));
        QCOMPARE(answer->status, 200);
        QVERIFY(answer->body.contains("message_stop"));
        QVERIFY(bench.post(bodyOfCall()));
        QCOMPARE(bench.server.problems(), QByteArray("[]"));
        const auto requests = bench.bench.events(event_type::providerRequest);
        QCOMPARE(requests.size(), 2);
        const QJsonObject first = requests[0].data.value("request").toObject();
        QCOMPARE(first.value("messages").toArray().size(), 1);
        QVERIFY(first.contains("tools"));
        const QJsonObject second = requests[1].data.value("request").toObject();
        QVERIFY(second.value("messages").toArray().isEmpty()); // it is on record
        QVERIFY(!second.contains("tools"));
        const auto responses = bench.bench.events(event_type::providerResponse);
        QCOMPARE(responses[0].data.value("call").toInt(), 1);
        QCOMPARE(responses[0].data.value("content").toArray().at(0).toObject().value("text").toString(),
            QStringLiteral("Good day."));
        QCOMPARE(bench.ledger.spent().usage.total(), 77 + 120);
        QCOMPARE(bench.ledger.spent().turns, 2);
        QVERIFY(!bench.ledger.spent().costUsd); // nobody knows what this model costs
        QVERIFY(!bench.bench.journal().contains(realKey));
    }

    void servesNothingElseAndNobodyElse()
    {
        ProxyBench bench({QJsonObject{{"text", "never"}}});
        QCOMPARE(bench.post(bodyOfCall(), QStringLiteral("/v1/messages"), realKey)->status, 401);
        QCOMPARE(bench.post({}, QStringLiteral("/v1/files"))->status, 404);
        QCOMPARE(bench.post({}, QStringLiteral("/v1/messages"), token, "GET")->status, 404);
        QCOMPARE(bench.post({}, QStringLiteral("/"), {}, "HEAD")->status, 200);
        QCOMPARE(bench.post("(\265/\375packed")->status, 400);
        QVERIFY(!bench.clock.why());
        QVERIFY(bench.server.requests().isEmpty());
        QVERIFY(bench.bench.events(event_type::providerRequest).isEmpty());
    }

    void asksAgainWhileNothingHasGoneToTheProgram_data()
    {
        QTest::addColumn<QJsonObject>("fault");
        QTest::newRow("overloaded") << QJsonObject{{"status", 529}};
        QTest::newRow("overloaded in the stream")
            << QJsonObject{{"text", "x"}, {"after_events", 0}, {"error", QJsonObject{{"type", "overloaded_error"}}}};
        QTest::newRow("cut before it began") << QJsonObject{{"text", "x"}, {"after_events", 0}, {"cut", true}};
        QTest::newRow("too many") << QJsonObject{{"status", 429}, {"headers", QJsonObject{{"retry-after-ms", "5"}}}};
    }

    void asksAgainWhileNothingHasGoneToTheProgram()
    {
        QFETCH(QJsonObject, fault);
        ProxyBench bench({fault, QJsonObject{{"text", "Here."}}});
        const auto answer = bench.post(bodyOfCall());
        QVERIFY2(answer, qPrintable(answer ? QString() : answer.error().message));
        QCOMPARE(answer->status, 200);
        QVERIFY(answer->body.contains("Here."));
        QCOMPARE(bench.bench.events(event_type::providerRetry).size(), 1);
        QCOMPARE(bench.bench.events(event_type::providerResponse).size(), 1);
        QCOMPARE(bench.ledger.calls(), 1);
    }

    void anAnswerThatIsCutLaterIsCutForTheProgramAndPaidFor()
    {
        ProxyBench bench(
            {QJsonObject{{"text", "A longer text than one event can hold."}, {"after_events", 4}, {"cut", true}}});
        const auto answer = bench.post(bodyOfCall());
        QVERIFY(!answer);
        QVERIFY(answer.error().details.value("cut").toBool());
        QVERIFY(bench.ledger.spent().usage.inputTokens > 0);
        QCOMPARE(
            bench.bench.events(event_type::providerResponse)[0].data.value("stop").toString(), QStringLiteral("cut"));
        QVERIFY(!bench.clock.why()); // the program asks again
    }

    void aRefusedKeyEndsTheTurnAndIsNotRepeatedToTheProgram()
    {
        ProxyBench bench({QJsonObject{{"status", 403},
            {"error",
                QJsonObject{
                    {"message", QStringLiteral("Your key %1 is blocked.").arg(QString::fromLatin1(realKey))}}}}});
        const auto answer = bench.post(bodyOfCall());
        QCOMPARE(answer->status, 403);
        QVERIFY2(!answer->body.contains(realKey), answer->body.constData());
        QVERIFY(bench.clock.why());
        QCOMPARE(bench.clock.why()->code, ErrorCode::Forbidden);
        QVERIFY(!bench.clock.why()->message.contains(QString::fromLatin1(realKey)));
        QVERIFY(bench.clock.token().stop_requested());
    }

    void whatTheProgramCanMendIsItsOwnToSee()
    {
        ProxyBench bench(
            {QJsonObject{{"status", 400}, {"error", QJsonObject{{"message", "prompt is too long: 9 > 8"}}}}});
        const auto answer = bench.post(bodyOfCall());
        QCOMPARE(answer->status, 400);
        QVERIFY(answer->body.contains("prompt is too long"));
        QVERIFY(!bench.clock.why());
    }

    void theBudgetNarrowsAnAnswerAndThenEndsTheTurn()
    {
        ProxyBench bench(
            {QJsonObject{{"text", "Here."}, {"usage", QJsonObject{{"input_tokens", 1500}, {"output_tokens", 700}}}}},
            {.tokensLeft = 3000});
        QCOMPARE(bench.post(bodyOfCall())->status, 200);
        const int limit = bench.server.requests().at(0).toObject().value("body").toObject().value("max_tokens").toInt();
        QVERIFY2(limit >= 1024 && limit < 3000, qPrintable(QString::number(limit)));
        QCOMPARE(bench.post(bodyOfCall())->status, 400);
        QVERIFY(bench.clock.why());
        QCOMPARE(bench.clock.why()->details.value("reason").toString(), QStringLiteral("budget_exceeded"));
        QCOMPARE(bench.server.requests().size(), 1);
    }

    void aLimitInMoneyNeedsAPrice()
    {
        ProxyBench bench({QJsonObject{{"text", "never"}}}, {.costLeftUsd = 1});
        QCOMPARE(bench.post(bodyOfCall())->status, 400);
        QVERIFY(bench.clock.why()->message.contains(u"no price"));
    }

    void turnsAreModelCalls()
    {
        ProxyBench bench({QJsonObject{{"text", "one"}}}, {.maximumTurns = 1});
        QCOMPARE(bench.post(bodyOfCall())->status, 200);
        QCOMPARE(bench.post(bodyOfCall())->status, 400);
        QCOMPARE(bench.clock.why()->details.value("reason").toString(), QStringLiteral("budget_exceeded"));
    }

    void aPausedRunAsksNoModel()
    {
        ProxyBench bench({QJsonObject{{"text", "Here."}}});
        bench.bench.control.take(
            {.id = QStringLiteral("p"), .command = QStringLiteral("pause"), .by = QStringLiteral("Ada")});
        Result<HttpAnswer> answer = HttpAnswer{};
        std::thread client([&] { answer = bench.post(bodyOfCall()); });
        QTRY_COMPARE(bench.bench.events(event_type::runPaused).size(), 1);
        QVERIFY(bench.server.requests().isEmpty());
        bench.bench.control.take(
            {.id = QStringLiteral("r"), .command = QStringLiteral("resume"), .by = QStringLiteral("Ada")});
        client.join();
        QVERIFY(answer && answer->body.contains("Here."));
        QCOMPARE(bench.bench.events(event_type::runContinued).size(), 1);
    }

    void aHugeRequestIsNotKeptWhole()
    {
        ProxyBench bench({QJsonObject{{"text", "Here."}}});
        QCOMPARE(bench.post(bodyOfCall(1'000'000))->status, 200);
        QVERIFY(bench.bench.journal().size() < 1 << 20);
        const QJsonObject request = bench.bench.events(event_type::providerRequest)[0].data.value("request").toObject();
        QVERIFY(request.value("left_out_bytes").toInteger() > 7'000'000);
        QCOMPARE(request.value("sha256").toString().size(), 64);
    }

    void anEndedTurnCutsWhatIsUnderWay()
    {
        ProxyBench bench({QJsonObject{{"text", "late"}, {"delay_ms", 60'000}}});
        Result<HttpAnswer> answer = HttpAnswer{};
        std::thread client([&] { answer = bench.post(bodyOfCall()); });
        QTRY_COMPARE(bench.server.requests().size(), 1);
        QElapsedTimer time;
        time.start();
        bench.proxy.reset();
        client.join();
        QVERIFY2(time.elapsed() < 2000, qPrintable(QString::number(time.elapsed())));
        QVERIFY(!answer);
    }
};

QTEST_GUILESS_MAIN(ModelProxyTest)
#include "tst_ModelProxy.moc"
