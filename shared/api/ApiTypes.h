#pragma once

#include "shared/domain/Event.h"
#include "shared/domain/Job.h"
#include "shared/domain/Provider.h"
#include "shared/domain/Roles.h"
#include "shared/domain/RunView.h"

/// Requests and answers of `/api/v1`. Secrets are written, never read: answers say `has_secret`.
namespace mergeloom::api {

/// `{items, next_cursor}`; an absent cursor is the end.
template <class T>
struct Page {
    QList<T> items;
    std::optional<QString> nextCursor;

    static constexpr auto jsonName = T::pageName;
    static constexpr auto fields()
    {
        return std::tuple{required("items", &Page::items), optional("next_cursor", &Page::nextCursor)};
    }
};

/// The answer where there is nothing to say but that it was done.
struct Done {
    QString message;
    static constexpr auto jsonName = "Done";
    static constexpr auto fields() { return std::tuple{required("message", &Done::message)}; }
};

// ---- repositories

struct RepositoryRequest {
    QString alias;
    QString cloneUrl;
    QString defaultBranch;
    bool isEnabled = true;
    RepositorySettings settings;
    std::optional<QString> username;
    std::optional<QString> password; ///< empty text removes it; absent keeps it
    std::optional<QString> sshKey;
    std::optional<QString> knownHosts;

    static constexpr auto jsonName = "RepositoryRequest";
    static constexpr auto fields()
    {
        return std::tuple{required("alias", &RepositoryRequest::alias, "[a-z0-9][a-z0-9._-]*"),
            required("clone_url", &RepositoryRequest::cloneUrl, "https, ssh, or a local path"),
            optional("default_branch", &RepositoryRequest::defaultBranch, "Empty: the remote's own"),
            optional("is_enabled", &RepositoryRequest::isEnabled), optional("settings", &RepositoryRequest::settings),
            optional("username", &RepositoryRequest::username),
            optional("password", &RepositoryRequest::password, "Write-only; empty removes it, absent keeps it"),
            optional("ssh_key", &RepositoryRequest::sshKey, "Write-only private key"),
            optional("known_hosts", &RepositoryRequest::knownHosts, "Lines of known_hosts; empty: trust the first key seen")};
    }
};

struct RepositoryView {
    RepositoryId id;
    QString alias;
    QString cloneUrl; ///< without credentials
    QString defaultBranch;
    bool isEnabled = true;
    RepositorySettings settings;
    QString username;
    bool hasSecret = false;
    qint64 version = 1; ///< the ETag
    Timestamp updatedAt;

    static constexpr auto jsonName = "Repository";
    static constexpr auto pageName = "RepositoryPage";
    static constexpr auto fields()
    {
        return std::tuple{required("id", &RepositoryView::id), required("alias", &RepositoryView::alias),
            required("clone_url", &RepositoryView::cloneUrl), required("default_branch", &RepositoryView::defaultBranch),
            required("is_enabled", &RepositoryView::isEnabled), required("settings", &RepositoryView::settings),
            required("username", &RepositoryView::username), required("has_secret", &RepositoryView::hasSecret),
            required("version", &RepositoryView::version, "Send it as If-Match to change the repository"),
            required("updated_at", &RepositoryView::updatedAt)};
    }
};

struct RepositoryTestResult {
    bool isReachable = false;
    QString defaultBranch;
    QString headCommit;
    QString message;

    static constexpr auto jsonName = "RepositoryTestResult";
    static constexpr auto fields()
    {
        return std::tuple{required("is_reachable", &RepositoryTestResult::isReachable),
            required("default_branch", &RepositoryTestResult::defaultBranch),
            required("head_commit", &RepositoryTestResult::headCommit), required("message", &RepositoryTestResult::message)};
    }
};

// ---- tickets and jobs

struct TicketRequest {
    QString title;
    QString body;
    QStringList labels;
    QString repository; ///< alias; the same as the label repo-<alias>
    QString key;        ///< empty: the next LOCAL-n
    int priority = 0;

    static constexpr auto jsonName = "TicketRequest";
    static constexpr auto fields()
    {
        return std::tuple{required("title", &TicketRequest::title), optional("body", &TicketRequest::body, "Markdown; may hold a [JCA] block"),
            optional("labels", &TicketRequest::labels), optional("repository", &TicketRequest::repository, "Alias; the same as the label repo-<alias>"),
            optional("key", &TicketRequest::key, "Empty: the next LOCAL-n"), optional("priority", &TicketRequest::priority, "Higher goes first")};
    }
};

struct JobView {
    JobId id;
    QString ticketKey;
    QString title;
    QString repository;
    JobState state = JobState::Queued;
    int priority = 0;
    int attempt = 0;
    std::optional<RunId> runId; ///< of the newest run
    QString stage;              ///< of the running run, as last heard
    QString reason;
    QString summary;
    QString branch;
    QString worker;
    Timestamp queuedAt;
    Timestamp updatedAt;

