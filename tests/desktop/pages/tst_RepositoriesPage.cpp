#include "tests/desktop/pages/KeptForm.h"
#include "tests/desktop/pages/RunningWorker.h"
#include "tests/desktop/pages/Shots.h"

#include "desktop/pages/RepositoriesPage.h"
#include "desktop/pages/RepositoryForm.h"
#include "desktop/widgets/RecordTable.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTableView>

using namespace mergeloom;

/// Repositories are added, changed and removed, at a real worker.
class RepositoriesPageTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase() { delete m_worker; }
    void one_is_added_and_what_is_wrong_stands_beside_its_field();
    void one_is_changed_and_nothing_else_of_it();
    void both_values_of_a_conflict_are_kept();
    void what_is_not_saved_stays_until_it_is_discarded();
    void what_was_typed_is_there_when_the_worker_is_back();
    void a_viewer_looks();
    void one_is_removed();

private:
    QPushButton *button(QWidget &page, const QString &text)
    {
        for (QPushButton *one : page.findChildren<QPushButton *>())
            if ((one->text() == text || one->accessibleName() == text) && one->isVisible())
                return one;
        return nullptr;
    }
    FormField *field(RepositoriesPage &page, const QString &name)
    {
        for (FormField *one : page.form()->fields())
            if (one->name() == name)
                return one;
        return nullptr;
    }
    template <class T>
    T *input(RepositoriesPage &page, const QString &name)
    {
        return qobject_cast<T *>(field(page, name)->input());
    }
    QString told(QWidget &page)
    {
        QStringList all;
        for (NoticeLine *line : page.findChildren<NoticeLine *>())
            if (line->isVisible())
                all << line->text();
        return all.join(u'\n');
    }
    std::unique_ptr<RepositoriesPage> opened(const QString &argument, Worker *worker = nullptr)
    {
        auto page = std::make_unique<RepositoriesPage>(worker ? *worker : *m_worker);
        page->resize(1400, 900);
        page->show();
        page->open(argument);
        return page;
    }
    bool hasForm(const RepositoriesPage &page) { return page.form() && !page.form()->fields().isEmpty(); }
    api::RepositoryView stored(const QString &alias) { return m_host.ask(api_call::repository(alias)); }

    RunningWorker m_host;
    Worker *m_worker = nullptr;
    std::unique_ptr<Theme> m_theme;
};

