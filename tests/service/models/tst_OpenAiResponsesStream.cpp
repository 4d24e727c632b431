#include "service/models/OpenAiResponsesStream.h"

#include <QTest>

using namespace mergeloom;

class OpenAiResponsesStreamTest : public QObject
{
    Q_OBJECT

private:
    static void tell(OpenAiResponsesStream &stream, std::initializer_list<const char *> events)
    {
        for (const char *event : events)
            stream.read({.type = "message", .data = event});
    }

private Q_SLOTS:
    void putsTheItemsAndTheUsageTogether()
    {
        QStringList deltas;
        OpenAiResponsesStream stream([&](const QString &kind, const QString &text) { deltas << kind + u':' + text; });
        tell(stream,
            {R"({"type":"response.created","response":{"id":"r"}})",
                R"({"type":"response.reasoning_summary_text.delta","delta":"Hm"})",
                R"({"type":"response.output_text.delta","delta":"I look."})",
                R"({"type":"response.output_item.done","item":{"type":"reasoning","summary":[{"type":"summary_text","text":"Hm"}],"encrypted_content":"x"}})",
                R"({"type":"response.output_item.done","item":{"type":"message","content":[{"type":"output_text","text":"I look."}]}})",
                "{\"type\":\"response.output_item.done\",\"item\":{\"type\":\"function_call\",\"call_id\":\"c1\",\"name\":\"shell\",\"arguments\":\"{\\\"command\\\":\\\"ls\\\"}\"}}",
                R"({"type":"response.output_item.done","item":{"type":"custom_tool_call","call_id":"c2","name":"apply_patch","input":"*** Begin"}})"});
        QVERIFY(!stream.isWhole());
        tell(stream,
            {R"({"type":"response.completed","response":{"model":"m-1","usage":{"input_tokens":100,"input_tokens_details":{"cached_tokens":60},"output_tokens":9,"output_tokens_details":{"reasoning_tokens":4}}}})"});
        QVERIFY(stream.isWhole() && stream.isOver() && !stream.failure());
        const ModelAnswer answer = stream.take();
        QCOMPARE(deltas, (QStringList{QStringLiteral("reasoning:Hm"), QStringLiteral("text:I look.")}));
        QCOMPARE(answer.content.size(), 4);
        QCOMPARE(answer.content[2].input.value("command").toString(), QStringLiteral("ls"));
        QCOMPARE(answer.content[3].input.value("input").toString(), QStringLiteral("*** Begin"));
        QCOMPARE(answer.stop, QStringLiteral("tool_use"));
        QCOMPARE(answer.model, QStringLiteral("m-1"));
        QCOMPARE(answer.usage.inputTokens, 40);
        QCOMPARE(answer.usage.cachedTokens, 60);
        QCOMPARE(answer.usage.reasoningTokens, 4);
        QCOMPARE(answer.usage.total(), 109);
    }

    void saysWhyItEnded_data()
    {
        QTest::addColumn<QByteArray>("event");
        QTest::addColumn<QString>("stop");
        QTest::newRow("end") << QByteArray(R"({"type":"response.completed","response":{}})")
                             << QStringLiteral("end_turn");
        QTest::newRow("limit") << QByteArray(
            R"({"type":"response.incomplete","response":{"incomplete_details":{"reason":"max_output_tokens"}}})")
                               << QStringLiteral("max_tokens");
        QTest::newRow("filter") << QByteArray(
            R"({"type":"response.incomplete","response":{"incomplete_details":{"reason":"content_filter"}}})")
                                << QStringLiteral("content_filter");
        QTest::newRow("refusal") << QByteArray(
            R"({"type":"response.completed","response":{"output":[{"type":"message","content":[{"type":"refusal","refusal":"I cannot."}]}]}})")
                                 << QStringLiteral("refusal");
        QTest::newRow("call") << QByteArray(
            R"({"type":"response.completed","response":{"output":[{"type":"function_call","call_id":"c","name":"x","arguments":"{}"}]}})")
                              << QStringLiteral("tool_use");
    }

    void saysWhyItEnded()
    {
        QFETCH(QByteArray, event);
        OpenAiResponsesStream stream({});
        tell(stream, {event.constData()});
        QTEST(stream.take().stop, "stop");
    }

    void failuresInTheStreamAreFailures()
    {
        for (const char *event :
            {R"({"type":"response.failed","response":{"error":{"code":"rate_limit_exceeded","message":"slow down"}}})",
                R"({"type":"error","code":"server_error","message":"slow down"})"}) {
            OpenAiResponsesStream stream({});
            tell(stream, {event});
            QVERIFY(stream.failure());
            QCOMPARE(stream.failure()->message, QStringLiteral("slow down"));
            QVERIFY(RetryPolicy::isWorthRetrying(*stream.failure()));
            QVERIFY(!stream.isWhole());
        }
    }
};

QTEST_GUILESS_MAIN(OpenAiResponsesStreamTest)
#include "tst_OpenAiResponsesStream.moc"
