#include "tests/desktop/pages/RunningWorker.h"
#include "tests/desktop/pages/Shots.h"

#include "desktop/pages/ProvidersPage.h"
#include "desktop/pages/SelfTestReport.h"
#include "desktop/pages/SignInPanel.h"

#include <QClipboard>
#include <QDirIterator>
#include <QLineEdit>
#include <QNetworkReply>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QSignalSpy>

using namespace mergeloom;

namespace {

/// Stands in for an agent program: shows a link and a code, and waits for one to be pasted. What is pasted says what it does.
constexpr auto playedProgram = R"(#!/usr/bin/python3
import json, os, sys
credential = os.environ['CLAUDE_CONFIG_DIR'] + '/.credentials.json'
if sys.argv[1:] == ['auth', 'status']:
    sys.exit(0 if os.path.exists(credential) and 'good' in open(credential).read() else 1)
assert sys.argv[1:] == ['auth', 'login'], sys.argv
def say(text): print(text, flush=True)
say('\x1b[94mOpening browser\x1b[0m https://name@evil.example.org/')
say('Visit: \x1b[94mhttps://auth.example.org/device?a=1&b=2\x1b[0m\r\n   \x1b[1mABCD-12345\x1b[0m')
print('Paste code here if prompted > ', end='', flush=True)
while True:
    word = sys.stdin.readline().strip()
    if word.startswith('good'):
        open(credential, 'w').write(json.dumps({'claudeAiOauth': {'accessToken': word}}))
        say('Login successful.')
        sys.exit(0)
    if word == 'fail': sys.exit('Login failed: the service said no')
    say('Invalid code. Please make sure the full code was copied.')
)";

} // namespace

/// Providers of a real worker are signed in, and try themselves out.
class SignInTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase() { delete m_worker; }
    void a_sign_in_is_begun_shows_link_and_code_and_is_given_up();
    void a_sign_in_that_the_service_refuses_says_so();
    void a_code_that_is_pasted_signs_in();
    void a_self_test_passes_step_by_step();
    void a_self_test_that_fails_says_what_was_not_done();

