#include "service/gateway/RemovalCheck.h"

#include "service/storage/LedgerStore.h"
#include "service/storage/RetentionStore.h"

namespace mergeloom {

namespace {

constexpr int heardAtOnce = 500;

/// Whether the log's tiles hold this very event.
Result<bool> isSealed(const ReadTransaction &transaction, const StoredEvent &event)
{
    MERGELOOM_TRY(const QByteArray hashes, LedgerStore::tiles(transaction)(0, (event.id - 1) / merkle::tileWidth));
    const qsizetype place = (event.id - 1) % merkle::tileWidth * merkle::hashSize;
    const merkle::Hash leaf = logLeaf(event.stream, event.line);
    return event.removal == 0 && hashes.mid(place, merkle::hashSize) == bytesOf(leaf);
}

AuditFault removalFault(qint64 event, const QString &stream, const QString &text)
{
    return {QStringLiteral("removal"), event, stream, 0, text};
}

/// Events of the controller that tell of a run.
bool mayBeOf(const StoredEvent &event, const QString &run)
{
    return event.stream == run
        || (event.stream == QLatin1StringView(controllerStream)
            && parseEventLine(event.line).value_or(Event{}).type == QLatin1StringView(event_type::jobFinished));
}

} // namespace

Result<void> RemovalCheck::hear(const ReadTransaction &transaction, qint64 upTo)
{
    for (;;) {
        MERGELOOM_TRY(const auto events, RetentionStore::eventsAfter(transaction, m_heardUpTo, heardAtOnce));
        for (const StoredEvent &stored : events) {
            m_heardUpTo = stored.id;
            MERGELOOM_TRY(const bool isIn, isSealed(transaction, stored));
            const auto event = parseEventLine(stored.line);
            if (!isIn || !event)
                continue; // it says nothing then, and is told of on the way
            const QString run = event->data.value(QStringLiteral("run_id")).toString();
            if (event->type == QLatin1StringView(event_type::holdPlaced))
                m_held.insert(run);
            else if (event->type == QLatin1StringView(event_type::holdReleased))
                m_held.remove(run);
            else if (event->type == QLatin1StringView(event_type::retentionRemoved))
                hearRemoval(stored, *event, upTo);
        }
        if (events.size() < heardAtOnce)
            return {};
    }
}

void RemovalCheck::hearRemoval(const StoredEvent &stored, const Event &event, qint64 upTo)
{
    const auto said = fromJson<RemovalSaid>(event.data);
    if (!said)
        return m_tell(removalFault(stored.id, stored.stream,
            QStringLiteral("Event %1 tells of a removal in words that are none.").arg(stored.id)));
    if (m_held.contains(said->run.text()))
        m_tell(removalFault(stored.id, said->run.text(),
            QStringLiteral("Event %1 removed something of the run %2 while a legal hold stood on it.")
                .arg(stored.id)
                .arg(said->run.text())));
    Removal removal{stored.id, event.ts, *said, stored.id <= upTo};
    removal.remains = std::make_shared<QCryptographicHash>(QCryptographicHash::Sha256);
    if (said->replaces > 0) {
        const auto earlier = m_removals.find(said->replaces);
        if (earlier == m_removals.end() || earlier->said.ids != said->ids || earlier->said.run != said->run)
            m_tell(removalFault(stored.id, said->run.text(),
                QStringLiteral("Event %1 says that it takes the place of the removal %2, which was of other events.")
                    .arg(stored.id)
                    .arg(said->replaces)));
        else
            earlier->isReplaced = true;
    }
    for (const QList<qint64> &range : said->ids)
        if (range.size() == 2)
            m_covered.insert(range[0], {range[1], stored.id});
    m_removals.insert(stored.id, removal);
}

qint64 RemovalCheck::coveredBy(qint64 id) const
{
    auto range = m_covered.upperBound(id);
    if (range == m_covered.begin())
        return 0;
    --range;
    return range->last >= id ? range->removal : 0;
}

void RemovalCheck::take(const StoredEvent &event)
{
    const qint64 covering = coveredBy(event.id);
    const auto removal = m_removals.find(covering);
    if (event.removal > 0 && (event.removal != covering || removal == m_removals.end()))
        return m_tell({QStringLiteral("missing"), event.id, event.stream, event.seq,
            QStringLiteral("Event %1 (number %2 of %3) was emptied, and no removal that the log has sealed says so.")
                .arg(event.id)
                .arg(event.seq)
                .arg(event.stream)});
    if (covering == 0)
        return;
    if (event.removal == 0)
        return m_tell(removalFault(event.id, event.stream,
            QStringLiteral("Event %1 is still here, and event %2 says that it was removed.")
                .arg(event.id)
                .arg(covering)));
    takeRemoved(event, *removal);
}

void RemovalCheck::takeRemoved(const StoredEvent &event, Removal &removal)
{
    ++removal.seen;
    const QString type = parseEventLine(event.line).value_or(Event{}).type;
    removal.remains->addData(sealedRemains(event.id, event.stream, event.seq, type, event.remains));
    if (!mayBeOf(event, removal.said.run.text()))
        m_tell(removalFault(event.id, event.stream,
            QStringLiteral("Event %1 is not of the run %2, of which the removal %3 was.")
                .arg(event.id)
                .arg(removal.said.run.text())
                .arg(removal.event)));
}

Result<void> RemovalCheck::end(const ReadTransaction &transaction, AuditReport &report)
{
    for (const Removal &removal : std::as_const(m_removals)) {
        if (!removal.isCompared || removal.isReplaced)
            continue;
        report.removedEvents += removal.seen;
        ++report.removalCount;
        if (report.removals.size() < AuditReport::mostRemovals)
            report.removals.append({removal.event, removal.said.run.text(), removal.said.content, removal.said.policy,
                removal.at, removal.seen, removal.said.ids});
        if (removal.seen == removal.said.events && removal.remains->result().toHex() == removal.said.digest.toLatin1())
            continue;
        const qint64 first = removal.said.ids.isEmpty() ? 0 : removal.said.ids.first().value(0);
        m_tell({QStringLiteral("changed"), first, removal.said.run.text(), 0,
            QStringLiteral(
                "What the removal %1 left of events of the run %2 (from event %3 on) is not what was sealed: it was changed.")
                .arg(removal.event)
                .arg(removal.said.run.text())
                .arg(first)});
    }
    MERGELOOM_TRY(const QList<LegalHold> holds, RetentionStore::holds(transaction));
    QSet<QString> standing;
    for (const LegalHold &hold : holds)
        standing.insert(hold.run.text());
    for (const QString &run : (m_held - standing) + (standing - m_held))
        m_tell({QStringLiteral("hold"), 0, run, 0,
            m_held.contains(run)
                ? QStringLiteral("The log says that a legal hold stands on the run %1, and the database has none.")
                      .arg(run)
                : QStringLiteral("The database has a legal hold on the run %1 that the log does not know of.")
                      .arg(run)});
    return {};
}

} // namespace mergeloom
