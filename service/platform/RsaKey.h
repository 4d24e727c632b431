#pragma once

#include "shared/core/Result.h"

#include <QByteArray>

#include <memory>

namespace mergeloom {

/// A private RSA key, for signatures as JWTs carry them.
class RsaKey
{
public:
    /// PEM, PKCS #8 or PKCS #1, without a passphrase, of 2048 bits or more. invalid_input otherwise; nothing of the key is
    /// in a message.
    static Result<RsaKey> parse(const QByteArray &pem);

    /// RSASSA-PKCS1-v1_5 with SHA-256: `RS256` of RFC 7518, 3.3.
    Result<QByteArray> sign(const QByteArray &text) const;

private:
    struct Key;
    explicit RsaKey(std::shared_ptr<const Key> key) : m_key(std::move(key)) {}
    std::shared_ptr<const Key> m_key;
};

} // namespace mergeloom
