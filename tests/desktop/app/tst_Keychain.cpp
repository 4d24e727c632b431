// On a display with --bus
#include "desktop/app/ConnectionDialog.h"
#include "tests/desktop/RealWorker.h"
#include "tests/desktop/app/WholeApp.h"

#include <QDBusConnection>
#include <QDBusConnectionInterface>
#include <QDBusInterface>
#include <QDBusReply>
#include <QDataStream>
#include <QLocalSocket>
#include <QMessageBox>

using namespace mergeloom;
using namespace mergeloom::test;

namespace {

constexpr int patience = 20'000;
const char *const secretService = "org.freedesktop.secrets";

/// GNOME Keyring with a keyring of its own, as it is after signing in.
class Keyring
{
public:
    explicit Keyring(const QString &folder) { qputenv("XDG_DATA_HOME", folder.toUtf8()); }
    ~Keyring() { stop(); }

    bool start()
    {
        m_daemon.setProcessChannelMode(QProcess::MergedChannels);
        m_daemon.start("gnome-keyring-daemon", {"--foreground", "--unlock", "--components=secrets"});
        if (!m_daemon.waitForStarted())
            return false;
        givePassword(m_daemon);
        return QTest::qWaitFor(isOnTheBus, patience);
    }
    void stop()
    {
        m_daemon.kill();
        m_daemon.waitForFinished();
    }
    static bool lock()
    {
        QDBusInterface service(secretService, "/org/freedesktop/secrets", "org.freedesktop.Secret.Service");
        service.call("Lock", QVariant::fromValue(QList{QDBusObjectPath(collection)}));
        return isLocked();
    }
    /// As signing in does it: through the control socket of the daemon (daemon/control/gkd-control-codes.h).
    static bool unlock()
    {
        QLocalSocket control;
        control.connectToServer(qEnvironmentVariable("XDG_RUNTIME_DIR") + "/keyring/control");
        QByteArray request;
        QDataStream stream(&request, QIODevice::WriteOnly);
        constexpr quint32 unlockCode = 1;
        stream << quint32(12 + password.size()) << unlockCode << quint32(password.size());
        control.write(QByteArray(1, '\0') + request + password.data()); // a byte with credentials goes before
        QByteArray answer;
        while (answer.size() < 8 && control.waitForReadyRead(patience))
            answer += control.readAll();
        return answer.endsWith(QByteArray(4, '\0')) && !isLocked();
    }
    static bool isLocked() { return property("Locked").toBool(); }
    static qsizetype items() { return qdbus_cast<QList<QDBusObjectPath>>(property("Items")).size(); }

private:
    static bool isOnTheBus()
    {
        return QDBusConnection::sessionBus().interface()->isServiceRegistered(secretService).value();
    }
    static void givePassword(QProcess &process)
    {
        process.write(password.data());
        process.closeWriteChannel();
    }
    static QVariant property(const char *name)
    {
        return QDBusInterface(secretService, collection, "org.freedesktop.Secret.Collection").property(name);
    }
    static constexpr QByteArrayView password = "a password";
    static constexpr auto collection = "/org/freedesktop/secrets/collection/login";
    QProcess m_daemon;
};

} // namespace

/// Tokens in a real keychain, and where it is closed or away.
class TestKeychain : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void withoutAKeychainTheTokenIsKeptForThisRunAndWithALaterOneForGood();
    void aTokenIsFoundAgainAndGoesWithItsConnection();
    void aLockedKeychainIsSaidAndAskedAgain();
    void whatALockedKeychainHoldsOnToIsSaid();

private:
    QString path(const char *name) const { return m_folder.filePath(QString::fromLatin1(name)); }
    void connectTo(App &app);

    RealWorker m_real;
    QTemporaryDir m_folder;
    Keyring m_keyring{
        m_folder.path()}; ///< one: libsecret asks none that comes after it before the app is started again
};

void TestKeychain::initTestCase() { QVERIFY(m_real.start()); }

