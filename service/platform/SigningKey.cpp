#include "service/platform/SigningKey.h"

#include <sodium.h>

namespace mergeloom {

namespace {

static_assert(keyFileSize == crypto_sign_SEEDBYTES);

const unsigned char *unsignedBytes(const QByteArray &bytes)
{
    return reinterpret_cast<const unsigned char *>(bytes.constData());
}

/// The long form of the key, wiped with its scope.
struct SecretPair {
    unsigned char publicKey[crypto_sign_PUBLICKEYBYTES];
    unsigned char secretKey[crypto_sign_SECRETKEYBYTES];
    explicit SecretPair(const GuardedKey &seed) { crypto_sign_seed_keypair(publicKey, secretKey, seed.bytes()); }
    ~SecretPair() { sodium_memzero(secretKey, sizeof secretKey); }
};

} // namespace

Result<SigningKey> SigningKey::open(const QString &path)
{
    SigningKey key;
    MERGELOOM_TRY(key.m_seed, readOrMakeKeyFile(path));
    const SecretPair pair(*key.m_seed);
    key.m_publicKey = QByteArray(reinterpret_cast<const char *>(pair.publicKey), sizeof pair.publicKey);
    return key;
}

QByteArray SigningKey::sign(const QByteArray &message) const
{
    const SecretPair pair(*m_seed);
    QByteArray signature(crypto_sign_BYTES, Qt::Uninitialized);
    crypto_sign_detached(reinterpret_cast<unsigned char *>(signature.data()), nullptr, unsignedBytes(message),
        quint64(message.size()), pair.secretKey);
    return signature;
}

bool SigningKey::verify(const QByteArray &publicKey, const QByteArray &message, const QByteArray &signature)
{
    return publicKey.size() == crypto_sign_PUBLICKEYBYTES && signature.size() == crypto_sign_BYTES && sodium_init() >= 0
        && crypto_sign_verify_detached(
               unsignedBytes(signature), unsignedBytes(message), quint64(message.size()), unsignedBytes(publicKey))
        == 0;
}

} // namespace mergeloom
