#pragma once

#include "desktop/diff/DiffSource.h"

namespace mergeloom {

/// What `A..B`, `A...B` or one commit changes in a repository on this machine, read by the git program. The repository may
/// be hostile: nothing that its configuration names is run, and nothing is fetched.
class CommitRange : public DiffSource
{
public:
    CommitRange(QString repository, QString range) : m_repository(std::move(repository)), m_range(std::move(range)) {}
    QString title() const override;
    Result<DiffDocument> load(std::stop_token stop) const override;

private:
    QString m_repository;
    QString m_range;
};

} // namespace mergeloom
