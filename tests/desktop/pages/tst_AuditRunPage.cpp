#include "tests/desktop/pages/RunningWorker.h"
#include "tests/desktop/pages/Shots.h"

#include "desktop/diff/DiffView.h"
#include "desktop/pages/ActivityPane.h"
#include "desktop/pages/ActivityView.h"
#include "desktop/pages/AuditRunPage.h"
#include "desktop/pages/CallsPanel.h"
#include "desktop/pages/ExtendDialog.h"
#include "desktop/pages/MarkdownPreview.h"
#include "desktop/pages/RawEvents.h"
#include "desktop/pages/RunPage.h"
#include "desktop/pages/StagePanel.h"
#include "desktop/widgets/RecordTable.h"

#include <QAction>
#include <QClipboard>
#include <QComboBox>
#include <QInputDialog>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTabBar>
#include <QTableView>
#include <QTextBlock>

using namespace mergeloom;

/// The record of real runs, part by part.
class AuditRunPageTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase() { delete m_worker; }
    void the_summary_sets_claims_beside_facts_and_names_findings();
    void every_call_is_told_in_figures_and_opens();
    void tool_calls_open_to_their_input_and_answer();
    void commands_show_their_end_and_open_to_coloured_output();
    void change_brief_and_ticket_are_inside();
    void raw_events_are_filtered_copied_and_proven();
    void places_lead_to_parts_stages_and_events();
    void a_hold_is_placed_with_a_reason_and_released();
    void a_replay_says_whether_the_same_came_out();
    void a_run_that_goes_on_is_given_more_budget();
    void of_a_long_run_only_what_is_looked_at_is_read();

private:
    enum Part { Summary, Stages, Calls, Tools, Commands, Change, Brief, Ticket, Events };
    template <class T>
    T *named(QWidget &page, const QString &name)
    {
        for (T *widget : page.findChildren<T *>())
            if (widget->accessibleName() == name
                || (std::is_same_v<T, QPushButton> && widget->property("text").toString() == name))
                return widget;
        return nullptr;
    }
    QPushButton *button(QWidget &page, const QString &name) { return named<QPushButton>(page, name); }
    bool says(QWidget &page, const QString &words)
    {
        for (QLabel *label : page.findChildren<QLabel *>())
            if (label->isVisible() && label->text().contains(words))
                return true;
        return false;
    }
    std::unique_ptr<AuditRunPage> opened(const QString &argument)
    {
        auto page = std::make_unique<AuditRunPage>(*m_worker);
        page->resize(1400, 900);
        page->show();
        page->open(argument);
        return page;
    }
    QTabBar *tabs(QWidget &page) { return named<QTabBar>(page, QStringLiteral("Parts of the record")); }
    QString runOf(const api::JobView &job)
    {
        for (const RunSummary &run : m_host.ask(api_call::runs()).items)
            if (run.jobId == job.id && run.state != u"running")
                return run.id.text();
        return {};
    }
    /// Opens the first item whose line holds this.
    void openItem(ActivityView &view, const QString &words)
    {
        for (QTextBlock block = view.document()->begin(); block.isValid(); block = block.next())
            if (block.text().contains(words)) {
                view.setTextCursor(QTextCursor(block));
                return QTest::keyClick(&view, Qt::Key_Return);
            }
    }
    /// Types into the dialogs that come up, and takes them.
    void answer(const QString &text, const QString &verb)
    {
        QTimer::singleShot(100, this, [this, text, verb] {
            QWidget *dialog = QApplication::activeModalWidget();
            if (!dialog)
                return answer(text, verb);
            if (auto *input = qobject_cast<QInputDialog *>(dialog)) {
                input->setTextValue(text);
                return input->accept();
            }
            for (QPushButton *one : dialog->findChildren<QPushButton *>())
                if (one->text() == verb)
                    one->click();
        });
    }

    RunningWorker m_host;
    Worker *m_worker = nullptr;
    std::unique_ptr<Theme> m_theme;
    QString m_run; ///< with a repair
};

