// On a display with --bus --tray
#include "desktop/app/Tray.h"
#include "tests/desktop/app/WholeApp.h"
#include "tests/desktop/pages/RunningWorker.h"

#include <QMenu>
#include <QSignalSpy>

using namespace mergeloom;
using namespace mergeloom::test;

namespace {

constexpr int patience = 30'000;

/// Runs it to its end while this program goes on; what it prints.
QString said(const QStringList &command)
{
    QProcess process;
    process.start(command.first(), command.mid(1));
    if (!QTest::qWaitFor([&] { return process.state() == QProcess::NotRunning; }, patience))
        return {};
    return QString::fromUtf8(process.readAllStandardOutput()).trimmed();
}

void click(const QPoint &place, int mouseButton = 1)
{
    said({"xdotool", "mousemove", QString::number(place.x()), QString::number(place.y()), "click",
        QString::number(mouseButton)});
}

/// The icon itself, which is a window of this program inside of the tray's.
QWidget *trayIcon()
{
    for (QWidget *widget : QApplication::topLevelWidgets())
        if (QByteArray(widget->metaObject()->className()).contains("SystemTrayIconSys") && widget->isVisible())
            return widget;
    return nullptr;
}

} // namespace

/// A real tray (trayer) and a real notification service (dunst), clicked with a real pointer.
class TestTray : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void aClickOnTheIconBringsTheWindowBack();
    void theMenuOpensSwitchesAndEnds();
    void aRunThatEndsIsToldAndAClickOpensIt();
    void aRunThatAsksIsToldAndAClickOpensIt();
    void withNotificationsOffNothingIsTold();

private:
    bool isActive() const { return said({"xdotool", "getactivewindow"}) == QString::number(m_app->window.winId()); }
    void putAway();
    void chooseInMenu(const QString &text);
    QStringList notices() const;
    void clickNotice(const QString &heading);

    RunningWorker m_host;
    QProcess m_dunst;
    QTemporaryDir m_folder;
    std::unique_ptr<App> m_app;
    Worker *m_worker = nullptr;
};

void TestTray::initTestCase()
{
    using R = RunningWorker;
    const QJsonArray quick{R::writeStep("4\n"), R::finishStep()};
    const QString why = m_host.start(
        {{"scenarios", QJsonObject{{"first", quick}, {"asked", quick}, {"untold", quick}, {"told", quick}}}});
    QVERIFY2(why.isEmpty(), qPrintable(why));
    m_host.setUp();
    m_dunst.setStandardErrorFile(QProcess::nullDevice());
    m_dunst.start("dunst", {});
    QVERIFY(m_dunst.waitForStarted());
    m_app = std::make_unique<App>(m_folder.filePath("settings.json"));
    m_worker = m_app->workers.add(m_host.connection(), m_host.token(), {});
    m_app->window.go({{}, {}, m_worker->id()});
    QTRY_COMPARE_WITH_TIMEOUT(m_worker->state(), Worker::State::Online, patience);
    QTRY_VERIFY_WITH_TIMEOUT(!said({"dunstctl", "count", "displayed"}).isEmpty(), patience);
}

void TestTray::cleanupTestCase()
{
    m_app.reset();
    m_dunst.kill();
    m_dunst.waitForFinished();
}

void TestTray::putAway()
{
    m_app->window.showMinimized();
    // A loss of the focus that comes later closes a menu that has just opened.
    QTRY_VERIFY_WITH_TIMEOUT(!isActive() && QGuiApplication::applicationState() != Qt::ApplicationActive, patience);
}

void TestTray::aClickOnTheIconBringsTheWindowBack()
{
    QTRY_VERIFY_WITH_TIMEOUT(trayIcon() && trayIcon()->width() > 8, patience);
    QVERIFY(m_app->window.tray()->summary().contains("1 of 1"));
    putAway();
    const QRect icon = QRect(trayIcon()->mapToGlobal(QPoint(0, 0)), trayIcon()->size());
    click(icon.center());
    QTRY_VERIFY_WITH_TIMEOUT(isActive(), patience);
    QVERIFY(!m_app->window.isMinimized());
}

void TestTray::chooseInMenu(const QString &text)
{
    const QRect icon = QRect(trayIcon()->mapToGlobal(QPoint(0, 0)), trayIcon()->size());
    const auto isOpen = [] { return qobject_cast<QMenu *>(QApplication::activePopupWidget()) != nullptr; };
    // What the window manager says late on a busy machine closes a menu that has just opened; a person clicks again.
    for (int tries = 0; tries < 6 && !isOpen(); ++tries) {
        click(icon.center(), 3);
        if (QTest::qWaitFor(isOpen, patience / 6))
            break;
    }
    QVERIFY(isOpen());
    auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
    for (QAction *action : menu->actions())
        if (action->text().startsWith(text)) {
            click(menu->mapToGlobal(menu->actionGeometry(action).center()));
            QTRY_VERIFY_WITH_TIMEOUT(!QApplication::activePopupWidget(), patience);
            return;
        }
    QFAIL(qPrintable("the menu has no " + text));
}

