#include "desktop/pages/WorkerPatch.h"

#include "desktop/diff/FileSources.h"

#include <QHash>

namespace mergeloom {

Result<DiffDocument> WorkerPatch::load(std::stop_token stop) const
{
    DiffDocument document;
    document.title = m_title;
    if (m_patch.isEmpty())
        return document;
    MERGELOOM_TRY(document, PatchText::fromBytes(m_title, m_patch.toUtf8()).load(std::move(stop)));
    QHash<QString, qint64> sizes;
    for (const ChangedFileView &file : m_files)
        sizes.insert(file.path, file.size);
    for (FileDiff &file : document.files)
        if (file.isBinary && file.afterSize < 0 && file.status != FileStatus::Deleted)
            file.afterSize = sizes.value(file.afterPath, -1);
    return document;
}

} // namespace mergeloom
