#pragma once

#include "service/ledger/Checkpoint.h"

namespace mergeloom {

/// The proof that an entry is in a log, to be checked with the log's public key alone: C2SP `tlog-proof`. Its extra line
/// carries the entry itself, so that one file says what is proven.
struct LogProof {
    QByteArray entry; ///< null: not in the proof; who has it puts it here before the check
    qint64 index = 0;
    QList<merkle::Hash> hashes;
    QByteArray checkpoint; ///< a signed note

    QByteArray text() const;
};

/// `invalid_input`, naming the line, when the bytes are no such proof. At most 80 MB.
Result<LogProof> parseLogProof(const QByteArray &text);

/// What a proof shows, once checked: the entry is number `index` of the log `checkpoint.origin`.
struct ProvenEntry {
    QByteArray entry;
    qint64 index = 0;
    Checkpoint checkpoint;
};

/// `rejected`, saying why, when it proves nothing under this key.
Result<ProvenEntry> checkLogProof(const LogProof &proof, const NoteKey &key);

} // namespace mergeloom
