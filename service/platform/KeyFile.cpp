#include "service/platform/KeyFile.h"

#include "service/platform/FileDescriptor.h"

#include <QByteArray>
#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>

namespace mergeloom {

namespace {

Unexpected cannot(const char *what, const QString &path)
{
    return failure(ErrorCode::Io,
        QStringLiteral("The key file %1 cannot be %2: %3.")
            .arg(path, QLatin1StringView(what), QString::fromLocal8Bit(strerror(errno))));
}

/// Whole or not at all, and never over a key that another process made meanwhile.
Result<void> makeKey(const QString &path)
{
    const QByteArray name = QFile::encodeName(path);
    quint64 mark = 0;
    randombytes_buf(&mark, sizeof mark);
    const QByteArray beside = name + '.' + QByteArray::number(mark, 16);
    QByteArray key(keyFileSize, Qt::Uninitialized);
    randombytes_buf(key.data(), size_t(keyFileSize));
    FileDescriptor file(::open(beside.constData(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    const bool isWritten = file.isOpen() && ::write(file.get(), key.constData(), size_t(keyFileSize)) == keyFileSize
        && ::fsync(file.get()) == 0;
    const bool isInPlace = isWritten && (::link(beside.constData(), name.constData()) == 0 || errno == EEXIST);
    const int number = errno;
    sodium_memzero(key.data(), size_t(keyFileSize));
    ::unlink(beside.constData());
    errno = number;
    if (!isInPlace)
        return cannot("made", path);
    return {};
}

/// Nobody but the owner, and root's group where root hands over a file that nobody can write.
Result<void> checkRights(const struct stat &status, const QString &path)
{
    if (!S_ISREG(status.st_mode))
        return failure(ErrorCode::Corrupt, QStringLiteral("The key file %1 is no regular file.").arg(path));
    if (status.st_uid != 0 && status.st_uid != ::geteuid())
        return failure(ErrorCode::Forbidden,
            QStringLiteral("The key file %1 belongs to user %2. Run `chown %3 %1`.")
                .arg(path)
                .arg(status.st_uid)
                .arg(::geteuid()));
    const bool isHandedOver = status.st_uid == 0 && (status.st_mode & 0337) == 0;
    if ((status.st_mode & 077) == 0 || isHandedOver)
        return {};
    return failure(ErrorCode::Forbidden,
        QStringLiteral(
            "Others can read or change the key file %1. Run `chmod 600 %1` (or mount it with mode 0400, or 0440 owned by root), and renew the secrets if somebody may have.")
            .arg(path));
}

} // namespace

GuardedKey::~GuardedKey() { sodium_free(m_bytes); }

Result<std::shared_ptr<const GuardedKey>> readKeyFile(const QString &path)
{
    if (sodium_init() < 0)
        return failure(ErrorCode::Internal, QStringLiteral("libsodium found no source of random numbers."));
    FileDescriptor file(::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (!file.isOpen() && errno == ENOENT)
        return std::shared_ptr<const GuardedKey>();
    if (!file.isOpen())
        return cannot("opened", path);
    struct stat status {
    };
    if (::fstat(file.get(), &status) != 0)
        return cannot("read", path);
    MERGELOOM_CHECK(checkRights(status, path));
    auto *guarded = static_cast<unsigned char *>(sodium_malloc(size_t(keyFileSize)));
    if (!guarded)
        return failure(ErrorCode::Internal, QStringLiteral("There is no memory for the key."));
    if (status.st_size != keyFileSize || ::read(file.get(), guarded, size_t(keyFileSize)) != keyFileSize) {
        sodium_free(guarded);
        return failure(ErrorCode::Corrupt,
            QStringLiteral(
                "%1 is no key: it has %2 bytes instead of %3. Restore it from a backup; without it, what it has sealed is lost.")
                .arg(path)
                .arg(qint64(status.st_size))
                .arg(keyFileSize));
    }
    bool isOneByte = true;
    for (qsizetype i = 1; i < keyFileSize; ++i)
        isOneByte = isOneByte && guarded[i] == guarded[0];
    if (isOneByte) {
        sodium_free(guarded);
        return failure(ErrorCode::Corrupt,
            QStringLiteral("%1 is no key: all its bytes are the same. Make one with `head -c 32 /dev/urandom`.")
                .arg(path));
    }
    return std::make_shared<const GuardedKey>(guarded);
}

Result<std::shared_ptr<const GuardedKey>> readOrMakeKeyFile(const QString &path)
{
    MERGELOOM_TRY(std::shared_ptr<const GuardedKey> key, readKeyFile(path));
    if (key)
        return key;
    MERGELOOM_CHECK(makeKey(path));
    return readKeyFile(path);
}

Result<void> replaceKeyFile(const QString &keyPath, const QString &nextPath)
{
    const QByteArray name = QFile::encodeName(keyPath);
    if (::rename(QFile::encodeName(nextPath).constData(), name.constData()) != 0)
        return cannot("replaced", keyPath);
    FileDescriptor directory(
        ::open(QFile::encodeName(QFileInfo(keyPath).absolutePath()).constData(), O_RDONLY | O_CLOEXEC));
    if (!directory.isOpen() || ::fsync(directory.get()) != 0)
        return cannot("brought safely to disk", keyPath);
    return {};
}

} // namespace mergeloom
