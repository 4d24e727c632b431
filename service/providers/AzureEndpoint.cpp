#include "service/providers/AzureEndpoint.h"

#include <QUrl>
#include <QUrlQuery>

#include <optional>

namespace mergeloom {

namespace {

using Protocol = AzureEndpoint::Protocol;

// The newest that is generally available; needed where the address has no version.
const QString datedVersion = QStringLiteral("2024-10-21");
const QString inferenceVersion = QStringLiteral("2024-05-01-preview");

bool takeEnd(QString &path, const QString &end)
{
    if (!path.endsWith(end, Qt::CaseInsensitive))
        return false;
    path.chop(end.size());
    return true;
}

/// The protocol that the end of a path names, which is taken off.
std::optional<Protocol> takeProtocol(QString &path)
{
    if (takeEnd(path, QStringLiteral("/chat/completions")))
        return Protocol::Chat;
    if (takeEnd(path, QStringLiteral("/responses")))
        return Protocol::Responses;
    if (takeEnd(path, QStringLiteral("/v1/messages")) || takeEnd(path, QStringLiteral("/messages")))
        return Protocol::Messages;
    return std::nullopt;
}

std::optional<Protocol> protocolOf(const QString &name)
{
    if (name == u"responses")
        return Protocol::Responses;
    if (name == u"chat")
        return Protocol::Chat;
    return name == u"messages" ? std::optional(Protocol::Messages) : std::nullopt;
}

Protocol guessed(const QString &path, const QString &deployment)
{
    if (path.endsWith(u"/anthropic") || path.endsWith(u"/anthropic/v1"))
        return Protocol::Messages;
    if (path.contains(u"/deployments/") || path.endsWith(u"/models"))
        return Protocol::Chat;
    return deployment.startsWith(u"claude") && path.isEmpty() ? Protocol::Messages : Protocol::Responses;
}

/// Tokens are made out for a kind of resource, and for a cloud.
QString scopeOf(const QUrl &url)
{
    if (url.path().contains(u"/api/projects/"))
        return QStringLiteral("https://ai.azure.com/.default");
    const QString host = url.host();
    const QString cloud = host.endsWith(u".azure.us") ? QStringLiteral("us")
        : host.endsWith(u".azure.cn")                 ? QStringLiteral("cn")
                                                      : QStringLiteral("com");
    return QStringLiteral("https://cognitiveservices.azure.%1/.default").arg(cloud);
}

struct Place {
    QString path;
    QString version;
};

/// Where Chat Completions or Responses are, behind the host.
std::optional<Place> openAiPlace(QString path, const QString &deployment, Protocol protocol, const QString &version)
{
    if (path.endsWith(u"/openai/v1"))
        return Place{path, version};
    if (path.endsWith(u"/models"))
        return Place{path, version.isEmpty() ? inferenceVersion : version};
    if (path.contains(u"/openai/deployments/"))
        return Place{path, version.isEmpty() ? datedVersion : version};
    takeEnd(path, QStringLiteral("/openai"));
    if (!path.isEmpty() && !path.startsWith(u"/api/projects/"))
        return std::nullopt;
    // `preview` and `v1` are versions of the v1 API; one with a date is of the older one.
    if (version.isEmpty() || !version.at(0).isDigit())
        return Place{path + QStringLiteral("/openai/v1"), version};
    if (protocol == Protocol::Responses)
        return Place{path + QStringLiteral("/openai"), version};
    return Place{path + QStringLiteral("/openai/deployments/") + QString::fromUtf8(QUrl::toPercentEncoding(deployment)),
        version};
}

Unexpected wrongAddress(const QString &text) { return failure(ErrorCode::InvalidInput, text, {{"field", "endpoint"}}); }

} // namespace

Result<AzureEndpoint> AzureEndpoint::of(
    const QString &address, const QString &deployment, const QString &protocol, const QString &version)
{
    QUrl url(address.trimmed());
    QString path = url.path(QUrl::FullyEncoded);
    while (path.endsWith(u'/'))
        path.chop(1);
    AzureEndpoint endpoint{.scope = scopeOf(url)};
    const auto named = takeProtocol(path);
    const auto chosen = protocolOf(protocol);
    if (named && chosen && named != chosen)
        return wrongAddress(QStringLiteral("The endpoint %1 is for another protocol than %2. Leave its last part out.")
                                .arg(address, protocol));
    endpoint.protocol = chosen ? *chosen : named ? *named : guessed(path, deployment);
    const QString asked = QUrlQuery(url).queryItemValue(QStringLiteral("api-version"));
    std::optional<Place> place;
    if (endpoint.protocol == Protocol::Messages) {
        takeEnd(path, QStringLiteral("/v1"));
        takeEnd(path, QStringLiteral("/anthropic"));
        if (path.isEmpty())
            place = Place{QStringLiteral("/anthropic"), {}};
    } else {
        place = openAiPlace(path, deployment, endpoint.protocol, version.isEmpty() ? asked : version);
    }
    const bool isOfDeployment = place && place->path.contains(u"/deployments/");
    if (!place || (isOfDeployment && endpoint.protocol == Protocol::Responses))
        return wrongAddress(
            QStringLiteral("The endpoint %1 has no %2 there. Enter the address of the resource, such as "
                           "https://NAME.openai.azure.com or https://NAME.services.ai.azure.com.")
                .arg(address,
                    endpoint.protocol == Protocol::Messages   ? QStringLiteral("Messages API")
                        : endpoint.protocol == Protocol::Chat ? QStringLiteral("Chat Completions API")
                                                              : QStringLiteral("Responses API")));
    url.setPath(place->path, QUrl::TolerantMode);
    endpoint.base = url.toString(QUrl::FullyEncoded | QUrl::RemoveQuery | QUrl::RemoveFragment);
    if (!place->version.isEmpty())
        endpoint.query = QStringLiteral("api-version=") + QString::fromUtf8(QUrl::toPercentEncoding(place->version));
    endpoint.isModelInference = place->path.endsWith(u"/models");
    return endpoint;
}

} // namespace mergeloom
