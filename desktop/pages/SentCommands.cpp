#include "desktop/pages/SentCommands.h"

#include "desktop/pages/Words.h"
#include "desktop/widgets/CellText.h"
#include "desktop/widgets/ShownText.h"

namespace mergeloom {

namespace {
constexpr int mostEarly = 50;
QString commandIdOf(const Event &event) { return event.data.value(QStringLiteral("command_id")).toString(); }
} // namespace

void SentCommands::add(const api::SentCommand &command, const QString &text, const Timestamp &at)
{
    m_sent << Sent{command.id, command.command, text, at};
    for (const Event &event : std::as_const(m_early))
        if (commandIdOf(event) == command.id)
            settle(m_sent.last(), event);
}

bool SentCommands::settle(Sent &sent, const Event &event)
{
    if (sent.fate != Fate::Waiting)
        return false;
    const bool isLate = event.type == QLatin1StringView(event_type::steerUndelivered);
    const bool isLeft = event.type == QLatin1StringView(event_type::steerIgnored);
    sent.fate = isLate ? Fate::TooLate : isLeft ? Fate::Left : Fate::Taken;
    sent.settledAt = event.ts;
    sent.why = event.data.value(QStringLiteral("why")).toString();
    return true;
}

bool SentCommands::take(const Event &event)
{
    if (!event.type.startsWith(u"steer.") && event.type != QLatin1StringView(event_type::approvalDecided))
        return false;
    const QString id = commandIdOf(event);
    for (Sent &sent : m_sent)
        if (sent.id == id)
            return settle(sent, event);
    m_early << event;
    if (m_early.size() > mostEarly)
        m_early.removeFirst();
    return false;
}

void SentCommands::end(const Timestamp &at)
{
    for (Sent &sent : m_sent)
        if (sent.fate == Fate::Waiting) {
            sent.fate = Fate::TooLate;
            sent.settledAt = at;
        }
}

int SentCommands::waiting() const
{
    return int(
        std::count_if(m_sent.begin(), m_sent.end(), [](const Sent &sent) { return sent.fate == Fate::Waiting; }));
}

QString SentCommands::words(const Sent &sent)
{
    QString text = shownLine(sent.text);
    if (text.size() > 60)
        text = text.left(59) + u'…';
    const QString what =
        text.isEmpty() ? Words::plain(sent.command) : tr("%1 “%2”").arg(Words::plain(sent.command), text);
    const qint64 later = (sent.settledAt.microseconds - sent.at.microseconds) / 1000;
    switch (sent.fate) {
    case Fate::Waiting:
        return sent.command == u"message"
            ? tr("%1: sent %2, the agent reads it at its next turn").arg(what, relativeTime(sent.at))
            : tr("%1: sent %2, the run has not taken it yet").arg(what, relativeTime(sent.at));
    case Fate::Taken:
        return later > 0 ? tr("%1: taken after %2").arg(what, durationText(later)) : tr("%1: taken at once").arg(what);
    case Fate::TooLate:
        return tr("%1: too late, the run had ended").arg(what);
    case Fate::Left:
        return tr("%1: the run left it. %2").arg(what, shownLine(sent.why));
    }
    return what;
}

} // namespace mergeloom
