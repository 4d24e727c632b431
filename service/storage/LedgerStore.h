#pragma once

#include "service/ledger/Tiles.h"
#include "service/storage/Database.h"
#include "shared/core/Timestamp.h"

namespace mergeloom {

/// The one row that says what the log is.
struct LedgerState {
    qint64 size = 0;    ///< leaves; the newest event's id
    qint64 earlier = 0; ///< events from before there was a log; above `size`: they are still to be sealed
    QString origin;     ///< names this log among all; empty: nobody has begun to sign it
    QString publicKey;  ///< of those who sign now, as NoteKey writes it
};

struct StoredCheckpoint {
    qint64 size = 0;
    Timestamp madeAt;
    QByteArray note; ///< signed, C2SP `tlog-checkpoint`
};

/// The Merkle log's tiles and checkpoints. Append-only: the database itself refuses anything else.
struct LedgerStore {
    /// Who writes keeps the row until the end: that puts the appends of all gateways in one order.
    static Result<LedgerState> state(const ReadTransaction &transaction);
    /// Puts leaves behind those of `size`, which is the log's.
    static Result<void> append(const WriteTransaction &transaction, qint64 size, const QList<merkle::Hash> &leaves);
    static Result<void> putSigner(const WriteTransaction &transaction, const QString &origin, const QString &publicKey);

    /// Of this transaction's view; not to be used after it.
    static merkle::TileReader tiles(const ReadTransaction &transaction);

    static Result<void> putCheckpoint(const WriteTransaction &transaction, const StoredCheckpoint &checkpoint);
    static Result<std::optional<StoredCheckpoint>> newestCheckpoint(const ReadTransaction &transaction);
    /// The first that covers so many events.
    static Result<std::optional<StoredCheckpoint>> firstCheckpointFrom(const ReadTransaction &transaction, qint64 size);
    /// Smallest first.
    static Result<QList<StoredCheckpoint>> checkpoints(const ReadTransaction &transaction, qint64 afterSize, int limit);
};

} // namespace mergeloom
