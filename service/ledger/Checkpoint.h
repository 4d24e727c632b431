#pragma once

#include "service/ledger/MerkleTree.h"
#include "service/ledger/SignedNote.h"

namespace mergeloom {

/// What a log says of itself: C2SP `tlog-checkpoint`.
struct Checkpoint {
    QString origin; ///< which log
    qint64 size = 0;
    merkle::Hash root{};

    QByteArray body() const; ///< to be signed
    bool operator==(const Checkpoint &) const = default;
};

/// From the body of a note. `invalid_input`, saying what is wrong. Lines after the third are ignored.
Result<Checkpoint> parseCheckpoint(const QByteArray &body);

/// 32 bytes in base64; none of anything else.
std::optional<merkle::Hash> hashFromBase64(QByteArrayView text);

} // namespace mergeloom
