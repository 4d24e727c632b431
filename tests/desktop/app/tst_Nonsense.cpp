#include "desktop/app/CommandPalette.h"
#include "desktop/app/ConnectionDialog.h"
#include "desktop/pages/ExtendDialog.h"
#include "desktop/pages/FormParts.h"
#include "desktop/pages/PageParts.h"
#include "tests/desktop/app/WholeApp.h"
#include "tests/desktop/pages/RunningWorker.h"

#include <QAbstractSpinBox>
#include <QDialog>
#include <QComboBox>
#include <QPlainTextEdit>
#include <QStandardPaths>
#include <QTimer>

using namespace mergeloom;
using namespace mergeloom::test;

namespace {

constexpr int patience = 30'000;

struct Nonsense {
    const char *name;
    QString text;
};

const QList<Nonsense> &allNonsense()
{
    static const QList<Nonsense> all{{"nothing", {}}, {"blanks", QStringLiteral(" \t  ")},
        {"long", QString(100'000, u'x')}, {"many words", QStringLiteral("word ").repeated(20'000)},
        {"other scripts",
            QStringLiteral("Ünïcödé 🙂 \u202Eمرحبا\u202C 日本語 e\u0301\u0301\u0301 \u200B")},
        {"half a pair", QString(QChar(0xD83D)) + QStringLiteral(" and ") + QChar(0xDE42)},
        {"control characters",
            QStringLiteral("a\u0001\u0002\u0007\u001b[31mred\u001b[0m\u007f\u0085\u2028b") + QChar(0)},
        {"huge number", QStringLiteral("99999999999999999999999999999999")},
        {"negative number", QStringLiteral("-9223372036854775809")}, {"float", QStringLiteral("1e999999")},
        {"not a number", QStringLiteral("NaN")},
        {"markup", QStringLiteral("<script>alert(1)</script><img src=x onerror=y> [a](javascript:b) %1 %2 %n %s")},
        {"paths and options",
            QStringLiteral("-oProxyCommand=x ../../../../etc/passwd file:///etc/passwd; rm -rf \"$(x)\" `y`")}};
    return all;
}

/// What can be typed into, below a widget.
QList<QWidget *> inputsOf(const QWidget &root)
{
    QList<QWidget *> inputs;
    for (QLineEdit *edit : root.findChildren<QLineEdit *>())
        if (edit->isVisible() && edit->isEnabled() && !edit->isReadOnly())
            inputs << edit;
    for (QPlainTextEdit *edit : root.findChildren<QPlainTextEdit *>())
        if (edit->isVisible() && edit->isEnabled() && !edit->isReadOnly())
            inputs << edit;
    return inputs;
}

void put(QWidget *input, const QString &text)
{
    if (auto *edit = qobject_cast<QLineEdit *>(input)) {
        edit->selectAll();
        edit->insert(text); // as pasted: what a validator refuses stays out
        if (auto *box = qobject_cast<QAbstractSpinBox *>(edit->parentWidget()))
            box->interpretText();
    } else {
        static_cast<QPlainTextEdit *>(input)->setPlainText(text);
    }
}

/// Something is said of what was typed.
bool isComplaining(const QWidget &root)
{
    for (const FormField *field : root.findChildren<FormField *>())
        if (field->isVisible() && !field->error().isEmpty())
            return true;
    for (const NoticeLine *line : root.findChildren<NoticeLine *>())
        if (line->isVisible() && !line->text().isEmpty())
            return true;
    return !faultsOf(root).isEmpty();
}

} // namespace

/// What nobody should type, in each field of each form: nothing breaks, and what is wrong is said where it stands.
class TestNonsense : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase() { m_app.reset(); }
    void aFormTakesItOrSaysWhatIsWrong_data();
    void aFormTakesItOrSaysWhatIsWrong();
    void aConnectionIsNotMadeOfIt_data();
    void aConnectionIsNotMadeOfIt();
    void filtersAndSearchFindNothing_data();
    void filtersAndSearchFindNothing();
    void aRunIsSteeredWithIt_data();
    void aRunIsSteeredWithIt();