/// As one types it.
void TestKeychain::connectTo(App &app)
{
    app.window.desk()->add();
    auto *dialog = shown<ConnectionDialog>(app.window);
    QVERIFY(dialog);
    QTest::keyClicks(field(*dialog, "Address"), m_real.url());
    QTest::keyClicks(field(*dialog, "Token"), m_real.token());
    QTest::keyClick(dialog, Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(app.workers.all().first()->state(), Worker::State::Online, patience);
}

void TestKeychain::withoutAKeychainTheTokenIsKeptForThisRunAndWithALaterOneForGood()
{
    {
        App app(path("none.json"));
        connectTo(app);
        QTRY_VERIFY_WITH_TIMEOUT(shown<QMessageBox>(app.window), patience);
        const QString said = shown<QMessageBox>(app.window)->text();
        QVERIFY2(said.contains("no keychain service answers") && said.contains("start the keychain"), qPrintable(said));
    }
    QFile kept(path("none.json"));
    QVERIFY(kept.open(QIODevice::ReadOnly) && !kept.readAll().contains(m_real.token().toUtf8()));
    App app(path("none.json"));
    Worker *worker = app.workers.all().first();
    QTRY_COMPARE_WITH_TIMEOUT(worker->state(), Worker::State::Refused, patience);
    QTRY_VERIFY2(textOf(app.window).contains("no keychain service answers"), qPrintable(textOf(app.window)));
    QVERIFY(m_keyring.start());
    app.window.desk()->change(worker->id());
    auto *dialog = shown<ConnectionDialog>(app.window);
    QVERIFY(dialog);
    QTest::keyClicks(field(*dialog, "Token"), m_real.token());
    QTest::mouseClick(button(*dialog, "Save"), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(worker->state(), Worker::State::Online, patience);
    QTRY_COMPARE_WITH_TIMEOUT(Keyring::items(), 1, patience);
    app.workers.remove(worker->id());
    QTRY_COMPARE_WITH_TIMEOUT(Keyring::items(), 0, patience);
}

void TestKeychain::aTokenIsFoundAgainAndGoesWithItsConnection()
{
    {
        App app(path("kept.json"));
        connectTo(app);
        QTRY_COMPARE_WITH_TIMEOUT(Keyring::items(), 1, patience);
        QVERIFY2(!shown<QMessageBox>(app.window), "all went well: nothing is to be said");
        QCOMPARE(app.tokens.keychainProblem(), QString());
    }
    App app(path("kept.json"));
    Worker *worker = app.workers.all().first();
    QTRY_COMPARE_WITH_TIMEOUT(worker->state(), Worker::State::Online, patience);
    QCOMPARE(worker->token(), m_real.token());
    app.window.desk()->remove(worker->id());
    QTRY_VERIFY(button(app.window, "Remove"));
    QTest::mouseClick(button(app.window, "Remove"), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(Keyring::items(), 0, patience);
    QVERIFY(app.workers.all().isEmpty());
    QVERIFY(!shown<QMessageBox>(app.window));
}

void TestKeychain::aLockedKeychainIsSaidAndAskedAgain()
{
    {
        App app(path("locked.json"));
        connectTo(app);
        QTRY_VERIFY2_WITH_TIMEOUT(Keyring::items() == 1, qPrintable(app.tokens.keychainProblem()), patience);
    }
    QVERIFY(Keyring::lock());
    App app(path("locked.json"));
    Worker *worker = app.workers.all().first();
    QTRY_COMPARE_WITH_TIMEOUT(worker->state(), Worker::State::Refused, patience);
    QTRY_VERIFY2(textOf(app.window).contains("it is locked"), qPrintable(textOf(app.window)));
    QVERIFY(textOf(app.window).contains("Unlock or start the keychain"));
    QVERIFY(button(app.window, "Change connection …")); // the other way out
    QVERIFY(Keyring::unlock());
    QTest::mouseClick(button(app.window, "Try now"), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(worker->state(), Worker::State::Online, patience);
    app.workers.remove(worker->id());
    QTRY_COMPARE_WITH_TIMEOUT(Keyring::items(), 0, patience);
}

void TestKeychain::whatALockedKeychainHoldsOnToIsSaid()
{
    App app(path("held.json"));
    connectTo(app);
    QTRY_VERIFY2_WITH_TIMEOUT(Keyring::items() == 1, qPrintable(app.tokens.keychainProblem()), patience);
    QVERIFY(Keyring::lock());
    // Another token works, and is not kept.
    app.window.desk()->change(app.workers.all().first()->id());
    auto *dialog = shown<ConnectionDialog>(app.window);
    QVERIFY(dialog);
    QTest::keyClicks(field(*dialog, "Token"), m_real.token());
    QTest::mouseClick(button(*dialog, "Save"), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(shown<QMessageBox>(app.window), patience);
    QVERIFY2(shown<QMessageBox>(app.window)->text().contains("it is locked"), qPrintable(textOf(app.window)));
    shown<QMessageBox>(app.window)->accept();
    QTRY_COMPARE_WITH_TIMEOUT(app.workers.all().first()->state(), Worker::State::Online, patience);
    // The old one cannot be taken out.
    app.window.desk()->remove(app.workers.all().first()->id());
    QTRY_VERIFY(button(app.window, "Remove"));
    QTest::mouseClick(button(app.window, "Remove"), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(textOf(app.window).contains("not removed"), patience);
    QCOMPARE(Keyring::items(), 1);
}

QTEST_MAIN(TestKeychain)
#include "tst_Keychain.moc"
