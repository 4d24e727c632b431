#pragma once

#include "service/platform/FileLock.h"
#include "shared/core/Json.h"
#include "shared/domain/Job.h"

#include <QStringList>

namespace mergeloom {

/// `runs/<run id>/run.json`: whose run it is and how far its reporting has come, so that a later executor of the same name
/// can bring it to its end.
struct RunNote {
    QString executor;
    JobId jobId;
    RunId runId;
    LeaseId leaseId;
    bool isReported = false; ///< journal shipped, and the controller told

    static constexpr auto jsonName = "RunNote";
    static constexpr auto fields()
    {
        return std::tuple{required("executor", &RunNote::executor), required("job_id", &RunNote::jobId),
            required("run_id", &RunNote::runId), required("lease_id", &RunNote::leaseId),
            required("is_reported", &RunNote::isReported)};
    }
};

/// The folder of a run beneath `<data>/runs`.
QString runFolder(const QString &runRoot, const RunId &run);
Result<void> writeRunNote(const QString &runRoot, const RunNote &note);
/// Held by the process that works on the run or reports it; another process that lives is a conflict.
Result<FileLock> lockRun(const QString &runRoot, const RunId &run);
/// The runs of `executor` that were not reported to their end.
QList<RunNote> unreportedRuns(const QString &runRoot, const QString &executor);

} // namespace mergeloom
