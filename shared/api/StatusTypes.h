#pragma once

#include "shared/api/TicketTypes.h"
#include "shared/domain/ControllerContact.h"
#include "shared/domain/DiskUsage.h"
#include "shared/domain/Network.h"
#include "shared/domain/RunView.h"

namespace mergeloom::api {

struct ExecutorView {
    WorkerId id;
    QString name;
    QString state; ///< `idle`, `running`, `away`
    QString version;
    std::optional<JobId> jobId;
    std::optional<RunId> runId;
    QString sandbox;
    Timestamp lastSeenAt;
    std::optional<ControllerContact> controller; ///< where its jobs come from, when that is not this gateway
    std::optional<DiskUsage> disk;

    static constexpr auto jsonName = "Executor";
    static constexpr auto pageName = "ExecutorPage";
    static constexpr auto fields()
    {
        return fieldList(required("id", &ExecutorView::id), required("name", &ExecutorView::name),
            required("state", &ExecutorView::state, "idle, running or away"),
            required("version", &ExecutorView::version), optional("job_id", &ExecutorView::jobId),
            optional("run_id", &ExecutorView::runId), required("sandbox", &ExecutorView::sandbox),
            required("last_seen_at", &ExecutorView::lastSeenAt),
            optional(
                "controller", &ExecutorView::controller, "Where its jobs come from, when that is not this gateway"),
            optional("disk", &ExecutorView::disk, "Mirrors and workspaces"));
    }
};

struct DayFigure {
    QString day; ///< `2026-01-31`, UTC
    int completed = 0;
    int blocked = 0;
    int failed = 0;
    int cancelled = 0;
    double costUsd = 0;

    static constexpr auto jsonName = "DayFigure";
    static constexpr auto fields()
    {
        return fieldList(required("day", &DayFigure::day), required("completed", &DayFigure::completed),
            required("blocked", &DayFigure::blocked), required("failed", &DayFigure::failed),
            required("cancelled", &DayFigure::cancelled), required("cost_usd", &DayFigure::costUsd));
    }
};

struct Dashboard {
    QString worker;
    QString version;
    QList<ExecutorView> executors;
    QList<JobView> active;
    QList<JobView> queue;
    QList<JobView> needsPerson; ///< blocked, failed, publish_failed, newest first
    QList<RunSummary> recent;
    QList<DayFigure> days; ///< the last 14, oldest first
    int repositories = 0;
    int providersReady = 0;
    int tickets = 0;
    QString health; ///< `ok`, `warning`, `failing`
    QString healthText;

    static constexpr auto jsonName = "Dashboard";
    static constexpr auto fields()
    {
        return fieldList(required("worker", &Dashboard::worker), required("version", &Dashboard::version),
            required("executors", &Dashboard::executors), required("active", &Dashboard::active),
            required("queue", &Dashboard::queue), required("needs_person", &Dashboard::needsPerson),
            required("recent", &Dashboard::recent), required("days", &Dashboard::days, "The last 14, oldest first"),
            required("repositories", &Dashboard::repositories), required("providers_ready", &Dashboard::providersReady),
            required("tickets", &Dashboard::tickets), required("health", &Dashboard::health, "ok, warning or failing"),
            required("health_text", &Dashboard::healthText));
    }
};

struct HealthCheck {
    QString name;
    QString status; ///< `ok`, `warning`, `failing`
    QString seen;   ///< what was seen
    QString remedy; ///< what to do; empty when ok
    Timestamp checkedAt;

    static constexpr auto jsonName = "HealthCheck";
    static constexpr auto fields()
    {
        return fieldList(required("name", &HealthCheck::name),
            required("status", &HealthCheck::status, "ok, warning or failing"), required("seen", &HealthCheck::seen),
            required("remedy", &HealthCheck::remedy), required("checked_at", &HealthCheck::checkedAt));
    }
};

struct Health {
    QString status;
    QList<HealthCheck> checks;
    NetworkSettings network;

    static constexpr auto jsonName = "Health";
    static constexpr auto fields()
    {
        return fieldList(required("status", &Health::status), required("checks", &Health::checks),
            required("network", &Health::network, "The most that commands may reach, whatever a repository asks for"));
    }
};

} // namespace mergeloom::api