    static constexpr auto jsonName = "Job";
    static constexpr auto pageName = "JobPage";
    static constexpr auto fields()
    {
        return std::tuple{required("id", &JobView::id), required("ticket_key", &JobView::ticketKey),
            required("title", &JobView::title), required("repository", &JobView::repository),
            required("state", &JobView::state), required("priority", &JobView::priority),
            required("attempt", &JobView::attempt), optional("run_id", &JobView::runId, "Of the newest run"),
            required("stage", &JobView::stage), required("reason", &JobView::reason),
            required("summary", &JobView::summary), required("branch", &JobView::branch),
            required("worker", &JobView::worker), required("queued_at", &JobView::queuedAt),
            required("updated_at", &JobView::updatedAt)};
    }
};

struct TicketView {
    TicketId id;
    Ticket ticket;
    Timestamp createdAt;
    std::optional<JobView> job; ///< the newest job; absent: not queued, see `refusal`
    QString refusal;            ///< why it was not queued, in plain words

    static constexpr auto jsonName = "TicketEntry";
    static constexpr auto pageName = "TicketPage";
    static constexpr auto fields()
    {
        return std::tuple{required("id", &TicketView::id), required("ticket", &TicketView::ticket),
            required("created_at", &TicketView::createdAt), optional("job", &TicketView::job),
            required("refusal", &TicketView::refusal, "Why the ticket was not queued; empty when it was")};
    }
};

// ---- providers

struct ProviderRequest {
    QString kind;
    QString name;
    QString model;
    QString endpoint;
    QMap<QString, QString> options;
    bool isDefault = false;
    std::optional<QString> secret; ///< empty text removes it; absent keeps it

    static constexpr auto jsonName = "ProviderRequest";
    static constexpr auto fields()
    {
        return std::tuple{required("kind", &ProviderRequest::kind), optional("name", &ProviderRequest::name),
            optional("model", &ProviderRequest::model), optional("endpoint", &ProviderRequest::endpoint),
            optional("options", &ProviderRequest::options), optional("is_default", &ProviderRequest::isDefault),
            optional("secret", &ProviderRequest::secret, "Write-only; empty removes it, absent keeps it")};
    }
};

struct ProviderView {
    ProviderProfile profile;
    bool hasSecret = false;
    ProviderState state = ProviderState::NotConfigured;
    QString detail; ///< what is missing and what to do
    qint64 version = 1;

    static constexpr auto jsonName = "Provider";
    static constexpr auto fields()
    {
        return std::tuple{required("profile", &ProviderView::profile), required("has_secret", &ProviderView::hasSecret),
            required("state", &ProviderView::state), required("detail", &ProviderView::detail),
            required("version", &ProviderView::version)};
    }
};

struct ProviderList {
    QList<ProviderView> items;
    QList<ProviderKind> kinds;

    static constexpr auto jsonName = "ProviderList";
    static constexpr auto fields()
    {
        return std::tuple{required("items", &ProviderList::items), required("kinds", &ProviderList::kinds)};
    }
};

// ---- events

struct EventView {
    qint64 id = 0; ///< place in the whole stream; the cursor of /events and /stream
    QString runId; ///< empty: controller or gateway
    Event event;

    static constexpr auto jsonName = "EventEntry";
    static constexpr auto pageName = "EventPage";
    static constexpr auto fields()
    {
        return std::tuple{required("id", &EventView::id), required("run_id", &EventView::runId),
            required("event", &EventView::event)};
    }
};

struct PatchView {
    QString base;
    QString tree;
    QString patch; ///< unified diff
    bool isCut = false;
    QList<ChangedFileView> files;

    static constexpr auto jsonName = "Patch";
    static constexpr auto fields()
    {
        return std::tuple{required("base", &PatchView::base), required("tree", &PatchView::tree),
            required("patch", &PatchView::patch, "Unified diff with git headers"), required("is_cut", &PatchView::isCut),
            required("files", &PatchView::files)};
    }
};

// ---- tokens, status, health

struct TokenRequest {
    QString name;
    Role role = Role::Viewer;

    static constexpr auto jsonName = "TokenRequest";
    static constexpr auto fields()
    {
        return std::tuple{required("name", &TokenRequest::name), required("role", &TokenRequest::role)};
    }
};

struct TokenView {
    TokenId id;
    QString name;
    Role role = Role::Viewer;
    Timestamp createdAt;
    std::optional<Timestamp> lastUsedAt;
    std::optional<QString> secret; ///< only in the answer that made it

