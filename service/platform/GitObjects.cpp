#include "service/platform/GitObjects.h"

#include <git2/sys/repository.h>

#include <QFile>

#include <mutex>

namespace mergeloom {

void startGitLibrary()
{
    static std::once_flag started;
    std::call_once(started, [] {
        git_libgit2_init();
        for (int level :
            {GIT_CONFIG_LEVEL_PROGRAMDATA, GIT_CONFIG_LEVEL_SYSTEM, GIT_CONFIG_LEVEL_XDG, GIT_CONFIG_LEVEL_GLOBAL})
            git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, level, "");
    });
}

Unexpected gitFailure(int code, const QString &what)
{
    const git_error *last = git_error_last();
    const QString reason = last && last->message ? QString::fromUtf8(last->message) : QStringLiteral("unknown reason");
    const int category = last ? last->klass : 0;
    ErrorCode mapped = ErrorCode::Io;
    if (code == GIT_ENOTFOUND)
        mapped = ErrorCode::NotFound;
    else if (category == GIT_ERROR_ZLIB || category == GIT_ERROR_ODB || category == GIT_ERROR_OBJECT
        || category == GIT_ERROR_TREE || code == GIT_EMISMATCH)
        mapped = ErrorCode::Corrupt;
    return failure(mapped, QStringLiteral("%1: %2").arg(what, reason));
}

Result<git_oid> parseObjectId(const QString &text)
{
    git_oid id;
    const QByteArray bytes = text.toLatin1();
    if (bytes.size() != GIT_OID_HEXSZ || git_oid_fromstr(&id, bytes.constData()) < 0)
        return failure(ErrorCode::InvalidInput,
            QStringLiteral("\"%1\" is not the id of a git object; give 40 hex digits.").arg(text.left(80)));
    return id;
}

QString objectIdText(const git_oid &id)
{
    char text[GIT_OID_HEXSZ];
    git_oid_fmt(text, &id);
    return QString::fromLatin1(text, GIT_OID_HEXSZ);
}

Result<GitRepository> openObjectStore(const QString &objectDirectory)
{
    startGitLibrary();
    git_odb *odb = nullptr;
    if (const int code = git_odb_open(&odb, QFile::encodeName(objectDirectory).constData()); code < 0)
        return gitFailure(code, QStringLiteral("Cannot open the git objects in %1").arg(objectDirectory));
    const GitOdb owned(odb);
    git_repository *repository = nullptr;
    if (const int code = git_repository_wrap_odb(&repository, odb); code < 0)
        return gitFailure(code, QStringLiteral("Cannot open the git objects in %1").arg(objectDirectory));
    GitRepository opened(repository);
    // libgit2 1.6 to 1.8 look for an index beside these objects when they compare files, and fail where there is none.
    git_index *index = nullptr;
    if (const int code = git_index_new(&index); code < 0)
        return gitFailure(code, QStringLiteral("Cannot open the git objects in %1").arg(objectDirectory));
    git_repository_set_index(repository, index);
    git_index_free(index);
    return opened;
}

Result<GitRepository> openMirror(const QString &path)
{
    startGitLibrary();
    git_repository *opened = nullptr;
    if (const int code = git_repository_open_bare(&opened, QFile::encodeName(path).constData()); code < 0)
        return gitFailure(code, QStringLiteral("The mirror %1 cannot be opened").arg(path));
    return GitRepository(opened);
}

Result<GitCommit> findCommit(git_repository *repository, const QString &id)
{
    MERGELOOM_TRY(const git_oid wanted, parseObjectId(id));
    git_commit *found = nullptr;
    if (const int code = git_commit_lookup(&found, repository, &wanted); code < 0)
        return gitFailure(code, QStringLiteral("Cannot read the commit %1").arg(id));
    return GitCommit(found);
}

Result<GitTree> findTree(git_repository *repository, const QString &treeish)
{
    MERGELOOM_TRY(const git_oid id, parseObjectId(treeish));
    git_object *found = nullptr;
    if (const int code = git_object_lookup(&found, repository, &id, GIT_OBJECT_ANY); code < 0)
        return gitFailure(code, QStringLiteral("Cannot read the git object %1").arg(treeish));
    const GitObject object(found);
    git_object *peeled = nullptr;
    if (const int code = git_object_peel(&peeled, found, GIT_OBJECT_TREE); code < 0)
        return gitFailure(code, QStringLiteral("%1 is neither a commit nor a tree").arg(treeish));
    return GitTree(reinterpret_cast<git_tree *>(peeled));
}

} // namespace mergeloom
