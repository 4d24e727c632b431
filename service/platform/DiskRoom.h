#pragma once

#include <QStringList>

#include <optional>
#include <stop_token>

namespace mergeloom {

/// Whether the disks that a run writes to have room. Any thread.
class DiskRoom
{
public:
    DiskRoom() = default; ///< of nothing: there always is
    /// Directories that exist, or will: their nearest parent counts until then.
    explicit DiskRoom(QStringList directories) : m_directories(std::move(directories)) {}

    /// The directory whose disk is full: less than 4 MiB, or 16 files, can be added.
    std::optional<QString> full() const;
    /// Until no disk is full, and four times as much can be added; false: asked to stop before.
    bool wait(std::stop_token stop) const;

private:
    std::optional<QString> lacking(int times) const;

    QStringList m_directories;
};

} // namespace mergeloom
