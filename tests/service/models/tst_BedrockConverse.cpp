#include "tests/service/models/BedrockPlay.h"

#include <QTest>

using namespace mergeloom;
using namespace mergeloom::test;

namespace {

ContentPart result(const char *id, const char *words, bool isError = false)
{
    return {.type = QStringLiteral("tool_result"),
        .text = QString::fromUtf8(words),
        .id = QString::fromUtf8(id),
        .isError = isError};
}

QByteArray printed(const ModelAnswer &answer)
{
    return compactJsonOf(answer.content) + answer.stop.toUtf8() + compactJsonOf(answer.usage);
}

QByteArray sentBy(const ModelRequest &asked)
{
    return compactJson(BedrockConverse::bodyOf(asked, BedrockConverse::familyOf(asked.model)));
}

const QByteArray answerSentBack = R"json([
    {"reasoningContent": {"reasoningText": {"text": "Let me look…", "signature": "c2lnbg=="}}},
    {"reasoningContent": {"redactedContent": "b3BhcXVl"}},
    {"text": "Grüße 🎉"},
    {"toolUse": {"toolUseId": "tooluse_1", "name": "read_file", "input": {"path": "a.txt"}}},
    {"toolUse": {"toolUseId": "tooluse_2", "name": "git_diff", "input": {}}}])json";

const QByteArray resultsSent = R"json([
    {"toolResult": {"toolUseId": "tooluse_1", "content": [{"text": "2\n"}]}},
    {"toolResult": {"toolUseId": "tooluse_2", "content": [{"text": "(no output)"}], "status": "error"}}])json";

} // namespace

class BedrockConverseTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void asksAsTheServiceWantsIt()
    {
        const Played played = play({{.pieces = {good}}});
        QVERIFY2(played.answer, qPrintable(played.answer ? QString() : played.answer.error().message));
        const HttpRequest &sent = played.script->requests.first();
        QCOMPARE(sent.method, QByteArray("POST"));
        QCOMPARE(sent.url.path(QUrl::FullyEncoded),
            QStringLiteral("/model/eu.anthropic.claude-sonnet-4-5-20250929-v1%3A0/converse-stream"));
        QVERIFY(
            sent.headers.contains(std::pair<QByteArray, QByteArray>("accept", "application/vnd.amazon.eventstream")));
        QCOMPARE(played.script->bodyOf(0),
            QJsonDocument::fromJson(R"({
            "messages": [{"role": "user", "content": [{"text": "Do it."}, {"cachePoint": {"type": "default"}}]}],
            "system": [{"text": "Be exact."}, {"cachePoint": {"type": "default"}}],
            "inferenceConfig": {"maxTokens": 16000},
            "toolConfig": {"tools": [
                {"toolSpec": {"name": "read_file", "description": "Reads a file.",
                    "inputSchema": {"json": {"type": "object", "properties": {"path": {"type": "string"}}}}}},
                {"cachePoint": {"type": "default"}}]}})")
                .object());
    }

    void putsAnArnIntoOneSegmentOfThePath()
    {
        const QUrl url = BedrockConverse::urlOf(QStringLiteral("http://127.0.0.1:9/"),
            QStringLiteral("arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a1b2c3d4e5f6"));
        QCOMPARE(url.toString(QUrl::FullyEncoded),
            QStringLiteral("http://127.0.0.1:9/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A123456789012%3A"
                           "application-inference-profile%2Fa1b2c3d4e5f6/converse-stream"));
    }

    void knowsTheFamilyOfAModel_data()
    {
        QTest::addColumn<BedrockFamily>("family");
        QTest::newRow("anthropic.claude-sonnet-4-5-20250929-v1:0") << BedrockFamily::Anthropic;
        QTest::newRow("us.anthropic.claude-3-7-sonnet-20250219-v1:0") << BedrockFamily::Anthropic;
        QTest::newRow("anthropic.claude-3-5-haiku-20241022-v1:0") << BedrockFamily::Anthropic;
        QTest::newRow("arn:aws:bedrock:us-east-1:1:inference-profile/us.anthropic.claude-opus-4-1-20250805-v1:0")
            << BedrockFamily::Anthropic;
        QTest::newRow("anthropic.claude-3-haiku-20240307-v1:0") << BedrockFamily::AnthropicWithoutCache;
        QTest::newRow("anthropic.claude-3-5-sonnet-20240620-v1:0") << BedrockFamily::AnthropicWithoutCache;
        QTest::newRow("us.amazon.nova-pro-v1:0") << BedrockFamily::Nova;
        QTest::newRow("openai.gpt-oss-120b-1:0") << BedrockFamily::Other;
        QTest::newRow("arn:aws:bedrock:us-east-1:1:application-inference-profile/a1b2") << BedrockFamily::Other;
    }
    void knowsTheFamilyOfAModel()
    {
        QFETCH(BedrockFamily, family);
        QVERIFY(BedrockConverse::familyOf(QString::fromLatin1(QTest::currentDataTag())) == family);
    }

    void marksCachePointsWhereTheFamilyHasThem_data()
    {
        QTest::addColumn<QString>("model");
        QTest::addColumn<int>("points");
        QTest::addColumn<int>("inTools");
        QTest::newRow("Claude") << claude << 4 << 1;
        QTest::newRow("Claude before caching") << QStringLiteral("anthropic.claude-3-haiku-20240307-v1:0") << 0 << 0;
        QTest::newRow("Nova") << QStringLiteral("amazon.nova-pro-v1:0") << 3 << 0;
        QTest::newRow("another") << QStringLiteral("mistral.mistral-large-2407-v1:0") << 0 << 0;
    }
    void marksCachePointsWhereTheFamilyHasThem()
    {
        QFETCH(QString, model);
        QFETCH(int, points);
        QFETCH(int, inTools);
        ModelRequest asked = request(model);
        for (int i = 0; i < 6; ++i) {
            const QByteArray id = "t" + QByteArray::number(i);
            asked.messages.append({QStringLiteral("assistant"),
                {{.type = QStringLiteral("tool_call"),
                    .id = QString::fromLatin1(id),
                    .name = QStringLiteral("read_file")}}});
            asked.messages.append({QStringLiteral("user"), {result(id.constData(), "x")}});
        }
        QCOMPARE(sentBy(asked).count("cachePoint"), points);
        const QJsonObject tools = BedrockConverse::bodyOf(asked, BedrockConverse::familyOf(model))
                                      .value(QStringLiteral("toolConfig"))
                                      .toObject();
        QCOMPARE(compactJson(tools).count("cachePoint"), inTools);
    }

    void putsTheAnswerTogether()
    {
        const Played played = play({{.pieces = {reasoningAndTools()}}});
        QVERIFY2(played.answer, qPrintable(played.answer ? QString() : played.answer.error().message));
        const ModelAnswer &answer = *played.answer;
        QCOMPARE(answer.content.size(), 5);
        QCOMPARE(answer.content[0].text, QStringLiteral("Let me look…"));
        QCOMPARE(answer.content[0].vendor, (QJsonObject{{"type", "reasoningText"}, {"signature", "c2lnbg=="}}));
        QCOMPARE(answer.content[1].vendor, (QJsonObject{{"type", "redactedContent"}, {"redactedContent", "b3BhcXVl"}}));
        QCOMPARE(answer.content[2].text, QStringLiteral("Grüße 🎉"));
        QCOMPARE(answer.content[3].id, QStringLiteral("tooluse_1"));
        QCOMPARE(answer.content[3].input, (QJsonObject{{"path", "a.txt"}}));
        QCOMPARE(answer.content[4].name, QStringLiteral("git_diff"));
        QVERIFY(!answer.content[4].isError);
        QCOMPARE(answer.stop, QStringLiteral("tool_use"));
        QCOMPARE(answer.model, claude);
        QCOMPARE(answer.usage.inputTokens, 11);
        QCOMPARE(answer.usage.outputTokens, 77);
        QCOMPARE(answer.usage.cachedTokens, 500);
        QCOMPARE(answer.usage.cacheWriteTokens, 40);
        QCOMPARE(played.deltas.value(QStringLiteral("reasoning")), QStringLiteral("Let me look…"));
        QCOMPARE(played.deltas.value(QStringLiteral("text")), QStringLiteral("Grüße 🎉"));
        QCOMPARE(played.deltas.value(QStringLiteral("tool_input")), QStringLiteral("{\"path\":\"a.txt\"}"));
    }

    void isTheSameAnswerWhereverTheStreamIsSplit()
    {
        const QByteArray stream = reasoningAndTools();
        const QByteArray whole = printed(*play({{.pieces = {stream}}}).answer);
        for (qsizetype cut = 1; cut < stream.size(); cut += 3)
            QCOMPARE(printed(*play({{.pieces = {stream.left(cut), stream.mid(cut)}}}).answer), whole);
    }

    void sendsSignedReasoningBackAndParallelResultsTogether()
    {
        ModelRequest asked = request();
        asked.messages.append({QStringLiteral("assistant"), play({{.pieces = {reasoningAndTools()}}}).answer->content});
        asked.messages[1].content.append({.type = QStringLiteral("reasoning"), .text = QStringLiteral("unsigned")});
        asked.messages.append({QStringLiteral("user"), {result("tooluse_1", "2\n"), result("tooluse_2", " ", true)}});
        const QJsonArray messages =
            BedrockConverse::bodyOf(asked, BedrockFamily::AnthropicWithoutCache).value("messages").toArray();
        QCOMPARE(messages.at(1).toObject().value("content").toArray(), QJsonDocument::fromJson(answerSentBack).array());
        QCOMPARE(messages.at(2).toObject().value("content").toArray(), QJsonDocument::fromJson(resultsSent).array());
        QVERIFY(!compactJson(BedrockConverse::bodyOf(asked, BedrockFamily::Other)).contains("\"status\""));
    }

    void saysWhyTheAnswerEnded_data()
    {
        QTest::addColumn<QString>("stop");
        QTest::newRow("end_turn") << QStringLiteral("end_turn");
        QTest::newRow("stop_sequence") << QStringLiteral("end_turn");
        QTest::newRow("max_tokens") << QStringLiteral("max_tokens");
        QTest::newRow("model_context_window_exceeded") << QStringLiteral("max_tokens");
        QTest::newRow("guardrail_intervened") << QStringLiteral("refusal");
        QTest::newRow("content_filtered") << QStringLiteral("content_filter");
        QTest::newRow("malformed_tool_use") << QStringLiteral("bad_call");
        QTest::newRow("malformed_model_output") << QStringLiteral("bad_call");
    }
    void saysWhyTheAnswerEnded()
    {
        QFETCH(QString, stop);
        const Played played =
            play({{.pieces = {begin + delta(0, R"({"text":"So"})") + ending(QTest::currentDataTag())}}});
        QVERIFY(played.answer);
        QCOMPARE(played.answer->stop, stop);
    }

    void aCallThatTheServiceCouldNotReadIsNoCall()
    {
        const Played played = play({{.pieces = {begin + delta(0, R"({"text":"So"})") + toolStart(1, "t", "read_file")
                                         + delta(1, toolInput("{}")) + ending("malformed_tool_use")}}});
        QCOMPARE(played.answer->content.size(), 1);
        QCOMPARE(played.answer->content[0].type, QStringLiteral("text"));
    }

    void argumentsThatTheOutputLimitCutAreMarked()
    {
        const Played played = play({{.pieces = {begin + toolStart(0, "t", "read_file")
                                         + delta(0, toolInput("{\"path\":\"a")) + ending("max_tokens")}}});
        QVERIFY(played.answer->content[0].isError);
        QCOMPARE(played.answer->content[0].text, QStringLiteral("{\"path\":\"a"));
    }

    void takesAnAnswerWhoseCountsWereCutOff()
    {
        const QByteArray stream =
            begin + delta(0, R"({"text":"Yes."})") + amazonEvent("messageStop", R"({"stopReason":"end_turn"})");
        QVERIFY(play({{.pieces = {stream}}}).answer);
    }
};

QTEST_GUILESS_MAIN(BedrockConverseTest)
#include "tst_BedrockConverse.moc"
