#include "service/credentials/EntraTokens.h"

#include "service/credentials/EntraAnswer.h"
#include "shared/core/Log.h"

#include <QFile>
#include <QRegularExpression>
#include <QUrlQuery>

namespace mergeloom {

using std::chrono::milliseconds;

namespace {

constexpr qint64 longestAssertion = 64 << 10;

/// Of the token services; the metadata service of a machine is beside it, and silent where there is none.
constexpr HttpTimeouts entraTimeouts{.connect = milliseconds(10'000),
    .firstByte = milliseconds(30'000),
    .silence = milliseconds(30'000),
    .whole = milliseconds(60'000)};
constexpr HttpTimeouts machineTimeouts{.connect = milliseconds(3'000),
    .firstByte = milliseconds(30'000),
    .silence = milliseconds(30'000),
    .whole = milliseconds(60'000)};

Unexpected entraInvalid(const QString &text) { return failure(ErrorCode::InvalidInput, text); }

/// The parts go into an address: nothing that would lead it elsewhere.
bool isEntraName(const QString &name)
{
    static const QRegularExpression expression(QStringLiteral("^[A-Za-z0-9][A-Za-z0-9.-]*$"));
    return expression.match(name).hasMatch();
}

bool isEntraLoopback(const QString &host) { return host == u"127.0.0.1" || host == u"localhost" || host == u"::1"; }

Result<QUrl> tokenAddress(const EntraApplication &application)
{
    QString authority = application.authority.trimmed();
    if (authority.isEmpty())
        authority = QStringLiteral("https://login.microsoftonline.com");
    if (!authority.contains(u"://"))
        authority.prepend(u"https://");
    while (authority.endsWith(u'/'))
        authority.chop(1);
    if (!isEntraName(application.tenant))
        return entraInvalid(
            QStringLiteral("\"%1\" is no tenant of Microsoft Entra ID. Enter its directory id, or its domain.")
                .arg(application.tenant));
    if (!isEntraName(application.clientId))
        return entraInvalid(
            QStringLiteral("\"%1\" is no client id. Enter the application (client) id of the app registration.")
                .arg(application.clientId));
    const QUrl url(authority + u'/' + application.tenant + QStringLiteral("/oauth2/v2.0/token"), QUrl::StrictMode);
    const bool isSafe = url.scheme() == u"https" || (url.scheme() == u"http" && isEntraLoopback(url.host()));
    if (!url.isValid() || url.host().isEmpty() || !isSafe || !url.userInfo().isEmpty())
        return entraInvalid(
            QStringLiteral("\"%1\" is no authority. Set AZURE_AUTHORITY_HOST to an https address, or leave it out.")
                .arg(application.authority));
    return url;
}

QByteArray entraForm(const QList<std::pair<const char *, QString>> &fields)
{
    QByteArray form;
    for (const auto &[name, value] : fields)
        form += (form.isEmpty() ? QByteArray() : QByteArray("&")) + name + '=' + QUrl::toPercentEncoding(value);
    return form;
}

Result<Expiring<QByteArray>::Fresh> askedOfEntra(const QUrl &url, const QByteArray &form, std::stop_token stop)
{
    const HttpRequest request{.method = "POST",
        .url = url,
        .headers = {{"content-type", "application/x-www-form-urlencoded"}, {"accept", "application/json"}},
        .body = form,
        .timeouts = entraTimeouts,
        .bodyLimit = 1 << 20};
    return EntraAnswer::ofTokenService(url.host(), HttpClient().send(request, stop));
}

Result<QString> federatedToken(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return failure(ErrorCode::Unauthorized,
            QStringLiteral("The federated token file %1 cannot be read: %2. Check AZURE_FEDERATED_TOKEN_FILE and the "
                           "service account of the pod.")
                .arg(path, file.errorString()));
    const QByteArray token = file.read(longestAssertion + 1).trimmed();
    if (token.isEmpty() || token.size() > longestAssertion)
        return failure(ErrorCode::Unauthorized,
            QStringLiteral("The federated token file %1 is %2. It must hold one token.")
                .arg(path, token.isEmpty() ? QStringLiteral("empty") : QStringLiteral("too large")));
    log::hide(token, QStringLiteral("federated token"));
    return QString::fromUtf8(token);
}

QString entraResource(const QString &scope) { return scope.endsWith(u"/.default") ? scope.chopped(9) : scope; }

HttpRequest identityRequest(const ManagedIdentity &identity, const QString &scope)
{
    const bool isMachine = identity.endpoint.isEmpty();
    HttpRequest request{.timeouts = isMachine ? machineTimeouts : entraTimeouts, .bodyLimit = 1 << 20};
    request.url = QUrl(
        isMachine ? identity.metadataService + QStringLiteral("/metadata/identity/oauth2/token") : identity.endpoint);
    QUrlQuery query(request.url);
    query.addQueryItem(
        QStringLiteral("api-version"), isMachine ? QStringLiteral("2018-02-01") : QStringLiteral("2019-08-01"));
    query.addQueryItem(QStringLiteral("resource"), QString::fromUtf8(QUrl::toPercentEncoding(entraResource(scope))));
    if (!identity.clientId.isEmpty())
        query.addQueryItem(QStringLiteral("client_id"), identity.clientId);
    request.url.setQuery(query);
    request.headers =
        isMachine ? HttpHeaders{{"metadata", "true"}} : HttpHeaders{{"x-identity-header", identity.header}};
    return request;
}

} // namespace

Result<EntraTokens::Fetch> EntraTokens::clientSecret(
    EntraApplication application, const QByteArray &secret, const QString &scope)
{
    MERGELOOM_TRY(const QUrl url, tokenAddress(application));
    // Secrets are pasted and read from files: a line feed at the end is not part of them.
    const QByteArray trimmed = secret.trimmed();
    if (trimmed.isEmpty())
        return entraInvalid(
            QStringLiteral("The client secret is empty. Enter the value of a secret of the app registration."));
    log::hide(trimmed, QStringLiteral("client secret"));
    const QByteArray form = entraForm({{"grant_type", QStringLiteral("client_credentials")},
        {"client_id", application.clientId}, {"client_secret", QString::fromUtf8(trimmed)}, {"scope", scope}});
    return Fetch([url, form](std::stop_token stop) { return askedOfEntra(url, form, std::move(stop)); });
}

Result<EntraTokens::Fetch> EntraTokens::workloadIdentity(
    EntraApplication application, const QString &tokenFile, const QString &scope)
{
    MERGELOOM_TRY(const QUrl url, tokenAddress(application));
    if (tokenFile.isEmpty())
        return entraInvalid(QStringLiteral(
            "There is no federated token file. Set AZURE_FEDERATED_TOKEN_FILE, as workload identity on Kubernetes does."));
    return Fetch([url, clientId = application.clientId, tokenFile, scope](
                     std::stop_token stop) -> Result<Expiring<QByteArray>::Fresh> {
        MERGELOOM_TRY(const QString assertion, federatedToken(tokenFile));
        return askedOfEntra(url,
            entraForm({{"grant_type", QStringLiteral("client_credentials")}, {"client_id", clientId},
                {"client_assertion_type", QStringLiteral("urn:ietf:params:oauth:client-assertion-type:jwt-bearer")},
                {"client_assertion", assertion}, {"scope", scope}}),
            std::move(stop));
    });
}

Result<EntraTokens::Fetch> EntraTokens::managedIdentity(ManagedIdentity identity, const QString &scope)
{
    if (!identity.clientId.isEmpty() && !isEntraName(identity.clientId))
        return entraInvalid(
            QStringLiteral("\"%1\" is no client id of a user-assigned identity. Enter its client id, or "
                           "nothing for the identity of the machine.")
                .arg(identity.clientId));
    const HttpRequest request = identityRequest(identity, scope);
    if (!request.url.isValid() || !request.url.scheme().startsWith(u"http") || request.url.host().isEmpty())
        return entraInvalid(QStringLiteral("IDENTITY_ENDPOINT is \"%1\", which is no address.").arg(identity.endpoint));
    if (!identity.header.isEmpty())
        log::hide(identity.header, QStringLiteral("identity header"));
    const bool isMachine = identity.endpoint.isEmpty();
    return Fetch([request, isMachine](std::stop_token stop) {
        const auto answer = HttpClient().send(request, stop);
        return isMachine ? EntraAnswer::ofMetadataService(request.url.host(), answer)
                         : EntraAnswer::ofIdentityEndpoint(request.url.host(), answer);
    });
}

} // namespace mergeloom
