#include "service/providers/CliAttempt.h"

#include "service/platform/LoopbackListener.h"
#include "service/platform/Process.h"
#include "service/tools/JsonSchemaCheck.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QRandomGenerator>
#include <QRegularExpression>

namespace mergeloom {

namespace {

constexpr int allowedUnfitEnds = 1;

QString cliRules(const AgentTask &task)
{
    QFile file(QStringLiteral(":/prompts/cli-agent.md"));
    const QString rules = file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()).trimmed() : QString();
    return task.system.isEmpty() ? rules : rules + QStringLiteral("\n\n") + task.system;
}

/// What stands in the place of a key; it opens the proxy of one turn.
QByteArray placeholderKey()
{
    QByteArray bytes(24, '\0');
    for (char &byte : bytes)
        byte = char(QRandomGenerator::system()->bounded(256));
    return "sk-ant-placeholder-" + bytes.toHex();
}

Reason reasonOfError(const Error &error)
{
    if (const QString told = error.details.value(QStringLiteral("reason")).toString(); !told.isEmpty())
        return enumFromName<Reason>(told).value_or(Reason::ProviderFailed);
    const int status = error.details.value(QStringLiteral("status")).toInt();
    switch (error.code) {
    case ErrorCode::Cancelled:
        return Reason::Cancelled;
    case ErrorCode::Io:
        return Reason::Internal;
    case ErrorCode::Unauthorized:
    case ErrorCode::Forbidden:
    case ErrorCode::NotFound:
        return Reason::ProviderNotReady;
    default:
        return status == 404 ? Reason::ProviderNotReady : Reason::ProviderFailed;
    }
}

} // namespace

Result<AgentResult> CliProvider::perform(const AgentTask &task, const AgentWorkplace &workplace, std::stop_token stop)
{
    const RunHistory &history = workplace.recorder.history();
    m_turns = std::max(m_turns, history.lastAgentTurn());
    m_calls = std::max(m_calls, history.lastCall());
    if (m_firstInstruction.isEmpty())
        m_firstInstruction = task.instruction;
    if (const auto before = history.agentTurns(task.stage, task.attempt); before && before->result) {
        m_session = before->session;
        return fromJson<AgentResult>(*before->result);
    }
    return CliAttempt(*this, task, workplace, std::move(stop)).run();
}

CliAttempt::CliAttempt(
    CliProvider &provider, const AgentTask &task, const AgentWorkplace &workplace, std::stop_token stop)
    : m_provider(provider), m_task(task), m_workplace(workplace), m_stop(std::move(stop)),
      m_ledger(task, workplace.recorder, workplace.control, provider.m_options.dialect->protocol(),
          provider.m_options.prices, provider.m_calls)
{
}

Result<AgentResult> CliAttempt::run()
{
    auto next = begin();
    if (!next)
        return stopped(next.error());
    for (;;) {
        m_workplace.control.holdWhilePaused(m_provider.m_options.dialect->label(), m_stop);
        if (m_stop.stop_requested())
            return stopped({ErrorCode::Cancelled, QStringLiteral("The agent was cancelled."), {}});
        const auto end = turn(*next);
        m_provider.m_calls = m_ledger.calls();
        if (!end)
            return stopped(end.error());
        if (!end->failure && hasMessage()) {
            recordEnd(*end, std::nullopt);
            *next = {"message", messages()};
            continue;
        }
        const Result<QJsonObject> finished =
            end->failure ? Result<QJsonObject>(Unexpected(*end->failure)) : resultOf(*end);
        if (finished) {
            AgentResult result = m_ledger.spent();
            result.finished = *finished;
            recordEnd(*end, result);
            return result;
        }
        recordEnd(*end, std::nullopt);
        if (end->failure || ++m_unfitResults > allowedUnfitEnds)
            return stopped(finished.error());
        *next = {"unfit_result", finished.error().message};
    }
}

Result<CliAttempt::NextTurn> CliAttempt::begin()
{
    if (const auto before = m_workplace.recorder.history().agentTurns(m_task.stage, m_task.attempt))
        return goOn(*before);
    if (!m_workplace.recorder.history().isEmpty() && !m_provider.m_session.isEmpty()) {
        // An earlier process had that conversation, perhaps where its home is out of reach now.
        MERGELOOM_TRY(const ProgramPlace place, m_workplace.programPlace());
        if (!isKept(place.home, m_provider.m_session))
            m_provider.m_session.clear();
    }
    const QString told = messages();
    return NextTurn{"task", told.isEmpty() ? m_task.instruction : m_task.instruction + QStringLiteral("\n\n") + told};
}

