#include "service/platform/MirrorFile.h"

#include "service/platform/GitObjects.h"

#include <QDir>

namespace mergeloom {

Result<QByteArray> mirrorFile(const QString &mirrorPath, const QString &treeish, const QString &path, qint64 most)
{
    const QString objects = mirrorPath + QStringLiteral("/objects");
    if (!QDir(objects).exists())
        return failure(ErrorCode::NotFound, QStringLiteral("There is no mirror of the repository here."));
    MERGELOOM_TRY(const GitRepository repository, openObjectStore(objects));
    MERGELOOM_TRY(const GitTree tree, findTree(repository.get(), treeish));
    git_tree_entry *found = nullptr;
    if (const int code = git_tree_entry_bypath(&found, tree.get(), path.toUtf8().constData()); code < 0)
        return gitFailure(code, QStringLiteral("%1 has no file %2").arg(treeish.left(10), path));
    const GitTreeEntry entry(found);
    const git_filemode_t mode = git_tree_entry_filemode(found);
    if (mode != GIT_FILEMODE_BLOB && mode != GIT_FILEMODE_BLOB_EXECUTABLE)
        return failure(ErrorCode::Unsupported, QStringLiteral("%1 is not a file.").arg(path));
    git_odb *opened = nullptr;
    if (const int code = git_repository_odb(&opened, repository.get()); code < 0)
        return gitFailure(code, QStringLiteral("%1 cannot be read").arg(path));
    const GitOdb odb(opened);
    size_t size = 0;
    git_object_t type = GIT_OBJECT_INVALID;
    if (const int code = git_odb_read_header(&size, &type, opened, git_tree_entry_id(found)); code < 0)
        return gitFailure(code, QStringLiteral("%1 cannot be read").arg(path));
    if (qint64(size) > most)
        return failure(ErrorCode::Unsupported,
            QStringLiteral("%1 has %2 bytes; files of up to %3 are given.").arg(path).arg(size).arg(most));
    git_odb_object *read = nullptr;
    if (const int code = git_odb_read(&read, opened, git_tree_entry_id(found)); code < 0)
        return gitFailure(code, QStringLiteral("%1 cannot be read").arg(path));
    const GitOdbObject object(read);
    return QByteArray(static_cast<const char *>(git_odb_object_data(read)), qsizetype(git_odb_object_size(read)));
}

} // namespace mergeloom
