// The end of a run that is done again: nothing is published; what came out is compared with what is on record.
#include "service/journal/JournalReader.h"
#include "service/journal/RecordedRun.h"
#include "service/pipeline/DiffGuardStage.h"
#include "service/pipeline/RunLine.h"

namespace mergeloom {

namespace {

/// What this run has on record so far, of other processes too.
Result<ReplayPlan> recordedSoFar(const JobEnvelope &job, const RunRecorder &recorder)
{
    QList<Event> events;
    const QStringList types = replayedTypes();
    MERGELOOM_CHECK(readJournal(recorder.path(), [&](const QByteArray &, const Event &event) {
        if (types.contains(event.type))
            events.append(event);
    }));
    return recordedRun(job.runId, events);
}

} // namespace

StageResult<RunResult> RunLine::replayed(const StageResult<Candidate> &candidate)
{
    if (!candidate && (m_scope.stop.stop_requested() || m_scope.room.full()))
        return tl::unexpected(candidate.error());
    if (candidate)
        if (auto change = recordChange(m_checkout, m_checkout.baseTree, candidate->tree, m_scope); !change)
            return tl::unexpected(change.error());
    if (auto synced = m_scope.recorder.sync(); !synced)
        return endRun(Reason::Internal, synced.error());
    const auto now = recordedSoFar(m_job, m_scope.recorder);
    if (!now)
        return endRun(Reason::Internal, now.error());
    const ReplayComparison comparison = compareReplay(*m_job.replay, *now);
    m_scope.recorder.append(QString::fromLatin1(event_type::replayCompared), toJson(comparison).toObject());
    QString summary = comparison.text;
    if (!comparison.files.isEmpty())
        summary +=
            QStringLiteral(" Not the same: %1%2.")
                .arg(comparison.files.first(std::min(comparison.files.size(), qsizetype(3))).join(QStringLiteral(", ")),
                    comparison.files.size() > 3 ? QStringLiteral(" and %1 more").arg(comparison.files.size() - 3)
                                                : QString());
    if (!comparison.isSame && !candidate)
        summary += QStringLiteral(" The replay ended with: ") + candidate.error().summary;
    if (!comparison.isSame)
        return endRun(Reason::ReplayDiffers, summary);
    m_result.outcome = Outcome::Completed;
    m_result.reason = Reason::None;
    m_result.summary = summary;
    return m_result;
}

} // namespace mergeloom
