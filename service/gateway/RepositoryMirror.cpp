#include "service/gateway/RepositoryMirror.h"

#include "service/storage/RepositoryStore.h"

#include <QDir>

namespace mergeloom {

Result<RepositoryMirror> findMirror(Database &database, const GitTransport &transport, const QString &alias)
{
    MERGELOOM_TRY(const auto repository, database.read([&](const ReadTransaction &transaction) {
        return RepositoryStore::findByAlias(transaction, alias);
    }));
    if (!repository)
        return failure(ErrorCode::NotFound, QStringLiteral("The repository \"%1\" is not in the catalog.").arg(alias));
    const QString path = transport.mirrorPath(repository->view.cloneUrl);
    if (!QDir(path + QStringLiteral("/objects")).exists())
        return failure(ErrorCode::NotFound,
            QStringLiteral(
                "There is no mirror of \"%1\" on this host yet. A run of one of its tickets makes it, or its "
                "test: `mergeloom-worker repo test %1`.")
                .arg(alias));
    return RepositoryMirror{repository->view, path};
}

} // namespace mergeloom
