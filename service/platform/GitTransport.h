#pragma once

#include "shared/core/Redactor.h"
#include "shared/core/Result.h"

#include <QString>

#include <chrono>
#include <functional>
#include <optional>
#include <stop_token>

namespace mergeloom {

/// What a remote asks for. Never written to disk but for the SSH key, which is a 0600 file in a private directory
/// while one command runs.
struct GitCredential {
    QString username;  ///< HTTP
    QString password;  ///< HTTP: password or token
    QByteArray sshKey; ///< SSH: private key, ed25519 or RSA, without a passphrase
    QByteArray
        knownHosts; ///< SSH: lines of known_hosts; empty: the key seen first is kept per mirror root and checked after
};

struct RemoteHead {
    QString branch; ///< default branch, e.g. `main`
    QString commit; ///< 40 hex digits
};

/// The one place where the `git` program runs: it moves objects between a remote and bare mirrors of ours. Its
/// configuration is ours alone. Blocking; each call may run on any thread, one call at a time per mirror (a lock file
/// keeps other processes out).
class GitTransport
{
public:
    struct Options {
        QString mirrorRoot; ///< `<data>/mirrors`
        std::chrono::seconds timeLimit{600};
        std::function<void(const QString &line)> onProgress; ///< git's own progress lines
        qint64 largestPack = qint64(20) << 30;               ///< bytes that one fetch may bring; more is `rejected`
    };
    explicit GitTransport(Options options);

    /// Where the mirror of `url` lies: a name made from the URL without its credentials.
    QString mirrorPath(const QString &url) const;

    /// Makes the mirror or brings it up to date (branches under refs/heads/*, pruned). Gives the remote's head; an empty
    /// remote is `not_found`. Errors: unavailable (cannot be reached), unauthorized, timeout, cancelled, io.
    Result<RemoteHead> updateMirror(
        const QString &url, const std::optional<GitCredential> &credential, std::stop_token stop) const;

    /// Pushes `commit`, which is in `objectDirectory` or the mirror, as refs/heads/`branch`. Never by force. `expected`
    /// is what the branch must be before: empty means it must not exist. Already there: success, nothing sent.
    /// `conflict`: the branch is elsewhere (details.found). `rejected`: the remote refused, with its words. The mirror, where there
    /// is one, then has the branch too; when it cannot, that is told as progress, for the next update brings it.
    Result<void> push(const QString &url, const std::optional<GitCredential> &credential, const QString &repositoryPath,
        const QString &commit, const QString &branch, const QString &expected, std::stop_token stop) const;

    /// The commit of a remote branch now; empty when there is none.
    Result<QString> remoteBranch(const QString &url, const std::optional<GitCredential> &credential,
        const QString &branch, std::stop_token stop) const;

private:
    Options m_options;
};

/// `url` without user and password, for showing and storing.
QString withoutCredentials(const QString &url);
/// Refuses what is not a path, file, http, https, ssh or scp-like URL, and what git would read as an option.
Result<void> checkCloneUrl(const QString &url);

} // namespace mergeloom
