#include "service/platform/Process.h"

#include "service/platform/ProcessPump.h"
#include "service/platform/SandboxedProcess.h"

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

} // namespace

Result<ProcessResult> runProcess(const ProcessRequest &request, std::stop_token stop, std::chrono::milliseconds grace)
{
    if (stop.stop_requested())
        return ProcessResult{.end = ProcessEnd::Cancelled};
    if (request.sandbox && request.inputDescriptor)
        return failure(ErrorCode::InvalidInput, QStringLiteral("A sandbox takes no descriptor as standard input."));
    if (request.sandbox && request.sandbox->mode == SandboxMode::Required) {
        const LaunchInput input = request.input.isEmpty() ? LaunchInput::Nothing : LaunchInput::Pipe;
        MERGELOOM_TRY(const auto sandboxed, SandboxedProcess::start(*request.sandbox, input));
        MERGELOOM_CHECK(sandboxed->begin(request));
        return sandboxed->finish(request, std::move(stop), grace);
    }
    MERGELOOM_TRY(LaunchRequest launch, planTrusted(request));
    launch.input = request.inputDescriptor ? LaunchInput::Given
        : request.input.isEmpty()          ? LaunchInput::Nothing
                                           : LaunchInput::Pipe;
    launch.givenInput = request.inputDescriptor.value_or(-1);
    MERGELOOM_TRY(LaunchedProcess launched, launchProcess(launch));
    return ProcessPump(request, std::move(launched), grace).run(std::move(stop));
}

} // namespace mergeloom