    static constexpr auto jsonName = "Token";
    static constexpr auto pageName = "TokenPage";
    static constexpr auto fields()
    {
        return std::tuple{required("id", &TokenView::id), required("name", &TokenView::name),
            required("role", &TokenView::role), required("created_at", &TokenView::createdAt),
            optional("last_used_at", &TokenView::lastUsedAt), optional("secret", &TokenView::secret, "Shown once, when it is made")};
    }
};

struct LoginLink {
    QString url;
    static constexpr auto jsonName = "LoginLink";
    static constexpr auto fields() { return std::tuple{required("url", &LoginLink::url, "Works once, for 15 minutes")}; }
};

struct Identity {
    QString name;
    Role role = Role::Viewer;
    QString worker;
    QString version;

    static constexpr auto jsonName = "Identity";
    static constexpr auto fields()
    {
        return std::tuple{required("name", &Identity::name), required("role", &Identity::role),
            required("worker", &Identity::worker, "Name of this worker"), required("version", &Identity::version)};
    }
};

struct ExecutorView {
    WorkerId id;
    QString name;
    QString state; ///< `idle`, `running`, `away`
    QString version;
    std::optional<JobId> jobId;
    std::optional<RunId> runId;
    QString sandbox;
    Timestamp lastSeenAt;

    static constexpr auto jsonName = "Executor";
    static constexpr auto fields()
    {
        return std::tuple{required("id", &ExecutorView::id), required("name", &ExecutorView::name),
            required("state", &ExecutorView::state, "idle, running or away"), required("version", &ExecutorView::version),
            optional("job_id", &ExecutorView::jobId), optional("run_id", &ExecutorView::runId),
            required("sandbox", &ExecutorView::sandbox), required("last_seen_at", &ExecutorView::lastSeenAt)};
    }
};

struct DayFigure {
    QString day; ///< `2026-01-31`, UTC
    int completed = 0;
    int blocked = 0;
    int failed = 0;
    int cancelled = 0;
    double costUsd = 0;

    static constexpr auto jsonName = "DayFigure";
    static constexpr auto fields()
    {
        return std::tuple{required("day", &DayFigure::day), required("completed", &DayFigure::completed),
            required("blocked", &DayFigure::blocked), required("failed", &DayFigure::failed),
            required("cancelled", &DayFigure::cancelled), required("cost_usd", &DayFigure::costUsd)};
    }
};

struct Dashboard {
    QString worker;
    QString version;
    QList<ExecutorView> executors;
    QList<JobView> active;
    QList<JobView> queue;
    QList<JobView> needsPerson; ///< blocked, failed, publish_failed, newest first
    QList<RunSummary> recent;
    QList<DayFigure> days;      ///< the last 14, oldest first
    int repositories = 0;
    int providersReady = 0;
    int tickets = 0;
    QString health; ///< `ok`, `warning`, `failing`
    QString healthText;

    static constexpr auto jsonName = "Dashboard";
    static constexpr auto fields()
    {
        return std::tuple{required("worker", &Dashboard::worker), required("version", &Dashboard::version),
            required("executors", &Dashboard::executors), required("active", &Dashboard::active),
            required("queue", &Dashboard::queue), required("needs_person", &Dashboard::needsPerson),
            required("recent", &Dashboard::recent), required("days", &Dashboard::days, "The last 14, oldest first"),
            required("repositories", &Dashboard::repositories), required("providers_ready", &Dashboard::providersReady),
            required("tickets", &Dashboard::tickets), required("health", &Dashboard::health, "ok, warning or failing"),
            required("health_text", &Dashboard::healthText)};
    }
};

struct HealthCheck {
    QString name;
    QString status; ///< `ok`, `warning`, `failing`
    QString seen;   ///< what was seen
    QString remedy; ///< what to do; empty when ok
    Timestamp checkedAt;

    static constexpr auto jsonName = "HealthCheck";
    static constexpr auto fields()
    {
        return std::tuple{required("name", &HealthCheck::name), required("status", &HealthCheck::status, "ok, warning or failing"),
            required("seen", &HealthCheck::seen), required("remedy", &HealthCheck::remedy),
            required("checked_at", &HealthCheck::checkedAt)};
    }
};

struct Health {
    QString status;
    QList<HealthCheck> checks;

    static constexpr auto jsonName = "Health";
    static constexpr auto fields()
    {
        return std::tuple{required("status", &Health::status), required("checks", &Health::checks)};
    }
};

struct RunPage {
    QList<RunSummary> items;
    std::optional<QString> nextCursor;
    static constexpr auto jsonName = "RunPage";
    static constexpr auto fields()
    {
        return std::tuple{required("items", &RunPage::items), optional("next_cursor", &RunPage::nextCursor)};
    }
};

} // namespace mergeloom::api
