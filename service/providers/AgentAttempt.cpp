#include "service/providers/AgentAttempt.h"

#include "service/providers/DeltaRecorder.h"

#include <QElapsedTimer>
#include <QFile>

#include <algorithm>

namespace mergeloom {

namespace {

constexpr int allowedCuts = 2;
constexpr int allowedEmptyAnswers = 2;
constexpr int allowedUnfitResults = 1;

QString rulesOf(const AgentTask &task)
{
    QFile file(QStringLiteral(":/prompts/agent.md"));
    const QString rules = file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()).trimmed() : QString();
    return task.system.isEmpty() ? rules : rules + QStringLiteral("\n\n") + task.system;
}

QJsonObject frameOf(const ModelRequest &request)
{
    QJsonArray tools;
    for (const ModelTool &tool : request.tools)
        tools.append(
            QJsonObject{{"name", tool.name}, {"description", tool.description}, {"input_schema", tool.inputSchema}});
    return {{"system", request.system}, {"tools", tools}};
}

/// Redacted before it is cut: half a secret is found no more.
QString sentence(const QString &text, const Redactor &redactor)
{
    const QString clean = redactor.redact(text);
    return clean.size() <= 300 ? clean : clean.left(299) + u'…';
}

} // namespace

AgentAttempt::AgentAttempt(const AgentTask &task, const AgentWorkplace &workplace, Agent agent, std::stop_token stop)
    : m_task(task), m_workplace(workplace), m_agent(agent), m_stop(std::move(stop)), m_system(rulesOf(task))
{
    for (const ToolDescription &tool : workplace.tools.descriptions())
        m_tools.append({tool.name, tool.description, tool.inputSchema});
}

Result<AgentResult> AgentAttempt::run()
{
    begin();
    for (;;) {
        MERGELOOM_TRY(const ModelAnswer answer, ask());
        ++m_result.turns;
        MERGELOOM_TRY(const Finished finished, react(answer));
        if (finished && !hasMessageToAnswer()) {
            m_result.finished = *finished;
            return m_result;
        }
    }
}

/// Somebody told the agent something while it came to its end: it goes on by one turn, and ends again.
bool AgentAttempt::hasMessageToAnswer() const
{
    const int turns = limits().turns;
    return (turns <= 0 || m_result.turns < turns)
        && m_workplace.control.hasMessagesBefore(m_agent.conversation.calls + 1);
}

void AgentAttempt::begin()
{
    if (m_agent.options.price)
        m_result.costUsd = 0;
    answerOpenCalls();
    tell(m_task.instruction);
}

/// Adds to what the model is told next. Two user messages in a row are refused by some services.
void AgentAttempt::tell(const QString &text)
{
    Conversation &conversation = m_agent.conversation;
    if (conversation.messages.isEmpty() || conversation.messages.last().role != u"user")
        conversation.messages.append({QStringLiteral("user"), {}});
    conversation.messages.last().content.append({.type = QStringLiteral("text"), .text = text});
    conversation.recorded = std::min(conversation.recorded, conversation.messages.size() - 1);
}

/// A task that was stopped between calls and results leaves calls open, which no service takes.
void AgentAttempt::answerOpenCalls()
{
    Conversation &conversation = m_agent.conversation;
    if (conversation.messages.isEmpty() || conversation.messages.last().role != u"assistant")
        return;
    Message results{QStringLiteral("user"), {}};
    for (const ContentPart &part : conversation.messages.last().content)
        if (part.type == u"tool_call")
            results.content.append({.type = QStringLiteral("tool_result"),
                .text = QStringLiteral("This call was not run."),
                .id = part.id,
                .isError = true});
    if (!results.content.isEmpty())
        conversation.messages.append(results);
}

