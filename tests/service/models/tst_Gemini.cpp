#include "service/models/Gemini.h"
#include "shared/core/Json.h"
#include "tests/service/models/ModelServer.h"
#include "tests/service/models/ScriptedTransport.h"

#include <QtTest>

using namespace mergeloom;
using namespace mergeloom::test;

namespace {

ContentPart text(const char *words) { return {.type = QStringLiteral("text"), .text = QString::fromUtf8(words)}; }

ContentPart result(const QString &id, const char *words)
{
    return {.type = QStringLiteral("tool_result"), .text = QString::fromUtf8(words), .id = id};
}

ModelRequest request()
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

Authorise bearer()
{
    return {[](HttpRequest &request, std::stop_token) -> Result<void> {
        request.headers.emplaceBack("authorization", "Bearer ya29.secret-token");
        return {};
    }};
}

Gemini::Options options(const QString &base)
{
    return {.service = QStringLiteral("Vertex AI"),
        .endpoint = QUrl(base
            + QStringLiteral("/v1/projects/p/locations/global/publishers/google/models/gemini-2.5-pro"
                             ":streamGenerateContent?alt=sse")),
        .authorise = bearer()};
}

const QByteArray parallelCalls = sample("gemini-thought-and-parallel-calls.sse");

struct Played {
    Result<ModelAnswer> answer = failure(ErrorCode::Internal, QString());
    std::shared_ptr<ScriptedTransport> script;
    QMap<QString, QString> deltas;
    QStringList retries;
};

Played play(QList<ScriptedReply> replies, const ModelRequest &asked = request())
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
QByteArray printed(ModelAnswer answer)
{
    for (ContentPart &part : answer.content)
        part.id.clear();
    return compactJsonOf(answer.content) + answer.stop.toUtf8() + compactJsonOf(answer.usage);
}

/// One chunk that ends an answer.
QByteArray ending(const char *reason, const char *parts = "[]", const char *more = "")
{
    return eventStream(
        {QByteArray(R"({"candidates":[{"content":{"role":"model","parts":)") + parts + R"(},"finishReason":")" + reason
            + "\"" + more + R"(}],"usageMetadata":{"promptTokenCount":10,"candidatesTokenCount":2}})"});
}

QJsonArray contents(const QJsonObject &body) { return body.value("contents").toArray(); }

} // namespace

class GeminiTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void asksAsTheServiceWantsIt();
    void putsTheAnswerTogether();
    void isTheSameAnswerWhereverTheStreamIsSplit();
    void cutBeforeItsReasonGivesNoHalfAnswerButAnotherTry();
    void answersAllCallsOfATurnTogetherAndSignaturesGoBackInTheirParts();
    void anIdGoesBackWhereOneCame();
    void aSignatureAtTheEndOfATextStaysAPartOfItsOwn();
    void signedThoughtsGoBackAndThoseOfOthersDoNot();
    void rolesAlternateEvenWhereATurnSaidNothing();
    void knowsHowAnAnswerEnds_data();
    void knowsHowAnAnswerEnds();
    void anEndThatNobodyKnowsIsTriedAgain();
    void aBlockedRequestIsNotTriedAgain();
    void waitsAsLongAsRetryInfoAsks();
    void anErrorInsideTheStreamIsAFailureOfItsKind();
    void errorsSayWhatToDo_data();
    void errorsSayWhatToDo();
    void usageMayComeAfterTheReason();
    void holdsAConversationWithAServerThatChecksTheContract();
};

void GeminiTest::asksAsTheServiceWantsIt()
{
    const Played played = play({{.pieces = {parallelCalls}}});
    QVERIFY2(played.answer, qPrintable(played.answer ? QString() : played.answer.error().message));
    const HttpRequest &sent = played.script->requests.first();
    QCOMPARE(sent.url.query(), QStringLiteral("alt=sse"));
    QVERIFY(sent.headers.contains(std::pair<QByteArray, QByteArray>("authorization", "Bearer ya29.secret-token")));
    QCOMPARE(QString::fromUtf8(sent.body),
        QStringLiteral(
            R"({"contents":[{"parts":[{"text":"Do it."}],"role":"user"}],"generationConfig":{"maxOutputTokens":16000},)"
            R"("systemInstruction":{"parts":[{"text":"Be exact."}]},"tools":[{"functionDeclarations":[)"
            R"({"description":"Reads a file.","name":"read_file","parameters":{"properties":{"lines":{"minimum":1,"type":"INTEGER"},)"
            R"("path":{"type":"STRING"}},"required":["path"],"type":"OBJECT"}},)"
            R"({"description":"Shows the change.","name":"git_diff"}]}]})"));
}

