#include "tests/desktop/pages/RunningWorker.h"
#include "tests/desktop/pages/Shots.h"

#include "desktop/diff/DiffView.h"
#include "desktop/pages/ActivityView.h"
#include "desktop/pages/RunPage.h"
#include "desktop/pages/RunsPage.h"
#include "desktop/pages/StageList.h"
#include "desktop/pages/StagePanel.h"
#include "desktop/pages/SteeringBar.h"
#include "desktop/widgets/RecordTable.h"

#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTabBar>

using namespace mergeloom;

/// Runs of a real worker, as their pages show them.
class RunPageTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase() { delete m_worker; }
    void a_finished_run_shows_stages_output_and_change();
    void a_live_run_is_followed_and_steered();
    void a_run_that_is_joined_in_a_long_output_shows_its_command();
    void a_change_waits_for_leave_and_gets_it();
    void a_run_is_cancelled();
    void a_viewer_is_told_why_not();
    void a_worker_that_dies_under_the_page_comes_back();

private:
    template <class T>
    T *named(QWidget &page, const QString &name)
    {
        for (T *widget : page.findChildren<T *>())
            if (widget->accessibleName() == name
                || (std::is_same_v<T, QPushButton> && widget->property("text").toString() == name))
                return widget;
        return nullptr;
    }
    QString activity(QWidget &page) { return page.findChild<ActivityView *>()->toPlainText(); }
    std::unique_ptr<RunPage> pageOf(const api::JobView &job)
    {
        auto page = std::make_unique<RunPage>(*m_worker);
        page->resize(1400, 900);
        page->show();
        page->open(QStringLiteral("job:") + job.id.text());
        return page;
    }

    RunningWorker m_host;
    Worker *m_worker = nullptr;
    std::unique_ptr<Theme> m_theme;
};

