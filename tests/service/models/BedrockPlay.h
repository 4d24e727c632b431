#pragma once

#include "service/models/BedrockConverse.h"
#include "shared/core/Json.h"
#include "tests/service/models/AmazonMessages.h"
#include "tests/service/models/ScriptedTransport.h"

#include <QMap>

namespace mergeloom::test {

inline const QString claude = QStringLiteral("eu.anthropic.claude-sonnet-4-5-20250929-v1:0");

inline ContentPart text(const char *words)
{
    return {.type = QStringLiteral("text"), .text = QString::fromUtf8(words)};
}

inline ModelRequest request(const QString &model = claude)
{
    ModelRequest request{.model = model, .system = QStringLiteral("Be exact.")};
    request.messages.append({QStringLiteral("user"), {text("Do it.")}});
    request.tools.append({QStringLiteral("read_file"), QStringLiteral("Reads a file."),
        {{"type", "object"}, {"properties", QJsonObject{{"path", QJsonObject{{"type", "string"}}}}}}});
    return request;
}

inline QByteArray delta(int index, const QByteArray &json)
{
    return amazonEvent("contentBlockDelta",
        R"({"contentBlockIndex":)" + QByteArray::number(index) + R"(,"delta":)" + json + R"(,"p":"abcdefgh"})");
}

inline QByteArray toolStart(int index, const QByteArray &id, const QByteArray &name)
{
    return amazonEvent("contentBlockStart",
        R"({"contentBlockIndex":)" + QByteArray::number(index) + R"(,"start":{"toolUse":{"name":")" + name
            + R"(","toolUseId":")" + id + R"("}},"p":"abc"})");
}

inline QByteArray toolInput(const char *piece)
{
    return compactJson(QJsonObject{{"toolUse", QJsonObject{{"input", QString::fromUtf8(piece)}}}});
}

inline QByteArray stop(int index)
{
    return amazonEvent("contentBlockStop", R"({"contentBlockIndex":)" + QByteArray::number(index) + "}");
}

inline QByteArray ending(const QByteArray &reason)
{
    return amazonEvent("messageStop", R"({"stopReason":")" + reason + R"("})")
        + amazonEvent("metadata",
            R"({"metrics":{"latencyMs":1230},"usage":{"inputTokens":11,"outputTokens":77,"totalTokens":628,)"
            R"("cacheReadInputTokens":500,"cacheWriteInputTokens":40}})");
}

inline const QByteArray begin = amazonEvent("messageStart", R"({"role":"assistant"})");

/// Signed and redacted reasoning, a text with a character of four bytes, two calls at once, one of them without input.
inline QByteArray reasoningAndTools()
{
    return begin + delta(0, R"({"reasoningContent":{"text":"Let me "}})")
        + delta(0, R"({"reasoningContent":{"text":"look…"}})")
        + delta(0, R"({"reasoningContent":{"signature":"c2ln"}})")
        + delta(0, R"({"reasoningContent":{"signature":"bg=="}})") + stop(0)
        + delta(1, R"({"reasoningContent":{"redactedContent":"b3BhcXVl"}})") + stop(1)
        + delta(2, R"({"text":"Grüße "})") + delta(2, R"({"text":"🎉"})") + stop(2)
        + toolStart(3, "tooluse_1", "read_file") + delta(3, toolInput("{\"pa")) + delta(3, toolInput("th\":\"a.txt\"}"))
        + stop(3) + toolStart(4, "tooluse_2", "git_diff") + delta(4, R"({"toolUse":{"input":""}})") + stop(4)
        + amazonEvent("someNewEvent", R"({"anything":1})") + ending("tool_use");
}

struct Played {
    Result<ModelAnswer> answer = failure(ErrorCode::Internal, QString());
    std::shared_ptr<ScriptedTransport> script;
    QMap<QString, QString> deltas; ///< kind -> all of it
    QStringList retries;
};

inline Played play(QList<ScriptedReply> replies, const ModelRequest &asked = request(), Authorise authorise = {})
{
    Played played;
    played.script = ScriptedTransport::make(std::move(replies));
    BedrockConverse model({.endpoint = QStringLiteral("https://bedrock-runtime.eu-central-1.amazonaws.com"),
                              .family = BedrockConverse::familyOf(asked.model),
                              .authorise = std::move(authorise)},
        ScriptedTransport::transport(played.script));
    ModelProgress progress;
    progress.onDelta = [&](const QString &kind, const QString &piece) { played.deltas[kind] += piece; };
    progress.onRetry = [&](const QString &reason, std::chrono::milliseconds, int) { played.retries.append(reason); };
    played.answer = model.complete(asked, progress, {});
    return played;
}

inline const QByteArray good = begin + delta(0, R"({"text":"Yes."})") + stop(0) + ending("end_turn");

} // namespace mergeloom::test
