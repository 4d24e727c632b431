#include "tests/service/models/GeminiPlay.h"
#include "tests/service/models/ModelServer.h"

#include <QTest>

using namespace mergeloom;
using namespace mergeloom::test;

class GeminiTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void asksAsTheServiceWantsIt();
    void asksForThoughtsWhereTheyShallBeShown();
    void answersAllCallsOfATurnTogetherAndSignaturesGoBackInTheirParts();
    void anIdGoesBackWhereOneCame();
    void aSignatureAtTheEndOfATextStaysAPartOfItsOwn();
    void signedThoughtsGoBackAndThoseOfOthersDoNot();
    void rolesAlternateEvenWhereATurnSaidNothing();
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

void GeminiTest::asksForThoughtsWhereTheyShallBeShown()
{
    QVERIFY(!compactJson(Gemini::bodyOf(request())).contains("thinkingConfig"));
    QVERIFY(compactJson(Gemini::bodyOf(request(), Gemini::Thoughts::Shown))
                .contains(R"("thinkingConfig":{"includeThoughts":true})"));
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
