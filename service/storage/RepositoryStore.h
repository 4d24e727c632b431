#pragma once

#include "service/storage/Database.h"
#include "shared/api/ApiTypes.h"

namespace mergeloom {

struct StoredRepository {
    api::RepositoryView view;
    QByteArray sealedCredential; ///< empty: none
};

/// The repository catalog. `view.version` is raised by each update.
struct RepositoryStore {
    /// `conflict` when the alias is taken.
    static Result<void> insert(const WriteTransaction &transaction, const StoredRepository &repository);
    /// Stores under the version given in `repository.view.version`.
    static Result<void> update(const WriteTransaction &transaction, const StoredRepository &repository);
    static Result<void> remove(const WriteTransaction &transaction, const RepositoryId &id);
    static Result<std::optional<StoredRepository>> find(const ReadTransaction &transaction, const RepositoryId &id);
    static Result<std::optional<StoredRepository>> findByAlias(
        const ReadTransaction &transaction, const QString &alias);
    /// By alias; `text` is looked for in alias and URL.
    static Result<api::Page<api::RepositoryView>> list(
        const ReadTransaction &transaction, const QString &text, int limit, const QString &cursor);
    static Result<QList<StoredRepository>> enabled(const ReadTransaction &transaction);
    static Result<int> count(const ReadTransaction &transaction);
};

} // namespace mergeloom
