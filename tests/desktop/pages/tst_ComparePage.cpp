#include "tests/desktop/pages/RunningWorker.h"
#include "tests/desktop/pages/Shots.h"

#include "desktop/diff/DiffCanvas.h"
#include "desktop/diff/DiffView.h"
#include "desktop/diff/ImagePair.h"
#include "desktop/pages/ComparePage.h"
#include "desktop/pages/RefBox.h"
#include "desktop/pages/RepositoriesPage.h"
#include "desktop/pages/RunPage.h"
#include "desktop/widgets/RecordTable.h"

#include <QAbstractItemView>
#include <QAccessible>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTabBar>
#include <QTableView>

using namespace mergeloom;

/// Branches and commits of a real worker's repository, compared.
class ComparePageTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase() { delete m_worker; }
    void a_range_is_a_place_of_the_page_and_back();
    void a_page_without_a_range_says_what_to_do();
    void two_branches_are_compared_by_keys_alone();
    void the_margin_is_of_the_lines_that_runs_wrote_and_opens_the_audit();
    void the_commits_lead_to_their_runs_and_to_themselves();
    void pictures_and_hidden_lines_come_from_the_mirror();
    void reloading_keeps_the_place();
    void the_last_range_comes_back();
    void what_cannot_be_compared_is_said_and_nothing_typed_is_lost();
    void a_repository_without_a_mirror_says_what_to_do();
    void a_run_is_compared_with_its_base_and_a_repository_with_itself();
    void a_worker_that_dies_under_the_page_comes_back();

