#include "service/executor/WorkerTokenFile.h"

#include "shared/core/SavedFile.h"

#include <QFile>

namespace mergeloom {

Result<std::optional<WorkerToken>> readWorkerToken(const QString &path, const QString &name)
{
    QFile file(path);
    if (!file.exists())
        return std::optional<WorkerToken>();
    constexpr auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
    if (file.permissions() & others)
        return failure(ErrorCode::Forbidden, QStringLiteral("Others can read %1. Run: chmod 600 %1").arg(path));
    if (!file.open(QIODevice::ReadOnly))
        return failure(
            ErrorCode::Io, QStringLiteral("%1 cannot be read: %2. Check its owner.").arg(path, file.errorString()));
    auto token = parseJsonAs<WorkerToken>(file.readAll());
    if (!token)
        return failure(
            ErrorCode::Corrupt, QStringLiteral("%1 holds no worker token. Remove the file and enrol again.").arg(path));
    return token->name == name ? std::optional(std::move(*token)) : std::nullopt;
}

Result<void> writeWorkerToken(const QString &path, const WorkerToken &token)
{
    return saveFile(path, compactJsonOf(token) + '\n', Readers::OwnerAlone);
}

} // namespace mergeloom
