#pragma once

#include "service/models/Gemini.h"
#include "shared/core/Json.h"
#include "tests/service/models/ScriptedTransport.h"

#include <QMap>

/// What the tests of Gemini's protocol have in common.
namespace mergeloom::test {

inline ContentPart text(const char *words)
{
    return {.type = QStringLiteral("text"), .text = QString::fromUtf8(words)};
}

inline ContentPart result(const QString &id, const char *words)
{
    return {.type = QStringLiteral("tool_result"), .text = QString::fromUtf8(words), .id = id};
}

inline ModelRequest request()
{
    ModelRequest request{.model = QStringLiteral("gemini-2.5-pro"), .system = QStringLiteral("Be exact.")};
    request.messages.append({QStringLiteral("user"), {text("Do it.")}});
    request.tools.append({QStringLiteral("read_file"), QStringLiteral("Reads a file."),
        {{"type", "object"},
            {"properties",
                QJsonObject{{"path", QJsonObject{{"type", "string"}}},
                    {"lines", QJsonObject{{"type", "integer"}, {"minimum", 1}}}}},
            {"required", QJsonArray{"path"}}, {"additionalProperties", false}}});
    request.tools.append({QStringLiteral("git_diff"), QStringLiteral("Shows the change."),
        {{"type", "object"}, {"properties", QJsonObject()}, {"additionalProperties", false}}});
    return request;
}

inline Authorise bearer()
{
    return {[](HttpRequest &request, std::stop_token) -> Result<void> {
        request.headers.emplaceBack("authorization", "Bearer ya29.secret-token");
        return {};
    }};
}

inline Gemini::Options options(const QString &base)
{
    return {.service = QStringLiteral("Vertex AI"),
        .endpoint = QUrl(base
            + QStringLiteral("/v1/projects/p/locations/global/publishers/google/models/gemini-2.5-pro"
                             ":streamGenerateContent?alt=sse")),
        .authorise = bearer()};
}

inline const QByteArray parallelCalls = sample("gemini-thought-and-parallel-calls.sse");

struct Played {
    Result<ModelAnswer> answer = failure(ErrorCode::Internal, QString());
    std::shared_ptr<ScriptedTransport> script;
    QMap<QString, QString> deltas;
    QStringList retries;
};

inline Played play(QList<ScriptedReply> replies, const ModelRequest &asked = request())
{
    Played played;
    played.script = ScriptedTransport::make(std::move(replies));
    Gemini model(
        options(QStringLiteral("https://aiplatform.googleapis.com")), ScriptedTransport::transport(played.script));
    ModelProgress progress;
    progress.onDelta = [&](const QString &kind, const QString &piece) { played.deltas[kind] += piece; };
    progress.onRetry = [&](const QString &reason, std::chrono::milliseconds, int) { played.retries.append(reason); };
    played.answer = model.complete(asked, progress, {});
    return played;
}

/// Without the ids, which are made anew each time.
inline QByteArray printed(ModelAnswer answer)
{
    for (ContentPart &part : answer.content)
        part.id.clear();
    return compactJsonOf(answer.content) + answer.stop.toUtf8() + compactJsonOf(answer.usage);
}

/// One chunk that ends an answer.
inline QByteArray ending(const char *reason, const char *parts = "[]", const char *more = "")
{
    return eventStream(
        {QByteArray(R"({"candidates":[{"content":{"role":"model","parts":)") + parts + R"(},"finishReason":")" + reason
            + "\"" + more + R"(}],"usageMetadata":{"promptTokenCount":10,"candidatesTokenCount":2}})"});
}

inline QJsonArray contents(const QJsonObject &body) { return body.value("contents").toArray(); }

} // namespace mergeloom::test
