#include "service/gateway/AuditVerification.h"

#include "service/gateway/AuditLog.h"
#include "service/gateway/RemovalCheck.h"
#include "service/ledger/CompactRange.h"
#include "service/storage/EventStore.h"

#include <QHash>

namespace mergeloom {

namespace {

constexpr int eventsAtOnce = 2000;

/// A checkpoint on its way through the verification.
struct Claim {
    Checkpoint checkpoint;
    SignedNote note;
    Timestamp madeAt; ///< 0: not known, it is held by somebody else
    bool isHeld() const { return madeAt.microseconds == 0; }
    QString name() const
    {
        return QStringLiteral("The checkpoint of %1 events%2")
            .arg(checkpoint.size)
            .arg(isHeld() ? QStringLiteral(" that is held outside") : QString());
    }
};

class Verification
{
public:
    Verification(Database &database, const AuditEvidence &evidence)
        : m_database(database), m_evidence(evidence), m_removals([this](AuditFault fault) { add(std::move(fault)); }),
          m_range([this](int level, qint64 index, const merkle::Hash &hash) { compareTile(level, index, hash); })
    {
        m_report.isKeyGiven = evidence.key.has_value();
    }

    Result<AuditReport> run(const std::function<void(qint64, qint64)> &onProgress, const std::stop_token &stop)
    {
        MERGELOOM_CHECK(begin());
        for (qint64 after = 0;;) {
            if (stop.stop_requested())
                return failure(ErrorCode::Cancelled, QStringLiteral("The verification was stopped."));
            const auto last = m_database.read([&](const ReadTransaction &transaction) -> Result<qint64> {
                m_readTile = LedgerStore::tiles(transaction);
                m_isTileRead.fill(false); // the last ones may have grown
                MERGELOOM_CHECK(m_removals.hear(transaction, m_upTo));
                MERGELOOM_TRY(const auto events, EventStore::all(transaction, after, eventsAtOnce));
                for (const StoredEvent &event : events)
                    if (event.id <= m_upTo)
                        take(event);
                return events.isEmpty() ? 0 : events.last().id;
            });
            MERGELOOM_CHECK(last);
            if (*last == 0 || *last >= m_upTo)
                break;
            after = *last;
            onProgress(after, m_upTo);
        }
        MERGELOOM_CHECK(m_database.read([&](const ReadTransaction &transaction) { return end(transaction); }));
        std::ranges::stable_sort(m_report.faults, {},
            [](const AuditFault &fault) { return fault.event > 0 ? fault.event : std::numeric_limits<qint64>::max(); });
        return m_report;
    }

private:
    struct Head {
        qint64 seq = 0;
        QByteArray hash;
    };

    Result<void> begin()
    {
        return m_database.read([&](const ReadTransaction &transaction) -> Result<void> {
            MERGELOOM_TRY(m_ledger, LedgerStore::state(transaction));
            MERGELOOM_TRY(const qint64 newest, EventStore::newestId(transaction));
            m_upTo = std::max(newest, m_ledger.size);
            MERGELOOM_TRY(const QByteArray last, LedgerStore::tiles(transaction)(0, m_ledger.size / merkle::tileWidth));
            if (last.size() > m_ledger.size % merkle::tileWidth * merkle::hashSize)
                add({"cut_off", m_ledger.size + 1, {}, 0,
                    QStringLiteral("The log's tiles hold hashes of more than its %1 events: its end was cut off.")
                        .arg(m_ledger.size)});
            m_report.origin = m_ledger.origin;
            m_report.key = m_ledger.publicKey;
            MERGELOOM_TRY(
                const auto stored, LedgerStore::checkpoints(transaction, -1, std::numeric_limits<int>::max()));
            for (const StoredCheckpoint &checkpoint : stored) {
                const auto note = parseNote(checkpoint.note);
                addClaim(note ? *note : SignedNote{}, checkpoint.madeAt, checkpoint.size);
            }
            for (const SignedNote &note : m_evidence.checkpoints)
                addClaim(note, {}, 0);
            std::ranges::stable_sort(m_claims, {}, [](const Claim &claim) { return claim.checkpoint.size; });
            return {};
        });
    }