void RepositoriesPageTest::initTestCase()
{
    m_theme = std::make_unique<Theme>(*qApp);
    m_theme->choose(ThemeChoice::Light);
    const QString why = m_host.start({});
    QVERIFY2(why.isEmpty(), qPrintable(why));
    m_worker = new Worker(m_host.connection(), m_host.token());
    m_worker->setBackOff(std::chrono::milliseconds(50), std::chrono::milliseconds(200));
    m_worker->start();
    QTRY_COMPARE_WITH_TIMEOUT(m_worker->state(), Worker::State::Online, 10'000);
}

void RepositoriesPageTest::one_is_added_and_what_is_wrong_stands_beside_its_field()
{
    const auto page = opened({});
    QTRY_VERIFY_WITH_TIMEOUT(button(*page, QStringLiteral("Add a repository")), 10'000);
    takeShots(*m_theme, *page, QStringLiteral("repositories-none"));
    button(*page, QStringLiteral("Add a repository"))->click();
    QTRY_VERIFY_WITH_TIMEOUT(hasForm(*page), 10'000);
    button(*page, QStringLiteral("Save"))->click();
    QVERIFY(field(*page, QStringLiteral("clone_url"))->error().contains(QStringLiteral("address")));
    QVERIFY(field(*page, QStringLiteral("alias"))->error().contains(QStringLiteral("alias")));
    QVERIFY2(told(*page).contains(QStringLiteral("Nothing was saved")) && told(*page).contains(QStringLiteral("Alias")),
        qPrintable(told(*page)));
    takeShots(*m_theme, *page, QStringLiteral("repository-empty"));
    input<QLineEdit>(*page, QStringLiteral("clone_url"))->setText(QStringLiteral("ftp://nowhere/App.git"));
    QCOMPARE(input<QLineEdit>(*page, QStringLiteral("alias"))->text(), QStringLiteral("app"));
    input<QPlainTextEdit>(*page, QStringLiteral("settings.validation_commands"))
        ->setPlainText(QStringLiteral("python3 check.py"));
    button(*page, QStringLiteral("Save"))->click();
    QTRY_VERIFY2_WITH_TIMEOUT(
        !field(*page, QStringLiteral("clone_url"))->error().isEmpty(), qPrintable(told(*page)), 10'000);
    QCOMPARE(input<QPlainTextEdit>(*page, QStringLiteral("settings.validation_commands"))->toPlainText(),
        QStringLiteral("python3 check.py"));
    // What is wrong in a part that is closed opens it.
    auto *tokens = input<QLineEdit>(*page, QStringLiteral("settings.budgets.tokens"));
    QVERIFY(!tokens->isVisible());
    tokens->setText(QStringLiteral("lots"));
    button(*page, QStringLiteral("Save"))->click();
    QVERIFY(tokens->isVisible());
    QVERIFY(field(*page, QStringLiteral("settings.budgets.tokens"))->error().contains(QStringLiteral("lots")));
    tokens->setText(QStringLiteral("5000"));
    input<QLineEdit>(*page, QStringLiteral("clone_url"))->setText(m_host.repositoryPath());
    button(*page, QStringLiteral("Save and test"))->click();
    QTRY_VERIFY2_WITH_TIMEOUT(told(*page).contains(QStringLiteral("newest commit")), qPrintable(told(*page)), 20'000);
    takeShots(*m_theme, *page, QStringLiteral("repository-form"));
    button(*page, QStringLiteral("Back"))->click();
    const RecordTable *table = page->findChild<RecordTable *>();
    QTRY_COMPARE_WITH_TIMEOUT(table->model()->rowCount(), 1, 10'000);
    QCOMPARE(stored(QStringLiteral("app")).settings.budgets.tokens, qint64(5000));
    QCOMPARE(stored(QStringLiteral("app")).settings.validationCommands, QStringList{"python3 check.py"});
}

void RepositoriesPageTest::one_is_changed_and_nothing_else_of_it()
{
    const api::RepositoryView before = stored(QStringLiteral("app"));
    const auto page = opened(QStringLiteral("edit=app"));
    QTRY_VERIFY_WITH_TIMEOUT(hasForm(*page), 10'000);
    for (const char *part : {"Network", "Brief, provider and repairs", "Budgets", "Diff guard"})
        button(*page, QStringLiteral("Show: ") + QLatin1StringView(part))->click();
    auto *rule = input<QComboBox>(*page, QStringLiteral("settings.diff_guard.rules.ci_files"));
    rule->setCurrentIndex(rule->findData(QStringLiteral("block")));
    auto *approval = input<QCheckBox>(*page, QStringLiteral("settings.approval.before_publish"));
    QVERIFY(!field(*page, QStringLiteral("settings.approval.timeout_seconds"))->isVisible());
    approval->click();
    QVERIFY(field(*page, QStringLiteral("settings.approval.timeout_seconds"))->isVisible());
    QCOMPARE(
        input<QLineEdit>(*page, QStringLiteral("settings.approval.timeout_seconds"))->text(), QStringLiteral("1440"));
    page->form()->resize(860, page->form()->sizeHint().height());
    takeShots(*m_theme, *page->form(), QStringLiteral("repository-whole"));
    button(*page, QStringLiteral("Save"))->click();
    QTRY_VERIFY_WITH_TIMEOUT(told(*page).contains(QStringLiteral("app is saved")), 10'000);
    RepositorySettings expected = before.settings;
    expected.approval.isBeforePublish = true;
    expected.diffGuard.rules.insert(QStringLiteral("ci_files"), GuardAction::Block);
    QCOMPARE(toJson(stored(QStringLiteral("app")).settings), toJson(expected));
    QVERIFY(!page->form());
}

void RepositoriesPageTest::both_values_of_a_conflict_are_kept()
{
    const auto page = opened(QStringLiteral("edit=app"));
    QTRY_VERIFY_WITH_TIMEOUT(hasForm(*page), 10'000);
    const api::RepositoryView before = stored(QStringLiteral("app"));
    api::RepositoryRequest theirs{
        before.alias, before.cloneUrl, QStringLiteral("theirs"), true, before.settings, before.username, {}, {}, {}};
    m_host.ask(api_call::changeRepository(QStringLiteral("app"), theirs));
    input<QLineEdit>(*page, QStringLiteral("default_branch"))->setText(QStringLiteral("main"));
    button(*page, QStringLiteral("Save"))->click();
    QTRY_VERIFY_WITH_TIMEOUT(button(*page, QStringLiteral("Save what stands here")), 10'000);
    QString words;
    for (QLabel *label : page->form()->findChildren<QLabel *>())
        words += label->text() + u'\n';
    QVERIFY2(words.contains(QStringLiteral("there it is “theirs”, here “main”")), qPrintable(words));
    takeShots(*m_theme, *page, QStringLiteral("repository-conflict"));
    button(*page, QStringLiteral("Save what stands here"))->click();
    QTRY_COMPARE_WITH_TIMEOUT(stored(QStringLiteral("app")).defaultBranch, QStringLiteral("main"), 10'000);
}

void RepositoriesPageTest::what_is_not_saved_stays_until_it_is_discarded()
{
    const auto page = opened(QStringLiteral("edit=app"));
    QTRY_VERIFY_WITH_TIMEOUT(hasForm(*page), 10'000);
    staysUntilDiscarded(
        *page, input<QLineEdit>(*page, QStringLiteral("default_branch")), QStringLiteral("edit=app"),
        [this](QWidget &of, const QString &text) { return button(of, text); },
        [&] { takeShots(*m_theme, *page, QStringLiteral("repository-kept")); });
}

void RepositoriesPageTest::what_was_typed_is_there_when_the_worker_is_back()
{
    const auto page = opened(QStringLiteral("edit=app"));
    QTRY_VERIFY_WITH_TIMEOUT(hasForm(*page), 10'000);
    input<QLineEdit>(*page, QStringLiteral("settings.model"))->setText(QStringLiteral("typed before"));
    m_host.kill();
    QTRY_COMPARE_WITH_TIMEOUT(m_worker->state(), Worker::State::Offline, 10'000);
    QVERIFY(!button(*page, QStringLiteral("Save"))->isEnabled());
    const QString why = m_host.startWorker();
    QVERIFY2(why.isEmpty(), qPrintable(why));
    QTRY_COMPARE_WITH_TIMEOUT(m_worker->state(), Worker::State::Online, 20'000);
    QCOMPARE(input<QLineEdit>(*page, QStringLiteral("settings.model"))->text(), QStringLiteral("typed before"));
    button(*page, QStringLiteral("Save"))->click();
    QTRY_COMPARE_WITH_TIMEOUT(stored(QStringLiteral("app")).settings.model, QStringLiteral("typed before"), 10'000);
}

void RepositoriesPageTest::a_viewer_looks()
{
    api::TokenRequest request;
    request.name = QStringLiteral("looker");
    Worker viewer(m_host.connection(), m_host.ask(api_call::createToken(request)).secret.value_or(QString()));
    viewer.start();
    QTRY_COMPARE_WITH_TIMEOUT(viewer.state(), Worker::State::Online, 10'000);
    const auto page = opened(QStringLiteral("edit=app"), &viewer);
    QTRY_VERIFY_WITH_TIMEOUT(hasForm(*page), 10'000);
    for (const char *name : {"Save", "Save and test", "Remove"})
        QVERIFY2(!button(*page, QLatin1StringView(name))->isEnabled(), name);
}

void RepositoriesPageTest::one_is_removed()
{
    const auto page = opened(QStringLiteral("edit=app"));
    QTRY_VERIFY_WITH_TIMEOUT(hasForm(*page), 10'000);
    QTimer::singleShot(200, this, [] {
        for (QPushButton *one : QApplication::activeModalWidget()->findChildren<QPushButton *>())
            if (one->text() == u"Remove it")
                one->click();
    });
    button(*page, QStringLiteral("Remove"))->click();
    QTRY_COMPARE_WITH_TIMEOUT(m_host.ask(api_call::repositories()).items.size(), 0, 10'000);
    QTRY_VERIFY_WITH_TIMEOUT(told(*page).contains(QStringLiteral("app is removed")), 10'000);
    QTRY_COMPARE_WITH_TIMEOUT(page->findChild<RecordTable *>()->model()->rowCount(), 0, 10'000);
}

QTEST_MAIN(RepositoriesPageTest)
#include "tst_RepositoriesPage.moc"
