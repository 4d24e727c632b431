#include "service/ledger/DsseEnvelope.h"

namespace mergeloom {

namespace {

/// What is signed: PAE of the specification.
QByteArray signedText(const QByteArray &payload, const QString &payloadType)
{
    const QByteArray type = payloadType.toUtf8();
    return "DSSEv1 " + QByteArray::number(type.size()) + ' ' + type + ' ' + QByteArray::number(payload.size()) + ' '
        + payload;
}

} // namespace

Result<QByteArray> DsseEnvelope::text() const
{
    const auto decoded = QByteArray::fromBase64Encoding(payload.toLatin1(), QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded)
        return failure(ErrorCode::InvalidInput, QStringLiteral("The payload of the envelope is no base64."));
    return decoded.decoded;
}

bool DsseEnvelope::isSignedBy(const NoteKey &key) const
{
    const auto said = text();
    return said && std::ranges::any_of(signatures, [&](const DsseSignature &each) {
        return SigningKey::verify(
            key.publicKey(), signedText(*said, payloadType), QByteArray::fromBase64(each.signature.toLatin1()));
    });
}

DsseEnvelope signEnvelope(
    const QByteArray &payload, const QString &payloadType, const NoteKey &key, const SigningKey &secret)
{
    const QByteArray signature = secret.sign(signedText(payload, payloadType));
    return {QString::fromLatin1(payload.toBase64()), payloadType,
        {{QString::fromLatin1(key.id().toHex()), QString::fromLatin1(signature.toBase64())}}};
}

} // namespace mergeloom