    void addClaim(const SignedNote &note, Timestamp madeAt, qint64 storedSize)
    {
        const auto checkpoint = parseCheckpoint(note.body);
        if (!checkpoint || (madeAt.microseconds != 0 && checkpoint->size != storedSize))
            return add({"checkpoint", storedSize, {}, 0,
                QStringLiteral("The stored checkpoint of %1 events is damaged, or of another size.").arg(storedSize)});
        if (checkpoint->origin != m_ledger.origin)
            return add({"checkpoint", checkpoint->size, {}, 0,
                QStringLiteral("A checkpoint of %1 events is of the log \"%2\"; this one is \"%3\".")
                    .arg(checkpoint->size)
                    .arg(checkpoint->origin, m_ledger.origin)});
        m_claims.append({*checkpoint, note, madeAt});
    }

    void add(AuditFault fault)
    {
        ++m_report.faultCount;
        if (m_report.faults.size() < AuditReport::mostFaults)
            m_report.faults.append(std::move(fault));
    }

    /// A hash as the tiles have it; none when they lack it.
    std::optional<merkle::Hash> stored(int tileLevel, qint64 index)
    {
        const qint64 number = index / merkle::tileWidth;
        merkle::Tile &tile = m_tiles[tileLevel];
        if (!m_isTileRead[tileLevel] || tile.number != number)
            tile = {tileLevel, number, m_readTile(tileLevel, number).value_or(QByteArray())};
        m_isTileRead[tileLevel] = true;
        const QByteArray &hashes = tile.hashes;
        const qint64 place = index % merkle::tileWidth;
        if (hashes.size() < (place + 1) * merkle::hashSize)
            return std::nullopt;
        merkle::Hash hash;
        std::copy_n(hashes.constData() + place * merkle::hashSize, merkle::hashSize, hash.begin());
        return hash;
    }

    void take(const StoredEvent &event)
    {
        const qint64 due = m_range.size() + 1;
        if (event.id > due)
            miss(due, event.id - 1);
        if (event.id > m_ledger.size)
            return add({"unsealed", event.id, event.stream, event.seq,
                QStringLiteral("Event %1 (number %2 of %3) is not in the sealed log: it was put in behind its back.")
                    .arg(event.id)
                    .arg(event.seq)
                    .arg(event.stream)});
        const auto sealed = stored(0, event.id - 1);
        // Of a removed line the sealed hash is all that there is.
        const merkle::Hash leaf =
            event.removal == 0 ? logLeaf(event.stream, event.line) : sealed.value_or(merkle::Hash{});
        m_removals.take(event);
        if (!sealed)
            add({"tile", event.id, event.stream, event.seq,
                QStringLiteral("The hash of event %1 is missing in the log's tiles.").arg(event.id)});
        else if (*sealed != leaf)
            add({"changed", event.id, event.stream, event.seq,
                QStringLiteral("Event %1 (number %2 of %3) is not the one that was sealed: it was changed.")
                    .arg(event.id)
                    .arg(event.seq)
                    .arg(event.stream)});
        follow(event);
        grow(sealed.value_or(leaf));
        ++m_report.events;
    }

    void miss(qint64 from, qint64 to)
    {
        add({"missing", from, {}, 0,
            from == to ? QStringLiteral("Event %1 is gone.").arg(from)
                       : QStringLiteral("The events %1 to %2 are gone.").arg(from).arg(to)});
        for (qint64 id = from; id <= std::min(to, m_ledger.size); ++id)
            grow(stored(0, id - 1).value_or(merkle::emptyRoot()));
    }

