// P03, what the sandbox adds to a command: the same line with and without it, one after the other and with the pause in
// between that a model's answer takes; prints medians in milliseconds as JSON.
#include "service/platform/Sandbox.h"
#include "service/platform/SandboxedShell.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTextStream>

#include <algorithm>
#include <thread>
#include <vector>

using namespace mergeloom;

namespace {

Result<double> medianOf(const SandboxedShell &shell, int count, std::chrono::milliseconds pause)
{
    std::vector<double> taken;
    for (int i = 0; i <= count; ++i) {
        QElapsedTimer clock;
        clock.start();
        MERGELOOM_TRY(const ProcessResult result, shell.run({QStringLiteral("echo step"), {}, {}}, {}, {}));
        if (!result.succeeded())
            return failure(ErrorCode::Internal, QString::fromUtf8(result.standardError));
        if (i > 0) // the first finds nothing ready
            taken.push_back(double(clock.nsecsElapsed()) / 1e6);
        std::this_thread::sleep_for(pause);
    }
    std::ranges::nth_element(taken, taken.begin() + count / 2);
    return taken[std::size_t(count / 2)];
}

Result<QJsonObject> measure(int count)
{
    const QTemporaryDir workspace;
    SandboxedShell plain{.root = workspace.path(),
        .allowList = AllowList({QStringLiteral("echo")}),
        .sandbox = {.mode = SandboxMode::Off, .workspace = workspace.path()},
        .environment = {{QStringLiteral("PATH"), QStringLiteral("/usr/bin:/bin")}}};
    QJsonObject figures;
    constexpr std::chrono::milliseconds none{0}, answer{30};
    MERGELOOM_TRY(const double atOnce, medianOf(plain, count, none));
    MERGELOOM_TRY(const double paced, medianOf(plain, count, answer));
    figures.insert(QStringLiteral("plain_ms"), atOnce);
    figures.insert(QStringLiteral("plain_paced_ms"), paced);
    for (const SandboxBackend backend : {SandboxBackend::Bubblewrap, SandboxBackend::Landlock}) {
        SandboxedShell shell = plain;
        shell.sandbox.mode = SandboxMode::Required;
        shell.sandbox.backend = Sandbox::probe(backend).backend;
        if (!shell.sandbox.backend)
            continue;
        MERGELOOM_TRY(shell.sandbox.settings, SystemSettings::copy());
        const QString name = Sandbox::nameOf(backend);
        MERGELOOM_TRY(const double alone, medianOf(shell, count, none));
        shell.spare = std::make_shared<SpareSandbox>();
        MERGELOOM_TRY(const double ready, medianOf(shell, count, none));
        MERGELOOM_TRY(const double readyPaced, medianOf(shell, count, answer));
        figures.insert(name + QStringLiteral("_cold_ms"), alone - atOnce);
        figures.insert(name + QStringLiteral("_ms"), ready - atOnce);
        figures.insert(name + QStringLiteral("_paced_ms"), readyPaced - paced);
    }
    return figures;
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const auto figures = measure(std::max(1, QCoreApplication::arguments().value(1, QStringLiteral("50")).toInt()));
    if (!figures) {
        QTextStream(stderr) << figures.error().message << '\n';
        return 1;
    }
    QTextStream(stdout) << QJsonDocument(*figures).toJson(QJsonDocument::Compact) << '\n';
    return 0;
}