Result<ModelAnswer> AgentAttempt::ask()
{
    m_workplace.control.holdWhilePaused(QStringLiteral("model call"), m_stop);
    if (m_stop.stop_requested())
        return stopped(Reason::Cancelled, ErrorCode::Cancelled, QStringLiteral("The agent was cancelled."));
    for (const QString &message : m_workplace.control.messagesBefore(m_agent.conversation.calls + 1))
        tell(message);
    ModelRequest request{
        m_agent.options.model, m_system, m_agent.conversation.messages, m_tools, m_agent.options.maximumOutputTokens};
    const auto makeRoom = [&](ContextWindow::Need need) {
        const QStringList dropped = m_agent.window.makeRoom(request, need);
        if (!dropped.isEmpty())
            m_agent.conversation.messages = request.messages;
        return dropped;
    };
    const QStringList dropped = makeRoom(ContextWindow::Need::WhenFull);
    MERGELOOM_CHECK(keepBudget(request));
    auto answer = send(request, dropped);
    if (!answer && answer.error().details.value(QStringLiteral("kind")).toString() == u"context_too_long") {
        if (const QStringList more = makeRoom(ContextWindow::Need::Always); !more.isEmpty())
            answer = send(request, more);
    }
    if (!answer)
        return modelFailed(answer.error());
    m_agent.window.learn(request, answer->usage);
    return answer;
}

void AgentAttempt::recordRequest(const ModelRequest &request, const QStringList &dropped)
{
    Conversation &conversation = m_agent.conversation;
    // Only what is new: the rest stands in the requests and responses before.
    QJsonObject recorded{{"messages", toJson(request.messages.mid(conversation.recorded))},
        {"maximum_output_tokens", request.maximumOutputTokens}};
    if (const QJsonObject frame = frameOf(request); frame != conversation.recordedFrame) {
        recorded.insert(QStringLiteral("system"), frame.value(QStringLiteral("system")));
        recorded.insert(QStringLiteral("tools"), frame.value(QStringLiteral("tools")));
        conversation.recordedFrame = frame;
    }
    if (!dropped.isEmpty())
        recorded.insert(QStringLiteral("dropped"), toJson(dropped));
    conversation.recorded = request.messages.size();
    m_workplace.recorder.append(QString::fromLatin1(event_type::providerRequest),
        {{"call", conversation.calls}, {"attempt", m_task.attempt}, {"model", request.model},
            {"messages", request.messages.size()}, {"request", recorded}});
}

Result<ModelAnswer> AgentAttempt::send(const ModelRequest &request, const QStringList &dropped)
{
    RunRecorder &recorder = m_workplace.recorder;
    const int call = ++m_agent.conversation.calls;
    recordRequest(request, dropped);
    if (auto recorded = recordedAnswer(call))
        return std::move(*recorded);
    if (const auto synced = recorder.sync(); !synced)
        return failure(synced);

    DeltaRecorder deltas(recorder, call);
    ModelProgress progress;
    progress.onDelta = [&](const QString &kind, const QString &text) {
        if (kind != u"tool_input") // comes whole with the call
            deltas.add(kind, text);
    };
    progress.onRetry = [&](const QString &reason, std::chrono::milliseconds wait, int retry) {
        deltas.finish();
        recorder.append(QString::fromLatin1(event_type::providerRetry),
            {{"call", call}, {"reason", reason}, {"wait_ms", qint64(wait.count())}, {"retry", retry}});
    };
    QElapsedTimer latency;
    latency.start();
    auto answer = m_agent.model.complete(request, progress, m_stop);
    deltas.finish();
    if (!answer)
        return answer;

    take(*answer);
    QJsonObject data{{"call", call}, {"content", toJson(answer->content)}, {"stop", answer->stop},
        {"model", answer->model}, {"usage", toJson(answer->usage)}, {"latency_ms", latency.elapsed()}};
    if (m_agent.options.price)
        data.insert(QStringLiteral("cost_usd"), m_agent.options.price->costOf(answer->usage));
    recorder.append(QString::fromLatin1(event_type::providerResponse), data);
    return answer;
}

