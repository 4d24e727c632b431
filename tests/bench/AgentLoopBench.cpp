// P03: the agent loop against the scripted model server that the other agents get too (peer-model.mjs, at URL): CALLS tool
// calls, each starting a command in the sandbox; prints wall time, processor time (own and that of the commands) and peak
// memory as JSON.
#include "service/providers/Provider.h"

#include <QCoreApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTextStream>

#include <sys/resource.h>

using namespace mergeloom;

namespace {

double processorMilliseconds(int who)
{
    rusage usage{};
    getrusage(who, &usage);
    const auto milliseconds = [](const timeval &time) {
        return double(time.tv_sec) * 1e3 + double(time.tv_usec) / 1e3;
    };
    return milliseconds(usage.ru_utime) + milliseconds(usage.ru_stime);
}

qint64 peakKilobytes(int who)
{
    rusage usage{};
    getrusage(who, &usage);
    return usage.ru_maxrss;
}

Result<QJsonObject> measure(
    const ConfiguredProvider &configured, const QString &scratch, int calls, SandboxMode sandbox)
{
    const QString workspace = scratch + QStringLiteral("/workspace");
    QDir().mkpath(workspace);
    MERGELOOM_TRY(auto files, WorkspaceFiles::open(workspace));
    MERGELOOM_TRY(const auto settings, SystemSettings::copy()); // an executor does it at its start, for all of its runs
    QElapsedTimer wall;
    wall.start();
    const double own = processorMilliseconds(RUSAGE_SELF);
    const double children = processorMilliseconds(RUSAGE_CHILDREN);
    MERGELOOM_TRY(const auto provider, ProviderRegistry::create(configured));
    MERGELOOM_TRY(const auto recorder, RunRecorder::open(scratch + QStringLiteral("/run"), {}));
    double inModel = 0;
    double inTools = 0;
    recorder->onLine([&](qint64, const QByteArray &line) {
        if (const auto event = parseJsonAs<Event>(line)) {
            inModel += event->data.value(QStringLiteral("latency_ms")).toDouble();
            inTools += event->data.value(QStringLiteral("duration_ms")).toDouble();
        }
    });
    SandboxedShell shell{.root = workspace,
        .allowList = AllowList({QStringLiteral("echo")}),
        .sandbox = {.mode = sandbox, .workspace = workspace, .settings = settings},
        .environment = {{QStringLiteral("PATH"), QStringLiteral("/usr/bin:/bin")}},
        .spare = std::make_shared<SpareSandbox>()};
    ToolWorkplace workplace{.files = std::move(files),
        .shell = [&shell](const ShellOrder &order, const SandboxedShell::Output &onOutput,
                     std::stop_token stop) { return shell.run(order, onOutput, stop); },
        .currentDiff = [] { return Result<QString>(QString()); }};
    ToolBox tools(std::move(workplace), ToolAccess::Full);
    RunControl control(*recorder);
    MERGELOOM_TRY(const AgentResult result,
        provider->perform(
            {.stage = QStringLiteral("bench"), .instruction = QStringLiteral("Go."), .maximumTurns = calls + 1},
            {tools, *recorder, control}, {}));
    if (result.turns != calls + 1)
        return failure(ErrorCode::Internal, QStringLiteral("It took %1 turns.").arg(result.turns));
    const double taken = double(wall.nsecsElapsed()) / 1e6;
    shell.spare.reset(); // only what was waited for is counted: the sandbox that nobody used, too
    return QJsonObject{{"calls", calls}, {"turns", result.turns}, {"wall_ms", taken}, {"in_model_ms", inModel},
        {"in_tools_ms", inTools}, {"cpu_own_ms", processorMilliseconds(RUSAGE_SELF) - own},
        {"cpu_commands_ms", processorMilliseconds(RUSAGE_CHILDREN) - children},
        {"peak_own_kb", peakKilobytes(RUSAGE_SELF)}, {"peak_command_kb", peakKilobytes(RUSAGE_CHILDREN)}};
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    const int calls = arguments.value(2, QStringLiteral("50")).toInt();
    const bool isWithoutSandbox = arguments.contains(QStringLiteral("--no-sandbox"));
    if (calls < 1 || !arguments.value(1).startsWith(QStringLiteral("http://"))) {
        QTextStream(stderr) << "agent-loop-bench URL [CALLS [--no-sandbox]]\n";
        return 2;
    }
    const QTemporaryDir scratch;
    const ConfiguredProvider configured{
        {.kind = QStringLiteral("claude-api"), .model = QStringLiteral("scripted"), .endpoint = arguments.at(1)},
        "bench-key"};
    const auto measured =
        measure(configured, scratch.path(), calls, isWithoutSandbox ? SandboxMode::Off : SandboxMode::Required);
    if (!measured) {
        QTextStream(stderr) << measured.error().message << '\n';
        return 1;
    }
    QTextStream(stdout) << QJsonDocument(*measured).toJson(QJsonDocument::Compact) << '\n';
    return 0;
}
