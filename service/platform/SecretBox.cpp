#include "service/platform/SecretBox.h"

#include "service/platform/KeyFile.h"

#include <QCryptographicHash>

#include <sodium.h>

namespace mergeloom {

namespace {

constexpr qsizetype keySize = keyFileSize;
static_assert(keySize == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);
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

} // namespace

struct SecretBox::Key {
    explicit Key(std::shared_ptr<const GuardedKey> guarded) : holder(std::move(guarded)), bytes(holder->bytes())
    {
        QByteArray fingerprint(crypto_generichash_BYTES_MIN, Qt::Uninitialized);
        crypto_generichash(bytesOf(fingerprint), size_t(fingerprint.size()), bytes, size_t(keySize), nullptr, 0);
        id = fingerprint.first(idSize);
    }

    std::shared_ptr<const GuardedKey> holder;
    const unsigned char *bytes;
    QByteArray id;
};

Result<std::shared_ptr<const SecretBox::Key>> SecretBox::readKey(const QString &path)
{
    MERGELOOM_TRY(auto guarded, readKeyFile(path));
    return guarded ? std::make_shared<const Key>(std::move(guarded)) : nullptr;
}

Result<std::shared_ptr<const SecretBox::Key>> SecretBox::readOrMakeKey(const QString &path)
{
    MERGELOOM_TRY(auto guarded, readOrMakeKeyFile(path));
    return std::make_shared<const Key>(std::move(guarded));
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
    return replaceKeyFile(keyPath, nextPath);
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
