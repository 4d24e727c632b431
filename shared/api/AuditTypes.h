#pragma once

#include "shared/domain/AuditReport.h"

namespace mergeloom::api {

/// Where checkpoints are given to, so that somebody else holds them.
struct CheckpointHolder {
    QString place;               ///< a file or a URL, without its user and password
    qint64 size = 0;             ///< of the newest checkpoint that it has taken; 0: none yet
    std::optional<Timestamp> at; ///< when it took that
    QString problem;             ///< why it did not take the last one

    static constexpr auto jsonName = "CheckpointHolder";
    static constexpr auto fields()
    {
        return fieldList(required("place", &CheckpointHolder::place, "A file or a URL"),
            required("size", &CheckpointHolder::size, "Of the newest checkpoint it has taken; 0: none yet"),
            optional("at", &CheckpointHolder::at), optional("problem", &CheckpointHolder::problem));
    }
};

/// GET /api/v1/audit/log
struct AuditLogView {
    QString origin; ///< names this log among all
    QString key;    ///< public key that signs it
    qint64 size = 0;
    qint64 signedSize = 0; ///< events under the newest checkpoint
    std::optional<Timestamp> signedAt;
    QString problem; ///< why nothing is signed
    QList<CheckpointHolder> holders;
    std::optional<AuditReport> verified; ///< the newest verification
    std::optional<Timestamp> verifiedAt;

    static constexpr auto jsonName = "AuditLogView";
    static constexpr auto fields()
    {
        return fieldList(required("origin", &AuditLogView::origin, "Names this log among all"),
            required("key", &AuditLogView::key, "Public key that signs it, as a C2SP signed-note verifier key"),
            required("size", &AuditLogView::size, "Events in the log"),
            required("signed_size", &AuditLogView::signedSize, "Events under the newest checkpoint"),
            optional("signed_at", &AuditLogView::signedAt), optional("problem", &AuditLogView::problem),
            required("holders", &AuditLogView::holders, "Who else holds checkpoints"),
            optional("verified", &AuditLogView::verified, "The newest verification of the whole log"),
            optional("verified_at", &AuditLogView::verifiedAt));
    }
};

/// GET /api/v1/audit/log/consistency
struct ConsistencyProof {
    qint64 from = 0;
    qint64 to = 0;
    QStringList hashes; ///< base64, RFC 9162 2.1.4

    static constexpr auto jsonName = "ConsistencyProof";
    static constexpr auto fields()
    {
        return fieldList(required("from", &ConsistencyProof::from), required("to", &ConsistencyProof::to),
            required("hashes", &ConsistencyProof::hashes, "Base64, in the order of RFC 9162, 2.1.4"));
    }
};

} // namespace mergeloom::api
