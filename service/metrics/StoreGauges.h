#pragma once

#include "service/controller/Workers.h"
#include "service/metrics/MetricRegistry.h"
#include "service/storage/Database.h"

namespace mergeloom {

/// The figures that the database has: the queue, the executors, its size. Blocks on it.
class StoreGauges
{
public:
    StoreGauges(Database &database, Workers &workers, MetricRegistry &registry);
    Result<void> read();

private:
    Database &m_database;
    Workers &m_workers;
    MetricRegistry &m_registry;
};

} // namespace mergeloom
