#include "service/app/ServeCommand.h"

#include "service/app/ExecutorProcess.h"
#include "service/app/ExecutorSupervisor.h"
#include "service/app/GatewayProcess.h"
#include "service/app/UnixSignals.h"
#include "shared/core/Log.h"

#include <QCoreApplication>

#include <chrono>
#include <cstdio>
#include <optional>

namespace mergeloom {

namespace {

/// After the grace time: for telling the controller.
constexpr std::chrono::seconds lastWords{5};

/// How long an executor may go on to its next checkpoint.
std::chrono::seconds graceOf(const Settings &settings)
{
    return std::chrono::seconds(settings.integer(QStringLiteral("grace_seconds"), 0, 3600).value_or(30));
}

int refused(const Error &error)
{
    std::fprintf(stderr, "mergeloom-worker: %s\n", qPrintable(log::withoutSecrets(error.message)));
    return 1;
}

void say(const QString &line)
{
    std::fprintf(stdout, "%s\n", qPrintable(line));
    std::fflush(stdout);
}

int serveExecutor(const Settings &settings)
{
    auto executor = makeExecutor(settings);
    if (!executor)
        return refused(executor.error());
    UnixSignals signalsOfUnix;
    const auto grace = graceOf(settings);
    std::optional<std::chrono::steady_clock::time_point> askedAt;
    QObject::connect(executor->get(), &Executor::stopped, qApp, [] { QCoreApplication::quit(); });
    QObject::connect(&signalsOfUnix, &UnixSignals::stopRequested, executor->get(), [&] {
        const auto now = std::chrono::steady_clock::now();
        if (askedAt) {
            // The death of a gateway with several threads is told more than once, within milliseconds.
            if (now - *askedAt > std::chrono::seconds(1))
                (*executor)->halt();
            return;
        }
        askedAt = now;
        (*executor)->drain();
        QTimer::singleShot(grace, executor->get(), [&] { (*executor)->leave(); });
        QTimer::singleShot(grace + lastWords, executor->get(), [&] { (*executor)->halt(); });
    });
    (*executor)->start();
    return QCoreApplication::exec();
}

int serveGateway(const Settings &settings)
{
    auto options = GatewayOptions::of(settings);
    if (!options)
        return refused(options.error());
    auto gateway = GatewayProcess::start(*options);
    if (!gateway)
        return refused(gateway.error());

    const bool hasExecutors =
        settings.text(QStringLiteral("role")) == u"all" && settings.flag(QStringLiteral("poll_enabled")).value_or(true);
    const int count = hasExecutors ? settings.integer(QStringLiteral("count"), 0, 64).value_or(1) : 0;
    ExecutorSupervisor supervisor({QCoreApplication::applicationFilePath(), options->name, (*gateway)->url().toString(),
        (*gateway)->clusterToken(), options->tlsCertificate, options->dataDirectory,
        options->controllerUrl.isEmpty() ? QString() : settings.text(QStringLiteral("enrollment_token")), count});
    UnixSignals signalsOfUnix;
    QObject::connect(
        &signalsOfUnix, &UnixSignals::reloadRequested, qApp, [&gateway] { (*gateway)->reloadCertificate(); });
    QObject::connect(&supervisor, &ExecutorSupervisor::crashLoop, qApp,
        [&gateway](const QString &what) { (*gateway)->health().setCrashLoop(what); });
    QObject::connect(&supervisor, &ExecutorSupervisor::stopped, qApp, [] { QCoreApplication::quit(); });
    QObject::connect(&signalsOfUnix, &UnixSignals::stopRequested, qApp, [&, isStopping = false]() mutable {
        if (!std::exchange(isStopping, true))
            say(QStringLiteral("Stopping: running jobs have %1 s to come to a checkpoint. Once more ends them at once.")
                    .arg(graceOf(settings).count()));
        supervisor.stop();
    });
    say(QStringLiteral("MergeLoom Worker %1 is ready at %2")
            .arg(QStringLiteral(MERGELOOM_VERSION), (*gateway)->url().toString()));
    if (const QString warning = (*gateway)->warning(); !warning.isEmpty())
        std::fprintf(stderr, "\nWARNING: %s\n\n", qPrintable(warning));
    say(QStringLiteral("Log in (works once, for 15 minutes): %1").arg((*gateway)->loginLink().toString()));
    supervisor.start();
    return QCoreApplication::exec();
}

} // namespace

int serve(const Settings &settings)
{
    const QString role = settings.text(QStringLiteral("role"));
    return role == u"executor" ? serveExecutor(settings) : serveGateway(settings);
}

} // namespace mergeloom
