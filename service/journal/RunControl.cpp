#include "service/journal/RunControl.h"

#include "shared/core/Ulid.h"

#include <algorithm>

namespace mergeloom {

namespace {

QJsonObject authored(const protocol::RunCommand &command) { return {{"command_id", command.id}, {"by", command.by}}; }

QJsonObject reasoned(const protocol::RunCommand &command)
{
    QJsonObject data = authored(command);
    data.insert(QStringLiteral("reason"), command.text);
    return data;
}

bool isOf(const Event &event, const char *type) { return event.type == QLatin1StringView(type); }

} // namespace

RunControl::RunControl(RunRecorder &recorder, const Budgets &limits, const Budgets &most)
    : RunControl(recorder, {limits, most, {}})
{
}

RunControl::RunControl(RunRecorder &recorder, const Allowance &allowance)
    : m_recorder(recorder), m_most(allowance.most), m_dayShare(allowance.dayShare),
      m_limits(boundedBy(allowance.limits, allowance.dayShare))
{
    m_recorder.onUse([this] { lookAtUse(); });
}

RunControl::~RunControl() { m_recorder.onUse({}); }

RunControl::Taken RunControl::take(protocol::RunCommand command)
{
    if (command.id.isEmpty()) // a controller of a release before ids tells each command once
        command.id = makeUlid();
    Lock lock(m_mutex);
    if (m_isClosed || m_known.contains(command.id))
        return Taken::Known;
    m_known.insert(command.id);
    m_isCancelled = m_isCancelled || command.command == u"cancel";
    if (m_isOpen)
        return obey(lock, command);
    m_early << command;
    return Taken::Obeyed;
}

void RunControl::open()
{
    Lock lock(m_mutex);
    m_isOpen = true;
    for (const protocol::RunCommand &command : std::exchange(m_early, {}))
        obey(lock, command);
    lock.unlock();
    lookAtUse(); // an earlier process may have passed a limit
}

RunControl::Taken RunControl::obey(Lock &lock, const protocol::RunCommand &command)
{
    if (command.command == u"message") {
        takeMessage(lock, command);
    } else if (command.command == u"pause" || command.command == u"resume") {
        takePause(lock, command);
    } else if (command.command == u"extend") {
        takeExtension(lock, command);
    } else if (command.command == u"approve" || command.command == u"reject") {
        takeVerdict(lock, command);
    } else if (command.command == u"cancel") {
        record(lock, event_type::steerCancel, reasoned(command), command);
    } else {
        ignore(lock, command, QStringLiteral("This executor does not know the command. Bring it up to date."));
        return Taken::Unknown;
    }
    return Taken::Obeyed;
}

void RunControl::record(Lock &lock, const char *type, QJsonObject data, const protocol::RunCommand &command)
{
    lock.unlock();
    m_recorder.append(QString::fromLatin1(type), data);
    const bool isOnDisk = m_recorder.sync().has_value();
    lock.lock();
    if (isOnDisk)
        m_acknowledged << command.id;
}

void RunControl::ignore(Lock &lock, const protocol::RunCommand &command, const QString &why)
{
    QJsonObject data = authored(command);
    data.insert(QStringLiteral("command"), command.command);
    data.insert(QStringLiteral("why"), why);
    record(lock, event_type::steerIgnored, data, command);
}

/// Acknowledged when it is delivered: until then the controller keeps it.
void RunControl::takeMessage(Lock &, const protocol::RunCommand &command)
{
    // What is replayed must be what was said, so the model gets the text that the journal has.
    m_messages.append({m_recorder.redactor().redact(command.text), command.by, command.id});
}

void RunControl::takePause(Lock &lock, const protocol::RunCommand &command)
{
    const bool isPause = command.command == u"pause";
    if (isPause == m_pausedBy.has_value())
        return ignore(lock, command,
            isPause ? QStringLiteral("The run is paused already.") : QStringLiteral("The run is not paused."));
    record(lock, isPause ? event_type::steerPause : event_type::steerResume, reasoned(command), command);
    // After its event, so that what it brings about stands behind it in the journal.
    m_pausedBy = isPause ? std::optional(command.by) : std::nullopt;
    m_changed.notify_all();
}

void RunControl::takeExtension(Lock &lock, const protocol::RunCommand &command)
{
    const Budgets before = m_limits;
    m_limits = extended(before, command.budgets, m_most);
    QJsonObject data = reasoned(command);
    data.insert(QStringLiteral("asked"), toJson(command.budgets));
    data.insert(QStringLiteral("granted"), toJson(difference(m_limits, before)));
    data.insert(QStringLiteral("limits"), toJson(m_limits));
    record(lock, event_type::steerExtend, data, command);
}

void RunControl::takeVerdict(Lock &lock, const protocol::RunCommand &command)
{
    if (m_decisions.contains(command.approval) || m_deciding.contains(command.approval))
        return ignore(lock, command, QStringLiteral("That was decided already."));
    // Also when an earlier process asked, and this one has not come to it yet.
    if (!m_requested.contains(command.approval))
        return ignore(lock, command, QStringLiteral("The run does not wait for this approval."));
    const ApprovalDecision decision{command.approval,
        command.command == u"approve" ? ApprovalVerdict::Approved : ApprovalVerdict::Rejected, command.by, command.text,
        command.id};
    m_deciding.insert(command.approval);
    record(lock, event_type::approvalDecided, toJson(decision).toObject(), command);
    m_decisions.insert(decision.approval, decision);
    m_changed.notify_all();
}

QStringList RunControl::acknowledged() const
{
    const Lock lock(m_mutex);
    return m_acknowledged;
}

bool RunControl::isCancelled() const
{
    const Lock lock(m_mutex);
    return m_isCancelled;
}

void RunControl::recall(const Event &event)
{
    const Lock lock(m_mutex);
    if (isOf(event, event_type::providerRequest)) {
        m_newestCall = std::max(m_newestCall, event.data.value(QStringLiteral("call")).toInt());
    } else if (isOf(event, event_type::approvalRequested)) {
        if (const auto request = fromJson<ApprovalRequest>(event.data))
            m_requested.insert(request->approval, *request);
    } else if (isOf(event, event_type::approvalDecided)) {
        if (const auto decision = fromJson<ApprovalDecision>(event.data))
            m_decisions.insert(decision->approval, *decision);
    } else if (event.type.startsWith(u"steer.")) {
        recallSteering(event);
    }
    const QString id = event.data.value(QStringLiteral("command_id")).toString();
    const bool isCommand = event.type.startsWith(u"steer.") || isOf(event, event_type::approvalDecided);
    if (isCommand && !id.isEmpty() && !m_known.contains(id)) {
        m_known.insert(id);
        m_acknowledged << id;
    }
}

void RunControl::recallSteering(const Event &event)
{
    const QString by = event.data.value(QStringLiteral("by")).toString();
    if (isOf(event, event_type::steerPause))
        m_pausedBy = by;
    else if (isOf(event, event_type::steerResume))
        m_pausedBy.reset();
    else if (isOf(event, event_type::steerCancel))
        m_isCancelled = true;
    else if (isOf(event, event_type::steerExtend))
        m_limits = fromJson<Budgets>(event.data.value(QStringLiteral("limits"))).value_or(m_limits);
    else if (isOf(event, event_type::steerMessage))
        m_recalled.insert(event.data.value(QStringLiteral("call")).toInt(),
            {event.data.value(QStringLiteral("text")).toString(), by, {}});
}

void RunControl::holdWhilePaused(const QString &before, std::stop_token stop)
{
    Lock lock(m_mutex);
    if (!m_pausedBy || stop.stop_requested())
        return;
    const QString by = *m_pausedBy;
    lock.unlock();
    const auto start = std::chrono::steady_clock::now();
    m_recorder.append(QString::fromLatin1(event_type::runPaused), {{"by", by}, {"before", before}});
    tell(Waiting::Begins);
    lock.lock();
    m_changed.wait(lock, stop, [this] { return !m_pausedBy; });
    lock.unlock();
    tell(Waiting::Ends);
    if (stop.stop_requested())
        return;
    const auto waited = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - start);
    m_recorder.append(
        QString::fromLatin1(event_type::runContinued), {{"before", before}, {"paused_ms", qint64(waited.count())}});
}

