#pragma once

#include "service/controller/Observers.h"
#include "service/platform/GitTransport.h"
#include "service/platform/SecretBox.h"
#include "service/storage/Database.h"
#include "shared/api/ApiTypes.h"

#include <QString>

#include <optional>
#include <stop_token>

namespace mergeloom {

/// The repositories that the controller works on. Thread-safe; blocks on the database. `by` is who did it, for audit.
/// Errors of all: `invalid_input` (details.field), `not_found`, `conflict` (alias taken; details.reason
/// `version_mismatch` when `ifVersion` is given and is not the present one; open jobs).
class Catalog
{
public:
    Catalog(Database &database, SecretBox box) : m_database(database), m_box(std::move(box)) {}

    /// Credentials inside the clone URL are moved to the sealed part.
    Result<api::RepositoryView> add(const api::RepositoryRequest &request, const QString &by);
    Result<api::RepositoryView> change(const RepositoryId &id, const api::RepositoryRequest &request,
        std::optional<qint64> ifVersion, const QString &by);
    Result<void> remove(const RepositoryId &id, std::optional<qint64> ifVersion, const QString &by);
    Result<api::RepositoryView> find(const RepositoryId &id);
    Result<api::RepositoryView> findByAlias(const QString &alias);
    /// By alias; `text` is looked for in alias and URL.
    Result<api::Page<api::RepositoryView>> list(const QString &text, int limit, const QString &cursor);

    /// A repository was changed: jobs that waited for it may be free to go. Called on any thread.
    void onChanged(std::function<void()> callback) { m_observers.add(std::move(callback)); }

    /// The unsealed credential; empty when there is none. For job envelopes and tests; never stored or logged.
    Result<JobCredential> credential(const RepositoryId &id);
    /// Asks the remote, which brings the mirror up to date. Blocks on the network: give it a thread of its own. What the
    /// remote answered is the result; errors are those of the catalog.
    Result<api::RepositoryTestResult> test(const RepositoryId &id, const GitTransport &transport, std::stop_token stop);

private:
    Database &m_database;
    SecretBox m_box;
    Observers<> m_observers;
};

} // namespace mergeloom
