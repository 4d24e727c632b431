#include "service/journal/RunHistory.h"

#include <QCryptographicHash>

#include <algorithm>
#include <iterator>

namespace mergeloom {

namespace {

/// Events of what is not done again, and of what comes out differently each time; the rest is said again in the same words.
bool isSaidAgain(const QString &type)
{
    static constexpr const char *once[] = {event_type::providerDelta, event_type::providerResponse,
        event_type::providerRetry, event_type::toolResult, event_type::commandStarted, event_type::commandOutput,
        event_type::commandFinished, event_type::networkRefused, event_type::workspaceMeasured,
        event_type::workspaceRewound, event_type::stageFinished, event_type::runResumed, event_type::runFinished,
        event_type::agentStarted, event_type::agentSession, event_type::agentEvent, event_type::agentFinished};
    return std::none_of(
        std::begin(once), std::end(once), [&](const char *each) { return type == QLatin1StringView(each); });
}

QByteArray keyOf(const QString &type, const QJsonObject &data)
{
    return QCryptographicHash::hash(type.toUtf8() + '\0' + compactJson(data), QCryptographicHash::Sha256);
}

} // namespace

void RunHistory::add(const Event &event)
{
    const auto is = [&](const char *type) { return event.type == QLatin1StringView(type); };
    if (is(event_type::runStarted)) {
        m_startedAt = event.ts;
    } else if (is(event_type::runFinished)) {
        m_finished = event.data;
    } else if (is(event_type::stageFinished)) {
        const QString stage = event.data.value("stage").toString();
        m_stages.insert({stage, event.data.value("attempt").toInt()}, {event.seq, event.data});
        if (stage == u"workspace")
            m_checkpoints << Checkpoint{event.seq, QString(), true};
    } else if (is(event_type::providerRequest)) {
        m_lastCall = std::max(m_lastCall, event.data.value("call").toInt());
    } else if (is(event_type::providerResponse)) {
        m_responses.insert(event.data.value("call").toInt(), event.data);
    } else if (is(event_type::toolResult)) {
        m_toolResults << Recorded{event.seq, event.data};
    } else if (is(event_type::commandStarted)) {
        const QString id = event.data.value("command_id").toString();
        m_openCommands << id;
        m_lastCommand = std::max(m_lastCommand, id.mid(1).toInt());
    } else if (is(event_type::commandFinished)) {
        m_openCommands.removeOne(event.data.value("command_id").toString());
    } else if (is(event_type::workspaceMeasured)) {
        m_checkoutBytes = event.data.value("base_bytes").toInteger();
    }
    addAgent(event);
    if (is(event_type::toolResult) || is(event_type::workspaceCheckpoint))
        if (const QString tree = event.data.value("tree").toString(); !tree.isEmpty())
            m_checkpoints << Checkpoint{event.seq, tree, is(event_type::workspaceCheckpoint)};
    if (is(event_type::workspaceRewound))
        rewind(event.data.value("seq").toInteger());
    applyUse(m_use, event.type, event.ts, event.data);
    if (isSaidAgain(event.type))
        ++m_recorded[keyOf(event.type, event.data)];
}

void RunHistory::addAgent(const Event &event)
{
    const auto is = [&](const char *type) { return event.type == QLatin1StringView(type); };
    if (is(event_type::agentStarted)) {
        m_agentAttempt = {event.data.value("stage").toString(), event.data.value("attempt").toInt()};
        m_lastAgentTurn = std::max(m_lastAgentTurn, event.data.value("turn").toInt());
        AgentTurns &turns = m_agentTurns[m_agentAttempt];
        if (turns.first.isEmpty())
            turns.first = event.data;
        turns.session = event.data.value("session").toString();
        turns.seq = event.seq;
    } else if (is(event_type::agentSession)) {
        m_agentTurns[m_agentAttempt].session = event.data.value("session").toString();
    } else if (is(event_type::agentEvent) && event.data.contains("usage")) {
        m_toldUsage = {event.data.value("call").toInt(), fromJson<Usage>(event.data.value("usage")).value_or(Usage{})};
    } else if (is(event_type::agentFinished) && event.data.contains("result")) {
        m_agentTurns[m_agentAttempt].result = event.data.value("result").toObject();
        m_agentTurns[m_agentAttempt].seq = event.seq;
    }
}

std::optional<RunHistory::AgentTurns> RunHistory::agentTurns(const QString &stage, int attempt) const
{
    const auto found = m_agentTurns.find({stage, attempt});
    return found == m_agentTurns.end() ? std::nullopt : std::optional(*found);
}

void RunHistory::rewind(qint64 seq)
{
    const auto isLater = [seq](const auto &each) { return each.seq > seq; };
    for (const Checkpoint &each : m_checkpoints)
        if (isLater(each) && each.isBorder) // it is to be said again
            takeRecorded(QString::fromLatin1(event_type::workspaceCheckpoint), {{"tree", each.tree}});
    m_checkpoints.removeIf(isLater);
    m_toolResults.removeIf(isLater);
    // An agent program remembers what it did to files that are gone: its attempt begins anew.
    m_agentTurns.removeIf([&](const auto &turns) { return isLater(turns.value()); });
    m_stages.removeIf([&](const auto &stage) { return isLater(stage.value()); });
}

std::optional<QJsonObject> RunHistory::stage(const QString &name, int attempt) const
{
    const auto found = m_stages.find({name, attempt});
    return found == m_stages.end() ? std::nullopt : std::optional(found->data);
}

std::optional<QJsonObject> RunHistory::response(int call) const
{
    const auto found = m_responses.find(call);
    return found == m_responses.end() ? std::nullopt : std::optional(*found);
}

Usage RunHistory::toldUsage(int call) const { return m_toldUsage.first == call ? m_toldUsage.second : Usage{}; }

Usage RunHistory::answeredUsage() const
{
    Usage sum;
    for (const QJsonObject &answer : m_responses)
        sum += fromJson<Usage>(answer.value("usage")).value_or(Usage{});
    return sum;
}

std::optional<QJsonObject> RunHistory::toolResult(int number) const
{
    return number < 1 || number > m_toolResults.size() ? std::nullopt
                                                       : std::optional(m_toolResults.at(number - 1).data);
}

bool RunHistory::takeRecorded(const QString &type, const QJsonObject &data)
{
    if (m_recorded.isEmpty() || !isSaidAgain(type))
        return false;
    const auto found = m_recorded.find(keyOf(type, data));
    if (found == m_recorded.end())
        return false;
    if (--*found == 0)
        m_recorded.erase(found);
    return true;
}

} // namespace mergeloom