private:
    QPushButton *button(QWidget &page, const QString &text)
    {
        for (QPushButton *one : page.findChildren<QPushButton *>())
            if (one->text() == text && one->isVisible())
                return one;
        return nullptr;
    }
    QString told(QWidget &page)
    {
        QStringList all;
        for (QLabel *label : page.findChildren<QLabel *>())
            if (label->isVisible())
                all << label->text();
        for (StatusPill *pill : page.findChildren<StatusPill *>())
            if (pill->isVisible())
                all << pill->text();
        return all.join(u'\n');
    }
    std::unique_ptr<ProvidersPage> opened(const QString &argument)
    {
        auto page = std::make_unique<ProvidersPage>(*m_worker);
        page->resize(1200, 900);
        page->show();
        page->open(argument);
        return page;
    }
    /// The page of the provider with a sign-in that waits for its code.
    std::unique_ptr<ProvidersPage> begun()
    {
        auto page = opened(QStringLiteral("edit=own"));
        if (!QTest::qWaitFor(
                [&] {
                    return button(*page, QStringLiteral("Sign in"))
                        && button(*page, QStringLiteral("Sign in"))->isEnabled();
                },
                10'000))
            return nullptr;
        button(*page, QStringLiteral("Sign in"))->click();
        return QTest::qWaitFor([&] { return button(*page, QStringLiteral("Hand over the code")); }, 20'000)
            ? std::move(page)
            : nullptr;
    }
    void hand(QWidget &page, const QString &code)
    {
        for (QLineEdit *edit : page.findChildren<QLineEdit *>())
            if (edit->accessibleName() == u"The code from that page")
                edit->setText(code);
        button(page, QStringLiteral("Hand over the code"))->click();
    }
    void sayNext(const QJsonArray &steps)
    {
        QNetworkRequest request(QUrl(m_host.modelUrl() + QStringLiteral("/_script")));
        request.setHeader(QNetworkRequest::ContentTypeHeader, QByteArray("application/json"));
        QNetworkReply *reply = m_network.post(request, QJsonDocument(QJsonObject{{"default", steps}}).toJson());
        QVERIFY(QTest::qWaitFor([&] { return reply->isFinished(); }, 10'000));
        reply->deleteLater();
    }
    /// What the model has to find: another one each time.
    QString word() const
    {
        QDirIterator files(m_host.dataPath(), {QStringLiteral("note.txt")}, QDir::Files, QDirIterator::Subdirectories);
        QFile note(files.hasNext() ? files.next() : QString());
        static const QRegularExpression pattern(QStringLiteral("word: (\\S+)"));
        return note.open(QIODevice::ReadOnly) ? pattern.match(QString::fromUtf8(note.readAll())).captured(1)
                                              : QString();
    }

    QTemporaryDir m_folder;
    RunningWorker m_host;
    QNetworkAccessManager m_network;
    Worker *m_worker = nullptr;
    std::unique_ptr<Theme> m_theme;
};

void SignInTest::initTestCase()
{
    m_theme = std::make_unique<Theme>(*qApp);
    m_theme->choose(ThemeChoice::Light);
    const QString why = m_host.start({});
    QVERIFY2(why.isEmpty(), qPrintable(why));
    QFile program(m_folder.filePath(QStringLiteral("claude")));
    QVERIFY(program.open(QIODevice::WriteOnly) && program.write(playedProgram) > 0);
    program.close();
    QVERIFY(program.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    m_host.setUp();
    api::ProviderRequest own;
    own.kind = QStringLiteral("claude-code-cli");
    own.name = QStringLiteral("Own program");
    own.model = QStringLiteral("m");
    own.options = {{"auth", "sign_in"}, {"program", program.fileName()}};
    m_host.ask(api_call::putProvider(ProviderProfileId(QStringLiteral("own")), own));
    m_worker = new Worker(m_host.connection(), m_host.token());
    m_worker->start();
    QTRY_COMPARE_WITH_TIMEOUT(m_worker->state(), Worker::State::Online, 10'000);
}

void SignInTest::a_sign_in_is_begun_shows_link_and_code_and_is_given_up()
{
    const auto page = begun();
    QVERIFY(page);
    auto *panel = page->findChild<SignInPanel *>();
    QTRY_VERIFY2_WITH_TIMEOUT(told(*panel).contains(QStringLiteral("https://auth.example.org/device?a=1&b=2")),
        qPrintable(told(*panel)), 10'000);
    QVERIFY(told(*panel).contains(QStringLiteral("ABCD-12345")));
    QVERIFY(told(*panel).contains(QStringLiteral("signing in")));
    button(*panel, QStringLiteral("Copy"))->click();
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("https://auth.example.org/device?a=1&b=2"));
    QSignalSpy wanted(panel, &SignInPanel::addressWanted);
    panel->disconnect(page.get()); // else a dialog asks first
    button(*panel, QStringLiteral("Open"))->click();
    QCOMPARE(wanted.first().first().toString(), QStringLiteral("https://auth.example.org/device?a=1&b=2"));
    takeShots(*m_theme, *page, QStringLiteral("sign-in"));
    hand(*panel, QStringLiteral("no-such-code"));
    auto *output = panel->findChild<QPlainTextEdit *>();
    QTRY_VERIFY2_WITH_TIMEOUT(
        output->toPlainText().contains(QStringLiteral("Invalid code")), qPrintable(output->toPlainText()), 10'000);
    button(*panel, QStringLiteral("Give up"))->click();
    QTRY_VERIFY2_WITH_TIMEOUT(told(*panel).endsWith(QStringLiteral("given up")), qPrintable(told(*panel)), 20'000);
    QVERIFY(!told(*panel).contains(QStringLiteral("ABCD-12345")));
}

void SignInTest::a_sign_in_that_the_service_refuses_says_so()
{
    const auto page = begun();
    QVERIFY(page);
    hand(*page, QStringLiteral("fail"));
    auto *panel = page->findChild<SignInPanel *>();
    QTRY_VERIFY2_WITH_TIMEOUT(
        told(*panel).contains(QStringLiteral("Login failed: the service said no")), qPrintable(told(*panel)), 20'000);
    takeShots(*m_theme, *page, QStringLiteral("sign-in-failed"));
    QVERIFY(button(*panel, QStringLiteral("Sign in"))); // again
}

void SignInTest::a_code_that_is_pasted_signs_in()
{
    const auto page = begun();
    QVERIFY(page);
    hand(*page, QStringLiteral(" good-code-4711 "));
    auto *panel = page->findChild<SignInPanel *>();
    QTRY_VERIFY2_WITH_TIMEOUT(
        told(*panel).contains(QStringLiteral("is signed in on this host")), qPrintable(told(*panel)), 20'000);
    takeShots(*m_theme, *page, QStringLiteral("sign-in-done"));
    const auto state = [this] {
        for (const api::ProviderView &one : m_host.ask(api_call::providers()).items)
            if (one.profile.id.text() == u"own")
                return one.state;
        return ProviderState::Checking;
    };
    QTRY_COMPARE_WITH_TIMEOUT(state(), ProviderState::Ready, 20'000);
}

void SignInTest::a_self_test_passes_step_by_step()
{
    using R = RunningWorker;
    const QJsonArray steps{R::step({}, QStringLiteral("read_file"), {{"path", "note.txt"}}),
        R::step({}, QStringLiteral("edit_file"),
            {{"path", "note.txt"}, {"old_text", "state: old"}, {"new_text", "state: new"}}),
        R::commandStep(QStringLiteral("cat note.txt")),
        QJsonObject{{"status", 429}, {"headers", QJsonObject{{"retry-after", "1"}}}, {"repeat", "forever"}}};
    sayNext(steps);
    const auto page = opened(QStringLiteral("edit=scripted"));
    QTRY_VERIFY_WITH_TIMEOUT(button(*page, QStringLiteral("Save and test")), 10'000);
    button(*page, QStringLiteral("Save and test"))->click();
    auto *report = page->findChild<SelfTestReport *>();
    // The model can say the word only when it is known.
    QTRY_VERIFY2_WITH_TIMEOUT(told(*report).contains(QStringLiteral("Run a command")), qPrintable(told(*page)), 30'000);
    QVERIFY(!word().isEmpty());
    sayNext({R::step({}, QStringLiteral("finish"), {{"word", word()}})});
    QTRY_VERIFY_WITH_TIMEOUT(!report->isRunning(), 30'000);
    for (const char *step : {"Read a file", "Edit it", "Run a command", "Finish with a structured answer", "tokens"})
        QVERIFY2(told(*report).contains(QLatin1StringView(step)), qPrintable(told(*report)));
    QVERIFY2(report->text().contains(QStringLiteral("It took")), qPrintable(report->text()));
    takeShots(*m_theme, *page, QStringLiteral("self-test-passed"));
}

void SignInTest::a_self_test_that_fails_says_what_was_not_done()
{
    using R = RunningWorker;
    sayNext({R::step({}, QStringLiteral("read_file"), {{"path", "note.txt"}}),
        R::step({}, QStringLiteral("finish"), {{"word", "guessed"}})});
    const auto page = opened({});
    QPushButton *test = nullptr;
    QTRY_VERIFY_WITH_TIMEOUT((test = button(*page, QStringLiteral("Test"))), 10'000);
    SelfTestReport *report = nullptr;
    for (QPushButton *one : page->findChildren<QPushButton *>())
        if (one->text() == u"Test" && told(*one->parentWidget()).contains(QStringLiteral("Scripted model"))) {
            test = one;
            report = one->parentWidget()->findChild<SelfTestReport *>();
        }
    QVERIFY(report);
    test->click();
    QTRY_VERIFY_WITH_TIMEOUT(report->isVisible() && !report->isRunning(), 30'000);
    QVERIFY2(!report->text().contains(QStringLiteral("It took")), qPrintable(report->text()));
    QStringList signs;
    for (QLabel *label : report->findChildren<QLabel *>())
        if (label->accessibleName() == u"done" || label->accessibleName() == u"not done")
            signs << label->accessibleName();
    QCOMPARE(signs, (QStringList{"done", "not done", "not done", "not done"}));
    takeShots(*m_theme, *page, QStringLiteral("self-test-failed"));
}

QTEST_MAIN(SignInTest)
#include "tst_SignIn.moc"
