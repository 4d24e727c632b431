#include "service/platform/Process.h"

#include "service/platform/ProcessPump.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <unistd.h>

namespace mergeloom {

namespace {

QString lookUp(const QString &name, const QString &path)
{
    for (const QString &directory : path.split(QLatin1Char(':'), Qt::SkipEmptyParts)) {
        if (!QDir::isAbsolutePath(directory))
            continue; // `.` in PATH would run what a repository brings
        const QFileInfo file(directory + QLatin1Char('/') + name);
        if (file.isFile() && file.isExecutable())
            return file.filePath();
    }
    return {};
}

Result<QString> findProgram(const ProcessRequest &request)
{
    if (request.program.isEmpty())
        return failure(ErrorCode::InvalidInput, QStringLiteral("No program was named."));
    if (request.program.contains(QLatin1Char('/')))
        return request.program;
    const QString path =
        request.environment.value(QStringLiteral("PATH"), QStringLiteral("/usr/local/bin:/usr/bin:/bin"));
    const QString found = lookUp(request.program, path);
    if (found.isEmpty()) {
        return failure(ErrorCode::NotFound,
            QStringLiteral("The program %1 is not in %2. Install it, or set PATH.").arg(request.program, path));
    }
    return found;
}

/// The dynamic linker of bubblewrap itself, outside of the sandbox, must not obey the environment of what is inside.
bool reachesLinker(const QString &name)
{
    return name.startsWith(QLatin1String("LD_")) || name.startsWith(QLatin1String("GLIBC_"))
        || name.startsWith(QLatin1String("MALLOC_")) || name == QLatin1String("GCONV_PATH")
        || name == QLatin1String("LOCPATH") || name == QLatin1String("NLSPATH");
}

Result<LaunchRequest> planSandboxed(const ProcessRequest &request)
{
    MERGELOOM_TRY(const QStringList line,
        Sandbox::commandLine(*request.sandbox, request.program, request.arguments, request.workingDirectory));
    LaunchRequest launch;
    launch.status = LaunchStatus::Pipe;
    launch.program = QFile::encodeName(line.value(0));
    launch.arguments << launch.program << "--json-status-fd" << QByteArray::number(statusDescriptor);
    for (auto it = request.environment.begin(); it != request.environment.end(); ++it) {
        // Values stay out of the arguments, which other users of the host can see.
        if (reachesLinker(it.key()))
            launch.arguments << "--setenv" << it.key().toUtf8() << it.value().toUtf8();
        else
            launch.environment << it.key().toUtf8() + '=' + it.value().toUtf8();
    }
    if (!request.environment.contains(QStringLiteral("HOME")))
        launch.environment << QByteArray("HOME=") + sandboxHome;
    if (!request.environment.contains(QStringLiteral("PATH")))
        launch.environment << QByteArray("PATH=/usr/local/bin:/usr/bin:/bin");
    for (const QString &argument : line.mid(1))
        launch.arguments << QFile::encodeName(argument);
    return launch;
}

Result<LaunchRequest> planTrusted(const ProcessRequest &request)
{
    MERGELOOM_TRY(const QString program, findProgram(request));
    LaunchRequest launch;
    launch.program = QFile::encodeName(program);
    launch.arguments << QFile::encodeName(request.program);
    for (const QString &argument : request.arguments)
        launch.arguments << QFile::encodeName(argument);
    for (auto it = request.environment.begin(); it != request.environment.end(); ++it)
        launch.environment << it.key().toUtf8() + '=' + it.value().toUtf8();
    launch.workingDirectory = QFile::encodeName(request.workingDirectory);
    return launch;
}

Unexpected didNotStart(const ProcessRequest &request, const QByteArray &complaint)
{
    const QString words = QString::fromUtf8(complaint.trimmed());
    if (words.contains(QLatin1String("execvp"))) {
        return failure(ErrorCode::NotFound,
            QStringLiteral(
                "The program %1 cannot be run in the sandbox (%2). Install it under /usr, or add its directory to the "
                "paths that the sandbox shows.")
                .arg(request.program, words));
    }
    return failure(ErrorCode::Unavailable,
        QStringLiteral("The sandbox did not start: %1. `mergeloom-worker doctor` says what this host lacks.")
            .arg(words));
}

} // namespace

Result<ProcessResult> runProcess(const ProcessRequest &request, std::stop_token stop, std::chrono::milliseconds grace)
{
    if (stop.stop_requested())
        return ProcessResult{.end = ProcessEnd::Cancelled};
    const bool isSandboxed = request.sandbox && request.sandbox->mode == SandboxMode::Required;
    MERGELOOM_TRY(LaunchRequest launch, isSandboxed ? planSandboxed(request) : planTrusted(request));
    launch.input = request.input.isEmpty() ? LaunchInput::Nothing : LaunchInput::Pipe;
    MERGELOOM_TRY(LaunchedProcess launched, launchProcess(launch));

    ProcessPump pump(request, std::move(launched), grace);
    MERGELOOM_TRY(ProcessResult result, pump.run(std::move(stop)));
    // bubblewrap reports an exit code only when it got as far as running the program.
    if (isSandboxed && result.end == ProcessEnd::Exited && !pump.statusText().contains("\"exit-code\""))
        return didNotStart(request, result.standardError);
    return result;
}

} // namespace mergeloom