void GeminiTest::putsTheAnswerTogether()
{
    const Played played = play({{.pieces = {parallelCalls}}});
    const ModelAnswer &answer = *played.answer;
    QCOMPARE(answer.content.size(), 5);
    QCOMPARE(answer.content[0].type, QStringLiteral("reasoning"));
    QCOMPARE(answer.content[0].text, QStringLiteral("**Looking at both files**\n\nI need the contents first."));
    QCOMPARE(answer.content[1].text, QStringLiteral("Grüße, ich lese 🎉."));
    QCOMPARE(answer.content[2].input, (QJsonObject{{"path", "a/ü.txt"}, {"lines", 20}}));
    QCOMPARE(answer.content[2].vendor, (QJsonObject{{"thoughtSignature", "CqwDAXLI2nzFirstCallOfTheStep=="}}));
    QVERIFY(answer.content[3].vendor.isEmpty());
    QCOMPARE(answer.content[4].name, QStringLiteral("git_diff"));
    QVERIFY(answer.content[4].input.isEmpty() && !answer.content[4].isError);
    QSet<QString> ids;
    for (const ContentPart &part : answer.content.mid(2))
        ids.insert(part.id);
    QCOMPARE(ids.size(), 3);
    QCOMPARE(answer.stop, QStringLiteral("tool_use"));
    QCOMPARE(answer.model, QStringLiteral("gemini-3-pro-preview"));
    QCOMPARE(answer.usage.inputTokens, 5211 - 4096);
    QCOMPARE(answer.usage.cachedTokens, 4096);
    QCOMPARE(answer.usage.outputTokens, 74 + 312);
    QCOMPARE(answer.usage.reasoningTokens, 312);
    QCOMPARE(played.deltas.value(QStringLiteral("text")), QStringLiteral("Grüße, ich lese 🎉."));
    QVERIFY(played.deltas.value(QStringLiteral("reasoning")).startsWith(u"**Looking"));
}

void GeminiTest::isTheSameAnswerWhereverTheStreamIsSplit()
{
    const QByteArray whole = printed(*play({{.pieces = {parallelCalls}}}).answer);
    for (qsizetype cut = 1; cut < parallelCalls.size(); cut += 5)
        QCOMPARE(printed(*play({{.pieces = {parallelCalls.left(cut), parallelCalls.mid(cut)}}}).answer), whole);
}

void GeminiTest::cutBeforeItsReasonGivesNoHalfAnswerButAnotherTry()
{
    const QByteArray whole = printed(*play({{.pieces = {parallelCalls}}}).answer);
    const qsizetype last = parallelCalls.size() - 4; // the empty line that ends the last event
    for (qsizetype cut = 0; cut < last; cut += 61)
        for (const std::optional<ErrorCode> error :
            {std::optional(ErrorCode::Unavailable), std::optional<ErrorCode>()}) {
            const Played played =
                play({{.pieces = {parallelCalls.left(cut)}, .error = error}, {.pieces = {parallelCalls}}});
            QVERIFY(played.answer);
            QCOMPARE(printed(*played.answer), whole);
            QCOMPARE(played.retries.size(), 1);
        }
}

void GeminiTest::answersAllCallsOfATurnTogetherAndSignaturesGoBackInTheirParts()
{
    const Played first = play({{.pieces = {parallelCalls}}});
    ModelRequest next = request();
    next.messages.append({QStringLiteral("assistant"), first.answer->content});
    Message answers{QStringLiteral("user"), {text("And be quick.")}};
    for (const ContentPart &part : first.answer->content.mid(2))
        answers.content.append(result(part.id, "found"));
    answers.content.last().isError = true;
    next.messages.append(answers);
    const QJsonArray sent = contents(Gemini::bodyOf(next));
    QCOMPARE(sent.size(), 3);
    QCOMPARE(sent.at(1),
        QJsonDocument::fromJson(R"({"role": "model", "parts": [{"text": "Grüße, ich lese 🎉."},
            {"functionCall": {"name": "read_file", "args": {"path": "a/ü.txt", "lines": 20}}, "thoughtSignature": "CqwDAXLI2nzFirstCallOfTheStep=="},
            {"functionCall": {"name": "read_file", "args": {"path": "b.txt"}}}, {"functionCall": {"name": "git_diff", "args": {}}}]})")
            .object());
    QCOMPARE(sent.at(2),
        QJsonDocument::fromJson(R"({"role": "user", "parts": [
            {"functionResponse": {"name": "read_file", "response": {"output": "found"}}},
            {"functionResponse": {"name": "read_file", "response": {"output": "found"}}},
            {"functionResponse": {"name": "git_diff", "response": {"error": "found"}}}, {"text": "And be quick."}]})")
            .object());
}

