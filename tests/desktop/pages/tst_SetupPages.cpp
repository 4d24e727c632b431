#include "tests/desktop/pages/KeptForm.h"
#include "tests/desktop/pages/RunningWorker.h"
#include "tests/desktop/pages/Shots.h"

#include "desktop/pages/AuditLogPanel.h"
#include "desktop/pages/AuditPage.h"
#include "desktop/pages/AuditRunPage.h"
#include "desktop/pages/DashboardPage.h"
#include "desktop/pages/HealthPage.h"
#include "desktop/pages/MarkdownPreview.h"
#include "desktop/pages/ProviderForm.h"
#include "desktop/pages/ProvidersPage.h"
#include "desktop/pages/RepositoriesPage.h"
#include "desktop/pages/RunsPage.h"
#include "desktop/pages/SelfTestReport.h"
#include "desktop/pages/TicketsPage.h"
#include "desktop/widgets/RecordTable.h"

#include <QComboBox>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QStandardPaths>

using namespace mergeloom;

/// What is set up and looked up, on the pages of a real worker.
class SetupPagesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase() { delete m_worker; }
    void a_new_worker_shows_the_guide();
    void a_provider_is_set_up_and_tested_step_by_step();
    void a_wrong_key_is_told_in_words();
    void both_values_of_a_conflict_are_kept();
    void what_is_not_saved_stays_until_it_is_discarded();
    void a_ticket_is_written_with_a_preview_and_queued();
    void a_ticket_that_cannot_be_sent_is_not_lost();
    void the_lists_show_what_there_is();
    void the_log_is_verified_and_a_run_exported();

private:
    QPushButton *button(QWidget &page, const QString &text)
    {
        for (QPushButton *one : page.findChildren<QPushButton *>())
            if (one->text() == text && !one->isHidden())
                return one;
        return nullptr;
    }
    template <class T>
    T *field(QWidget &page, const QString &name)
    {
        for (FormField *one : page.findChildren<FormField *>())
            if (one->name() == name)
                return qobject_cast<T *>(one->input());
        return nullptr;
    }
    template <class P>
    std::unique_ptr<P> opened(const QString &argument = {})
    {
        auto page = std::make_unique<P>(*m_worker);
        page->resize(1400, 900);
        page->show();
        page->open(argument);
        return page;
    }
    RecordTable *table(QWidget &page) { return page.findChild<RecordTable *>(); }

    RunningWorker m_host;
    Worker *m_worker = nullptr;
    std::unique_ptr<Theme> m_theme;
};

void SetupPagesTest::initTestCase()
{
    QStandardPaths::setTestModeEnabled(true);
    QDir(QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation) + QStringLiteral("/drafts"))
        .removeRecursively();
    m_theme = std::make_unique<Theme>(*qApp);
    m_theme->choose(ThemeChoice::Light);
    using R = RunningWorker;
    const QJsonArray written{R::writeStep(QStringLiteral("4\n")), R::finishStep()};
    const QJsonArray tested{R::step({}, QStringLiteral("read_file"), {{"path", "note.txt"}}),
        R::step({}, QStringLiteral("edit_file"),
            {{"path", "note.txt"}, {"old_text", "state: old"}, {"new_text", "state: new"}}),
        R::commandStep(QStringLiteral("cat note.txt")), R::step({}, QStringLiteral("finish"), {{"word", "a guess"}})};
    const QString why = m_host.start({{"default", tested}, {"scenarios", QJsonObject{{"written", written}}}});
    QVERIFY2(why.isEmpty(), qPrintable(why));
    m_worker = new Worker(m_host.connection(), m_host.token());
    m_worker->setBackOff(std::chrono::milliseconds(50), std::chrono::milliseconds(200));
    m_worker->start();
    QTRY_COMPARE_WITH_TIMEOUT(m_worker->state(), Worker::State::Online, 10'000);
}

