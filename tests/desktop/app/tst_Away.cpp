#include "desktop/app/StateBanner.h"
#include "tests/desktop/app/WholeApp.h"
#include "tests/desktop/pages/RunningWorker.h"
#include "tests/desktop/pages/Shots.h"

#include <QPlainTextEdit>
#include <QStandardPaths>

using namespace mergeloom;
using namespace mergeloom::test;

namespace {

constexpr int patience = 30'000;

} // namespace

/// A real worker that is killed under each page of the window, and started again.
class TestAway : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanup();
    void cleanupTestCase() { m_app.reset(); }
    void aPageSaysOnceThatTheWorkerIsAwayKeepsWhatWasTypedAndComesBack_data();
    void aPageSaysOnceThatTheWorkerIsAwayKeepsWhatWasTypedAndComesBack();

private:
    QString typed() const;
    void type();
    QStringList complaints() const;

    RunningWorker m_host;
    QTemporaryDir m_folder;
    std::unique_ptr<App> m_app;
    Worker *m_worker = nullptr;
    QString m_finished; ///< a run
    QString m_live;     ///< one that waits in a command
};

void TestAway::initTestCase()
{
    QStandardPaths::setTestModeEnabled(true);
    QDir(QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation) + "/drafts").removeRecursively();
    using R = RunningWorker;
    const QString why =
        m_host.start({{"scenarios", QJsonObject{{"quick", R::quickSteps()}, {"held", R::heldSteps()}}}});
    QVERIFY2(why.isEmpty(), qPrintable(why));
    m_host.setUp();
    const auto finished = m_host.finishedRun("app", "quick");
    const auto live = m_host.heldRun("app", "held");
    QVERIFY(finished && live);
    m_finished = finished->id.text();
    m_live = live->id.text();

    m_app = std::make_unique<App>(m_folder.filePath("settings.json"));
    m_worker = m_app->workers.add(m_host.connection(), m_host.token(), {});
    m_worker->setBackOff(std::chrono::milliseconds(50), std::chrono::milliseconds(200));
    m_app->window.go({{}, {}, m_worker->id()});
    QTRY_COMPARE_WITH_TIMEOUT(m_worker->state(), Worker::State::Online, patience);
}

/// One page that fails leaves a worker to the next.
void TestAway::cleanup()
{
    if (!QTest::currentTestFailed())
        return;
    m_host.kill();
    QCOMPARE(m_host.startWorker(), QString());
    QTRY_COMPARE_WITH_TIMEOUT(m_worker->state(), Worker::State::Online, patience);
}

// Every page of the registry, a new one too, and its forms.
void TestAway::aPageSaysOnceThatTheWorkerIsAwayKeepsWhatWasTypedAndComesBack_data()
{
    QTest::addColumn<QString>("page");
    QTest::addColumn<QString>("argument");
    for (const PageRow &row : pageRows()) {
        const QString id = QString::fromLatin1(row.id);
        if (id == "compare") // has nothing to show before one chooses; tst_ComparePage kills its worker
            continue;
        QTest::newRow(row.id) << id << (id == "audit-run" ? m_finished : id == "run" ? m_live : QString());
    }
    QTest::newRow("a run that has ended") << "run" << m_finished;
    QTest::newRow("the form of a ticket") << "tickets"
                                          << "new";
    QTest::newRow("the form of a provider") << "providers"
                                            << "edit=scripted";
    QTest::newRow("the form of a new provider") << "providers"
                                                << "add=claude-api";
}

/// What stands in all fields that can be typed into.
QString TestAway::typed() const
{
    QStringList texts;
    for (const QLineEdit *edit : m_app->window.host()->page()->findChildren<QLineEdit *>())
        if (edit->isVisible() && edit->objectName() != "qt_spinbox_lineedit")
            texts << edit->text();
    for (const QPlainTextEdit *edit : m_app->window.host()->page()->findChildren<QPlainTextEdit *>())
        if (edit->isVisible() && !edit->isReadOnly())
            texts << edit->toPlainText();
    return texts.join(u'|');
}

void TestAway::type()
{
    const Page *page = m_app->window.host()->page();
    for (QLineEdit *edit : page->findChildren<QLineEdit *>())
        if (edit->isVisible() && edit->isEnabled() && edit->objectName() != "qt_spinbox_lineedit")
            QTest::keyClicks(edit, "kept");
    for (QPlainTextEdit *edit : page->findChildren<QPlainTextEdit *>())
        if (edit->isVisible() && edit->isEnabled() && !edit->isReadOnly())
            QTest::keyClicks(edit, "kept text");
}

/// Sentences in the window that say that the worker is not there.
QStringList TestAway::complaints() const
{
    QStringList said;
    for (const QString &text : textsOf(m_app->window))
        for (const char *words :
            {"cannot be reached", "did not answer", "is away", "offline", "Not connected", "stopped before"})
            if (text.contains(QLatin1StringView(words))) {
                said << text;
                break;
            }
    return said;
}

void TestAway::aPageSaysOnceThatTheWorkerIsAwayKeepsWhatWasTypedAndComesBack()
{
    QFETCH(QString, page);
    QFETCH(QString, argument);
    MainWindow &window = m_app->window;
    window.go({page, argument, m_worker->id()});
    QCOMPARE(window.host()->place().page, page);
    QTRY_VERIFY_WITH_TIMEOUT(window.host()->page()->readAt().microseconds > 0, patience);
    QTRY_VERIFY_WITH_TIMEOUT(complaints().isEmpty(), patience);
    if (argument == "new" || argument.contains('='))
        QTRY_VERIFY_WITH_TIMEOUT(!typed().isNull(), patience); // the form is there
    type();
    const QString before = typed();

    m_host.kill();
    QTRY_COMPARE_WITH_TIMEOUT(m_worker->state(), Worker::State::Offline, patience);
    auto *banner = window.findChild<StateBanner *>();
    QTRY_VERIFY_WITH_TIMEOUT(banner->isVisible(), patience);
    QVERIFY2(textOf(*banner).contains("What you see is from"), qPrintable(textOf(*banner)));
    window.host()->reload(); // F5 meanwhile asks nobody, and loses nothing
    // It has been tried in vain by now, and what was asked of the dead one has been answered by nobody.
    const auto next = m_worker->nextTry();
    QTRY_VERIFY_WITH_TIMEOUT(m_worker->nextTry() && (!next || *m_worker->nextTry() > *next), patience);
    QCOMPARE(complaints().join('\n'), textOf(*banner).trimmed());
    QCOMPARE(typed(), before);
    Theme &theme = m_app->theme;
    takeShots(theme, window, QStringLiteral("away-%1").arg(QTest::currentDataTag()));

    const QString why = m_host.startWorker();
    QVERIFY2(why.isEmpty(), qPrintable(why));
    const Timestamp started = Timestamp::now();
    QTRY_COMPARE_WITH_TIMEOUT(m_worker->state(), Worker::State::Online, patience);
    QTRY_VERIFY_WITH_TIMEOUT(window.host()->page()->readAt() > started, patience);
    QVERIFY(!banner->isVisible());
    QTRY_COMPARE_WITH_TIMEOUT(complaints().join('\n'), QString(), patience);
    QCOMPARE(typed(), before);
}

QTEST_MAIN(TestAway)
#include "tst_Away.moc"
