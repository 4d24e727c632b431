// On a display with --accessibility
#include "desktop/app/CommandPalette.h"
#include "desktop/app/ConnectionDialog.h"
#include "desktop/app/ConnectionsDialog.h"
#include "desktop/widgets/RecordTable.h"
#include "tests/desktop/app/WholeApp.h"
#include "tests/desktop/pages/RunningWorker.h"

#include <QEventLoop>
#include <QStandardPaths>
#include <QTimer>

using namespace mergeloom;
using namespace mergeloom::test;

namespace {

constexpr int patience = 30'000;
constexpr int mostSteps = 400;

QString nameOf(const QWidget *widget)
{
    const auto *button = qobject_cast<const QAbstractButton *>(widget);
    return QStringLiteral("%1(%2)").arg(QString::fromLatin1(widget->metaObject()->className()),
        button && widget->accessibleName().isEmpty() ? button->text() : widget->accessibleName());
}

/// What Tab should come to.
QSet<QWidget *> stopsOf(const QWidget &window)
{
    QSet<QWidget *> stops;
    for (QWidget *widget : window.findChildren<QWidget *>())
        if (widget->isVisible() && widget->isEnabled() && !widget->focusProxy() && widget->window() == &window
            && (widget->focusPolicy() & Qt::TabFocus) == Qt::TabFocus)
            stops << widget;
    return stops;
}

} // namespace

/// The app as a screen reader finds it on the accessibility bus, and as it is walked with keys alone.
class TestAccessible : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase() { m_app.reset(); }
    void everyControlHasANameAndARole_data() { places(); }
    void everyControlHasANameAndARole();
    void controlsOfDialogsHaveNamesAndRoles();
    void tabReachesEveryControlAndComesBack_data() { places(); }
    void tabReachesEveryControlAndComesBack();
    void everyPageIsReachedByKeysAlone();

private:
    void places();
    void goTo(const QString &page, const QString &argument);
    void press(Qt::Key key, Qt::KeyboardModifiers with = {})
    {
        QTest::keyClick(m_app->window.windowHandle(), key, with);
    }
    /// Once around with Tab.
    struct Walk {
        QSet<QWidget *> stops; ///< what it should come to, as it began
        QSet<QWidget *> seen;
        QStringList names;
        bool isRound = false;
    };
    Walk walked();
    bool tabTo(const std::function<bool(QWidget *)> &isIt);
    /// Controls without a name or with no role, as lines; the number of all that were found.
    QStringList nameless(int *found = nullptr);

    RunningWorker m_host;
    QTemporaryDir m_folder;
    std::unique_ptr<App> m_app;
    Worker *m_worker = nullptr;
    QString m_finished;
    QString m_live;
};

void TestAccessible::initTestCase()
{
    QStandardPaths::setTestModeEnabled(true);
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
    m_app->window.go({{}, {}, m_worker->id()});
    QTRY_COMPARE_WITH_TIMEOUT(m_worker->state(), Worker::State::Online, patience);
    QVERIFY(QTest::qWaitForWindowActive(&m_app->window));
    int found = 0; // it is known to the bus a little later than shown
    QTRY_VERIFY_WITH_TIMEOUT((nameless(&found), found > 0), patience);
}

void TestAccessible::places()
{
    QTest::addColumn<QString>("page");
    QTest::addColumn<QString>("argument");
    for (const PageRow &row : pageRows()) {
        const QString id = QString::fromLatin1(row.id);
        QTest::newRow(row.id) << id << (id == "audit-run" ? m_finished : id == "run" ? m_live : QString());
    }
    QTest::newRow("the change of a run") << "run" << m_finished + "#change";
    QTest::newRow("the form of a ticket") << "tickets"
                                          << "new";
    QTest::newRow("the form of a provider") << "providers"
                                            << "edit=scripted";
}

void TestAccessible::goTo(const QString &page, const QString &argument)
{
    m_app->window.go({page, argument, m_worker->id()});
    QCOMPARE(m_app->window.host()->place().page, page);
    if (page == u"compare")
        return; // reads nothing before somebody says what is to be compared
    const Timestamp before = Timestamp::now();
    m_app->window.host()->reload();
    QTRY_VERIFY_WITH_TIMEOUT(m_app->window.host()->page()->readAt() > before, patience);
}

QStringList TestAccessible::nameless(int *found)
{
    QProcess reader;
    reader.start(QStringLiteral(MERGELOOM_SOURCE_DIR "/tests/desktop/app/accessible.py"),
        {QString::number(QCoreApplication::applicationPid())});
    // The app answers meanwhile, each of many questions at once.
    QEventLoop answering;
    connect(&reader, &QProcess::finished, &answering, &QEventLoop::quit);
    connect(&reader, &QProcess::errorOccurred, &answering, &QEventLoop::quit);
    QTimer::singleShot(patience, &answering, &QEventLoop::quit);
    answering.exec();
    if (reader.state() != QProcess::NotRunning || reader.exitStatus() != QProcess::NormalExit || reader.exitCode() != 0)
        return {QStringLiteral("the app is not read: ") + QString::fromUtf8(reader.readAllStandardError())};
    QStringList wrong;
    int all = 0;
    for (const QByteArray &line : reader.readAllStandardOutput().split('\n')) {
        const QJsonObject control = QJsonDocument::fromJson(line).object();
        if (control.isEmpty())
            continue;
        ++all;
        const QString role = control.value("role").toString();
        const bool isNamed = !control.value("name").toString().trimmed().isEmpty();
        // A label takes the focus of the pointer, to be copied; one that is empty has nothing to be read.
        if (!isNamed && role == u"label")
            continue;
        // What scrolls is a filler to Qt; one that takes the focus is read by its name.
        if (!isNamed || role.isEmpty() || role == u"unknown" || role == u"invalid")
            wrong << control.value("path").toString();
    }
    if (found)
        *found = all;
    return wrong;
}

