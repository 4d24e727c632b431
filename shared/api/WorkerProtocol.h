#pragma once

#include "shared/domain/DiskUsage.h"
#include "shared/domain/ControllerContact.h"
#include "shared/domain/Job.h"
#include "shared/domain/Provider.h"

/// Worker protocol v1 (`/api/worker/v1`) and what executors ask of their gateway (`/api/gateway/v1`).
namespace mergeloom::protocol {

/// Raised by a release that says something new in a way that others must understand. One release either way is spoken with:
/// fields that are not known are left out, and those that are missing have their defaults.
inline constexpr int revision = 1;

/// POST /api/worker/v1/enroll. An executor of the same installation gives the cluster token as bearer and no enrolment token.
struct EnrollRequest {
    QString tenant = QStringLiteral("local");
    QString enrollmentToken;
    QString name;
    QString version;
    QString platform;
    QStringList capabilities;
    int protocol = 1; ///< `revision` of the sender

    static constexpr auto jsonName = "EnrollRequest";
    static constexpr auto fields()
    {
        return fieldList(required("tenant", &EnrollRequest::tenant),
            optional("enrollment_token", &EnrollRequest::enrollmentToken), required("name", &EnrollRequest::name),
            required("version", &EnrollRequest::version), optional("platform", &EnrollRequest::platform),
            optional("capabilities", &EnrollRequest::capabilities),
            optional("protocol", &EnrollRequest::protocol, "Revision of the protocol that the worker speaks"));
    }
};

/// Enrolling the same name again gives the same worker id and a new token; the old one ends.
struct EnrollAnswer {
    WorkerId workerId;
    QString workerToken;
    int heartbeatSeconds = 15;
    int leaseSeconds = 60;
    int protocol = 1; ///< `revision` of the controller

    static constexpr auto jsonName = "EnrollAnswer";
    static constexpr auto fields()
    {
        return fieldList(required("worker_id", &EnrollAnswer::workerId),
            required("worker_token", &EnrollAnswer::workerToken),
            required("heartbeat_seconds", &EnrollAnswer::heartbeatSeconds),
            required("lease_seconds", &EnrollAnswer::leaseSeconds),
            optional("protocol", &EnrollAnswer::protocol, "Revision of the protocol that the controller speaks"));
    }
};

/// POST /api/worker/v1/workers/{id}/status. `controller`: told to its own gateway by an executor whose jobs come from elsewhere.
struct StatusRequest {
    QString role = QStringLiteral("executor");
    QString state; ///< `idle`, `running`
    QString version;
    QString sandbox; ///< effective level
    QString sandboxDetail;
    std::optional<JobId> jobId;
    std::optional<RunId> runId;
    qint64 freeDiskBytes = 0;
    std::optional<DiskUsage> disk; ///< none: not looked at yet
    std::optional<ControllerContact> controller;

    static constexpr auto jsonName = "StatusRequest";
    static constexpr auto fields()
    {
        return fieldList(required("role", &StatusRequest::role), required("state", &StatusRequest::state),
            required("version", &StatusRequest::version), optional("sandbox", &StatusRequest::sandbox),
            optional("sandbox_detail", &StatusRequest::sandboxDetail), optional("job_id", &StatusRequest::jobId),
            optional("run_id", &StatusRequest::runId), optional("free_disk_bytes", &StatusRequest::freeDiskBytes),
            optional("disk", &StatusRequest::disk, "Mirrors and workspaces"),
            optional("controller", &StatusRequest::controller));
    }
};

struct Acknowledged {
    bool isAcknowledged = true;
    static constexpr auto jsonName = "Acknowledged";
    static constexpr auto fields() { return fieldList(required("acknowledged", &Acknowledged::isAcknowledged)); }
};

struct StatusAnswer {
    bool isAcknowledged = true;
    bool needsNewToken = false;
    static constexpr auto jsonName = "StatusAnswer";
    static constexpr auto fields()
    {
        return fieldList(required("acknowledged", &StatusAnswer::isAcknowledged),
            optional("needs_new_token", &StatusAnswer::needsNewToken, "The worker is to replace its token now"));
    }
};

/// POST /api/worker/v1/workers/{id}/token → Acknowledged. The worker makes its new token itself and sends the hash: so it knows
/// both when an answer is lost, and the new one never crosses the network before it is used.
struct TokenReplacement {
    QString tokenHash;
    static constexpr auto jsonName = "TokenReplacement";
    static constexpr auto fields()
    {
        return fieldList(required("token_hash", &TokenReplacement::tokenHash, "SHA-256 of the new token, in hex"));
    }
};

/// POST /api/worker/v1/jobs/lease → JobEnvelope, or 204. The same `request_id` gives the same answer again.
struct LeaseRequest {
    WorkerId executorId;
    QString requestId;
    QStringList capabilities;
    int waitSeconds = 0; ///< at most 50

