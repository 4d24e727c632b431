#pragma once

#include "service/platform/FileLock.h"
#include "shared/core/Json.h"
#include "shared/core/Redactor.h"
#include "shared/domain/Job.h"

#include <QStringList>

#include <chrono>
#include <stop_token>

namespace mergeloom {

/// `runs/<run id>/run.json`: whose run it is, what it was asked for, and how far its reporting has come, so that a later
/// executor of the same name can go on with it.
struct RunNote {
    QString executor;
    JobId jobId;
    RunId runId;
    LeaseId leaseId;
    std::optional<JobEnvelope> job; ///< without credentials
    bool isReported = false;        ///< journal shipped, and the controller told

    static constexpr auto jsonName = "RunNote";
    static constexpr auto fields()
    {
        return fieldList(required("executor", &RunNote::executor), required("job_id", &RunNote::jobId),
            required("run_id", &RunNote::runId), required("lease_id", &RunNote::leaseId),
            optional("job", &RunNote::job), required("is_reported", &RunNote::isReported));
    }
};

/// The note of a job that begins: nothing secret is in it.
RunNote runNote(const QString &executor, JobEnvelope job, const Redactor &redactor);
/// The job of the note with the credentials of `fresh`, which are given out for each process anew.
JobEnvelope jobWithCredentials(JobEnvelope noted, const JobEnvelope &fresh);

/// The folder of a run beneath `<data>/runs`.
QString runFolder(const QString &runRoot, const RunId &run);
Result<void> writeRunNote(const QString &runRoot, const RunNote &note);
/// Held by the process that works on the run or reports it; another process that lives is a conflict.
Result<FileLock> lockRun(const QString &runRoot, const RunId &run);
/// The runs that were not reported to their end, of all executors.
QList<RunNote> unreportedRuns(const QString &runRoot);
/// Whether the run has no end yet that the gateway and the controller know of. Asks no more than one name.
bool isRunOpen(const QString &runRoot, const QString &run);
/// Removes the folders of runs that were told longer ago than `age`; gives how many. Folders without a note stay: they are
/// the only record of their run.
int removeToldRuns(const QString &runRoot, std::chrono::seconds age, std::stop_token stop);

/// The id of the lease request that an executor sent last; empty: none. Its next process asks again with it.
QString readLeaseRequest(const QString &runRoot, const QString &executor);
Result<void> writeLeaseRequest(const QString &runRoot, const QString &executor, const QString &requestId);

} // namespace mergeloom