/// An earlier process was killed in this attempt: what it paid for is not lost when the program kept its session.
Result<CliAttempt::NextTurn> CliAttempt::goOn(const RunHistory::AgentTurns &before)
{
    const RunHistory &history = m_workplace.recorder.history();
    AgentResult spent;
    spent.costUsd = 0;
    for (int call = before.first.value(QStringLiteral("call")).toInt(1); call <= history.lastCall(); ++call) {
        ++spent.turns;
        const auto answer = history.response(call);
        if (!answer)
            continue;
        if (const auto usage = fromJson<Usage>(answer->value("usage")))
            spent.usage += *usage;
        const QJsonValue cost = answer->value("cost_usd");
        spent.costUsd =
            spent.costUsd && cost.isDouble() ? std::optional(*spent.costUsd + cost.toDouble()) : std::nullopt;
    }
    m_ledger.recall(spent);
    MERGELOOM_TRY(const ProgramPlace place, m_workplace.programPlace());
    const QString told = messages();
    if (isKept(place.home, before.session)) {
        m_provider.m_session = before.session;
        return NextTurn{"resumed",
            QStringLiteral(
                "You were stopped in the middle of your work, and what ran then was ended. The files stand as "
                "they were after your last step. Look at them, and go on with the task.%1")
                .arg(told.isEmpty() ? QString() : QStringLiteral("\n\n") + told)};
    }
    m_provider.m_session.clear();
    const QString tree = before.first.value(QStringLiteral("tree")).toString();
    if (m_workplace.restore && !tree.isEmpty())
        MERGELOOM_CHECK(m_workplace.restore(tree));
    m_workplace.recorder.append(QString::fromLatin1(event_type::runMessage),
        {{"level", "warning"},
            {"text",
                QStringLiteral(
                    "The session of %1 was not kept when its executor ended: the attempt begins again from the "
                    "checkpoint before it.")
                    .arg(m_provider.m_options.dialect->label())}});
    return NextTurn{"again", told.isEmpty() ? m_task.instruction : m_task.instruction + QStringLiteral("\n\n") + told};
}

/// A session leaves files with its id in their names; its home is what the program made it, and is looked at only.
bool CliAttempt::isKept(const QString &home, const QString &session) const
{
    if (session.isEmpty())
        return false;
    QDirIterator files(home, QDir::Files | QDir::NoSymLinks, QDirIterator::Subdirectories);
    for (int looked = 0; files.hasNext() && looked < 100'000; ++looked)
        if (files.next(); files.fileName().contains(session))
            return true;
    return false;
}

/// A new conversation is told the rules, and all that one before it was told.
QString CliAttempt::promptOf(const QString &instruction) const
{
    if (!m_provider.m_session.isEmpty())
        return instruction;
    QStringList parts{cliRules(m_task)};
    if (m_provider.m_firstInstruction != m_task.instruction)
        parts << m_provider.m_firstInstruction
              << QStringLiteral(
                     "# Since then\nYou worked on this before, and that conversation is gone; your changes stand "
                     "in the files.");
    parts << instruction;
    return parts.join(QStringLiteral("\n\n"));
}

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
    ++m_provider.m_turns;
    recordStart(next);
    MERGELOOM_CHECK(m_workplace.recorder.sync());

    TurnClock clock(options.limits.silence, m_stop);
    const QByteArray token = placeholderKey();
    ModelProxy proxy(options.proxy, token, m_ledger, m_workplace.control, clock);
    quint16 port = proxyPortInside;
    if (place.sandbox.mode == SandboxMode::Off) // then it shares the network of the worker
        proxy.serve(listenOnLoopback(port));
    MERGELOOM_TRY(ProcessRequest request, requestFor(place, next, token, port));
    request.onProxyListener = [&proxy](FileDescriptor listener) { proxy.serve(std::move(listener)); };
    CliTurn turn(*options.dialect, m_workplace, options.limits, m_provider.m_turns, clock);
    auto end = turn.run(request);
    if (!end) {
        Error error = end.error();
        error.details.insert(QStringLiteral("reason"),
            enumName(error.code == ErrorCode::Unavailable ? Reason::SandboxUnavailable : Reason::ProviderNotReady));
        return Unexpected(error);
    }
    if (!end->session.isEmpty())
        m_provider.m_session = end->session;
    return end;
}

