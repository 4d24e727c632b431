#include "desktop/app/CommandPalette.h"
#include "desktop/app/ConnectionDialog.h"
#include "desktop/app/ShortcutSheet.h"
#include "desktop/app/StateView.h"
#include "desktop/app/TopBar.h"
#include "desktop/app/TrustDialog.h"
#include "desktop/workers/LocalSearch.h"
#include "tests/desktop/RealWorker.h"
#include "tests/desktop/app/WholeApp.h"

#include <QListWidget>
#include <QSignalSpy>
#include <QToolButton>

using namespace mergeloom;
using namespace mergeloom::test;

namespace {

constexpr int patience = 20'000;

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class TestWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QVERIFY(m_folder.isValid()); }
    void aFirstStartFindsTheWorkerOfThisMachineAndConnectsByOneButton();
    void aConnectionIsTypedAndItsTokenIsInNoFile();
    void aWrongTokenIsSaidAndPutRight();
    void whatIsWrongStandsUnderItsField_data();
    void whatIsWrongStandsUnderItsField();
    void aTokenIsNotSentToAnotherAddress();
    void aCertificateIsShownWithWhatTrustMeans();
    void theLastPlaceAndWorkerComeBack();
    void theKeysOpenPaletteAndSheet();
    void theThemeChangesAndIsKept();
    void aBrokenSettingsFileIsPutAsideAndSaid();
    void everyControlHasANameForScreenReaders();

private:
    QString settingsPath(const char *name) const { return m_folder.filePath(QString::fromLatin1(name)); }
    QTemporaryDir m_folder;
};

void TestWindow::aFirstStartFindsTheWorkerOfThisMachineAndConnectsByOneButton()
{
    RealWorker real;
    QVERIFY(real.start());
    App app(settingsPath("first.json"));
    QVERIFY(textOf(app.window).contains("Welcome"));
    LocalSearch search(SettingsPlace::of(real.environment()));
    StateView *view = app.window.host()->stateView();
    connect(&search, &LocalSearch::found, view, &StateView::showLocal);
    search.start();
    QPushButton *connectButton = nullptr;
    QTRY_VERIFY_WITH_TIMEOUT((connectButton = button(app.window, "Connect to the worker on this machine")), patience);
    QTest::mouseClick(connectButton, Qt::LeftButton);
    QCOMPARE(app.workers.all().size(), 1);
    QTRY_COMPARE_WITH_TIMEOUT(app.workers.all().first()->state(), Worker::State::Online, patience);
    QCOMPARE(app.workers.all().first()->name(), "test-host");

    RealWorker none; // not started
    LocalSearch inVain(SettingsPlace::of(none.environment()));
    QSignalSpy notFound(&inVain, &LocalSearch::notFound);
    inVain.start();
    QTRY_COMPARE_WITH_TIMEOUT(notFound.size(), 1, patience);
    QVERIFY(notFound.first().first().toString().contains("No worker answers"));
}

