// What an attempt writes down of its calls, and what it takes back when an earlier process made them.
#include "service/providers/AgentAttempt.h"

namespace mergeloom {

std::optional<Result<ModelAnswer>> AgentAttempt::recordedAnswer(int call)
{
    const RunHistory &history = m_workplace.recorder.history();
    if (call > history.lastAnsweredCall())
        return std::nullopt;
    const auto recorded = history.response(call);
    if (!recorded) // A run goes on after a call without an answer for this reason alone.
        return failure(ErrorCode::InvalidInput, QStringLiteral("The conversation was too long for the model."),
            {{"kind", "context_too_long"}});
    ModelAnswer answer;
    auto content = fromJson<QList<ContentPart>>(recorded->value("content"));
    auto usage = fromJson<Usage>(recorded->value("usage"));
    if (!content || !usage)
        return failure(ErrorCode::Corrupt,
            QStringLiteral("The recorded answer to call %1 cannot be read: %2")
                .arg(call)
                .arg(content ? usage.error().message : content.error().message));
    answer.content = std::move(*content);
    answer.usage = *usage;
    answer.stop = recorded->value("stop").toString();
    answer.model = recorded->value("model").toString();
    m_agent.model.skip();
    take(answer);
    return answer;
}

/// What a tool said before. `finish` has no effect but its result, and is asked again.
std::optional<ToolOutcome> AgentAttempt::recordedOutcome(const ContentPart &call, int number) const
{
    const auto recorded = m_workplace.recorder.history().toolResult(number);
    const bool isSame = recorded && recorded->value("call_id").toString() == call.id;
    if (!isSame || (call.name == u"finish" && !recorded->value("is_error").toBool()))
        return std::nullopt;
    return ToolOutcome{.text = recorded->value("text").toString(), .isFailure = recorded->value("is_error").toBool()};
}

/// The tree stands in the same line as the result: a call that is on record is never made again on its own outcome.
Result<void> AgentAttempt::recordOutcome(const ContentPart &call, const ToolOutcome &outcome, qint64 milliseconds)
{
    if (outcome.isFailure && m_workplace.checkMachine)
        MERGELOOM_CHECK(m_workplace.checkMachine());
    QJsonObject data{{"call_id", call.id}, {"name", call.name}, {"is_error", outcome.isFailure}, {"text", outcome.text},
        {"duration_ms", milliseconds}};
    // The output of commands is in the journal already, as it came.
    if (const QString whole = QString::fromUtf8(outcome.whole);
        !whole.isEmpty() && !outcome.command && whole != outcome.text)
        data.insert(QStringLiteral("whole"), whole);
    if (outcome.changedFiles && m_workplace.checkpoint) {
        MERGELOOM_TRY(const QString tree, m_workplace.checkpoint());
        if (tree != m_checkpoint)
            data.insert(QStringLiteral("tree"), tree);
        m_checkpoint = tree;
    }
    m_workplace.recorder.append(QString::fromLatin1(event_type::toolResult), data);
    return {};
}

} // namespace mergeloom