void RunPageTest::initTestCase()
{
    m_theme = std::make_unique<Theme>(*qApp);
    m_theme->choose(ThemeChoice::Light);
    using R = RunningWorker;
    const QJsonArray simple{R::commandStep(QStringLiteral("python3 check.py")), R::writeStep(QStringLiteral("3\n")),
        R::finishStep(QStringLiteral("The value is odd now.")), R::writeStep(QStringLiteral("4\n")), R::finishStep()};
    const QJsonArray held{R::heldStep(), R::writeStep(QStringLiteral("6\n")), R::finishStep()};
    const QJsonArray talking{R::talkingStep(), R::writeStep(QStringLiteral("6\n")), R::finishStep()};
    const QJsonArray short_{R::writeStep(QStringLiteral("4\n")), R::finishStep()};
    const QString why = m_host.start({{"scenarios",
        QJsonObject{{"simple", simple}, {"told", held}, {"talking", talking}, {"cancelled", held}, {"away", held},
            {"asked", short_}, {"viewed", held}}}});
    QVERIFY2(why.isEmpty(), qPrintable(why));
    m_host.setUp();
    m_worker = new Worker(m_host.connection(), m_host.token());
    m_worker->setBackOff(std::chrono::milliseconds(50), std::chrono::milliseconds(200));
    m_worker->start();
    QTRY_COMPARE_WITH_TIMEOUT(m_worker->state(), Worker::State::Online, 10'000);
}

void RunPageTest::a_finished_run_shows_stages_output_and_change()
{
    const auto page = pageOf(m_host.addTicket(
        QStringLiteral("app"), QStringLiteral("simple"), QStringLiteral("Keep the value even in every release")));
    QTRY_VERIFY_WITH_TIMEOUT(page->findChild<StagePanel *>()->events(), 15'000);
    auto *stages = page->findChild<StagePanel *>();
    auto *list = page->findChild<StageList *>();
    const auto names = [&] {
        QStringList all;
        for (int row = 0; row < list->model()->rowCount(); ++row)
            all << list->model()->index(row, 0).data().toString();
        return all;
    };
    QTRY_VERIFY2_WITH_TIMEOUT(names().contains(QStringLiteral("Publish")), qPrintable(names().join(u' ')), 15'000);
    QTRY_VERIFY_WITH_TIMEOUT(named<QPushButton>(*page, QStringLiteral("Pause"))
            && !named<QPushButton>(*page, QStringLiteral("Pause"))->isVisible(),
        15'000);
    QVERIFY2(names().contains(QStringLiteral("Repair 1")), qPrintable(names().join(u' ')));
    // A page that is opened anew begins with what the agent did.
    RunPage again(*m_worker);
    again.resize(1400, 900);
    again.show();
    const QString run = m_host.ask(api_call::runs()).items.first().id.text();
    again.open(run);
    QTRY_VERIFY_WITH_TIMEOUT(activity(again).contains(QStringLiteral("I will write it.")), 10'000);
    QVERIFY2(activity(again).contains(QStringLiteral("python3 check.py")), qPrintable(activity(again)));
    takeShots(*m_theme, again, QStringLiteral("run"));
    again.open(run + QStringLiteral("#stage=validation"));
    auto *tabs = again.findChild<QTabBar *>();
    stages = again.findChild<StagePanel *>();
    while (stages->stage() != u"validation" && stages->stage() != u"publish")
        stages->step(1);
    QTRY_VERIFY_WITH_TIMEOUT(activity(again).contains(QStringLiteral("value is 3")), 10'000);
    QVERIFY(activity(again).contains(QStringLiteral("Validation failed")));
    takeShots(*m_theme, again, QStringLiteral("run-validation"));
    tabs->setCurrentIndex(1);
    // The diff, and what it leaves out of the file.
    const auto *diff = again.findChild<DiffView *>();
    QTRY_VERIFY_WITH_TIMEOUT(diff->document() && diff->document()->files.first().isWhole && diff->isIdle(), 10'000);
    QCOMPARE(diff->document()->files.first().before->bytes(), QByteArray("2\n"));
    QCOMPARE(diff->document()->files.first().after->bytes(), QByteArray("4\n"));
    takeShots(*m_theme, again, QStringLiteral("run-change"));
}

void RunPageTest::a_live_run_is_followed_and_steered()
{
    const auto page = pageOf(m_host.addTicket(QStringLiteral("app"), QStringLiteral("told")));
    QTRY_VERIFY_WITH_TIMEOUT(
        page->findChild<StagePanel *>()->events() && activity(*page).contains(QStringLiteral("time.sleep")), 15'000);
    auto *message = named<QPlainTextEdit>(*page, QStringLiteral("Message to the agent"));
    QVERIFY(message);
    message->setPlainText(QStringLiteral("Make it six, please."));
    QTest::keyClick(message, Qt::Key_Return);
    auto *sent = named<QLabel>(*page, QStringLiteral("What was sent to the run"));
    QTRY_VERIFY_WITH_TIMEOUT(sent->text().contains(QStringLiteral("reads it at its next turn")), 10'000);
    QCOMPARE(message->toPlainText(), QString());
    takeShots(*m_theme, *page, QStringLiteral("run-live"));
    named<QPushButton>(*page, QStringLiteral("Pause"))->click();
    QTRY_VERIFY_WITH_TIMEOUT(named<QPushButton>(*page, QStringLiteral("Resume"))->isVisible(), 10'000);
    m_host.letGo();
    QTRY_VERIFY_WITH_TIMEOUT(page->findChild<SteeringBar *>()->findChildren<QLabel *>().size() > 0
            && activity(*page).contains(QStringLiteral("Paused before")),
        20'000);
    takeShots(*m_theme, *page, QStringLiteral("run-paused"));
    named<QPushButton>(*page, QStringLiteral("Resume"))->click();
    QTRY_VERIFY2_WITH_TIMEOUT(sent->text().contains(QStringLiteral("taken")), qPrintable(sent->text()), 20'000);
    QTRY_COMPARE_WITH_TIMEOUT(m_host.ask(api_call::runs()).items.first().state, QStringLiteral("completed"), 20'000);
    QTRY_VERIFY(!named<QPushButton>(*page, QStringLiteral("Cancel"))->isVisible());
}

void RunPageTest::a_run_that_is_joined_in_a_long_output_shows_its_command()
{
    const api::JobView job = m_host.addTicket(QStringLiteral("app"), QStringLiteral("talking"));
    const auto newest = [&] {
        const auto items = m_host.ask(api_call::runs()).items;
        const bool isThere = !items.isEmpty() && items.first().jobId == job.id;
        return isThere ? m_host.ask(api_call::run(items.first().id)).run.lastSeq : 0;
    };
    QTRY_VERIFY2_WITH_TIMEOUT(newest() > 300, qPrintable(QString::number(newest())), 60'000);
    const auto page = pageOf(job);
    QTRY_VERIFY2_WITH_TIMEOUT(
        page->findChild<StagePanel *>()->events() && activity(*page).contains(QStringLiteral("Run command")),
        qPrintable(activity(*page).left(500)), 15'000);
    m_host.letGo();
    QTRY_COMPARE_WITH_TIMEOUT(m_host.ask(api_call::runs()).items.first().state, QStringLiteral("completed"), 30'000);
}

void RunPageTest::a_change_waits_for_leave_and_gets_it()
{
    const auto page = pageOf(m_host.addTicket(QStringLiteral("asking"), QStringLiteral("asked")));
    QTRY_VERIFY_WITH_TIMEOUT(named<QPushButton>(*page, QStringLiteral("Approve"))->isVisible(), 20'000);
    takeShots(*m_theme, *page, QStringLiteral("run-approval"));
    named<QLineEdit>(*page, QStringLiteral("Reason"))->setText(QStringLiteral("looks right"));
    named<QPushButton>(*page, QStringLiteral("Approve"))->click();
    QTRY_COMPARE_WITH_TIMEOUT(m_host.ask(api_call::runs()).items.first().state, QStringLiteral("completed"), 15'000);
    QTRY_VERIFY_WITH_TIMEOUT(!named<QPushButton>(*page, QStringLiteral("Approve"))->isVisible(), 5000);
}

void RunPageTest::a_run_is_cancelled()
{
    const auto page = pageOf(m_host.addTicket(QStringLiteral("app"), QStringLiteral("cancelled")));
    QTRY_VERIFY_WITH_TIMEOUT(
        page->findChild<StagePanel *>()->events() && activity(*page).contains(QStringLiteral("time.sleep")), 15'000);
    QTimer::singleShot(300, this, [] {
        for (QWidget *top : QApplication::topLevelWidgets())
            for (QPushButton *button : top->findChildren<QPushButton *>())
                if (button->text() == u"Cancel the run")
                    button->click();
    });
    named<QPushButton>(*page, QStringLiteral("Cancel"))->click();
    QTRY_COMPARE_WITH_TIMEOUT(m_host.ask(api_call::runs()).items.first().state, QStringLiteral("cancelled"), 15'000);
    QTRY_VERIFY_WITH_TIMEOUT(named<QPushButton>(*page, QStringLiteral("Retry"))->isVisible(), 10'000);
}

void RunPageTest::a_viewer_is_told_why_not()
{
    api::TokenRequest request;
    request.name = QStringLiteral("looker");
    const QString token = m_host.ask(api_call::createToken(request)).secret.value_or(QString());
    QVERIFY(!token.isEmpty());
    Worker viewer(m_host.connection(), token);
    viewer.start();
    QTRY_COMPARE_WITH_TIMEOUT(viewer.state(), Worker::State::Online, 10'000);
    const api::JobView job = m_host.addTicket(QStringLiteral("app"), QStringLiteral("viewed"));
    RunPage page(viewer);
    page.show();
    page.open(QStringLiteral("job:") + job.id.text());
    QTRY_VERIFY_WITH_TIMEOUT(named<QPushButton>(page, QStringLiteral("Pause"))->isVisible(), 15'000);
    for (const char *name : {"Pause", "Cancel", "Send"}) {
        auto *button = named<QPushButton>(page, QLatin1StringView(name));
        QVERIFY2(!button->isEnabled(), name);
        QVERIFY2(button->toolTip().contains(QStringLiteral("viewer")), qPrintable(button->toolTip()));
    }
    m_host.ask(api_call::cancelJob(job.id, {}));
    QTRY_VERIFY_WITH_TIMEOUT(!named<QPushButton>(page, QStringLiteral("Pause"))->isVisible(), 20'000);
}

void RunPageTest::a_worker_that_dies_under_the_page_comes_back()
{
    const auto page = pageOf(m_host.addTicket(QStringLiteral("app"), QStringLiteral("away")));
    RunsPage runs(*m_worker);
    runs.resize(1400, 900);
    runs.show();
    runs.open({});
    QTRY_VERIFY_WITH_TIMEOUT(
        page->findChild<StagePanel *>()->events() && activity(*page).contains(QStringLiteral("time.sleep")), 15'000);
    QTRY_VERIFY(runs.findChild<RecordTable *>()->model()->rowCount() >= 1);
    m_host.kill();
    QTRY_VERIFY_WITH_TIMEOUT(m_worker->state() == Worker::State::Offline, 10'000);
    // The window says so; what was read stays, and the page tells from when it is.
    QVERIFY(page->readAt().microseconds > 0 && runs.readAt().microseconds > 0);
    QVERIFY(activity(*page).contains(QStringLiteral("time.sleep")));
    QVERIFY(runs.findChild<RecordTable *>()->model()->rowCount() >= 1);
    takeShots(*m_theme, runs, QStringLiteral("runs-away"));
    const QString why = m_host.startWorker();
    QVERIFY2(why.isEmpty(), qPrintable(why));
    const Timestamp started = Timestamp::now();
    QTRY_COMPARE_WITH_TIMEOUT(m_worker->state(), Worker::State::Online, 20'000);
    QTRY_VERIFY_WITH_TIMEOUT(page->readAt() > started && runs.readAt() > started, 10'000);
    m_host.letGo();
    QTRY_COMPARE_WITH_TIMEOUT(m_host.ask(api_call::runs()).items.first().state, QStringLiteral("completed"), 25'000);
    QTRY_VERIFY_WITH_TIMEOUT(!named<QPushButton>(*page, QStringLiteral("Pause"))->isVisible(), 20'000);
    takeShots(*m_theme, runs, QStringLiteral("runs"));
}

QTEST_MAIN(RunPageTest)
#include "tst_RunPage.moc"
