#include "service/pipeline/CommandRunner.h"

#include "service/network/ProxyEnvironment.h"

#include <QDir>
#include <QFileInfo>

namespace mergeloom {

namespace {

/// Output becomes events: pieces are cut at line ends where they can be, so that a page has whole lines, and a secret
/// that a border cuts is still found.
class OutputRecord
{
public:
    OutputRecord(RunRecorder &recorder, const QString &commandId, std::stop_token overBudget)
        : m_recorder(recorder), m_id(commandId),
          m_overBudget(std::move(overBudget)), m_streams{Redactor::Stream(recorder.redactor()),
                                                   Redactor::Stream(recorder.redactor())}
    {
    }

    /// Gives what may be said of it by now.
    QByteArray push(const QByteArray &piece, bool isError)
    {
        QByteArray &pending = m_pending[isError];
        const QByteArray clean = m_streams[isError].push(piece);
        pending += clean;
        const qsizetype end = pending.lastIndexOf('\n');
        if (end >= 0) {
            write(pending.left(end + 1), isError);
            pending.remove(0, end + 1);
        } else if (pending.size() > 4096) {
            write(std::exchange(pending, {}), isError);
        }
        return clean;
    }

    /// The rest of one stream.
    QByteArray finish(bool isError)
    {
        const QByteArray clean = m_streams[isError].finish();
        if (const QByteArray rest = m_pending[isError] + clean; !rest.isEmpty())
            write(rest, isError);
        return clean;
    }

private:
    void write(const QByteArray &text, bool isError)
    {
        // A command that is being ended for its output writes on until it is dead.
        if (m_written > limit || m_overBudget.stop_requested())
            return;
        m_written += text.size();
        m_recorder.append(QString::fromLatin1(event_type::commandOutput),
            {{"command_id", m_id}, {"stream", isError ? "stderr" : "stdout"}, {"text", QString::fromUtf8(text)}});
        if (m_written > limit)
            m_recorder.append(QString::fromLatin1(event_type::runMessage),
                {{"level", "warning"},
                    {"text",
                        QStringLiteral("The output of %1 is over %2 bytes; the rest is not kept.")
                            .arg(m_id)
                            .arg(limit)}});
    }

