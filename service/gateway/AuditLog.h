#pragma once

#include "service/ledger/DsseEnvelope.h"
#include "service/ledger/LogProof.h"
#include "service/storage/LedgerStore.h"
#include "shared/domain/RunView.h"

namespace mergeloom {

/// What a key signs about its successor.
QByteArray keyChangeStatement(const QString &origin, const QString &previous, const QString &next);

/// The audit log in the hands of its owner: signs checkpoints, and proves that events are in it. Thread-safe; blocks on
/// the database.
class AuditLog
{
public:
    /// Makes the key file when the log is new. A key that is not the log's does not hinder the worker; then nothing is
    /// signed, and problem() says what to do.
    static Result<std::unique_ptr<AuditLog>> open(Database &database, const QString &keyPath);

    struct Sealed {
        StoredCheckpoint checkpoint;
        bool isNew = false;
    };
    /// Signs the log as it is now; the newest checkpoint when there is nothing new. `unavailable` with problem().
    Result<Sealed> seal();

    /// Signed in-toto statements about a completed run, the same each time. Errors of statementsOf(), and `unavailable` with
    /// problem().
    Result<QList<DsseEnvelope>> attest(const RunView &view) const;

    /// Empty: all is well.
    QString problem() const { return m_problem; }
    QString origin() const { return m_origin; }
    QString publicKey() const { return m_publicKey; } ///< of the log, as NoteKey writes it

    /// Signs with a new key from now on. The old one agrees to it, unless `oldKey` is Lost. For a worker that is stopped.
    enum class OldKey { Agrees, Lost };
    static Result<QString> changeKey(Database &database, const QString &keyPath, OldKey oldKey);

private:
    AuditLog(Database &database, SigningKey key) : m_database(database), m_key(std::move(key)) {}
    Database &m_database;
    SigningKey m_key;
    QString m_origin;
    QString m_publicKey;
    QString m_problem;
};

/// The proof that event `id` is in the log, under the first checkpoint that covers it. `not_found` when there is no such
/// event; `conflict` when no checkpoint covers it yet. Of an event whose line was removed it is without the entry.
Result<LogProof> proveEvent(const ReadTransaction &transaction, qint64 id);

/// The proof that the log with `from` events is the beginning of the log with `to` events.
Result<QList<merkle::Hash>> proveConsistency(const ReadTransaction &transaction, qint64 from, qint64 to);

} // namespace mergeloom
