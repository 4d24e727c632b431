// What people do with the queue; what executors do is in Queue.cpp.
#include "service/controller/CommandRules.h"
#include "service/controller/JobEvents.h"
#include "service/controller/Queue.h"
#include "service/controller/Refusals.h"
#include "shared/core/Ulid.h"

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
        const protocol::RunCommand command{makeUlid(), QStringLiteral("cancel"), reason, by, {}, {}};
        MERGELOOM_CHECK(JobStore::addCommand(transaction, *job->view.runId, command, Timestamp::now()));
        return job->view;
    });
    if (view && isOpen(view->state))
        m_commandObservers.notify(id);
    return view;
}

Result<protocol::RunCommand> Queue::send(const RunId &run, protocol::RunCommand command)
{
    MERGELOOM_CHECK(checkCommand(command));
    command.id = makeUlid();
    JobId id;
    const auto sent = m_database.write([&](const WriteTransaction &transaction) -> Result<void> {
        MERGELOOM_TRY(const auto job, JobStore::findByRun(transaction, run));
        if (!job || !isOpen(job->view.state))
            return failure(ErrorCode::Conflict,
                QStringLiteral("Run %1 has ended; nothing can be told to it any more.").arg(run.text()));
        id = job->view.id;
        if (job->view.state == JobState::Queued)
            return failure(ErrorCode::Conflict,
                QStringLiteral("Run %1 has lost its executor, and its job is in the queue. Tell it when it runs again.")
                    .arg(run.text()),
                {{"state", enumName(job->view.state)}});
        if (command.command == u"extend") {
            MERGELOOM_TRY(command.budgets, m_dayBudget.extend(transaction, run, command.budgets));
        }
        MERGELOOM_TRY(const int waiting, JobStore::openMessages(transaction, run));
        if (command.command == u"message" && waiting >= mostWaitingMessages)
            return failure(ErrorCode::Conflict,
                QStringLiteral("%1 messages wait for the next turn of the agent already. Wait until it has read them.")
                    .arg(waiting));
        MERGELOOM_CHECK(recordJobEvent(transaction, QLatin1StringView(event_type::jobSteered), *job,
            {{"command", command.command}, {"command_id", command.id}, {"run_id", run.text()}, {"by", command.by}}));
        return JobStore::addCommand(transaction, run, command, Timestamp::now());
    });
    if (!sent)
        return failure(sent);
    m_commandObservers.notify(id);
    return command;
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
