#include "desktop/app/MainWindow.h"
#include "desktop/app/PageHost.h"
#include "desktop/pages/FirstSteps.h"
#include "desktop/pages/FormParts.h"
#include "desktop/pages/ProvidersPage.h"
#include "desktop/pages/RepositoriesPage.h"
#include "desktop/pages/RepositoryForm.h"
#include "desktop/pages/RunPage.h"
#include "desktop/pages/SelfTestReport.h"
#include "tests/desktop/pages/RunningWorker.h"
#include "tests/desktop/pages/Shots.h"

#include <QComboBox>
#include <QDialog>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStandardPaths>

using namespace mergeloom;

/// From a new worker to a finished run, in the window alone.
class FirstStepsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void the_guide_can_be_left_and_come_back_to();
    void provider_repository_and_ticket_lead_to_a_finished_run();

private:
    QWidget &page() { return *m_window->host()->page(); }
    QString pageName() const { return m_window->host()->place().page; }
    QPushButton *button(const QString &name)
    {
        for (QPushButton *one : page().findChildren<QPushButton *>())
            if ((one->text() == name || one->accessibleName() == name) && one->isVisible())
                return one;
        return nullptr;
    }
    /// When it is there and may be.
    bool press(const QString &name)
    {
        const auto may = [&] { return button(name) && button(name)->isEnabled(); };
        if (!QTest::qWaitFor(may, 20'000))
            return false;
        button(name)->click();
        return true;
    }
    template <class T>
    T *input(const QString &name)
    {
        for (FormField *one : page().findChildren<FormField *>())
            if (one->name() == name)
                return qobject_cast<T *>(one->input());
        return nullptr;
    }
    void goTo(const QString &name) { m_window->host()->go({name, {}, {}}); }

    QTemporaryDir m_folder;
    RunningWorker m_host;
    std::unique_ptr<KeptSettings> m_settings;
    std::unique_ptr<TokenStore> m_tokens;
    std::unique_ptr<Workers> m_workers;
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<MainWindow> m_window;
};

void FirstStepsTest::initTestCase()
{
    QStandardPaths::setTestModeEnabled(true);
    QDir(QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation) + QStringLiteral("/drafts"))
        .removeRecursively();
    using R = RunningWorker;
    const QString why = m_host.start(
        {{"scenarios", QJsonObject{{"first", QJsonArray{R::writeStep(QStringLiteral("4\n")), R::finishStep()}}}}});
    QVERIFY2(why.isEmpty(), qPrintable(why));
    m_settings = std::make_unique<KeptSettings>(m_folder.filePath(QStringLiteral("app.json")));
    m_tokens = std::make_unique<TokenStore>();
    m_workers = std::make_unique<Workers>(*m_settings, *m_tokens);
    m_theme = std::make_unique<Theme>(*qApp);
    m_theme->choose(ThemeChoice::Light);
    m_window = std::make_unique<MainWindow>(*m_workers, *m_tokens, *m_settings, *m_theme);
    m_window->resize(1280, 820);
    m_window->show();
    m_window->desk()->addLocal(m_host.connection(), m_host.token());
    QTRY_COMPARE_WITH_TIMEOUT(m_workers->all().first()->state(), Worker::State::Online, 20'000);
    for (QDialog *over : m_window->findChildren<QDialog *>()) // "kept for now only", where there is no keychain
        over->close();
}

void FirstStepsTest::cleanupTestCase()
{
    m_window.reset();
    m_workers.reset();
}

void FirstStepsTest::the_guide_can_be_left_and_come_back_to()
{
    goTo(QStringLiteral("dashboard"));
    QTRY_VERIFY_WITH_TIMEOUT(button(QStringLiteral("Leave the guide")), 10'000);
    QVERIFY(page().findChild<FirstSteps *>()->isVisible());
    takeShots(*m_theme, *m_window, QStringLiteral("guide-new"));
    QVERIFY(press(QStringLiteral("Leave the guide")));
    QVERIFY(!page().findChild<FirstSteps *>()->isVisible());
    QTRY_VERIFY(button(QStringLiteral("Write a ticket")));
    QVERIFY(press(QStringLiteral("Back to the guide")));
    QVERIFY(page().findChild<FirstSteps *>()->isVisible());
}

void FirstStepsTest::provider_repository_and_ticket_lead_to_a_finished_run()
{
    // The provider.
    QVERIFY(press(QStringLiteral("Set up a provider")));
    QTRY_COMPARE(pageName(), QStringLiteral("providers"));
    QVERIFY(press(QStringLiteral("Set up Claude API")));
    QTRY_VERIFY_WITH_TIMEOUT(input<QLineEdit>(QStringLiteral("api_key")), 10'000);
    input<QLineEdit>(QStringLiteral("api_key"))->setText(QStringLiteral("a-key-of-tests"));
    input<QLineEdit>(QStringLiteral("endpoint"))->setText(m_host.modelUrl());
    input<QLineEdit>(QStringLiteral("model"))->setText(QStringLiteral("scripted"));
    QVERIFY(press(QStringLiteral("Save")));
    QTRY_VERIFY_WITH_TIMEOUT(button(QStringLiteral("Change")), 10'000);
    QTRY_COMPARE_WITH_TIMEOUT(m_host.ask(api_call::dashboard()).providersReady, 1, 20'000);
    // The repository.
    goTo(QStringLiteral("dashboard"));
    QTRY_VERIFY_WITH_TIMEOUT(button(QStringLiteral("Look at it: Set up a provider")), 20'000);
    takeShots(*m_theme, *m_window, QStringLiteral("guide-provider-done"));
    QVERIFY(press(QStringLiteral("Add a repository")));
    QTRY_VERIFY_WITH_TIMEOUT(input<QLineEdit>(QStringLiteral("clone_url")), 10'000);
    input<QLineEdit>(QStringLiteral("clone_url"))->setText(m_host.repositoryPath());
    input<QPlainTextEdit>(QStringLiteral("settings.validation_commands"))
        ->setPlainText(QStringLiteral("python3 check.py"));
    takeShots(*m_theme, *m_window, QStringLiteral("guide-repository"));
    QVERIFY(press(QStringLiteral("Save")));
    QTRY_COMPARE_WITH_TIMEOUT(m_host.ask(api_call::repositories()).items.size(), 1, 10'000);
    // The ticket.
    goTo(QStringLiteral("dashboard"));
    QTRY_VERIFY_WITH_TIMEOUT(button(QStringLiteral("Look at it: Add a repository")), 10'000);
    QVERIFY(press(QStringLiteral("Write a ticket")));
    QTRY_COMPARE(pageName(), QStringLiteral("tickets"));
    QTRY_VERIFY_WITH_TIMEOUT(
        input<QComboBox>(QStringLiteral("repository"))->findData(QStringLiteral("app")) >= 0, 10'000);
    auto *repository = input<QComboBox>(QStringLiteral("repository"));
    repository->setCurrentIndex(repository->findData(QStringLiteral("app")));
    input<QLineEdit>(QStringLiteral("title"))->setText(QStringLiteral("Make the value four"));
    input<QPlainTextEdit>(QStringLiteral("body"))->setPlainText(QStringLiteral("It is two now.\n\nSCENARIO:first"));
    QVERIFY(press(QStringLiteral("Queue the ticket")));
    // The run.
    QTRY_COMPARE_WITH_TIMEOUT(pageName(), QStringLiteral("run"), 10'000);
    const auto state = [this] {
        const auto items = m_host.ask(api_call::runs()).items;
        return items.isEmpty() ? QString() : items.first().state;
    };
    QTRY_COMPARE_WITH_TIMEOUT(state(), QStringLiteral("completed"), 60'000);
    const auto isShown = [this] {
        for (StatusPill *pill : page().findChildren<StatusPill *>())
            if (pill->isVisible() && pill->text() == u"pushed")
                return true;
        return false;
    };
    QTRY_VERIFY_WITH_TIMEOUT(isShown(), 20'000);
    takeShots(*m_theme, *m_window, QStringLiteral("guide-run"));
    goTo(QStringLiteral("dashboard"));
    QTRY_VERIFY_WITH_TIMEOUT(!page().findChild<FirstSteps *>()->isVisible(), 10'000);
    QVERIFY2(!button(QStringLiteral("Back to the guide")), "the worker is new no more");
}

QTEST_MAIN(FirstStepsTest)
#include "tst_FirstSteps.moc"
