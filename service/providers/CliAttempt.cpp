#include "service/providers/CliAttempt.h"

#include "service/providers/SessionFile.h"
#include "service/providers/TurnUse.h"
#include "service/tools/JsonSchemaCheck.h"

#include <QFile>

namespace mergeloom {

namespace {

constexpr int allowedUnfitEnds = 1;

QString cliRules(const AgentTask &task)
{
    QFile file(QStringLiteral(":/prompts/cli-agent.md"));
    const QString rules = file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()).trimmed() : QString();
    return task.system.isEmpty() ? rules : rules + QStringLiteral("\n\n") + task.system;
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
    MERGELOOM_CHECK(settle({}));
    if (!m_workplace.recorder.history().isEmpty() && !m_provider.m_session.isEmpty()) {
        // An earlier process had that conversation, perhaps where its home is out of reach now.
        MERGELOOM_TRY(const ProgramPlace place, m_workplace.programPlace());
        if (SessionFile::pathIn(place.home, m_provider.m_session).isEmpty())
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
    MERGELOOM_CHECK(settle(before.session));
    MERGELOOM_TRY(const ProgramPlace place, m_workplace.programPlace());
    const QString told = messages();
    if (!SessionFile::pathIn(place.home, before.session).isEmpty()) {
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
                    "checkpoint before it. Of the tokens that it used, those that it had told of are counted.")
                    .arg(m_provider.m_options.dialect->label())}});
    return NextTurn{"again", told.isEmpty() ? m_task.instruction : m_task.instruction + QStringLiteral("\n\n") + told};
}

/// Its session file may know of an answer that its journal does not, and the other way round.
Result<void> CliAttempt::settle(const QString &session)
{
    const RunHistory &history = m_workplace.recorder.history();
    const int call = history.lastCall();
    if (!m_provider.m_options.signIn || std::exchange(m_provider.m_hasSettled, true) || call == 0
        || history.response(call))
        return {};
    Usage usage = history.toldUsage(call);
    MERGELOOM_TRY(const ProgramPlace place, m_workplace.programPlace());
    if (const auto told = SessionFile(*m_provider.m_options.dialect, place.home).told(session))
        if (const Usage since = usedSince(*told, history.answeredUsage()); since.total() > usage.total())
            usage = since;
    if (usage.total() > 0)
        m_ledger.settle(call, m_provider.m_options.model, usage);
    return {};
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

void CliAttempt::recordStart(const ProgramPlace &place, const NextTurn &next)
{
    QJsonObject data{{"turn", m_provider.m_turns}, {"stage", m_task.stage}, {"attempt", m_task.attempt},
        {"agent", m_provider.m_options.dialect->label()}, {"release", m_provider.m_options.program.release},
        {"call", m_ledger.calls() + 1}, {"session", m_provider.m_session}, {"cause", QString::fromLatin1(next.cause)},
        {"prompt", promptOf(next.prompt)}};
    const auto &own = m_provider.m_options.signIn;
    data.insert(QStringLiteral("access"), own ? QStringLiteral("sign_in") : QStringLiteral("model_proxy"));
    if (own) // without a sandbox there is no proxy that it has to pass
        data.insert(QStringLiteral("hosts"),
            place.sandbox.mode == SandboxMode::Required ? QJsonArray::fromStringList(own->hosts) : QJsonArray{"*"});
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
    if (!end.network.isEmpty())
        data.insert(QStringLiteral("network"), end.network);
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
