#pragma once

#include "service/controller/Queue.h"
#include "service/storage/Database.h"
#include "service/storage/TicketStore.h"
#include "shared/api/ApiTypes.h"

namespace mergeloom {

/// Takes tickets in and routes each to a repository: by the label `repo-<alias>` (`repo=`, `repo:`), the directive
/// `work_repos`, or the only enabled repository there is. A ticket that cannot be routed is kept with the reason; one
/// whose directives cannot be met becomes a job that is blocked before any work. Thread-safe; blocks on the database.
class Intake
{
public:
    /// `remoteController`: where this worker's jobs come from; every ticket is refused with that. Empty: from here.
    Intake(Database &database, Queue &queue, QString remoteController = {})
        : m_database(database), m_queue(queue), m_remoteController(std::move(remoteController))
    {
    }

    const QString &remoteController() const { return m_remoteController; }
    /// A local ticket. Errors: `invalid_input` (details.field), `conflict` when the key is taken.
    Result<api::TicketView> submit(const api::TicketRequest &request, const QString &requester);
    Result<api::TicketView> find(const TicketId &id);
    /// Newest first; `text` is looked for in key and title.
    Result<api::Page<api::TicketView>> list(const QString &text, int limit, const QString &cursor);
    /// Routes a refused ticket again, after the catalog changed.
    Result<api::TicketView> routeAgain(const TicketId &id, const QString &by);
    /// A job that does an ended run again with its recorded answers, and publishes nothing. `not_found`; `conflict` with
    /// why it cannot be done again.
    Result<api::JobView> replay(const RunId &run, const QString &by);
    /// A new attempt of an ended job; it is routed again. `conflict` while the job is open.
    Result<api::JobView> retry(const JobId &id, const QString &by);

private:
    Result<std::optional<StoredJob>> route(
        const WriteTransaction &transaction, StoredTicket &stored, const QString &by);
    Result<void> announce(const WriteTransaction &transaction, const StoredJob &job, const QString &by);

    Result<void> checkThatJobsAreTaken() const;

    Database &m_database;
    Queue &m_queue;
    QString m_remoteController;
};

} // namespace mergeloom
