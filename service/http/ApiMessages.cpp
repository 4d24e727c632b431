#include "service/http/Router.h"

namespace mergeloom {

namespace {

int statusOf(ErrorCode code)
{
    switch (code) {
    case ErrorCode::InvalidInput:
        return 400;
    case ErrorCode::Unauthorized:
        return 401;
    case ErrorCode::Forbidden:
        return 403;
    case ErrorCode::NotFound:
        return 404;
    case ErrorCode::Conflict:
    case ErrorCode::Cancelled:
        return 409;
    case ErrorCode::Rejected:
        return 422;
    case ErrorCode::RateLimited:
        return 429;
    case ErrorCode::Unsupported:
        return 501;
    case ErrorCode::Unavailable:
        return 503;
    case ErrorCode::Timeout:
        return 504;
    case ErrorCode::Corrupt:
    case ErrorCode::Io:
    case ErrorCode::Internal:
        break;
    }
    return 500;
}

} // namespace

QByteArray ApiRequest::header(QByteArrayView lowerCaseName) const
{
    for (const auto &[name, value] : headers)
        if (name == lowerCaseName)
            return value;
    return {};
}

Result<qint64> ApiRequest::queryInteger(const QString &name, qint64 fallback, qint64 lowest, qint64 highest) const
{
    if (!query.hasQueryItem(name))
        return fallback;
    bool isNumber = false;
    const qint64 value = queryText(name).toLongLong(&isNumber);
    if (!isNumber || value < lowest || value > highest)
        return failure(ErrorCode::InvalidInput,
            QStringLiteral("The query parameter `%1` must be a whole number from %2 to %3.")
                .arg(name)
                .arg(lowest)
                .arg(highest),
            {{QStringLiteral("field"), name}});
    return value;
}

ApiReply ApiReply::json(const QJsonValue &value, int status)
{
    ApiReply reply;
    reply.status = status;
    reply.body = compactJson(value);
    return reply;
}

ApiReply ApiReply::error(const Error &error)
{
    const QJsonObject body{{QStringLiteral("code"), errorCodeName(error.code)},
        {QStringLiteral("message"), error.message}, {QStringLiteral("details"), error.details}};
    return json(QJsonObject{{QStringLiteral("error"), body}}, statusOf(error.code));
}

} // namespace mergeloom
