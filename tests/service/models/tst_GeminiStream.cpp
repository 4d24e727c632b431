#include "tests/service/models/GeminiPlay.h"

#include <QTest>

using namespace mergeloom;
using namespace mergeloom::test;

class GeminiStreamTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void putsTheAnswerTogether();
    void isTheSameAnswerWhereverTheStreamIsSplit();
    void cutBeforeItsReasonGivesNoHalfAnswerButAnotherTry();
    void knowsHowAnAnswerEnds_data();
    void knowsHowAnAnswerEnds();
    void anEndThatNobodyKnowsIsTriedAgain();
    void aBlockedRequestIsNotTriedAgain();
    void waitsAsLongAsRetryInfoAsks();
    void anErrorInsideTheStreamIsAFailureOfItsKind();
    void errorsSayWhatToDo_data();
    void errorsSayWhatToDo();
    void namesTheProjectThatPays();
    void usageMayComeAfterTheReason();
};

void GeminiStreamTest::putsTheAnswerTogether()
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

void GeminiStreamTest::isTheSameAnswerWhereverTheStreamIsSplit()
{
    const QByteArray whole = printed(*play({{.pieces = {parallelCalls}}}).answer);
    for (qsizetype cut = 1; cut < parallelCalls.size(); cut += 5)
        QCOMPARE(printed(*play({{.pieces = {parallelCalls.left(cut), parallelCalls.mid(cut)}}}).answer), whole);
}

void GeminiStreamTest::cutBeforeItsReasonGivesNoHalfAnswerButAnotherTry()
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

void GeminiStreamTest::knowsHowAnAnswerEnds_data()
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

void GeminiStreamTest::knowsHowAnAnswerEnds()
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

void GeminiStreamTest::anEndThatNobodyKnowsIsTriedAgain()
{
    const Played played = play({{.pieces = {ending("OTHER")}}, {.pieces = {ending("STOP", R"([{"text":"So."}])")}}});
    QVERIFY(played.answer);
    QVERIFY2(played.retries.first().contains(u"OTHER"), qPrintable(played.retries.first()));
}

void GeminiStreamTest::aBlockedRequestIsNotTriedAgain()
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

void GeminiStreamTest::waitsAsLongAsRetryInfoAsks()
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

void GeminiStreamTest::anErrorInsideTheStreamIsAFailureOfItsKind()
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

void GeminiStreamTest::errorsSayWhatToDo_data()
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

void GeminiStreamTest::errorsSayWhatToDo()
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

void GeminiStreamTest::namesTheProjectThatPays()
{
    Gemini::Options there = options(QStringLiteral("https://aiplatform.googleapis.com"));
    there.authorise.add = [](HttpRequest &sent, std::stop_token) -> Result<void> {
        sent.headers.emplaceBack("authorization", "Bearer ya29.secret-token");
        sent.headers.emplaceBack("x-goog-user-project", "payer-project");
        return {};
    };
    const auto script = ScriptedTransport::make(
        {{.status = 403, .body = "{\"error\":{\"message\":\"ya29.secret-token may not use payer-project.\"}}"}});
    const auto answer = Gemini(there, ScriptedTransport::transport(script)).complete(request(), {}, {});
    QVERIFY2(answer.error().message.contains(u"may not use payer-project"), qPrintable(answer.error().message));
    QVERIFY(!answer.error().message.contains(u"secret-token"));
}

void GeminiStreamTest::usageMayComeAfterTheReason()
{
    const Played played = play(
        {{.pieces = {eventStream({R"({"candidates":[{"content":{"parts":[{"text":"So."}]},"finishReason":"STOP"}]})",
              R"({"usageMetadata":{"promptTokenCount":10,"candidatesTokenCount":2}})"})}}});
    QCOMPARE(played.answer->usage.inputTokens, 10);
}

QTEST_GUILESS_MAIN(GeminiStreamTest)
#include "tst_GeminiStream.moc"
