#pragma once

#include "service/platform/FileDescriptor.h"
#include "shared/core/Result.h"

#include <QString>

namespace mergeloom {

/// A folder for temporary files, `mergeloom-scratch-KIND-XXXXXX` with mode 0700, that goes with the object. While it lives
/// it is locked (flock), also for processes of other containers, so that what a killed process left can be told apart.
class ScratchDirectory
{
public:
    /// `kind`: small letters, for people who look into the folder of temporary files. Errors: io.
    static Result<ScratchDirectory> make(const QString &kind);
    ScratchDirectory(ScratchDirectory &&other) noexcept = default;
    ScratchDirectory &operator=(ScratchDirectory &&) = delete;
    ~ScratchDirectory();

    const QString &path() const { return m_path; }
    QString filePath(const QString &name) const { return m_path + u'/' + name; }

    /// Removes those of this user whose owner is gone, however it ended; never those of a living process. How many.
    static int sweep();

private:
    ScratchDirectory(QString path, FileDescriptor locked) : m_path(std::move(path)), m_locked(std::move(locked)) {}

    QString m_path;
    FileDescriptor m_locked; ///< closed: moved from
};

} // namespace mergeloom
