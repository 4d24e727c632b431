#pragma once

#include "shared/core/Result.h"

#include <QSet>
#include <QString>

#include <git2.h>

#include <memory>

namespace mergeloom {

/// The objects that runs wrote to a repository of ours, each a file of its own. libgit2 does not sync them: after power was
/// lost some may be missing, empty or torn.
class LooseObjects
{
public:
    explicit LooseObjects(QString objectDirectory) : m_directory(std::move(objectDirectory)) {}

    /// What was written since `since` (seconds since 1970) is on disk from here on.
    Result<void> sync(qint64 since) const;
    /// Removes those that cannot be read, so that they can be written again; gives how many.
    Result<int> removeDamaged() const;

private:
    QString m_directory;
};

/// Tells whether trees can be read to their last file. What `sharedDirectory` has counts as whole: git synced it when it was
/// fetched. What was read once is not read again.
class TreeCheck
{
public:
    static Result<TreeCheck> open(const QString &objectDirectory, const QString &sharedDirectory);
    /// not_found or corrupt: an object is missing or damaged.
    Result<void> check(const QString &tree);

private:
    struct Stores;
    explicit TreeCheck(std::shared_ptr<Stores> stores) : m_stores(std::move(stores)) {}
    Result<void> checkObject(const git_oid &id, int depth);

    std::shared_ptr<Stores> m_stores;
    QSet<QByteArray> m_whole;
};

} // namespace mergeloom