void AgentAttempt::take(const ModelAnswer &answer)
{
    m_result.usage += answer.usage;
    if (m_agent.options.price) {
        m_cost += m_agent.options.price->costOf(answer.usage);
        m_result.costUsd = m_cost;
    }
}

Result<AgentAttempt::Finished> AgentAttempt::react(const ModelAnswer &answer)
{
    QList<ContentPart> calls;
    QString text;
    for (const ContentPart &part : answer.content) {
        if (part.type == u"tool_call")
            calls.append(part);
        else if (part.type == u"text")
            text += part.text;
    }
    const bool isEmpty = calls.isEmpty() && text.trimmed().isEmpty();
    if (!isEmpty) {
        m_agent.conversation.messages.append({QStringLiteral("assistant"), answer.content});
        m_agent.conversation.recorded = m_agent.conversation.messages.size(); // it stands in the response
    }
    if (answer.stop == u"refusal")
        return stopped(Reason::ProviderFailed, ErrorCode::Rejected,
            QStringLiteral("The model declined to go on: %1").arg(sentence(text, m_workplace.recorder.redactor())));
    if (answer.stop == u"content_filter")
        return stopped(Reason::ProviderFailed, ErrorCode::Rejected,
            QStringLiteral("The content filter of the service stopped the answer of the model. Word the ticket "
                           "differently, or loosen the filter where the model is deployed."));
    const bool isCut = answer.stop == u"max_tokens";
    if (isCut && ++m_cutAnswers > allowedCuts)
        return stopped(Reason::ProviderFailed, ErrorCode::Rejected,
            QStringLiteral(
                "The answers of the model were cut at its output limit %1 times. Raise the limit, or split the ticket.")
                .arg(m_cutAnswers));
    if (!calls.isEmpty())
        return runTools(calls);
    if (isCut) {
        tell(QStringLiteral("Your answer was cut at the output limit. Go on where it stopped, in smaller steps."));
        return Finished();
    }
    if (answer.stop == u"bad_call")
        return goOnAfterNothing(QStringLiteral(
            "Your tool call could not be read, and nothing was done. Make it again, as its schema says."));
    if (isEmpty)
        return goOnAfterNothing(
            QStringLiteral("Your answer was empty. Go on with the task, or call `finish` when it is done."));
    if (answer.stop == u"pause_turn") // the service wants the conversation back as it is
        return Finished();
    return endWithoutFinish(text);
}

Result<AgentAttempt::Finished> AgentAttempt::goOnAfterNothing(const QString &hint)
{
    if (++m_emptyAnswers > allowedEmptyAnswers)
        return stopped(Reason::ProviderFailed, ErrorCode::Rejected,
            QStringLiteral("The model gave %1 answers that were empty or unreadable.").arg(m_emptyAnswers));
    tell(hint);
    return Finished();
}

Result<AgentAttempt::Finished> AgentAttempt::runTools(const QList<ContentPart> &calls)
{
    Message results{QStringLiteral("user"), {}};
    QList<StuckDetector::Observation> turn;
    Finished finished;
    for (const ContentPart &call : calls) {
        const auto outcome = runTool(call);
        if (!outcome)
            return toolFailed(outcome.error());
        results.content.append({.type = QStringLiteral("tool_result"),
            .text = outcome->text,
            .id = call.id,
            .isError = outcome->isFailure});
        turn.append({call.name + u' ' + QString::fromUtf8(compactJson(call.input)), outcome->text, outcome->isFailure});
        if (outcome->finished)
            finished = outcome->finished;
        else if (call.name == u"finish" && ++m_unfitResults > allowedUnfitResults)
            return stopped(Reason::ProviderFailed, ErrorCode::Rejected,
                QStringLiteral("The model gave a result that does not fit twice: %1")
                    .arg(sentence(outcome->text, m_workplace.recorder.redactor())));
    }
    m_agent.conversation.messages.append(results);
    if (finished)
        return finished;
    if (const auto stuck = m_stuck.afterTurn(turn))
        return stopped(Reason::ProviderStuck, ErrorCode::Rejected,
            QStringLiteral("The agent went round in circles: %1.").arg(*stuck));
    return Finished();
}

