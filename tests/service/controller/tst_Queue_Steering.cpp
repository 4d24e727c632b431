#include "tests/service/controller/Controller.h"

using namespace mergeloom;

class TestQueueSteering : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aCommandIsToldUntilItIsAcknowledgedAndACancelUntilTheRunEnds()
    {
        Controller controller;
        controller.addRepository("a");
        controller.submit("one");
        const auto worker = controller.enroll("w1");
        const auto lease = controller.lease(worker, "r1");
        const auto beat = [&](const QStringList &acknowledged) {
            controller.time.advance(std::chrono::seconds(16));
            return controller.queue->heartbeat(lease->jobId, {lease->leaseId, {}, {}, 0, {}, 0, acknowledged}, worker)
                .value()
                .commands;
        };
        const auto extend = controller.queue->send(
            lease->runId, {{}, "extend", {}, "bob", {.tokens = 5000, .costUsd = 1.5, .turns = 3}, {}});
        QVERIFY(extend);
        const auto approve = controller.queue->send(lease->runId, {{}, "approve", "fine", "eve", {}, "publish"});
        QVERIFY(approve);
        auto commands = beat({});
        QCOMPARE(commands.size(), 2);
        QCOMPARE(commands[0].id, extend->id);
        QCOMPARE(commands[0].by, QStringLiteral("bob"));
        QVERIFY((commands[0].budgets == Budgets{.tokens = 5000, .costUsd = 1.5, .turns = 3}));
        QCOMPARE(commands[1].approval, QStringLiteral("publish"));
        QCOMPARE(beat({extend->id, "of nobody"}).size(), 1);
        QVERIFY(beat({approve->id}).isEmpty());

        QVERIFY(controller.queue->cancel(lease->jobId, {}, "bob"));
        commands = beat({});
        QCOMPARE(commands.size(), 1);
        QCOMPARE(beat({commands[0].id}).size(), 1);
        QCOMPARE(controller.events().count("job.steered"), 2);
    }

    void anExecutorThatTakesItsRunUpAgainIsToldAtOnce()
    {
        Controller controller;
        controller.addRepository("a");
        controller.submit("one");
        const auto worker = controller.enroll("w1");
        const auto lease = controller.lease(worker, "r1");
        QVERIFY(controller.queue->send(lease->runId, {{}, "message", "hello", "bob", {}, {}}));
        QCOMPARE(controller.queue->heartbeat(lease->jobId, {lease->leaseId, {}, {}, 0, {}, 0, {}}, worker)
                     .value()
                     .commands.size(),
            1);
        const auto again = controller.queue->resume(lease->jobId, {lease->leaseId, lease->runId}, worker);
        QCOMPARE(again.value().commands.size(), 1);
        QCOMPARE(again->commands[0].text, QStringLiteral("hello"));
    }

    void steeringNeedsARunningRunAndAKnownCommand()
    {
        Controller controller;
        controller.addRepository("a");
        controller.submit("one");
        const auto worker = controller.enroll("w1");
        const auto lease = controller.lease(worker, "r1");
        const auto codeOf = [&](const QString &command, const QString &text = {}, const Budgets &budgets = {}) {
            const auto sent = controller.queue->send(lease->runId, {{}, command, text, "bob", budgets, {}});
            return sent ? QString() : Error(sent.error()).details.value("field").toString();
        };
        QCOMPARE(codeOf("pause"), QString());
        QCOMPARE(codeOf("explode"), QStringLiteral("command"));
        QCOMPARE(codeOf("message", " "), QStringLiteral("text"));
        QCOMPARE(codeOf("message", QString(8001, 'x')), QStringLiteral("text"));
        QCOMPARE(codeOf("message", QString(8000, 'x')), QString());
        QCOMPARE(codeOf("pause", QString(1001, 'x')), QStringLiteral("text"));
        QCOMPARE(codeOf("extend"), QStringLiteral("budgets"));
        QCOMPARE(codeOf("extend", {}, {.turns = -1}), QStringLiteral("budgets.turns"));
        QCOMPARE(codeOf("extend", {}, {.tokens = 1'000'000'000'001}), QStringLiteral("budgets.tokens"));
        QCOMPARE(
            controller.queue->send(RunId("none"), {{}, "pause", {}, "bob", {}, {}}).error().code, ErrorCode::Conflict);
        QVERIFY(controller.queue->finish(
            lease->jobId, {lease->leaseId, lease->runId, resultOf(Outcome::Failed, Reason::ValidationFailed)}, worker));
        QCOMPARE(controller.queue->send(lease->runId, {{}, "message", "late", "bob", {}, {}}).error().code,
            ErrorCode::Conflict);
    }

    void onlySoManyMessagesWaitForAnAgent()
    {
        Controller controller;
        controller.addRepository("a");
        controller.submit("one");
        const auto lease = controller.lease(controller.enroll("w1"), "r1");
        const auto say = [&] { return controller.queue->send(lease->runId, {{}, "message", "hello", "bob", {}, {}}); };
        for (int n = 0; n < 20; ++n)
            QVERIFY(say());
        QCOMPARE(say().error().code, ErrorCode::Conflict);
    }
};

QTEST_GUILESS_MAIN(TestQueueSteering)
#include "tst_Queue_Steering.moc"
