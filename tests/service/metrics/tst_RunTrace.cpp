#include "service/metrics/RunTrace.h"

#include <QTest>

using namespace mergeloom;

namespace {

class Run
{
public:
    Run &with(const char *type, const QJsonObject &data)
    {
        Event event;
        event.seq = ++m_seq;
        event.ts = Timestamp{m_seq * 1'000'000};
        event.type = QString::fromLatin1(type);
        event.data = data;
        m_trace.add(event);
        return *this;
    }
    QMap<QString, QJsonObject> byName()
    {
        QMap<QString, QJsonObject> spans;
        for (const QJsonValue &each : m_trace.spans())
            spans.insert(each.toObject().value("name").toString(), each.toObject());
        return spans;
    }

private:
    RunTrace m_trace{QStringLiteral("01RUN"), QStringLiteral("anthropic")};
    qint64 m_seq = 0;
};

Run started()
{
    Run run;
    run.with(event_type::runStarted, {{"ticket_key", "LOCAL-1"}, {"attempt", 1}});
    run.with(event_type::stageStarted, {{"stage", "implementation"}, {"attempt", 0}});
    return run;
}

} // namespace

class RunTraceTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aToolCallsCommandIsInsideOfIt()
    {
        Run run = started();
        run.with(event_type::toolCall, {{"call_id", "t1"}, {"name", "run_command"}})
            .with(event_type::commandStarted, {{"command_id", "c1"}, {"kind", "agent"}})
            .with(event_type::commandFinished, {{"command_id", "c1"}, {"end", "exited"}, {"exit_code", 0}})
            .with(event_type::toolResult, {{"call_id", "t1"}, {"is_error", false}});
        const auto spans = run.byName();
        QCOMPARE(spans["command agent"]["parentSpanId"], spans["execute_tool run_command"]["spanId"]);
        QCOMPARE(spans["execute_tool run_command"]["parentSpanId"], spans["invoke_agent mergeloom"]["spanId"]);
        QCOMPARE(spans["invoke_agent mergeloom"]["parentSpanId"], spans["run"]["spanId"]);
        QVERIFY(!spans["run"].contains("parentSpanId"));
        QCOMPARE(spans["command agent"]["status"].toObject(), QJsonObject());
    }

    void timesAreNanosecondsInText()
    {
        const auto spans = started().byName();
        QCOMPARE(spans["run"]["startTimeUnixNano"].toString(), QStringLiteral("1000000000"));
        QCOMPARE(spans["run"]["endTimeUnixNano"].toString(), QStringLiteral("2000000000"));
    }

    void whatIsOpenEndsWithTheRun()
    {
        Run run = started();
        run.with(event_type::providerRequest, {{"call", 1}, {"model", "m"}})
            .with(event_type::runFinished, {{"outcome", "failed"}, {"reason", "timeout"}});
        const auto spans = run.byName();
        QCOMPARE(spans.size(), 3);
        QCOMPARE(spans["chat m"]["endTimeUnixNano"], spans["run"]["endTimeUnixNano"]);
        QCOMPARE(spans["run"]["status"].toObject().value("code").toInt(), 2);
    }

    void anAnswerWithoutARequestSaysNothing()
    {
        Run run = started();
        run.with(event_type::providerResponse, {{"call", 9}, {"stop", "end_turn"}, {"usage", QJsonObject{}}})
            .with(event_type::commandFinished, {{"command_id", "c9"}, {"end", "exited"}});
        QCOMPARE(run.byName().size(), 2);
    }

    void nothingOfARunWithoutABeginning() { QVERIFY(RunTrace(QStringLiteral("gone"), {}).spans().isEmpty()); }
};

QTEST_APPLESS_MAIN(RunTraceTest)
#include "tst_RunTrace.moc"
