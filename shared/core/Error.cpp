#include "shared/core/Error.h"

#include <array>
#include <utility>

namespace mergeloom {

namespace {
constexpr std::array<std::pair<ErrorCode, const char *>, 14> codeNames{{
    {ErrorCode::InvalidInput, "invalid_input"},
    {ErrorCode::NotFound, "not_found"},
    {ErrorCode::Conflict, "conflict"},
    {ErrorCode::Unauthorized, "unauthorized"},
    {ErrorCode::Forbidden, "forbidden"},
    {ErrorCode::RateLimited, "rate_limited"},
    {ErrorCode::Unavailable, "unavailable"},
    {ErrorCode::Timeout, "timeout"},
    {ErrorCode::Cancelled, "cancelled"},
    {ErrorCode::Rejected, "rejected"},
    {ErrorCode::Corrupt, "corrupt"},
    {ErrorCode::Unsupported, "unsupported"},
    {ErrorCode::Io, "io"},
    {ErrorCode::Internal, "internal"},
}};
} // namespace

QString errorCodeName(ErrorCode code)
{
    for (const auto &[value, name] : codeNames)
        if (value == code)
            return QString::fromLatin1(name);
    return QStringLiteral("internal");
}

ErrorCode errorCodeFromName(QStringView name)
{
    for (const auto &[value, text] : codeNames)
        if (name == QLatin1StringView(text))
            return value;
    return ErrorCode::Internal;
}

} // namespace mergeloom
