#include "service/providers/BackgroundSignIn.h"
#include "service/providers/SignInWords.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace mergeloom;
using namespace std::chrono_literals;

namespace {

const QString prompt = claudeCodeDialect()->signIn().codePrompt;

SignInWords wordsOf(const QByteArray &output) { return SignInWords::of(output, prompt); }

} // namespace

/// A login without a terminal: what its program shows, and how it ends.
class BackgroundSignInTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_directory;
    api::SignInView m_end;

    QString root() const { return m_directory->filePath(QStringLiteral("cli")); }
    /// A program whose login runs these lines, and that is signed in when it has a credential.
    std::unique_ptr<BackgroundSignIn> start(const QByteArray &lines, std::chrono::milliseconds limit = 20s)
    {
        const QString path = m_directory->filePath(QStringLiteral("claude"));
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate))
            qFatal("cannot write %s", qPrintable(path));
        file.write("#!/bin/sh\nif [ \"$2\" = status ]; then test -s .credentials.json; exit; fi\n" + lines + '\n');
        file.close();
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        const SignIn signIn{claudeCodeDialect(),
            *AgentProgram::find(*claudeCodeDialect(), path, QStringLiteral("/usr/bin")), root(), QStringLiteral("own")};
        return *BackgroundSignIn::start(signIn, limit, [this](const api::SignInView &end) { m_end = end; });
    }
    QStringList left() const { return QDir(root()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot); }

private Q_SLOTS:
    void init() { m_directory = std::make_unique<QTemporaryDir>(); }

    void onlyHttpsIsALink_data()
    {
        QTest::addColumn<QByteArray>("output");
        QTest::addColumn<QString>("url");
        QTest::newRow("plain") << QByteArray("see https://a.example.org/x?y=1&z=%20\n")
                               << "https://a.example.org/x?y=1&z=%20";
        QTest::newRow("coloured") << QByteArray("\x1b[94mhttps://a.example.org/\x1b[0m\r\n")
                                  << "https://a.example.org/";
        QTest::newRow("half of it") << QByteArray("https://a.example.or") << "";
        QTest::newRow("http") << QByteArray("http://a.example.org/\n") << "";
        QTest::newRow("script") << QByteArray("javascript:alert(1)//https:/\n") << "";
        QTest::newRow("name of a user") << QByteArray("https://google.com@a.example.org/\n") << "";
        QTest::newRow("hidden in an escape")
            << QByteArray("\x1b]8;;https://evil.example.org/\x07word\x1b]8;;\x07\n") << "";
        QTest::newRow("no host") << QByteArray("https:///path\n") << "";
        QTest::newRow("endless") << QByteArray("https://a.example.org/" + QByteArray(5000, 'a') + '\n') << "";
        QTest::newRow("no text at all") << QByteArray("\xff\xfe\x00\x80https://\n", 13) << "";
    }
    void onlyHttpsIsALink()
    {
        QFETCH(QByteArray, output);
        QTEST(wordsOf(output).url, "url");
    }

    void aCodeStandsAlone()
    {
        QCOMPARE(wordsOf("Enter this code\n   \x1b[94mABCD-12345\x1b[0m\n").code, "ABCD-12345");
        QCOMPARE(wordsOf("ABCD-12345 is no code here\nABCD\nabcd-12345\n").code, "");
        QCOMPARE(wordsOf("ABCD-123").code, ""); // maybe half of it
    }

    void whatFollowsThePromptHasALineOfItsOwn()
    {
        const SignInWords words = wordsOf("Paste code here if prompted > Invalid code.\n");
        QVERIFY(words.isCodeAsked);
        QVERIFY2(words.text.endsWith(QStringLiteral("\nInvalid code.")), qPrintable(words.text));
        QVERIFY(!wordsOf("Paste it elsewhere > ").isCodeAsked);
        QVERIFY(wordsOf(QByteArray(10000, 'x')).text.size() <= 2000);
    }

    void takesACodeOnlyWhenOneIsAwaited()
    {
        const auto signIn =
            start("printf 'Paste code here > '; read code; echo checking; read other; echo \"$code $other\" > "
                  ".credentials.json");
        QTRY_VERIFY(signIn->view().isCodeAwaited);
        QCOMPARE(signIn->enter(QStringLiteral("a b")).error().code, ErrorCode::InvalidInput);
        QVERIFY(signIn->enter(QStringLiteral("one")));
        QTRY_VERIFY(signIn->view().isCodeAwaited); // it said something, and goes on
        QVERIFY(signIn->enter(QStringLiteral("two")));
        const auto early = signIn->enter(QStringLiteral("three"));
        QVERIFY(!early);
        QCOMPARE(early.error().code, ErrorCode::Conflict);
        QTRY_COMPARE(signIn->view().state, SignInState::Done);
        QCOMPARE(m_end.state, SignInState::Done);
        QFile kept(root() + QStringLiteral("/own/.credentials.json"));
        QVERIFY(kept.open(QIODevice::ReadOnly));
        QCOMPARE(kept.readAll(), QByteArray("one two\n"));
        QCOMPARE(signIn->giveUp().error().code, ErrorCode::Conflict);
        QCOMPARE(left(), QStringList{"own"});
    }

    void isDoneWhenItsProgramIsSignedInAndStays()
    {
        const auto signIn = start("trap '' TERM; echo done > .credentials.json; while :; do sleep 0.05; done");
        QTRY_COMPARE_WITH_TIMEOUT(signIn->view().state, SignInState::Done, 15000);
        QVERIFY(QFile::exists(root() + QStringLiteral("/own/.credentials.json")));
        QCOMPARE(left(), QStringList{"own"});
    }

    void isGivenUpByItself()
    {
        const auto signIn = start("trap '' TERM; echo https://a.example.org/; while :; do sleep 0.05; done", 300ms);
        QTRY_COMPARE(signIn->view().state, SignInState::GivenUp);
        QVERIFY2(signIn->view().detail.contains(QStringLiteral("not finished within 0 s")), qPrintable(m_end.detail));
        QVERIFY(signIn->view().url.isEmpty());
        QCOMPARE(left(), QStringList{"own"});
    }

    void endsWithItsOwner()
    {
        const QString mark = m_directory->filePath(QStringLiteral("pid"));
        auto signIn = start("echo $$ > " + QFile::encodeName(mark) + "; sleep 600 & wait");
        QTRY_VERIFY(QFileInfo(mark).size() > 0);
        QFile file(mark);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QString process = QStringLiteral("/proc/") + QString::fromLatin1(file.readAll().trimmed());
        QVERIFY(QFileInfo::exists(process));
        signIn.reset();
        QVERIFY(!QFileInfo::exists(process));
        QCOMPARE(m_end.state, SignInState::GivenUp);
        QCOMPARE(left(), QStringList{"own"});
    }

    void saysHowItsProgramFailed()
    {
        const auto signIn = start("exit 0");
        QTRY_COMPARE(signIn->view().state, SignInState::Failed); // it ended well, and left no credential
        QVERIFY2(signIn->view().detail.contains(QStringLiteral("is not signed in")), qPrintable(signIn->view().detail));
        const auto broken = start("echo Oops, no network >&2; exit 3");
        QTRY_COMPARE(broken->view().state, SignInState::Failed);
        QVERIFY2(broken->view().detail.contains(QStringLiteral("says “Oops, no network”")),
            qPrintable(broken->view().detail));
    }
};

QTEST_GUILESS_MAIN(BackgroundSignInTest)
#include "tst_BackgroundSignIn.moc"