    /// The stream's own chain: number by number, each with the hash of the one before.
    void follow(const StoredEvent &event)
    {
        Head &head = m_heads[event.stream];
        const auto parsed = parseEventLine(event.line);
        const bool isAfter = event.removal > 0 || (parsed && parsed->prev.toLatin1() == head.hash);
        if (!parsed || event.seq != head.seq + 1 || parsed->seq != event.seq || !isAfter)
            add({"chain", event.id, event.stream, event.seq,
                QStringLiteral(
                    "Event %1 (number %2 of %3) does not follow number %4 of its stream: one of them was changed, removed, or put in another place.")
                    .arg(event.id)
                    .arg(event.seq)
                    .arg(event.stream)
                    .arg(head.seq)});
        head = {event.seq,
            event.removal == 0 ? bytesOf(sha256({event.line})).toHex()
                               : lineHash(event).value_or(QString()).toLatin1()};
        const bool isOurs = event.stream == QLatin1StringView(controllerStream);
        if (parsed && isOurs
            && (parsed->type == QLatin1StringView(event_type::logBegun)
                || parsed->type == QLatin1StringView(event_type::logKeyChanged)))
            takeKey(event, parsed->data);
    }

    void takeKey(const StoredEvent &event, const QJsonObject &said)
    {
        const auto next = NoteKey::parse(said.value(QStringLiteral("key")).toString());
        if (!next)
            return add({"key", event.id, event.stream, event.seq,
                QStringLiteral("Event %1 names a key that is none.").arg(event.id)});
        if (!m_keys.isEmpty()) {
            const QByteArray signature =
                QByteArray::fromBase64(said.value(QStringLiteral("signature")).toString().toLatin1());
            const QByteArray statement = keyChangeStatement(m_ledger.origin, m_keys.last().key.text(), next->text());
            if (!SigningKey::verify(m_keys.last().key.publicKey(), statement, signature)) {
                m_keys.clear(); // what the key before vouched for does not reach over this
                add({"key", event.id, event.stream, event.seq,
                    QStringLiteral(
                        "From event %1 on another key signs the log, and the one before did not agree to it: it was lost, or swapped. Ask who did it, and compare with a checkpoint that somebody else holds.")
                        .arg(event.id)});
            }
        }
        m_keys.append({*next, event.id});
    }

    void grow(const merkle::Hash &leaf)
    {
        m_range.append(leaf);
        while (m_nextClaim < m_claims.size() && m_claims[m_nextClaim].checkpoint.size <= m_range.size())
            judge(m_claims[m_nextClaim++]);
    }

    /// The range is as long as the claim says.
    void judge(const Claim &claim)
    {
        const bool isSigned = (!m_keys.isEmpty() && claim.note.isSignedBy(m_keys.last().key))
            || (m_evidence.key && claim.note.isSignedBy(*m_evidence.key));
        const bool isRootRight =
            claim.checkpoint.root == (claim.checkpoint.size == m_range.size() ? m_range.root() : merkle::emptyRoot());
        ++m_report.checkpoints;
        m_report.heldCheckpoints += claim.isHeld() ? 1 : 0;
        if (!isSigned)
            add({"key", claim.checkpoint.size, {}, 0,
                claim.name() + QStringLiteral(" is not signed by the log's key.")});
        if (!isRootRight)
            add({claim.isHeld() && isSigned ? "forked" : "checkpoint", m_fitsUpTo + 1, {}, 0,
                claim.name()
                    + (isSigned ? QStringLiteral(
                           " is signed, and has another root than the events here: one of the events %1 to %2 was changed, moved or removed after it was made.")
                                : QStringLiteral(" has another root than the events here, %1 to %2."))
                          .arg(m_fitsUpTo + 1)
                          .arg(claim.checkpoint.size)});
        if (!isSigned || !isRootRight)
            return;
        m_fitsUpTo = claim.checkpoint.size;
        m_report.provenUpTo = claim.checkpoint.size;
        if (!claim.isHeld())
            m_report.provenAt = claim.madeAt;
    }

