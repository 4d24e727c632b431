#include "service/journal/JournalReader.h"
#include "service/journal/RunControl.h"
#include "shared/core/Ulid.h"

#include <QTemporaryDir>
#include <QTest>

#include <future>

using namespace mergeloom;

namespace {

protocol::RunCommand told(const QString &command, const QString &text = {}, const QString &id = makeUlid())
{
    return {id, command, text, QStringLiteral("ann"), {}, QStringLiteral("publish")};
}

/// A run with its journal, as one process sees it.
struct Process {
    explicit Process(const QString &folder, const Budgets &limits = {}, const Budgets &most = {})
        : recorder(std::move(*RunRecorder::open(folder, redactorOf()))), control(*recorder, limits, most)
    {
        (void)readJournal(recorder->path(), [this](const QByteArray &, const Event &event) { control.recall(event); });
        control.open();
    }
    static Redactor redactorOf()
    {
        Redactor redactor;
        redactor.addSecret("hunter2hunter2", QStringLiteral("password"));
        return redactor;
    }
    QList<Event> events() const
    {
        QList<Event> events;
        (void)readJournal(recorder->path(), [&](const QByteArray &, const Event &event) { events << event; });
        return events;
    }
    QStringList types() const
    {
        QStringList types;
        for (const Event &event : events())
            types << event.type;
        return types;
    }
    /// Waits until the other thread has written an event of this type.
    bool comesTo(const QString &type)
    {
        return QTest::qWaitFor([&] { return types().contains(type); }, 5000);
    }

    std::unique_ptr<RunRecorder> recorder;
    RunControl control;
};

} // namespace

class RunControlTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void aMessageIsGivenOnceAndRecordedWithItsCall()
    {
        Process run(m_folder->path());
        const auto command = told("message", "Use the new API, password hunter2hunter2.");
        QCOMPARE(run.control.take(command), RunControl::Taken::Obeyed);
        QCOMPARE(run.control.take(command), RunControl::Taken::Known);
        QVERIFY2(run.control.acknowledged().isEmpty(), "until it is delivered, the controller keeps it");
        QVERIFY(run.control.hasMessagesBefore(7));
        const QStringList texts = run.control.messagesBefore(7);
        QCOMPARE(texts.size(), 1);
        QVERIFY(texts[0].contains("ann") && texts[0].contains("Use the new API"));
        QVERIFY(!texts[0].contains("hunter2"));
        QCOMPARE(run.control.acknowledged(), QStringList{command.id});
        QVERIFY(run.control.messagesBefore(8).isEmpty());
        const Event event = run.events().last();
        QCOMPARE(event.type, QStringLiteral("steer.message"));
        QCOMPARE(event.data["call"].toInt(), 7);
        QCOMPARE(event.data["by"].toString(), QStringLiteral("ann"));
        QCOMPARE(event.data["command_id"].toString(), command.id);
    }

    void aRunThatIsTakenUpAgainSaysTheSameBeforeTheSameCall()
    {
        const auto first = told("message", "first");
        const auto second = told("message", "second");
        QStringList said;
        {
            Process run(m_folder->path());
            run.control.take(first);
            run.control.take(second);
            said = run.control.messagesBefore(2);
            run.recorder->append("provider.request", {{"call", 1}});
            run.recorder->append("provider.request", {{"call", 2}});
        }
        Process again(m_folder->path());
        QCOMPARE(again.control.take(first), RunControl::Taken::Known);
        QCOMPARE(again.control.acknowledged(), (QStringList{first.id, second.id}));
        const auto fresh = told("message", "third");
        again.control.take(fresh);
        QVERIFY2(again.control.messagesBefore(1).isEmpty(), "the journal knows what was said before call 1");
        QVERIFY(again.control.hasMessagesBefore(2));
        QCOMPARE(again.control.messagesBefore(2), said);
        QCOMPARE(again.control.messagesBefore(3).size(), 1);
        QCOMPARE(again.types().count("steer.message"), 3);
    }

    void aMessageOfACallThatWasNeverMadeIsSaidAgain()
    {
        {
            Process run(m_folder->path());
            run.control.take(told("message", "before the crash"));
            run.control.messagesBefore(1); // and the process is killed before its request is in the journal
        }
        Process again(m_folder->path());
        QVERIFY(again.control.hasMessagesBefore(1));
        again.control.take(told("message", "after it"));
        const QStringList texts = again.control.messagesBefore(1);
        QCOMPARE(texts.size(), 2);
        QVERIFY(texts[0].contains("before the crash"));
        QCOMPARE(again.types().count("steer.message"), 2);
    }

    void aPausedRunWaitsUntilItIsResumed()
    {
        Process run(m_folder->path());
        QList<RunControl::Waiting> waits;
        run.control.onWaiting([&](RunControl::Waiting waiting) { waits << waiting; });
        const auto pause = told("pause", "let me look");
        run.control.take(pause);
        QCOMPARE(run.control.acknowledged(), QStringList{pause.id});
        auto held = std::async(std::launch::async, [&] { run.control.holdWhilePaused("model call", {}); });
        QVERIFY(run.comesTo("run.paused"));
        QCOMPARE(held.wait_for(std::chrono::milliseconds(50)), std::future_status::timeout);
        run.control.take(told("resume"));
        QCOMPARE(held.wait_for(std::chrono::seconds(5)), std::future_status::ready);
        QCOMPARE(waits, (QList{RunControl::Waiting::Begins, RunControl::Waiting::Ends}));
        QCOMPARE(run.types(), (QStringList{"steer.pause", "run.paused", "steer.resume", "run.continued"}));
        run.control.holdWhilePaused("model call", {}); // does not wait
    }

    void aPauseOutlivesTheProcess()
    {
        {
            Process run(m_folder->path());
            run.control.take(told("pause"));
        }
        Process again(m_folder->path());
        auto held = std::async(std::launch::async, [&] { again.control.holdWhilePaused("model call", {}); });
        QVERIFY(again.comesTo("run.paused"));
        again.control.take(told("resume"));
        QCOMPARE(held.wait_for(std::chrono::seconds(5)), std::future_status::ready);
    }

    void aStopEndsEachKindOfWaiting()
    {
        Process run(m_folder->path());
        std::stop_source stop;
        run.control.take(told("pause"));
        auto held =
            std::async(std::launch::async, [&] { run.control.holdWhilePaused("model call", stop.get_token()); });
        QVERIFY(run.comesTo("run.paused"));
        stop.request_stop();
        QCOMPARE(held.wait_for(std::chrono::seconds(5)), std::future_status::ready);

        std::stop_source other;
        auto asked = std::async(std::launch::async, [&] {
            return run.control.awaitApproval({.approval = "publish"}, std::chrono::hours(1), other.get_token());
        });
        QVERIFY(run.comesTo("approval.requested"));
        other.request_stop();
        QCOMPARE(asked.get().verdict, ApprovalVerdict::Waiting);
        QVERIFY(!run.types().contains("approval.decided"));
    }

    void anApprovalIsDecidedByTheFirstVerdict_data()
    {
        QTest::addColumn<QString>("command");
        QTest::addColumn<ApprovalVerdict>("verdict");
        QTest::newRow("approve") << "approve" << ApprovalVerdict::Approved;
        QTest::newRow("reject") << "reject" << ApprovalVerdict::Rejected;
    }
    void anApprovalIsDecidedByTheFirstVerdict()
    {
        QFETCH(const QString, command);
        QFETCH(const ApprovalVerdict, verdict);
        Process run(m_folder->path());
        auto asked = std::async(std::launch::async, [&] {
            return run.control.awaitApproval(
                {.approval = "publish", .why = "because", .tree = "abc"}, std::chrono::hours(1), {});
        });
        QVERIFY(run.comesTo("approval.requested"));
        const auto other = told("approve");
        auto wrong = other;
        wrong.approval = "something else";
        run.control.take(wrong);
        QVERIFY(asked.wait_for(std::chrono::milliseconds(20)) == std::future_status::timeout);
        const auto first = told(command, "as agreed");
        run.control.take(first);
        run.control.take(told("reject", "too late"));
        const ApprovalDecision decision = asked.get();
        QCOMPARE(decision.verdict, verdict);
        QCOMPARE(decision.by, QStringLiteral("ann"));
        QCOMPARE(decision.reason, QStringLiteral("as agreed"));
        QCOMPARE(
            run.types(), (QStringList{"approval.requested", "steer.ignored", "approval.decided", "steer.ignored"}));
        QCOMPARE(run.control.acknowledged().size(), 3);
    }

    void anApprovalThatNobodyGivesTimesOut()
    {
        Process run(m_folder->path());
        QCOMPARE(run.control.awaitApproval({.approval = "publish"}, std::chrono::seconds(0), {}).verdict,
            ApprovalVerdict::TimedOut);
        QCOMPARE(run.types(), (QStringList{"approval.requested", "approval.decided"}));
        run.control.take(told("approve"));
        QCOMPARE(run.types().last(), QStringLiteral("steer.ignored"));
    }

    void anApprovalOutlivesTheProcess()
    {
        const auto approve = told("approve");
        {
            Process run(m_folder->path());
            std::stop_source stop;
            auto asked = std::async(std::launch::async, [&] {
                return run.control.awaitApproval({.approval = "publish"}, std::chrono::hours(1), stop.get_token());
            });
            QVERIFY(run.comesTo("approval.requested"));
            stop.request_stop();
            asked.wait();
        }
        {
            Process again(m_folder->path());
            again.control.take(approve); // before the run has come to where it waits
            QCOMPARE(again.control.awaitApproval({.approval = "publish"}, std::chrono::hours(1), {}).verdict,
                ApprovalVerdict::Approved);
            QCOMPARE(again.types().count("approval.requested"), 1);
        }
        Process third(m_folder->path());
        QCOMPARE(third.control.awaitApproval({.approval = "publish"}, std::chrono::hours(1), {}).verdict,
            ApprovalVerdict::Approved);
        QCOMPARE(third.types().count("approval.decided"), 1);
    }

    void budgetsAreExtendedAsFarAsTheWorkerAllows()
    {
        const Budgets limits{.tokens = 1000, .wallSeconds = 600, .turns = 10};
        {
            Process run(m_folder->path(), limits, {.wallSeconds = 900, .turns = 12});
            auto more = told("extend");
            more.budgets = {.tokens = 500, .costUsd = 3, .wallSeconds = 1000, .turns = 5};
            run.control.take(more);
            run.control.take(more);
            QVERIFY((run.control.limits() == Budgets{.tokens = 1500, .wallSeconds = 900, .turns = 12}));
            const QJsonObject data = run.events().last().data;
            QVERIFY(
                (fromJson<Budgets>(data["granted"]).value() == Budgets{.tokens = 500, .wallSeconds = 300, .turns = 2}));
        }
        Process again(m_folder->path(), limits, {.wallSeconds = 900, .turns = 12});
        QCOMPARE(again.control.limits().tokens, 1500);
    }

    void aCancelIsKnownAgainAfterARestart()
    {
        {
            Process run(m_folder->path());
            run.control.take(told("cancel", "wrong ticket"));
            QVERIFY(run.control.isCancelled());
        }
        Process again(m_folder->path());
        QVERIFY(again.control.isCancelled());
        QCOMPARE(again.events().last().data["by"].toString(), QStringLiteral("ann"));
    }

    void whatTheExecutorDoesNotKnowIsAcknowledgedAndLeft()
    {
        Process run(m_folder->path());
        QCOMPARE(run.control.take(told("dance")), RunControl::Taken::Unknown);
        QCOMPARE(run.control.acknowledged().size(), 1);
        QCOMPARE(run.types(), QStringList{"steer.ignored"});
    }

    void aMessageThatCameTooLateIsSaidToBe()
    {
        Process run(m_folder->path());
        run.control.take(told("message", "wait!"));
        run.control.close();
        QCOMPARE(run.events().last().type, QStringLiteral("steer.undelivered"));
        QCOMPARE(run.events().last().data["text"].toString(), QStringLiteral("wait!"));
    }

    void commandsThatComeBeforeTheRunHasBegunStandBehindItsFirstEvent()
    {
        auto recorder = std::move(*RunRecorder::open(m_folder->path(), {}));
        RunControl control(*recorder);
        control.take(told("pause"));
        control.take(told("cancel"));
        QVERIFY(control.isCancelled());
        QCOMPARE(recorder->lastSeq(), 0);
        recorder->append("run.started", {});
        control.open();
        QCOMPARE(recorder->lastSeq(), 3);
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(RunControlTest)
#include "tst_RunControl.moc"
