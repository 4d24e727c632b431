#include "service/models/AnthropicMessages.h"
#include "shared/core/Json.h"
#include "tests/service/models/ModelServer.h"
#include "tests/service/models/ScriptedTransport.h"

#include <QTest>

using namespace mergeloom;
using namespace mergeloom::test;

namespace {

ContentPart text(const char *words) { return {.type = QStringLiteral("text"), .text = QString::fromUtf8(words)}; }

ModelRequest request()
{
    ModelRequest request{.model = QStringLiteral("claude-sonnet-4-5"), .system = QStringLiteral("Be exact.")};
    request.messages.append({QStringLiteral("user"), {text("Do it.")}});
    request.tools.append({QStringLiteral("read_file"), QStringLiteral("Reads a file."),
        {{"type", "object"}, {"properties", QJsonObject{{"path", QJsonObject{{"type", "string"}}}}}}});
    return request;
}

Authorise keyed()
{
    return {[](HttpRequest &request, std::stop_token) -> Result<void> {
        request.headers.emplaceBack("x-api-key", "sk-ant-secret-key");
        return {};
    }};
}

const QByteArray thinkingAndTool = sample("anthropic-thinking-and-tools.sse");

const QByteArray cutTool = sample("anthropic-cut-tool-call.sse");
const QByteArray wrongKey =
    R"({"type":"error","error":{"type":"authentication_error","message":"bad key sk-ant-secret-key"}})";
const QByteArray overloadedBody = R"({"error":{"type":"overloaded_error","message":"Overloaded"}})";

struct Played {
    Result<ModelAnswer> answer = failure(ErrorCode::Internal, QString());
    std::shared_ptr<ScriptedTransport> script;
    QMap<QString, QString> deltas; ///< kind -> all of it
    QStringList retries;
};

Played play(QList<ScriptedReply> replies, const ModelRequest &asked = request())
{
    Played played;
    played.script = ScriptedTransport::make(std::move(replies));
    AnthropicMessages model({.authorise = keyed()}, ScriptedTransport::transport(played.script));
    ModelProgress progress;
    progress.onDelta = [&](const QString &kind, const QString &piece) { played.deltas[kind] += piece; };
    progress.onRetry = [&](const QString &reason, std::chrono::milliseconds, int) { played.retries.append(reason); };
    played.answer = model.complete(asked, progress, {});
    return played;
}

QByteArray printed(const ModelAnswer &answer)
{
    return compactJsonOf(answer.content) + answer.stop.toUtf8() + compactJsonOf(answer.usage);
}

} // namespace

class AnthropicMessagesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void asksAsTheServiceWantsIt()
    {
        const Played played = play({{.pieces = {thinkingAndTool}}});
        QVERIFY2(played.answer, qPrintable(played.answer ? QString() : played.answer.error().message));
        const HttpRequest &sent = played.script->requests.first();
        QCOMPARE(sent.url, QUrl(QStringLiteral("https://api.anthropic.com/v1/messages")));
        QVERIFY(sent.headers.contains(std::pair<QByteArray, QByteArray>("anthropic-version", "2023-06-01")));
        QVERIFY(sent.headers.contains(std::pair<QByteArray, QByteArray>("x-api-key", "sk-ant-secret-key")));
        const QJsonObject body = played.script->bodyOf(0);
        QCOMPARE(body.value("stream").toBool(), true);
        QCOMPARE(body.value("max_tokens").toInt(), 16000);
        QCOMPARE(
            body.value("system").toArray().at(0).toObject().value("cache_control").toObject().value("type").toString(),
            QStringLiteral("ephemeral"));
        QVERIFY(body.value("tools").toArray().last().toObject().contains("cache_control"));
        QVERIFY(body.value("messages")
                    .toArray()
                    .last()
                    .toObject()
                    .value("content")
                    .toArray()
                    .last()
                    .toObject()
                    .contains("cache_control"));
    }

    void asksVertexWithTheModelInTheAddressAndTheVersionInTheBody()
    {
        const QString address =
            QStringLiteral("https://aiplatform.googleapis.com/v1/projects/p/locations/global/publishers/anthropic/"
                           "models/claude-sonnet-4-5@20250929:streamRawPredict");
        const auto script = ScriptedTransport::make({{.pieces = {thinkingAndTool}}});
        AnthropicMessages model({.service = QStringLiteral("Vertex AI"),
                                    .endpoint = address,
                                    .bodyVersion = QStringLiteral("vertex-2023-10-16"),
                                    .authorise = keyed()},
            ScriptedTransport::transport(script));
        QVERIFY(model.complete(request(), {}, {}));
        QCOMPARE(script->requests.first().url, QUrl(address));
        for (const auto &[name, value] : script->requests.first().headers)
            QVERIFY(name != "anthropic-version");
        QJsonObject body = script->bodyOf(0);
        QCOMPARE(body.take("anthropic_version").toString(), QStringLiteral("vertex-2023-10-16"));
        QJsonObject direct = AnthropicMessages::bodyOf(request());
        QVERIFY(!direct.take("model").toString().isEmpty());
        QCOMPARE(body, direct); // all else is the same
    }

    void takesAnEndpointWithAndWithoutVersion()
    {
        const QUrl wanted(QStringLiteral("http://gateway/anthropic/v1/messages"));
        for (const char *base : {"http://gateway/anthropic", "http://gateway/anthropic/", "http://gateway/anthropic/v1",
                 "http://gateway/anthropic/v1/"})
            QCOMPARE(endpointUrl(QString::fromLatin1(base), QStringLiteral("/v1/messages")), wanted);
    }

    void marksAtMostFourPlacesForTheCache()
    {
        ModelRequest long_ = request();
        for (int i = 0; i < 6; ++i) {
            const QString id = QStringLiteral("t%1").arg(i);
            long_.messages.append({QStringLiteral("assistant"),
                {{.type = QStringLiteral("tool_call"), .id = id, .name = QStringLiteral("read_file")}}});
            long_.messages.append({QStringLiteral("user"),
                {{.type = QStringLiteral("tool_result"), .text = QStringLiteral("x"), .id = id}}});
        }
        QCOMPARE(compactJson(AnthropicMessages::bodyOf(long_)).count("cache_control"), 4);
    }

    void putsTheAnswerTogether()
    {
        const Played played = play({{.pieces = {thinkingAndTool}}});
        const ModelAnswer &answer = *played.answer;
        QCOMPARE(answer.content.size(), 5);
        QCOMPARE(answer.content[0].text, QStringLiteral("Let me look…"));
        QCOMPARE(answer.content[0].vendor, (QJsonObject{{"type", "thinking"}, {"signature", "c2lnbg=="}}));
        QCOMPARE(answer.content[1].vendor, (QJsonObject{{"type", "redacted_thinking"}, {"data", "b3BhcXVl"}}));
        QCOMPARE(answer.content[2].text, QStringLiteral("Grüße 🎉"));
        QCOMPARE(answer.content[3].id, QStringLiteral("toolu_1"));
        QCOMPARE(answer.content[3].input, (QJsonObject{{"path", "a.txt"}}));
        QCOMPARE(answer.content[4].name, QStringLiteral("git_diff"));
        QVERIFY(!answer.content[4].isError); // no input at all is an empty object
        QCOMPARE(answer.stop, QStringLiteral("tool_use"));
        QCOMPARE(answer.model, QStringLiteral("claude-sonnet-4-5-20250929"));
        QCOMPARE(answer.usage.inputTokens, 11);
        QCOMPARE(answer.usage.cachedTokens, 500);
        QCOMPARE(answer.usage.cacheWriteTokens, 40);
        QCOMPARE(answer.usage.outputTokens, 77);
        QCOMPARE(played.deltas.value(QStringLiteral("reasoning")), QStringLiteral("Let me look…"));
        QCOMPARE(played.deltas.value(QStringLiteral("text")), QStringLiteral("Grüße 🎉"));
    }

    void isTheSameAnswerWhereverTheStreamIsSplit()
    {
        const QByteArray whole = printed(*play({{.pieces = {thinkingAndTool}}}).answer);
        for (qsizetype cut = 1; cut < thinkingAndTool.size(); cut += 7)
            QCOMPARE(printed(*play({{.pieces = {thinkingAndTool.left(cut), thinkingAndTool.mid(cut)}}}).answer), whole);
    }

    void cutAnywhereGivesNoHalfAnswerButAnotherTry()
    {
        const QByteArray whole = printed(*play({{.pieces = {thinkingAndTool}}}).answer);
        const qsizetype end = thinkingAndTool.indexOf("\"message_stop\"");
        for (qsizetype cut = 0; cut < end; cut += 97) {
            // A connection that broke, and one that ended as if all were said.
            for (const std::optional<ErrorCode> error :
                {std::optional(ErrorCode::Unavailable), std::optional<ErrorCode>()}) {
                const Played played =
                    play({{.pieces = {thinkingAndTool.left(cut)}, .error = error}, {.pieces = {thinkingAndTool}}});
                QVERIFY(played.answer);
                QCOMPARE(printed(*played.answer), whole);
                QCOMPARE(played.retries.size(), 1);
            }
        }
    }

    void retriesAnErrorInsideTheStream()
    {
        const QByteArray overloaded = thinkingAndTool.left(600).left(thinkingAndTool.left(600).lastIndexOf("\n\n") + 2)
            + "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}\n\n";
        const Played played = play({{.pieces = {overloaded}}, {.pieces = {thinkingAndTool}}});
        QVERIFY(played.answer);
        QVERIFY2(played.retries.first().contains(u"Overloaded"), qPrintable(played.retries.first()));
    }

    void sendsReasoningBackUnchangedAndLeavesOthersOut()
    {
        const Played first = play({{.pieces = {thinkingAndTool}}});
        ModelRequest next = request();
        next.messages.append({QStringLiteral("assistant"), first.answer->content});
        next.messages.append({QStringLiteral("assistant"),
            {{.type = QStringLiteral("reasoning"), .text = QStringLiteral("of another vendor")}, text(" \n")}});
        const QJsonArray messages = AnthropicMessages::bodyOf(next).value("messages").toArray();
        QCOMPARE(messages.size(), 2);
        const QJsonArray blocks = messages.at(1).toObject().value("content").toArray();
        QCOMPARE(blocks.at(0).toObject(),
            (QJsonObject{{"type", "thinking"}, {"thinking", "Let me look…"}, {"signature", "c2lnbg=="}}));
        QCOMPARE(blocks.at(1).toObject(), (QJsonObject{{"type", "redacted_thinking"}, {"data", "b3BhcXVl"}}));
        QCOMPARE(blocks.at(3).toObject(),
            (QJsonObject{{"type", "tool_use"}, {"id", "toolu_1"}, {"name", "read_file"},
                {"input", QJsonObject{{"path", "a.txt"}}}}));
    }

    void marksAToolCallThatTheOutputLimitCut()
    {
        const Played played = play({{.pieces = {cutTool}}});
        QCOMPARE(played.answer->stop, QStringLiteral("max_tokens"));
        QVERIFY(played.answer->content.first().isError);
        QCOMPARE(played.answer->content.first().text, QStringLiteral("{\"path\":\"a"));
        QVERIFY(played.answer->content.first().input.isEmpty());
    }

    void doesNotRetryAWrongKeyNorShowIt()
    {
        const Played played = play({{.status = 401, .body = wrongKey}});
        QVERIFY(!played.answer);
        QCOMPARE(played.answer.error().code, ErrorCode::Unauthorized);
        QVERIFY2(!played.answer.error().message.contains(u"secret-key"), qPrintable(played.answer.error().message));
        QCOMPARE(played.script->requests.size(), 1);
    }

    void asksAgainOnceWithANewerTokenWhereThereIsOne()
    {
        const auto ask = [](QList<ScriptedReply> replies, int *tokens) {
            const auto script = ScriptedTransport::make(std::move(replies));
            const Authorise renewing{[=](HttpRequest &request, std::stop_token) -> Result<void> {
                                         request.headers.emplaceBack(
                                             "x-api-key", "token " + QByteArray::number(*tokens));
                                         return {};
                                     },
                [=](const HttpRequest &request, const HttpAnswer &) {
                    return request.headers.last().second == "token " + QByteArray::number((*tokens)++);
                }};
            return AnthropicMessages({.authorise = renewing}, ScriptedTransport::transport(script))
                .complete(request(), {}, {});
        };
        int tokens = 1;
        QVERIFY(ask({{.status = 401, .body = wrongKey}, {.pieces = {thinkingAndTool}}}, &tokens));
        QCOMPARE(tokens, 2);
        const auto refused = ask({{.status = 401, .body = wrongKey}, {.status = 401, .body = wrongKey}}, &tokens);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Unauthorized);
        QCOMPARE(tokens, 3); // not a third time
    }

    void waitsAsLongAsTheServiceAsks()
    {
        const Played played =
            play({{.status = 429, .headers = {{"retry-after", "3"}}, .body = "{}"}, {.pieces = {thinkingAndTool}}});
        QVERIFY(played.answer);
        QCOMPARE(played.script->waits.size(), 1);
        QVERIFY(played.script->waits.first() >= 3000);
    }

    void givesUpAtItsLimitAndSaysSo()
    {
        const Played played = play(QList<ScriptedReply>(30, {.status = 529, .body = overloadedBody}));
        QVERIFY(!played.answer);
        QCOMPARE(played.answer.error().code, ErrorCode::Unavailable);
        QCOMPARE(played.script->requests.size(), 11);
        QVERIFY(played.answer.error().message.contains(u"tried 11 times"));
    }

    void stopsWhileItWaits()
    {
        std::stop_source source;
        const auto script = ScriptedTransport::make({{.status = 500, .body = "{}"}});
        AnthropicMessages model({.authorise = keyed()}, ScriptedTransport::transport(script));
        ModelProgress progress;
        progress.onRetry = [&](const QString &, std::chrono::milliseconds, int) { source.request_stop(); };
        const auto answer = model.complete(request(), progress, source.get_token());
        QCOMPARE(answer.error().code, ErrorCode::Cancelled);
        QCOMPARE(script->requests.size(), 1);
    }

    void holdsAConversationWithAServerThatChecksTheContract()
    {
        ModelServer server;
        QVERIFY(server.start(
            {{"default",
                QJsonArray{
                    QJsonObject{{"status", 529}},
                    QJsonObject{
                        {"content",
                            QJsonArray{QJsonObject{{"type", "thinking"}, {"thinking", "hm"}, {"signature", "c2ln"}},
                                QJsonObject{{"type", "text"}, {"text", "Looking."}},
                                QJsonObject{{"type", "tool_call"}, {"id", "t1"}, {"name", "read_file"},
                                    {"input", QJsonObject{{"path", "a"}}}}}},
                        {"split_bytes", 3},
                        {"usage", QJsonObject{{"input_tokens", 900}, {"cached_tokens", 800}, {"output_tokens", 30}}}},
                    QJsonObject{{"text", "will be cut"}, {"after_events", 3}, {"cut", true}},
                    QJsonObject{{"text", "overloaded"}, {"after_events", 3},
                        {"error", QJsonObject{{"type", "overloaded_error"}}}},
                    QJsonObject{{"text", "Done."}},
                }}},
            {QStringLiteral("--key"), QStringLiteral("sk-ant-secret-key")}));
        AnthropicMessages::Options options{.endpoint = server.url(), .authorise = keyed()};
        options.retry.firstWait = std::chrono::milliseconds(1);
        AnthropicMessages model(options);
        ModelRequest asked = request();
        const auto first = model.complete(asked, {}, {});
        QVERIFY2(first, qPrintable(first ? QString() : first.error().message));
        QCOMPARE(first->usage.inputTokens, 100);
        QCOMPARE(first->usage.cachedTokens, 800);
        QCOMPARE(first->usage.outputTokens, 30);
        asked.messages.append({QStringLiteral("assistant"), first->content});
        asked.messages.append({QStringLiteral("user"),
            {{.type = QStringLiteral("tool_result"),
                .text = QStringLiteral("no such file"),
                .id = QStringLiteral("t1"),
                .isError = true}}});
        const auto second = model.complete(asked, {}, {});
        QVERIFY2(second, qPrintable(second ? QString() : second.error().message));
        QCOMPARE(second->content.first().text, QStringLiteral("Done."));
        QCOMPARE(server.problems(), QByteArray("[]"));
        QCOMPARE(server.requests().size(), 5);
    }

    void triesAgainWhenTheStreamFallsSilent()
    {
        ModelServer server;
        QVERIFY(server.start({{"default",
            QJsonArray{QJsonObject{{"text", "never ends"}, {"after_events", 3}, {"silence_ms", 60'000}},
                QJsonObject{{"text", "Done."}}}}}));
        AnthropicMessages::Options options{.endpoint = server.url(), .authorise = keyed()};
        options.timeouts.silence = std::chrono::milliseconds(300);
        options.retry.firstWait = std::chrono::milliseconds(1);
        QStringList retries;
        ModelProgress progress;
        progress.onRetry = [&](const QString &reason, std::chrono::milliseconds, int) { retries.append(reason); };
        const auto answer = AnthropicMessages(options).complete(request(), progress, {});
        QVERIFY2(answer, qPrintable(answer ? QString() : answer.error().message));
        QCOMPARE(answer->content.first().text, QStringLiteral("Done."));
        QCOMPARE(retries.size(), 1);
    }
};

QTEST_GUILESS_MAIN(AnthropicMessagesTest)
#include "tst_AnthropicMessages.moc"
