#include "desktop/pages/Activity.h"

#include "desktop/pages/Words.h"
#include "desktop/widgets/CellText.h"
#include "shared/domain/Transcript.h"

#include <QJsonArray>
#include <QRegularExpression>

namespace mergeloom {

namespace {

QString textOf(const QJsonObject &data, const char *name) { return data.value(QLatin1StringView(name)).toString(); }
qint64 numberOf(const QJsonObject &data, const char *name) { return data.value(QLatin1StringView(name)).toInteger(); }

/// `Counting objects: 5%` → `Counting objects`
QString subjectOf(const QString &progress)
{
    static const QRegularExpression pattern(QStringLiteral("^(.*?):?\\s+\\d"));
    return pattern.match(progress).captured(1);
}

QString commandEnd(const QJsonObject &data)
{
    const QString end = textOf(data, "end");
    return end == u"exited" ? QStringLiteral("exit %1").arg(numberOf(data, "exit_code"))
                            : QString(end).replace(u'_', u' ');
}

} // namespace

bool ActivityItem::canOpen() const
{
    switch (kind) {
    case Kind::Tool:
        return !input.isEmpty() || !text.isEmpty() || output;
    case Kind::Command:
    case Kind::Change:
        return true;
    default:
        return false;
    }
}

bool ActivityItem::opensByItself() const { return kind == Kind::Command && (end == End::Bad || end == End::Running); }

const QHash<QString, Activity::Taker> &Activity::takers()
{
    static const QHash<QString, Taker> takers{{event_type::providerRequest, &Activity::callStarted},
        {event_type::providerDelta, &Activity::delta}, {event_type::providerResponse, &Activity::answered},
        {event_type::toolCall, &Activity::toolCalled}, {event_type::toolResult, &Activity::toolAnswered},
        {event_type::commandStarted, &Activity::commandStarted}, {event_type::commandOutput, &Activity::commandOutput},
        {event_type::commandFinished, &Activity::commandFinished}, {event_type::contextSource, &Activity::source},
        {event_type::validationResult, &Activity::validation}, {event_type::guardResult, &Activity::guard},
        {event_type::changeRecorded, &Activity::change}, {event_type::steerMessage, &Activity::said},
        {event_type::steerUndelivered, &Activity::said}, {event_type::runMessage, &Activity::told}};
    return takers;
}

void Activity::take(const Event &event)
{
    const std::optional<QJsonObject> data = event.removed ? inPlace(event) : event.data;
    if (!data)
        return;
    const Taker taker = takers().value(event.type, &Activity::line);
    (this->*taker)(event, *data);
}

std::optional<QJsonObject> Activity::inPlace(const Event &event) const
{
    const QString words = tr("This was %1.").arg(Words::removed(event.removed->policy, event.removed->at));
    QJsonObject data = event.data;
    if (event.type == QLatin1StringView(event_type::providerDelta))
        return std::nullopt; // of an answer that says so itself
    if (event.type == QLatin1StringView(event_type::providerResponse))
        data.insert(QStringLiteral("content"), QJsonArray{QJsonObject{{"type", "text"}, {"text", words}}});
    if (event.type == QLatin1StringView(event_type::toolCall))
        data.insert(QStringLiteral("input"), QJsonObject{{"input", words}});
    if (event.type == QLatin1StringView(event_type::toolResult))
        data.insert(QStringLiteral("text"), words);
    if (event.type == QLatin1StringView(event_type::commandOutput)) {
        const ActivityItem *item = find(m_commands.value(textOf(data, "command_id")));
        if (item && item->output && !item->output->isEmpty())
            return std::nullopt;
        data.insert(QStringLiteral("text"), QString(words + u'\n'));
    }
    return data;
}

const ActivityItem *Activity::find(qint64 id) const
{
    const auto found = std::lower_bound(
        m_items.begin(), m_items.end(), id, [](const ActivityItem &item, qint64 wanted) { return item.id < wanted; });
    return found != m_items.end() && found->id == id ? &*found : nullptr;
}

qint64 Activity::beginOfCommand(const QString &commandId) const
{
    const ActivityItem *item = find(m_commands.value(commandId));
    return item ? item->seq : 0;
}

ActivityItem *Activity::itemOf(const QHash<QString, qint64> &ids, const QString &key)
{
    return const_cast<ActivityItem *>(find(ids.value(key)));
}

ActivityItem &Activity::add(const Event &event, ActivityItem::Kind kind, const QString &head)
{
    ActivityItem item;
    item.id = m_nextId++;
    item.kind = kind;
    item.seq = event.seq;
    item.at = event.ts;
    item.head = head;
    m_items << item;
    return m_items.last();
}

void Activity::callStarted(const Event &event, const QJsonObject &data)
{
    ActivityItem &item = add(event, ActivityItem::Kind::Call);
    item.call = int(numberOf(data, "call"));
    item.end = ActivityItem::End::Running;
    item.head = tr("Call %1").arg(item.call);
    item.glance = textOf(data, "model");
    m_calls.insert(item.call, item.id);
}

void Activity::delta(const Event &event, const QJsonObject &data)
{
    const auto kind =
        textOf(data, "kind") == u"reasoning" ? ActivityItem::Kind::Reasoning : ActivityItem::Kind::Message;
    const int call = int(numberOf(data, "call"));
    if (m_items.isEmpty() || !m_items.last().isLive || m_items.last().call != call || m_items.last().kind != kind) {
        ActivityItem &item = add(event, kind);
        item.call = call;
        item.isLive = true;
    }
    m_items.last().text += textOf(data, "text");
    ++m_items.last().revision;
}

void Activity::answered(const Event &event, const QJsonObject &data)
{
    const int call = int(numberOf(data, "call"));
    for (qsizetype i = m_items.size() - 1; i >= 0; --i)
        if (m_items[i].isLive && m_items[i].call == call) {
            m_items.removeAt(i); // the whole answer takes the place of its pieces
            m_stable = qMin(m_stable, i);
        }
    if (auto *item = const_cast<ActivityItem *>(find(m_calls.value(call)))) {
        const auto usage = fromJson<Usage>(data.value(QStringLiteral("usage")));
        const QJsonValue cost = data.value(QStringLiteral("cost_usd"));
        item->end = ActivityItem::End::Plain;
        item->took = numberOf(data, "latency_ms");
        if (usage) {
            const QString cached =
                usage->cachedTokens ? tr(" (%1 cached)").arg(Words::count(usage->cachedTokens)) : QString();
            item->result = tr("%1 in%2, %3 out, %4")
                               .arg(Words::count(usage->inputTokens + usage->cachedTokens), cached,
                                   Words::count(usage->outputTokens),
                                   cost.isDouble() ? Words::money(cost.toDouble()) : tr("cost unknown"));
        }
        ++item->revision;
    }
    for (const QJsonValue &value : data.value(QStringLiteral("content")).toArray()) {
        const auto part = fromJson<ContentPart>(value);
        if (!part || part->text.trimmed().isEmpty() || (part->type != u"text" && part->type != u"reasoning"))
            continue;
        ActivityItem &item =
            add(event, part->type == u"reasoning" ? ActivityItem::Kind::Reasoning : ActivityItem::Kind::Message);
        item.text = part->text;
        item.call = call;
    }
}

void Activity::toolCalled(const Event &event, const QJsonObject &data)
{
    ActivityItem &item = add(event, ActivityItem::Kind::Tool, Words::plain(textOf(data, "name")));
    item.input = data.value(QStringLiteral("input")).toObject();
    item.glance = toolGlance(textOf(data, "name"), item.input);
    item.end = ActivityItem::End::Running;
    m_tools.insert(textOf(data, "call_id"), item.id);
}

void Activity::toolAnswered(const Event &event, const QJsonObject &data)
{
    ActivityItem *item = itemOf(m_tools, textOf(data, "call_id"));
    if (!item)
        item = &add(event, ActivityItem::Kind::Tool, Words::plain(textOf(data, "name")));
    const bool isError = data.value(QStringLiteral("is_error")).toBool();
    item->text = textOf(data, "text");
    item->took = numberOf(data, "duration_ms");
    if (item->end != ActivityItem::End::Bad)
        item->end = isError ? ActivityItem::End::Bad : item->output ? item->end : ActivityItem::End::Plain;
    if (item->result.isEmpty() && isError)
        item->result = tr("error");
    ++item->revision;
}

void Activity::commandStarted(const Event &event, const QJsonObject &data)
{
    const QString id = textOf(data, "command_id");
    ActivityItem *item = m_items.isEmpty() ? nullptr : &m_items.last();
    // What the agent runs belongs to the tool call that asked for it.
    const bool isAsked = textOf(data, "kind") == u"agent" && item && item->kind == ActivityItem::Kind::Tool
        && item->end == ActivityItem::End::Running && !item->output;
    if (!isAsked) {
        item = &add(event, ActivityItem::Kind::Command, tr("Command"));
        item->end = ActivityItem::End::Running;
    }
    item->glance = textOf(data, "line");
    item->commandId = id;
    item->output = std::make_shared<TerminalOutput>();
    ++item->revision;
    m_commands.insert(id, item->id);
}

void Activity::commandOutput(const Event &, const QJsonObject &data)
{
    if (ActivityItem *item = itemOf(m_commands, textOf(data, "command_id")); item && item->output)
        item->output->append(textOf(data, "text"));
}

void Activity::commandFinished(const Event &, const QJsonObject &data)
{
    ActivityItem *item = itemOf(m_commands, textOf(data, "command_id"));
    if (!item)
        return;
    item->result = commandEnd(data);
    item->end = item->result == u"exit 0" ? ActivityItem::End::Good : ActivityItem::End::Bad;
    item->took = numberOf(data, "duration_ms");
    QStringList notes;
    const QJsonArray hosts = data.value(QStringLiteral("network")).toObject().value(QStringLiteral("hosts")).toArray();
    for (const QJsonValue &host : hosts)
        notes << tr("Reached %1:%2.")
                     .arg(host[QStringLiteral("host")].toString())
                     .arg(host[QStringLiteral("port")].toInt());
    if (const qint64 dropped = numberOf(data, "dropped_bytes"))
        notes << tr("%1 more were printed than is kept.").arg(bytesText(dropped));
    if (const QString error = textOf(data, "error"); !error.isEmpty())
        notes << error;
    item->footnote = notes.join(u' ');
    ++item->revision;
}

void Activity::markSkipped(const QString &commandId, qint64 from, qint64 to)
{
    if (ActivityItem *item = itemOf(m_commands, commandId)) {
        item->skippedFrom = from;
        item->skippedTo = to;
        ++item->revision;
    }
}

void Activity::fillSkipped(const QString &commandId, const QList<Event> &events, qint64 more)
{
    ActivityItem *item = itemOf(m_commands, commandId);
    if (!item || !item->output)
        return;
    for (const Event &event : events)
        if (event.type == QLatin1StringView(event_type::commandOutput) && textOf(event.data, "command_id") == commandId)
            take(event);
    item->skippedFrom = more;
    ++item->revision;
}

void Activity::source(const Event &event, const QJsonObject &data)
{
    ActivityItem &item = add(event, ActivityItem::Kind::Source, Words::plain(textOf(data, "kind")));
    item.glance = textOf(data, "path");
    item.result = tr("%1 tokens").arg(Words::count(numberOf(data, "tokens")));
    if (data.value(QStringLiteral("is_cut")).toBool())
        item.result = tr("cut, %1").arg(item.result);
}

void Activity::validation(const Event &event, const QJsonObject &data)
{
    const QString status = textOf(data, "status");
    ActivityItem &item = add(event, ActivityItem::Kind::Validation);
    item.end = status == u"passed" ? ActivityItem::End::Good
        : status == u"failed"      ? ActivityItem::End::Bad
                                   : ActivityItem::End::Plain;
    item.head = status == u"passed" ? tr("Validated: every command ended with exit code 0.")
        : status == u"failed"       ? tr("Validation failed (%1).").arg(textOf(data, "mode"))
                                    : tr("Not validated: no command is configured.");
    for (const QJsonValue &line : data.value(QStringLiteral("failed")).toArray())
        item.text += tr("%1 was red").arg(line.toString()) + u'\n';
}

void Activity::guard(const Event &event, const QJsonObject &data)
{
    const QString verdict = textOf(data, "verdict");
    ActivityItem &item = add(event, ActivityItem::Kind::Guard);
    item.head = verdict == u"allow" ? tr("The diff guard allows the change.")
        : verdict == u"flag"        ? tr("The diff guard flags the change.")
                                    : tr("The diff guard blocks the change.");
    item.end = verdict == u"allow" ? ActivityItem::End::Good
        : verdict == u"block"      ? ActivityItem::End::Bad
                                   : ActivityItem::End::Plain;
    for (const QJsonValue &value : data.value(QStringLiteral("findings")).toArray())
        if (const auto finding = fromJson<GuardFinding>(value))
            item.findings << *finding;
}

void Activity::change(const Event &event, const QJsonObject &data)
{
    ActivityItem &item = add(event, ActivityItem::Kind::Change);
    for (const QJsonValue &value : data.value(QStringLiteral("files")).toArray())
        if (const auto file = fromJson<ChangedFileView>(value))
            item.files << *file;
    item.head = tr("%n file(s) changed", nullptr, int(item.files.size()));
    item.result = Words::lines(int(numberOf(data, "additions")), int(numberOf(data, "deletions")));
}

void Activity::said(const Event &event, const QJsonObject &data)
{
    const bool isLate = event.type == QLatin1StringView(event_type::steerUndelivered);
    ActivityItem &item = add(event, ActivityItem::Kind::Said);
    item.head = isLate ? tr("%1 wrote this too late for the agent").arg(textOf(data, "by"))
                       : tr("%1 to the agent").arg(textOf(data, "by"));
    item.text = textOf(data, "text");
}

void Activity::told(const Event &event, const QJsonObject &data)
{
    const QString text = textOf(data, "text");
    const bool isWarning = textOf(data, "level") == u"warning";
    const QString subject = textOf(data, "level") == u"progress" ? subjectOf(text) : QString();
    if (!subject.isEmpty() && !m_items.isEmpty() && m_items.last().kind == ActivityItem::Kind::Note
        && subjectOf(m_items.last().head) == subject) {
        m_items.last().head = text;
        ++m_items.last().revision;
        return;
    }
    add(event, isWarning ? ActivityItem::Kind::Warning : ActivityItem::Kind::Note, text);
}

void Activity::line(const Event &event, const QJsonObject &data)
{
    const QString text = lineOf(event, data);
    if (text.isEmpty())
        return;
    const bool isWarning = event.type == QLatin1StringView(event_type::providerRetry)
        || event.type == QLatin1StringView(event_type::networkRefused)
        || event.type == QLatin1StringView(event_type::agentFinished);
    add(event, isWarning ? ActivityItem::Kind::Warning : ActivityItem::Kind::Note, text);
}

} // namespace mergeloom
