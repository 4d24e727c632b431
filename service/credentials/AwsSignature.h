#pragma once

#include "service/platform/HttpClient.h"
#include "shared/core/Timestamp.h"

#include <QByteArray>

namespace mergeloom {

/// What a request to Amazon is signed with.
struct AwsKeys {
    QByteArray accessKeyId;
    QByteArray secretKey;
    QByteArray sessionToken; ///< of temporary keys; else empty

    bool operator==(const AwsKeys &) const = default;
};

/// What a signature is good for.
struct AwsScope {
    QByteArray region;
    QByteArray service; ///< `bedrock`, `sts`
};

/// Signature Version 4 in its header form. Source: "Create a signed AWS API request" of the IAM User Guide.
class AwsSignature
{
public:
    /// As it goes over the wire, with those headers alone that are signed, `host` and `x-amz-date` among them.
    struct Request {
        QByteArray method;
        QByteArray path;
        QByteArray query;
        HttpHeaders headers;
        QByteArray body;
    };

    /// The value of the header `authorization`.
    static QByteArray authorization(const Request &request, const AwsKeys &keys, const AwsScope &scope);
    static QByteArray canonicalRequest(const Request &request);

    /// Adds the headers of a signature made at `now`, by the clock of the service. Signed are `host`, `content-type` and
    /// `x-amz-…`: others may be changed on their way.
    static void sign(HttpRequest &request, const AwsKeys &keys, const AwsScope &scope, Timestamp now);
};

} // namespace mergeloom
