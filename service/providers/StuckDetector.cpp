#include "service/providers/StuckDetector.h"

#include <QCryptographicHash>
#include <QRegularExpression>

#include <utility>

namespace mergeloom {

namespace {

/// How long a command or a test took is no news: `after 0.02 s`, `3 failed in 1.27s`.
QString withoutTimes(QString result)
{
    static const QRegularExpression time(QStringLiteral("\\d+\\.\\d+ ?(s|ms|sec|secs|seconds)\\b"));
    return result.replace(time, QStringLiteral("#"));
}

QByteArray keyOf(const StuckDetector::Observation &observation)
{
    QCryptographicHash hash(QCryptographicHash::Sha1);
    hash.addData(observation.call.toUtf8());
    hash.addData(QByteArray(1, '\0'));
    hash.addData(withoutTimes(observation.result).toUtf8());
    return hash.result();
}

QString shortened(const QString &call) { return call.size() <= 120 ? call : call.left(119) + u'…'; }

} // namespace

std::optional<QString> StuckDetector::afterTurn(const QList<Observation> &turn)
{
    if (turn.isEmpty())
        return std::nullopt;
    QHash<QByteArray, const Observation *> calls;
    QByteArray state;
    bool isProgress = false;
    for (const Observation &observation : turn) {
        const QByteArray key = keyOf(observation);
        state += key;
        isProgress = isProgress || !m_seen.contains(key);
        calls.insert(key, &observation);
    }
    if (isProgress)
        m_turns.clear();

    std::optional<QString> stuck;
    for (auto it = calls.cbegin(); it != calls.cend(); ++it) {
        m_seen.insert(it.key());
        const int count = ++m_turns[it.key()];
        if (it.value()->isFailure && count >= equalFailures)
            stuck = QStringLiteral("the call %1 failed %2 times alike").arg(shortened(it.value()->call)).arg(count);
        else if (count >= equalCalls)
            stuck = QStringLiteral("the call %1 was made %2 times with the same result")
                        .arg(shortened(it.value()->call))
                        .arg(count);
    }

    if (state == m_lastState)
        m_switches = 0;
    else
        m_switches = state == m_stateBefore ? m_switches + 1 : int(!m_lastState.isEmpty());
    m_stateBefore = std::exchange(m_lastState, state);
    if (!stuck && m_switches >= alternations)
        stuck = QStringLiteral("it went back and forth between two steps %1 times, last with %2")
                    .arg(m_switches)
                    .arg(shortened(turn.first().call));
    return stuck;
}

} // namespace mergeloom
