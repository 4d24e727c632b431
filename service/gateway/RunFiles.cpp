#include "service/gateway/RunFiles.h"

#include "service/platform/MirrorFile.h"
#include "service/storage/RepositoryStore.h"

#include <algorithm>

namespace mergeloom {

namespace {

constexpr qint64 largestFile = 8 << 20;

} // namespace

Result<QString> RunFiles::mirrorOf(const RunId &run) const
{
    MERGELOOM_TRY(const RunSummary summary, m_runs.summary(run));
    MERGELOOM_TRY(const auto repository, m_database.read([&](const ReadTransaction &transaction) {
        return RepositoryStore::findByAlias(transaction, summary.repository);
    }));
    if (!repository)
        return failure(ErrorCode::NotFound,
            QStringLiteral("The repository \"%1\" is not in the catalog any more.").arg(summary.repository));
    return m_transport.mirrorPath(repository->view.cloneUrl);
}

Result<api::FileContent> RunFiles::find(const RunId &run, const QString &side, const QString &path) const
{
    const bool isBefore = side == u"before";
    if (!isBefore && side != u"after")
        return failure(ErrorCode::InvalidInput,
            QStringLiteral("The side is \"%1\", but must be before or after.").arg(side), {{"field", "side"}});
    MERGELOOM_TRY(const api::PatchView patch, m_runs.patch(run));
    const bool isChanged = std::any_of(patch.files.begin(), patch.files.end(), [&](const ChangedFileView &file) {
        return (isBefore && !file.oldPath.isEmpty() ? file.oldPath : file.path) == path;
    });
    if (!isChanged)
        return failure(ErrorCode::NotFound, QStringLiteral("The run %1 did not change %2.").arg(run.text(), path));
    MERGELOOM_TRY(const QString mirror, mirrorOf(run));
    auto bytes = mirrorFile(mirror, isBefore ? patch.base : patch.tree, path, largestFile);
    if (!bytes)
        return failure(bytes.error().code,
            QStringLiteral("%1 cannot be shown as it was %2 the run. %3").arg(path, side, bytes.error().message));
    return api::FileContent{path, side, QString::fromLatin1(bytes->toBase64())};
}

} // namespace mergeloom