void SetupPagesTest::a_new_worker_shows_the_guide()
{
    const auto page = opened<DashboardPage>();
    QTRY_VERIFY_WITH_TIMEOUT(button(*page, QStringLiteral("Set one up")), 10'000);
    takeShots(*m_theme, *page, QStringLiteral("dashboard-new"));
    const auto providers = opened<ProvidersPage>();
    QTRY_VERIFY_WITH_TIMEOUT(button(*providers, QStringLiteral("Set it up")), 10'000);
    takeShots(*m_theme, *providers, QStringLiteral("providers-kinds"));
}

void SetupPagesTest::a_provider_is_set_up_and_tested_step_by_step()
{
    const auto page = opened<ProvidersPage>(QStringLiteral("add=claude-api"));
    QTRY_VERIFY_WITH_TIMEOUT(page->form(), 10'000);
    QVERIFY(field<QLineEdit>(*page, QStringLiteral("api_key")));
    QCOMPARE(field<QLineEdit>(*page, QStringLiteral("api_key"))->echoMode(), QLineEdit::Password);
    field<QLineEdit>(*page, QStringLiteral("api_key"))->setText(QStringLiteral("a-key"));
    field<QLineEdit>(*page, QStringLiteral("endpoint"))->setText(QStringLiteral("no address"));
    button(*page, QStringLiteral("Save and test"))->click();
    const auto complains = [&] {
        for (FormField *one : page->form()->fields())
            if (!one->error().isEmpty())
                return true;
        for (NoticeLine *line : page->findChildren<NoticeLine *>())
            if (!line->text().isEmpty())
                return true;
        return false;
    };
    QTRY_VERIFY_WITH_TIMEOUT(complains(), 10'000);
    QCOMPARE(field<QLineEdit>(*page, QStringLiteral("api_key"))->text(), QStringLiteral("a-key")); // nothing is lost
    takeShots(*m_theme, *page, QStringLiteral("provider-wrong"));
    field<QLineEdit>(*page, QStringLiteral("endpoint"))->setText(m_host.modelUrl());
    field<QLineEdit>(*page, QStringLiteral("model"))->setText(QStringLiteral("scripted"));
    button(*page, QStringLiteral("Save and test"))->click();
    auto *report = page->form()->findChild<SelfTestReport *>();
    QTRY_VERIFY_WITH_TIMEOUT(report->isVisible() && !report->isRunning(), 30'000);
    QVERIFY2(!report->text().isEmpty(), "it guesses the word, and is told so");
    QStringList seen;
    for (QLabel *label : report->findChildren<QLabel *>())
        seen << label->text();
    for (const char *step : {"Read a file", "Edit it", "Run a command"})
        QVERIFY2(seen.contains(QLatin1StringView(step)), qPrintable(seen.join(u';')));
    QCOMPARE(field<QLineEdit>(*page, QStringLiteral("api_key"))->text(), QString());
    QVERIFY(field<QLineEdit>(*page, QStringLiteral("api_key"))->placeholderText().contains(QStringLiteral("kept")));
    takeShots(*m_theme, *page, QStringLiteral("provider-form"));
}

void SetupPagesTest::a_wrong_key_is_told_in_words()
{
    const auto page = opened<ProvidersPage>(QStringLiteral("add=nonsense"));
    QTRY_VERIFY_WITH_TIMEOUT(button(*page, QStringLiteral("Change")), 10'000); // no such kind: the list
    takeShots(*m_theme, *page, QStringLiteral("providers"));
}

void SetupPagesTest::both_values_of_a_conflict_are_kept()
{
    const auto page = opened<ProvidersPage>(QStringLiteral("edit=claude-api"));
    QTRY_VERIFY_WITH_TIMEOUT(page->form(), 10'000);
    api::ProviderRequest theirs;
    theirs.kind = QStringLiteral("claude-api");
    theirs.endpoint = m_host.modelUrl();
    theirs.model = QStringLiteral("theirs");
    m_host.ask(api_call::putProvider(ProviderProfileId(QStringLiteral("claude-api")), theirs));
    field<QLineEdit>(*page, QStringLiteral("model"))->setText(QStringLiteral("mine"));
    button(*page, QStringLiteral("Save"))->click();
    QTRY_VERIFY_WITH_TIMEOUT(button(*page, QStringLiteral("Save what stands here")), 10'000);
    QString words;
    for (QLabel *label : page->findChildren<QLabel *>())
        words += label->text();
    QVERIFY(words.contains(QStringLiteral("theirs")) && words.contains(QStringLiteral("mine")));
    takeShots(*m_theme, *page, QStringLiteral("provider-conflict"));
    button(*page, QStringLiteral("Save what stands here"))->click();
    const auto model = [this] {
        for (const api::ProviderView &one : m_host.ask(api_call::providers()).items)
            if (one.profile.id.text() == u"claude-api")
                return one.profile.model;
        return QString();
    };
    QTRY_COMPARE_WITH_TIMEOUT(model(), QStringLiteral("mine"), 10'000);
}

void SetupPagesTest::what_is_not_saved_stays_until_it_is_discarded()
{
    const auto page = opened<ProvidersPage>(QStringLiteral("edit=claude-api"));
    QTRY_VERIFY_WITH_TIMEOUT(page->form(), 10'000);
    staysUntilDiscarded(*page, field<QLineEdit>(*page, QStringLiteral("model")), QStringLiteral("edit=claude-api"),
        [this](QWidget &of, const QString &text) { return button(of, text); });
}

void SetupPagesTest::a_ticket_is_written_with_a_preview_and_queued()
{
    m_host.setUp();
    const auto page = opened<TicketsPage>(QStringLiteral("new"));
    auto *repository = field<QComboBox>(*page, QStringLiteral("repository"));
    QTRY_VERIFY_WITH_TIMEOUT(repository->findData(QStringLiteral("app")) > 0, 10'000);
    button(*page, QStringLiteral("Queue the ticket"))->click();
    QVERIFY(page->findChildren<FormField *>().first()->error().contains(QStringLiteral("title")));
    field<QLineEdit>(*page, QStringLiteral("title"))->setText(QStringLiteral("Make the value four"));
    field<QPlainTextEdit>(*page, QStringLiteral("body"))
        ->setPlainText(QStringLiteral(
            "## Why\n\nIt is **two** now. <img src=\"http://127.0.0.1/x.png\"> ![p](http://127.0.0.1/y.png)\n\n- [ ] `value.txt` holds 4\n\nSCENARIO:written"));
    repository->setCurrentIndex(repository->findData(QStringLiteral("app")));
    auto *preview = page->findChild<MarkdownPreview *>();
    QTRY_VERIFY(preview->toPlainText().contains(QStringLiteral("It is two now.")));
    QVERIFY2(preview->toPlainText().contains(QStringLiteral("<img")), "HTML stays text");
    takeShots(*m_theme, *page, QStringLiteral("ticket-form"));
    QSignalSpy gone(page.get(), &Page::placeWanted);
    button(*page, QStringLiteral("Queue the ticket"))->click();
    QTRY_COMPARE_WITH_TIMEOUT(gone.size(), 1, 10'000);
    QVERIFY(gone[0][0].value<Place>().argument.startsWith(u"job:"));
    QCOMPARE(field<QLineEdit>(*page, QStringLiteral("title"))->text(), QString());
    QTRY_COMPARE_WITH_TIMEOUT(m_host.ask(api_call::jobs()).items.first().state, JobState::Completed, 40'000);
    QTRY_COMPARE_WITH_TIMEOUT(table(*page)->currentRecord().isEmpty() ? table(*page)->model()->rowCount() : 1, 1, 5000);
    takeShots(*m_theme, *page, QStringLiteral("tickets"));
}

void SetupPagesTest::a_ticket_that_cannot_be_sent_is_not_lost()
{
    const auto page = opened<TicketsPage>(QStringLiteral("new"));
    auto *repository = field<QComboBox>(*page, QStringLiteral("repository"));
    QTRY_VERIFY_WITH_TIMEOUT(repository->findData(QStringLiteral("app")) > 0, 10'000);
    field<QLineEdit>(*page, QStringLiteral("title"))->setText(QStringLiteral("Not lost"));
    repository->setCurrentIndex(repository->findData(QStringLiteral("app")));
    m_host.kill();
    QTRY_COMPARE_WITH_TIMEOUT(m_worker->state(), Worker::State::Offline, 10'000);
    button(*page, QStringLiteral("Queue the ticket"))->click();
    QCOMPARE(field<QLineEdit>(*page, QStringLiteral("title"))->text(), QStringLiteral("Not lost"));
    const QString why = m_host.startWorker();
    QVERIFY2(why.isEmpty(), qPrintable(why));
    QTRY_COMPARE_WITH_TIMEOUT(m_worker->state(), Worker::State::Online, 20'000);
    const auto again = opened<TicketsPage>(QStringLiteral("new")); // as after another start of the app
    QCOMPARE(field<QLineEdit>(*again, QStringLiteral("title"))->text(), QStringLiteral("Not lost"));
    field<QLineEdit>(*again, QStringLiteral("title"))->clear();
}

void SetupPagesTest::the_lists_show_what_there_is()
{
    const auto runs = opened<RunsPage>();
    QTRY_VERIFY_WITH_TIMEOUT(table(*runs)->model()->rowCount() >= 1, 10'000);
    takeShots(*m_theme, *runs, QStringLiteral("runs"));
    runs->open(QStringLiteral("nobody wrote this"));
    QTRY_COMPARE_WITH_TIMEOUT(table(*runs)->model()->rowCount(), 0, 10'000);
    takeShots(*m_theme, *runs, QStringLiteral("runs-none"));
    const auto health = opened<HealthPage>();
    QTRY_VERIFY_WITH_TIMEOUT(table(*health)->model()->rowCount() >= 1, 10'000);
    takeShots(*m_theme, *health, QStringLiteral("health"));
    const auto dashboard = opened<DashboardPage>();
    QTRY_VERIFY_WITH_TIMEOUT(button(*dashboard, QStringLiteral("Open")), 10'000);
    takeShots(*m_theme, *dashboard, QStringLiteral("dashboard"));
    const auto repositories = opened<RepositoriesPage>();
    QTRY_COMPARE_WITH_TIMEOUT(table(*repositories)->model()->rowCount(), 2, 10'000);
    table(*repositories)->setCurrentKey(QStringLiteral("app"));
    QTRY_VERIFY(button(*repositories, QStringLiteral("Test")));
    button(*repositories, QStringLiteral("Test"))->click();
    const auto isReached = [&] {
        for (NoticeLine *line : repositories->findChildren<NoticeLine *>())
            if (line->text().contains(QStringLiteral("newest commit")))
                return true;
        return false;
    };
    QTRY_VERIFY_WITH_TIMEOUT(isReached(), 20'000);
    takeShots(*m_theme, *repositories, QStringLiteral("repositories"));
}

void SetupPagesTest::the_log_is_verified_and_a_run_exported()
{
    const auto page = opened<AuditPage>();
    QTRY_VERIFY_WITH_TIMEOUT(table(*page)->model()->rowCount() >= 1, 10'000);
    QTRY_VERIFY_WITH_TIMEOUT(button(*page, QStringLiteral("Verify now")), 10'000);
    button(*page, QStringLiteral("Verify now"))->click();
    auto *panel = page->findChild<AuditLogPanel *>();
    QTRY_VERIFY2_WITH_TIMEOUT(
        panel->text().contains(QStringLiteral("Verified up to event")), qPrintable(panel->text()), 20'000);
    const auto fits = [&] {
        for (NoticeLine *line : panel->findChildren<NoticeLine *>())
            if (line->text().contains(QStringLiteral("All of it fits")))
                return true;
        return false;
    };
    QTRY_VERIFY_WITH_TIMEOUT(fits(), 20'000);
    takeShots(*m_theme, *page, QStringLiteral("audit"));
    const QString run = m_host.ask(api_call::runs()).items.first().id.text();
    const auto audit = opened<AuditRunPage>(run);
    const auto says = [&](const QString &wanted) {
        for (QLabel *label : audit->findChildren<QLabel *>())
            if (label->text().contains(wanted))
                return true;
        return false;
    };
    QTRY_VERIFY_WITH_TIMEOUT(says(QStringLiteral("Wrote the value.")), 10'000);
    QTRY_VERIFY_WITH_TIMEOUT(says(QStringLiteral("all events of this run")), 10'000);
    takeShots(*m_theme, *audit, QStringLiteral("audit-run"));
    QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("run.html"));
    audit->saveTo(file, api_call::runBundle(RunId(run)));
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(file), 20'000);
    QVERIFY(QFileInfo(file).size() > 10'000);
    audit->saveTo(QStringLiteral("/proc/nowhere/run.html"), api_call::runExport(RunId(run)));
    QVERIFY(audit->notice().text().contains(QStringLiteral("cannot be written")));
    audit->saveTo(folder.filePath(QStringLiteral("none.json")), api_call::runExport(RunId(QStringLiteral("nobody"))));
    QTRY_VERIFY_WITH_TIMEOUT(
        !audit->notice().text().isEmpty() && !audit->notice().text().contains(QStringLiteral("Saving")), 10'000);
    QVERIFY(!QFile::exists(folder.filePath(QStringLiteral("none.json"))));
}

QTEST_MAIN(SetupPagesTest)
#include "tst_SetupPages.moc"
