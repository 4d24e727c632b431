#include "service/providers/SignIn.h"

#include "service/platform/ProcessEnvironment.h"

#include <QDateTime>
#include <QDir>

namespace mergeloom {

namespace {

constexpr auto homePattern = ".sign-in-";
constexpr qint64 oldHomeSeconds = 3600; // longer than any login lasts: of a process that was killed

/// Of the programs themselves: where a way out leads, and whom they trust there.
constexpr const char *wayOut[] = {"HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy",
    "SSL_CERT_FILE", "SSL_CERT_DIR", "NODE_EXTRA_CA_CERTS", "CODEX_CA_CERTIFICATE"};

Result<std::unique_ptr<QTemporaryDir>> homeIn(const QString &root)
{
    const auto old = QDir(root).entryInfoList(
        {QString::fromLatin1(homePattern) + u'*'}, QDir::Dirs | QDir::Hidden | QDir::NoSymLinks | QDir::NoDotAndDotDot);
    for (const QFileInfo &each : old)
        if (each.lastModified().secsTo(QDateTime::currentDateTime()) > oldHomeSeconds)
            QDir(each.filePath()).removeRecursively();
    auto home =
        std::make_unique<QTemporaryDir>(root + u'/' + QString::fromLatin1(homePattern) + QStringLiteral("XXXXXX"));
    if (!home->isValid())
        return failure(
            ErrorCode::Io, QStringLiteral("No folder can be made in %1: %2.").arg(root, home->errorString()));
    return home;
}

ProcessRequest requestOf(const SignIn &signIn, const QString &home, const QStringList &arguments)
{
    const AgentSignIn words = signIn.dialect->signIn();
    ProcessRequest request;
    request.program = signIn.program.path;
    request.arguments = arguments;
    request.workingDirectory = home;
    QStringList path = signIn.program.searchPath;
    path << environment::text(QStringLiteral("PATH"));
    request.environment = {{QStringLiteral("PATH"), path.join(u':')}, {QStringLiteral("HOME"), home},
        {QStringLiteral("LANG"), QStringLiteral("C.UTF-8")}, {words.home, home}};
    if (!words.folder.isEmpty())
        request.environment.insert(words.folder, home);
    return request;
}

QString firstLine(const ProcessResult &said)
{
    const QByteArray all = said.standardOutput.trimmed() + '\n' + said.standardError.trimmed();
    return QString::fromUtf8(all.left(2000)).trimmed().section(u'\n', 0, 0).left(200);
}

Unexpected notSignedIn(const SignIn &signIn, const QString &what)
{
    return failure(ErrorCode::Unauthorized, QStringLiteral("%1 %2").arg(what, signIn.advice()),
        {{"reason", "provider_not_ready"}});
}

/// The status command, with its home as it stands and no way out.
Result<void> askStatus(const SignIn &signIn, const QString &home, std::stop_token stop)
{
    const QString label = signIn.dialect->label();
    ProcessRequest request = requestOf(signIn, home, signIn.dialect->signIn().status);
    for (const char *name : {"HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"})
        request.environment.insert(QString::fromLatin1(name), QStringLiteral("http://127.0.0.1:1"));
    request.timeLimit = std::chrono::seconds(20);
    MERGELOOM_TRY(const ProcessResult said, runProcess(request, stop));
    if (said.succeeded())
        return {};
    if (said.end == ProcessEnd::Cancelled)
        return failure(ErrorCode::Cancelled, QStringLiteral("Cancelled."));
    if (said.end == ProcessEnd::TimedOut)
        return failure(ErrorCode::Timeout,
            QStringLiteral("`%1 %2` gave no answer within 20 s.").arg(request.program, request.arguments.join(u' ')));
    const QString words = firstLine(said);
    return notSignedIn(signIn,
        words.startsWith(u'{') || words.isEmpty()
            ? QStringLiteral("%1 is not signed in.").arg(label)
            : QStringLiteral("%1 is not signed in; it says: %2.").arg(label, words));
}

} // namespace

Result<std::optional<SignIn>> SignIn::of(const ProviderProfile &profile, const QString &root)
{
    const bool isCodex = profile.kind == u"codex-cli";
    if ((!isCodex && profile.kind != u"claude-code-cli")
        || profile.options.value(QStringLiteral("auth")) != QLatin1StringView(signInChoice))
        return std::nullopt;
    std::shared_ptr<const AgentDialect> dialect = isCodex ? codexDialect() : claudeCodeDialect();
    MERGELOOM_TRY(AgentProgram program,
        AgentProgram::find(*dialect, profile.options.value(QStringLiteral("program")), qEnvironmentVariable("PATH")));
    if (const QString oldest = dialect->signIn().oldest;
        !program.release.isEmpty() && !isReleaseAtLeast(program.release, oldest))
        return failure(ErrorCode::Unsupported,
            QStringLiteral(
                "%1 is release %2 of %3; with its own sign-in %4 or newer is needed. Update it (`npm install "
                "-g %5`).")
                .arg(program.path, program.release, dialect->label(), oldest, dialect->package()),
            {{"field", "program"}, {"reason", "provider_not_ready"}});
    return SignIn{std::move(dialect), std::move(program), root, profile.id.text()};
}

Result<SignIn> SignIn::needed(const ProviderProfile &profile, const QString &root)
{
    MERGELOOM_TRY(auto signIn, of(profile, root));
    if (signIn)
        return std::move(*signIn);
    return failure(ErrorCode::InvalidInput,
        QStringLiteral(
            "%1 has no sign-in of its own: it uses a key. For an agent program, `mergeloom-worker provider set "
            "%1 --option auth=sign_in` changes that.")
            .arg(profile.id.text()));
}

QString SignIn::advice() const
{
    return QStringLiteral(
        "Sign in on its page, or run `mergeloom-worker provider login %1` on the host of the executor, as "
        "the worker's user.")
        .arg(profile);
}

Result<void> checkSignIn(const SignIn &signIn, std::stop_token stop)
{
    const QString label = signIn.dialect->label();
    MERGELOOM_TRY(const SignInFolder folder, signIn.foundFolder());
    if (folder.stamp().isEmpty())
        return notSignedIn(signIn, QStringLiteral("%1 is not signed in on this host.").arg(label));
    if (folder.isRefused())
        return notSignedIn(
            signIn, QStringLiteral("The sign-in of %1 was refused or has expired: sign in again.").arg(label));
    MERGELOOM_TRY(const auto home, homeIn(signIn.root));
    MERGELOOM_CHECK(folder.copyInto(home->path()));
    return askStatus(signIn, home->path(), std::move(stop));
}

SignInLogin::SignInLogin(const SignIn &signIn, std::unique_ptr<QTemporaryDir> home)
    : m_signIn(signIn), m_home(std::move(home)),
      m_request(requestOf(signIn, m_home->path(), signIn.dialect->signIn().login))
{
    for (const char *name : wayOut)
        if (const QString value = environment::text(QString::fromLatin1(name)); !value.isEmpty())
            m_request.environment.insert(QString::fromLatin1(name), value);
}

Result<SignInLogin> SignInLogin::prepare(const SignIn &signIn)
{
    MERGELOOM_CHECK(signIn.folder());
    MERGELOOM_TRY(auto home, homeIn(signIn.root));
    return SignInLogin(signIn, std::move(home));
}

bool SignInLogin::isDone(std::stop_token stop) const
{
    const QFileInfo credential(m_home->filePath(m_signIn.dialect->signIn().file));
    return credential.size() > 0 && askStatus(m_signIn, m_home->path(), std::move(stop));
}

Result<void> SignInLogin::finish(std::stop_token stop)
{
    MERGELOOM_CHECK(askStatus(m_signIn, m_home->path(), std::move(stop)));
    MERGELOOM_TRY(const SignInFolder folder, m_signIn.folder());
    return folder.adopt(m_home->path());
}

} // namespace mergeloom
