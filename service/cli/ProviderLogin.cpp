#include "service/cli/ProviderLogin.h"

#include "service/cli/TerminalText.h"
#include "service/cli/WorkerSettings.h"
#include "service/providers/SignIn.h"

#include <QDeadlineTimer>
#include <QProcess>

#include <csignal>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace mergeloom {

namespace {

Result<ProviderProfile> profileOf(ApiClient &client, const QString &id)
{
    MERGELOOM_TRY(const api::ProviderList found, client.wait(api_call::providers()));
    for (const api::ProviderView &view : found.items)
        if (view.profile.id.text() == id)
            return view.profile;
    return failure(ErrorCode::NotFound,
        QStringLiteral("There is no provider \"%1\". `mergeloom-worker provider list` shows them.").arg(id));
}

/// Nobody can type anything: standard input is at its end before anything was asked.
bool isInputClosed()
{
    struct stat about = {};
    if (::fstat(STDIN_FILENO, &about) != 0)
        return true;
    if (S_ISREG(about.st_mode))
        return ::lseek(STDIN_FILENO, 0, SEEK_CUR) >= about.st_size;
    if (S_ISCHR(about.st_mode) && !::isatty(STDIN_FILENO))
        return true; // /dev/null
    pollfd input{.fd = STDIN_FILENO, .events = POLLIN, .revents = 0};
    int waiting = 0;
    return ::poll(&input, 1, 0) > 0 && ::ioctl(STDIN_FILENO, FIONREAD, &waiting) == 0 && waiting == 0;
}

/// Waits for the program; ends one that stays when it is signed in, or takes too long. True: it is signed in, and was ended.
Result<bool> waitedFor(QProcess &process, const SignInLogin &login)
{
    QDeadlineTimer limit(longestSignIn);
    while (!process.waitForFinished(int(std::chrono::milliseconds(signInLook).count()))) {
        if (process.state() == QProcess::NotRunning)
            return false;
        const bool isDone = login.isDone({});
        if (!isDone && !limit.hasExpired())
            continue;
        process.terminate();
        if (!process.waitForFinished(1000)) {
            process.kill();
            process.waitForFinished(1000);
        }
        if (isDone)
            return true;
        return failure(ErrorCode::Timeout,
            QStringLiteral("The sign-in was not finished within %1 minutes, and was given up. Nothing has changed; try "
                           "again.")
                .arg(longestSignIn.count()));
    }
    return false;
}

/// The program has the terminal: what it prints is shown, what is typed goes to it, and Ctrl+C ends it alone.
Result<void> runAtTerminal(const SignInLogin &login)
{
    const ProcessRequest &request = login.program();
    QProcess process;
    process.setProgram(request.program);
    process.setArguments(request.arguments);
    process.setWorkingDirectory(request.workingDirectory);
    QProcessEnvironment variables;
    for (auto it = request.environment.begin(); it != request.environment.end(); ++it)
        variables.insert(it.key(), it.value());
    for (const char *name : {"TERM", "COLORTERM", "NO_COLOR", "DISPLAY", "WAYLAND_DISPLAY", "BROWSER"})
        if (const QString value = qEnvironmentVariable(name); !value.isEmpty())
            variables.insert(QString::fromLatin1(name), value);
    process.setProcessEnvironment(variables);
    process.setProcessChannelMode(QProcess::ForwardedChannels);
    process.setInputChannelMode(QProcess::ForwardedInputChannel);
    process.setChildProcessModifier([] { std::signal(SIGINT, SIG_DFL); });
    const auto before = std::signal(SIGINT, SIG_IGN);
    process.start();
    const Result<bool> ended = waitedFor(process, login);
    std::signal(SIGINT, before);
    if (!ended)
        return failure(ended);
    if (*ended)
        return {};
    if (process.error() == QProcess::FailedToStart)
        return failure(ErrorCode::NotFound,
            QStringLiteral("%1 cannot be started: %2.").arg(request.program, process.errorString()));
    if (process.exitStatus() != QProcess::NormalExit || process.exitCode() != 0)
        return failure(ErrorCode::Rejected,
            QStringLiteral("The sign-in was not finished (%1 ended with %2); nothing has changed. Try again.")
                .arg(request.program)
                .arg(process.exitCode()));
    return {};
}

} // namespace

Result<ExitCode> signInAtTerminal(ApiClient &client, const Invocation &invocation, const Terminal &terminal)
{
    const QString id = invocation.arguments.value(0);
    MERGELOOM_TRY(const ProviderProfile profile, profileOf(client, id));
    MERGELOOM_TRY(const Settings settings, loadWorkerSettings(invocation.settings));
    const QString root = settings.text(QStringLiteral("cli_config_dir"));
    MERGELOOM_TRY(const SignIn signIn, SignIn::needed(profile, root));
    // It would wait for ever.
    if (!signIn.dialect->signIn().codePrompt.isEmpty() && isInputClosed())
        return failure(ErrorCode::InvalidInput,
            QStringLiteral(
                "The sign-in of %1 asks for a code, and standard input is closed. Run this at a terminal, or "
                "sign in on the page of %2.")
                .arg(signIn.dialect->label(), plainLine(id)));
    MERGELOOM_TRY(SignInLogin login, SignInLogin::prepare(signIn));
    terminal.error(QStringLiteral("%1 asks for the sign-in of %2; it is kept in %3.")
                       .arg(signIn.dialect->label(), plainLine(id), plainLine(root)));
    MERGELOOM_CHECK(runAtTerminal(login));
    MERGELOOM_CHECK(login.finish({}));
    if (invocation.isJson())
        terminal.json(QJsonObject{{"id", id}, {"state", enumName(ProviderState::Ready)}});
    else
        terminal.line(QStringLiteral("%1 is %2: %3 is signed in on this host.")
                          .arg(plainLine(id), terminal.painted(Style::Good, enumName(ProviderState::Ready)),
                              signIn.dialect->label()));
    return ExitCode::Ok;
}

} // namespace mergeloom