    static constexpr qint64 limit = 8 << 20;
    RunRecorder &m_recorder;
    QString m_id;
    std::stop_token m_overBudget;
    std::array<Redactor::Stream, 2> m_streams;
    std::array<QByteArray, 2> m_pending;
    qint64 m_written = 0;
};

} // namespace

CommandRunner::CommandRunner(const RunEnvironment &environment, const CommandNetwork &network,
    const Workspace &workspace, const StageScope &scope)
    : m_workspace(workspace), m_network(network), m_gateOptions(environment.gate),
      m_agentHome(agentHome(environment, scope.recorder)), m_signInRoot(environment.agentHomeRoot),
      m_environment(environment.commandEnvironment), m_recorder(scope.recorder), m_control(scope.control),
      m_room(scope.room), m_count(scope.recorder.history().lastCommand())
{
    m_shell.root = workspace.path();
    m_shell.allowList = environment.allowList;
    m_shell.sandbox = environment.sandboxPolicy;
    m_shell.sandbox.workspace = workspace.path();
    m_shell.sandbox.readOnlyPaths << workspace.objectDirectory() << workspace.repositoryPath();
    m_shell.timeLimit = environment.commandTimeLimit;
    m_shell.spare = std::make_shared<SpareSandbox>();
}

Result<ProcessResult> CommandRunner::run(
    CommandKind kind, const ShellOrder &order, const SandboxedShell::Output &onOutput, std::stop_token stop)
{
    m_control.holdWhilePaused(order.line, stop);
    if (!m_control.allowCommand())
        return failure(ErrorCode::Cancelled, QStringLiteral("The run has used its commands."));
    MERGELOOM_CHECK(m_workspace.linkRepository()); // a sandbox without name spaces leaves it to the command
    const QString id = QStringLiteral("c%1").arg(++m_count);
    const NetworkMode mode = modeOf(kind);
    QJsonObject started{
        {"command_id", id}, {"kind", enumName(kind)}, {"line", order.line}, {"network", enumName(mode)}};
    if (!order.directory.isEmpty())
        started.insert("directory", order.directory);
    m_recorder.append(QString::fromLatin1(event_type::commandStarted), started);

    const auto gate = mode == NetworkMode::Allowlist ? m_network.open(kind, id, m_gateOptions, m_recorder) : nullptr;
    m_shell.sandbox.network = mode;
    m_shell.onProxyListener = [&gate](FileDescriptor listener) { gate->serve(std::move(listener)); };
    m_shell.environment = m_environment;
    if (gate)
        m_shell.environment.insert(proxyEnvironment(proxyPortInside));
    OutputRecord output(m_recorder, id, m_control.overBudget());
    auto result = m_shell.run(
        order,
        [&](const QByteArray &piece, bool isError) {
            const QByteArray clean = output.push(piece, isError);
            if (onOutput && !clean.isEmpty())
                onOutput(clean, isError);
        },
        stop);
    for (const bool isError : {false, true})
        if (const QByteArray clean = output.finish(isError); onOutput && !clean.isEmpty())
            onOutput(clean, isError);
    // Before anyone cuts it: half a secret is found no more.
    if (result) {
        result->standardOutput = m_recorder.redactor().redact(result->standardOutput);
        result->standardError = m_recorder.redactor().redact(result->standardError);
    }
    QJsonObject finished{{"command_id", id}};
    m_lastUse = gate ? gate->close() : NetworkUse{};
    if (gate)
        finished.insert("network", toJson(m_lastUse));
    if (result) {
        finished.insert("end", processEndName(result->end));
        finished.insert("exit_code", result->exitCode);
        finished.insert("duration_ms", qint64(result->duration.count() / 1000));
        finished.insert("dropped_bytes", result->droppedBytes);
        if (!result->exceeded.isEmpty())
            finished.insert("exceeded", result->exceeded);
    } else {
        finished.insert("end", result.error().code == ErrorCode::Cancelled ? "cancelled" : "not_started");
        finished.insert("error", result.error().message);
    }
    m_recorder.append(QString::fromLatin1(event_type::commandFinished), finished);
    if (const auto full = m_room.full(); full && result && !result->succeeded())
        return failure(ErrorCode::Io, QStringLiteral("The disk of %1 became full.").arg(*full));
    return result;
}

Result<ProgramPlace> CommandRunner::programPlace() const
{
    MERGELOOM_CHECK(m_workspace.linkRepository());
    // Nobody else on this host has to see what is in there.
    if (!QDir().mkpath(m_agentHome)
        || !QFile::setPermissions(m_agentHome, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner))
        return failure(
            ErrorCode::Io, QStringLiteral("%1 cannot be made. Check the rights and the disk.").arg(m_agentHome));
    return ProgramPlace{m_shell.sandbox, m_environment, m_agentHome, m_signInRoot, m_gateOptions};
}

QString agentHome(const RunEnvironment &environment, const RunRecorder &recorder)
{
    return environment.agentHomeRoot + u'/' + QFileInfo(recorder.path()).dir().dirName(); // the id of the run
}

NetworkMode CommandRunner::modeOf(CommandKind kind) const
{
    if (m_shell.sandbox.mode == SandboxMode::Off)
        return NetworkMode::Open;
    const NetworkPolicy &policy = m_network.policy(kind);
    // Landlock has no place for the proxy; without a host it would have nothing to do.
    const bool isIdle = m_shell.sandbox.backend == SandboxBackend::Landlock && policy.reachesNothing();
    return isIdle ? NetworkMode::None : policy.mode();
}

QString CommandRunner::networkHint(CommandKind kind) const
{
    if (modeOf(kind) == NetworkMode::None)
        return QStringLiteral(
            " It had no network: the settings of the repository and of this worker say what %1 commands may "
            "reach.")
            .arg(enumName(kind));
    if (m_lastUse.refused == 0)
        return {};
    return QStringLiteral(" The network refused %1. What it needs can be added to the network hosts of the repository.")
        .arg(m_lastUse.refusedHosts.join(QStringLiteral(", ")));
}

Reason commandFailureReason(const Error &error, Reason otherwise)
{
    switch (error.code) {
    case ErrorCode::Forbidden:
    case ErrorCode::InvalidInput:
        return Reason::CommandNotAllowed;
    case ErrorCode::Unavailable:
        return Reason::SandboxUnavailable;
    default:
        return otherwise;
    }
}

QString processEndName(ProcessEnd end)
{
    switch (end) {
    case ProcessEnd::Exited:
        return QStringLiteral("exited");
    case ProcessEnd::Signalled:
        return QStringLiteral("signalled");
    case ProcessEnd::TimedOut:
        return QStringLiteral("timed_out");
    case ProcessEnd::Cancelled:
        return QStringLiteral("cancelled");
    }
    return {};
}

QString describeEnd(const ProcessResult &result, std::chrono::seconds timeLimit)
{
    if (!result.exceeded.isEmpty())
        return QStringLiteral("ended by the sandbox: ") + result.exceeded;
    switch (result.end) {
    case ProcessEnd::Exited:
        return QStringLiteral("exit code %1").arg(result.exitCode);
    case ProcessEnd::Signalled:
        return QStringLiteral("killed by signal %1").arg(result.exitCode);
    case ProcessEnd::TimedOut:
        return QStringLiteral("no end within %1 s").arg(timeLimit.count());
    case ProcessEnd::Cancelled:
        return QStringLiteral("cancelled");
    }
    return {};
}

} // namespace mergeloom
