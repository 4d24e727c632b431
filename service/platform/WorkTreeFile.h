#pragma once

#include <git2/oid.h>

#include <sys/stat.h>

#include <cstdint>
#include <string>
#include <vector>

namespace mergeloom {

/// What the file system said of a file when its content was known. All zero: nothing is known, compare the content. It is
/// only kept of files whose last change lies a tick of the file system's clock back, so that no later change can look alike.
struct FileStamp {
    uint32_t changedSeconds = 0; ///< ctime, which no program can set back
    uint32_t changedNanoseconds = 0;
    uint32_t modifiedSeconds = 0;
    uint32_t modifiedNanoseconds = 0;
    uint32_t device = 0;
    uint32_t inode = 0;
    uint32_t user = 0;
    uint32_t group = 0;
    uint32_t size = 0; ///< lowest 32 bits

    static FileStamp of(const struct stat &status);
    bool isSet() const { return changedSeconds != 0 || inode != 0; }
    bool isBefore(const timespec &time) const;
    /// The device is left out: its number may be another one after a restart.
    bool isSame(const FileStamp &other) const;
};

/// A file of a work tree, as in a git index.
struct WorkTreeFile {
    std::string path; ///< relative, bytes as in git
    git_oid id{};
    uint32_t mode = 0; ///< 0100644, 0100755, 0120000 or 0160000
    FileStamp stamp;
    bool isPresent = true;  ///< false: tracked, but not in the worktree now
    bool isTracked = false; ///< in the commit of HEAD: kept by snapshots even when it is ignored
};

/// Sorted by path, bytewise, without doubles.
using WorkTreeFiles = std::vector<WorkTreeFile>;

namespace file_mode {
constexpr uint32_t plain = 0100644;
constexpr uint32_t executable = 0100755;
constexpr uint32_t link = 0120000;
constexpr uint32_t submodule = 0160000;
} // namespace file_mode

} // namespace mergeloom
