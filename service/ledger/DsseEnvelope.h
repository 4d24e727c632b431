#pragma once

#include "service/ledger/SignedNote.h"
#include "shared/core/Json.h"

namespace mergeloom {

struct DsseSignature {
    QString keyId;     ///< 8 hex digits, as in a NoteKey
    QString signature; ///< base64

    static constexpr auto jsonName = "DsseSignature";
    static constexpr auto fields()
    {
        return fieldList(
            required("keyid", &DsseSignature::keyId), required("sig", &DsseSignature::signature, "Base64"));
    }
};

/// A signed text that says of what type it is: DSSE 1.0, as in-toto statements come in.
struct DsseEnvelope {
    QString payload; ///< base64
    QString payloadType;
    QList<DsseSignature> signatures;

    /// `invalid_input` when the payload is no base64.
    Result<QByteArray> text() const;
    bool isSignedBy(const NoteKey &key) const;

    static constexpr auto jsonName = "DsseEnvelope";
    static constexpr auto fields()
    {
        return fieldList(required("payload", &DsseEnvelope::payload, "Base64"),
            required("payloadType", &DsseEnvelope::payloadType), required("signatures", &DsseEnvelope::signatures));
    }
};

DsseEnvelope signEnvelope(
    const QByteArray &payload, const QString &payloadType, const NoteKey &key, const SigningKey &secret);

} // namespace mergeloom
