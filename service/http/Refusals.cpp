#include "service/http/Refusals.h"

#include <algorithm>

namespace mergeloom {

namespace {

constexpr std::chrono::seconds shortest{60};
constexpr std::chrono::seconds longest{60 * 60};
constexpr qsizetype longestText = 300;

QString joined(const Refusals::Refusal &refusal)
{
    return QStringList{refusal.cause, refusal.address, refusal.method, refusal.path, refusal.who}.join(u'\n');
}

/// One line of bounded length: a reason may repeat what a client sent.
QString tame(const QString &text)
{
    QString line = text.left(longestText);
    std::replace_if(
        line.begin(), line.end(), [](QChar c) { return !c.isPrint(); }, QChar(u'?'));
    return line;
}

} // namespace

void Refusals::startWindow(Timestamp now)
{
    m_window = m_isFull ? std::min(m_window * 2, longest) : shortest;
    m_isFull = false;
    m_windowEnd = {now.microseconds + qint64(std::chrono::microseconds(m_window).count())};
    m_counts.clear();
}

void Refusals::note(const Refusal &refusal)
{
    const Timestamp now = m_clock();
    QString key = joined(refusal);
    Refusal kept = refusal;
    if (!m_counts.contains(key) && m_counts.size() >= kinds) {
        m_isFull = true;
        key = refusal.cause;
        kept = {refusal.cause,
            QStringLiteral("Further refusals of this kind, from several callers or to several routes."), {}, {}, {},
            {}};
    }
    Count &count = m_counts[key];
    if (count.fresh++ == 0) {
        count.since = now;
        kept.reason = tame(kept.reason);
        count.refusal = kept;
    }
}

QJsonObject Refusals::eventOf(Count &count)
{
    const Refusal &refusal = count.refusal;
    const int fresh = std::exchange(count.fresh, 0);
    count.isTold = true;
    return {{"cause", refusal.cause}, {"reason", refusal.reason}, {"address", refusal.address},
        {"method", refusal.method}, {"path", tame(refusal.path)}, {"who", tame(refusal.who)}, {"count", fresh},
        {"since", count.since.toString()}};
}

QList<QJsonObject> Refusals::due()
{
    const Timestamp now = m_clock();
    const bool isOver = now >= m_windowEnd;
    QList<QJsonObject> events;
    for (Count &count : m_counts)
        if (count.fresh > 0 && (isOver || !count.isTold))
            events << eventOf(count);
    if (isOver)
        startWindow(now);
    return events;
}

QList<QJsonObject> Refusals::rest()
{
    QList<QJsonObject> events;
    for (Count &count : m_counts)
        if (count.fresh > 0)
            events << eventOf(count);
    return events;
}

} // namespace mergeloom
