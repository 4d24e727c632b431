#include "service/pipeline/DriftStage.h"

#include "service/platform/MirrorBranch.h"
#include "service/platform/TreeMerge.h"

namespace mergeloom {

namespace {

constexpr qint64 largestMergedFile = 64 << 20;

QString kindName(TreeConflict::Kind kind)
{
    switch (kind) {
    case TreeConflict::Kind::Content:
        return QStringLiteral("content");
    case TreeConflict::Kind::Binary:
        return QStringLiteral("binary");
    case TreeConflict::Kind::OursDeleted:
        return QStringLiteral("deleted_there");
    case TreeConflict::Kind::TheirsDeleted:
        return QStringLiteral("deleted_here");
    case TreeConflict::Kind::Added:
        return QStringLiteral("added");
    }
    return {};
}

/// The names that stand beside the markers.
MergeSides sidesOf(const Checkout &checkout)
{
    MergeSides sides;
    sides.ourName = checkout.defaultBranch;
    sides.theirName = checkout.branch;
    return sides;
}

Result<BaseDrift> driftOf(
    const BaseDrift &known, const GitTransport &transport, const JobRepository &repository, std::stop_token stop)
{
    MERGELOOM_TRY(const auto credential, gitCredential(repository.credential));
    MERGELOOM_TRY(const QString now, transport.remoteBranch(repository.cloneUrl, credential, known.branch, stop));
    BaseDrift drift = known;
    if (now == known.head)
        return drift;
    drift.head = now;
    if (now.isEmpty())
        return drift;
    MERGELOOM_CHECK(transport.updateMirror(repository.cloneUrl, credential, stop));
    const QString mirror = transport.mirrorPath(repository.cloneUrl);
    MERGELOOM_TRY(drift.head, mirrorBranch(mirror, known.branch)); // it may have moved since it was asked for
    if (drift.head.isEmpty())
        return drift;
    const auto distance = commitDistance(mirror, known.from, drift.head);
    drift.commits = distance ? distance->ahead : 0;
    drift.isRewritten = !distance || distance->behind > 0;
    return drift;
}

/// What the change is measured from: the tree that it was made on, or, for a branch that was there before this run, what it
/// had from the default branch.
Result<QString> ancestorOf(const QString &head, const BaseDrift &drift, const QString &mirror, const Checkout &checkout)
{
    if (checkout.branchHead.isEmpty() || !drift.merged.isEmpty())
        return checkout.baseTree;
    MERGELOOM_TRY(const QString ancestor, commonAncestor(mirror, checkout.branchHead, head));
    if (ancestor.isEmpty())
        return failure(ErrorCode::Conflict,
            QStringLiteral("The branch %1 and %2 have no commit in common.").arg(checkout.branch, drift.branch));
    return checkout.workspace->treeOf(ancestor);
}

} // namespace

StageResult<BaseDrift> lookAtBase(const BaseDrift &known, DriftLook look, const JobEnvelope &job,
    const RunEnvironment &environment, const StageScope &scope)
{
    GitTransport::Options options{environment.mirrorRoot, std::chrono::seconds(600), {}};
    options.largestPack = environment.largestFetch;
    const auto drift = driftOf(known, GitTransport(options), *job.workRepository(), scope.stop);
    if (!drift) {
        if (look == DriftLook::Needed || drift.error().code == ErrorCode::Cancelled)
            return endRun(Reason::PublishFailed, drift.error());
        scope.message(QStringLiteral("warning"),
            QStringLiteral("Whether %1 moved while the run worked is not known: %2")
                .arg(known.branch, drift.error().message));
        return known;
    }
    if (drift->head != known.head)
        scope.recorder.append(QString::fromLatin1(event_type::baseDrifted), toJson(*drift).toObject());
    return *drift;
}

StageResult<BaseMerge> mergeWithBase(const Candidate &candidate, const BaseDrift &drift, const JobEnvelope &job,
    const RunEnvironment &environment, Checkout &checkout, const StageScope &scope)
{
    const GitTransport transport(GitTransport::Options{environment.mirrorRoot, std::chrono::seconds(600), {}});
    const auto merge = [&]() -> Result<BaseMerge> {
        MergeSides sides = sidesOf(checkout);
        MERGELOOM_TRY(sides.ours, checkout.workspace->treeOf(drift.head));
        MERGELOOM_TRY(sides.ancestor,
            ancestorOf(drift.head, drift, transport.mirrorPath(job.workRepository()->cloneUrl), checkout));
        sides.theirs = candidate.tree;
        MERGELOOM_TRY(const MergedTree merged, mergeTrees(checkout.workspace->repositoryPath(), sides));
        BaseMerge made{drift.head, merged.tree, {}};
        for (const TreeConflict &conflict : merged.conflicts)
            made.conflicts << MergeConflict{conflict.path, kindName(conflict.kind)};
        MERGELOOM_CHECK(checkout.workspace->restore(made.tree));
        return made;
    };
    const auto made = merge();
    if (!made && made.error().code == ErrorCode::Conflict)
        return endRun(Reason::ValidationFailed,
            QStringLiteral("%1, and the change cannot be merged with it. %2 Nothing was pushed.")
                .arg(drift.text(), made.error().message));
    if (!made)
        return endRun(Reason::Internal, made.error());
    if (auto recorded = recordCheckpoint(checkout, made->tree, scope); !recorded)
        return tl::unexpected(recorded.error());
    scope.recorder.append(QString::fromLatin1(event_type::baseMerged), toJson(*made).toObject());
    return standOn(*made, checkout);
}

StageResult<BaseMerge> standOn(const BaseMerge &merge, Checkout &checkout)
{
    const auto stand = [&]() -> Result<void> {
        MERGELOOM_TRY(checkout.baseTree, checkout.workspace->treeOf(merge.head));
        checkout.base = merge.head;
        return checkout.workspace->setBranch(checkout.branch, merge.head);
    };
    if (auto stood = stand(); !stood)
        return endRun(Reason::Internal, stood.error());
    return merge;
}

QString conflictInstruction(const BaseMerge &merge, const BaseDrift &drift, const Checkout &checkout)
{
    static const QMap<QString, QString> words{
        {QStringLiteral("content"), QStringLiteral("both changed the same lines; markers stand in the file")},
        {QStringLiteral("binary"), QStringLiteral("both changed it, and it is no text; the version of %1 is there")},
        {QStringLiteral("deleted_there"), QStringLiteral("%1 removed it, you changed it; your version is there")},
        {QStringLiteral("deleted_here"), QStringLiteral("you removed it, %1 changed it; the version of %1 is there")},
        {QStringLiteral("added"), QStringLiteral("it came here by a rename on one side")}};
    QStringList lines;
    for (const MergeConflict &conflict : merge.conflicts) {
        const QString what = words.value(conflict.kind);
        lines << QStringLiteral("- `%1`: %2").arg(conflict.path, what.contains(u"%1") ? what.arg(drift.branch) : what);
    }
    return QStringLiteral(
        "%1. Your change was merged with it, and the workspace now holds the newest state of %2 with your change made on it. "
        "These files conflict:\n\n%3\n\nA conflict stands between `<<<<<<< %2` (what %2 has) and `>>>>>>> %4` (your "
        "change), with what both began with after `|||||||`. Resolve each one so that what %2 got stays and the ticket is "
        "met; leave no marker. Other files may have changed too: read a file again before you edit it. Then finish again.")
        .arg(drift.text(), drift.branch, lines.join(u'\n'), checkout.branch);
}

QStringList unresolved(const BaseMerge &merge, const QString &tree, const Checkout &checkout)
{
    QStringList paths;
    for (const MergeConflict &conflict : merge.conflicts) {
        if (conflict.kind != u"content")
            continue;
        const auto text = checkout.workspace->fileAt(tree, conflict.path, largestMergedFile);
        const bool isGone = !text && text.error().code == ErrorCode::NotFound;
        if (!isGone && (!text || hasConflictMarkers(*text, sidesOf(checkout))))
            paths << conflict.path;
    }
    return paths;
}

} // namespace mergeloom
