#include "service/pipeline/PublishStage.h"

#include "service/platform/WorkspaceSlot.h"

namespace mergeloom {

namespace {

/// One paragraph without line breaks that could start a trailer of its own. Redacted before it is cut: half a secret is
/// found no more.
QString paragraph(const QString &text, qsizetype limit, const Redactor &redactor)
{
    const QString line = redactor.redact(redactor.redact(text).simplified());
    return line.size() > limit ? line.left(limit - 1) + QChar(0x2026) : line;
}

/// Pushes under a lease that was renewed just now. A push that outlives its lease is ended; whether it came through is seen by
/// the next one, which looks at the branch first.
Result<void> pushUnderLease(const RunEnvironment &environment, const StageScope &scope,
    const std::function<Result<void>(std::stop_token)> &push)
{
    for (;;) {
        const std::stop_token held = environment.leaseToPublish ? environment.leaseToPublish(scope) : scope.stop;
        Result<void> pushed = push(held);
        if (pushed || !held.stop_requested() || scope.stop.stop_requested())
            return pushed;
        scope.message(QStringLiteral("warning"),
            QStringLiteral("The lease of the job ran out during the push, which was ended."));
    }
}

} // namespace

QString commitMessage(const Ticket &ticket, const QString &summary, const QString &runId, const Redactor &redactor)
{
    QString message = QStringLiteral("%1: %2\n\n").arg(ticket.key, paragraph(ticket.title, 100, redactor));
    if (const QString body = paragraph(summary, 1000, redactor); !body.isEmpty())
        message += body + QStringLiteral("\n\n");
    const QString reference = ticket.url.isEmpty() ? ticket.key : ticket.url.simplified();
    return redactor.redact(message + QStringLiteral("MergeLoom-Run: %1\nTicket: %2\n").arg(runId, reference));
}

StageResult<Publication> publish(const CommitOrder &order, const JobEnvelope &job, const RunEnvironment &environment,
    Checkout &checkout, const StageScope &scope)
{
    const JobRepository &repository = *job.workRepository();
    const QString remote = withoutCredentials(repository.cloneUrl);
    const QString message = commitMessage(job.ticket, order.summary, order.runId, scope.recorder.redactor());
    // A branch that was there already and was merged with the default branch builds upon both.
    QStringList parents{checkout.base};
    if (!checkout.branchHead.isEmpty() && checkout.branchHead != checkout.base)
        parents.prepend(checkout.branchHead);
    auto commit = checkout.workspace->commit(order.tree, parents, message, environment.author, order.epochSeconds);
    if (!commit)
        return endRun(Reason::PublishFailed, commit.error());
    scope.recorder.append(QString::fromLatin1(event_type::commitCreated),
        {{"commit", *commit}, {"branch", checkout.branch}, {"base", checkout.base}, {"message", message}});
    if (auto noted = noteUnpushed(checkout.workspace->path(), checkout.branch, *commit); !noted)
        return endRun(Reason::Internal, noted.error());
    if (auto synced = checkout.workspace->syncObjects(); !synced)
        return endRun(Reason::Internal, synced.error());
    if (auto synced = scope.recorder.sync(); !synced)
        return endRun(Reason::Internal, synced.error());

    GitTransport::Options options{environment.mirrorRoot, std::chrono::seconds(600), {}};
    options.onProgress = progressRecord(scope);
    const GitTransport transport(options);
    const auto usable = gitCredential(repository.credential);
    if (!usable)
        return endRun(Reason::PublishFailed, usable.error());
    const auto &credential = *usable;
    const auto pushed = pushUnderLease(environment, scope, [&](std::stop_token held) {
        return transport.push(repository.cloneUrl, credential, checkout.workspace->repositoryPath(), *commit,
            checkout.branch, checkout.branchHead, std::move(held));
    });
    if (!pushed) {
        if (pushed.error().code == ErrorCode::Conflict)
            return endRun(Reason::PublishFailed,
                QStringLiteral(
                    "The branch %1 on %2 moved while the run worked. Nothing was overwritten; retry the job to continue from there. %3")
                    .arg(checkout.branch, remote, pushed.error().message));
        return endRun(Reason::PublishFailed, pushed.error());
    }
    scope.recorder.append(QString::fromLatin1(event_type::branchPushed),
        {{"branch", checkout.branch}, {"commit", *commit}, {"remote", remote}});
    forgetUnpushed(checkout.workspace->path(), checkout.branch);
    return Publication{*commit};
}

} // namespace mergeloom
