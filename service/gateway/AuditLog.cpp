#include "service/gateway/AuditLog.h"

#include "service/gateway/RunStatements.h"
#include "service/storage/EventStore.h"
#include "shared/core/Ulid.h"

namespace mergeloom {

namespace {

QString nextPathOf(const QString &keyPath) { return keyPath + QStringLiteral(".new"); }

NoteKey noteKeyOf(const QString &origin, const SigningKey &key) { return NoteKey(origin, key.publicKey()); }

/// Names the log, and its key with it, for good.
Result<LedgerState> begin(Database &database, const SigningKey &key)
{
    return database.write([&](const WriteTransaction &transaction) -> Result<LedgerState> {
        MERGELOOM_TRY(const LedgerState present, LedgerStore::state(transaction));
        if (!present.origin.isEmpty())
            return present;
        const QString origin = QStringLiteral("mergeloom-worker/") + makeUlid();
        const QString publicKey = noteKeyOf(origin, key).text();
        MERGELOOM_CHECK(LedgerStore::putSigner(transaction, origin, publicKey));
        MERGELOOM_CHECK(EventStore::record(transaction, QLatin1StringView(controllerStream),
            QLatin1StringView(event_type::logBegun), {{"origin", origin}, {"key", publicKey}}));
        return LedgerStore::state(transaction);
    });
}

/// A change of the key that was cut off after the log knew of it.
Result<SigningKey> finishChange(const QString &keyPath, const LedgerState &ledger, const SigningKey &present)
{
    MERGELOOM_TRY(const auto next, readKeyFile(nextPathOf(keyPath)));
    if (!next || noteKeyOf(ledger.origin, present).text() == ledger.publicKey)
        return present;
    MERGELOOM_TRY(const SigningKey key, SigningKey::open(nextPathOf(keyPath)));
    if (noteKeyOf(ledger.origin, key).text() != ledger.publicKey)
        return present;
    MERGELOOM_CHECK(replaceKeyFile(keyPath, nextPathOf(keyPath)));
    return key;
}

Result<StoredCheckpoint> sealNow(const WriteTransaction &transaction, const LedgerState &ledger, const SigningKey &key)
{
    MERGELOOM_TRY(
        const merkle::Hash root, merkle::rootOf(ledger.size, merkle::subtreesFrom(LedgerStore::tiles(transaction))));
    SignedNote note{Checkpoint{ledger.origin, ledger.size, root}.body(), {}};
    signNote(note, noteKeyOf(ledger.origin, key), key);
    const StoredCheckpoint checkpoint{ledger.size, Timestamp::now(), note.text()};
    MERGELOOM_CHECK(LedgerStore::putCheckpoint(transaction, checkpoint));
    return checkpoint;
}

Result<AuditLog::Sealed> sealIfNew(const WriteTransaction &transaction, const SigningKey &key)
{
    MERGELOOM_TRY(const LedgerState ledger, LedgerStore::state(transaction));
    MERGELOOM_TRY(const auto newest, LedgerStore::newestCheckpoint(transaction));
    if (newest && newest->size >= ledger.size)
        return AuditLog::Sealed{*newest};
    MERGELOOM_TRY(const StoredCheckpoint made, sealNow(transaction, ledger, key));
    return AuditLog::Sealed{made, true};
}

} // namespace

QByteArray keyChangeStatement(const QString &origin, const QString &previous, const QString &next)
{
    return QStringLiteral("mergeloom audit log: change of key\n%1\n%2\n%3\n").arg(origin, previous, next).toUtf8();
}

Result<std::unique_ptr<AuditLog>> AuditLog::open(Database &database, const QString &keyPath)
{
    MERGELOOM_TRY(SigningKey key, SigningKey::open(keyPath));
    MERGELOOM_TRY(const LedgerState ledger, begin(database, key));
    MERGELOOM_TRY(key, finishChange(keyPath, ledger, key));
    std::unique_ptr<AuditLog> log(new AuditLog(database, key));
    log->m_origin = ledger.origin;
    log->m_publicKey = ledger.publicKey;
    if (noteKeyOf(ledger.origin, key).text() != ledger.publicKey)
        log->m_problem = QStringLiteral(
            "The key file %1 is not the key that signs this audit log. Events are stored, but no checkpoint is signed. "
            "Restore the key file from a backup; if it is lost, stop the worker and run `mergeloom-worker audit change-key --lost`.")
                             .arg(keyPath);
    return log;
}

Result<AuditLog::Sealed> AuditLog::seal()
{
    if (!m_problem.isEmpty())
        return failure(ErrorCode::Unavailable, m_problem);
    return m_database.write([&](const WriteTransaction &transaction) { return sealIfNew(transaction, m_key); });
}

Result<QList<DsseEnvelope>> AuditLog::attest(const RunView &view) const
{
    if (!m_problem.isEmpty())
        return failure(ErrorCode::Unavailable, m_problem);
    MERGELOOM_TRY(const QList<QByteArray> statements, statementsOf(view, m_origin));
    QList<DsseEnvelope> envelopes;
    for (const QByteArray &statement : statements)
        envelopes.append(
            signEnvelope(statement, QString::fromLatin1(inTotoType), NoteKey(m_origin, m_key.publicKey()), m_key));
    return envelopes;
}

Result<QString> AuditLog::changeKey(Database &database, const QString &keyPath, OldKey oldKey)
{
    MERGELOOM_TRY(const auto log, open(database, keyPath));
    if (!log->m_problem.isEmpty() && oldKey == OldKey::Agrees)
        return failure(ErrorCode::Conflict, log->m_problem);
    MERGELOOM_TRY(const SigningKey next, SigningKey::open(nextPathOf(keyPath)));
    const QString nextKey = noteKeyOf(log->m_origin, next).text();
    const auto done = database.write([&](const WriteTransaction &transaction) -> Result<void> {
        QByteArray signature;
        if (oldKey == OldKey::Agrees) {
            MERGELOOM_CHECK(sealIfNew(transaction, log->m_key)); // what is there is the old key's to answer for
            signature = log->m_key.sign(keyChangeStatement(log->m_origin, log->m_publicKey, nextKey)).toBase64();
        }
        MERGELOOM_CHECK(LedgerStore::putSigner(transaction, log->m_origin, nextKey));
        MERGELOOM_CHECK(EventStore::record(transaction, QLatin1StringView(controllerStream),
            QLatin1StringView(event_type::logKeyChanged),
            {{"origin", log->m_origin}, {"previous", log->m_publicKey}, {"key", nextKey},
                {"signature", QString::fromLatin1(signature)}}));
        return sealIfNew(transaction, next).map([](const auto &) {});
    });
    MERGELOOM_CHECK(done);
    MERGELOOM_CHECK(replaceKeyFile(keyPath, nextPathOf(keyPath)));
    return nextKey;
}

Result<LogProof> proveEvent(const ReadTransaction &transaction, qint64 id)
{
    MERGELOOM_TRY(const auto events, EventStore::all(transaction, id - 1, 1));
    if (id < 1 || events.isEmpty() || events.first().id != id)
        return failure(ErrorCode::NotFound, QStringLiteral("There is no event %1.").arg(id));
    MERGELOOM_TRY(const auto checkpoint, LedgerStore::firstCheckpointFrom(transaction, id));
    if (!checkpoint)
        return failure(ErrorCode::Conflict,
            QStringLiteral("Event %1 is under no checkpoint yet. One is signed within a minute; try again then.")
                .arg(id));
    MERGELOOM_TRY(const QList<merkle::Hash> hashes,
        merkle::inclusionProof(id - 1, checkpoint->size, merkle::subtreesFrom(LedgerStore::tiles(transaction))));
    const StoredEvent &event = events.first();
    const QByteArray entry = event.removal > 0 ? QByteArray() : logEntry(event.stream, event.line);
    return LogProof{entry, id - 1, hashes, checkpoint->note};
}

Result<QList<merkle::Hash>> proveConsistency(const ReadTransaction &transaction, qint64 from, qint64 to)
{
    MERGELOOM_TRY(const LedgerState ledger, LedgerStore::state(transaction));
    if (to > ledger.size)
        return failure(ErrorCode::NotFound, QStringLiteral("The log has %1 events, not %2.").arg(ledger.size).arg(to));
    return merkle::consistencyProof(from, to, merkle::subtreesFrom(LedgerStore::tiles(transaction)));
}

} // namespace mergeloom
