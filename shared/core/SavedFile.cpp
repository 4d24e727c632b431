#include "shared/core/SavedFile.h"

#include <QSaveFile>

#include <cerrno>

namespace mergeloom {

Result<void> saveFile(const QString &path, const QByteArray &content, Readers readers)
{
    QSaveFile file(path);
    errno = 0; // which says more than errorString() after some failures
    bool isDone = file.open(QIODevice::WriteOnly);
    // Before the first byte: the temporary file is not open to others either.
    if (isDone && readers == Readers::OwnerAlone)
        isDone = file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    // On a full disk commit() of Qt 6.4 puts an empty file in place and says that all is well, even after a flush that failed.
    isDone = isDone && file.write(content) == content.size() && file.flush();
    const int reason = isDone ? 0 : errno; // of a call that went well it says nothing
    if (!isDone)
        file.cancelWriting();
    if (file.commit() && isDone)
        return {};
    return failure(ErrorCode::Io,
        QStringLiteral("%1 cannot be written: %2. Check the rights of its directory and the free space.")
            .arg(path, reason != 0 ? qt_error_string(reason) : file.errorString()));
}

} // namespace mergeloom
