#include "service/platform/MirrorCompare.h"

#include "service/platform/GitObjects.h"
#include "service/platform/MirrorBranch.h"
#include "service/platform/MirrorRefs.h"
#include "service/platform/TreeDifference.h"

namespace mergeloom {

namespace {

Result<CommitRange> oneCommit(const QString &mirrorPath, const QString &name)
{
    CommitRange range;
    MERGELOOM_TRY(range.to, mirrorCommit(mirrorPath, name));
    MERGELOOM_TRY(const GitRepository repository, openMirror(mirrorPath));
    MERGELOOM_TRY(const GitCommit commit, findCommit(repository.get(), range.to));
    if (git_commit_parentcount(commit.get()) > 0)
        range.from = objectIdText(*git_commit_parent_id(commit.get(), 0));
    return range;
}

RangeCommit describedCommit(const git_commit *commit)
{
    const git_signature *author = git_commit_author(commit);
    // git_commit_summary() wants to keep what it made.
    const char *subject = git_commit_summary(const_cast<git_commit *>(commit));
    return {objectIdText(*git_commit_id(commit)), QString::fromUtf8(subject),
        QString::fromUtf8(author ? author->name : ""), QString::fromUtf8(git_commit_message(commit)),
        qint64(git_commit_time(commit))};
}

} // namespace

Result<CommitRange> readCommitRange(const QString &mirrorPath, const QString &range)
{
    const qsizetype dots = range.indexOf(u"..");
    if (dots < 0)
        return oneCommit(mirrorPath, range);
    const bool isFromBase = range.mid(dots, 3) == u"...";
    const QString one = range.left(dots);
    const QString other = range.mid(dots + (isFromBase ? 3 : 2));
    if (one.isEmpty() || other.isEmpty())
        return failure(ErrorCode::InvalidInput,
            QStringLiteral("The range \"%1\" names one side only. Write both, as in main..feature.")
                .arg(range.left(300)));
    CommitRange read;
    MERGELOOM_TRY(read.from, mirrorCommit(mirrorPath, one));
    MERGELOOM_TRY(read.to, mirrorCommit(mirrorPath, other));
    read.without = read.from;
    if (!isFromBase)
        return read;
    MERGELOOM_TRY(read.from, commonAncestor(mirrorPath, read.from, read.to));
    if (read.from.isEmpty())
        return failure(ErrorCode::InvalidInput,
            QStringLiteral("%1 and %2 have no commit in common. Compare them as they are: %1..%2.").arg(one, other));
    return read;
}

Result<QList<RangeCommit>> commitsOf(const QString &mirrorPath, const CommitRange &range, qsizetype most)
{
    MERGELOOM_TRY(const GitRepository repository, openMirror(mirrorPath));
    MERGELOOM_TRY(const git_oid to, parseObjectId(range.to));
    QList<RangeCommit> commits;
    if (range.without.isEmpty()) {
        MERGELOOM_TRY(const GitCommit commit, findCommit(repository.get(), range.to));
        return QList<RangeCommit>{describedCommit(commit.get())};
    }
    MERGELOOM_TRY(const git_oid without, parseObjectId(range.without));
    git_revwalk *made = nullptr;
    if (const int code = git_revwalk_new(&made, repository.get()); code < 0)
        return gitFailure(code, QStringLiteral("The commits of the range cannot be read"));
    const GitRevisionWalk walk(made);
    git_revwalk_sorting(made, GIT_SORT_TOPOLOGICAL | GIT_SORT_TIME);
    int code = git_revwalk_push(made, &to);
    if (code == 0)
        code = git_revwalk_hide(made, &without);
    for (git_oid id; code == 0 && commits.size() < most && (code = git_revwalk_next(&id, made)) == 0;) {
        MERGELOOM_TRY(const GitCommit commit, findCommit(repository.get(), objectIdText(id)));
        commits.append(describedCommit(commit.get()));
    }
    if (code < 0 && code != GIT_ITEROVER)
        return gitFailure(code, QStringLiteral("The commits of the range cannot be read"));
    return commits;
}

Result<TreeDiff> differenceOf(const QString &mirrorPath, const CommitRange &range, qint64 patchLimit)
{
    MERGELOOM_TRY(const GitRepository repository, openObjectStore(mirrorPath + QStringLiteral("/objects")));
    GitTree from;
    if (!range.from.isEmpty()) {
        MERGELOOM_TRY(from, findTree(repository.get(), range.from));
    }
    MERGELOOM_TRY(const GitTree to, findTree(repository.get(), range.to));
    return differenceOf(repository.get(), from.get(), to.get(), patchLimit);
}

} // namespace mergeloom