Result<ProcessRequest> CliAttempt::requestFor(
    const ProgramPlace &place, const NextTurn &next, const QByteArray &token, quint16 port)
{
    const CliOptions &options = m_provider.m_options;
    const bool isShut = place.sandbox.mode == SandboxMode::Required;
    AgentOrder order{.prompt = promptOf(next.prompt),
        .session = m_provider.m_session,
        .model = options.model,
        .proxyUrl = QStringLiteral("http://127.0.0.1:%1").arg(port),
        .token = token,
        .home = isShut ? QString::fromLatin1(keptHomeInside) : place.home,
        .workspace = place.sandbox.workspace,
        .schema = m_task.finishSchema};
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
    request.sandbox->network = NetworkMode::Allowlist; // of which the proxy is all
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

void CliAttempt::recordStart(const NextTurn &next)
{
    QJsonObject data{{"turn", m_provider.m_turns}, {"stage", m_task.stage}, {"attempt", m_task.attempt},
        {"agent", m_provider.m_options.dialect->label()}, {"release", m_provider.m_options.program.release},
        {"call", m_ledger.calls() + 1}, {"session", m_provider.m_session}, {"cause", QString::fromLatin1(next.cause)},
        {"prompt", promptOf(next.prompt)}};
    if (m_workplace.checkpoint)
        if (const auto tree = m_workplace.checkpoint())
            data.insert(QStringLiteral("tree"), *tree);
    m_workplace.recorder.append(QString::fromLatin1(event_type::agentStarted), data);
}

void CliAttempt::recordEnd(const CliTurnEnd &end, const std::optional<AgentResult> &result)
{
    if (!result && m_stop.stop_requested())
        return; // it has not ended: a later process goes on with it, or the run says that it was cancelled
    const ProcessResult &process = end.process;
    const char *how = process.end == ProcessEnd::Exited ? "exited"
        : process.end == ProcessEnd::Signalled          ? "signalled"
                                                        : "ended";
    QJsonObject data{{"turn", m_provider.m_turns}, {"end", QString::fromLatin1(how)}, {"exit_code", process.exitCode},
        {"duration_ms", qint64(process.duration.count() / 1000)}};
    if (end.failure)
        data.insert(QStringLiteral("error"), end.failure->message);
    if (result)
        data.insert(QStringLiteral("result"), toJson(*result));
    m_workplace.recorder.append(QString::fromLatin1(event_type::agentFinished), data);
}

/// What the attempt came to; the error says to the agent what is wrong with it.
Result<QJsonObject> CliAttempt::resultOf(const CliTurnEnd &end) const
{
    if (m_task.finishSchema.isEmpty())
        return QJsonObject{{"summary", end.text.trimmed()}};
    QJsonObject result = end.structured;
    if (result.isEmpty())
        result = QJsonDocument::fromJson(end.text.trimmed().toUtf8()).object();
    const QStringList faults = schemaFaults(m_task.finishSchema, result);
    if (faults.isEmpty())
        return result;
    return failure(ErrorCode::Rejected,
        QStringLiteral(
            "The result that you ended with does not fit: %1 End again, and let your last message be nothing but "
            "one JSON object that fits this schema: %2")
            .arg(faults.join(u' '), QString::fromUtf8(compactJson(m_task.finishSchema))));
}

Unexpected CliAttempt::stopped(const Error &error) const
{
    const AgentResult spent = m_ledger.spent();
    QJsonObject details = error.details;
    details.insert(QStringLiteral("reason"), enumName(reasonOfError(error)));
    details.insert(QStringLiteral("usage"), toJson(spent.usage));
    details.insert(QStringLiteral("turns"), spent.turns);
    if (spent.costUsd)
        details.insert(QStringLiteral("cost_usd"), *spent.costUsd);
    return failure(error.code, error.message, details);
}

} // namespace mergeloom
