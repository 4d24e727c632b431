#pragma once

#include "shared/core/Json.h"
#include "shared/domain/Ids.h"

namespace mergeloom {

/// Who this executor is to its controller, kept in its data directory (mode 0600): an enrolment token may be good for one use.
struct WorkerToken {
    QString name;
    WorkerId workerId;
    QString token;
    QString nextToken; ///< while it is being replaced: whichever of the two is taken is the one

    static constexpr auto jsonName = "WorkerToken";
    static constexpr auto fields()
    {
        return fieldList(required("name", &WorkerToken::name), required("worker_id", &WorkerToken::workerId),
            required("token", &WorkerToken::token), optional("next_token", &WorkerToken::nextToken));
    }
};

/// None: not enrolled yet under this name. `forbidden` when others can read the file; `corrupt` when it is none of ours.
Result<std::optional<WorkerToken>> readWorkerToken(const QString &path, const QString &name);
Result<void> writeWorkerToken(const QString &path, const WorkerToken &token);

} // namespace mergeloom
