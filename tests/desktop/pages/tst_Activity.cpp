#include "desktop/pages/Activity.h"

#include <QJsonArray>
#include <QTest>

using namespace mergeloom;

/// The events of a stage as items.
class ActivityTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void pieces_of_an_answer_give_way_to_the_whole();
    void a_command_of_the_agent_belongs_to_its_tool_call();
    void output_that_was_skipped_is_filled_in();
    void progress_takes_the_place_of_progress();
    void what_was_removed_is_said_to_be();
    void unknown_events_and_empty_data_are_no_item();

private:
    Event event(const char *type, const QJsonObject &data)
    {
        Event event;
        event.seq = ++m_seq;
        event.type = QLatin1StringView(type);
        event.data = data;
        return event;
    }
    qint64 m_seq = 0;
};

void ActivityTest::pieces_of_an_answer_give_way_to_the_whole()
{
    Activity activity;
    activity.take(event(event_type::providerRequest, {{"call", 1}, {"model", "m"}}));
    activity.take(event(event_type::providerDelta, {{"call", 1}, {"kind", "text"}, {"text", "Hel"}}));
    activity.take(event(event_type::providerDelta, {{"call", 1}, {"kind", "text"}, {"text", "lo"}}));
    QCOMPARE(activity.items().size(), 2);
    QCOMPARE(activity.items()[1].text, QStringLiteral("Hello"));
    QCOMPARE(activity.takeStable(), 0);
    const qint64 live = activity.items()[1].id;
    activity.take(event(event_type::providerResponse,
        {{"call", 1}, {"stop", "end_turn"}, {"latency_ms", 1200},
            {"usage", QJsonObject{{"input_tokens", 10}, {"output_tokens", 5}}},
            {"content", QJsonArray{QJsonObject{{"type", "text"}, {"text", "Hello!"}}}}}));
    QCOMPARE(activity.items().size(), 2);
    QCOMPARE(activity.items()[1].text, QStringLiteral("Hello!"));
    QVERIFY(!activity.items()[1].isLive);
    QVERIFY(activity.items()[1].id > live);
    QVERIFY(!activity.find(live));
    QCOMPARE(activity.takeStable(), 1); // from here on a view draws anew
    QCOMPARE(activity.items()[0].took, 1200);
    QVERIFY(activity.items()[0].result.contains(QStringLiteral("cost unknown")));
}

void ActivityTest::a_command_of_the_agent_belongs_to_its_tool_call()
{
    Activity activity;
    activity.take(event(event_type::toolCall,
        {{"call_id", "t1"}, {"name", "run_command"}, {"input", QJsonObject{{"command", "make"}}}}));
    activity.take(event(event_type::commandStarted, {{"command_id", "c1"}, {"kind", "agent"}, {"line", "make"}}));
    activity.take(event(event_type::commandOutput, {{"command_id", "c1"}, {"text", "one\ntwo"}}));
    activity.take(event(
        event_type::commandFinished, {{"command_id", "c1"}, {"end", "exited"}, {"exit_code", 2}, {"duration_ms", 40}}));
    activity.take(event(event_type::toolResult,
        {{"call_id", "t1"}, {"name", "run_command"}, {"text", "one\ntwo"}, {"is_error", false}, {"duration_ms", 41}}));
    activity.take(event(event_type::commandStarted, {{"command_id", "c2"}, {"kind", "validation"}, {"line", "test"}}));
    QCOMPARE(activity.items().size(), 2);
    const ActivityItem &tool = activity.items()[0];
    QCOMPARE(tool.kind, ActivityItem::Kind::Tool);
    QCOMPARE(tool.result, QStringLiteral("exit 2"));
    QCOMPARE(tool.end, ActivityItem::End::Bad);
    QCOMPARE(tool.output->count(), 2);
    QCOMPARE(activity.items()[1].kind, ActivityItem::Kind::Command);
    QVERIFY(activity.items()[1].opensByItself());
}

void ActivityTest::output_that_was_skipped_is_filled_in()
{
    Activity activity;
    activity.take(event(event_type::commandStarted, {{"command_id", "c"}, {"kind", "validation"}, {"line", "test"}}));
    activity.markSkipped(QStringLiteral("c"), 2, 90);
    activity.take(event(event_type::commandFinished, {{"command_id", "c"}, {"end", "exited"}, {"exit_code", 0}}));
    QCOMPARE(activity.items()[0].skippedFrom, 2);
    QVERIFY(activity.items()[0].output->isEmpty());
    activity.fillSkipped(QStringLiteral("c"),
        {event(event_type::commandOutput, {{"command_id", "c"}, {"text", "a\n"}}),
            event(event_type::commandOutput, {{"command_id", "other"}, {"text", "b\n"}})},
        0);
    QCOMPARE(activity.items()[0].output->plainText(), QStringLiteral("a\n"));
    QCOMPARE(activity.items()[0].skippedFrom, 0);
}

void ActivityTest::progress_takes_the_place_of_progress()
{
    Activity activity;
    activity.take(event(event_type::runMessage, {{"level", "progress"}, {"text", "Counting objects: 5%"}}));
    activity.take(event(event_type::runMessage, {{"level", "progress"}, {"text", "Counting objects: 11%"}}));
    activity.take(event(event_type::runMessage, {{"level", "progress"}, {"text", "Receiving objects: 1%"}}));
    activity.take(event(event_type::runMessage, {{"level", "warning"}, {"text", "Careful"}}));
    QCOMPARE(activity.items().size(), 3);
    QCOMPARE(activity.items()[0].head, QStringLiteral("Counting objects: 11%"));
    QCOMPARE(activity.items()[2].kind, ActivityItem::Kind::Warning);
}

void ActivityTest::what_was_removed_is_said_to_be()
{
    Activity activity;
    Event gone = event(event_type::toolCall, {{"call_id", "t"}, {"name", "read_file"}});
    gone.removed = RemovedMark{{}, QStringLiteral("transcripts"), QStringLiteral("old talk"), Timestamp{1}, 7};
    activity.take(gone);
    QVERIFY(activity.items()[0].input.value(QStringLiteral("input")).toString().contains(QStringLiteral("old talk")));
}

void ActivityTest::unknown_events_and_empty_data_are_no_item()
{
    Activity activity;
    activity.take(event("some.day", {{"text", "x"}}));
    activity.take(event(event_type::commandOutput, {}));
    activity.take(event(event_type::commandFinished, {{"command_id", "nobody"}}));
    activity.take(event(event_type::agentFinished, {{"turn", 1}}));
    QVERIFY(activity.items().isEmpty());
    activity.take(event(event_type::toolResult, {{"call_id", "nobody"}, {"name", "read_file"}, {"text", "t"}}));
    QCOMPARE(activity.items().size(), 1);
    QCOMPARE(toolGlance(QStringLiteral("apply_patch"), {{"patch", "*** Begin Patch\n*** Update File: src/a.c\n"}}),
        QStringLiteral("src/a.c"));
}

QTEST_GUILESS_MAIN(ActivityTest)
#include "tst_Activity.moc"
