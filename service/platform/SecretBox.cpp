#include "service/platform/SecretBox.h"

#include "service/platform/FileDescriptor.h"

#include <QCryptographicHash>
#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>

namespace mergeloom {

namespace {

constexpr qsizetype keySize = crypto_aead_xchacha20poly1305_ietf_KEYBYTES;
constexpr qsizetype nonceSize = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr qsizetype markSize = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr qsizetype idSize = 8;
constexpr char form = 2;

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
    QByteArray key = randomBytes(keySize);
    FileDescriptor file(::open(beside.constData(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    const bool isWritten =
        file.isOpen() && ::write(file.get(), key.constData(), size_t(keySize)) == keySize && ::fsync(file.get()) == 0;
    const bool isInPlace = isWritten && (::link(beside.constData(), name.constData()) == 0 || errno == EEXIST);
    const int number = errno;
    sodium_memzero(key.data(), size_t(keySize));
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

struct SecretBox::Key {
    explicit Key(unsigned char *guarded) : bytes(guarded)
    {
        QByteArray fingerprint(crypto_generichash_BYTES_MIN, Qt::Uninitialized);
        crypto_generichash(bytesOf(fingerprint), size_t(fingerprint.size()), bytes, size_t(keySize), nullptr, 0);
        id = fingerprint.first(idSize);
    }
    ~Key() { sodium_free(bytes); }
    Key(const Key &) = delete;
    Key &operator=(const Key &) = delete;

    unsigned char *bytes; ///< sodium_malloc: between guard pages, not swapped out, wiped
    QByteArray id;
};

Result<std::shared_ptr<const SecretBox::Key>> SecretBox::readKey(const QString &path)
{
    if (sodium_init() < 0)
        return failure(ErrorCode::Internal, QStringLiteral("libsodium found no source of random numbers."));
    FileDescriptor file(::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (!file.isOpen() && errno == ENOENT)
        return std::shared_ptr<const Key>();
    if (!file.isOpen())
        return cannot("opened", path);
    struct stat status {
    };
    if (::fstat(file.get(), &status) != 0)
        return cannot("read", path);
    MERGELOOM_CHECK(checkRights(status, path));
    auto *guarded = static_cast<unsigned char *>(sodium_malloc(size_t(keySize)));
    if (!guarded)
        return failure(ErrorCode::Internal, QStringLiteral("There is no memory for the key."));
    if (status.st_size != keySize || ::read(file.get(), guarded, size_t(keySize)) != keySize) {
        sodium_free(guarded);
        return failure(ErrorCode::Corrupt,
            QStringLiteral(
                "%1 is no key: it has %2 bytes instead of %3. Restore it from a backup; without it stored secrets are lost.")
                .arg(path)
                .arg(qint64(status.st_size))
                .arg(keySize));
    }
    bool isOneByte = true;
    for (qsizetype i = 1; i < keySize; ++i)
        isOneByte = isOneByte && guarded[i] == guarded[0];
    if (isOneByte) {
        sodium_free(guarded);
        return failure(ErrorCode::Corrupt,
            QStringLiteral("%1 is no key: all its bytes are the same. Make one with `head -c 32 /dev/urandom`.")
                .arg(path));
    }
    return std::make_shared<const Key>(guarded);
}

Result<std::shared_ptr<const SecretBox::Key>> SecretBox::readOrMakeKey(const QString &path)
{
    MERGELOOM_TRY(std::shared_ptr<const Key> key, readKey(path));
    if (key)
        return key;
    MERGELOOM_CHECK(makeKey(path));
    return readKey(path);
}

Result<SecretBox> SecretBox::open(const QString &keyPath)
{
    SecretBox box;
    MERGELOOM_TRY(const auto key, readOrMakeKey(keyPath));
    box.m_keys << key;
    MERGELOOM_TRY(const auto next, readKey(nextKeyPath(keyPath)));
    if (next)
        box.m_keys << next;
    return box;
}

Result<SecretBox> SecretBox::openForRotation(const QString &keyPath, const QString &nextPath)
{
    SecretBox box;
    MERGELOOM_TRY(const auto old, readKey(keyPath));
    if (!old)
        return failure(ErrorCode::NotFound,
            QStringLiteral("There is no key file %1, so that there is nothing to renew.").arg(keyPath));
    MERGELOOM_TRY(const auto next, readOrMakeKey(nextPath));
    box.m_keys = {next, old};
    return box;
}

Result<void> SecretBox::replaceKey(const QString &keyPath, const QString &nextPath)
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

QString SecretBox::keyId() const { return QString::fromLatin1(m_keys.first()->id.toHex()); }

bool SecretBox::isOfThisKey(const QByteArray &sealed) const { return sealed.mid(1, idSize) == m_keys.first()->id; }

QByteArray SecretBox::seal(const QByteArray &secret, const QByteArray &place) const
{
    const Key &key = *m_keys.first();
    const QByteArray head = QByteArray(1, form) + key.id;
    const QByteArray nonce = randomBytes(nonceSize);
    const QByteArray bound = head + place;
    QByteArray sealed(secret.size() + markSize, Qt::Uninitialized);
    crypto_aead_xchacha20poly1305_ietf_encrypt(bytesOf(sealed), nullptr, bytesOf(secret), quint64(secret.size()),
        bytesOf(bound), quint64(bound.size()), nullptr, bytesOf(nonce), key.bytes);
    return head + nonce + sealed;
}

Result<QByteArray> SecretBox::unseal(const QByteArray &sealed, const QByteArray &place) const
{
    const auto broken = [] {
        return failure(ErrorCode::Corrupt,
            QStringLiteral(
                "A stored secret cannot be opened: it was altered or moved, or sealed with another key. Enter it again."));
    };
    constexpr qsizetype headSize = 1 + idSize;
    if (sealed.size() < headSize + nonceSize + markSize || sealed.front() != form)
        return broken();
    const QByteArray bound = sealed.first(headSize) + place;
    const QByteArray nonce = sealed.mid(headSize, nonceSize);
    const QByteArray rest = sealed.mid(headSize + nonceSize);
    QByteArray secret(rest.size() - markSize, Qt::Uninitialized);
    for (const std::shared_ptr<const Key> &key : m_keys)
        if (key->id == sealed.mid(1, idSize)
            && crypto_aead_xchacha20poly1305_ietf_decrypt(bytesOf(secret), nullptr, nullptr, bytesOf(rest),
                   quint64(rest.size()), bytesOf(bound), quint64(bound.size()), bytesOf(nonce), key->bytes)
                == 0)
            return secret;
    return broken();
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
