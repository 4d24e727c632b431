#include "service/platform/SecretBox.h"

#include "service/platform/FileDescriptor.h"

#include <QCryptographicHash>
#include <QFile>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>

namespace mergeloom {

namespace {

constexpr qsizetype keySize = crypto_secretbox_xchacha20poly1305_KEYBYTES;
constexpr qsizetype nonceSize = crypto_secretbox_xchacha20poly1305_NONCEBYTES;
constexpr qsizetype markSize = crypto_secretbox_xchacha20poly1305_MACBYTES;

unsigned char *bytesOf(QByteArray &bytes) { return reinterpret_cast<unsigned char *>(bytes.data()); }

const unsigned char *bytesOf(const QByteArray &bytes)
{
    return reinterpret_cast<const unsigned char *>(bytes.constData());
}

QByteArray randomBytes(qsizetype count)
{
    QByteArray bytes(count, Qt::Uninitialized);
    randombytes_buf(bytes.data(), size_t(count));
    return bytes;
}

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
    const QByteArray beside = name + '.' + randomBytes(8).toHex();
    const QByteArray key = randomBytes(keySize);
    FileDescriptor file(::open(beside.constData(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!file.isOpen())
        return cannot("made", path);
    const bool isWritten = ::write(file.get(), key.constData(), size_t(keySize)) == keySize && ::fsync(file.get()) == 0;
    const bool isInPlace = isWritten && (::link(beside.constData(), name.constData()) == 0 || errno == EEXIST);
    const int number = errno;
    ::unlink(beside.constData());
    errno = number;
    if (!isInPlace)
        return cannot("made", path);
    return {};
}

Result<QByteArray> readKey(const FileDescriptor &file, const QString &path)
{
    struct stat status {
    };
    if (::fstat(file.get(), &status) != 0)
        return cannot("read", path);
    if (!S_ISREG(status.st_mode))
        return failure(ErrorCode::Corrupt, QStringLiteral("The key file %1 is no regular file.").arg(path));
    if ((status.st_mode & 077) != 0) {
        return failure(ErrorCode::Forbidden,
            QStringLiteral(
                "Others can read the key file %1. Run `chmod 600 %1`, and renew the secrets if somebody may have.")
                .arg(path));
    }
    QByteArray key(keySize, Qt::Uninitialized);
    if (status.st_size != keySize || ::read(file.get(), key.data(), size_t(keySize)) != keySize) {
        return failure(ErrorCode::Corrupt,
            QStringLiteral(
                "%1 is no key: it has %2 bytes instead of %3. Restore it from a backup; without it stored secrets are lost.")
                .arg(path)
                .arg(qint64(status.st_size))
                .arg(keySize));
    }
    return key;
}

} // namespace

Result<SecretBox> SecretBox::open(const QString &keyPath)
{
    if (sodium_init() < 0)
        return failure(ErrorCode::Internal, QStringLiteral("libsodium found no source of random numbers."));
    const QByteArray name = QFile::encodeName(keyPath);
    FileDescriptor file(::open(name.constData(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (!file.isOpen() && errno == ENOENT) {
        MERGELOOM_CHECK(makeKey(keyPath));
        file = FileDescriptor(::open(name.constData(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    }
    if (!file.isOpen())
        return cannot("opened", keyPath);
    MERGELOOM_TRY(QByteArray key, readKey(file, keyPath));
    SecretBox box;
    box.m_key = std::move(key);
    return box;
}

QByteArray SecretBox::seal(const QByteArray &secret) const
{
    const QByteArray nonce = randomBytes(nonceSize);
    QByteArray sealed(secret.size() + markSize, Qt::Uninitialized);
    crypto_secretbox_xchacha20poly1305_easy(
        bytesOf(sealed), bytesOf(secret), quint64(secret.size()), bytesOf(nonce), bytesOf(m_key));
    return nonce + sealed;
}

Result<QByteArray> SecretBox::unseal(const QByteArray &sealed) const
{
    const auto broken = [] {
        return failure(ErrorCode::Corrupt,
            QStringLiteral(
                "A stored secret cannot be opened: it was altered, or sealed with another key. Enter it again."));
    };
    if (sealed.size() < nonceSize + markSize)
        return broken();
    const QByteArray nonce = sealed.left(nonceSize);
    const QByteArray rest = sealed.mid(nonceSize);
    QByteArray secret(rest.size() - markSize, Qt::Uninitialized);
    if (crypto_secretbox_xchacha20poly1305_open_easy(
            bytesOf(secret), bytesOf(rest), quint64(rest.size()), bytesOf(nonce), bytesOf(m_key))
        != 0)
        return broken();
    return secret;
}

QString SecretBox::randomToken(int bytes)
{
    // The program may ask for a token before any box was opened; libsodium wants to be initialised, and does it once.
    if (sodium_init() < 0)
        qFatal("libsodium found no source of random numbers");
    return QString::fromLatin1(
        randomBytes(bytes).toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
}

QString SecretBox::hashToken(const QString &token)
{
    return QString::fromLatin1(QCryptographicHash::hash(token.toUtf8(), QCryptographicHash::Sha256).toHex());
}

bool SecretBox::equal(const QByteArray &a, const QByteArray &b)
{
    // Hashes have one length, so that not even the length of the texts shows in the time.
    const QByteArray left = QCryptographicHash::hash(a, QCryptographicHash::Sha256);
    const QByteArray right = QCryptographicHash::hash(b, QCryptographicHash::Sha256);
    return sodium_memcmp(left.constData(), right.constData(), size_t(left.size())) == 0;
}

} // namespace mergeloom
