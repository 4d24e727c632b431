#pragma once

#include "service/platform/GitTransport.h"
#include "service/storage/Database.h"
#include "shared/api/ApiTypes.h"

namespace mergeloom {

/// A repository of the catalog that this host has a mirror of.
struct RepositoryMirror {
    api::RepositoryView repository;
    QString path;
};

/// `not_found`: there is no such repository, or no mirror yet, and then the message says how it comes about.
Result<RepositoryMirror> findMirror(Database &database, const GitTransport &transport, const QString &alias);

} // namespace mergeloom
