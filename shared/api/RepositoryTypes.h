#pragma once

#include "shared/api/Page.h"
#include "shared/domain/Ids.h"
#include "shared/domain/Repository.h"

namespace mergeloom::api {

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
        return fieldList(required("alias", &RepositoryRequest::alias, "[a-z0-9][a-z0-9._-]*"),
            required("clone_url", &RepositoryRequest::cloneUrl, "https, ssh, or a local path"),
            optional("default_branch", &RepositoryRequest::defaultBranch, "Empty: the remote's own"),
            optional("is_enabled", &RepositoryRequest::isEnabled), optional("settings", &RepositoryRequest::settings),
            optional("username", &RepositoryRequest::username),
            optional("password", &RepositoryRequest::password, "Write-only; empty removes it, absent keeps it"),
            optional("ssh_key", &RepositoryRequest::sshKey, "Write-only private key"),
            optional("known_hosts", &RepositoryRequest::knownHosts,
                "Lines of known_hosts; empty: trust the first key seen"));
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
        return fieldList(required("id", &RepositoryView::id), required("alias", &RepositoryView::alias),
            required("clone_url", &RepositoryView::cloneUrl),
            required("default_branch", &RepositoryView::defaultBranch),
            required("is_enabled", &RepositoryView::isEnabled), required("settings", &RepositoryView::settings),
            required("username", &RepositoryView::username), required("has_secret", &RepositoryView::hasSecret),
            required("version", &RepositoryView::version, "Send it as If-Match to change the repository"),
            required("updated_at", &RepositoryView::updatedAt));
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
        return fieldList(required("is_reachable", &RepositoryTestResult::isReachable),
            required("default_branch", &RepositoryTestResult::defaultBranch),
            required("head_commit", &RepositoryTestResult::headCommit),
            required("message", &RepositoryTestResult::message));
    }
};

/// A rule of the diff guard, for forms.
struct GuardRuleView {
    QString id;
    QString title;
    QString looksAt;
    GuardAction standard = GuardAction::Flag;

    static constexpr auto jsonName = "GuardRule";
    static constexpr auto fields()
    {
        return fieldList(required("id", &GuardRuleView::id), required("title", &GuardRuleView::title),
            required("looks_at", &GuardRuleView::looksAt, "What it finds"),
            required("standard", &GuardRuleView::standard, "What it does where a repository does not say"));
    }
};

struct GuardRuleList {
    QList<GuardRuleView> items;

    static constexpr auto jsonName = "GuardRuleList";
    static constexpr auto fields() { return fieldList(required("items", &GuardRuleList::items)); }
};

} // namespace mergeloom::api