void GeminiTest::anIdGoesBackWhereOneCame()
{
    const Played first =
        play({{.pieces = {ending("STOP",
                   R"([{"functionCall":{"id":"fc-1","name":"git_diff","args":{}},"thoughtSignature":"c2ln"}])")}}});
    ModelRequest next = request();
    next.messages.append({QStringLiteral("assistant"), first.answer->content});
    next.messages.append({QStringLiteral("user"), {result(first.answer->content[0].id, "none")}});
    const QByteArray sent = compactJson(Gemini::bodyOf(next));
    QCOMPARE(sent.count(R"("id":"fc-1")"), 2);
}

void GeminiTest::aSignatureAtTheEndOfATextStaysAPartOfItsOwn()
{
    const Played first = play({{.pieces = {eventStream({R"({"candidates":[{"content":{"parts":[{"text":"Half "}]}}]})",
                                               R"({"candidates":[{"content":{"parts":[{"text":"and half."}]}}]})"})
                                    + ending("STOP", R"([{"text":"","thoughtSignature":"c2lnbmVk"}])")}}});
    QCOMPARE(first.answer->content.size(), 2);
    QCOMPARE(first.answer->stop, QStringLiteral("end_turn"));
    ModelRequest next = request();
    next.messages.append({QStringLiteral("assistant"), first.answer->content});
    next.messages.append({QStringLiteral("user"), {text("Go on.")}});
    QCOMPARE(contents(Gemini::bodyOf(next)).at(1).toObject().value("parts").toArray(),
        (QJsonArray{
            QJsonObject{{"text", "Half and half."}}, QJsonObject{{"text", ""}, {"thoughtSignature", "c2lnbmVk"}}}));
}

void GeminiTest::signedThoughtsGoBackAndThoseOfOthersDoNot()
{
    ModelRequest asked = request();
    asked.messages.append({QStringLiteral("assistant"),
        {{.type = QStringLiteral("reasoning"),
             .text = QStringLiteral("mine"),
             .vendor = {{"thoughtSignature", "c2ln"}}},
            {.type = QStringLiteral("reasoning"),
                .text = QStringLiteral("of Claude"),
                .vendor = {{"type", "thinking"}, {"signature", "x"}}},
            text(" \n")}});
    asked.messages.append({QStringLiteral("user"), {text("Go on.")}});
    QCOMPARE(contents(Gemini::bodyOf(asked)).at(1).toObject().value("parts").toArray(),
        (QJsonArray{QJsonObject{{"text", "mine"}, {"thought", true}, {"thoughtSignature", "c2ln"}}}));
}

void GeminiTest::rolesAlternateEvenWhereATurnSaidNothing()
{
    ModelRequest asked = request();
    asked.messages.append({QStringLiteral("assistant"), {text(" ")}});
    asked.messages.append({QStringLiteral("user"), {text("Go on.")}});
    const QJsonArray sent = contents(Gemini::bodyOf(asked));
    QCOMPARE(sent.size(), 1);
    QCOMPARE(sent.at(0).toObject().value("parts").toArray().size(), 2);
}

