#pragma once

#include "service/credentials/Expiring.h"

#include <QByteArray>
#include <QString>

namespace mergeloom {

/// An application registered at Microsoft Entra ID.
struct EntraApplication {
    QString authority; ///< empty: https://login.microsoftonline.com; or a host alone, as AZURE_AUTHORITY_HOST often is
    QString tenant;    ///< id or domain
    QString clientId;
};

/// An identity that Azure gives to a machine or a container.
struct ManagedIdentity {
    QString clientId;  ///< of a user-assigned identity; empty: the system-assigned one
    QString endpoint;  ///< IDENTITY_ENDPOINT of App Service and Container Apps; empty: the metadata service of machines
    QByteArray header; ///< IDENTITY_HEADER, a secret
    QString metadataService = QStringLiteral("http://169.254.169.254");
};

/// Ways to an access token of Microsoft Entra ID. Each checks what it was given (`invalid_input`) and gives what fetches
/// the token: `unauthorized` when the identity is refused, with what to do; `unavailable`, `timeout` and `rate_limited` when
/// it may go well later. No message holds a secret, and each token is hidden from the log.
/// Sources: learn.microsoft.com, "Microsoft identity platform and the OAuth 2.0 client credentials flow", "How to use managed
/// identities on a virtual machine to acquire an access token", "REST endpoint reference" of App Service's identities.
class EntraTokens
{
public:
    using Fetch = Expiring<QByteArray>::Fetch;

    /// `scope` ends with `/.default`.
    static Result<Fetch> clientSecret(EntraApplication application, const QByteArray &secret, const QString &scope);
    /// The file is read for each token: Kubernetes writes a new one before the old one ends.
    static Result<Fetch> workloadIdentity(EntraApplication application, const QString &tokenFile, const QString &scope);
    static Result<Fetch> managedIdentity(ManagedIdentity identity, const QString &scope);
};

} // namespace mergeloom