Result<ToolOutcome> AgentAttempt::runTool(const ContentPart &call)
{
    RunRecorder &recorder = m_workplace.recorder;
    recorder.append(
        QString::fromLatin1(event_type::toolCall), {{"call_id", call.id}, {"name", call.name}, {"input", call.input}});
    const int number = ++m_agent.conversation.toolCalls;
    if (const auto recorded = recordedOutcome(call, number))
        return *recorded;
    QElapsedTimer duration;
    duration.start();
    Result<ToolOutcome> outcome = ToolOutcome{};
    if (call.isError) {
        outcome->isFailure = true;
        outcome->text =
            QStringLiteral("The input of this call was no JSON object (%1 characters came; it may have been cut off). "
                           "Nothing was done. Make the call again, with less at once.")
                .arg(call.text.size());
    } else {
        outcome = m_workplace.tools.call({call.id, call.name, call.input}, m_stop);
    }
    if (!outcome || (outcome->finished && recorder.history().toolResult(number)))
        return outcome;
    MERGELOOM_CHECK(recordOutcome(call, *outcome, duration.elapsed()));
    return outcome;
}

/// The text of a turn that just ended is the summary; where the stage wants more, the model is asked for it once.
Result<AgentAttempt::Finished> AgentAttempt::endWithoutFinish(const QString &text)
{
    const QJsonObject summary{{"summary", text.trimmed()}};
    if (m_task.finishSchema.isEmpty())
        return Finished(summary);
    const auto outcome = m_workplace.tools.call({QString(), QStringLiteral("finish"), summary}, m_stop);
    if (!outcome)
        return toolFailed(outcome.error());
    if (outcome->finished)
        return outcome->finished;
    if (++m_unfitResults > allowedUnfitResults)
        return stopped(Reason::ProviderFailed, ErrorCode::Rejected,
            QStringLiteral("The model ended without the result that was asked for: %1")
                .arg(sentence(outcome->text, m_workplace.recorder.redactor())));
    tell(QStringLiteral(
        "End by a call of `finish` with the result that its schema asks for; text alone is not enough."));
    return Finished();
}

Unexpected AgentAttempt::stopped(Reason reason, ErrorCode code, const QString &message, QJsonObject details) const
{
    if (!details.contains(QStringLiteral("reason")))
        details.insert(QStringLiteral("reason"), enumName(reason));
    details.insert(QStringLiteral("usage"), toJson(m_result.usage));
    details.insert(QStringLiteral("turns"), m_result.turns);
    if (m_result.costUsd)
        details.insert(QStringLiteral("cost_usd"), *m_result.costUsd);
    return failure(code, message, details);
}

Unexpected AgentAttempt::modelFailed(const Error &error) const
{
    Reason reason = Reason::ProviderFailed;
    const int status = error.details.value(QStringLiteral("status")).toInt();
    if (error.code == ErrorCode::Cancelled)
        reason = Reason::Cancelled;
    else if (error.code == ErrorCode::Io)
        reason = Reason::Internal; // the journal
    else if (error.code == ErrorCode::Unauthorized || error.code == ErrorCode::Forbidden
        || error.code == ErrorCode::Rejected || status == 404)
        reason = Reason::ProviderNotReady;
    return stopped(reason, error.code, error.message, error.details);
}

Unexpected AgentAttempt::toolFailed(const Error &error) const
{
    Reason reason = Reason::Internal;
    if (error.code == ErrorCode::Cancelled)
        reason = Reason::Cancelled;
    else if (error.code == ErrorCode::Unavailable)
        reason = Reason::SandboxUnavailable;
    return stopped(reason, error.code, error.message, error.details);
}

} // namespace mergeloom
