// What an executor does with the runs that an earlier process of its name left without an end.
#include "service/executor/Executor.h"

#include "service/pipeline/CommandRunner.h"
#include "shared/core/Log.h"

#include <QDir>

namespace mergeloom {

void Executor::findLeftRuns()
{
    const QList<RunNote> notes = unreportedRuns(m_options.runRoot);
    QStringList holders;
    m_leftRuns.clear();
    for (const RunNote &note : notes) {
        holders << note.runId.text();
        if (note.executor == m_options.name)
            m_leftRuns << note;
    }
    Workspace::freeOthers(m_options.environment.workspaceRoot, holders);
}

void Executor::takeUpLeftRuns()
{
    if (m_leftRuns.isEmpty() || isStopping())
        return lease();
    const RunNote note = m_leftRuns.first();
    auto lock = lockRun(m_options.runRoot, note.runId);
    if (!lock && lock.error().code == ErrorCode::Conflict) {
        // An executor of this name that lost its gateway still works on it.
        log::info(QStringLiteral("Waiting for an earlier executor to end its run"), {{"run", note.runId.text()}});
        QTimer::singleShot(std::chrono::seconds(1), this, [this] {
            findLeftRuns();
            takeUpLeftRuns();
        });
        return;
    }
    m_leftRuns.removeFirst();
    if (!lock) {
        log::error(QStringLiteral("A left run cannot be taken up"),
            {{"run", note.runId.text()}, {"error", lock.error().message}});
        return takeUpLeftRuns();
    }
    takeUp(note, std::move(*lock));
}

void Executor::takeUp(const RunNote &note, FileLock lock)
{
    bool isFinished = !note.job; // what was asked for is not known
    const QString journal = runFolder(m_options.runRoot, note.runId) + QStringLiteral("/journal.jsonl");
    (void)readJournal(journal, [&](const QByteArray &, const Event &event) {
        isFinished = isFinished || event.type == QLatin1StringView(event_type::runFinished);
    });
    if (isFinished)
        return closeLeftRun(note, std::move(lock));
    const auto kept = std::make_shared<FileLock>(std::move(lock));
    const auto askedAt = LeaseTerm::now();
    m_client.resume(note.jobId, {note.leaseId, note.runId},
        [this, note, kept, askedAt](const Result<protocol::ResumeAnswer> &answer) {
            if (isStopping())
                return Q_EMIT stopped();
            if (answer && answer->job)
                return goOn(note, std::move(*kept), *answer, askedAt);
            if (!answer && answer.error().code == ErrorCode::Unauthorized)
                return retryLater([this] { enroll(); }); // and look again
            if (!answer && !isRefusal(answer.error()))   // a full disk there is no reason to give the run up here
                return retryLater([this, note, kept] { takeUp(note, std::move(*kept)); });
            closeLeftRun(note, std::move(*kept));
        });
}

void Executor::goOn(const RunNote &note, FileLock lock, const protocol::ResumeAnswer &answer, LeaseTerm::Moment askedAt)
{
    resetBackOff();
    log::info(QStringLiteral("Going on with an interrupted run"), {{"run", note.runId.text()}});
    begin(jobWithCredentials(*note.job, *answer.job), askedAt);
    m_active->lock = std::move(lock);
    obey(answer.commands);
}

void Executor::closeLeftRun(const RunNote &note, FileLock lock)
{
    RunResult result;
    result.reason = Reason::LeaseLost;
    result.summary = QStringLiteral("The executor was ended while the run was under way.");
    auto recorder = RunRecorder::open(runFolder(m_options.runRoot, note.runId), m_options.redactor);
    if (!recorder) {
        log::error(QStringLiteral("A left run cannot be closed"),
            {{"run", note.runId.text()}, {"error", recorder.error().message}});
        return takeUpLeftRuns();
    }
    const RunHistory &history = (*recorder)->history();
    result.tokens = history.use().tokens;
    result.costUsd = history.use().knownCost();
    if (history.finished())
        result = fromJson<RunResult>(*history.finished()).value_or(result);
    else if (!history.isEmpty())
        (*recorder)->finish(toJson(result).toObject());
    (void)(*recorder)->sync();
    QDir(agentHome(m_options.environment, **recorder)).removeRecursively();
    reportLeftRun(note, std::move(lock), **recorder, result);
}

void Executor::reportLeftRun(const RunNote &note, FileLock lock, const RunRecorder &recorder, const RunResult &result)
{
    auto *shipper = new JournalShipper(m_gateway, note.runId, recorder.path(), this);
    if (const auto line = recorder.unwritten())
        shipper->addLast(*line);
    const auto kept = std::make_shared<FileLock>(std::move(lock));
    shipper->whenShipped([this, shipper, note, kept, result](const Result<void> &shipped) {
        shipper->deleteLater();
        if (!shipped)
            log::error(QStringLiteral("A left journal was refused"),
                {{"run", note.runId.text()}, {"error", shipped.error().message}});
        const protocol::CheckpointNote checkpoint = newCheckpoint(shipper);
        finishLeftRun({note.leaseId, note.runId, result, checkpoint.note}, checkpoint.size, note, kept);
    });
}

void Executor::finishLeftRun(const protocol::FinishRequest &request, qint64 checkpointSize, const RunNote &note,
    const std::shared_ptr<FileLock> &lock)
{
    m_client.finish(
        note.jobId, request, [this, request, checkpointSize, note, lock](const Result<protocol::FinishAnswer> &answer) {
            if (!answer && !isRefusal(answer.error())) {
                if (isStopping())
                    return Q_EMIT stopped();
                if (answer.error().code == ErrorCode::Unauthorized)
                    return retryLater([this] { enroll(); }); // and look again
                return retryLater([=, this] { finishLeftRun(request, checkpointSize, note, lock); });
            }
            if (answer && checkpointSize > 0)
                m_client.checkpointTaken(checkpointSize);
            // Refused or not: the journal is stored, and the controller knows by the lease.
            RunNote done = note;
            done.isReported = true;
            (void)writeRunNote(m_options.runRoot, done);
            takeUpLeftRuns();
        });
}

} // namespace mergeloom