void AuditRunPageTest::initTestCase()
{
    m_theme = std::make_unique<Theme>(*qApp);
    m_theme->choose(ThemeChoice::Light);
    using R = RunningWorker;
    const QJsonArray simple{R::commandStep(QStringLiteral("python3 check.py")), R::writeStep(QStringLiteral("3\n")),
        R::finishStep(QStringLiteral("The value is odd now.")), R::writeStep(QStringLiteral("4\n")), R::finishStep()};
    const QJsonArray held{R::heldStep(), R::writeStep(QStringLiteral("6\n")), R::finishStep()};
    const QJsonArray many{
        R::commandStep(QStringLiteral(
            "python3 -c \"import sys, time; [(print('line', i, flush=True), print('and', i, flush=True, file=sys.stderr), "
            "time.sleep(0.0005)) for i in range(%1)]\"")
                           .arg(qEnvironmentVariableIntValue("MERGELOOM_MANY_EVENTS") / 2 + 1500)),
        R::writeStep(QStringLiteral("8\n")), R::finishStep()};
    const QString why = m_host.start({{"scenarios", QJsonObject{{"simple", simple}, {"held", held}, {"many", many}}}});
    QVERIFY2(why.isEmpty(), qPrintable(why));
    m_host.setUp();
    m_worker = new Worker(m_host.connection(), m_host.token());
    m_worker->setBackOff(std::chrono::milliseconds(50), std::chrono::milliseconds(200));
    m_worker->start();
    QTRY_COMPARE_WITH_TIMEOUT(m_worker->state(), Worker::State::Online, 10'000);
    const api::JobView job = m_host.addTicket(
        QStringLiteral("app"), QStringLiteral("simple"), QStringLiteral("Keep the value even in every release"));
    QTRY_VERIFY_WITH_TIMEOUT(!(m_run = runOf(job)).isEmpty(), 40'000);
}

void AuditRunPageTest::the_summary_sets_claims_beside_facts_and_names_findings()
{
    const auto page = opened(m_run);
    QTRY_VERIFY_WITH_TIMEOUT(says(*page, QStringLiteral("Wrote the value.")), 10'000);
    QVERIFY(says(*page, QStringLiteral("Of its first attempt it said: The value is odd now.")));
    QVERIFY(says(*page, QStringLiteral("Recorded: python3 check.py red")));
    QVERIFY(says(*page, QStringLiteral("python3 check.py exit 0")));
    const RecordTable *table = nullptr;
    for (RecordTable *one : page->findChildren<RecordTable *>())
        if (one->view()->accessibleName() == u"Findings")
            table = one;
    QVERIFY(table);
    QCOMPARE(table->model()->rowCount(), 1);
    QCOMPARE(table->model()->records().first().value(QStringLiteral("fate")).toString(),
        QStringLiteral("green after repair 1"));
    takeShots(*m_theme, *page, QStringLiteral("audit-summary"));
}

void AuditRunPageTest::every_call_is_told_in_figures_and_opens()
{
    const auto page = opened(m_run + QStringLiteral("#calls"));
    QTRY_VERIFY_WITH_TIMEOUT(tabs(*page)->currentIndex() == Calls, 10'000);
    const RunView view = m_host.ask(api_call::run(RunId(m_run)));
    QCOMPARE(view.providerCalls.size(), 5);
    QTRY_VERIFY(says(*page, QStringLiteral("All 5 calls")) || says(*page, QStringLiteral("All 5 call(s)")));
    auto *pane = page->findChild<CallsPanel *>()->findChild<ActivityPane *>();
    QTRY_VERIFY2_WITH_TIMEOUT(pane->view()->toPlainText().contains(QStringLiteral("I look first.")),
        qPrintable(pane->view()->toPlainText()), 10'000);
    QVERIFY2(!pane->view()->toPlainText().contains(QStringLiteral("I will write it.")), "that is another call");
    page->open(m_run + QStringLiteral("#call=%1").arg(view.providerCalls[1].firstSeq));
    QTRY_VERIFY_WITH_TIMEOUT(pane->view()->toPlainText().contains(QStringLiteral("I will write it.")), 10'000);
    takeShots(*m_theme, *page, QStringLiteral("audit-calls"));
}

void AuditRunPageTest::tool_calls_open_to_their_input_and_answer()
{
    const auto page = opened(m_run + QStringLiteral("#tools"));
    auto *view = named<ActivityView>(*page, QStringLiteral("Tool calls"));
    QTRY_VERIFY_WITH_TIMEOUT(view->toPlainText().contains(QStringLiteral("Finish")), 10'000);
    const QString closed = view->toPlainText();
    QVERIFY2(!closed.contains(QStringLiteral("Result")), qPrintable(closed));
    openItem(*view, QStringLiteral("python3 check.py"));
    QTRY_VERIFY2(view->toPlainText().contains(QStringLiteral("value is")), qPrintable(view->toPlainText()));
    QVERIFY(view->toPlainText().contains(QStringLiteral("\"command\"")));
    takeShots(*m_theme, *page, QStringLiteral("audit-tools"));
}

void AuditRunPageTest::commands_show_their_end_and_open_to_coloured_output()
{
    const auto page = opened(m_run + QStringLiteral("#commands"));
    auto *view = named<ActivityView>(*page, QStringLiteral("Commands"));
    QTRY_COMPARE_WITH_TIMEOUT(view->toPlainText().count(QStringLiteral("python3 check.py")), 3, 10'000);
    // The red one is open by itself.
    QTRY_VERIFY2_WITH_TIMEOUT(
        view->toPlainText().contains(QStringLiteral("value is 3")), qPrintable(view->toPlainText()), 10'000);
    QVERIFY(!view->toPlainText().contains(QStringLiteral("value is 4")));
    openItem(*view, QStringLiteral("python3 check.py")); // the agent's
    QTRY_VERIFY_WITH_TIMEOUT(view->toPlainText().contains(QStringLiteral("value is 2")), 10'000);
    QTextCursor number = view->document()->find(QStringLiteral("value is 3"));
    number.setPosition(number.selectionEnd());
    QVERIFY2(number.charFormat().foreground().color().green() > number.charFormat().foreground().color().red(),
        "ANSI green");
    takeShots(*m_theme, *page, QStringLiteral("audit-commands"));
}

void AuditRunPageTest::change_brief_and_ticket_are_inside()
{
    const auto page = opened(m_run + QStringLiteral("#change"));
    const auto *diff = page->findChild<DiffView *>();
    QTRY_VERIFY_WITH_TIMEOUT(diff->document() && !diff->document()->files.isEmpty(), 10'000);
    QCOMPARE(diff->document()->files.first().afterPath, QStringLiteral("value.txt"));
    tabs(*page)->setCurrentIndex(Brief);
    auto *told = named<QPlainTextEdit>(*page, QStringLiteral("The brief as the model was told"));
    QTRY_VERIFY2_WITH_TIMEOUT(
        told->toPlainText().contains(QStringLiteral("Keep the value even")), qPrintable(told->toPlainText()), 10'000);
    QVERIFY(says(*page, QStringLiteral("As the model was told")));
    takeShots(*m_theme, *page, QStringLiteral("audit-brief"));
    tabs(*page)->setCurrentIndex(Ticket);
    QTRY_VERIFY(
        page->findChild<MarkdownPreview *>()->toPlainText().contains(QStringLiteral("The value must be even.")));
}

void AuditRunPageTest::raw_events_are_filtered_copied_and_proven()
{
    const auto page = opened(m_run + QStringLiteral("#events"));
    auto *panel = page->findChild<RawEvents *>();
    auto *table = panel->findChild<RecordTable *>();
    const qint64 last = m_host.ask(api_call::run(RunId(m_run))).run.lastSeq;
    QTRY_COMPARE_WITH_TIMEOUT(table->model()->rowCount(), int(qMin<qint64>(last, 200)), 10'000);
    auto *type = named<QComboBox>(*panel, QStringLiteral("Type of event"));
    QVERIFY(type->findData(QStringLiteral("tool.call")) > 0);
    QCOMPARE(type->findData(QStringLiteral("config.changed")), -1); // is told of no run
    type->setCurrentIndex(type->findData(QStringLiteral("validation.result")));
    Q_EMIT type->activated(type->currentIndex());
    QTRY_COMPARE_WITH_TIMEOUT(table->model()->rowCount(), 2, 10'000);
    named<QLineEdit>(*panel, QStringLiteral("Filter events"))->setText(QStringLiteral("\"passed\""));
    QCOMPARE(table->model()->rowCount(), 1);
    QVERIFY(!button(*panel, QStringLiteral("Save its proof"))->isEnabled());
    table->view()->selectRow(0);
    auto *json = named<QPlainTextEdit>(*panel, QStringLiteral("The event as JSON"));
    QVERIFY(json->toPlainText().contains(QStringLiteral("\"status\": \"passed\"")));
    button(*panel, QStringLiteral("Copy the event"))->click();
    const auto copied = parseJsonAs<Event>(QGuiApplication::clipboard()->text().toUtf8());
    QVERIFY(copied && copied->type == u"validation.result");
    takeShots(*m_theme, *page, QStringLiteral("audit-events"));
    // The proof is one that the program checks with the key alone.
    QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("event.tlog-proof"));
    const auto entry = m_host.ask(api_call::runEvents(RunId(m_run), copied->seq - 1, 1)).items.first();
    page->saveTo(file, api_call::eventProof(entry.id));
    QTRY_VERIFY2_WITH_TIMEOUT(QFile::exists(file), qPrintable(page->notice().text()), 10'000);
    const auto [code, said] = m_host.runProgram({QStringLiteral("audit"), QStringLiteral("check-proof"), file,
        QStringLiteral("--key"), m_host.ask(api_call::auditLog()).key});
    QVERIFY2(code == 0 && said.contains(QStringLiteral("Proven")), qPrintable(said));
}

void AuditRunPageTest::places_lead_to_parts_stages_and_events()
{
    const auto page = opened(m_run + QStringLiteral("#stage=validation"));
    QSignalSpy places(page.get(), &Page::argumentChanged);
    QTRY_COMPARE_WITH_TIMEOUT(page->findChild<StagePanel *>()->stage(), QStringLiteral("validation"), 10'000);
    auto *view = page->findChild<StagePanel *>()->findChild<ActivityView *>();
    QTRY_VERIFY_WITH_TIMEOUT(view->toPlainText().contains(QStringLiteral("Validation failed")), 10'000);
    takeShots(*m_theme, *page, QStringLiteral("audit-stages"));
    page->open(m_run + QStringLiteral("#event=5"));
    QTRY_COMPARE_WITH_TIMEOUT(page->findChild<RawEvents *>()->chosen(), 5, 10'000);
    QCOMPARE(tabs(*page)->currentIndex(), int(Events));
    QTRY_COMPARE(places.last().first().toString(), m_run + QStringLiteral("#event=5"));
    const auto again = opened(places.last().first().toString()); // as after another start of the app
    QTRY_COMPARE_WITH_TIMEOUT(again->findChild<RawEvents *>()->chosen(), 5, 10'000);
    page->open(m_run + QStringLiteral("#nonsense"));
    QCOMPARE(tabs(*page)->currentIndex(), int(Summary));
    for (QAction *action : page->QWidget::actions())
        if (action->shortcut() == QKeySequence(QStringLiteral("Alt+5")))
            action->trigger();
    QCOMPARE(tabs(*page)->currentIndex(), int(Commands));
}

void AuditRunPageTest::a_hold_is_placed_with_a_reason_and_released()
{
    const auto page = opened(m_run);
    QTRY_VERIFY_WITH_TIMEOUT(button(*page, QStringLiteral("Place a legal hold"))->isVisible(), 10'000);
    answer(QStringLiteral("asked for by counsel"), {});
    button(*page, QStringLiteral("Place a legal hold"))->click();
    QTRY_VERIFY_WITH_TIMEOUT(says(*page, QStringLiteral("asked for by counsel")), 10'000);
    QVERIFY(m_host.ask(api_call::hold(RunId(m_run))).isHeld);
    answer({}, QStringLiteral("Release it"));
    button(*page, QStringLiteral("Release the hold"))->click();
    QTRY_VERIFY_WITH_TIMEOUT(says(*page, QStringLiteral("No legal hold stands")), 10'000);
    QVERIFY(!m_host.ask(api_call::hold(RunId(m_run))).isHeld);
}

void AuditRunPageTest::a_replay_says_whether_the_same_came_out()
{
    const auto page = opened(m_run);
    QTRY_VERIFY_WITH_TIMEOUT(button(*page, QStringLiteral("Replay"))->isEnabled(), 10'000);
    QSignalSpy gone(page.get(), &Page::placeWanted);
    button(*page, QStringLiteral("Replay"))->click();
    QTRY_COMPARE_WITH_TIMEOUT(gone.size(), 1, 10'000);
    const JobId job(gone[0][0].value<Place>().argument.mid(4));
    QString replay;
    QTRY_VERIFY_WITH_TIMEOUT(!(replay = runOf(m_host.ask(api_call::job(job)))).isEmpty(), 40'000);
    const auto audit = opened(replay);
    const auto tells = [&] {
        for (NoticeLine *line : audit->findChildren<NoticeLine *>())
            if (line->isVisible() && line->text() == m_host.ask(api_call::run(RunId(replay))).replay->text)
                return true;
        return false;
    };
    QTRY_VERIFY_WITH_TIMEOUT(audit->findChild<StagePanel *>() && tells(), 10'000);
    takeShots(*m_theme, *audit, QStringLiteral("audit-replay"));
    QSignalSpy back(audit.get(), &Page::placeWanted);
    button(*audit, QStringLiteral("The run that was done again"))->click();
    QCOMPARE(back.size(), 1);
    QCOMPARE(back[0][0].value<Place>().argument, m_run);
}

void AuditRunPageTest::a_run_that_goes_on_is_given_more_budget()
{
    const api::JobView job = m_host.addTicket(QStringLiteral("app"), QStringLiteral("held"));
    RunPage page(*m_worker);
    page.resize(1400, 900);
    page.show();
    page.open(QStringLiteral("job:") + job.id.text());
    QTRY_VERIFY_WITH_TIMEOUT(
        page.findChild<ActivityView *>()->toPlainText().contains(QStringLiteral("time.sleep")), 20'000);
    const RunId run = m_host.ask(api_call::runs()).items.first().id;
    QCOMPARE(m_host.ask(api_call::run(run)).run.limits.turns, 20);
    // While it goes on its record is read as well.
    const auto audit = opened(run.text() + QStringLiteral("#stages"));
    QVERIFY(!button(*audit, QStringLiteral("Replay"))->isEnabled());
    auto *more = button(page, QStringLiteral("More budget"));
    QVERIFY(more);
    QTRY_VERIFY(more->isVisible() && more->isEnabled());
    more->click();
    ExtendDialog *dialog = nullptr;
    QTRY_VERIFY((dialog = page.findChild<ExtendDialog *>()));
    auto *turns = named<QLineEdit>(*dialog, QStringLiteral("Turns of each attempt to add"));
    QVERIFY(turns);
    turns->setText(QStringLiteral("many"));
    button(*dialog, QStringLiteral("Give it more"))->click();
    QVERIFY(dialog->isVisible() && dialog->findChild<NoticeLine *>()->text().contains(QStringLiteral("no limit")));
    takeShots(*m_theme, *dialog, QStringLiteral("extend-wrong"));
    turns->setText(QStringLiteral("5"));
    button(*dialog, QStringLiteral("Give it more"))->click();
    m_host.letGo();
    QTRY_COMPARE_WITH_TIMEOUT(m_host.ask(api_call::run(run)).run.limits.turns, 25, 20'000);
    QTRY_VERIFY_WITH_TIMEOUT(button(*audit, QStringLiteral("Replay"))->isEnabled(), 30'000);
    tabs(*audit)->setCurrentIndex(Events);
    const qint64 last = m_host.ask(api_call::run(run)).run.lastSeq;
    auto *table = audit->findChild<RawEvents *>()->findChild<RecordTable *>();
    QTRY_COMPARE_WITH_TIMEOUT(table->model()->rowCount(), int(last), 10'000);
}

void AuditRunPageTest::of_a_long_run_only_what_is_looked_at_is_read()
{
    const api::JobView job = m_host.addTicket(QStringLiteral("app"), QStringLiteral("many"));
    QString run;
    QTRY_VERIFY_WITH_TIMEOUT(!(run = runOf(job)).isEmpty(), 120'000);
    const qint64 last = m_host.ask(api_call::run(RunId(run))).run.lastSeq;
    QVERIFY2(last > 600, qPrintable(QString::number(last)));
    qInfo("a run of %lld events", static_cast<long long>(last));
    QElapsedTimer took;
    took.start();
    const auto page = opened(run + QStringLiteral("#event=%1").arg(last - 3));
    auto *panel = page->findChild<RawEvents *>();
    QTRY_COMPARE_WITH_TIMEOUT(panel->chosen(), last - 3, 10'000);
    qInfo("its last events are seen after %lld ms", static_cast<long long>(took.elapsed()));
    auto *table = panel->findChild<RecordTable *>();
    QVERIFY2(table->model()->rowCount() <= 200, "what is before them is not read");
    const int before = table->model()->rowCount();
    button(*panel, QStringLiteral("Show what came before"))->click();
    QTRY_VERIFY_WITH_TIMEOUT(table->model()->rowCount() > before, 10'000);
    QCOMPARE(panel->chosen(), last - 3);
    // From the first on, as the reader scrolls.
    named<QLineEdit>(*panel, QStringLiteral("Go to event"))->setText(QStringLiteral("1"));
    QTest::keyClick(named<QLineEdit>(*panel, QStringLiteral("Go to event")), Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(panel->chosen(), 1, 10'000);
    QCOMPARE(table->model()->rowCount(), 200);
    QScrollBar *bar = table->view()->verticalScrollBar();
    const auto readOn = [&] {
        bar->setValue(bar->maximum());
        return table->model()->rowCount() == int(last);
    };
    QTRY_VERIFY_WITH_TIMEOUT(readOn(), 60'000);
    // The output of a command is read when it is opened, as far as it is looked at.
    tabs(*page)->setCurrentIndex(Commands);
    auto *commands = named<ActivityView>(*page, QStringLiteral("Commands"));
    QTRY_VERIFY_WITH_TIMEOUT(commands->toPlainText().contains(QStringLiteral("python3 -c")), 10'000);
    QVERIFY(!commands->toPlainText().contains(QStringLiteral("line 0")));
    openItem(*commands, QStringLiteral("python3 -c"));
    QTRY_VERIFY_WITH_TIMEOUT(commands->toPlainText().contains(QStringLiteral("line 1499")), 60'000);
}

QTEST_MAIN(AuditRunPageTest)
#include "tst_AuditRunPage.moc"
