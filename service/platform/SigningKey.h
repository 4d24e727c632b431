#pragma once

#include "service/platform/KeyFile.h"

#include <QByteArray>

namespace mergeloom {

/// An Ed25519 key (RFC 8032, by libsodium) from a key file, whose 32 bytes are its seed. A value; copies share it.
class SigningKey
{
public:
    /// Makes the file when it is missing. Errors as of readKeyFile().
    static Result<SigningKey> open(const QString &path);

    QByteArray publicKey() const { return m_publicKey; } ///< 32 bytes
    QByteArray sign(const QByteArray &message) const;    ///< 64 bytes

    static bool verify(const QByteArray &publicKey, const QByteArray &message, const QByteArray &signature);

private:
    std::shared_ptr<const GuardedKey> m_seed;
    QByteArray m_publicKey;
};

} // namespace mergeloom
