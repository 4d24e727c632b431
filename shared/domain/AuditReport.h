#pragma once

#include "shared/core/Json.h"

namespace mergeloom {

/// What does not fit in the audit log.
struct AuditFault {
    QString kind;     ///< changed, chain, missing, removal, hold, cut_off, unsealed, tile, checkpoint, forked, key
    qint64 event = 0; ///< the first one that it is about; 0: of none
    QString stream;
    qint64 seq = 0;
    QString text; ///< one sentence for people

    static constexpr auto jsonName = "AuditFault";
    static constexpr auto fields()
    {
        return fieldList(
            required("kind", &AuditFault::kind,
                "changed, chain, missing, removal, hold, cut_off, unsealed, tile, checkpoint, forked, or key"),
            required("event", &AuditFault::event, "Number of the first event that it is about; 0: of none"),
            optional("stream", &AuditFault::stream, "A run id, or `controller`"), optional("seq", &AuditFault::seq),
            required("text", &AuditFault::text));
    }
};

/// Events whose lines a policy has removed; their hashes are in the log, and what stays of them is as it was sealed.
struct AuditRemoval {
    qint64 event = 0; ///< that says so
    QString run;
    QString content;
    QString policy;
    Timestamp at;
    qint64 events = 0;
    QList<QList<qint64>> ids; ///< [first, last]

    static constexpr auto jsonName = "AuditRemoval";
    static constexpr auto fields()
    {
        return fieldList(required("event", &AuditRemoval::event, "Id of the event that says so"),
            required("run_id", &AuditRemoval::run), required("content", &AuditRemoval::content),
            required("policy", &AuditRemoval::policy), required("at", &AuditRemoval::at),
            required("events", &AuditRemoval::events),
            required("ids", &AuditRemoval::ids, "[first, last] of each range"));
    }
};

/// What a verification of the whole log has found.
struct AuditReport {
    static constexpr int mostFaults = 100;
    static constexpr int mostRemovals = 100;

    QString origin;             ///< which log
    QString key;                ///< that signs it now
    bool isKeyGiven = false;    ///< the key was compared with one that the caller held
    qint64 events = 0;          ///< read and hashed
    qint64 checkpoints = 0;     ///< whose signature and root were compared
    qint64 heldCheckpoints = 0; ///< of these: held by somebody else
    qint64 provenUpTo = 0;      ///< events under the newest checkpoint that fits
    Timestamp provenAt;         ///< when that was made
    qint64 removedEvents = 0;   ///< of these events: whose line a policy has removed
    qint64 removalCount = 0;
    QList<AuditRemoval> removals; ///< the first ones
    qint64 faultCount = 0;
    QList<AuditFault> faults; ///< the first ones, by event

    bool isGood() const { return faultCount == 0; }

    static constexpr auto jsonName = "AuditReport";
    static constexpr auto fields()
    {
        return fieldList(required("origin", &AuditReport::origin, "Which log"),
            required("key", &AuditReport::key, "Public key that signs it now"),
            required("is_key_given", &AuditReport::isKeyGiven, "The key was compared with one that the caller held"),
            required("events", &AuditReport::events, "Read and hashed"),
            required("checkpoints", &AuditReport::checkpoints, "Whose signature and root were compared"),
            required("held_checkpoints", &AuditReport::heldCheckpoints, "Of these: held by somebody else"),
            required("proven_up_to", &AuditReport::provenUpTo, "Events under the newest checkpoint that fits"),
            required("proven_at", &AuditReport::provenAt, "When that checkpoint was made"),
            required("removed_events", &AuditReport::removedEvents, "Of these events: whose line a policy has removed"),
            required("removal_count", &AuditReport::removalCount),
            required("removals", &AuditReport::removals, "The first hundred"),
            required("fault_count", &AuditReport::faultCount),
            required("faults", &AuditReport::faults, "The first hundred, by event"));
    }
};

} // namespace mergeloom
