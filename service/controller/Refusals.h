#pragma once

#include "shared/core/Result.h"
#include "shared/domain/Ids.h"

namespace mergeloom {

/// What the controller says no with at more than one place.
inline Unexpected invalid(const char *field, const QString &message)
{
    return failure(ErrorCode::InvalidInput, message, {{"field", QLatin1StringView(field)}});
}

inline Unexpected noJob(const JobId &id)
{
    return failure(ErrorCode::NotFound, QStringLiteral("There is no job %1.").arg(id.text()));
}

} // namespace mergeloom
