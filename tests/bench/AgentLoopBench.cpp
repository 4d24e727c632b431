// P03: the agent loop against a scripted model server: CALLS tool calls, each starting a command in the sandbox; prints
// wall time, processor time (own and that of the commands) and peak memory as JSON.
#include "service/providers/Provider.h"
#include "tests/service/models/ModelServer.h"

#include <QCoreApplication>
#include <QDir>
#include <QElapsedTimer>
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

/// One call an answer, as the other agents are measured; each command prints something else, so that nothing repeats.
QJsonObject scriptOf(int calls)
{
    QJsonArray steps;
    for (int i = 0; i < calls; ++i)
        steps.append(QJsonObject{{"text", QStringLiteral("Step %1.").arg(i)},
            {"tools",
                QJsonArray{QJsonObject{{"name", "run_command"},
                    {"input", QJsonObject{{"command", QStringLiteral("echo step %1").arg(i)}}}}}}});
    steps.append(QJsonObject{
        {"tools", QJsonArray{QJsonObject{{"name", "finish"}, {"input", QJsonObject{{"summary", "done"}}}}}}});
    return {{"default", steps}};
}

Result<QJsonObject> measure(
    const ConfiguredProvider &configured, const QString &scratch, int calls, SandboxMode sandbox)
{
    const QString workspace = scratch + QStringLiteral("/workspace");
    QDir().mkpath(workspace);
    MERGELOOM_TRY(auto files, WorkspaceFiles::open(workspace));
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
    MERGELOOM_TRY(const auto settings, SystemSettings::copy());
    const SandboxedShell shell{.root = workspace,
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
    return QJsonObject{{"calls", calls}, {"turns", result.turns}, {"wall_ms", double(wall.nsecsElapsed()) / 1e6},
        {"in_model_ms", inModel}, {"in_tools_ms", inTools}, {"cpu_own_ms", processorMilliseconds(RUSAGE_SELF) - own},
        {"cpu_commands_ms", processorMilliseconds(RUSAGE_CHILDREN) - children},
        {"peak_own_kb", peakKilobytes(RUSAGE_SELF)}, {"peak_command_kb", peakKilobytes(RUSAGE_CHILDREN)}};
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    const int calls = arguments.value(1, QStringLiteral("50")).toInt();
    const QString kind = arguments.value(2, QStringLiteral("claude-api"));
    const bool isWithoutSandbox = arguments.contains(QStringLiteral("--no-sandbox"));
    if (calls < 1 || !QStringList{QStringLiteral("claude-api"), QStringLiteral("openai-compatible")}.contains(kind)) {
        QTextStream(stderr) << "agent-loop-bench [CALLS [claude-api|openai-compatible]] [--no-sandbox]\n";
        return 2;
    }
    test::ModelServer server;
    const QTemporaryDir scratch;
    if (!server.start(scriptOf(calls))) {
        QTextStream(stderr) << "The model server did not start. Run `npm ci` in tests/servers.\n";
        return 1;
    }
    const ConfiguredProvider configured{
        {.kind = kind,
            .model = QStringLiteral("scripted"),
            .endpoint = server.url() + (kind == u"claude-api" ? QString() : QStringLiteral("/v1"))},
        "bench-key"};
    const auto measured =
        measure(configured, scratch.path(), calls, isWithoutSandbox ? SandboxMode::Off : SandboxMode::Required);
    if (!measured) {
        QTextStream(stderr) << measured.error().message << '\n';
        return 1;
    }
    if (const QByteArray problems = server.problems(); problems != "[]") {
        QTextStream(stderr) << "The server found wrong requests: " << problems << '\n';
        return 1;
    }
    QTextStream(stdout) << QJsonDocument(*measured).toJson(QJsonDocument::Compact) << '\n';
    return 0;
}
