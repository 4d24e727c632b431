#include "service/gateway/RunFiles.h"

#include "service/gateway/RepositoryMirror.h"
#include "service/platform/MirrorFile.h"

#include <algorithm>

namespace mergeloom {

Result<api::FileContent> RunFiles::find(const RunId &run, const QString &side, const QString &path) const
{
    const bool isBefore = side == u"before";
    if (!isBefore && side != u"after")
        return failure(ErrorCode::InvalidInput,
            QStringLiteral("The side is \"%1\", but must be before or after.").arg(side), {{"field", "side"}});
    MERGELOOM_TRY(const RunChange change, m_runs.change(run));
    const bool isChanged = std::any_of(change.files.begin(), change.files.end(), [&](const ChangedFileView &file) {
        return (isBefore && !file.oldPath.isEmpty() ? file.oldPath : file.path) == path;
    });
    if (!isChanged)
        return failure(ErrorCode::NotFound, QStringLiteral("The run %1 did not change %2.").arg(run.text(), path));
    MERGELOOM_TRY(const RepositoryMirror mirror, findMirror(m_database, m_transport, change.repository));
    auto bytes = mirrorFile(mirror.path, isBefore ? change.base : change.tree, path, largestGivenFile);
    if (!bytes)
        return failure(bytes.error().code,
            QStringLiteral("%1 cannot be shown as it was %2 the run. %3").arg(path, side, bytes.error().message));
    return api::FileContent{path, side, QString::fromLatin1(bytes->toBase64())};
}

} // namespace mergeloom
