#include "service/app/ExecutorSupervisor.h"

#include "service/app/UnixSignals.h"
#include "service/cli/WorkerSettings.h"
#include "service/platform/FileDescriptor.h"
#include "service/platform/ScratchDirectory.h"
#include "shared/core/Log.h"

#include <QThreadPool>
#include <QTimer>

#include <csignal>
#include <fcntl.h>
#include <sys/prctl.h>
#include <unistd.h>

namespace mergeloom {

namespace {
constexpr std::chrono::milliseconds firstBackOff{500};
constexpr std::chrono::milliseconds longestBackOff{30'000};
constexpr int quickEndsOfALoop = 3;

/// The end to read of a pipe with `text` in it, which a pipe's buffer always takes; not open: nothing to tell.
FileDescriptor pipeHolding(const QString &text)
{
    int ends[2];
    if (text.isEmpty() || ::pipe2(ends, O_CLOEXEC) != 0)
        return {};
    const FileDescriptor writing(ends[1]);
    FileDescriptor reading(ends[0]);
    const QByteArray bytes = text.toUtf8();
    return ::write(writing.get(), bytes.constData(), size_t(bytes.size())) == bytes.size() ? std::move(reading)
                                                                                           : FileDescriptor();
}
} // namespace

struct ExecutorSupervisor::Child {
    int number = 0;
    QProcess process;
    std::chrono::milliseconds backOff{0};
    int quickEnds = 0; ///< in a row
    int starts = 0;
};

ExecutorSupervisor::ExecutorSupervisor(Options options, QObject *parent)
    : QObject(parent), m_options(std::move(options))
{
}

ExecutorSupervisor::~ExecutorSupervisor()
{
    for (auto &child : m_children) {
        child->process.disconnect(this);
        child->process.kill();
        child->process.waitForFinished(2000);
    }
}

void ExecutorSupervisor::start()
{
    for (int number = 1; number <= m_options.count; ++number) {
        m_children.push_back(std::make_unique<Child>());
        Child &child = *m_children.back();
        child.number = number;
        child.process.setProcessChannelMode(QProcess::ForwardedChannels);
        child.process.setInputChannelMode(QProcess::ManagedInputChannel);
        connect(&child.process, &QProcess::finished, this, [this, &child] { ended(child); });
        connect(&child.process, &QProcess::errorOccurred, this, [this, &child](QProcess::ProcessError error) {
            if (error == QProcess::FailedToStart)
                ended(child);
        });
        launch(child);
    }
}

void ExecutorSupervisor::launch(Child &child)
{
    if (m_isStopping)
        return ended(child);
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("JCA_WORKER_ROLE"), QStringLiteral("executor"));
    environment.insert(
        QStringLiteral("JCA_WORKER_NAME"), QStringLiteral("%1-%2").arg(m_options.name).arg(child.number));
    environment.insert(QStringLiteral("JCA_WORKER_GATEWAY_URL"), m_options.gatewayUrl);
    // Executors get keys with each run, so that no environment holds one for as long as a process lives. Values were taken
    // out when this process started (environment::takeSecrets); the names of their files would lead there too.
    for (const QString &name : environment.keys())
        if (name.endsWith(u"_FILE") && isSecretVariable(name.chopped(5)))
            environment.remove(name);
    environment.insert(QStringLiteral("JCA_WORKER_CLUSTER_TOKEN_FILE"), QStringLiteral("/dev/stdin"));
    const FileDescriptor told = pipeHolding(m_options.enrollmentToken);
    if (told.isOpen())
        environment.insert(
            QStringLiteral("JCA_WORKER_ENROLLMENT_TOKEN_FILE"), QStringLiteral("/dev/fd/%1").arg(told.get()));
    child.process.setChildProcessModifier([inherited = told.get()] {
        // A group of its own, so that Ctrl-C in a terminal reaches it through us; and no executor without its gateway.
        ::setpgid(0, 0);
        ::prctl(PR_SET_PDEATHSIG, SIGTERM);
        unblockSignalsInChild();
        if (inherited >= 0)
            ::fcntl(inherited, F_SETFD, 0);
    });
    if (!m_options.certificateFile.isEmpty())
        environment.insert(QStringLiteral("JCA_WORKER_CA_FILE"), m_options.certificateFile);
    environment.insert(QStringLiteral("JCA_WORKER_DATA_DIR"), m_options.dataDirectory);
    child.process.setProcessEnvironment(environment);
    QTimer::singleShot(m_options.healthyTime, this, [this, &child, start = ++child.starts] {
        if (child.starts != start || child.process.state() != QProcess::Running)
            return;
        child.backOff = std::chrono::milliseconds(0);
        child.quickEnds = 0;
        reportCrashLoop();
    });
    child.process.start(m_options.program, {QStringLiteral("serve")});
    child.process.write(m_options.clusterToken.toUtf8());
    child.process.closeWriteChannel();
}

void ExecutorSupervisor::ended(Child &child)
{
    if (m_isStopping) {
        for (const auto &each : m_children)
            if (each->process.state() != QProcess::NotRunning)
                return;
        return Q_EMIT stopped();
    }
    ++child.quickEnds;
    child.backOff = std::clamp(child.backOff * 2, firstBackOff, longestBackOff);
    log::error(QStringLiteral("An executor ended and is started again"),
        {{"executor", QString::number(child.number)}, {"exit_code", QString::number(child.process.exitCode())},
            {"in_ms", QString::number(child.backOff.count())}});
    QThreadPool::globalInstance()->start([] { ScratchDirectory::sweep(); }); // it may have been killed
    reportCrashLoop();
    QTimer::singleShot(child.backOff, this, [this, &child] { launch(child); });
}

void ExecutorSupervisor::reportCrashLoop()
{
    QStringList looping;
    for (const auto &child : m_children)
        if (child->quickEnds >= quickEndsOfALoop)
            looping << QStringLiteral("executor %1 ended %2 times right after its start, last with exit code %3")
                           .arg(child->number)
                           .arg(child->quickEnds)
                           .arg(child->process.exitCode());
    if (const QString what = looping.join(QStringLiteral("; ")); std::exchange(m_crashLoop, what) != what)
        Q_EMIT crashLoop(what);
}

void ExecutorSupervisor::stop()
{
    m_isStopping = true;
    bool isAnyLeft = false;
    for (const auto &child : m_children)
        if (child->process.state() != QProcess::NotRunning) {
            isAnyLeft = true;
            child->process.terminate();
        }
    if (!isAnyLeft)
        QMetaObject::invokeMethod(this, &ExecutorSupervisor::stopped, Qt::QueuedConnection);
}

} // namespace mergeloom