bool RunControl::hasMessagesBefore(int call) const
{
    const Lock lock(m_mutex);
    return m_recalled.contains(call) || (call > m_newestCall && !m_messages.isEmpty());
}

QStringList RunControl::messagesBefore(int call)
{
    Lock lock(m_mutex);
    QStringList texts;
    QList<Message> recalled = m_recalled.values(call);
    std::reverse(recalled.begin(), recalled.end()); // a QMultiMap gives the newest first
    for (const Message &message : recalled)
        texts << spoken(message);
    if (call <= m_newestCall)
        return texts;
    const QList<Message> fresh = std::exchange(m_messages, {});
    lock.unlock();
    for (const Message &message : fresh) {
        m_recorder.append(QString::fromLatin1(event_type::steerMessage),
            {{"command_id", message.commandId}, {"by", message.by}, {"text", message.text}, {"call", call}});
        texts << spoken(message);
    }
    if (fresh.isEmpty() || !m_recorder.sync())
        return texts;
    lock.lock();
    for (const Message &message : fresh)
        m_acknowledged << message.commandId;
    return texts;
}

QString RunControl::spoken(const Message &message)
{
    return QStringLiteral("A message from %1, who watches this run:\n\n%2").arg(message.by, message.text);
}

Budgets RunControl::limits() const
{
    const Lock lock(m_mutex);
    return m_limits;
}