private:
    std::unique_ptr<ComparePage> opened(const QString &argument)
    {
        auto page = std::make_unique<ComparePage>(*m_worker);
        page->resize(1400, 900);
        page->show();
        page->activateWindow();
        page->open(argument);
        QWidget *inside = page->focusWidget(); // as the host of pages does
        (inside && inside->isVisibleTo(page.get()) ? inside : page.get())->setFocus();
        return page;
    }
    std::unique_ptr<ComparePage> compared(const QString &range)
    {
        auto page = opened(QStringLiteral("app ") + range);
        if (!QTest::qWaitFor([&] { return page->diff()->document() && page->diff()->isIdle(); }, 20'000))
            qWarning("%s", qPrintable(page->notice().text()));
        return page;
    }
    template <class T>
    static T *named(QWidget &page, const QString &name)
    {
        for (T *widget : page.findChildren<T *>())
            if (widget->accessibleName() == name || widget->property("text").toString() == name)
                return widget;
        return nullptr;
    }
    static QString said(QWidget &page)
    {
        QStringList all;
        for (NoticeLine *line : page.findChildren<NoticeLine *>())
            if (line->isVisible())
                all << line->text();
        for (QLabel *label : page.findChildren<QLabel *>())
            if (label->isVisible())
                all << label->text();
        return all.join(u'\n');
    }
    static bool show(DiffView *diff, const QString &path)
    {
        for (qsizetype i = 0; diff->document() && i < diff->document()->files.size(); ++i)
            if (diff->document()->files[i].afterPath == path) {
                diff->showFile(int(i));
                return QTest::qWaitFor([&] { return diff->isIdle(); });
            }
        return false;
    }
    QString range() const { return QStringLiteral("main...") + m_run.branch; }

    RunningWorker m_host;
    Worker *m_worker = nullptr;
    RunSummary m_run;
    std::unique_ptr<Theme> m_theme;
};

void ComparePageTest::initTestCase()
{
    QStandardPaths::setTestModeEnabled(true);
    QDir(QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation) + QStringLiteral("/drafts"))
        .removeRecursively();
    m_theme = std::make_unique<Theme>(*qApp);
    m_theme->choose(ThemeChoice::Light);
    using R = RunningWorker;
    const QString why =
        m_host.start({{"scenarios", QJsonObject{{"drawn", R::drawingSteps()}, {"next", R::quickSteps()}}}});
    QVERIFY2(why.isEmpty(), qPrintable(why));
    QVERIFY(m_host.commitPictures());
    m_host.setUp();
    m_worker = new Worker(m_host.connection(), m_host.token());
    m_worker->setBackOff(std::chrono::milliseconds(50), std::chrono::milliseconds(200));
    m_worker->start();
    QTRY_COMPARE_WITH_TIMEOUT(m_worker->state(), Worker::State::Online, 10'000);
    const auto drawn = m_host.finishedRun("app", "drawn", QStringLiteral("Draw the logo anew"));
    QVERIFY(drawn);
    m_run = *drawn;
    QVERIFY(m_host.commitByHand(m_run.branch));
    QVERIFY(m_host.finishedRun("app", "next")); // its fetch brings what was committed by hand
}

void ComparePageTest::a_range_is_a_place_of_the_page_and_back()
{
    for (const char *argument : {"app main...topic", "app v1..feature/x", "app 0123abc", "app", ""}) {
        const CompareRange range = CompareRange::of(QLatin1String(argument));
        QCOMPARE(range.argument(), QLatin1String(argument));
    }
    QCOMPARE(CompareRange::of(QStringLiteral("app a..b")).kind, CompareRange::Kind::Difference);
    QCOMPARE(CompareRange::of(QStringLiteral("app a...b")).base, QStringLiteral("a"));
    QCOMPARE(CompareRange::of(QStringLiteral("app ab12")).kind, CompareRange::Kind::OneCommit);
    QCOMPARE((CompareRange{QStringLiteral("app"), {}, QStringLiteral("b")}).text(), QString());
}

void ComparePageTest::a_page_without_a_range_says_what_to_do()
{
    const auto page = opened(QStringLiteral("app"));
    QTRY_VERIFY2(said(*page).contains(QStringLiteral("Choose two branches")), qPrintable(said(*page)));
    QTRY_COMPARE_WITH_TIMEOUT(
        named<RefBox>(*page, QStringLiteral("From"))->currentText(), QStringLiteral("main"), 10'000);
    QTest::keyClick(named<RefBox>(*page, QStringLiteral("To"))->lineEdit(), Qt::Key_Return);
    QVERIFY2(page->notice().text().contains(QStringLiteral("Choose a repository")), qPrintable(page->notice().text()));
    for (QWidget *widget : page->findChildren<QWidget *>())
        if (widget->focusPolicy() & Qt::TabFocus && widget->isVisible() && !widget->inherits("QAbstractItemView")
            && !widget->focusProxy())
            QVERIFY2(!QAccessible::queryAccessibleInterface(widget)->text(QAccessible::Name).isEmpty(),
                widget->metaObject()->className());
    takeShots(*m_theme, *page, QStringLiteral("compare-empty"));
}

void ComparePageTest::two_branches_are_compared_by_keys_alone()
{
    const auto page = opened(QStringLiteral("app"));
    QSignalSpy places(page.get(), &Page::argumentChanged);
    auto *base = named<RefBox>(*page, QStringLiteral("From"));
    auto *head = named<RefBox>(*page, QStringLiteral("To"));
    QTRY_VERIFY_WITH_TIMEOUT(head->findText(m_run.branch) >= 0, 10'000);
    QTRY_COMPARE(base->currentText(), QStringLiteral("main"));
    QVERIFY(QTest::qWaitForWindowActive(page.get()));
    QTRY_VERIFY(head->hasFocus() || head->lineEdit()->hasFocus());
    QTest::keyClicks(head->lineEdit(), m_run.branch);
    QTest::keyClick(head->lineEdit(), Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(page->diff()->document() && page->diff()->isIdle(), 20'000);
    QCOMPARE(places.last().first().toString(), QStringLiteral("app ") + range());
    QStringList paths;
    for (const FileDiff &file : page->diff()->document()->files)
        paths << file.afterPath;
    for (const char *path : {"value.txt", "notes.txt", "logo.png", "new.png", "parts.zip"})
        QVERIFY2(paths.contains(QLatin1String(path)), qPrintable(paths.join(u' ')));
    QVERIFY2(said(*page).contains(QStringLiteral("of runs")), qPrintable(said(*page)));
    QTest::keyClick(page.get(), Qt::Key_2, Qt::AltModifier);
    QTRY_VERIFY(page->findChild<RecordTable *>()->isVisible());
    QTest::keyClick(page.get(), Qt::Key_1, Qt::AltModifier);
    QTRY_VERIFY(page->diff()->isVisible());
    QVERIFY(show(page->diff(), QStringLiteral("notes.txt")));
    takeShots(*m_theme, *page, QStringLiteral("compare"));
    head->showPopup();
    takeShots(*m_theme, *head->view(), QStringLiteral("compare-refs"));
    head->hidePopup();
}

void ComparePageTest::the_margin_is_of_the_lines_that_runs_wrote_and_opens_the_audit()
{
    const auto page = compared(range());
    const api::CompareView view = m_host.ask(api_call::repositoryCompare(QStringLiteral("app"), range()));
    QVERIFY(!view.lines.isEmpty());
    QSignalSpy wanted(page.get(), &Page::placeWanted);
    DiffCanvas *canvas = page->diff()->canvas();
    bool hasHuman = false;
    for (const char *path : {"notes.txt", "value.txt"}) {
        QSet<qint64> ofRuns;
        for (const api::AttributedLines &lines : view.lines)
            for (int line = lines.first; lines.path == QLatin1String(path) && line <= lines.last; ++line)
                ofRuns << line;
        QVERIFY(show(page->diff(), QLatin1String(path)));
        QSet<qint64> seen;
        for (qsizetype row = 0; row < canvas->diff()->rows().size(); ++row) {
            const DiffRow &line = canvas->diff()->rows()[row];
            if (line.kind != RowKind::Line || line.afterMark == Mark::None)
                continue;
            wanted.clear();
            canvas->goToRow(row);
            QTest::keyClick(canvas, Qt::Key_Return);
            const FileDiff &file = canvas->diff()->file();
            hasHuman |= file.after->line(line.after) == "by hand" && wanted.isEmpty();
            if (wanted.isEmpty())
                continue;
            QCOMPARE(wanted.first().first().value<Place>(), (Place{QStringLiteral("audit-run"), m_run.id.text(), {}}));
            seen << file.after->number(line.after);
        }
        QCOMPARE(seen, ofRuns);
    }
    QVERIFY2(hasHuman, "a line that somebody wrote by hand is nobody's");
}

void ComparePageTest::the_commits_lead_to_their_runs_and_to_themselves()
{
    const auto page = compared(range());
    page->findChild<QTabBar *>()->setCurrentIndex(1);
    auto *commits = page->findChild<RecordTable *>();
    QCOMPARE(commits->model()->rowCount(), 2);
    QSignalSpy wanted(page.get(), &Page::placeWanted);
    commits->setCurrentKey(m_run.headCommit);
    QTRY_COMPARE(commits->currentKey(), m_run.headCommit);
    QCOMPARE(commits->currentRecord().value(QStringLiteral("ticket")).toString(), m_run.ticketKey);
    auto *audit = named<QPushButton>(*page, QStringLiteral("Audit of its run"));
    QVERIFY(audit->isEnabled());
    audit->click();
    QCOMPARE(wanted.takeFirst().first().value<Place>(), (Place{QStringLiteral("audit-run"), m_run.id.text(), {}}));
    named<QPushButton>(*page, QStringLiteral("Show this commit"))->click();
    const Place place = wanted.takeFirst().first().value<Place>();
    QCOMPARE(place.argument, QStringLiteral("app ") + m_run.headCommit);
    takeShots(*m_theme, *page, QStringLiteral("compare-commits"));
    for (int row = 0; row < 2; ++row) {
        commits->view()->selectRow(row);
        if (commits->currentKey() != m_run.headCommit)
            QVERIFY2(!audit->isEnabled() && audit->toolTip().contains(QStringLiteral("No run")), "made by hand");
    }
    page->open(place.argument);
    QTRY_VERIFY_WITH_TIMEOUT(commits->model()->rowCount() == 1 && page->diff()->isIdle(), 20'000);
    QVERIFY(!named<RefBox>(*page, QStringLiteral("From"))->isEnabled());
    QCOMPARE(named<RefBox>(*page, QStringLiteral("To"))->currentText(), m_run.headCommit);
}

void ComparePageTest::pictures_and_hidden_lines_come_from_the_mirror()
{
    const auto page = compared(range());
    DiffView *diff = page->diff();
    QVERIFY(show(diff, QStringLiteral("logo.png")));
    QTRY_VERIFY_WITH_TIMEOUT(diff->images()->isReady(), 10'000);
    QVERIFY(diff->images()->caption(Side::Before).contains(QStringLiteral("40 × 40")));
    QVERIFY(diff->images()->caption(Side::After).contains(QStringLiteral("96 × 64")));
    takeShots(*m_theme, *page, QStringLiteral("compare-picture"));
    QVERIFY(show(diff, QStringLiteral("notes.txt")));
    QTRY_VERIFY_WITH_TIMEOUT(diff->document()->files[diff->currentFile()].isWhole && diff->isIdle(), 10'000);
    QCOMPARE(diff->canvas()->diff()->rows().first().kind, RowKind::Fold);
    QCOMPARE(diff->problem(), QString());
}

void ComparePageTest::reloading_keeps_the_place()
{
    const auto page = compared(range());
    DiffView *diff = page->diff();
    QVERIFY(show(diff, QStringLiteral("notes.txt")));
    QTRY_VERIFY_WITH_TIMEOUT(diff->document()->files[diff->currentFile()].isWhole && diff->isIdle(), 10'000);
    diff->canvas()->goToLastChange();
    const auto document = diff->document();
    const qsizetype row = diff->canvas()->selection().caret.row;
    auto *head = named<RefBox>(*page, QStringLiteral("To"));
    head->setEditText(QStringLiteral("half typ"));
    page->reload();
    QTRY_VERIFY_WITH_TIMEOUT(!said(*page).contains(QStringLiteral("Comparing")) && diff->isIdle(), 10'000);
    QCOMPARE(diff->document(), document);
    QCOMPARE(diff->canvas()->selection().caret.row, row);
    QCOMPARE(head->currentText(), QStringLiteral("half typ"));
}

void ComparePageTest::the_last_range_comes_back()
{
    compared(QStringLiteral("main..") + m_run.branch);
    const auto page = opened({});
    QTRY_VERIFY_WITH_TIMEOUT(page->diff()->document() && page->diff()->isIdle(), 20'000);
    QCOMPARE(named<RefBox>(*page, QStringLiteral("From"))->currentText(), QStringLiteral("main"));
    QCOMPARE(named<RefBox>(*page, QStringLiteral("To"))->currentText(), m_run.branch);
    QCOMPARE(named<QComboBox>(*page, QStringLiteral("What is compared"))->currentIndex(), 1);
    QCOMPARE(named<QComboBox>(*page, QStringLiteral("Repository"))->currentText(), QStringLiteral("app"));
}

void ComparePageTest::what_cannot_be_compared_is_said_and_nothing_typed_is_lost()
{
    const auto page = opened(QStringLiteral("app main...no-such-branch"));
    QTRY_VERIFY2_WITH_TIMEOUT(
        page->notice().text().contains(QStringLiteral("no-such-branch")), qPrintable(page->notice().text()), 10'000);
    QVERIFY(!page->diff()->isVisible());
    QCOMPARE(named<RefBox>(*page, QStringLiteral("To"))->currentText(), QStringLiteral("no-such-branch"));
    takeShots(*m_theme, *page, QStringLiteral("compare-error"));
    named<RefBox>(*page, QStringLiteral("To"))->setEditText(m_run.branch);
    named<QPushButton>(*page, QStringLiteral("Compare"))->click();
    QTRY_VERIFY_WITH_TIMEOUT(page->diff()->document() && page->diff()->isVisible(), 20'000);
    QCOMPARE(page->notice().text(), QString());
    named<QPushButton>(*page, QStringLiteral("Swap"))->click();
    named<QPushButton>(*page, QStringLiteral("Compare"))->click();
    QTRY_VERIFY_WITH_TIMEOUT(page->diff()->notice().contains(QStringLiteral("Nothing differs")), 20'000);
}

void ComparePageTest::a_repository_without_a_mirror_says_what_to_do()
{
    api::RepositoryRequest repository;
    repository.alias = QStringLiteral("fresh");
    repository.cloneUrl = QStringLiteral("https://example.org/fresh.git");
    m_host.ask(api_call::addRepository(repository));
    const auto page = opened(QStringLiteral("fresh"));
    const auto refused = m_host.ask(api_call::repositoryRefs(QStringLiteral("fresh"), {})); // in words that are its own
    QVERIFY(refused.items.isEmpty());
    NoticeLine *notice = named<QWidget>(*page, QStringLiteral("Repository"))->parentWidget()->findChild<NoticeLine *>();
    QTRY_VERIFY_WITH_TIMEOUT(notice && !notice->text().isEmpty(), 10'000);
    QVERIFY2(!page->diff()->isVisible(), qPrintable(notice->text()));
}

void ComparePageTest::a_run_is_compared_with_its_base_and_a_repository_with_itself()
{
    RunPage run(*m_worker);
    run.resize(1400, 900);
    run.show();
    QSignalSpy wanted(&run, &Page::placeWanted);
    run.open(m_run.id.text());
    auto *compare = named<QPushButton>(run, QStringLiteral("Compare with its base"));
    QTRY_VERIFY_WITH_TIMEOUT(compare->isVisible(), 10'000);
    compare->click();
    const Place place = wanted.takeFirst().first().value<Place>();
    QCOMPARE(place.page, QStringLiteral("compare"));
    const auto page = opened(place.argument);
    QTRY_VERIFY_WITH_TIMEOUT(page->diff()->document() && page->diff()->isIdle(), 20'000);
    QCOMPARE(page->findChild<RecordTable *>()->model()->rowCount(), 1);

    RepositoriesPage repositories(*m_worker);
    repositories.show();
    QSignalSpy further(&repositories, &Page::placeWanted);
    repositories.open(QStringLiteral("app"));
    auto *table = repositories.findChild<RecordTable *>();
    QTRY_VERIFY_WITH_TIMEOUT(table->model()->rowCount() >= 2, 10'000);
    table->setCurrentKey(QStringLiteral("app"));
    QTRY_VERIFY(named<QPushButton>(repositories, QStringLiteral("Compare"))->isVisible());
    named<QPushButton>(repositories, QStringLiteral("Compare"))->click();
    QCOMPARE(further.first().first().value<Place>(), (Place{QStringLiteral("compare"), QStringLiteral("app"), {}}));
}

void ComparePageTest::a_worker_that_dies_under_the_page_comes_back()
{
    const auto page = compared(range());
    QVERIFY(show(page->diff(), QStringLiteral("notes.txt")));
    m_host.kill();
    QTRY_COMPARE_WITH_TIMEOUT(m_worker->state(), Worker::State::Offline, 10'000);
    QVERIFY(page->readAt().microseconds > 0); // the window says it
    QVERIFY(page->diff()->isVisible() && page->diff()->document());
    const QImage dimmed = page->grab().toImage();
    QCOMPARE(
        dimmed.pixelColor(dimmed.width() * 3 / 4, dimmed.height() - 40).alpha(), 255); // nothing old shines through
    takeShots(*m_theme, *page, QStringLiteral("compare-away"));
    const QString why = m_host.startWorker();
    QVERIFY2(why.isEmpty(), qPrintable(why));
    QTRY_COMPARE_WITH_TIMEOUT(m_worker->state(), Worker::State::Online, 20'000);
    QCOMPARE(page->diff()->document()->files[page->diff()->currentFile()].afterPath, QStringLiteral("notes.txt"));
    named<RefBox>(*page, QStringLiteral("To"))->setEditText(QStringLiteral("main"));
    named<QPushButton>(*page, QStringLiteral("Compare"))->click();
    QTRY_VERIFY_WITH_TIMEOUT(page->diff()->notice().contains(QStringLiteral("Nothing differs")), 20'000);
}

QTEST_MAIN(ComparePageTest)
#include "tst_ComparePage.moc"
