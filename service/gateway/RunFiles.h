#pragma once

#include "service/gateway/RunReader.h"
#include "service/platform/GitTransport.h"

namespace mergeloom {

/// The files that a run changed, whole, as far as this host has a mirror of the repository: a diff shows but a few lines around
/// each change. Thread-safe; blocks on the database and the disk.
class RunFiles
{
public:
    RunFiles(Database &database, RunReader &runs, const GitTransport &transport)
        : m_database(database), m_runs(runs), m_transport(transport)
    {
    }

    /// `side` is `before` or `after`. Files that the run left alone are `not_found`, and what is not in the mirror.
    Result<api::FileContent> find(const RunId &run, const QString &side, const QString &path) const;

private:
    Database &m_database;
    RunReader &m_runs;
    const GitTransport &m_transport;
};

} // namespace mergeloom
