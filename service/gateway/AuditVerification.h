#pragma once

#include "service/ledger/SignedNote.h"
#include "service/storage/Database.h"
#include "shared/domain/AuditReport.h"

#include <functional>
#include <optional>
#include <stop_token>

namespace mergeloom {

/// What somebody outside of the database holds, to compare the log with.
struct AuditEvidence {
    std::optional<NoteKey> key;    ///< none: the log's own word is taken for it
    QList<SignedNote> checkpoints; ///< given away earlier, in any order
};

/// Recomputes the whole log from its events: hashes, chains, tiles, and every checkpoint with its signature. What does not
/// fit is in the report, not an error; errors are of the database. Reads in short transactions, beside a working worker;
/// events that come meanwhile are left out.
Result<AuditReport> verifyAudit(Database &database, const AuditEvidence &evidence,
    const std::function<void(qint64 done, qint64 of)> &onProgress, std::stop_token stop = {});

} // namespace mergeloom