void TestTray::theMenuOpensSwitchesAndEnds()
{
    putAway();
    chooseInMenu("Open MergeLoom");
    QTRY_VERIFY_WITH_TIMEOUT(isActive(), patience);
    putAway();
    chooseInMenu(m_worker->name());
    QTRY_VERIFY_WITH_TIMEOUT(isActive(), patience);
    QCOMPARE(m_app->settings.memory().notifications, "on");
    chooseInMenu("Notifications");
    QTRY_COMPARE(m_app->settings.memory().notifications, "off");
    chooseInMenu("Notifications");
    QTRY_COMPARE(m_app->settings.memory().notifications, "on");
    disconnect(m_app->window.tray(), &Tray::quitWanted, &m_app->window, nullptr); // the test goes on
    QSignalSpy quit(m_app->window.tray(), &Tray::quitWanted);
    chooseInMenu("Quit");
    QTRY_COMPARE(quit.size(), 1);
}

/// Headings of what dunst shows now or has shown.
QStringList TestTray::notices() const
{
    QStringList headings;
    const QJsonObject history = QJsonDocument::fromJson(said({"dunstctl", "history"}).toUtf8()).object();
    for (const QJsonValue &one : history.value("data").toArray().first().toArray())
        headings << one.toObject().value("summary").toObject().value("data").toString();
    return headings;
}

/// As a user of dunst acts on a notice: with the middle button.
void TestTray::clickNotice(const QString &heading)
{
    const auto isShown = [] { return said({"dunstctl", "count", "displayed"}) == "1"; };
    QTRY_VERIFY_WITH_TIMEOUT(isShown(), patience);
    const QString window = said({"xdotool", "search", "--onlyvisible", "--class", "Dunst"}).section(u'\n', 0, 0);
    QVERIFY(!window.isEmpty());
    said({"xdotool", "mousemove", "--window", window, "20", "20", "click", "2"});
    QTRY_VERIFY_WITH_TIMEOUT(!isShown(), patience);
    QCOMPARE(notices().value(0), heading);
}

void TestTray::aRunThatEndsIsToldAndAClickOpensIt()
{
    m_app->window.go({"health", {}, m_worker->id()});
    putAway();
    const api::JobView job = m_host.addTicket("app", "first", "<b>Make</b> it & keep it");
    clickNotice(job.ticketKey + " completed");
    QTRY_COMPARE_WITH_TIMEOUT(m_app->window.host()->place().page, "run", patience);
    QCOMPARE(m_app->window.host()->place().argument, m_host.ask(api_call::job(job.id)).runId->text());
    QTRY_VERIFY_WITH_TIMEOUT(isActive(), patience);
}

void TestTray::aRunThatAsksIsToldAndAClickOpensIt()
{
    m_app->window.go({"health", {}, m_worker->id()});
    putAway();
    const api::JobView job = m_host.addTicket("asking", "asked");
    clickNotice(job.ticketKey + " asks for approval");
    QTRY_COMPARE_WITH_TIMEOUT(m_app->window.host()->place().page, "run", patience);
    QTRY_VERIFY_WITH_TIMEOUT(button(m_app->window, "Approve"), patience);
    QTRY_VERIFY_WITH_TIMEOUT(isActive(), patience);
    QTest::mouseClick(button(m_app->window, "Approve"), Qt::LeftButton);
    clickNotice(job.ticketKey + " completed");
}

void TestTray::withNotificationsOffNothingIsTold()
{
    chooseInMenu("Notifications");
    QTRY_COMPARE(m_app->settings.memory().notifications, "off");
    const QStringList before = notices();
    QSignalSpy told(m_app->window.findChild<RunNotices *>(), &RunNotices::noticed);
    m_host.addTicket("app", "untold");
    QTRY_COMPARE_WITH_TIMEOUT(told.size(), 1, patience);
    chooseInMenu("Notifications");
    const api::JobView job = m_host.addTicket("app", "told");
    clickNotice(job.ticketKey + " completed"); // this one, and none before it
    QCOMPARE(notices().size(), before.size() + 1);
}

QTEST_MAIN(TestTray)
#include "tst_Tray.moc"
