#include "service/gateway/Retention.h"

#include "service/gateway/Ingest.h"
#include "service/gateway/RunReader.h"
#include "service/storage/EventRemoval.h"
#include "service/storage/JobStore.h"
#include "service/storage/RetentionStore.h"
#include "service/storage/RunStore.h"

#include <thread>

namespace mergeloom {

namespace {

constexpr int runsMeasuredAtOnce = 1000;
constexpr int longestReason = 500;
constexpr qint64 dayInMicroseconds = qint64(24) * 3600 * 1000000;
/// After a removal others have their turn for as long as it took, or so.
constexpr std::chrono::milliseconds longestPause{50};

api::RetentionOutcome outcomeOf(const RetentionPlan &plan)
{
    api::RetentionOutcome outcome;
    outcome.isDryRun = true;
    outcome.runs = plan.runs;
    outcome.removed = plan.removed;
    outcome.kept = plan.kept;
    outcome.shares = plan.shares;
    return outcome;
}

api::HoldView holdView(const LegalHold &hold) { return {hold.run, true, hold.reason, hold.by, hold.at}; }

Result<void> checkReason(const QString &reason)
{
    if (reason.trimmed().isEmpty() || reason.size() > longestReason)
        return failure(ErrorCode::InvalidInput,
            QStringLiteral("Say why, in 1 to %1 characters: it stands in the record.").arg(longestReason),
            {{"field", "reason"}});
    return {};
}

Unexpected stopped()
{
    return failure(ErrorCode::Cancelled, QStringLiteral("The removal was stopped; the rest is done the next time."));
}

/// The pages of a run without what was removed of it.
Result<void> rewritePages(
    const WriteTransaction &transaction, RunView view, const RemovalView &removal, qint64 replaced)
{
    const bool wasWhole = wholeRemoval(view) == nullptr;
    applyRemoval(view, removal, replaced);
    settleView(view);
    MERGELOOM_CHECK(RunStore::putSummary(transaction, view.run, view.ticketBody));
    MERGELOOM_CHECK(RunStore::putSnapshot(transaction, view));
    return wasWhole && wholeRemoval(view) ? JobStore::forgetRun(transaction, view.run.id, view.run.summary)
                                          : Result<void>();
}

/// Nothing: the run may not be touched any more.
Result<KeptAmount> removeSlice(const WriteTransaction &transaction, const EventRemoval &removal, const QString &by)
{
    const RunId &run = removal.step.run;
    MERGELOOM_CHECK(EventStore::head(transaction, run.text())); // keeps others from its stream
    MERGELOOM_TRY(const bool isRemovable, RetentionStore::isRemovable(transaction, run));
    if (!isRemovable)
        return KeptAmount{};
    MERGELOOM_TRY(RunView view, loadRunView(transaction, run));
    MERGELOOM_TRY(const RemovalView done, removal.apply(transaction, by));
    MERGELOOM_CHECK(rewritePages(transaction, std::move(view), done, removal.replaces));
    MERGELOOM_CHECK(RetentionStore::putSweep(transaction, RetentionStore::Sweep::Due));
    return removal.amount;
}

} // namespace

Result<api::RetentionView> Retention::view()
{
    return m_database.read([](const ReadTransaction &transaction) -> Result<api::RetentionView> {
        MERGELOOM_TRY(const StoredRetention stored, RetentionStore::state(transaction));
        MERGELOOM_TRY(const auto holds, RetentionStore::holds(transaction));
        return api::RetentionView{
            stored.policies, stored.version, stored.changedAt, stored.changedBy, stored.ranAt, int(holds.size())};
    });
}

Result<api::RetentionView> Retention::change(
    const api::RetentionRequest &request, std::optional<qint64> ifVersion, const QString &by)
{
    MERGELOOM_CHECK(checkRetentionPolicies(request.policies));
    MERGELOOM_CHECK(m_database.write([&](const WriteTransaction &transaction) -> Result<void> {
        MERGELOOM_TRY(StoredRetention stored, RetentionStore::state(transaction));
        if (ifVersion && *ifVersion != stored.version)
            return failure(ErrorCode::Conflict,
                QStringLiteral(
                    "The policies were changed by somebody else since they were read. Read them again, then repeat the change."),
                {{"reason", "version_mismatch"}, {"version", stored.version}});
        stored.policies = request.policies;
        ++stored.version;
        stored.changedAt = Timestamp::now();
        stored.changedBy = by;
        MERGELOOM_CHECK(RetentionStore::putPolicies(transaction, stored));
        return EventStore::record(transaction, QLatin1StringView(controllerStream),
            QLatin1StringView(event_type::retentionChanged),
            {{"version", stored.version}, {"policies", toJson(stored.policies)}, {"by", by}});
    }));
    return view();
}

Result<void> Retention::measureNew(const std::stop_token &stop)
{
    for (;;) {
        MERGELOOM_TRY(const QList<RunId> runs, m_database.read([](const ReadTransaction &transaction) {
            return RetentionStore::unmeasured(transaction, runsMeasuredAtOnce);
        }));
        QList<KeptRun> measured;
        for (const RunId &run : runs) {
            if (stop.stop_requested())
                return stopped();
            MERGELOOM_TRY(const KeptRun kept, m_database.read([&run](const ReadTransaction &transaction) {
                return RetentionStore::measure(transaction, run);
            }));
            measured.append(kept);
        }
        if (runs.isEmpty())
            return {};
        MERGELOOM_CHECK(m_database.write([&measured](const WriteTransaction &transaction) -> Result<void> {
            for (const KeptRun &run : measured)
                MERGELOOM_CHECK(RetentionStore::putKept(transaction, run));
            return {};
        }));
    }
}

Result<RetentionPlan> Retention::plan(const QList<RetentionPolicy> &policies, const std::stop_token &stop)
{
    MERGELOOM_CHECK(checkRetentionPolicies(policies));
    MERGELOOM_CHECK(measureNew(stop));
    MERGELOOM_TRY(const QList<KeptRun> runs,
        m_database.read([](const ReadTransaction &transaction) { return RetentionStore::kept(transaction); }));
    return planRetention(policies, runs, Timestamp::now());
}

Result<api::RetentionOutcome> Retention::preview(const QList<RetentionPolicy> &policies, const std::stop_token &stop)
{
    MERGELOOM_TRY(const RetentionPlan made, plan(policies, stop));
    return outcomeOf(made);
}

Result<api::RetentionOutcome> Retention::previewStored(const std::stop_token &stop)
{
    MERGELOOM_TRY(const StoredRetention stored,
        m_database.read([](const ReadTransaction &transaction) { return RetentionStore::state(transaction); }));
    return preview(stored.policies, stop);
}

Result<KeptAmount> Retention::carryOut(const RetentionStep &step, const QString &by, const std::stop_token &stop)
{
    constexpr int mostTries = 5;
    KeptAmount removed;
    for (int tries = 0;;) {
        if (stop.stop_requested())
            return stopped();
        MERGELOOM_TRY(const EventRemoval removal, m_database.read([&step](const ReadTransaction &transaction) {
            return EventRemoval::prepare(transaction, step);
        }));
        if (removal.rows.isEmpty())
            break;
        const auto begun = std::chrono::steady_clock::now();
        const auto done = m_database.write(
            [&](const WriteTransaction &transaction) { return removeSlice(transaction, removal, by); });
        if (!done && done.error().code == ErrorCode::Conflict && ++tries < mostTries)
            continue; // another gateway was faster
        if (!done)
            return failure(done);
        if (done->events == 0)
            break;
        removed += *done;
        std::this_thread::sleep_for(
            std::min<std::chrono::nanoseconds>(std::chrono::steady_clock::now() - begun, longestPause));
    }
    MERGELOOM_CHECK(m_database.write([&step](const WriteTransaction &transaction) -> Result<void> {
        MERGELOOM_TRY(const KeptRun kept, RetentionStore::measure(transaction, step.run));
        return RetentionStore::putKept(transaction, kept);
    }));
    return removed;
}

Result<void> Retention::sweep(api::RetentionOutcome &outcome)
{
    MERGELOOM_TRY(const StoredRetention stored,
        m_database.read([](const ReadTransaction &transaction) { return RetentionStore::state(transaction); }));
    if (!stored.isSweepDue)
        return {};
    MERGELOOM_TRY(const Database::Swept swept, m_database.sweep());
    outcome.freeBytes = swept.freeBytes;
    outcome.isSwept = swept.isWhole;
    if (!swept.isWhole)
        return {};
    return m_database.write([](const WriteTransaction &transaction) {
        return RetentionStore::putSweep(transaction, RetentionStore::Sweep::Done);
    });
}

Result<api::RetentionOutcome> Retention::run(const QString &by, const Progress &onProgress, const std::stop_token &stop)
{
    if (!m_running.tryLock())
        return failure(ErrorCode::Conflict,
            QStringLiteral("The policies are being carried out already. Look at the audit log for how far that is."));
    const auto unlock = std::unique_ptr<QMutex, void (*)(QMutex *)>(&m_running, [](QMutex *mutex) { mutex->unlock(); });
    MERGELOOM_TRY(const StoredRetention stored,
        m_database.read([](const ReadTransaction &transaction) { return RetentionStore::state(transaction); }));
    MERGELOOM_TRY(const RetentionPlan made, plan(stored.policies, stop));
    api::RetentionOutcome outcome = outcomeOf(made);
    outcome.isDryRun = false;
    outcome.removed = {};
    for (RetentionShare &share : outcome.shares) {
        share.removed = {};
        share.runs = 0;
    }
    int done = 0;
    QSet<RunId> touched;
    for (const RetentionStep &step : made.steps) {
        MERGELOOM_TRY(const KeptAmount removed, carryOut(step, by, stop));
        const auto share = std::ranges::find(outcome.shares, step.policy, &RetentionShare::policy);
        if (share != outcome.shares.end() && removed.events > 0) {
            ++share->runs;
            share->removed += removed;
            outcome.removed += removed;
            touched.insert(step.run);
        }
        onProgress(++done, int(made.steps.size()));
    }
    outcome.runs = int(touched.size());
    MERGELOOM_CHECK(m_database.write(
        [](const WriteTransaction &transaction) { return RetentionStore::putRun(transaction, Timestamp::now()); }));
    MERGELOOM_CHECK(sweep(outcome));
    return outcome;
}

Result<bool> Retention::isDue()
{
    MERGELOOM_TRY(const StoredRetention stored,
        m_database.read([](const ReadTransaction &transaction) { return RetentionStore::state(transaction); }));
    const qint64 since = stored.ranAt ? Timestamp::now().microseconds - stored.ranAt->microseconds : dayInMicroseconds;
    return stored.isSweepDue || (!stored.policies.isEmpty() && since >= dayInMicroseconds);
}

Result<void> Retention::runIfDue(const std::stop_token &stop)
{
    MERGELOOM_TRY(const bool isTime, isDue());
    return isTime ? run(
               QStringLiteral("daily run"), [](int, int) {}, stop)
                        .map([](const auto &) {})
                  : Result<void>();
}

Result<api::HoldView> Retention::hold(const RunId &run)
{
    return m_database.read([&run](const ReadTransaction &transaction) -> Result<api::HoldView> {
        MERGELOOM_TRY(const auto found, RetentionStore::hold(transaction, run));
        return found ? holdView(*found) : api::HoldView{run};
    });
}

Result<api::Page<api::HoldView>> Retention::holds()
{
    return m_database.read([](const ReadTransaction &transaction) -> Result<api::Page<api::HoldView>> {
        MERGELOOM_TRY(const auto found, RetentionStore::holds(transaction));
        api::Page<api::HoldView> page;
        for (const LegalHold &hold : found)
            page.items.append(holdView(hold));
        return page;
    });
}

Result<api::HoldView> Retention::placeHold(const RunId &run, const QString &reason, const QString &by)
{
    MERGELOOM_CHECK(checkReason(reason));
    return m_database.write([&](const WriteTransaction &transaction) -> Result<api::HoldView> {
        MERGELOOM_TRY(const auto known, RunStore::find(transaction, run));
        if (!known)
            return failure(ErrorCode::NotFound, QStringLiteral("There is no run %1.").arg(run.text()));
        MERGELOOM_TRY(const auto present, RetentionStore::hold(transaction, run));
        if (present)
            return failure(ErrorCode::Conflict,
                QStringLiteral("A legal hold stands on run %1 already, by %2: %3")
                    .arg(run.text(), present->by, present->reason));
        const LegalHold hold{run, reason.trimmed(), by, Timestamp::now()};
        MERGELOOM_CHECK(RetentionStore::putHold(transaction, hold));
        MERGELOOM_CHECK(EventStore::record(transaction, QLatin1StringView(controllerStream),
            QLatin1StringView(event_type::holdPlaced), {{"run_id", run.text()}, {"reason", hold.reason}, {"by", by}}));
        return holdView(hold);
    });
}

Result<void> Retention::releaseHold(const RunId &run, const QString &reason, const QString &by)
{
    return m_database.write([&](const WriteTransaction &transaction) -> Result<void> {
        MERGELOOM_TRY(const auto present, RetentionStore::hold(transaction, run));
        if (!present)
            return failure(ErrorCode::NotFound, QStringLiteral("No legal hold stands on run %1.").arg(run.text()));
        MERGELOOM_CHECK(RetentionStore::dropHold(transaction, run));
        return EventStore::record(transaction, QLatin1StringView(controllerStream),
            QLatin1StringView(event_type::holdReleased),
            {{"run_id", run.text()}, {"reason", reason.trimmed().left(longestReason)}, {"by", by}});
    });
}

Result<api::Page<api::EventView>> Retention::events(qint64 beforeId, int limit)
{
    return m_database.read([&](const ReadTransaction &transaction) -> Result<api::Page<api::EventView>> {
        MERGELOOM_TRY(const auto stored, RetentionStore::eventsBefore(transaction, beforeId, limit + 1));
        api::Page<api::EventView> page;
        for (const StoredEvent &event : stored) {
            if (page.items.size() == limit) {
                page.nextCursor = QString::number(page.items.last().id);
                break;
            }
            MERGELOOM_TRY(api::EventView view, eventView(event));
            page.items.append(std::move(view));
        }
        return page;
    });
}

} // namespace mergeloom
