// What people do with the queue; what executors do is in Queue.cpp.
#include "service/controller/JobEvents.h"
#include "service/controller/Queue.h"
#include "service/controller/Refusals.h"

namespace mergeloom {

Result<api::JobView> Queue::cancel(const JobId &id, const QString &reason, const QString &by)
{
    auto view = m_database.write([&](const WriteTransaction &transaction) -> Result<api::JobView> {
        MERGELOOM_TRY(auto job, JobStore::find(transaction, id));
        if (!job)
            return noJob(id);
        if (!isOpen(job->view.state))
            return failure(ErrorCode::Conflict,
                QStringLiteral("The job of %1 has ended already: it is %2.")
                    .arg(job->view.ticketKey, enumName(job->view.state)),
                {{"state", enumName(job->view.state)}});
        const QString summary = reason.isEmpty() ? QStringLiteral("Cancelled by %1.").arg(by)
                                                 : QStringLiteral("Cancelled by %1: %2").arg(by, reason);
        const QJsonObject more{{"by", by}, {"reason", reason}};
        if (job->view.state == JobState::Queued) {
            MERGELOOM_CHECK(recordJobEvent(transaction, QLatin1StringView(event_type::jobCancelRequested), *job, more));
            RunResult result;
            result.outcome = Outcome::Cancelled;
            result.reason = Reason::Cancelled;
            result.summary = summary;
            MERGELOOM_CHECK(close(transaction, *job, result));
            return job->view;
        }
        MERGELOOM_TRY(const bool isToldAlready, JobStore::isCancelled(transaction, *job->view.runId));
        if (isToldAlready)
            return job->view;
        MERGELOOM_CHECK(recordJobEvent(transaction, QLatin1StringView(event_type::jobCancelRequested), *job, more));
        MERGELOOM_CHECK(
            JobStore::addCommand(transaction, *job->view.runId, {QStringLiteral("cancel"), summary}, Timestamp::now()));
        return job->view;
    });
    if (view && isOpen(view->state))
        m_commandObservers.notify(id);
    return view;
}

Result<api::JobView> Queue::send(const JobId &id, const protocol::RunCommand &command, const QString &by)
{
    if (command.command == u"cancel")
        return cancel(id, command.text, by);
    const bool isKnown = command.command == u"pause" || command.command == u"resume" || command.command == u"message";
    if (!isKnown || (command.command == u"message" && command.text.trimmed().isEmpty()))
        return failure(ErrorCode::InvalidInput,
            isKnown ? QStringLiteral("A message needs a text.")
                    : QStringLiteral("\"%1\" is none of cancel, pause, resume, message.").arg(command.command.left(40)),
            {{"field", isKnown ? "text" : "command"}});
    auto view = m_database.write([&](const WriteTransaction &transaction) -> Result<api::JobView> {
        MERGELOOM_TRY(auto job, JobStore::find(transaction, id));
        if (!job)
            return noJob(id);
        const bool isRunning = job->view.state == JobState::Leased || job->view.state == JobState::Running;
        if (!isRunning || !job->view.runId)
            return failure(ErrorCode::Conflict,
                QStringLiteral("The job of %1 does not run now: it is %2.")
                    .arg(job->view.ticketKey, enumName(job->view.state)),
                {{"state", enumName(job->view.state)}});
        MERGELOOM_CHECK(JobStore::addCommand(transaction, *job->view.runId, command, Timestamp::now()));
        return job->view;
    });
    if (view)
        m_commandObservers.notify(id);
    return view;
}

Result<api::JobView> Queue::find(const JobId &id)
{
    return m_database.read([&](const ReadTransaction &transaction) -> Result<api::JobView> {
        MERGELOOM_TRY(const auto job, JobStore::find(transaction, id));
        if (!job)
            return noJob(id);
        return job->view;
    });
}

Result<api::JobView> Queue::findByRun(const RunId &id)
{
    return m_database.read([&](const ReadTransaction &transaction) -> Result<api::JobView> {
        MERGELOOM_TRY(const auto job, JobStore::findByRun(transaction, id));
        if (!job)
            return failure(
                ErrorCode::NotFound, QStringLiteral("Run %1 is not the newest run of a job.").arg(id.text()));
        return job->view;
    });
}

Result<api::Page<api::JobView>> Queue::list(const JobFilter &filter, int limit, const QString &cursor)
{
    return m_database.read(
        [&](const ReadTransaction &transaction) { return JobStore::list(transaction, filter, limit, cursor); });
}

Result<QMap<QString, int>> Queue::countByState()
{
    return m_database.read([](const ReadTransaction &transaction) { return JobStore::countByState(transaction); });
}

} // namespace mergeloom