void TestAccessible::everyControlHasANameAndARole()
{
    QFETCH(QString, page);
    QFETCH(QString, argument);
    goTo(page, argument);
    int found = 0;
    const QStringList wrong = nameless(&found);
    QVERIFY2(wrong.isEmpty(), qPrintable('\n' + wrong.join('\n')));
    QVERIFY2(found > 12, "the rail and the bar at the top alone have more");
}

void TestAccessible::controlsOfDialogsHaveNamesAndRoles()
{
    const auto closeAll = [this] {
        for (QDialog *dialog : m_app->window.findChildren<QDialog *>())
            dialog->close();
        QTRY_VERIFY(!shown<QDialog>(m_app->window));
    };
    const QList<std::function<void()>> ways{[this] { m_app->window.desk()->add(); },
        [this] { m_app->window.desk()->showAll(); }, [this] { m_app->window.desk()->remove(m_worker->id()); },
        [this] { press(Qt::Key_K, Qt::ControlModifier); }, [this] { press(Qt::Key_Question); }};
    for (const auto &open : ways) {
        open();
        QTRY_VERIFY(shown<QDialog>(m_app->window));
        const QStringList wrong = nameless();
        closeAll();
        QVERIFY2(wrong.isEmpty(), qPrintable('\n' + wrong.join('\n')));
        QVERIFY(QTest::qWaitForWindowActive(&m_app->window));
    }
}

void TestAccessible::tabReachesEveryControlAndComesBack()
{
    QFETCH(QString, page);
    QFETCH(QString, argument);
    goTo(page, argument);
    // What a page reads may come while it is walked, and controls with it: then it is walked again.
    Walk walk;
    const auto isWalked = [&] {
        walk = walked();
        return walk.stops == stopsOf(m_app->window);
    };
    QTRY_VERIFY_WITH_TIMEOUT(isWalked(), patience);
    QVERIFY2(walk.isRound, qPrintable("Tab does not come back: " + walk.names.join(" → ")));
    QStringList missed;
    for (const QWidget *stop : walk.stops - walk.seen)
        missed << nameOf(stop);
    QVERIFY2(missed.isEmpty(), qPrintable(missed.join(", ") + " is not reached: " + walk.names.join(" → ")));
    press(Qt::Key_Backtab, Qt::ShiftModifier);
    QCOMPARE(nameOf(QApplication::focusWidget()), walk.names.last());
}

TestAccessible::Walk TestAccessible::walked()
{
    Walk walk;
    walk.stops = stopsOf(m_app->window);
    press(Qt::Key_Tab);
    const QWidget *first = QApplication::focusWidget();
    for (QWidget *at = QApplication::focusWidget(); at && !walk.seen.contains(at);) {
        walk.seen << at;
        walk.names << nameOf(at);
        press(Qt::Key_Tab);
        at = QApplication::focusWidget();
        walk.isRound = at && at == first;
    }
    return walk;
}

bool TestAccessible::tabTo(const std::function<bool(QWidget *)> &isIt)
{
    for (int i = 0; i < mostSteps; ++i) {
        press(Qt::Key_Tab);
        if (QApplication::focusWidget() && isIt(QApplication::focusWidget()))
            return true;
    }
    return false;
}

void TestAccessible::everyPageIsReachedByKeysAlone()
{
    PageHost *host = m_app->window.host();
    QSet<QString> reached;
    int number = 0;
    for (const PageRow &row : pageRows()) {
        if (row.rail != RailPlace::Work && row.rail != RailPlace::Setup)
            continue;
        press(Qt::Key(Qt::Key_1 + number++), Qt::ControlModifier);
        QTRY_COMPARE(host->place().page, QString::fromLatin1(row.id));
        reached << host->place().page;
    }
    press(Qt::Key_K, Qt::ControlModifier);
    QTRY_VERIFY(shown<CommandPalette>(m_app->window));
    auto *palette = shown<CommandPalette>(m_app->window);
    QVERIFY(QTest::qWaitForWindowActive(palette));
    QTest::keyClicks(QApplication::focusWidget(), "compare");
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QTRY_COMPARE(host->place().page, QStringLiteral("compare"));
    reached << "compare";
    QVERIFY(QTest::qWaitForWindowActive(&m_app->window));
    goTo("runs", {});
    auto *table = host->page()->findChild<RecordTable *>();
    QTRY_VERIFY_WITH_TIMEOUT(table->model()->rowCount() > 0, patience);
    QVERIFY(tabTo([&](QWidget *widget) { return widget == table || table->isAncestorOf(widget); }));
    press(Qt::Key_End);
    press(Qt::Key_Return);
    QTRY_COMPARE(host->place().page, QStringLiteral("run"));
    reached << "run";
    const auto isAudit = [](QWidget *widget) {
        auto *button = qobject_cast<QPushButton *>(widget);
        return button && button->text() == "Audit";
    };
    QTRY_VERIFY_WITH_TIMEOUT(button(*host->page(), "Audit") && button(*host->page(), "Audit")->isEnabled(), patience);
    QVERIFY(tabTo(isAudit));
    press(Qt::Key_Space);
    QTRY_COMPARE(host->place().page, QStringLiteral("audit-run"));
    reached << "audit-run";
    for (const PageRow &row : pageRows())
        QVERIFY2(reached.contains(QLatin1StringView(row.id)), row.id);
    press(Qt::Key_Left, Qt::AltModifier);
    QTRY_COMPARE(host->place().page, QStringLiteral("run"));
}

QTEST_MAIN(TestAccessible)
#include "tst_Accessible.moc"
