#include "tests/desktop/pages/RunningWorker.h"
#include "tests/desktop/pages/Shots.h"

#include "desktop/diff/DiffCanvas.h"
#include "desktop/diff/DiffView.h"
#include "desktop/diff/FileHeader.h"
#include "desktop/diff/ImagePair.h"
#include "desktop/pages/RunPage.h"
#include "shared/diff/PatchReader.h"

#include <QPushButton>
#include <QSignalSpy>

using namespace mergeloom;

/// What a run of a real worker changed: who wrote the lines, pictures and other binary files.
class RunChangeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase() { delete m_worker; }
    void the_margin_says_what_the_patch_says_and_opens_the_audit();
    void pictures_are_read_when_they_are_seen();
    void a_binary_file_says_its_kind_and_sizes();
    void what_cannot_be_read_is_said_in_place_and_tried_again();
    void a_file_that_is_wanted_while_the_worker_is_away_comes_with_it();

private:
    std::unique_ptr<RunPage> opened()
    {
        auto page = std::make_unique<RunPage>(*m_worker);
        page->resize(1400, 900);
        page->show();
        page->open(m_run.text() + QStringLiteral("#change"));
        return page;
    }
    static DiffView *diffOf(RunPage &page) { return page.findChild<DiffView *>(); }
    static bool isLoaded(DiffView *diff) { return diff->document() && diff->isIdle(); }
    static bool show(DiffView *diff, const QString &path)
    {
        for (qsizetype i = 0; i < diff->document()->files.size(); ++i)
            if (diff->document()->files[i].afterPath == path) {
                diff->showFile(int(i));
                return true;
            }
        return false;
    }
    static const FileDiff &shownFile(DiffView *diff) { return diff->document()->files[diff->currentFile()]; }

    RunningWorker m_host;
    Worker *m_worker = nullptr;
    RunId m_run;
    std::unique_ptr<Theme> m_theme;
};

void RunChangeTest::initTestCase()
{
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
    const auto drawn = m_host.finishedRun("app", "drawn");
    QVERIFY(drawn);
    m_run = drawn->id;
    QVERIFY(m_host.finishedRun("app", "next")); // its fetch brings the branch of the first one
}

