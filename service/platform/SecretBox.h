#pragma once

#include "shared/core/Result.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <memory>

namespace mergeloom {

/// Seals secrets at rest with XChaCha20-Poly1305 (libsodium `crypto_aead_xchacha20poly1305_ietf`): one byte of form (2),
/// 8 of key id, 24 of nonce, the sealed text. Each is bound to its place, and opens nowhere else. The key is a file of 32
/// random bytes: ours with mode 0600 or 0400, or one of root's with mode 0400 or 0440 that the platform hands over (a link
/// to it will do). Keys lie in guarded memory that is wiped. A value; copies share the keys.
class SecretBox
{
public:
    /// Makes the key file when it is missing. A key that an unfinished rotation left (`<path>.new`) opens what it has
    /// sealed. `forbidden` when others can read or change the file; `corrupt` when it is no key.
    static Result<SecretBox> open(const QString &keyPath);
    /// For rotation: seals with the key in `nextPath`, which is made when missing, and opens with both.
    static Result<SecretBox> openForRotation(const QString &keyPath, const QString &nextPath);
    static QString nextKeyPath(const QString &keyPath) { return keyPath + QStringLiteral(".new"); }
    /// Puts the new key in the place of the old one, at once and for good.
    static Result<void> replaceKey(const QString &keyPath, const QString &nextPath);

    /// `place`: table, column and row, as sealedPlace() gives it.
    QByteArray seal(const QByteArray &secret, const QByteArray &place) const;
    Result<QByteArray> unseal(const QByteArray &sealed, const QByteArray &place) const;
    /// Of the key that seals: 16 hex digits, which tell nothing of the key.
    QString keyId() const;
    /// Whether the key that seals is the one that sealed this.
    bool isOfThisKey(const QByteArray &sealed) const;

    /// Random text for tokens: `bytes` of entropy in base64url.
    static QString randomToken(int bytes = 32);
    /// SHA-256 in hex, for storing and comparing tokens.
    static QString hashToken(const QString &token);
    /// Takes the same time whatever the texts are.
    static bool equal(const QByteArray &a, const QByteArray &b);

private:
    struct Key;
    static Result<std::shared_ptr<const Key>> readKey(const QString &path);
    static Result<std::shared_ptr<const Key>> readOrMakeKey(const QString &path);

    QList<std::shared_ptr<const Key>> m_keys; ///< the first one seals
};

} // namespace mergeloom