bool RunControl::allowCommand()
{
    lookAtUse(1);
    return !m_overBudget.stop_requested();
}

void RunControl::lookAtUse(int wantedCommands)
{
    RunUse use = m_recorder.use();
    use.commands += wantedCommands;
    const auto passed = passedLimit(use);
    if (!passed || m_overBudget.stop_requested())
        return;
    {
        const Lock lock(m_mutex);
        m_exceeded = passed;
    }
    m_overBudget.request_stop();
}

std::optional<QString> RunControl::exceeded() const
{
    const Lock lock(m_mutex);
    return m_exceeded;
}

std::optional<QString> RunControl::passedLimit(const RunUse &use) const
{
    const Budgets limits = this->limits();
    if (limits.commands > 0 && use.commands > limits.commands)
        return QStringLiteral("The run used its %1 commands and wants another one. %2")
            .arg(limits.commands)
            .arg(advice(&Budgets::commands));
    if (limits.outputBytes > 0 && use.outputBytes > limits.outputBytes)
        return QStringLiteral("The output of commands and tools came to %1; the run may have %2. %3")
            .arg(shownBytes(use.outputBytes), shownBytes(limits.outputBytes), advice(&Budgets::outputBytes));
    if (limits.diskBytes > 0 && use.diskBytes > limits.diskBytes)
        return QStringLiteral("The workspace grew by %1; the run may add %2. %3")
            .arg(shownBytes(use.diskBytes), shownBytes(limits.diskBytes), advice(&Budgets::diskBytes));
    return std::nullopt;
}

QString RunControl::adviceFor(Origin origin)
{
    if (origin == Origin::Day)
        return QStringLiteral(
            "That was what the budget of the day had left; retry after 00:00 UTC, or raise that budget.");
    return QStringLiteral(
        "Extend the budget of a run while it goes on, raise the limit of the repository or of the worker, "
        "or split the ticket.");
}

ApprovalDecision RunControl::awaitApproval(
    ApprovalRequest request, std::chrono::seconds timeLimit, std::stop_token stop)
{
    Lock lock(m_mutex);
    const auto decided = [&] { return m_decisions.contains(request.approval); };
    const bool isAskedAlready = m_requested.contains(request.approval);
    const Timestamp now = Timestamp::now();
    const qint64 whole = std::chrono::microseconds(timeLimit).count();
    request.until = isAskedAlready ? m_requested.value(request.approval).until : Timestamp{now.microseconds + whole};
    if (decided() || stop.stop_requested())
        return m_decisions.value(request.approval);
    m_requested.insert(request.approval, request);
    lock.unlock();
    if (!isAskedAlready) {
        m_recorder.append(QString::fromLatin1(event_type::approvalRequested), toJson(request).toObject());
        (void)m_recorder.sync();
    }
    tell(Waiting::Begins);
    lock.lock();
    // From here on by the clock that does not jump.
    const std::chrono::microseconds left(std::clamp<qint64>(request.until.microseconds - now.microseconds, 0, whole));
    m_changed.wait_until(lock, stop, std::chrono::steady_clock::now() + left, decided);
    // A verdict whose event is being written has won over the end of the time.
    if (m_deciding.contains(request.approval))
        m_changed.wait(lock, decided);
    const bool isLate = !decided() && !stop.stop_requested();
    if (isLate)
        m_decisions.insert(request.approval, {request.approval, ApprovalVerdict::TimedOut, {}, {}, {}});
    const ApprovalDecision decision = m_decisions.value(request.approval);
    lock.unlock();
    tell(Waiting::Ends);
    if (isLate) {
        m_recorder.append(QString::fromLatin1(event_type::approvalDecided), toJson(decision).toObject());
        (void)m_recorder.sync();
    }
    return decision;
}

void RunControl::close()
{
    Lock lock(m_mutex);
    m_isClosed = true;
    const QList<Message> late = std::exchange(m_messages, {});
    lock.unlock();
    for (const Message &message : late)
        m_recorder.append(QString::fromLatin1(event_type::steerUndelivered),
            {{"command_id", message.commandId}, {"by", message.by}, {"text", message.text}});
}

} // namespace mergeloom
