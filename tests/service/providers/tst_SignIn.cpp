#include "service/providers/SignIn.h"
#include "service/providers/SignInWatch.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace mergeloom;

namespace {

QByteArray textOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void writeText(const QString &path, const QByteArray &text)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate) || file.write(text) != text.size())
        qFatal("cannot write %s", qPrintable(path));
}

} // namespace

/// The folder of a sign-in, into which sandboxed programs write, and the programs that are asked about it.
class SignInTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_directory;

    QString root() const { return m_directory->filePath(QStringLiteral("cli")); }
    SignInFolder folder() const { return *SignInFolder::open(root(), QStringLiteral("own"), codexDialect()->signIn()); }
    QString credential() const { return folder().path() + QStringLiteral("/auth.json"); }
    /// A program that runs these lines when it is asked for its status.
    SignIn program(const QByteArray &lines) const
    {
        const QString path = m_directory->filePath(QStringLiteral("codex"));
        writeText(path, "#!/bin/sh\n" + lines + '\n');
        QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        return {codexDialect(), *AgentProgram::find(*codexDialect(), path, QStringLiteral("/usr/bin")), root(),
            QStringLiteral("own")};
    }

private Q_SLOTS:
    void init() { m_directory = std::make_unique<QTemporaryDir>(); }

    void isTheOwnersAlone()
    {
        struct stat found = {};
        QCOMPARE(::stat(QFile::encodeName(folder().path()).constData(), &found), 0);
        QCOMPARE(found.st_mode & 0777, mode_t(0700));
        for (const char *wrong : {"", "..", ".hidden", "a/b"}) {
            const auto made = SignInFolder::open(root(), QString::fromLatin1(wrong), codexDialect()->signIn());
            QVERIFY(!made);
            QCOMPARE(made.error().code, ErrorCode::InvalidInput);
        }
        // What stands in its place is not followed.
        QVERIFY(QFile::link(m_directory->path(), root() + QStringLiteral("/linked")));
        QVERIFY(!SignInFolder::open(root(), QStringLiteral("linked"), codexDialect()->signIn()));
    }

    void aLookMakesNothing()
    {
        const auto found = SignInFolder::find(root(), QStringLiteral("gone"), codexDialect()->signIn());
        QVERIFY(found);
        QVERIFY(found->stamp().isEmpty());
        QVERIFY(!QFileInfo::exists(root() + QStringLiteral("/gone")));
        QVERIFY(!SignInFolder::find(root(), QStringLiteral(".."), codexDialect()->signIn()));
    }

    void followsNothingThatASandboxPutThere()
    {
        const QString secret = m_directory->filePath(QStringLiteral("elsewhere.json"));
        writeText(secret, R"({"token":"a-secret-of-somebody-else"})");
        QVERIFY(QFile::link(secret, credential()));
        QVERIFY(folder().stamp().isEmpty());
        QVERIFY(folder().secrets().isEmpty());
        const QString home = m_directory->filePath(QStringLiteral("home"));
        QVERIFY(QDir().mkpath(home));
        QVERIFY(folder().copyInto(home));
        QCOMPARE(textOf(home + QStringLiteral("/auth.json")), QByteArray());
        // A new sign-in takes the place of the link, and not of what it leads to.
        writeText(home + QStringLiteral("/auth.json"), R"({"token":"a-new-one-from-a-login"})");
        QVERIFY(folder().adopt(home));
        QVERIFY(textOf(secret).contains("somebody-else"));
        QVERIFY(textOf(credential()).contains("a-new-one"));
        QVERIFY(::mkfifo(QFile::encodeName(folder().path() + QStringLiteral("/pipe")).constData(), 0600) == 0);
        QFile::remove(credential());
        QVERIFY(QFile::rename(folder().path() + QStringLiteral("/pipe"), credential()));
        QVERIFY(folder().secrets().isEmpty()); // and waits for nobody
    }

    void makesTheHomeOfARunUseIt()
    {
        const QString home = m_directory->filePath(QStringLiteral("home"));
        QVERIFY(QDir().mkpath(home + QStringLiteral("/auth.lock")));
        const QString victim = m_directory->filePath(QStringLiteral("victim"));
        writeText(victim, "stays");
        QVERIFY(QFile::link(victim, home + QStringLiteral("/auth.json")));
        QVERIFY(folder().linkInto(home, QString::fromLatin1(signInPlace)));
        QCOMPARE(QFile::symLinkTarget(home + QStringLiteral("/auth.json")), QStringLiteral("/run/sign-in/auth.json"));
        QCOMPARE(QFile::symLinkTarget(home + QStringLiteral("/auth.lock")), QStringLiteral("/run/sign-in/auth.lock"));
        QCOMPARE(textOf(victim), QByteArray("stays"));
    }

    void knowsWhatRecordsMustNotShow()
    {
        writeText(credential(),
            R"({"auth_mode":"chatgpt","tokens":{"access_token":"eyJ-access-token-0123456789","list":["refresh-token-0123456789"]}})");
        QCOMPARE(folder().secrets(), (QList<QByteArray>{"eyJ-access-token-0123456789", "refresh-token-0123456789"}));
    }

    void aRefusalHoldsUntilTheCredentialChanges()
    {
        writeText(credential(), R"({"token":"one"})");
        QVERIFY(!folder().isRefused());
        folder().setRefused();
        QVERIFY(folder().isRefused());
        writeText(credential(), R"({"token":"another"})");
        QVERIFY(!folder().isRefused());
    }

    void asksTheProgramWithACopyAndWithoutAWayOut()
    {
        QVERIFY(!checkSignIn(program("exit 0"), {})); // nothing to ask about
        writeText(credential(), R"({"token":"kept"})");
        const SignIn asked = program(R"([ "$*" = 'login status -c cli_auth_credentials_store="file"' ] || exit 2
[ "$HTTPS_PROXY" = http://127.0.0.1:1 ] && [ "$HOME" = "$CODEX_HOME" ] || exit 3
grep -q kept "$CODEX_HOME/auth.json" || exit 4
echo changed > "$CODEX_HOME/auth.json")");
        const auto answer = checkSignIn(asked, {});
        QVERIFY2(answer, answer ? "" : qPrintable(answer.error().message));
        QVERIFY(textOf(credential()).contains("kept"));
        QCOMPARE(QDir(root()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot), QStringList{"own"});

        const auto refused = checkSignIn(program("echo 'Not logged in' >&2; exit 1"), {});
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Unauthorized);
        QVERIFY2(refused.error().message.contains(QStringLiteral("it says: Not logged in.")),
            qPrintable(refused.error().message));
        QVERIFY(refused.error().message.contains(QStringLiteral("mergeloom-worker provider login own")));
        folder().setRefused();
        QVERIFY(checkSignIn(program("exit 0"), {}).error().message.contains(QStringLiteral("sign in again")));
    }

    void neverWaitsForAProgram()
    {
        writeText(credential(), R"({"token":"kept"})");
        const QString gate = m_directory->filePath(QStringLiteral("gate"));
        const QString count = m_directory->filePath(QStringLiteral("count"));
        const SignIn slow = program("echo x >> " + QFile::encodeName(count) + "; while [ ! -e "
            + QFile::encodeName(gate) + " ]; do sleep 0.02; done");
        SignInWatch watch;
        QElapsedTimer took;
        took.start();
        const auto first = watch.state(slow);
        QVERIFY(took.elapsed() < 1000);
        QVERIFY(!first);
        QCOMPARE(first.error().details.value(QStringLiteral("state")).toString(), QStringLiteral("checking"));
        writeText(gate, {});
        QTRY_VERIFY(watch.state(slow));
        QVERIFY(watch.state(slow));
        QCOMPARE(textOf(count), QByteArray("x\n")); // once for one credential
        QFile::remove(credential());
        QTRY_VERIFY(!watch.state(slow) && watch.state(slow).error().code == ErrorCode::Unauthorized);
    }
};

QTEST_GUILESS_MAIN(SignInTest)
#include "tst_SignIn.moc"
