#include "service/network/ProxyEnvironment.h"
#include "service/platform/LoopbackListener.h"
#include "service/platform/Process.h"
#include "service/providers/CliAttempt.h"
#include "service/providers/SessionFile.h"
#include "service/providers/TurnUse.h"

#include <QFile>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QUrl>

namespace mergeloom {

namespace {

/// What stands in the place of a key; it opens the proxy of one turn.
QByteArray placeholderKey()
{
    QByteArray bytes(24, '\0');
    for (char &byte : bytes)
        byte = char(QRandomGenerator::system()->bounded(256));
    return "sk-ant-placeholder-" + bytes.toHex();
}

/// What a program with its own sign-in may reach; the user who set the provider up is all who is asked.
Result<std::unique_ptr<NetworkGate>> gateTo(
    const QStringList &hosts, const GateOptions &options, const QString &turn, RunRecorder &recorder)
{
    const NetworkSettings listed{.agent = NetworkMode::Allowlist, .hosts = hosts};
    MERGELOOM_TRY(const NetworkPolicy policy, NetworkPolicy::of(CommandKind::Agent, listed, listed));
    return std::make_unique<NetworkGate>(policy, options, [turn, &recorder](const NetworkRefusal &refusal) {
        const bool isUnlisted = refusal.reason == u"not_listed";
        recorder.append(QString::fromLatin1(event_type::networkRefused),
            {{"command_id", turn}, {"host", refusal.host}, {"port", refusal.port}, {"reason", refusal.reason},
                {"text",
                    isUnlisted
                        ? QStringLiteral("%1:%2 is not on the list of hosts that this agent program, or a command of "
                                         "it, may reach. If it should be, add it to the further hosts of the provider.")
                              .arg(refusal.host)
                              .arg(refusal.port)
                        : refusal.text}});
    });
}

} // namespace

Result<CliTurnEnd> CliAttempt::turn(const NextTurn &next)
{
    const CliOptions &options = m_provider.m_options;
    if (!m_workplace.programPlace)
        return failure(ErrorCode::Unsupported, QStringLiteral("No program can be started here."));
    MERGELOOM_TRY(ProgramPlace place, m_workplace.programPlace());
    if (place.sandbox.mode == SandboxMode::Required && place.sandbox.backend == SandboxBackend::Landlock)
        return failure(ErrorCode::Unavailable,
            QStringLiteral(
                "%1 needs a sandbox with a network of its own, which Landlock cannot make. Run the worker where "
                "bubblewrap works (`mergeloom-worker doctor` says what it lacks), or choose an API provider.")
                .arg(options.dialect->label()),
            {{"reason", enumName(Reason::SandboxUnavailable)}});
    MERGELOOM_CHECK(askRelease(place));
    if (options.signIn)
        MERGELOOM_CHECK(checkSignIn(signIn(place), m_stop));
    ++m_provider.m_turns;
    recordStart(place, next);
    MERGELOOM_CHECK(m_workplace.recorder.sync());

    TurnClock clock(options.limits.silence, m_stop);
    auto end = options.signIn ? withOwnSignIn(place, next, clock) : throughProxy(place, next, clock);
    if (!end) {
        Error error = end.error();
        if (!error.details.contains(QStringLiteral("reason")) && error.code != ErrorCode::Io)
            error.details.insert(QStringLiteral("reason"),
                enumName(error.code == ErrorCode::Unavailable ? Reason::SandboxUnavailable : Reason::ProviderNotReady));
        return Unexpected(error);
    }
    if (!end->session.isEmpty())
        m_provider.m_session = end->session;
    return end;
}

Result<CliTurnEnd> CliAttempt::throughProxy(const ProgramPlace &place, const NextTurn &next, TurnClock &clock)
{
    const CliOptions &options = m_provider.m_options;
    const QByteArray token = placeholderKey();
    ModelProxy proxy(options.proxy, token, m_ledger, m_workplace.control, clock);
    quint16 port = proxyPortInside;
    if (place.sandbox.mode == SandboxMode::Off) // then it shares the network of the worker
        proxy.serve(listenOnLoopback(port));
    MERGELOOM_TRY(ProcessRequest request,
        requestFor(place, next, {.proxyUrl = QStringLiteral("http://127.0.0.1:%1").arg(port), .token = token}));
    request.onProxyListener = [&proxy](FileDescriptor listener) { proxy.serve(std::move(listener)); };
    return CliTurn(*options.dialect, m_workplace, options.limits, m_provider.m_turns, clock).run(request);
}

SignIn CliAttempt::signIn(const ProgramPlace &place) const
{
    const CliOptions &options = m_provider.m_options;
    return {options.dialect, options.program, place.signInRoot, options.signIn->profile};
}

/// The program has its sign-in itself, and what its commands read they could say: the journal must not show it, also when it
/// is renewed meanwhile.
Result<CliTurnEnd> CliAttempt::withOwnSignIn(const ProgramPlace &place, const NextTurn &next, TurnClock &clock)
{
    const CliOptions &options = m_provider.m_options;
    const SignIn own = signIn(place);
    MERGELOOM_TRY(const SignInFolder folder, own.folder());
    const bool isShut = place.sandbox.mode == SandboxMode::Required;
    const QString seenAs = isShut ? QString::fromLatin1(signInPlace) : folder.path();
    MERGELOOM_CHECK(folder.linkInto(place.home, seenAs));
    MERGELOOM_TRY(
        ProcessRequest request, requestFor(place, next, {.signIn = seenAs, .endpoint = options.signIn->endpoint}));
    request.sandbox->keptSignIn = folder.path();
    MERGELOOM_TRY(auto gate,
        gateTo(options.signIn->hosts, place.gate, QStringLiteral("t%1").arg(m_provider.m_turns), m_workplace.recorder));
    request.onProxyListener = [&gate](FileDescriptor listener) { gate->serve(std::move(listener)); };
    if (isShut)
        request.environment.insert(proxyEnvironment(proxyPortInside));
    MERGELOOM_TRY(const auto call, m_ledger.beginUnseen(options.model));

    CliTurn turn(*options.dialect, m_workplace, options.limits, m_provider.m_turns, clock);
    QString known;
    SessionFile kept(*options.dialect, place.home);
    TurnUse use(options.dialect->totals(), kept.told(m_provider.m_session).value_or(Usage{}));
    std::optional<Error> overspent;
    const auto count = [&](const AgentUse &told) {
        if (!use.take(told))
            return;
        turn.record(event_type::agentEvent,
            {{"turn", m_provider.m_turns}, {"call", call->number}, {"usage", toJson(use.used())}});
        if (const auto allowed = m_ledger.used(*call, use.used(), use.answers()); !allowed && !overspent) {
            overspent = allowed.error();
            clock.end(*overspent);
        }
    };
    const auto look = [&] {
        if (const auto told = kept.told(turn.session()))
            count({.usage = *told});
    };
    turn.beforeLine([&] {
        if (const QString stamp = folder.stamp(); stamp != known) {
            m_workplace.recorder.hide(folder.secrets(), QStringLiteral("sign-in"));
            known = stamp;
        }
        look();
    });
    turn.onUse(count);
    auto end = turn.run(request);
    look();
    const NetworkUse network = gate->close();
    call->costUsd = use.costUsd();
    ModelAnswer answer{.stop = QStringLiteral("turn"), .usage = use.used(), .model = options.model};
    if (end && !end->text.isEmpty())
        answer.content = {{.type = QStringLiteral("text"), .text = end->text}};
    m_ledger.answered(*call, answer);
    if (!end)
        return end;
    if (isShut)
        end->network = toJson(network).toObject();
    if (overspent) // also one that told it with its last words
        end->failure = overspent;
    if (end->failure && !clock.why() && options.dialect->asksForSignIn(end->failure->message)) {
        folder.setRefused();
        end->failure = Error{ErrorCode::Unauthorized,
            QStringLiteral("The sign-in of %1 was refused or has expired: sign in again. %2 It said: %3")
                .arg(options.dialect->label(), own.advice(), end->failure->message.left(300)),
            {{"reason", enumName(Reason::ProviderNotReady)}}};
    }
    return end;
}

Result<ProcessRequest> CliAttempt::requestFor(const ProgramPlace &place, const NextTurn &next, AgentOrder access)
{
    const CliOptions &options = m_provider.m_options;
    const bool isShut = place.sandbox.mode == SandboxMode::Required;
    AgentOrder order = std::move(access);
    order.prompt = promptOf(next.prompt);
    order.session = m_provider.m_session;
    order.model = options.model;
    order.home = isShut ? QString::fromLatin1(keptHomeInside) : place.home;
    order.workspace = place.sandbox.workspace;
    order.schema = m_task.finishSchema;
    ProcessRequest request = programRequest(place);
    if (!m_task.finishSchema.isEmpty()) {
        if (!m_scratch) {
            MERGELOOM_TRY(ScratchDirectory made, ScratchDirectory::make(QStringLiteral("agent")));
            m_scratch.emplace(std::move(made));
        }
        order.schemaFile = m_scratch->filePath(QStringLiteral("schema.json"));
        QFile file(order.schemaFile);
        if (!file.open(QIODevice::WriteOnly) || file.write(compactJson(m_task.finishSchema)) < 0)
            return failure(ErrorCode::Io, QStringLiteral("%1 cannot be written.").arg(order.schemaFile));
        request.sandbox->readOnlyPaths << m_scratch->path();
    }
    const AgentStart start = options.dialect->start(order);
    request.arguments = start.arguments;
    request.input = start.input;
    request.environment.insert(start.environment);
    request.sandbox->network = NetworkMode::Allowlist; // what it reaches is a proxy of ours
    return request;
}

ProcessRequest CliAttempt::programRequest(const ProgramPlace &place) const
{
    const AgentProgram &program = m_provider.m_options.program;
    ProcessRequest request;
    request.program = program.path;
    request.workingDirectory = place.sandbox.workspace;
    request.environment = place.environment;
    QString &path = request.environment[QStringLiteral("PATH")];
    path = (program.searchPath + path.split(u':', Qt::SkipEmptyParts)).join(u':');
    request.sandbox = place.sandbox;
    request.sandbox->readOnlyPaths += program.folders;
    request.sandbox->keptHome = place.home;
    request.sandbox->network = NetworkMode::None;
    request.sandbox->isWorkspaceReadOnly = m_task.access == ToolAccess::ReadOnly;
    return request;
}

Result<void> CliAttempt::askRelease(const ProgramPlace &place)
{
    const AgentDialect &dialect = *m_provider.m_options.dialect;
    QString &release = m_provider.m_options.program.release;
    if (!release.isEmpty())
        return {};
    ProcessRequest request = programRequest(place);
    request.arguments = QStringList{QStringLiteral("--version")};
    request.timeLimit = std::chrono::seconds(20);
    MERGELOOM_TRY(const ProcessResult said, runProcess(request, m_stop));
    static const QRegularExpression number(QStringLiteral("\\d+\\.\\d+\\.\\d+"));
    release = number.match(QString::fromUtf8(said.standardOutput.left(1000))).captured();
    if (m_stop.stop_requested() || (!release.isEmpty() && isReleaseAtLeast(release, dialect.oldestRelease())))
        return {};
    const QString told = std::exchange(release, {});
    return failure(ErrorCode::Unsupported,
        QStringLiteral("`%1 --version` of %2 says \"%3\"; %4 or newer is needed. Update it (`npm install -g %5`).")
            .arg(request.program, dialect.label(), told, dialect.oldestRelease(), dialect.package()),
        {{"reason", enumName(Reason::ProviderNotReady)}});
}

} // namespace mergeloom
