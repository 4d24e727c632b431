#pragma once

#include <QJsonObject>
#include <QString>

namespace mergeloom {

/// What a caller can do about a failure; the text is for people, the code for programs.
enum class ErrorCode {
    InvalidInput,
    NotFound,
    Conflict,
    Unauthorized,
    Forbidden,
    RateLimited,
    Unavailable,
    Timeout,
    Cancelled,
    Rejected,
    Corrupt,
    Unsupported,
    Io,
    Internal,
};

/// The wire name of a code, e.g. `invalid_input`.
QString errorCodeName(ErrorCode code);
ErrorCode errorCodeFromName(QStringView name);

/// A failure. The message says what happened, to what, and what to do, in one or two sentences.
struct Error {
    ErrorCode code = ErrorCode::Internal;
    QString message;
    QJsonObject details;
};

} // namespace mergeloom
