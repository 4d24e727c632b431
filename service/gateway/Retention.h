#pragma once

#include "service/storage/Database.h"
#include "shared/api/ApiTypes.h"
#include "shared/api/RetentionTypes.h"

#include <functional>
#include <stop_token>

namespace mergeloom {

/// What is kept of runs how long: policies, legal holds, and the removal itself, which is an event in the log it removes from.
/// Thread-safe; blocks on the database. A removal goes in small transactions with pauses, each of which says what it removes:
/// it may be cut off anywhere, and goes on the next time.
class Retention
{
public:
    explicit Retention(Database &database) : m_database(database) {}

    Result<api::RetentionView> view();
    /// `invalid_input`, or `conflict` with details.reason `version_mismatch`.
    Result<api::RetentionView> change(
        const api::RetentionRequest &request, std::optional<qint64> ifVersion, const QString &by);

    using Progress = std::function<void(int done, int of)>;
    /// What these policies would take now.
    Result<api::RetentionOutcome> preview(const QList<RetentionPolicy> &policies, const std::stop_token &stop);
    /// What those in force would take.
    Result<api::RetentionOutcome> previewStored(const std::stop_token &stop);
    /// Removes it. `conflict`: somebody is at it; `cancelled`: the rest is done the next time.
    Result<api::RetentionOutcome> run(const QString &by, const Progress &onProgress, const std::stop_token &stop);
    /// A day has gone by since the last time, or that was cut off.
    Result<bool> isDue();
    Result<void> runIfDue(const std::stop_token &stop);

    Result<api::HoldView> hold(const RunId &run);
    Result<api::Page<api::HoldView>> holds();
    Result<api::HoldView> placeHold(const RunId &run, const QString &reason, const QString &by);
    Result<void> releaseHold(const RunId &run, const QString &reason, const QString &by);

    /// Changes, removals and holds, newest first; the cursor is the last id.
    Result<api::Page<api::EventView>> events(qint64 beforeId, int limit);

private:
    Result<void> measureNew(const std::stop_token &stop);
    Result<RetentionPlan> plan(const QList<RetentionPolicy> &policies, const std::stop_token &stop);
    Result<KeptAmount> carryOut(const RetentionStep &step, const QString &by, const std::stop_token &stop);
    Result<void> sweep(api::RetentionOutcome &outcome);

    Database &m_database;
    QMutex m_running;
};

} // namespace mergeloom