    static constexpr auto jsonName = "LeaseRequest";
    static constexpr auto fields()
    {
        return fieldList(required("executor_id", &LeaseRequest::executorId),
            required("request_id", &LeaseRequest::requestId), optional("capabilities", &LeaseRequest::capabilities),
            optional("wait_seconds", &LeaseRequest::waitSeconds, "At most 50; 0 answers at once"));
    }
};

/// POST /api/worker/v1/jobs/{id}/resume → ResumeAnswer, or 409 with details.reason `lease_lost`
struct ResumeRequest {
    LeaseId leaseId;
    RunId runId;
    static constexpr auto jsonName = "ResumeRequest";
    static constexpr auto fields()
    {
        return fieldList(required("lease_id", &ResumeRequest::leaseId), required("run_id", &ResumeRequest::runId));
    }
};

/// What a person tells a run. The controller gives it out again until it is acknowledged; an executor obeys each id once.
struct RunCommand {
    QString id;
    QString command; ///< `cancel`, `pause`, `resume`, `message`, `extend`, `approve`, `reject`
    QString text;    ///< reason or message
    QString by;
    Budgets budgets;  ///< of extend: what to add
    QString approval; ///< of approve and reject: which
    static constexpr auto jsonName = "RunCommand";
    static constexpr auto fields()
    {
        return fieldList(optional("id", &RunCommand::id),
            required("command", &RunCommand::command,
                "cancel, pause, resume, message, extend, approve or reject; others are acknowledged and left"),
            optional("text", &RunCommand::text, "Reason or message"), optional("by", &RunCommand::by),
            optional("budgets", &RunCommand::budgets, "Of extend: what to add"),
            optional("approval", &RunCommand::approval, "Of approve and reject"));
    }
};

inline constexpr auto checkpointHelp =
    "Newest signed checkpoint of the worker's own audit log (C2SP tlog-checkpoint), to be held by a remote controller";

/// POST /api/worker/v1/jobs/{id}/heartbeat → LeaseAnswer, or 409 with details.reason `lease_lost`. With `wait_seconds`
/// the answer is held back until there is a command, so that a cancel arrives at once. A command is in the journal of the
/// run, on disk, before it is acknowledged.
struct HeartbeatRequest {
    LeaseId leaseId;
    QString stage;
    QString progress;
    qint64 tokens = 0;
    std::optional<double> costUsd;
    int waitSeconds = 0;
    QStringList acknowledged; ///< ids of commands
    QString checkpoint;       ///< of the worker's own audit log, where the controller is a remote one