void TestWindow::aConnectionIsTypedAndItsTokenIsInNoFile()
{
    RealWorker real;
    QVERIFY(real.start());
    const QString path = settingsPath("typed.json");
    {
        App app(path);
        app.window.desk()->add();
        auto *dialog = shown<ConnectionDialog>(app.window);
        QVERIFY(dialog);
        QTest::keyClicks(field(*dialog, "Name"), "build & test");
        QTest::keyClicks(field(*dialog, "Address"), real.url());
        QTest::keyClicks(field(*dialog, "Token"), real.token());
        QTest::keyClick(dialog, Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(
            app.workers.all().value(0) ? app.workers.all().first()->state() : Worker::State::Offline,
            Worker::State::Online, patience);
        QTRY_VERIFY(app.window.findChild<TopBar *>()->workerButton()->text().contains("build && test"));
    }
    const QByteArray kept = contentOf(path);
    QVERIFY(kept.contains("build & test"));
    QVERIFY(!kept.contains(real.token().toUtf8()));
    QVERIFY(!QFile(path).permissions().testAnyFlags(QFile::ReadGroup | QFile::ReadOther));
}

void TestWindow::aWrongTokenIsSaidAndPutRight()
{
    RealWorker real;
    QVERIFY(real.start());
    App app(settingsPath("wrong.json"));
    Connection connection;
    connection.name = "test-host";
    connection.url = real.url();
    app.window.desk()->addLocal(connection, "no-such-token");
    Worker *worker = app.workers.all().first();
    QTRY_COMPARE_WITH_TIMEOUT(worker->state(), Worker::State::Refused, patience);
    QTRY_VERIFY(textOf(app.window).contains("does not accept the token"));
    for (QDialog *over : app.window.findChildren<QDialog *>()) // "kept for now only", where there is no keychain
        over->close();
    QTest::mouseClick(button(app.window, "Change connection …"), Qt::LeftButton);
    auto *dialog = shown<ConnectionDialog>(app.window);
    QVERIFY(dialog);
    QTest::keyClicks(field(*dialog, "Token"), real.token());
    QTest::mouseClick(button(*dialog, "Save"), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(worker->state(), Worker::State::Online, patience);
}

void TestWindow::whatIsWrongStandsUnderItsField_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("isThroughSsh");
    QTest::newRow("no address") << "Address"
                                << "" << false;
    QTest::newRow("scheme") << "Address"
                            << "file:///etc/passwd" << false;
    QTest::newRow("nonsense") << "Address" << QStringLiteral("\u202Ehttp://\u0007") << false;
    QTest::newRow("script") << "Address"
                            << "javascript:alert(1)" << false;
    QTest::newRow("long name") << "Name" << QString(500, u'x') << false;
    QTest::newRow("token of blanks and signs") << "Token"
                                               << "not a tökén" << false;
    QTest::newRow("option as a host") << "SSH host"
                                      << "-oProxyCommand=touch /tmp/x" << true;
    QTest::newRow("no host") << "SSH host"
                             << "" << true;
    QTest::newRow("user with a blank") << "User there"
                                       << "a b" << true;
    QTest::newRow("port of letters") << "Port of ssh"
                                     << "abc" << true;
    QTest::newRow("port out of range") << "Port of ssh"
                                       << "70000" << true;
    QTest::newRow("port zero") << "Port of ssh"
                               << "0" << true;
    QTest::newRow("option as a key") << "Key file"
                                     << "-F/tmp/x" << true;
}

void TestWindow::whatIsWrongStandsUnderItsField()
{
    QFETCH(QString, name);
    QFETCH(QString, text);
    QFETCH(bool, isThroughSsh);
    Connection connection;
    connection.name = "good";
    connection.url = "http://127.0.0.1:8010";
    if (isThroughSsh) {
        connection.kind = ConnectionKind::Ssh;
        connection.ssh.host = "host.example";
    }
    ConnectionDialog dialog(connection);
    QSignalSpy accepted(&dialog, &QDialog::accepted);
    dialog.show();
    QLineEdit *edit = field(dialog, name);
    QVERIFY(edit);
    edit->setText(text);
    QTest::mouseClick(button(dialog, "Connect"), Qt::LeftButton);
    QVERIFY(accepted.isEmpty());
    QVERIFY2(!faultsOf(dialog).isEmpty(), "nothing is said");
    QVERIFY(dialog.isVisible());
    QCOMPARE(edit->text(), text); // nothing is lost
}

void TestWindow::aTokenIsNotSentToAnotherAddress()
{
    Connection connection;
    connection.id = "known";
    connection.name = "known";
    connection.url = "https://worker.example:8010";
    connection.fingerprint = QString("ab:").repeated(31) + "ab";
    ConnectionDialog dialog(connection);
    dialog.show();
    field(dialog, "Address")->setText("https://other.example:8010");
    QTest::mouseClick(button(dialog, "Save"), Qt::LeftButton);
    QVERIFY2(faultsOf(dialog).contains("https://worker.example:8010"), qPrintable(faultsOf(dialog)));
    field(dialog, "Token")->setText("new-token");
    QTest::mouseClick(button(dialog, "Save"), Qt::LeftButton);
    QCOMPARE(dialog.result(), int(QDialog::Accepted));
    QVERIFY(dialog.connection().fingerprint.isEmpty()); // the trust was in the other one
}

void TestWindow::aCertificateIsShownWithWhatTrustMeans()
{
    RealWorker real;
    QVERIFY(test::makeCertificate(real.folder(), "own"));
    real.set("JCA_WORKER_TLS_CERTIFICATE", real.folder() + "/own.pem");
    real.set("JCA_WORKER_TLS_KEY", real.folder() + "/own.key");
    QVERIFY(real.start());
    App app(settingsPath("tls.json"));
    Connection connection;
    connection.name = "secure";
    connection.url = real.url();
    app.window.desk()->addLocal(connection, real.token());
    Worker *worker = app.workers.all().first();
    QTRY_COMPARE_WITH_TIMEOUT(worker->state(), Worker::State::Refused, patience);
    QPushButton *look = nullptr;
    QTRY_VERIFY((look = button(app.window, "Look at the certificate …")));
    for (QDialog *over : app.window.findChildren<QDialog *>())
        over->close();
    QTest::mouseClick(look, Qt::LeftButton);
    auto *dialog = shown<TrustDialog>(app.window);
    QVERIFY(dialog);
    const QString fingerprint =
        CertificateTrust::fingerprintOf(QSslCertificate::fromPath(real.folder() + "/own.pem").value(0));
    QVERIFY(textOf(*dialog).contains(fingerprint.left(23).toUpper().replace(':', ' ')));
    QVERIFY(textOf(*dialog).contains("sends your token"));
    QVERIFY(!button(*dialog, "Trust this certificate")->isDefault()); // Enter by habit must not trust
    QTest::mouseClick(button(*dialog, "Trust this certificate"), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(worker->state(), Worker::State::Online, patience);
    QCOMPARE(app.settings.memory().connections.first().fingerprint, fingerprint);
}

void TestWindow::theLastPlaceAndWorkerComeBack()
{
    const QString path = settingsPath("back.json");
    {
        KeptSettings settings(path);
        settings.change([](AppMemory &memory) {
            memory.connections = {{"A1", "first", ConnectionKind::Direct, "http://127.0.0.1:1"},
                {"A2", "second", ConnectionKind::Direct, "http://127.0.0.1:2"}};
        });
    }
    const QString page = pageRows().isEmpty() ? QString() : QString::fromLatin1(pageRows().last().id);
    {
        App app(path);
        QCOMPARE(app.window.host()->place().workerId, "A1");
        app.window.go({page, "argument", "A2"});
        app.window.resize(1100, 700);
        app.window.close();
    }
    App app(path);
    QCOMPARE(app.window.host()->place(), (Place{page, "argument", "A2"}));
    QTRY_VERIFY(textOf(app.window).contains("offline") || textOf(app.window).contains("connecting"));
    app.window.go({page, {}, "A1"});
    app.window.host()->back();
    QCOMPARE(app.window.host()->place().workerId, "A2");
    app.window.host()->forward();
    QCOMPARE(app.window.host()->place().workerId, "A1");
    app.workers.remove("A1");
    QTRY_COMPARE(app.window.host()->place().workerId, "A2");
}

void TestWindow::theKeysOpenPaletteAndSheet()
{
    App app(settingsPath("keys.json"));
    QVERIFY(QTest::qWaitForWindowActive(&app.window));
    QTest::keyClick(&app.window, Qt::Key_K, Qt::ControlModifier);
    auto *palette = shown<CommandPalette>(app.window);
    QVERIFY(palette);
    auto *list = palette->findChild<QListWidget *>();
    QVERIFY(list->count() > 5);
    QTest::keyClicks(field(*palette, "Search"), "worker add");
    QCOMPARE(list->count(), 1);
    QTest::keyClick(field(*palette, "Search"), Qt::Key_Return);
    QTRY_VERIFY(shown<ConnectionDialog>(app.window));
    auto *dialog = shown<ConnectionDialog>(app.window);
    QTest::keyClicks(field(*dialog, "Name"), "why?"); // a question mark that is typed is a text
    QCOMPARE(field(*dialog, "Name")->text(), "why?");
    QVERIFY(!shown<ShortcutSheet>(app.window));
    dialog->reject();
    QTest::keyClick(&app.window, Qt::Key_Question);
    QTRY_VERIFY(shown<ShortcutSheet>(app.window));
    QVERIFY(textOf(*shown<ShortcutSheet>(app.window)).contains("Ctrl+K"));
}

void TestWindow::theThemeChangesAndIsKept()
{
    const QString path = settingsPath("theme.json");
    {
        App app(path);
        app.theme.choose(ThemeChoice::Light);
        const QColor light = app.window.palette().color(QPalette::Window);
        app.theme.choose(ThemeChoice::Dark);
        QVERIFY(app.window.palette().color(QPalette::Window).lightness() < light.lightness());
        app.theme.choose(ThemeChoice::System);
        QVERIFY(QTest::qWaitForWindowActive(&app.window));
        QTest::keyClick(&app.window, Qt::Key_T, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(app.settings.memory().theme, "light");
        QTest::keyClick(&app.window, Qt::Key_T, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(app.settings.memory().theme, "dark");
    }
    App app(path);
    QVERIFY(app.theme.isDark());
}

void TestWindow::aBrokenSettingsFileIsPutAsideAndSaid()
{
    const QString path = settingsPath("broken.json");
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("{\"connections\": [{");
    file.close();
    App app(path);
    QVERIFY(app.workers.all().isEmpty());
    QCOMPARE(contentOf(path + ".unreadable"), "{\"connections\": [{");
    QTRY_VERIFY(textOf(app.window).contains(".unreadable"));
}

void TestWindow::everyControlHasANameForScreenReaders()
{
    App app(settingsPath("names.json"));
    ConnectionDialog dialog({}, &app.window);
    dialog.show();
    for (const QWidget *widget : app.window.findChildren<QWidget *>()) {
        const bool isControl = qobject_cast<const QToolButton *>(widget) || qobject_cast<const QLineEdit *>(widget)
            || qobject_cast<const QListWidget *>(widget);
        if (isControl && !widget->objectName().startsWith("qt_"))
            QVERIFY2(!widget->accessibleName().isEmpty(),
                qPrintable(widget->objectName() + widget->metaObject()->className()));
    }
}

QTEST_MAIN(TestWindow)
#include "tst_Window.moc"
