#pragma once

#include "service/gateway/RepositoryMirror.h"

namespace mergeloom {

/// What the mirror of a repository on this host holds: branches and tags, ranges of commits with the lines that runs wrote, and
/// files. Thread-safe; blocks on the database and the disk, at a comparison for some seconds.
class RepositoryHistory
{
public:
    RepositoryHistory(Database &database, const GitTransport &transport) : m_database(database), m_transport(transport)
    {
    }

    /// Branches and tags whose names contain `search`.
    Result<api::RefsView> refs(const QString &alias, const QString &search) const;
    /// `A..B`, `A...B` or one commit. `invalid_input`: it is none of these, or there is nothing in common; `not_found`: a side is
    /// not here.
    Result<api::CompareView> compare(const QString &alias, const QString &range) const;
    /// `commit` may also be a branch or a tag.
    Result<api::FileContent> file(const QString &alias, const QString &commit, const QString &path) const;

private:
    Database &m_database;
    const GitTransport &m_transport;
};

} // namespace mergeloom
