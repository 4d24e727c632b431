#include "service/models/OpenAiResponses.h"
#include "shared/core/Json.h"
#include "tests/service/models/ModelServer.h"
#include "tests/service/models/ScriptedTransport.h"

#include <QTest>

using namespace mergeloom;
using namespace mergeloom::test;

namespace {

ContentPart text(const char *words) { return {.type = QStringLiteral("text"), .text = QString::fromUtf8(words)}; }

ContentPart call(const char *id, const QJsonObject &input)
{
    return {.type = QStringLiteral("tool_call"),
        .id = QString::fromLatin1(id),
        .name = QStringLiteral("read_file"),
        .input = input};
}

ContentPart result(const char *id, const char *words, bool isError = false)
{
    return {.type = QStringLiteral("tool_result"),
        .text = QString::fromUtf8(words),
        .id = QString::fromLatin1(id),
        .isError = isError};
}

ContentPart reasoning(const QJsonObject &item)
{
    return {.type = QStringLiteral("reasoning"), .text = QStringLiteral("Hm"), .vendor = item};
}

const QJsonObject encrypted{{"type", "reasoning"}, {"id", "rs_1"}, {"summary", QJsonArray()},
    {"encrypted_content", "gAAA"}, {"content", QJsonValue::Null}, {"status", QJsonValue::Null}};

ModelRequest request()
{
    ModelRequest request{.model = QStringLiteral("gpt-5.1-codex"), .system = QStringLiteral("Be exact.")};
    request.messages.append({QStringLiteral("user"), {text("Do it.")}});
    request.tools.append({QStringLiteral("read_file"), QStringLiteral("Reads a file."),
        {{"type", "object"}, {"properties", QJsonObject{{"path", QJsonObject{{"type", "string"}}}}}}});
    return request;
}

QJsonArray inputOf(const ModelRequest &request)
{
    return OpenAiResponses::bodyOf(request, OpenAiResponses::Reasoning::Encrypted).value("input").toArray();
}

QStringList typesOf(const QJsonArray &items)
{
    QStringList types;
    for (const QJsonValue &item : items)
        types << item.toObject().value("type").toString();
    return types;
}

OpenAiResponses::Options options(const QString &endpoint = QStringLiteral("http://localhost:1/v1"))
{
    OpenAiResponses::Options options{.endpoint = endpoint};
    options.authorise = {[](HttpRequest &request, std::stop_token) -> Result<void> {
        request.headers.emplaceBack("authorization", "Bearer sk-secret-key");
        return {};
    }};
    options.retry.firstWait = std::chrono::milliseconds(1);
    return options;
}

const QByteArray done =
    R"({"type":"response.completed","response":{"model":"m","output":[{"type":"message","content":[{"type":"output_text","text":"Done."}]}],"usage":{"input_tokens":7,"output_tokens":2}}})";

} // namespace

class OpenAiResponsesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void asksWithoutStateAtTheVendorAndForEncryptedReasoning()
    {
        const QJsonObject body = OpenAiResponses::bodyOf(request(), OpenAiResponses::Reasoning::Encrypted);
        QCOMPARE(body.value("store"), QJsonValue(false));
        QCOMPARE(body.value("include").toArray(), QJsonArray{"reasoning.encrypted_content"});
        QCOMPARE(body.value("instructions").toString(), QStringLiteral("Be exact."));
        QCOMPARE(body.value("max_output_tokens").toInt(), 16000);
        const QJsonObject tool = body.value("tools").toArray().at(0).toObject();
        QCOMPARE(tool.value("name").toString(), QStringLiteral("read_file"));
        QCOMPARE(tool.value("strict"), QJsonValue(false));
    }

    void neverAsksForLessThanTheServiceTakes()
    {
        ModelRequest asked = request();
        asked.maximumOutputTokens = 3;
        QCOMPARE(
            OpenAiResponses::bodyOf(asked, OpenAiResponses::Reasoning::Left).value("max_output_tokens").toInt(), 16);
    }

    void sendsReasoningBackInItsPlaceAndAnswersTheCallsOfATurnTogether()
    {
        ModelRequest asked = request();
        asked.messages.append({QStringLiteral("assistant"),
            {reasoning(encrypted), text("I look."), call("a", {{"path", "x"}}), call("b", {{"path", "y"}})}});
        asked.messages.append({QStringLiteral("user"), {result("a", "gone", true), result("b", "y"), text("Go on.")}});
        const QJsonArray items = inputOf(asked);
        QCOMPARE(typesOf(items),
            (QStringList{QStringLiteral("message"), QStringLiteral("reasoning"), QStringLiteral("message"),
                QStringLiteral("function_call"), QStringLiteral("function_call"),
                QStringLiteral("function_call_output"), QStringLiteral("function_call_output"),
                QStringLiteral("message")}));
        QCOMPARE(items.at(1).toObject(),
            (QJsonObject{
                {"type", "reasoning"}, {"id", "rs_1"}, {"summary", QJsonArray()}, {"encrypted_content", "gAAA"}}));
        QCOMPARE(items.at(3).toObject().value("arguments").toString(), QStringLiteral("{\"path\":\"x\"}"));
        QCOMPARE(items.at(5).toObject(),
            (QJsonObject{{"type", "function_call_output"}, {"call_id", "a"}, {"output", "Error: gone"}}));
    }

    void leavesOutReasoningThatTheServiceWouldRefuse()
    {
        QJsonObject plain = encrypted;
        plain.remove("encrypted_content");
        ModelRequest asked = request();
        asked.messages.append({QStringLiteral("assistant"),
            {reasoning(plain), reasoning({{"type", "thinking"}, {"signature", "of another vendor"}}), text("Half"),
                reasoning(encrypted)}});
        asked.messages.append({QStringLiteral("user"), {text("Go on.")}});
        QCOMPARE(typesOf(inputOf(asked)),
            (QStringList{QStringLiteral("message"), QStringLiteral("message"), QStringLiteral("message")}));
    }

    void sendsThePhaseOfATextBack()
    {
        ContentPart comment = text("I look.");
        comment.vendor = {{"phase", "commentary"}};
        ModelRequest asked = request();
        asked.messages.append({QStringLiteral("assistant"), {comment}});
        asked.messages.append({QStringLiteral("user"), {text("Go on.")}});
        QCOMPARE(inputOf(asked).at(1).toObject().value("phase").toString(), QStringLiteral("commentary"));
    }

    void asksAModelThatDoesNotReasonAgainWithoutEncryptionAndRemembers()
    {
        const QByteArray refusal =
            R"({"error":{"message":"Encrypted content is not supported with this model.","type":"invalid_request_error","param":"include","code":null}})";
        auto script = ScriptedTransport::make(
            {{.status = 400, .body = refusal}, {.pieces = {eventStream({done})}}, {.pieces = {eventStream({done})}}});
        OpenAiResponses model(options(), ScriptedTransport::transport(script));
        for (int call = 0; call < 2; ++call) {
            const auto answer = model.complete(request(), {}, {});
            QVERIFY2(answer, qPrintable(answer ? QString() : answer.error().message));
            QCOMPARE(answer->content.first().text, QStringLiteral("Done."));
        }
        QCOMPARE(script->requests.size(), 3);
        QVERIFY(script->bodyOf(0).contains("include"));
        QVERIFY(!script->bodyOf(1).contains("include") && !script->bodyOf(2).contains("include"));
        QVERIFY(script->waits.isEmpty());
    }

    void doesNotRepeatAnotherRefusalNorShowTheKey()
    {
        auto script = ScriptedTransport::make({{.status = 400,
            .body = R"({"error":{"message":"no tools for sk-secret-key","type":"invalid_request_error"}})"}});
        const auto answer =
            OpenAiResponses(options(), ScriptedTransport::transport(script)).complete(request(), {}, {});
        QCOMPARE(answer.error().code, ErrorCode::InvalidInput);
        QVERIFY(!answer.error().message.contains(u"sk-secret-key"));
        QCOMPARE(script->requests.size(), 1);
    }

    void triesAgainAfterAFailureInsideTheStreamButNotWhenItCannotSucceed()
    {
        const QByteArray overloaded =
            R"({"type":"response.failed","response":{"error":{"code":"server_error","message":"engine died"}}})";
        const QByteArray wrong =
            R"({"type":"response.failed","response":{"error":{"code":"invalid_prompt","message":"limited access"}}})";
        auto script =
            ScriptedTransport::make({{.pieces = {eventStream({overloaded})}}, {.pieces = {eventStream({wrong})}}});
        const auto answer =
            OpenAiResponses(options(), ScriptedTransport::transport(script)).complete(request(), {}, {});
        QVERIFY(!answer && answer.error().message.contains(u"limited access"));
        QCOMPARE(script->requests.size(), 2);
    }

    void waitsUntilTheRateLimitIsReset()
    {
        auto script = ScriptedTransport::make(
            {{.status = 429,
                 .headers = {{"x-ratelimit-remaining-tokens", "0"}, {"x-ratelimit-reset-tokens", "6m0s"}},
                 .body = R"({"error":{"message":"slow","code":"rate_limit_exceeded"}})"},
                {.pieces = {eventStream({done})}}});
        QVERIFY(OpenAiResponses(options(), ScriptedTransport::transport(script)).complete(request(), {}, {}));
        QVERIFY2(script->waits.size() == 1 && script->waits.first() >= 360'000, "six minutes were asked for");
    }

    void asksAgainForACredentialThatMayComeLaterAndForNoOther()
    {
        int asked = 0;
        OpenAiResponses::Options patient = options();
        patient.authorise.add = [&](HttpRequest &, std::stop_token) -> Result<void> {
            return ++asked < 3 ? failure(ErrorCode::RateLimited, QStringLiteral("slow down")) : Result<void>();
        };
        auto script = ScriptedTransport::make({{.pieces = {eventStream({done})}}});
        QVERIFY(OpenAiResponses(patient, ScriptedTransport::transport(script)).complete(request(), {}, {}));
        QCOMPARE(asked, 3);
        QCOMPARE(script->waits.size(), 2);

        OpenAiResponses::Options refused = options();
        refused.authorise.add = [](HttpRequest &, std::stop_token) -> Result<void> {
            return failure(ErrorCode::Unauthorized, QStringLiteral("The client secret is wrong."));
        };
        const auto answer = OpenAiResponses(refused, ScriptedTransport::transport(script)).complete(request(), {}, {});
        QCOMPARE(answer.error().message, QStringLiteral("The client secret is wrong."));
        QCOMPARE(answer.error().code, ErrorCode::Unauthorized);
        QCOMPARE(script->waits.size(), 2);
    }

    void namesTheEffortAndTheVersionThatItIsGiven()
    {
        auto script = ScriptedTransport::make({{.pieces = {eventStream({done})}}});
        OpenAiResponses::Options asked = options();
        asked.reasoningEffort = QStringLiteral("high");
        asked.query = QStringLiteral("api-version=preview");
        QVERIFY(OpenAiResponses(asked, ScriptedTransport::transport(script)).complete(request(), {}, {}));
        QCOMPARE(script->bodyOf(0).value("reasoning").toObject(), (QJsonObject{{"effort", "high"}}));
        QCOMPARE(
            script->requests.first().url, QUrl(QStringLiteral("http://localhost:1/v1/responses?api-version=preview")));
    }

    void holdsAConversationWithAServerThatChecksTheContract()
    {
        const QJsonObject thinking{{"type", "thinking"}, {"thinking", "Hm, Grüße 🎉"}, {"signature", "s1"}};
        const auto toolCall = [](const char *id, const char *path) {
            return QJsonObject{
                {"type", "tool_call"}, {"id", id}, {"name", "read_file"}, {"input", QJsonObject{{"path", path}}}};
        };
        ModelServer server;
        QVERIFY(server.start(
            {{"default",
                QJsonArray{
                    QJsonObject{{"status", 500}},
                    QJsonObject{{"content",
                                    QJsonArray{thinking, QJsonObject{{"type", "text"}, {"text", "I look."}},
                                        toolCall("t1", "a"), toolCall("t2", "b")}},
                        {"split_bytes", 5}},
                    QJsonObject{{"text", "will be cut"}, {"after_events", 4}, {"cut", true}},
                    QJsonObject{{"text", "Done."}},
                }}},
            {QStringLiteral("--key"), QStringLiteral("sk-secret-key")}));
        OpenAiResponses model(options(server.url() + QStringLiteral("/v1")));
        QMap<QString, QString> told;
        ModelProgress progress;
        progress.onDelta = [&](const QString &kind, const QString &delta) { told[kind] += delta; };
        ModelRequest asked = request();
        const auto first = model.complete(asked, progress, {});
        QVERIFY2(first, qPrintable(first ? QString() : first.error().message));
        QCOMPARE(first->content.size(), 4);
        QCOMPARE(first->stop, QStringLiteral("tool_use"));
        QCOMPARE(told.value(QStringLiteral("reasoning")), QStringLiteral("Hm, Grüße 🎉"));
        QCOMPARE(told.value(QStringLiteral("text")), QStringLiteral("I look."));
        QCOMPARE(told.value(QStringLiteral("tool_input")), QStringLiteral("{\"path\":\"a\"}{\"path\":\"b\"}"));
        asked.messages.append({QStringLiteral("assistant"), first->content});
        asked.messages.append({QStringLiteral("user"), {result("t1", "no such file", true), result("t2", "content")}});
        const auto second = model.complete(asked, {}, {});
        QVERIFY2(second, qPrintable(second ? QString() : second.error().message));
        QCOMPARE(second->content.first().text, QStringLiteral("Done."));
        QCOMPARE(server.problems(), QByteArray("[]"));
        QVERIFY(server.requests().last().toObject().value("body").toObject().value("input").toArray().at(1).toObject()
            == first->content.first().vendor);
    }
};

QTEST_GUILESS_MAIN(OpenAiResponsesTest)
#include "tst_OpenAiResponses.moc"
