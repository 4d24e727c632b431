#pragma once

#include "shared/core/Json.h"
#include "shared/domain/Budgets.h"
#include "shared/domain/BaseDrift.h"
#include "shared/domain/DiffGuard.h"
#include "shared/domain/Ids.h"
#include "shared/domain/Outcome.h"
#include "shared/domain/ReplayPlan.h"
#include "shared/domain/Repository.h"
#include "shared/domain/Ticket.h"

namespace mergeloom {

enum class JobState { Queued, Leased, Running, Completed, Blocked, Failed, Cancelled, PublishFailed };

template <>
struct EnumNames<JobState> {
    static constexpr std::array names{std::pair{JobState::Queued, "queued"}, std::pair{JobState::Leased, "leased"},
        std::pair{JobState::Running, "running"}, std::pair{JobState::Completed, "completed"},
        std::pair{JobState::Blocked, "blocked"}, std::pair{JobState::Failed, "failed"},
        std::pair{JobState::Cancelled, "cancelled"}, std::pair{JobState::PublishFailed, "publish_failed"}};
};

/// For this job and repository alone; in memory only.
struct JobCredential {
    QString username;
    QString password;
    QString sshKey;
    QString knownHosts;
    std::optional<Timestamp> endsAt; ///< from then on it is not used any more; a later run or process gets a new one

    bool isEmpty() const { return username.isEmpty() && password.isEmpty() && sshKey.isEmpty(); }

    static constexpr auto jsonName = "JobCredential";
    static constexpr auto fields()
    {
        return fieldList(optional("username", &JobCredential::username), optional("password", &JobCredential::password),
            optional("ssh_key", &JobCredential::sshKey), optional("known_hosts", &JobCredential::knownHosts),
            optional("ends_at", &JobCredential::endsAt, "From then on the executor does not use it any more"));
    }
};

struct JobRepository {
    RepositoryId id;
    QString alias;
    QString role = QStringLiteral("work"); ///< `work` or `context`
    QString cloneUrl;
    QString defaultBranch; ///< empty: the remote's own
    JobCredential credential;
    RepositorySettings settings;

    static constexpr auto jsonName = "JobRepository";
    static constexpr auto fields()
    {
        return fieldList(required("id", &JobRepository::id), required("alias", &JobRepository::alias),
            required("role", &JobRepository::role, "work or context"), required("clone_url", &JobRepository::cloneUrl),
            optional("default_branch", &JobRepository::defaultBranch),
            optional("credential", &JobRepository::credential), optional("settings", &JobRepository::settings));
    }
};

/// All that an executor needs to know of a job.
struct JobEnvelope {
    JobId jobId;
    RunId runId;
    LeaseId leaseId;
    int leaseSeconds = 60;
    int attempt = 1; ///< the n-th run of this job
    Ticket ticket;
    QList<JobRepository> repositories;
    QString branch;
    QString provider; ///< profile id
    QString model;    ///< empty: the profile's
    Budgets budgets;
    std::optional<ReplayPlan> replay; ///< do this again with the recorded answers, and publish nothing
    Budgets dayShare;                 ///< tokens and money: what budgets of the day leave to this run; 0: there is none

    const JobRepository *workRepository() const;

    static constexpr auto jsonName = "JobEnvelope";
    static constexpr auto fields()
    {
        return fieldList(required("job_id", &JobEnvelope::jobId), required("run_id", &JobEnvelope::runId),
            required("lease_id", &JobEnvelope::leaseId), required("lease_seconds", &JobEnvelope::leaseSeconds),
            required("attempt", &JobEnvelope::attempt), required("ticket", &JobEnvelope::ticket),
            required("repositories", &JobEnvelope::repositories), required("branch", &JobEnvelope::branch),
            optional("provider", &JobEnvelope::provider), optional("model", &JobEnvelope::model),
            optional("budgets", &JobEnvelope::budgets),
            optional(
                "replay", &JobEnvelope::replay, "Do this run again with its recorded answers, and publish nothing"),
            optional("day_share", &JobEnvelope::dayShare,
                "Tokens and money: what budgets of the day leave to this run; 0: there is none"));
    }
};

inline const JobRepository *JobEnvelope::workRepository() const
{
    for (const JobRepository &repository : repositories)
        if (repository.role == u"work")
            return &repository;
    return nullptr;
}

/// How a run ended, as told to the controller.
struct RunResult {
    Outcome outcome = Outcome::Failed;
    Reason reason = Reason::Internal;
    QString summary; ///< one or two plain sentences
    QString branch;
    QString baseCommit;
    QString headCommit; ///< of what was committed; empty when nothing was
    bool isPushed = false;
    QString validation = QStringLiteral("not_validated"); ///< `passed`, `failed`, `not_validated`
    qint64 tokens = 0;
    std::optional<double> costUsd;    ///< none: a price was not known
    std::optional<GuardReport> guard; ///< none: the run ended before the diff guard
    std::optional<BaseDrift> drift;   ///< none: the default branch did not move

    static constexpr auto jsonName = "RunResult";
    static constexpr auto fields()
    {
        return fieldList(required("outcome", &RunResult::outcome), required("reason", &RunResult::reason),
            required("summary", &RunResult::summary), optional("branch", &RunResult::branch),
            optional("base_commit", &RunResult::baseCommit), optional("head_commit", &RunResult::headCommit),
            optional("is_pushed", &RunResult::isPushed), optional("validation", &RunResult::validation),
            optional("tokens", &RunResult::tokens), optional("cost_usd", &RunResult::costUsd),
            optional("guard", &RunResult::guard, "What the diff guard said"),
            optional("drift", &RunResult::drift, "How far the default branch went on while the run worked"));
    }
};

} // namespace mergeloom