void GeminiTest::knowsHowAnAnswerEnds_data()
{
    QTest::addColumn<QByteArray>("stream");
    QTest::addColumn<QString>("stop");
    const char *words = R"([{"text":"So."}])";
    const char *call = R"([{"functionCall":{"name":"git_diff"}}])";
    QTest::newRow("whole") << ending("STOP", words) << "end_turn";
    QTest::newRow("call") << ending("STOP", call) << "tool_use";
    QTest::newRow("cut") << ending("MAX_TOKENS", words) << "max_tokens";
    QTest::newRow("cut with a call") << ending("MAX_TOKENS", call) << "max_tokens";
    QTest::newRow("empty") << ending("STOP") << "end_turn";
    for (const char *reason :
        {"SAFETY", "RECITATION", "LANGUAGE", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "MODEL_ARMOR"})
        QTest::newRow(reason) << ending(reason, call) << "content_filter";
    for (const char *reason : {"MALFORMED_FUNCTION_CALL", "UNEXPECTED_TOOL_CALL", "TOO_MANY_TOOL_CALLS"})
        QTest::newRow(reason) << ending(reason, "[]", ",\"finishMessage\":\"unreadable\"") << "bad_call";
    QTest::newRow("bad call beside a good one") << ending("MALFORMED_FUNCTION_CALL", call) << "tool_use";
}

void GeminiTest::knowsHowAnAnswerEnds()
{
    QFETCH(QByteArray, stream);
    QFETCH(QString, stop);
    const Played played = play({{.pieces = {stream}}});
    QVERIFY2(played.answer, qPrintable(played.answer ? QString() : played.answer.error().message));
    QCOMPARE(played.answer->stop, stop);
    QCOMPARE(played.answer->usage.inputTokens, 10);
    if (stop == u"content_filter") { // nothing of what the filter stopped is acted on
        QCOMPARE(played.answer->content.size(), 1);
        QCOMPARE(played.answer->content.first().text, QString::fromLatin1(QTest::currentDataTag()));
    }
}

void GeminiTest::anEndThatNobodyKnowsIsTriedAgain()
{
    const Played played = play({{.pieces = {ending("OTHER")}}, {.pieces = {ending("STOP", R"([{"text":"So."}])")}}});
    QVERIFY(played.answer);
    QVERIFY2(played.retries.first().contains(u"OTHER"), qPrintable(played.retries.first()));
}

void GeminiTest::aBlockedRequestIsNotTriedAgain()
{
    const Played played = play(
        {{.pieces = {eventStream(
              {R"({"promptFeedback":{"blockReason":"PROHIBITED_CONTENT","blockReasonMessage":"The prompt is not allowed."},)"
               R"("usageMetadata":{"promptTokenCount":7}})"})}}});
    QVERIFY(!played.answer);
    QVERIFY2(played.answer.error().message.contains(u"content filter")
            && played.answer.error().message.contains(u"PROHIBITED_CONTENT The prompt is not allowed"),
        qPrintable(played.answer.error().message));
    QCOMPARE(played.script->requests.size(), 1);
}

void GeminiTest::waitsAsLongAsRetryInfoAsks()
{
    const QByteArray limited = R"({"error":{"code":429,"message":"Resource exhausted.","status":"RESOURCE_EXHAUSTED",)"
                               R"("details":[{"@type":"type.googleapis.com/google.rpc.Help"},)"
                               R"({"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"37.5s"}]}})";
    const QByteArray good = ending("STOP", R"([{"text":"So."}])");
    // Streams of Google's have been seen to put their refusal into a list.
    for (const QByteArray &body : {limited, QByteArray("[" + limited + "\n]")}) {
        const Played played = play({{.status = 429, .body = body}, {.pieces = {good}}});
        QVERIFY(played.answer);
        QVERIFY(played.script->waits.first() >= 37'500);
        QVERIFY2(played.retries.first().contains(u"Resource exhausted"), qPrintable(played.retries.first()));
    }
}

void GeminiTest::anErrorInsideTheStreamIsAFailureOfItsKind()
{
    const QByteArray good = ending("STOP", R"([{"text":"So."}])");
    const QByteArray before = eventStream({R"({"candidates":[{"content":{"parts":[{"text":"Half"}]}}]})"});
    const auto broken = [&](const char *error) {
        return before + eventStream({QByteArray(R"({"error":)") + error + "}"});
    };
    const Played passing =
        play({{.pieces = {broken(R"({"code":503,"message":"The model is overloaded.","status":"UNAVAILABLE"})")}},
            {.pieces = {good}}});
    QVERIFY(passing.answer);
    QVERIFY(passing.retries.first().contains(u"overloaded"));
    const Played lasting =
        play({{.pieces = {broken(R"({"code":400,"message":"Bad argument.","status":"INVALID_ARGUMENT"})")}}});
    QCOMPARE(lasting.answer.error().code, ErrorCode::InvalidInput);
    QCOMPARE(lasting.script->requests.size(), 1);
}

