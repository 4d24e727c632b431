#include "service/platform/MirrorBranch.h"

#include "service/platform/GitObjects.h"

namespace mergeloom {

Result<QString> mirrorBranch(const QString &mirrorPath, const QString &branch)
{
    startGitLibrary();
    git_repository *opened = nullptr;
    if (const int code = git_repository_open_bare(&opened, mirrorPath.toUtf8().constData()); code < 0)
        return gitFailure(code, QStringLiteral("The mirror %1 cannot be opened").arg(mirrorPath));
    const GitRepository repository(opened);
    git_oid commit;
    const int code = git_reference_name_to_id(&commit, repository.get(), ("refs/heads/" + branch.toUtf8()).constData());
    if (code == GIT_ENOTFOUND || code == GIT_EINVALIDSPEC)
        return QString();
    if (code < 0)
        return gitFailure(code, QStringLiteral("The branch %1 of the mirror cannot be read").arg(branch));
    return objectIdText(commit);
}

} // namespace mergeloom
