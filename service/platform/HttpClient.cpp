#include "service/platform/HttpClient.h"

#include "service/platform/HttpExchange.h"
#include "service/platform/HttpProxy.h"

namespace mergeloom {

namespace {

bool breaksLine(const QByteArray &text) { return text.contains('\n') || text.contains('\r') || text.contains('\0'); }

Result<void> checkRequest(const HttpRequest &request)
{
    const QString scheme = request.url.scheme().toLower();
    if (!request.url.isValid() || request.url.host().isEmpty()
        || (scheme != QLatin1String("http") && scheme != QLatin1String("https")))
        return failure(ErrorCode::InvalidInput,
            QStringLiteral("%1 is no http or https address.")
                .arg(request.url.toDisplayString(QUrl::RemoveUserInfo | QUrl::RemoveQuery)));
    if (request.method.isEmpty() || request.method.contains(' ') || breaksLine(request.method))
        return failure(ErrorCode::InvalidInput,
            QStringLiteral("“%1” is no HTTP method.").arg(QString::fromLatin1(request.method)));
    for (const auto &[name, value] : request.headers)
        if (name.isEmpty() || breaksLine(name) || breaksLine(value))
            return failure(ErrorCode::InvalidInput,
                QStringLiteral("The header %1 holds a line break.").arg(QString::fromLatin1(name)));
    return {};
}

} // namespace

QByteArray HttpAnswer::header(QByteArrayView lowerCaseName) const
{
    for (const auto &[name, value] : headers)
        if (name == lowerCaseName)
            return value;
    return {};
}

Result<HttpAnswer> HttpClient::send(const HttpRequest &request, std::stop_token stop)
{
    return stream(request, std::move(stop), {});
}

Result<HttpAnswer> HttpClient::stream(
    const HttpRequest &request, std::stop_token stop, const std::function<void(const QByteArray &piece)> &onPiece)
{
    MERGELOOM_CHECK(checkRequest(request));
    if (stop.stop_requested())
        return failure(
            ErrorCode::Cancelled, QStringLiteral("The request to %1 was cancelled.").arg(request.url.host()));
    return HttpExchange(request, onPiece, proxyFor(request.url, proxySettingsOfEnvironment()), std::move(stop)).run();
}

} // namespace mergeloom
