#include "shared/core/Json.h"
#include "tests/service/models/AnswerProtocols.h"

#include <QTest>

using namespace mergeloom;
using namespace mergeloom::test;

Q_DECLARE_METATYPE(const AnswerProtocol *)

namespace {

/// How a server may write one and the same event, by the grammar of server-sent events.
struct Manner {
    const char *name;
    QByteArray lineEnd = "\n";
    QByteArray before;  ///< the first event
    QByteArray between; ///< two events
    bool isSpaced = true;
    bool isTyped = true;
    bool isBroken = false; ///< data over two lines
};

QByteArray serverSent(const StreamEvent &event, const Manner &manner)
{
    const QByteArray colon = manner.isSpaced ? ": " : ":";
    QByteArray text;
    if (manner.isTyped && !event.type.isEmpty())
        text += "event" + colon + event.type + manner.lineEnd;
    if (manner.isBroken && event.data.startsWith('{'))
        return text + "data" + colon + "{" + manner.lineEnd + "data" + colon + event.data.mid(1) + manner.lineEnd
            + manner.lineEnd;
    return text + "data" + colon + event.data + manner.lineEnd + manner.lineEnd;
}

QByteArray framed(const AnswerProtocol &protocol, const QList<StreamEvent> &events, const Manner &manner = {"plain"})
{
    QByteArray stream = manner.before;
    for (const StreamEvent &event : events)
        stream += protocol.framing == Framing::AmazonEventStream ? amazonEvent(event.type, event.data)
                                                                 : manner.between + serverSent(event, manner);
    return stream;
}

/// One call that is never repeated, over pieces as they are given.
Result<ModelAnswer> readAnswer(const AnswerProtocol &protocol, const QByteArrayList &pieces)
{
    const auto script = ScriptedTransport::make({{.pieces = pieces}});
    ModelEndpoint endpoint{
        .service = QStringLiteral("The service"), .url = QUrl(QStringLiteral("http://localhost:1/"))};
    endpoint.framing = protocol.framing;
    return ModelCall(endpoint, {.maximumRetries = 0}, ScriptedTransport::transport(script))
        .run("{}", protocol.reader, {}, {});
}

/// What all protocols say alike; Gemini's calls have ids of our own.
QString said(const Result<ModelAnswer> &answer)
{
    if (!answer)
        return QStringLiteral("! ") + answer.error().message;
    QStringList lines;
    for (const ContentPart &part : answer->content)
        lines << QStringLiteral("%1 %2%3 %4%5")
                     .arg(part.type, part.text, part.name,
                         part.type == u"tool_call" ? QString::fromUtf8(compactJson(part.input)) : QString(),
                         part.isError ? QStringLiteral(" broken") : QString())
                     .trimmed();
    lines << answer->stop
          << QStringLiteral("%1 in, %2 cached, %3 out")
                 .arg(answer->usage.inputTokens)
                 .arg(answer->usage.cachedTokens)
                 .arg(answer->usage.outputTokens);
    return lines.join(u'\n');
}

const QString whole = QStringLiteral("reasoning Let me look…\ntext Grüße 🎉\ntool_call read_file {\"path\":\"ä.txt\"}\n"
                                     "tool_call git_diff {}\ntool_use\n100 in, 900 cached, 50 out");

const QList<Manner> manners{{"CRLF", "\r\n"}, {"CR", "\r"}, {"byte order mark", "\n", "\xEF\xBB\xBF"},
    {"comments that keep the line alive", "\n", ": hello\n\n", ":\n: keep-alive\n\n"},
    {"events of no data", "\n", {}, "data\n\ndata:\n\n"},
    {"fields of no use", "\n", {}, "id: 7\nretry: 10\nweather: fine\n\n"}, {"empty blocks", "\n", "\n\n", "\n\n"},
    {"no space", "\n", {}, {}, false}, {"data over two lines", "\n", {}, {}, true, true, true},
    {"two lines of data with CRLF and comments", "\r\n", ":\r\n", ": x\r\n", true, true, true}};

/// The protocol's own answer up to the event before its end, then other ends.
QList<StreamEvent> ending(const AnswerProtocol &protocol, qsizetype kept, const QList<StreamEvent> &end)
{
    return protocol.answer.first(kept) + end;
}

StreamEvent typed(const char *type, const QByteArray &json) { return {type, json}; }

} // namespace

class AnswerReadersTest : public QObject
{
    Q_OBJECT

private:
    static void eachProtocol()
    {
        QTest::addColumn<const AnswerProtocol *>("protocol");
        for (const AnswerProtocol &protocol : answerProtocols())
            QTest::newRow(protocol.name) << &protocol;
    }

