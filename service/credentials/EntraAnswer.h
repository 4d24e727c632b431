#pragma once

#include "service/credentials/Expiring.h"

namespace mergeloom {

/// What the token services of Azure answer, as a token or as an error that says what to do. `host` is for people.
class EntraAnswer
{
public:
    using Token = Expiring<QByteArray>::Fresh;

    /// login.microsoftonline.com and its like: `{"access_token", "expires_in"}`, or `{"error", "error_description"}`.
    static Result<Token> ofTokenService(const QString &host, const Result<HttpAnswer> &answer);
    /// The metadata service of machines: numbers may be texts.
    static Result<Token> ofMetadataService(const QString &host, const Result<HttpAnswer> &answer);
    /// App Service and Container Apps: `{"access_token", "expires_on"}`, or `{"statusCode", "message"}`.
    static Result<Token> ofIdentityEndpoint(const QString &host, const Result<HttpAnswer> &answer);
};

} // namespace mergeloom
