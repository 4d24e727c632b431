#pragma once

#include "shared/domain/Retention.h"

namespace mergeloom::api {

/// GET and PUT /api/v1/retention
struct RetentionView {
    QList<RetentionPolicy> policies;
    qint64 version = 1;
    std::optional<Timestamp> changedAt;
    QString changedBy;
    std::optional<Timestamp> ranAt;
    int holds = 0;

    static constexpr auto jsonName = "RetentionView";
    static constexpr auto fields()
    {
        return fieldList(required("policies", &RetentionView::policies, "None: everything is kept"),
            required("version", &RetentionView::version), optional("changed_at", &RetentionView::changedAt),
            required("changed_by", &RetentionView::changedBy),
            optional("ran_at", &RetentionView::ranAt, "When the policies were last carried out"),
            required("holds", &RetentionView::holds, "Legal holds that stand"));
    }
};

struct RetentionRequest {
    QList<RetentionPolicy> policies;

    static constexpr auto jsonName = "RetentionRequest";
    static constexpr bool isClosed = true;
    static constexpr auto fields()
    {
        return fieldList(required("policies", &RetentionRequest::policies, "All of them; none: everything is kept"));
    }
};

/// What policies take, or would take.
struct RetentionOutcome {
    bool isDryRun = false;
    int runs = 0;
    KeptAmount removed;
    KeptAmount kept;
    QList<RetentionShare> shares;
    qint64 freeBytes = 0;
    bool isSwept = true;

    static constexpr auto jsonName = "RetentionOutcome";
    static constexpr auto fields()
    {
        return fieldList(required("is_dry_run", &RetentionOutcome::isDryRun, "Nothing was removed: what would be"),
            required("runs", &RetentionOutcome::runs, "That lose something"),
            required("removed", &RetentionOutcome::removed),
            required("kept", &RetentionOutcome::kept, "Of all runs that have ended, before it"),
            required("shares", &RetentionOutcome::shares, "What each policy takes"),
            required("free_bytes", &RetentionOutcome::freeBytes,
                "Room in the database file that is used before it grows; 0 with PostgreSQL, and of a dry run"),
            required("is_swept", &RetentionOutcome::isSwept,
                "false: somebody read the database for so long that removed bytes may still be in its write-ahead log; done with the next run"));
    }
};

/// PUT /api/v1/runs/{id}/hold
struct HoldRequest {
    QString reason;

    static constexpr auto jsonName = "HoldRequest";
    static constexpr auto fields()
    {
        return fieldList(required("reason", &HoldRequest::reason, "1 to 500 characters"));
    }
};

/// Whether something of a run may be removed.
struct HoldView {
    RunId run;
    bool isHeld = false;
    QString reason;
    QString by;
    std::optional<Timestamp> at;

    static constexpr auto jsonName = "HoldView";
    static constexpr auto pageName = "HoldPage";
    static constexpr auto fields()
    {
        return fieldList(required("run_id", &HoldView::run), required("is_held", &HoldView::isHeld),
            optional("reason", &HoldView::reason), optional("by", &HoldView::by), optional("at", &HoldView::at));
    }
};

} // namespace mergeloom::api