void GeminiTest::errorsSayWhatToDo_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("message");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("told");
    QTest::newRow("401") << 401 << "Request had invalid authentication credentials ya29.secret-token."
                         << int(ErrorCode::Unauthorized) << "Check the key";
    QTest::newRow("403") << 403 << "Permission 'aiplatform.endpoints.predict' denied on resource."
                         << int(ErrorCode::Forbidden) << "whether it may use this model and project";
    QTest::newRow("404") << 404 << "Publisher Model `x` was not found." << int(ErrorCode::NotFound) << "its location";
    QTest::newRow("too long")
        << 400 << "The input token count (1050000) exceeds the maximum number of tokens allowed (1048576)."
        << int(ErrorCode::InvalidInput) << "conversation is too long";
}

void GeminiTest::errorsSayWhatToDo()
{
    QFETCH(int, status);
    QFETCH(QString, message);
    QFETCH(int, code);
    QFETCH(QString, told);
    const Played played = play({{.status = status,
        .body = compactJson(QJsonObject{{"error", QJsonObject{{"code", status}, {"message", message}}}})}});
    QVERIFY(!played.answer);
    QCOMPARE(int(played.answer.error().code), code);
    QVERIFY2(played.answer.error().message.contains(told), qPrintable(played.answer.error().message));
    QVERIFY(!played.answer.error().message.contains(u"ya29"));
    QCOMPARE(played.script->requests.size(), 1);
}

void GeminiTest::usageMayComeAfterTheReason()
{
    const Played played = play(
        {{.pieces = {eventStream({R"({"candidates":[{"content":{"parts":[{"text":"So."}]},"finishReason":"STOP"}]})",
              R"({"usageMetadata":{"promptTokenCount":10,"candidatesTokenCount":2}})"})}}});
    QCOMPARE(played.answer->usage.inputTokens, 10);
}

void GeminiTest::holdsAConversationWithAServerThatChecksTheContract()
{
    ModelServer server;
    QVERIFY(server.start(
        {{"default",
            QJsonArray{QJsonObject{{"status", 503}},
                QJsonObject{
                    {"content",
                        QJsonArray{QJsonObject{{"type", "thinking"}, {"thinking", "hm"}},
                            QJsonObject{{"type", "text"}, {"text", "Looking."}},
                            QJsonObject{
                                {"type", "tool_call"}, {"name", "read_file"}, {"input", QJsonObject{{"path", "a"}}}},
                            QJsonObject{{"type", "tool_call"}, {"name", "git_diff"}, {"input", QJsonObject()}}}},
                    {"note", "ids"}, {"split_bytes", 3},
                    {"usage", QJsonObject{{"input_tokens", 900}, {"cached_tokens", 800}, {"output_tokens", 30}}}},
                QJsonObject{{"text", "will be cut"}, {"after_events", 1}, {"cut", true}},
                QJsonObject{{"text", "Done."}}}}},
        {QStringLiteral("--key"), QStringLiteral("ya29.secret-token")}));
    Gemini::Options there = options(server.url());
    there.retry.firstWait = std::chrono::milliseconds(1);
    Gemini model(there);
    ModelRequest asked = request();
    const auto first = model.complete(asked, {}, {});
    QVERIFY2(first, qPrintable(first ? QString() : first.error().message));
    QCOMPARE(first->usage.inputTokens, 100);
    asked.messages.append({QStringLiteral("assistant"), first->content});
    Message answers{QStringLiteral("user"), {}};
    for (const ContentPart &part : first->content)
        if (part.type == u"tool_call")
            answers.content.append(result(part.id, "found"));
    QCOMPARE(answers.content.size(), 2);
    asked.messages.append(answers);
    const auto second = model.complete(asked, {}, {});
    QVERIFY2(second, qPrintable(second ? QString() : second.error().message));
    QCOMPARE(second->content.first().text, QStringLiteral("Done."));
    QCOMPARE(server.problems(), QByteArray("[]"));
    QCOMPARE(server.requests().size(), 4);
}

QTEST_GUILESS_MAIN(GeminiTest)
#include "tst_Gemini.moc"
