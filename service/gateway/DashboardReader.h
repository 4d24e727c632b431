#pragma once

#include "service/controller/Workers.h"
#include "service/gateway/HealthChecks.h"
#include "service/gateway/ProviderCatalog.h"
#include "service/storage/Database.h"
#include "shared/api/ApiTypes.h"

namespace mergeloom {

/// The first page: what runs, what waits, what needs a person. Thread-safe; blocks on the database.
class DashboardReader
{
public:
    struct Parts {
        Database &database;
        Workers &workers;
        ProviderCatalog &providers;
        HealthChecks &health;
    };
    DashboardReader(Parts parts, QString workerName) : m_parts(parts), m_workerName(std::move(workerName)) {}

    Result<api::Dashboard> read();

private:
    Parts m_parts;
    QString m_workerName;
};

} // namespace mergeloom
