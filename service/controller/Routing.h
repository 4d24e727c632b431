#pragma once

#include "service/storage/RepositoryStore.h"
#include "service/storage/TicketStore.h"

#include <optional>

namespace mergeloom {

/// Where a ticket goes. Exactly one of the three: a repository; a refusal, the ticket waits for a person; a blocked
/// directive, the job ends before any work.
struct Routed {
    std::optional<StoredRepository> repository;
    QString refusal;
    QString blocked;
    QString alias;                   ///< what was asked for, when it was not found
    QStringList contextRepositories; ///< aliases
    QString provider;                ///< profile id; empty: the default
    QString model;
    QStringList unknownKeys; ///< of the directives; reported, not obeyed
};

/// By labels, directives, or the only enabled repository. Errors are those of the database.
Result<Routed> routeTicket(const ReadTransaction &transaction, const Ticket &ticket);

} // namespace mergeloom