private:
    void nonsense();
    Page *goTo(const QString &page, const QString &argument);

    RunningWorker m_host;
    QTemporaryDir m_folder;
    std::unique_ptr<App> m_app;
    Worker *m_worker = nullptr;
    QString m_live;
};

void TestNonsense::initTestCase()
{
    QStandardPaths::setTestModeEnabled(true);
    using R = RunningWorker;
    const QString why = m_host.start({{"scenarios", QJsonObject{{"held", R::heldSteps()}}}});
    QVERIFY2(why.isEmpty(), qPrintable(why));
    m_host.setUp();
    const auto live = m_host.heldRun("app", "held");
    QVERIFY(live);
    m_live = live->id.text();
    m_app = std::make_unique<App>(m_folder.filePath("settings.json"));
    m_worker = m_app->workers.add(m_host.connection(), m_host.token(), {});
    m_app->window.go({{}, {}, m_worker->id()});
    QTRY_COMPARE_WITH_TIMEOUT(m_worker->state(), Worker::State::Online, patience);
}

void TestNonsense::nonsense()
{
    QTest::addColumn<QString>("text");
    for (const Nonsense &one : allNonsense())
        QTest::newRow(one.name) << one.text;
}

Page *TestNonsense::goTo(const QString &page, const QString &argument)
{
    PageHost *host = m_app->window.host();
    m_app->window.go({page, argument, m_worker->id()});
    // A form with nonsense in it stays until somebody discards that.
    if (host->place().argument != argument && button(*host->page(), "Back")) {
        QTimer::singleShot(0, host, [host] { button(*QApplication::activeModalWidget(), "Discard them")->click(); });
        button(*host->page(), "Back")->click();
        m_app->window.go({page, argument, m_worker->id()});
    }
    return host->page();
}

void TestNonsense::aFormTakesItOrSaysWhatIsWrong_data()
{
    QTest::addColumn<QString>("page");
    QTest::addColumn<QString>("argument");
    QTest::addColumn<QString>("verb");
    QTest::addColumn<QString>("text");
    const auto add = [](const char *page, const QString &argument, const char *verb) {
        for (const Nonsense &one : allNonsense())
            QTest::addRow("%s %s: %s", page, qPrintable(argument), one.name)
                << QString::fromLatin1(page) << argument << QString::fromLatin1(verb) << one.text;
    };
    add("tickets", "new", "Queue the ticket");
    for (const ProviderKind &kind : m_host.ask(api_call::providers()).kinds)
        add("providers", "add=" + kind.kind, "Save");
}

void TestNonsense::aFormTakesItOrSaysWhatIsWrong()
{
    QFETCH(QString, page);
    QFETCH(QString, argument);
    QFETCH(QString, verb);
    QFETCH(QString, text);
    Page *shownPage = goTo(page, argument);
    QTRY_VERIFY_WITH_TIMEOUT(button(*shownPage, verb) && button(*shownPage, verb)->isEnabled(), patience);
    // A ticket asks for its repository first; so it is not only that.
    for (QComboBox *box : shownPage->findChildren<QComboBox *>())
        if (const int there = box->findData("app"); there >= 0)
            box->setCurrentIndex(there);
    const QList<QWidget *> inputs = inputsOf(*shownPage);
    QVERIFY(!inputs.isEmpty());
    for (QWidget *input : inputs)
        put(input, text);
    QPushButton *press = button(*shownPage, verb);
    QVERIFY(press);
    QTest::mouseClick(press, Qt::LeftButton);
    const auto isTaken = [&] { return m_app->window.host()->place().argument != argument; };
    QTRY_VERIFY2_WITH_TIMEOUT(
        isTaken() || isComplaining(*shownPage), "neither taken nor refused with a word", patience);
    QCOMPARE(m_worker->state(), Worker::State::Online);
    if (isTaken())
        return;
    for (const QWidget *input : inputs) // nothing is lost
        if (const auto *edit = qobject_cast<const QPlainTextEdit *>(input))
            QCOMPARE(edit->toPlainText().isEmpty(), text.isEmpty());
}