    void compareTile(int level, qint64 index, const merkle::Hash &hash)
    {
        if (level == 0 || level % merkle::tileHeight != 0)
            return;
        const auto sealed = stored(level / merkle::tileHeight, index);
        if (!sealed || *sealed != hash)
            add({"tile", (index << level) + 1, {}, 0,
                QStringLiteral("A hash in the log's tiles does not fit its events %1 to %2.")
                    .arg((index << level) + 1)
                    .arg((index + 1) << level)});
    }

    Result<void> end(const ReadTransaction &transaction)
    {
        const qint64 seen = m_range.size();
        if (seen < m_ledger.size)
            add({"cut_off", seen + 1, {}, 0,
                QStringLiteral("The end of the log is gone: %1 events were sealed, and %2 are here.")
                    .arg(m_ledger.size)
                    .arg(seen)});
        for (; m_nextClaim < m_claims.size(); ++m_nextClaim) {
            const Claim &claim = m_claims[m_nextClaim];
            add({"cut_off", seen + 1, {}, 0,
                claim.name()
                    + QStringLiteral(
                        " says more than is here, %1: the log was cut off, or an older copy of the database was put back.")
                          .arg(seen)});
        }
        MERGELOOM_CHECK(compareHeads(transaction));
        MERGELOOM_CHECK(m_removals.hear(transaction, m_upTo));
        MERGELOOM_CHECK(m_removals.end(transaction, m_report));
        if (m_evidence.key
            && std::ranges::none_of(m_keys, [&](const Signer &signer) { return signer.key == *m_evidence.key; }))
            add({"key", 0, {}, 0,
                QStringLiteral("The log is not signed by the key that you gave, %1, nor by one that it agreed to.")
                    .arg(m_evidence.key->text())});
        if (!m_keys.isEmpty() && m_keys.last().key.text() != m_ledger.publicKey)
            add({"key", m_keys.last().event, {}, 0,
                QStringLiteral("The database names another key than the log itself does: it was swapped.")});
        return {};
    }

    /// Where each stream ends, by the database's own note of it.
    Result<void> compareHeads(const ReadTransaction &transaction)
    {
        for (auto it = m_heads.cbegin(); it != m_heads.cend(); ++it) {
            MERGELOOM_TRY(const StreamHead head, EventStore::head(transaction, it.key()));
            const bool isBehind = head.seq < it->seq || (head.seq == it->seq && head.hash.toLatin1() != it->hash);
            MERGELOOM_TRY(const auto rest, EventStore::ofStream(transaction, it.key(), it->seq, 1));
            if (isBehind || (head.seq > it->seq && rest.isEmpty()))
                add({"cut_off", 0, it.key(), it->seq,
                    QStringLiteral("The stream %1 ends with number %2, and the database says %3.")
                        .arg(it.key())
                        .arg(it->seq)
                        .arg(head.seq)});
        }
        return {};
    }

    struct Signer {
        NoteKey key;
        qint64 event = 0; ///< that names it
    };

    Database &m_database;
    const AuditEvidence &m_evidence;
    AuditReport m_report;
    LedgerState m_ledger;
    qint64 m_upTo = 0;
    QList<Claim> m_claims;
    qsizetype m_nextClaim = 0;
    qint64 m_fitsUpTo = 0;
    QList<Signer> m_keys; ///< each agreed to by the one before
    QHash<QString, Head> m_heads;
    RemovalCheck m_removals;
    merkle::TileReader m_readTile;
    std::array<merkle::Tile, 8> m_tiles; ///< the one in use of each level
    std::array<bool, 8> m_isTileRead{};
    merkle::CompactRange m_range;
};

} // namespace

Result<AuditReport> verifyAudit(Database &database, const AuditEvidence &evidence,
    const std::function<void(qint64, qint64)> &onProgress, std::stop_token stop)
{
    return Verification(database, evidence).run(onProgress, stop);
}

} // namespace mergeloom
