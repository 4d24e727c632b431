#include "service/pipeline/CheckoutStage.h"

#include "service/platform/CloneUrl.h"
#include "service/platform/DiskPool.h"
#include "service/platform/LooseObjects.h"
#include "service/platform/MirrorBranch.h"

#include <QDir>

namespace mergeloom {

Result<std::optional<GitCredential>> gitCredential(const JobCredential &credential)
{
    if (credential.isEmpty())
        return std::optional<GitCredential>();
    if (credential.endsAt && *credential.endsAt <= Timestamp::now())
        return failure(ErrorCode::Unauthorized,
            QStringLiteral("The credential that this job was given ended at %1. Retry the job: it gets a new one.")
                .arg(credential.endsAt->toString()));
    return std::optional(GitCredential{
        credential.username, credential.password, credential.sshKey.toUtf8(), credential.knownHosts.toUtf8()});
}

std::function<void(const QString &line)> progressRecord(const StageScope &scope)
{
    return [&scope, last = std::chrono::steady_clock::now()](const QString &line) mutable {
        const auto now = std::chrono::steady_clock::now();
        if (!line.endsWith(QStringLiteral("done.")) && now - last < std::chrono::seconds(1))
            return;
        last = now;
        scope.message(QStringLiteral("progress"), line);
    };
}

StageResult<Checkout> checkOut(const JobEnvelope &job, const RunEnvironment &environment, const StageScope &scope)
{
    const JobRepository *repository = job.workRepository();
    if (!repository)
        return endRun(Reason::CheckoutFailed, QStringLiteral("The job names no work repository."));
    const auto url = CloneUrl::parse(repository->cloneUrl);
    if (!url)
        return endRun(Reason::CheckoutFailed, url.error());
    if (url->kind == CloneUrl::Kind::Path && environment.localRepositories == LocalRepositories::Refused)
        return endRun(Reason::CheckoutFailed,
            QStringLiteral(
                "The controller named the path %1 as repository. A remote controller cannot have a worker read "
                "its own disk: give the repository an HTTPS or SSH URL there.")
                .arg(repository->cloneUrl));
    const auto usable = gitCredential(repository->credential);
    if (!usable)
        return endRun(Reason::CheckoutFailed, usable.error());
    const auto &credential = *usable;
    GitTransport::Options options{environment.mirrorRoot, std::chrono::seconds(600), {}};
    options.onProgress = progressRecord(scope);
    options.largestPack = environment.largestFetch;
    const GitTransport transport(options);

    if (!QDir().mkpath(environment.mirrorRoot))
        return endRun(
            Reason::CheckoutFailed, QStringLiteral("Cannot make the directory %1.").arg(environment.mirrorRoot));
    auto held = useMirror(transport.mirrorPath(repository->cloneUrl), scope.stop);
    if (!held)
        return endRun(Reason::CheckoutFailed, held.error());
    auto head = transport.updateMirror(repository->cloneUrl, credential, scope.stop);
    if (!head)
        return endRun(Reason::CheckoutFailed, head.error());
    Checkout checkout;
    checkout.mirror = std::move(*held);
    checkout.defaultBranch = repository->defaultBranch.isEmpty() ? head->branch : repository->defaultBranch;
    checkout.branch = job.branch;
    const QString mirror = transport.mirrorPath(repository->cloneUrl);
    auto defaultHead = mirrorBranch(mirror, checkout.defaultBranch);
    if (!defaultHead || defaultHead->isEmpty())
        return endRun(Reason::CheckoutFailed,
            QStringLiteral("%1 has no branch \"%2\". Correct the default branch of the repository.")
                .arg(withoutCredentials(repository->cloneUrl), checkout.defaultBranch));
    checkout.defaultHead = *defaultHead;
    if (job.branch == checkout.defaultBranch)
        return endRun(Reason::CheckoutFailed,
            QStringLiteral("A run never pushes to the default branch \"%1\". Choose another branch.").arg(job.branch));
    if (!job.replay)
        checkout.branchHead = mirrorBranch(mirror, job.branch).value_or(QString());
    checkout.base = checkout.branchHead.isEmpty() ? checkout.defaultHead : checkout.branchHead;
    if (job.replay)
        checkout.base = job.replay->base;
    if (!checkout.branchHead.isEmpty())
        scope.message(QStringLiteral("warning"),
            QStringLiteral("The branch %1 is on the remote already; this run continues from %2.")
                .arg(job.branch, checkout.base.left(10)));

    Workspace::freeOf(environment.workspaceRoot, job.runId.text());
    auto workspace =
        Workspace::take(environment.workspaceRoot, mirror, checkout.base, environment.checkoutLimits, scope.stop);
    if (!workspace)
        return endRun(Reason::CheckoutFailed,
            job.replay
                ? QStringLiteral("The commit %1, which the recorded run began with, cannot be checked out: %2 It "
                                 "may have left the repository since.")
                      .arg(checkout.base.left(10), workspace.error().message)
                : workspace.error().message);
    checkout.workspace = std::move(*workspace);
    checkout.slot = checkout.workspace->slot();
    if (auto held = checkout.workspace->holdFor(job.runId.text()); !held)
        return endRun(Reason::CheckoutFailed, held.error());
    for (const QString &note : checkout.workspace->checkoutNotes())
        scope.message(QStringLiteral("warning"), note);
    auto tree = checkout.workspace->treeOf(checkout.base);
    if (!tree)
        return endRun(Reason::CheckoutFailed, tree.error());
    checkout.baseTree = *tree;
    if (auto set = checkout.workspace->setBranch(job.branch, checkout.base); !set)
        return endRun(Reason::CheckoutFailed, set.error());
    return checkout;
}

namespace {

/// The newest checkpoint whose objects are all there, with those of the stages before it.
Result<RunHistory::Checkpoint> newestWhole(const RunHistory &history, const Workspace &workspace, QString &why)
{
    MERGELOOM_TRY(TreeCheck check, workspace.treeCheck());
    RunHistory::Checkpoint newest;
    for (const RunHistory::Checkpoint &each : history.checkpoints()) {
        const Result<void> whole = each.tree.isEmpty() ? Result<void>() : check.check(each.tree);
        if (whole)
            newest = each;
        else
            why = whole.error().message;
        if (!whole && each.isBorder)
            break;
    }
    return newest;
}

/// Puts the files to the newest checkpoint that power loss, or whoever deletes files, left.
Result<void> restoreNewest(Checkout &checkout, const StageScope &scope)
{
    RunRecorder &recorder = scope.recorder;
    QString why;
    MERGELOOM_TRY(const auto newest, newestWhole(recorder.history(), *checkout.workspace, why));
    if (!recorder.history().checkpoints().isEmpty() && newest.seq != recorder.history().checkpoints().last().seq) {
        MERGELOOM_CHECK(checkout.workspace->removeDamagedObjects());
        recorder.rewind(newest, why);
        scope.message(QStringLiteral("warning"),
            QStringLiteral("The newest state of the workspace was lost; the run goes on from event %1. %2")
                .arg(newest.seq)
                .arg(why));
    }
    return checkout.workspace->restore(newest.tree.isEmpty() ? checkout.baseTree : newest.tree);
}

} // namespace

StageResult<void> recordCheckpoint(Checkout &checkout, const QString &tree, const StageScope &scope)
{
    if (auto synced = checkout.workspace->syncObjects(); !synced)
        return endRun(Reason::Internal, synced.error());
    scope.recorder.append(QString::fromLatin1(event_type::workspaceCheckpoint), {{"tree", tree}});
    return {};
}

StageResult<Checkout> checkOutAgain(
    const QJsonObject &place, const JobEnvelope &job, const RunEnvironment &environment, const StageScope &scope)
{
    auto recorded = fromJson<CheckoutPlace>(place);
    if (!recorded)
        return endRun(Reason::Internal, recorded.error());
    Checkout checkout{*recorded, {}, nullptr, {}};
    const auto reopen = [&]() -> Result<void> {
        const GitTransport transport(GitTransport::Options{environment.mirrorRoot, std::chrono::seconds(600), {}});
        MERGELOOM_TRY(checkout.mirror, useMirror(transport.mirrorPath(job.workRepository()->cloneUrl), scope.stop));
        MERGELOOM_TRY(checkout.workspace,
            Workspace::reopen(environment.workspaceRoot, checkout.slot, job.runId.text(),
                transport.mirrorPath(job.workRepository()->cloneUrl), environment.checkoutLimits));
        MERGELOOM_TRY(checkout.baseTree, checkout.workspace->treeOf(checkout.base));
        MERGELOOM_CHECK(checkout.workspace->setBranch(checkout.branch, checkout.base));
        return restoreNewest(checkout, scope);
    };
    if (auto reopened = reopen(); !reopened)
        return endRun(Reason::LeaseLost,
            QStringLiteral("The workspace of the interrupted run cannot be used any more, and the job begins anew. %1")
                .arg(reopened.error().message));
    return checkout;
}

} // namespace mergeloom