    static constexpr auto jsonName = "HeartbeatRequest";
    static constexpr auto fields()
    {
        return fieldList(required("lease_id", &HeartbeatRequest::leaseId), optional("stage", &HeartbeatRequest::stage),
            optional("progress", &HeartbeatRequest::progress), optional("tokens", &HeartbeatRequest::tokens),
            optional("cost_usd", &HeartbeatRequest::costUsd), optional("wait_seconds", &HeartbeatRequest::waitSeconds),
            optional("acknowledged", &HeartbeatRequest::acknowledged, "Ids of commands that are in the journal"),
            optional("checkpoint", &HeartbeatRequest::checkpoint, checkpointHelp));
    }
};

struct LeaseAnswer {
    int leaseSeconds = 60; ///< from now
    QList<RunCommand> commands;
    static constexpr auto jsonName = "LeaseAnswer";
    static constexpr auto fields()
    {
        return fieldList(required("lease_seconds", &LeaseAnswer::leaseSeconds, "From now"),
            required("commands", &LeaseAnswer::commands));
    }
};

/// POST /api/worker/v1/jobs/{id}/release → Acknowledged. Hands the job back unfinished: another executor may take it, or this
/// one takes the same run up again by resume. Whoever does not hold the job has nothing to hand back, and gets the same answer.
struct ReleaseRequest {
    LeaseId leaseId;
    RunId runId;
    static constexpr auto jsonName = "ReleaseRequest";
    static constexpr auto fields()
    {
        return fieldList(required("lease_id", &ReleaseRequest::leaseId), required("run_id", &ReleaseRequest::runId));
    }
};

struct ResumeAnswer {
    int leaseSeconds = 60; ///< from now
    QList<RunCommand> commands;
    std::optional<JobEnvelope> job; ///< as it is given out now, with credentials and the lease's new id
    static constexpr auto jsonName = "ResumeAnswer";
    static constexpr auto fields()
    {
        return fieldList(required("lease_seconds", &ResumeAnswer::leaseSeconds, "From now"),
            required("commands", &ResumeAnswer::commands),
            optional("job", &ResumeAnswer::job,
                "As it is given out now, with credentials for this process and the new id of the lease"));
    }
};

/// POST /api/worker/v1/jobs/{id}/finish
struct FinishRequest {
    LeaseId leaseId;
    RunId runId;
    RunResult result;
    QString checkpoint; ///< that covers the run
    static constexpr auto jsonName = "FinishRequest";
    static constexpr auto fields()
    {
        return fieldList(required("lease_id", &FinishRequest::leaseId), required("run_id", &FinishRequest::runId),
            required("result", &FinishRequest::result),
            optional("checkpoint", &FinishRequest::checkpoint, checkpointHelp));
    }
};

struct FinishAnswer {
    QString status = QStringLiteral("stored");
    QString requestUrl; ///< of the pull request that was opened, or empty
    static constexpr auto jsonName = "FinishAnswer";
    static constexpr auto fields()
    {
        return fieldList(required("status", &FinishAnswer::status), optional("request_url", &FinishAnswer::requestUrl));
    }
};

/// A signed checkpoint of the gateway's audit log.
struct CheckpointNote {
    qint64 size = 0; ///< events that it covers
    QString note;    ///< C2SP `tlog-checkpoint`
    static constexpr auto jsonName = "CheckpointNote";
    static constexpr auto fields()
    {
        return fieldList(required("size", &CheckpointNote::size, "Events that it covers"),
            required("note", &CheckpointNote::note, "C2SP tlog-checkpoint"));
    }
};

/// POST /api/gateway/v1/runs/{id}/events with `application/x-ndjson`: journal lines in order. Answered with the highest
/// sequence number that is stored; lines that are stored already are skipped, a gap is 409 with the number wanted.
struct IngestAnswer {
    qint64 storedSeq = 0;
    std::optional<CheckpointNote> checkpoint; ///< the newest; with a remote controller it covers the end of a run
    static constexpr auto jsonName = "IngestAnswer";
    static constexpr auto fields()
    {
        return fieldList(required("stored_seq", &IngestAnswer::storedSeq),
            optional("checkpoint", &IngestAnswer::checkpoint, "The newest of the gateway's audit log"));
    }
};

/// GET /api/gateway/v1/provider-profiles/{id} (`default` for the default one): cluster token only.
struct ProviderWithSecret {
    ProviderProfile profile;
    QString secret;
    static constexpr auto jsonName = "ProviderWithSecret";
    static constexpr auto fields()
    {
        return fieldList(
            required("profile", &ProviderWithSecret::profile), required("secret", &ProviderWithSecret::secret));
    }
};

} // namespace mergeloom::protocol
