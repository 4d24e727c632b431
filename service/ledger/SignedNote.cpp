#include "service/ledger/SignedNote.h"

#include "service/platform/Sha256.h"

#include <QStringDecoder>

namespace mergeloom {

namespace {

constexpr char ed25519 = 1;
constexpr qsizetype idSize = 4;
constexpr qsizetype publicKeySize = 32;
constexpr qsizetype largestNote = 1 << 20;
constexpr qsizetype mostSignatures = 100;
const QByteArray signatureMark = QByteArrayLiteral("\xe2\x80\x94 "); // an em dash and a space

std::optional<QByteArray> fromBase64(const QByteArray &text)
{
    const auto decoded = QByteArray::fromBase64Encoding(text, QByteArray::AbortOnBase64DecodingErrors);
    // Only the one canonical spelling: two texts for one proof would be two proofs.
    if (!decoded || decoded.decoded.toBase64() != text)
        return std::nullopt;
    return decoded.decoded;
}

bool isKeyName(const QString &name)
{
    return !name.isEmpty()
        && std::ranges::none_of(name, [](QChar c) { return c.isSpace() || c == u'+' || !c.isPrint(); });
}

Unexpected noNote(const QString &why)
{
    return failure(ErrorCode::InvalidInput, QStringLiteral("This is no signed note: %1.").arg(why));
}

Result<NoteSignature> parseSignature(const QByteArray &line)
{
    const qsizetype space = line.lastIndexOf(' ');
    if (!line.startsWith(signatureMark) || space <= signatureMark.size())
        return noNote(QStringLiteral("a line after the text is no signature"));
    NoteSignature signature;
    signature.name = QString::fromUtf8(line.mid(signatureMark.size(), space - signatureMark.size()));
    const auto bytes = fromBase64(line.mid(space + 1));
    if (!isKeyName(signature.name) || !bytes || bytes->size() <= idSize)
        return noNote(QStringLiteral("a signature is damaged"));
    signature.keyId = bytes->first(idSize);
    signature.signature = bytes->mid(idSize);
    return signature;
}

} // namespace

NoteKey::NoteKey(QString name, QByteArray publicKey) : m_name(std::move(name)), m_publicKey(std::move(publicKey)) {}

QByteArray NoteKey::id() const
{
    return bytesOf(sha256({m_name.toUtf8(), QByteArrayView("\n\x01", 2), m_publicKey})).first(idSize);
}

QString NoteKey::text() const
{
    return QStringLiteral("%1+%2+%3")
        .arg(m_name, QString::fromLatin1(id().toHex()),
            QString::fromLatin1((QByteArray(1, ed25519) + m_publicKey).toBase64()));
}

Result<NoteKey> NoteKey::parse(const QString &text)
{
    const QString trimmed = text.trimmed();
    const QStringList parts{
        trimmed.section(u'+', 0, 0), trimmed.section(u'+', 1, 1), trimmed.section(u'+', 2)}; // base64 has a + too
    const auto bytes = fromBase64(parts.at(2).toLatin1());
    if (!isKeyName(parts.at(0)) || !bytes || bytes->size() != 1 + publicKeySize || bytes->front() != ed25519)
        return failure(ErrorCode::InvalidInput,
            QStringLiteral(
                "This is no public key of an audit log. One reads <name>+<8 hex digits>+<base64>, as `audit key` prints it."));
    const NoteKey key(parts.at(0), bytes->mid(1));
    if (QString::fromLatin1(key.id().toHex()) != parts.at(1))
        return failure(ErrorCode::InvalidInput,
            QStringLiteral("The public key does not fit its own id; a part of it was changed. Copy it again."));
    return key;
}

QByteArray SignedNote::text() const
{
    QByteArray text = body + '\n';
    for (const NoteSignature &signature : signatures)
        text +=
            signatureMark + signature.name.toUtf8() + ' ' + (signature.keyId + signature.signature).toBase64() + '\n';
    return text;
}

bool SignedNote::isSignedBy(const NoteKey &key) const
{
    return std::ranges::any_of(signatures, [&](const NoteSignature &signature) {
        return signature.name == key.name() && signature.keyId == key.id()
            && SigningKey::verify(key.publicKey(), body, signature.signature);
    });
}

void signNote(SignedNote &note, const NoteKey &key, const SigningKey &secret)
{
    note.signatures.append({key.name(), key.id(), secret.sign(note.body)});
}

Result<SignedNote> parseNote(const QByteArray &text)
{
    if (text.size() > largestNote)
        return noNote(QStringLiteral("it is longer than 1 MB"));
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString decoded = decoder(text);
    if (decoder.hasError()
        || std::ranges::any_of(text, [](char c) { return (c >= 0 && c < 0x20 && c != '\n') || c == 0x7f; }))
        return noNote(QStringLiteral("it is not plain UTF-8"));
    const qsizetype end = text.lastIndexOf("\n\n");
    if (end < 1 || !text.endsWith('\n') || end + 2 >= text.size())
        return noNote(QStringLiteral("it has no signatures after an empty line"));
    SignedNote note{text.first(end + 1), {}};
    QByteArrayList lines = text.mid(end + 2).split('\n');
    lines.removeLast(); // after the last line feed
    if (lines.size() > mostSignatures)
        return noNote(QStringLiteral("it has more than %1 signatures").arg(mostSignatures));
    for (const QByteArray &line : std::as_const(lines)) {
        MERGELOOM_TRY(NoteSignature signature, parseSignature(line));
        note.signatures.append(std::move(signature));
    }
    return note;
}

} // namespace mergeloom
