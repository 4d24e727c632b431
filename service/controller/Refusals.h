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

inline Unexpected leaseLost(const JobId &id)
{
    return failure(ErrorCode::Conflict,
        QStringLiteral(
            "The lease of job %1 is lost: the job was given to another executor, or ended. Stop the run and keep its evidence.")
            .arg(id.text()),
        {{"reason", "lease_lost"}});
}

inline Unexpected leaseExpired(const JobId &id)
{
    return failure(ErrorCode::Conflict,
        QStringLiteral("The lease of job %1 ran out, or was handed back. Take it up again with resume before going on.")
            .arg(id.text()),
        {{"reason", "lease_expired"}});
}

} // namespace mergeloom
