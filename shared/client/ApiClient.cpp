#include "shared/client/ApiClient.h"

#include <QEventLoop>
#include <QNetworkReply>

namespace mergeloom {

namespace {

Error unreachable(QNetworkReply &reply)
{
    const QUrl url = reply.request().url();
    const QString worker = url.adjusted(QUrl::RemovePath | QUrl::RemoveQuery).toString();
    const QJsonObject details{{"url", worker}};
    if (reply.error() == QNetworkReply::OperationCanceledError || reply.error() == QNetworkReply::TimeoutError)
        return {ErrorCode::Timeout,
            QStringLiteral("The worker at %1 did not answer in time. Is it busy, or stopped?").arg(worker), details};
    return {ErrorCode::Unavailable,
        QStringLiteral(
            "The worker at %1 cannot be reached: %2. Start it with `mergeloom-worker serve`, or give its address "
            "with --url.")
            .arg(worker, reply.errorString()),
        details};
}

ErrorCode codeOf(int status)
{
    switch (status) {
    case 400:
        return ErrorCode::InvalidInput;
    case 401:
        return ErrorCode::Unauthorized;
    case 403:
    case 421:
        return ErrorCode::Forbidden;
    case 404:
        return ErrorCode::NotFound;
    case 409:
    case 412:
        return ErrorCode::Conflict;
    case 429:
        return ErrorCode::RateLimited;
    case 503:
        return ErrorCode::Unavailable;
    default:
        return ErrorCode::Internal;
    }
}

} // namespace

std::optional<Error> ApiClient::errorOf(QNetworkReply &reply, const QByteArray &body)
{
    const int status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (status == 0)
        return unreachable(reply);
    if (status < 400 && reply.error() == QNetworkReply::NoError)
        return std::nullopt;
    if (status < 400)
        return unreachable(reply); // it broke off in the middle
    const auto told = parseJsonAs<api::ErrorBody>(body);
    if (!told)
        return Error{codeOf(status),
            QStringLiteral("%1 answered with status %2 and no explanation. Is it a MergeLoom worker?")
                .arg(reply.request().url().toString())
                .arg(status),
            {{"status", status}}};
    QJsonObject details = told->error.details;
    details.insert(QStringLiteral("status"), status);
    return Error{errorCodeFromName(told->error.code), told->error.message, details};
}

QNetworkRequest ApiClient::request(const QString &path, const QUrlQuery &query) const
{
    QUrl url = m_baseUrl;
    QString base = m_baseUrl.path(QUrl::FullyEncoded);
    while (base.endsWith(u'/'))
        base.chop(1);
    url.setPath(base + path, QUrl::TolerantMode);
    url.setQuery(query);
    QNetworkRequest request(url);
    m_trust.apply(request);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    if (!m_token.isEmpty())
        request.setRawHeader("Authorization", "Bearer " + m_token);
    return request;
}

QNetworkReply *ApiClient::open(const RawCall &call, const QByteArray &accepted)
{
    QNetworkRequest request = this->request(call.path, call.query);
    request.setTransferTimeout(call.timeLimitSeconds * 1000);
    request.setRawHeader("Accept", accepted);
    if (!call.body.isEmpty())
        request.setHeader(QNetworkRequest::ContentTypeHeader, QByteArray("application/json"));
    if (call.ifVersion)
        request.setRawHeader("If-Match", '"' + QByteArray::number(*call.ifVersion) + '"');
    if (!call.repeatKey.isEmpty())
        request.setRawHeader("Idempotency-Key", call.repeatKey);
    QNetworkReply *reply = m_network.sendCustomRequest(request, call.method, call.body);
    QObject::connect(reply, &QNetworkReply::finished, reply, &QObject::deleteLater);
    return reply;
}

void ApiClient::sendRaw(const RawCall &call, QObject *context, std::function<void(Result<QByteArray>)> done)
{
    QNetworkReply *reply = open(call, "application/json");
    QObject::connect(reply, &QNetworkReply::finished, context, [reply, done = std::move(done)] {
        const QByteArray body = reply->readAll();
        if (const std::optional<Error> error = errorOf(*reply, body))
            done(Unexpected(*error));
        else
            done(body);
    });
}

void ApiClient::followRaw(const RawCall &call, QObject *context, std::function<void(const QJsonObject &)> onLine,
    std::function<void(Result<QJsonValue>)> done)
{
    QNetworkReply *reply = open(call, "application/x-ndjson");
    const auto last = std::make_shared<QJsonObject>();
    const auto takeLines = [reply, last, onLine = std::move(onLine)] {
        if (reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt() != 200)
            return;
        while (reply->canReadLine()) {
            const auto line = parseJson(reply->readLine().trimmed());
            if (!line || !line->isObject())
                continue;
            *last = line->toObject();
            if (!last->contains(QStringLiteral("result")) && !last->contains(QStringLiteral("error")))
                onLine(*last);
        }
    };
    QObject::connect(reply, &QNetworkReply::readyRead, context, takeLines);
    QObject::connect(reply, &QNetworkReply::finished, context, [reply, last, takeLines, done = std::move(done)] {
        takeLines();
        const QByteArray rest = reply->readAll();
        if (const auto line = parseJson(rest.trimmed()); line && line->isObject())
            *last = line->toObject();
        if (const std::optional<Error> error = errorOf(*reply, rest))
            done(Unexpected(*error));
        else if (const auto told = fromJson<api::ErrorBody>(*last))
            done(failure(errorCodeFromName(told->error.code), told->error.message, told->error.details));
        else if (last->contains(QStringLiteral("result")))
            done(last->value(QStringLiteral("result")));
        else
            done(failure(ErrorCode::Unavailable, QStringLiteral("The worker stopped before it was done. Try again.")));
    });
}

void ApiClient::download(const ApiCall<QByteArray> &call, QIODevice &file, QObject *context,
    std::function<void(qint64)> onBytes, std::function<void(Result<qint64>)> done)
{
    QNetworkReply *reply = open(call, "*/*");
    const auto written = std::make_shared<qint64>(0);
    const auto isFull = std::make_shared<bool>(false);
    const auto take = [reply, &file, written, isFull] {
        if (reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt() != 200)
            return;
        const QByteArray piece = reply->readAll();
        *written += piece.size();
        if (file.write(piece) != piece.size()) {
            *isFull = true;
            reply->abort();
        }
    };
    QObject::connect(reply, &QNetworkReply::readyRead, context, [take, written, onBytes = std::move(onBytes)] {
        take();
        onBytes(*written);
    });
    QObject::connect(
        reply, &QNetworkReply::finished, context, [reply, take, &file, written, isFull, done = std::move(done)] {
            if (!*isFull)
                take();
            if (*isFull)
                done(failure(
                    ErrorCode::Io, QStringLiteral("The file could not be written: %1").arg(file.errorString())));
            else if (const std::optional<Error> error = errorOf(*reply, reply->readAll()))
                done(Unexpected(*error));
            else
                done(*written);
        });
}

Result<QByteArray> ApiClient::waitRaw(const RawCall &call)
{
    QEventLoop loop;
    std::optional<Result<QByteArray>> answer;
    sendRaw(call, &loop, [&](Result<QByteArray> body) {
        answer = std::move(body);
        loop.quit();
    });
    loop.exec(QEventLoop::ExcludeUserInputEvents);
    if (!answer) // the application ends
        return failure(ErrorCode::Cancelled, QStringLiteral("The call was given up."));
    return *answer;
}

} // namespace mergeloom
