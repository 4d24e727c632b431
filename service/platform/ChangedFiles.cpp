#include "service/platform/ChangedFiles.h"

namespace mergeloom {

QString changeName(FileChange change)
{
    switch (change) {
    case FileChange::Added:
        return QStringLiteral("added");
    case FileChange::Modified:
        return QStringLiteral("modified");
    case FileChange::Deleted:
        return QStringLiteral("deleted");
    case FileChange::Renamed:
        return QStringLiteral("renamed");
    case FileChange::ModeChanged:
        return QStringLiteral("mode_changed");
    }
    return {};
}

QList<ChangedFileView> changedFileViews(const TreeDiff &diff)
{
    QList<ChangedFileView> files;
    for (const ChangedFile &file : diff.files)
        files.append({file.path, file.oldPath, changeName(file.change), file.isBinary, file.additions, file.deletions,
            file.size});
    return files;
}

} // namespace mergeloom
