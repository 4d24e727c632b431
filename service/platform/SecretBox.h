#pragma once

#include "shared/core/Result.h"

#include <QByteArray>
#include <QString>

namespace mergeloom {

/// Seals secrets at rest: XChaCha20-Poly1305 (libsodium `crypto_secretbox_xchacha20poly1305`), 24 random bytes of nonce
/// before the sealed text. The key is a file of 32 bytes, mode 0600.
class SecretBox
{
public:
    /// Makes the key file when it is missing. `forbidden` when others can read it; `corrupt` when it is no key.
    static Result<SecretBox> open(const QString &keyPath);

    QByteArray seal(const QByteArray &secret) const;
    Result<QByteArray> unseal(const QByteArray &sealed) const;

    /// Random text for tokens: `bytes` of entropy in base64url.
    static QString randomToken(int bytes = 32);
    /// SHA-256 in hex, for storing and comparing tokens.
    static QString hashToken(const QString &token);
    /// Takes the same time whatever the texts are.
    static bool equal(const QByteArray &a, const QByteArray &b);

private:
    QByteArray m_key;
};

} // namespace mergeloom
