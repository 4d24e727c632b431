#include "service/models/OpenAiChat.h"
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
    ModelRequest request{.model = QStringLiteral("qwen3-coder"), .system = QStringLiteral("Be exact.")};
    request.messages.append({QStringLiteral("user"), {text("Do it.")}});
    request.tools.append({QStringLiteral("read_file"), QStringLiteral("Reads a file."),
        {{"type", "object"}, {"properties", QJsonObject{{"path", QJsonObject{{"type", "string"}}}}}}});
    return request;
}

Authorise bearer()
{
    return {[](HttpRequest &request, std::stop_token) -> Result<void> {
        request.headers.emplaceBack("authorization", "Bearer sk-secret-key");
        return {};
    }};
}

const QByteArray parallelTools = sample("openai-parallel-tools.sse");

QByteArray toolDelta(const QJsonArray &calls)
{
    return compactJson(
        QJsonObject{{"choices", QJsonArray{QJsonObject{{"delta", QJsonObject{{"tool_calls", calls}}}}}}});
}

QJsonObject call(const QJsonValue &index, const char *id, const char *name, const QJsonValue &arguments)
{
    QJsonObject function{{"arguments", arguments}};
    if (*name)
        function.insert("name", QString::fromLatin1(name));
    QJsonObject object{{"function", function}};
    if (!index.isNull())
        object.insert("index", index);
    if (*id)
        object.insert("id", QString::fromLatin1(id));
    return object;
}

QByteArray ended(const char *reason)
{
    return compactJson(QJsonObject{{"choices",
        QJsonArray{QJsonObject{{"delta", QJsonObject{}}, {"finish_reason", QString::fromLatin1(reason)}}}}});
}

struct Played {
    Result<ModelAnswer> answer = failure(ErrorCode::Internal, QString());
    std::shared_ptr<ScriptedTransport> script;
    QStringList retries;
};

Played play(QList<ScriptedReply> replies, const ModelRequest &asked = request())
{
    Played played;
    played.script = ScriptedTransport::make(std::move(replies));
    OpenAiChat model({.endpoint = QStringLiteral("http://localhost:1/v1"), .authorise = bearer()},
        ScriptedTransport::transport(played.script));
    ModelProgress progress;
    progress.onRetry = [&](const QString &reason, std::chrono::milliseconds, int) { played.retries.append(reason); };
    played.answer = model.complete(asked, progress, {});
    return played;
}

Played playEvents(const QByteArrayList &events) { return play({{.pieces = {eventStream(events)}}}); }

QByteArray printed(const ModelAnswer &answer)
{
    return compactJsonOf(answer.content) + answer.stop.toUtf8() + compactJsonOf(answer.usage);
}

} // namespace

class OpenAiChatTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void asksWithToolsUsageAndTheChosenLimitField()
    {
        const QJsonObject body = OpenAiChat::bodyOf(request(), QStringLiteral("max_completion_tokens"));
        QCOMPARE(body.value("max_completion_tokens").toInt(), 16000);
        QVERIFY(!body.contains("max_tokens"));
        QCOMPARE(body.value("stream_options").toObject(), (QJsonObject{{"include_usage", true}}));
        QCOMPARE(body.value("tools").toArray().at(0).toObject().value("function").toObject().value("name").toString(),
            QStringLiteral("read_file"));
        QCOMPARE(body.value("messages").toArray().at(0).toObject().value("role").toString(), QStringLiteral("system"));
    }

    void turnsToolResultsIntoMessagesOfTheirOwnBeforeTheText()
    {
        ModelRequest asked = request();
        asked.messages.append({QStringLiteral("assistant"),
            {{.type = QStringLiteral("tool_call"),
                .id = QStringLiteral("a"),
                .name = QStringLiteral("read_file"),
                .input = {{"path", "x"}}}}});
        asked.messages.append({QStringLiteral("user"),
            {{.type = QStringLiteral("tool_result"),
                 .text = QStringLiteral("gone"),
                 .id = QStringLiteral("a"),
                 .isError = true},
                text("Repair it.")}});
        const QJsonArray messages = OpenAiChat::bodyOf(asked, QStringLiteral("max_tokens")).value("messages").toArray();
        QCOMPARE(messages.size(), 5);
        QVERIFY(messages.at(2).toObject().value("content").isNull());
        QCOMPARE(messages.at(2)
                     .toObject()
                     .value("tool_calls")
                     .toArray()
                     .at(0)
                     .toObject()
                     .value("function")
                     .toObject()
                     .value("arguments")
                     .toString(),
            QStringLiteral("{\"path\":\"x\"}"));
        QCOMPARE(messages.at(3).toObject(),
            (QJsonObject{{"role", "tool"}, {"tool_call_id", "a"}, {"content", "Error: gone"}}));
        QCOMPARE(messages.at(4).toObject().value("content").toString(), QStringLiteral("Repair it."));
    }

    void sendsReasoningBackInItsFieldWhereTheServerWantsIt()
    {
        for (const char *field : {"reasoning_content", "reasoning"}) {
            const QJsonObject delta{{QString::fromLatin1(field), "Hm."}};
            const QByteArray thought = compactJson(QJsonObject{{"choices", QJsonArray{QJsonObject{{"delta", delta}}}}});
            const Played played =
                playEvents({thought, toolDelta({call(0, "x", "git_diff", "{}")}), ended("tool_calls"), "[DONE]"});
            ModelRequest asked = request();
            asked.messages.append({QStringLiteral("assistant"), played.answer->content});
            const auto message = [&](OpenAiChat::ReasoningBack back) {
                return OpenAiChat::bodyOf(asked, QStringLiteral("max_tokens"), back)
                    .value("messages")
                    .toArray()
                    .at(2)
                    .toObject();
            };
            QCOMPARE(message(OpenAiChat::ReasoningBack::Yes).value(QLatin1StringView(field)).toString(),
                QStringLiteral("Hm."));
            QVERIFY(!message(OpenAiChat::ReasoningBack::No).contains(QLatin1StringView(field)));
        }
    }

    void putsTheAnswerTogether()
    {
        const Played played = play({{.pieces = {parallelTools}}});
        QVERIFY2(played.answer, qPrintable(played.answer ? QString() : played.answer.error().message));
        QCOMPARE(played.script->requests.first().url, QUrl(QStringLiteral("http://localhost:1/v1/chat/completions")));
        const ModelAnswer &answer = *played.answer;
        QCOMPARE(answer.content.size(), 4);
        QCOMPARE(answer.content[0].text, QStringLiteral("Let me think"));
        QCOMPARE(answer.content[1].text, QStringLiteral("Grüße 🎉"));
        QCOMPARE(answer.content[2].id, QStringLiteral("call_a"));
        QCOMPARE(answer.content[2].input, (QJsonObject{{"path", "a.txt"}}));
        QCOMPARE(answer.content[3].name, QStringLiteral("git_diff"));
        QCOMPARE(answer.stop, QStringLiteral("tool_use"));
        QCOMPARE(answer.usage.inputTokens, 100);
        QCOMPARE(answer.usage.cachedTokens, 900);
        QCOMPARE(answer.usage.outputTokens, 50);
        QCOMPARE(answer.usage.reasoningTokens, 20);
    }

    void isTheSameAnswerWhereverTheStreamIsSplit()
    {
        const QByteArray whole = printed(*play({{.pieces = {parallelTools}}}).answer);
        for (qsizetype cut = 1; cut < parallelTools.size(); cut += 5)
            QCOMPARE(printed(*play({{.pieces = {parallelTools.left(cut), parallelTools.mid(cut)}}}).answer), whole);
    }

    void cutBeforeItsEndIsTriedAgain()
    {
        const qsizetype end = parallelTools.indexOf("\"finish_reason\": \"tool_calls\"");
        QVERIFY(end > 0);
        for (qsizetype cut = 0; cut < end; cut += 61) {
            const Played played = play({{.pieces = {parallelTools.left(cut)}}, {.pieces = {parallelTools}}});
            QVERIFY(played.answer);
            QCOMPARE(played.retries.size(), 1);
            QCOMPARE(played.answer->content.size(), 4);
        }
    }

    void takesCallsWithoutIdsAsWhole()
    {
        const Played played = playEvents(
            {toolDelta({call(0, "", "read_file", "{\"path\":\"a\"}"), call(1, "", "read_file", "{\"path\":\"b\"}")}),
                ended("tool_calls"), "[DONE]"});
        QCOMPARE(played.answer->content.size(), 2);
        QVERIFY(!played.answer->content[0].id.isEmpty());
        QVERIFY(played.answer->content[0].id != played.answer->content[1].id);
        QCOMPARE(played.answer->content[1].input, (QJsonObject{{"path", "b"}}));
    }

    void takesSeveralCallsThatAllSayIndexZero()
    {
        const Played withIds = playEvents({toolDelta({call(0, "x", "read_file", "{\"path\":\"a\"}")}),
            toolDelta({call(0, "y", "read_file", "{\"path\":\"b\"}")}), ended("stop"), "[DONE]"});
        QCOMPARE(withIds.answer->content.size(), 2);
        const Played without = playEvents({toolDelta({call(0, "", "read_file", "{\"path\":\"a\"}")}),
            toolDelta({call(0, "", "read_file", "{\"path\":\"b\"}")}), ended("stop"), "[DONE]"});
        QCOMPARE(without.answer->content.size(), 2);
        QCOMPARE(without.answer->content[0].input, (QJsonObject{{"path", "a"}}));
    }

    void takesCallsWithoutIndexAndArgumentsAsObject()
    {
        const Played played = playEvents({toolDelta({call(QJsonValue(), "x", "read_file", QJsonObject{{"path", "a"}})}),
            ended("tool_calls"), "[DONE]"});
        QCOMPARE(played.answer->content.first().input, (QJsonObject{{"path", "a"}}));
    }

    void takesStopWithToolCallsAsToolUse()
    {
        QCOMPARE(playEvents({toolDelta({call(0, "x", "git_diff", "")}), ended("stop"), "[DONE]"}).answer->stop,
            QStringLiteral("tool_use"));
    }

    void takesAStreamWithoutDone()
    {
        const Played played = playEvents({toolDelta({call(0, "x", "git_diff", "{}")}), ended("tool_calls")});
        QVERIFY(played.answer);
        QVERIFY(played.retries.isEmpty());
    }

    void marksArgumentsThatAreNoObject()
    {
        const Played played =
            playEvents({toolDelta({call(0, "x", "read_file", "{\"path\":")}), ended("length"), "[DONE]"});
        QCOMPARE(played.answer->stop, QStringLiteral("max_tokens"));
        QVERIFY(played.answer->content.first().isError);
    }

    void estimatesUsageWhereTheServerGivesNone()
    {
        const Played played = playEvents({toolDelta({call(0, "x", "git_diff", "{}")}), ended("stop"), "[DONE]"});
        QVERIFY(played.answer->usage.inputTokens > 10);
        QVERIFY(played.answer->usage.outputTokens > 0);
    }

    void tellsRefusalsApart()
    {
        QCOMPARE(playEvents({ended("content_filter"), "[DONE]"}).answer->stop, QStringLiteral("content_filter"));
        QCOMPARE(
            playEvents({R"({"choices":[{"delta":{"refusal":"I cannot."}}]})", ended("stop"), "[DONE]"}).answer->stop,
            QStringLiteral("refusal"));
    }

    void triesAgainAfterAnErrorInsideTheStream()
    {
        const Played played = play({{.pieces = {eventStream({toolDelta({call(0, "x", "git_diff", "{")}),
                                         "{\"error\":{\"message\":\"engine died\",\"type\":\"server_error\"}}"})}},
            {.pieces = {parallelTools}}});
        QVERIFY(played.answer);
        QVERIFY(played.retries.first().contains(u"engine died"));
        QCOMPARE(played.answer->content.size(), 4);
    }

    void doesNotRetryAnEmptyPurseNorShowTheKey()
    {
        const Played played = play({{.status = 429,
            .body = "{\"error\":{\"code\":\"insufficient_quota\",\"message\":\"no money for sk-secret-key\"}}"}});
        QCOMPARE(played.answer.error().code, ErrorCode::Rejected);
        QVERIFY(!played.answer.error().message.contains(u"sk-secret-key"));
        QCOMPARE(played.script->requests.size(), 1);
    }

    void holdsAConversationWithAServerThatChecksTheContract()
    {
        ModelServer server;
        QVERIFY(server.start({{"default",
                                 QJsonArray{
                                     QJsonObject{{"status", 500}},
                                     QJsonObject{{"text", "Looking."},
                                         {"tools",
                                             QJsonArray{QJsonObject{{"id", "t1"}, {"name", "read_file"},
                                                            {"input", QJsonObject{{"path", "a"}}}},
                                                 QJsonObject{{"id", "t2"}, {"name", "read_file"},
                                                     {"input", QJsonObject{{"path", "b"}}}}}},
                                         {"split_bytes", 5}},
                                     QJsonObject{{"text", "will be cut"}, {"after_events", 2}, {"cut", true}},
                                     QJsonObject{{"text", "Done."}},
                                 }}},
            {QStringLiteral("--key"), QStringLiteral("sk-secret-key")}));
        OpenAiChat::Options options{.endpoint = server.url() + QStringLiteral("/v1"), .authorise = bearer()};
        options.retry.firstWait = std::chrono::milliseconds(1);
        OpenAiChat model(options);
        ModelRequest asked = request();
        const auto first = model.complete(asked, {}, {});
        QVERIFY2(first, qPrintable(first ? QString() : first.error().message));
        QCOMPARE(first->content.size(), 3);
        asked.messages.append({QStringLiteral("assistant"), first->content});
        asked.messages.append({QStringLiteral("user"),
            {{.type = QStringLiteral("tool_result"),
                 .text = QStringLiteral("no such file"),
                 .id = QStringLiteral("t1"),
                 .isError = true},
                {.type = QStringLiteral("tool_result"),
                    .text = QStringLiteral("content"),
                    .id = QStringLiteral("t2")}}});
        const auto second = model.complete(asked, {}, {});
        QVERIFY2(second, qPrintable(second ? QString() : second.error().message));
        QCOMPARE(second->content.first().text, QStringLiteral("Done."));
        QCOMPARE(server.problems(), QByteArray("[]"));
    }

    void leavesAServerThatHasSaidAllButKeepsTheStreamOpen()
    {
        ModelServer server;
        QVERIFY(server.start(
            {{"default", QJsonArray{QJsonObject{{"text", "Done."}, {"after_events", 5}, {"silence_ms", 60'000}}}}}));
        const OpenAiChat::Options options{.endpoint = server.url() + QStringLiteral("/v1"), .authorise = bearer()};
        QElapsedTimer timer;
        timer.start();
        const auto answer = OpenAiChat(options).complete(request(), {}, {});
        QVERIFY2(answer, qPrintable(answer ? QString() : answer.error().message));
        QCOMPARE(answer->content.first().text, QStringLiteral("Done."));
        QVERIFY2(timer.elapsed() >= 1900 && timer.elapsed() < 20'000, qPrintable(QString::number(timer.elapsed())));
    }
};

QTEST_GUILESS_MAIN(OpenAiChatTest)
#include "tst_OpenAiChat.moc"
