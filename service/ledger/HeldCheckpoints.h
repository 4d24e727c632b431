#pragma once

#include "service/ledger/SignedNote.h"
#include "shared/core/Timestamp.h"

namespace mergeloom {

/// Checkpoints from a file: one signed note, or the JSON lines that a worker writes. A last line that was cut off is left
/// out. `invalid_input` names the line.
Result<QList<SignedNote>> parseCheckpoints(const QByteArray &text);
/// The line of such a file.
QByteArray checkpointLine(const Timestamp &madeAt, const QByteArray &note);

} // namespace mergeloom