void TestNonsense::aConnectionIsNotMadeOfIt_data() { nonsense(); }

void TestNonsense::aConnectionIsNotMadeOfIt()
{
    QFETCH(QString, text);
    for (const ConnectionKind kind : {ConnectionKind::Direct, ConnectionKind::Ssh}) {
        Connection connection;
        connection.kind = kind;
        ConnectionDialog dialog(connection);
        dialog.show();
        for (QWidget *input : inputsOf(dialog))
            put(input, text);
        QTest::mouseClick(button(dialog, "Connect"), Qt::LeftButton);
        // What could be the name of a host is one.
        QVERIFY2(!dialog.isVisible() || isComplaining(dialog), "neither taken nor refused with a word");
        QVERIFY2(kind == ConnectionKind::Direct || dialog.isVisible(), "this is no port");
        QVERIFY2(dialog.height() < 1200, "a word that is long makes no window that is high");
    }
}

void TestNonsense::filtersAndSearchFindNothing_data() { nonsense(); }

void TestNonsense::filtersAndSearchFindNothing()
{
    QFETCH(QString, text);
    for (const char *page : {"runs", "audit", "tickets", "dashboard", "repositories", "health"}) {
        Page *shownPage = goTo(QString::fromLatin1(page), {});
        QTRY_VERIFY_WITH_TIMEOUT(shownPage->readAt().microseconds > 0, patience);
        if (QPushButton *more = button(*shownPage, "More filters"))
            more->setChecked(true);
        for (QWidget *input : inputsOf(*shownPage))
            put(input, text);
        // The page asks with it, and says what is wrong or finds nothing; either way it goes on.
        const Timestamp before = shownPage->readAt();
        m_app->window.host()->reload();
        QTRY_VERIFY2_WITH_TIMEOUT(shownPage->readAt() > before || isComplaining(*shownPage), page, patience);
        for (QWidget *input : inputsOf(*shownPage))
            put(input, {});
    }
    QTest::keyClick(&m_app->window, Qt::Key_K, Qt::ControlModifier);
    auto *palette = shown<CommandPalette>(m_app->window);
    QVERIFY(palette);
    put(field(*palette, "Search"), text);
    QTest::keyClick(field(*palette, "Search"), Qt::Key_Down);
    palette->close();
    QCOMPARE(m_worker->state(), Worker::State::Online);
}

void TestNonsense::aRunIsSteeredWithIt_data() { nonsense(); }

void TestNonsense::aRunIsSteeredWithIt()
{
    QFETCH(QString, text);
    Page *page = goTo("run", m_live);
    QTRY_VERIFY_WITH_TIMEOUT(button(*page, "Send"), patience);
    for (QWidget *input : inputsOf(*page))
        put(input, text);
    QPushButton *send = button(*page, "Send");
    // What cannot be sent is said by the button, before anything is sent.
    QCOMPARE(!send->isEnabled(), text.trimmed().isEmpty() || text.trimmed().size() > 8000);
    QCOMPARE(send->accessibleDescription().isEmpty(), send->isEnabled());
    if (send->isEnabled()) {
        QTest::mouseClick(send, Qt::LeftButton);
        QPlainTextEdit *message = shown<QPlainTextEdit>(*send->parentWidget());
        QVERIFY(message);
        QTRY_VERIFY_WITH_TIMEOUT(message->toPlainText().isEmpty() || isComplaining(*page), patience);
    }
    QTRY_VERIFY_WITH_TIMEOUT(button(*page, "More budget"), patience);
    QTest::mouseClick(button(*page, "More budget"), Qt::LeftButton);
    auto *dialog = shown<ExtendDialog>(m_app->window);
    QVERIFY(dialog);
    for (QWidget *input : inputsOf(*dialog))
        put(input, text);
    QTest::mouseClick(button(*dialog, "Give it more"), Qt::LeftButton);
    QVERIFY(dialog->isVisible());
    QVERIFY(isComplaining(*dialog));
    dialog->reject();
    QCOMPARE(m_worker->state(), Worker::State::Online);
}

QTEST_MAIN(TestNonsense)
#include "tst_Nonsense.moc"
