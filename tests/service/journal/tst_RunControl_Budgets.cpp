#include "service/journal/JournalReader.h"
#include "service/journal/RunControl.h"
#include "shared/core/Ulid.h"

#include <QTemporaryDir>
#include <QTest>

using namespace mergeloom;

namespace {

/// A run with its journal, as one process sees it.
struct BudgetProcess {
    explicit BudgetProcess(const QString &folder, const RunControl::Allowance &allowance)
        : recorder(std::move(*RunRecorder::open(folder, Redactor()))), control(*recorder, allowance)
    {
        (void)readJournal(recorder->path(), [this](const QByteArray &, const Event &event) { control.recall(event); });
        control.open();
    }
    void records(const char *type, const QJsonObject &data = {}) { recorder->append(QString::fromLatin1(type), data); }
    bool isOver() const { return control.overBudget().stop_requested(); }
    QString why() const { return control.exceeded().value_or(QString()); }

    std::unique_ptr<RunRecorder> recorder;
    RunControl control;
};

QJsonObject output(int bytes) { return {{"command_id", "c1"}, {"text", QString(bytes, u'x')}}; }

} // namespace

class RunControlBudgetsTest : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    QString folder() const { return m_folder.filePath(QString::fromLatin1(QTest::currentTestFunction())); }

private Q_SLOTS:
    void aRunHasItsCommandsAndNotOneMore()
    {
        BudgetProcess run(folder(), {.limits = {.commands = 2}});
        for (int i = 0; i < 2; ++i) {
            QVERIFY(run.control.allowCommand());
            run.records(event_type::commandStarted);
        }
        QVERIFY(!run.isOver());
        QVERIFY(!run.control.allowCommand());
        QVERIFY(run.isOver());
        QVERIFY2(run.why().startsWith("The run used its 2 commands"), qPrintable(run.why()));
        QVERIFY2(run.why().contains("raise the limit of the repository"), qPrintable(run.why()));
    }

    void acommandThatSomebodyElseBeganCountsAndEndsTheRun()
    {
        BudgetProcess run(folder(), {.limits = {.commands = 1}});
        run.records(event_type::commandStarted);
        QVERIFY(!run.isOver());
        run.records(event_type::commandStarted); // of an agent program: nobody asked before
        QVERIFY(run.isOver());
    }

    void outputOverTheLimitEndsTheRunWhileItComes()
    {
        BudgetProcess run(folder(), {.limits = {.outputBytes = 2048}});
        run.records(event_type::commandOutput, output(2048));
        QVERIFY(!run.isOver());
        run.records(event_type::toolResult, {{"name", "read_file"}, {"text", "x"}});
        QVERIFY(run.isOver());
        QVERIFY2(run.why().contains("came to 2 KiB; the run may have 2 KiB"), qPrintable(run.why()));
    }

    void growthOverTheLimitEndsTheRun()
    {
        BudgetProcess run(folder(), {.limits = {.diskBytes = 1 << 20}});
        run.records(event_type::workspaceMeasured, {{"growth_bytes", 1 << 20}});
        QVERIFY(!run.isOver());
        run.records(event_type::workspaceMeasured, {{"growth_bytes", 3 << 20}});
        QVERIFY2(run.why().contains("grew by 3 MiB; the run may add 1 MiB"), qPrintable(run.why()));
    }

    void eachOfTheseLimitsIsExtended()
    {
        const Budgets most{.commands = 3, .outputBytes = 4000, .diskBytes = 4000};
        BudgetProcess run(folder(), {.limits = {.commands = 1, .outputBytes = 1000, .diskBytes = 1000}, .most = most});
        protocol::RunCommand more{makeUlid(), "extend", {}, "ann", {}, {}};
        more.budgets = {.commands = 9, .outputBytes = 1000, .diskBytes = 2000};
        QCOMPARE(run.control.take(more), RunControl::Taken::Obeyed);
        QVERIFY((run.control.limits() == Budgets{.commands = 3, .outputBytes = 2000, .diskBytes = 3000}));
        for (int i = 0; i < 3; ++i)
            run.records(event_type::commandStarted);
        run.records(event_type::commandOutput, output(2000));
        run.records(event_type::workspaceMeasured, {{"growth_bytes", 3000}});
        QVERIFY2(!run.isOver(), qPrintable(run.why()));
        QVERIFY(!run.control.allowCommand());
    }

    void aRunThatGoesOnHasUsedWhatItHadUsedAndMayUseWhatItWasGiven()
    {
        const RunControl::Allowance allowance{.limits = {.commands = 2}, .most = {.commands = 10}};
        {
            BudgetProcess run(folder(), allowance);
            run.records(event_type::commandStarted, {{"command_id", "c1"}});
            run.records(event_type::commandStarted, {{"command_id", "c2"}});
            protocol::RunCommand more{makeUlid(), "extend", {}, "ann", {.commands = 1}, {}};
            (void)run.control.take(more);
        }
        BudgetProcess run(folder(), allowance);
        QCOMPARE(run.recorder->use().commands, 2);
        QVERIFY(run.control.allowCommand());
        run.records(event_type::commandStarted, {{"command_id", "c3"}});
        QVERIFY(!run.control.allowCommand());
    }

    void aRunThatEndedOverItsLimitIsOverItAgain()
    {
        const RunControl::Allowance allowance{.limits = {.outputBytes = 10}};
        BudgetProcess(folder(), allowance).records(event_type::commandOutput, output(11));
        QVERIFY(BudgetProcess(folder(), allowance).isOver());
    }

    void theRestOfADayIsALimitWithAdviceOfItsOwn()
    {
        BudgetProcess run(folder(), {.limits = {.tokens = 500, .turns = 3}, .dayShare = {.tokens = 200, .costUsd = 1}});
        QVERIFY((run.control.limits() == Budgets{.tokens = 200, .costUsd = 1, .turns = 3}));
        QVERIFY(run.control.advice(&Budgets::tokens).contains("00:00 UTC"));
        QVERIFY(run.control.advice(&Budgets::costUsd).contains("00:00 UTC"));
        QVERIFY(run.control.advice(&Budgets::turns).contains("split the ticket"));
    }
};

QTEST_GUILESS_MAIN(RunControlBudgetsTest)
#include "tst_RunControl_Budgets.moc"