    static ModelRequest continued(const ModelAnswer &answer)
    {
        ModelRequest request{.model = QStringLiteral("m")};
        request.messages.append(
            {QStringLiteral("user"), {{.type = QStringLiteral("text"), .text = QStringLiteral("Go")}}});
        request.messages.append({QStringLiteral("assistant"), answer.content});
        Message results{QStringLiteral("user"), {}};
        for (const ContentPart &part : answer.content)
            if (part.type == u"tool_call")
                results.content.append({.type = QStringLiteral("tool_result"),
                    .text = QStringLiteral("result of ") + part.name,
                    .id = part.id});
        request.messages.append(results);
        return request;
    }

private Q_SLOTS:
    void sayTheSameWhereverTheStreamIsCut_data() { eachProtocol(); }
    void sayTheSameWhereverTheStreamIsCut()
    {
        QFETCH(const AnswerProtocol *, protocol);
        const QByteArray stream = framed(*protocol, protocol->answer);
        QCOMPARE(said(readAnswer(*protocol, {stream})), whole);
        for (qsizetype cut = 1; cut < stream.size(); ++cut) // also inside of characters of several bytes
            QCOMPARE(said(readAnswer(*protocol, {stream.left(cut), stream.mid(cut)})), whole);
        QByteArrayList bytes;
        for (const char byte : stream)
            bytes.append(QByteArray(1, byte));
        QCOMPARE(said(readAnswer(*protocol, bytes)), whole);
    }

    void sayTheSameInEachMannerOfTheGrammar_data()
    {
        QTest::addColumn<const AnswerProtocol *>("protocol");
        QTest::addColumn<int>("manner");
        for (const AnswerProtocol &protocol : answerProtocols())
            for (int index = 0; protocol.framing == Framing::ServerSentEvents && index < manners.size(); ++index)
                QTest::addRow("%s, %s", protocol.name, manners.at(index).name) << &protocol << index;
    }
    void sayTheSameInEachMannerOfTheGrammar()
    {
        QFETCH(const AnswerProtocol *, protocol);
        QFETCH(int, manner);
        const QByteArray stream = framed(*protocol, protocol->answer, manners.at(manner));
        for (qsizetype cut = 1; cut < stream.size(); cut += 3)
            QCOMPARE(said(readAnswer(*protocol, {stream.left(cut), stream.mid(cut)})), whole);
    }

    void takeNoNoticeOfWhatTheyDoNotKnow_data() { eachProtocol(); }
    void takeNoNoticeOfWhatTheyDoNotKnow()
    {
        QFETCH(const AnswerProtocol *, protocol);
        QList<StreamEvent> events{protocol->unknown};
        for (const StreamEvent &event : protocol->answer)
            events << event << protocol->unknown;
        QCOMPARE(said(readAnswer(*protocol, {framed(*protocol, events)})), whole);
    }

    void giveNoHalfAnswer_data() { eachProtocol(); }
    void giveNoHalfAnswer()
    {
        QFETCH(const AnswerProtocol *, protocol);
        // Chat, Gemini and Bedrock have said all with the reason; what follows it are counts.
        const qsizetype counts = protocol->framing == Framing::AmazonEventStream ? 1
            : QByteArray(protocol->name).contains("Chat")                        ? 2
                                                                                 : 0;
        for (qsizetype kept = 0; kept < protocol->answer.size() - counts; ++kept) {
            const auto answer = readAnswer(*protocol, {framed(*protocol, protocol->answer.first(kept))});
            QVERIFY2(!answer, qPrintable(QStringLiteral("%1 events: %2").arg(kept).arg(said(answer))));
        }
    }

