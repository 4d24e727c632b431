#include "service/http/SteeringApi.h"

namespace mergeloom {

QList<Route> SteeringApi::routes()
{
    Route send = jsonRoute<api::SteerRequest, api::SentCommand>("POST", QStringLiteral("/api/v1/runs/{id}/commands"),
        Access::Operator,
        QStringLiteral("Tell a run something: a message to its agent, pause, resume, cancel, more budget, an approval"),
        [this](const ApiRequest &request, const api::SteerRequest &body) -> Result<Reply<api::SentCommand>> {
            MERGELOOM_TRY(api::SentCommand sent,
                this->send(RunId(request.parameter(QStringLiteral("id"))), body, actor(request)));
            return Reply<api::SentCommand>{std::move(sent), 202, {}};
        });
    return {m_idempotency.repeatable(documented(send, 202))};
}

Result<api::SentCommand> SteeringApi::send(const RunId &run, const api::SteerRequest &request, const QString &by)
{
    MERGELOOM_CHECK(checkIsOpen(run));
    protocol::RunCommand command{{}, request.command, request.text, by, request.budgets, {}};
    if (command.command == u"cancel") {
        MERGELOOM_TRY(const api::JobView job, m_queue.findByRun(run));
        MERGELOOM_CHECK(m_queue.cancel(job.id, command.text, by));
        return api::SentCommand{{}, run, command.command, by};
    }
    if (command.command == u"approve" || command.command == u"reject") {
        MERGELOOM_TRY(command.approval, awaitedApproval(run));
    }
    MERGELOOM_TRY(const protocol::RunCommand sent, m_queue.send(run, command));
    return api::SentCommand{sent.id, run, sent.command, by};
}

/// A run that is not known, or is over, is said to be so in words that help.
Result<void> SteeringApi::checkIsOpen(const RunId &run)
{
    const auto summary = m_runs.summary(run);
    if (!summary && summary.error().code != ErrorCode::NotFound)
        return failure(summary);
    if (!summary) { // its first events may be on their way
        const auto job = m_queue.findByRun(run);
        return job ? Result<void>()
                   : failure(ErrorCode::NotFound, QStringLiteral("There is no run %1.").arg(run.text()));
    }
    if (summary->state == u"running")
        return {};
    return failure(ErrorCode::Conflict,
        QStringLiteral("The run of %1 has ended, it is %2; nothing can be told to it any more.")
            .arg(summary->ticketKey, summary->state),
        {{"state", summary->state}});
}

Result<QString> SteeringApi::awaitedApproval(const RunId &run)
{
    MERGELOOM_TRY(const RunView view, m_runs.view(run));
    for (const ApprovalView &approval : view.steering.approvals)
        if (approval.isWaiting())
            return approval.request.approval;
    return failure(
        ErrorCode::Conflict, QStringLiteral("The run of %1 does not wait for an approval.").arg(view.run.ticketKey));
}

} // namespace mergeloom
