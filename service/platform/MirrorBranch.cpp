#include "service/platform/MirrorBranch.h"

#include "service/platform/GitObjects.h"

namespace mergeloom {

Result<QString> mirrorBranch(const QString &mirrorPath, const QString &branch)
{
    MERGELOOM_TRY(const GitRepository repository, openMirror(mirrorPath));
    git_oid commit;
    const int code = git_reference_name_to_id(&commit, repository.get(), ("refs/heads/" + branch.toUtf8()).constData());
    if (code == GIT_ENOTFOUND || code == GIT_EINVALIDSPEC)
        return QString();
    if (code < 0)
        return gitFailure(code, QStringLiteral("The branch %1 of the mirror cannot be read").arg(branch));
    return objectIdText(commit);
}

Result<CommitDistance> commitDistance(const QString &mirrorPath, const QString &from, const QString &to)
{
    MERGELOOM_TRY(const GitRepository repository, openMirror(mirrorPath));
    MERGELOOM_TRY(const git_oid before, parseObjectId(from));
    MERGELOOM_TRY(const git_oid now, parseObjectId(to));
    size_t ahead = 0;
    size_t behind = 0;
    if (const int code = git_graph_ahead_behind(&ahead, &behind, repository.get(), &now, &before); code < 0)
        return gitFailure(code, QStringLiteral("Cannot compare %1 with %2").arg(to, from));
    return CommitDistance{int(ahead), int(behind)};
}

Result<QString> commonAncestor(const QString &mirrorPath, const QString &one, const QString &other)
{
    MERGELOOM_TRY(const GitRepository repository, openMirror(mirrorPath));
    MERGELOOM_TRY(const git_oid first, parseObjectId(one));
    MERGELOOM_TRY(const git_oid second, parseObjectId(other));
    git_oid found;
    const int code = git_merge_base(&found, repository.get(), &first, &second);
    if (code == GIT_ENOTFOUND)
        return QString();
    if (code < 0)
        return gitFailure(code, QStringLiteral("Cannot compare %1 with %2").arg(one, other));
    return objectIdText(found);
}

} // namespace mergeloom