    void takeAHugeEvent_data() { eachProtocol(); }
    void takeAHugeEvent()
    {
        QFETCH(const AnswerProtocol *, protocol);
        const QByteArray huge =
            QByteArray("ü").repeated(protocol->framing == Framing::AmazonEventStream ? 1 << 20 : 4 << 20);
        StreamEvent text = protocol->text;
        text.data.replace("%1", huge);
        QList<StreamEvent> events = protocol->answer;
        // Where the reader has begun its text, or before its end.
        events.insert(QByteArray(protocol->name).contains("Anthropic") ? 7
                : protocol->framing == Framing::AmazonEventStream      ? 5
                                                                       : 3,
            text);
        const QByteArray stream = framed(*protocol, events);
        QByteArrayList pieces;
        for (qsizetype at = 0; at < stream.size(); at += 16'001)
            pieces.append(stream.mid(at, 16'001));
        QElapsedTimer timer;
        timer.start();
        const auto answer = readAnswer(*protocol, pieces);
        QVERIFY2(answer, qPrintable(said(answer).left(300)));
        QVERIFY(std::any_of(answer->content.begin(), answer->content.end(),
            [&](const ContentPart &part) { return part.text.count(u'ü') >= huge.size() / 2; }));
        QVERIFY2(timer.elapsed() < 10'000, qPrintable(QString::number(timer.elapsed())));
    }

    void sendReasoningBackAsItsServiceWantsIt_data() { eachProtocol(); }
    void sendReasoningBackAsItsServiceWantsIt()
    {
        QFETCH(const AnswerProtocol *, protocol);
        const auto answer = readAnswer(*protocol, {framed(*protocol, protocol->answer)});
        const QByteArray body = compactJson(protocol->bodyOf(continued(*answer)));
        const QMap<QByteArray, QByteArray> wanted{
            {"Anthropic Messages", R"({"signature":"c2ln","thinking":"Let me look…","type":"thinking"})"},
            {"OpenAI Responses",
                R"({"encrypted_content":"gAAA","id":"rs","summary":[{"text":"Let me look…","type":"summary_text"}],"type":"reasoning"})"},
            {"Gemini", R"("thoughtSignature":"c2ln")"},
            {"Bedrock Converse",
                R"({"reasoningContent":{"reasoningText":{"signature":"c2ln","text":"Let me look…"}}})"}};
        if (wanted.contains(protocol->name))
            QVERIFY2(body.contains(wanted.value(protocol->name)), body.constData());
        else
            QVERIFY2(!body.contains("Let me look"), body.constData());
        // Both answers, in the order of the calls, after both calls.
        const qsizetype call =
            body.lastIndexOf(QByteArray(protocol->name) == "Gemini" ? "\"functionCall\"" : "git_diff\"");
        const qsizetype first = body.indexOf("result of read_file");
        QVERIFY2(first > body.indexOf("read_file") && call > 0 && body.indexOf("result of git_diff") > first,
            body.constData());
    }

    void tellWhyAnAnswerEnded_data()
    {
        QTest::addColumn<int>("protocol");
        QTest::addColumn<QList<StreamEvent>>("events");
        QTest::addColumn<QString>("stop");
        enum { Anthropic, Chat, Responses, GoogleGemini, Bedrock };
        const auto row = [](const char *name, int protocol, const QList<StreamEvent> &events, const char *stop) {
            QTest::newRow(name) << protocol << events << QString::fromLatin1(stop);
        };
        const auto anthropic = [&](const char *name, const char *reason, const char *stop) {
            row(name, Anthropic,
                {typed("message_delta",
                     "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"" + QByteArray(reason) + "\"}}"),
                    typed("message_stop", R"({"type":"message_stop"})")},
                stop);
        };
        anthropic("Messages: end", "end_turn", "end_turn");
        anthropic("Messages: limit", "max_tokens", "max_tokens");
        anthropic("Messages: window", "model_context_window_exceeded", "max_tokens");
        anthropic("Messages: sequence", "stop_sequence", "end_turn");
        anthropic("Messages: refusal", "refusal", "refusal");
        anthropic("Messages: pause", "pause_turn", "pause_turn");
        const auto chat = [&](const char *name, const QByteArray &choice, const char *stop) {
            row(name, Chat, {{{}, R"({"choices":[)" + choice + "]}"}, {{}, "[DONE]"}}, stop);
        };
        chat("Chat: end", R"({"delta":{"content":"x"},"finish_reason":"stop"})", "end_turn");
        chat("Chat: limit", R"({"delta":{},"finish_reason":"length"})", "max_tokens");
        chat("Chat: filter", R"({"delta":{},"finish_reason":"content_filter"})", "content_filter");
        chat("Chat: refusal", R"({"delta":{"refusal":"No."},"finish_reason":"stop"})", "refusal");
        const auto responses = [&](const char *name, const char *type, const QByteArray &response, const char *stop) {
            row(name, Responses, {{type, R"({"type":")" + QByteArray(type) + R"(","response":)" + response + "}"}},
                stop);
        };
        responses("Responses: end", "response.completed", "{}", "end_turn");
        responses("Responses: limit", "response.incomplete", R"({"incomplete_details":{"reason":"max_output_tokens"}})",
            "max_tokens");
        responses("Responses: filter", "response.incomplete", R"({"incomplete_details":{"reason":"content_filter"}})",
            "content_filter");
        responses("Responses: refusal", "response.completed",
            R"({"output":[{"type":"message","content":[{"type":"refusal","refusal":"No."}]}]})", "refusal");
        const auto gemini = [&](const char *name, const char *reason, const char *stop) {
            row(name, GoogleGemini,
                {{{},
                    R"({"candidates":[{"content":{"parts":[]},"finishReason":")" + QByteArray(reason)
                        + R"("}],"usageMetadata":{}})"}},
                stop);
        };
        gemini("Gemini: end", "STOP", "end_turn");
        gemini("Gemini: limit", "MAX_TOKENS", "max_tokens");
        gemini("Gemini: filter", "SAFETY", "content_filter");
        gemini("Gemini: broken call", "MALFORMED_FUNCTION_CALL", "bad_call");
        const auto bedrock = [&](const char *name, const char *reason, const char *stop) {
            row(name, Bedrock,
                {{"messageStop", R"({"stopReason":")" + QByteArray(reason) + R"("})"}, {"metadata", R"({"usage":{}})"}},
                stop);
        };
        bedrock("Converse: end", "end_turn", "end_turn");
        bedrock("Converse: limit", "max_tokens", "max_tokens");
        bedrock("Converse: window", "model_context_window_exceeded", "max_tokens");
        bedrock("Converse: sequence", "stop_sequence", "end_turn");
    }
    void tellWhyAnAnswerEnded()
    {
        QFETCH(int, protocol);
        QFETCH(QList<StreamEvent>, events);
        const AnswerProtocol &spoken = answerProtocols().at(protocol);
        const auto answer = readAnswer(spoken, {framed(spoken, events)});
        QVERIFY2(answer, qPrintable(said(answer)));
        QTEST(answer->stop, "stop");
    }

    void markACallWhoseArgumentsWereCutOff_data()
    {
        QTest::addColumn<int>("protocol");
        QTest::addColumn<QList<StreamEvent>>("events");
        QTest::newRow("Messages") << 0
                                  << ending(answerProtocols().at(0), 12,
                                         {typed("message_delta",
                                              R"({"type":"message_delta","delta":{"stop_reason":"max_tokens"}})"),
                                             typed("message_stop", R"({"type":"message_stop"})")});
        QTest::newRow("Chat") << 1
                              << ending(answerProtocols().at(1), 8,
                                     {typed("", R"({"choices":[{"delta":{},"finish_reason":"length"}]})"),
                                         typed("", "[DONE]")});
        QTest::newRow("Responses")
            << 2
            << ending(answerProtocols().at(2), 6,
                   {typed("response.output_item.done",
                        "{\"type\":\"response.output_item.done\",\"item\":{\"type\":\"function_call\",\"call_id\":\"a\",\"name\":\"read_file\",\"arguments\":\"{\\\"path\\\":\",\"status\":\"incomplete\"}}"),
                       typed("response.incomplete",
                           R"({"type":"response.incomplete","response":{"incomplete_details":{"reason":"max_output_tokens"}}})")});
        QTest::newRow("Converse") << 4
                                  << ending(answerProtocols().at(4), 9,
                                         {typed("messageStop", R"({"stopReason":"max_tokens"})"),
                                             typed("metadata", R"({"usage":{}})")});
    }
    void markACallWhoseArgumentsWereCutOff()
    {
        QFETCH(int, protocol);
        QFETCH(QList<StreamEvent>, events);
        const AnswerProtocol &spoken = answerProtocols().at(protocol);
        const auto answer = readAnswer(spoken, {framed(spoken, events)});
        const auto call = std::find_if(answer->content.begin(), answer->content.end(),
            [](const ContentPart &part) { return part.name == u"read_file"; });
        QVERIFY2(call != answer->content.end() && call->isError && call->input.isEmpty(), qPrintable(said(answer)));
        QCOMPARE(answer->stop, QStringLiteral("max_tokens"));
    }

    void failWhenTheServiceSaysSoInTheStream_data()
    {
        QTest::addColumn<int>("protocol");
        QTest::addColumn<StreamEvent>("event");
        QTest::newRow("Messages")
            << 0 << typed("error", R"({"type":"error","error":{"type":"overloaded_error","message":"the words"}})");
        QTest::newRow("Chat") << 1 << typed("", R"({"error":{"message":"the words","type":"server_error"}})");
        QTest::newRow("Chat, a text") << 1 << typed("error", R"({"error":"the words"})");
        QTest::newRow("Responses")
            << 2
            << typed("response.failed",
                   R"({"type":"response.failed","response":{"error":{"code":"server_error","message":"the words"}}})");
        QTest::newRow("Responses, error")
            << 2 << typed("error", R"({"type":"error","code":"server_error","message":"the words"})");
        QTest::newRow("Gemini") << 3
                                << typed("", R"({"error":{"code":503,"message":"the words","status":"UNAVAILABLE"}})");
    }
    void failWhenTheServiceSaysSoInTheStream()
    {
        QFETCH(int, protocol);
        QFETCH(StreamEvent, event);
        const AnswerProtocol &spoken = answerProtocols().at(protocol);
        for (qsizetype kept = 0; kept < spoken.answer.size() - 2; ++kept) {
            const auto answer = readAnswer(spoken, {framed(spoken, ending(spoken, kept, {event}))});
            QVERIFY2(!answer && answer.error().message.contains(u"the words"), qPrintable(said(answer)));
        }
    }
};

QTEST_GUILESS_MAIN(AnswerReadersTest)
#include "tst_AnswerReaders.moc"
