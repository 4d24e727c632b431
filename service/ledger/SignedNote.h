#pragma once

#include "service/platform/SigningKey.h"
#include "shared/core/Result.h"

#include <QList>
#include <QString>

namespace mergeloom {

/// A public Ed25519 key with its name, as C2SP `signed-note` writes it: `<name>+<key id>+<base64 of 0x01 and the key>`.
class NoteKey
{
public:
    /// `invalid_input` when the text is no such key.
    static Result<NoteKey> parse(const QString &text);
    /// `name`: without spaces and `+`.
    NoteKey(QString name, QByteArray publicKey);

    QString text() const;
    const QString &name() const { return m_name; }
    const QByteArray &publicKey() const { return m_publicKey; }
    QByteArray id() const; ///< 4 bytes, by which a signature says whose it is
    bool operator==(const NoteKey &) const = default;

private:
    QString m_name;
    QByteArray m_publicKey;
};

struct NoteSignature {
    QString name;
    QByteArray keyId;
    QByteArray signature;
};

/// A text with signatures, C2SP `signed-note`.
struct SignedNote {
    QByteArray body; ///< ends with a line feed
    QList<NoteSignature> signatures;

    QByteArray text() const;
    /// Whether one of the signatures is by this key, and right.
    bool isSignedBy(const NoteKey &key) const;
};

/// Signs a text that ends with a line feed.
void signNote(SignedNote &note, const NoteKey &key, const SigningKey &secret);
/// `invalid_input`, naming the place, when the bytes are no signed note. At most 1 MB and 100 signatures.
Result<SignedNote> parseNote(const QByteArray &text);

} // namespace mergeloom
