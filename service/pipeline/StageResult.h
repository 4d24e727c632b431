#pragma once

#include "service/journal/RunControl.h"
#include "service/platform/DiskRoom.h"
#include "shared/core/Result.h"
#include "shared/domain/Outcome.h"

#include <chrono>
#include <functional>
#include <optional>
#include <stop_token>

namespace mergeloom {

/// Why a run ends before its end: a reason code and one plain sentence.
struct RunEnd {
    Reason reason = Reason::Internal;
    QString summary;
};

template <class T>
using StageResult = tl::expected<T, RunEnd>;

inline tl::unexpected<RunEnd> endRun(Reason reason, QString summary)
{
    return tl::unexpected<RunEnd>(RunEnd{reason, std::move(summary)});
}

/// An error as the end of a run: cancelled stays cancelled, an absent sandbox is named, the rest is `reason`.
inline tl::unexpected<RunEnd> endRun(Reason reason, const Error &error)
{
    if (error.code == ErrorCode::Cancelled)
        return endRun(Reason::Cancelled, QStringLiteral("The run was cancelled."));
    return endRun(reason, error.message);
}

#define MERGELOOM_STAGE(declaration, ...)                                                                              \
    auto MERGELOOM_JOIN(staged_, __LINE__) = (__VA_ARGS__);                                                            \
    if (!MERGELOOM_JOIN(staged_, __LINE__))                                                                            \
        return tl::unexpected<::mergeloom::RunEnd>(std::move(MERGELOOM_JOIN(staged_, __LINE__).error()));              \
    declaration = std::move(*MERGELOOM_JOIN(staged_, __LINE__))

/// How a run that is asked to stop is to end; none: it does not end, a later process goes on with it.
using StopReason = std::function<std::optional<Reason>()>;

/// What stages share: the record, what people tell the run, and the wish to stop. Nothing that a stage fills in.
struct StageScope {
    RunRecorder &recorder;
    RunControl &control;
    std::stop_token stop;
    StopReason stopReason;
    DiskRoom room = {};

    bool isInterrupted() const { return stop.stop_requested() && !stopReason(); }
    /// The end of a run that was asked to stop.
    RunEnd stopped() const;

    void message(const QString &level, const QString &text) const
    {
        recorder.append(QString::fromLatin1(event_type::runMessage), {{"level", level}, {"text", text}});
    }
};

inline RunEnd StageScope::stopped() const
{
    switch (const Reason reason = stopReason().value_or(Reason::LeaseLost)) {
    case Reason::Timeout:
        return {reason,
            QStringLiteral("The run took longer than its time limit of %1 s. %2")
                .arg(control.limits().wallSeconds)
                .arg(control.advice(&Budgets::wallSeconds))};
    case Reason::BudgetExceeded:
        return {reason, control.exceeded().value_or(QStringLiteral("The budget of the run was used up."))};
    case Reason::LeaseLost:
        return {reason, QStringLiteral("The lease of the job was lost; another executor may have it now.")};
    default:
        return {reason, QStringLiteral("The run was cancelled.")};
    }
}

/// What a stage says of itself when it is done.
struct StageNote {
    QString status = QStringLiteral("ok"); ///< `ok`, `failed`, `skipped`
    QString summary;
    QJsonObject result;
};

/// Runs one stage between its two events, syncs the journal at its border, and ends the run when it was asked to stop.
/// `note` gives the words for a value that came out well. A stage that has a recorded end does not run again: `recall` gives
/// its value from `data` of that event.
template <class T, class Work, class Note, class Recall>
StageResult<T> recordStage(
    const StageScope &scope, const QString &stage, int attempt, Work work, Note note, Recall recall)
{
    if (const auto recorded = scope.recorder.history().stage(stage, attempt)) {
        const QJsonObject result = recorded->value("result").toObject();
        if (result.contains("reason"))
            return endRun(enumFromName<Reason>(result.value("reason").toString()).value_or(Reason::Internal),
                recorded->value("summary").toString());
        return recall(result);
    }
    scope.control.holdWhilePaused(stage, scope.stop);
    if (scope.stop.stop_requested())
        return tl::unexpected(scope.stopped());
    scope.recorder.append(QString::fromLatin1(event_type::stageStarted), {{"stage", stage}, {"attempt", attempt}});
    const auto start = std::chrono::steady_clock::now();
    StageResult<T> result = work();
    const auto milliseconds =
        std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - start);
    if (!result && scope.stop.stop_requested())
        result = tl::unexpected(scope.stopped());
    if (!result && (scope.isInterrupted() || scope.room.full()))
        return result; // it has not ended
    const StageNote said = result
        ? note(*result)
        : StageNote{QStringLiteral("failed"), result.error().summary, {{"reason", enumName(result.error().reason)}}};
    scope.recorder.append(QString::fromLatin1(event_type::stageFinished),
        {{"stage", stage}, {"attempt", attempt}, {"status", said.status}, {"summary", said.summary},
            {"duration_ms", qint64(milliseconds.count())}, {"result", said.result}});
    if (auto synced = scope.recorder.sync(); !synced)
        return endRun(Reason::Internal, synced.error());
    return result;
}

} // namespace mergeloom