void RunChangeTest::the_margin_says_what_the_patch_says_and_opens_the_audit()
{
    const auto page = opened();
    DiffView *diff = diffOf(*page);
    QTRY_VERIFY_WITH_TIMEOUT(diff && isLoaded(diff), 15'000);
    const DiffDocument patch = readPatch(m_host.ask(api_call::runPatch(m_run)).patch.toUtf8()).value();
    QSignalSpy wanted(page.get(), &Page::placeWanted);
    qsizetype texts = 0;
    for (const FileDiff &file : patch.files) {
        if (file.isBinary)
            continue;
        ++texts;
        QSet<qint64> added;
        for (const Change &change : file.changes)
            for (qsizetype line = change.after; line < change.after + change.added; ++line)
                added << file.after->number(line);
        QVERIFY(show(diff, file.afterPath));
        QTRY_VERIFY_WITH_TIMEOUT(diff->isIdle() && shownFile(diff).isWhole, 10'000);
        DiffCanvas *canvas = diff->canvas();
        QSet<qint64> attributed;
        for (qsizetype row = 0; row < canvas->diff()->rows().size(); ++row) {
            const DiffRow &line = canvas->diff()->rows()[row];
            if (line.kind != RowKind::Line || line.afterMark == Mark::None)
                continue;
            wanted.clear();
            canvas->goToRow(row);
            QTest::mouseClick(canvas->viewport(), Qt::LeftButton, {},
                QPoint(canvas->geometry().after.marginLeft + 4, canvas->rowRect(row).center().y()));
            if (wanted.isEmpty())
                continue;
            const Place place = wanted.first().first().value<Place>();
            QCOMPARE(place.page, QStringLiteral("audit-run"));
            QCOMPARE(place.argument, m_run.text());
            attributed << canvas->diff()->file().after->number(line.after);
        }
        QCOMPARE(attributed, added);
    }
    QVERIFY(texts >= 2);
    show(diff, QStringLiteral("notes.txt"));
    QTRY_VERIFY(diff->isIdle());
    diff->canvas()->goToFirstChange();
    QVERIFY2(diff->canvas()->spokenLine().contains(QStringLiteral("LOCAL-")), qPrintable(diff->canvas()->spokenLine()));
    takeShots(*m_theme, *page, QStringLiteral("run-margin"));
}

void RunChangeTest::pictures_are_read_when_they_are_seen()
{
    const auto page = opened();
    DiffView *diff = diffOf(*page);
    QTRY_VERIFY_WITH_TIMEOUT(diff && isLoaded(diff), 15'000);
    for (const FileDiff &file : diff->document()->files)
        QVERIFY2(!file.isBinary || diff->currentFile() >= 0 || !file.isWhole, "it is read before it is seen");
    QVERIFY(show(diff, QStringLiteral("logo.png")));
    QVERIFY(diff->images()->isVisible());
    QTRY_VERIFY_WITH_TIMEOUT(diff->images()->isReady(), 10'000);
    QVERIFY2(diff->images()->caption(Side::Before).contains(QStringLiteral("40 × 40")),
        qPrintable(diff->images()->caption(Side::Before)));
    QVERIFY2(diff->images()->caption(Side::After).contains(QStringLiteral("96 × 64")),
        qPrintable(diff->images()->caption(Side::After)));
    QCOMPARE(diff->problem(), QString());
    takeShots(*m_theme, *page, QStringLiteral("run-picture"));
    QVERIFY(show(diff, QStringLiteral("new.png")));
    QTRY_VERIFY_WITH_TIMEOUT(diff->images()->isReady(), 10'000);
    QVERIFY(diff->images()->caption(Side::Before).contains(QStringLiteral("There was none")));
    QVERIFY(diff->images()->caption(Side::After).contains(QStringLiteral("96 × 64")));
}

void RunChangeTest::a_binary_file_says_its_kind_and_sizes()
{
    const auto page = opened();
    DiffView *diff = diffOf(*page);
    QTRY_VERIFY_WITH_TIMEOUT(diff && isLoaded(diff), 15'000);
    QVERIFY(show(diff, QStringLiteral("parts.zip")));
    QTRY_VERIFY_WITH_TIMEOUT(shownFile(diff).isWhole, 10'000);
    const QString text = diff->header()->text();
    QVERIFY2(text.contains(QStringLiteral("binary")) && text.contains(QStringLiteral("Zip"), Qt::CaseInsensitive),
        qPrintable(text));
    QVERIFY2(text.contains(QLocale().formattedDataSize(shownFile(diff).afterBytes.size())), qPrintable(text));
    QVERIFY2(text.contains(QStringLiteral("was ") + QLocale().formattedDataSize(22)), qPrintable(text));
    takeShots(*m_theme, *page, QStringLiteral("run-binary"));
}

void RunChangeTest::what_cannot_be_read_is_said_in_place_and_tried_again()
{
    const auto page = opened();
    DiffView *diff = diffOf(*page);
    QTRY_VERIFY_WITH_TIMEOUT(diff && isLoaded(diff), 15'000);
    const QString mirrors = m_host.dataPath() + QStringLiteral("/mirrors");
    QVERIFY(QDir().rename(mirrors, mirrors + QStringLiteral(".away")));
    QVERIFY(show(diff, QStringLiteral("new.png")));
    QTRY_VERIFY_WITH_TIMEOUT(!diff->problem().isEmpty(), 10'000);
    QVERIFY2(diff->problem().contains(QStringLiteral("There is no mirror")), qPrintable(diff->problem()));
    takeShots(*m_theme, *page, QStringLiteral("run-picture-problem"));
    const auto buttons = diff->findChildren<QPushButton *>();
    const auto again = std::find_if(buttons.begin(), buttons.end(),
        [](QPushButton *button) { return button->isVisible() && button->text() == u"Try again"; });
    QVERIFY(again != buttons.end());
    QVERIFY(QDir().rename(mirrors + QStringLiteral(".away"), mirrors));
    (*again)->click();
    QTRY_VERIFY_WITH_TIMEOUT(diff->problem().isEmpty() && diff->images()->isReady(), 10'000);
    QVERIFY(diff->images()->caption(Side::After).contains(QStringLiteral("96 × 64")));
    QVERIFY(!(*again)->isVisible());
}

void RunChangeTest::a_file_that_is_wanted_while_the_worker_is_away_comes_with_it()
{
    const auto page = opened();
    DiffView *diff = diffOf(*page);
    QTRY_VERIFY_WITH_TIMEOUT(diff && isLoaded(diff), 15'000);
    m_host.kill();
    QTRY_COMPARE_WITH_TIMEOUT(m_worker->state(), Worker::State::Offline, 10'000);
    QVERIFY(show(diff, QStringLiteral("new.png")));
    QVERIFY2(diff->problem().contains(QStringLiteral("can be reached again")), qPrintable(diff->problem()));
    const QString why = m_host.startWorker();
    QVERIFY2(why.isEmpty(), qPrintable(why));
    QTRY_COMPARE_WITH_TIMEOUT(m_worker->state(), Worker::State::Online, 20'000);
    QTRY_VERIFY_WITH_TIMEOUT(diff->problem().isEmpty() && diff->images()->isReady(), 10'000);
    QVERIFY(diff->images()->caption(Side::After).contains(QStringLiteral("96 × 64")));
}

QTEST_MAIN(RunChangeTest)
#include "tst_RunChange.moc"
