#pragma once

#include "service/platform/CloneUrl.h"
#include "service/platform/GitCommand.h"
#include "service/platform/GitTransport.h"
#include "shared/core/Result.h"
#include "shared/core/Timestamp.h"

#include <QString>

#include <optional>
#include <stop_token>

namespace mergeloom {

/// A bare mirror of the branches and tags of one remote. It never drops an object, since workspaces borrow from it.
/// The caller holds its lock. What is at the path of a mirror is always a whole one: the first clone, and a rebuilt
/// one, are made beside it and renamed.
class GitMirror
{
public:
    GitMirror(QString path, const CloneUrl &url, const GitCommand &command, const GitTransport::Options &options)
        : m_path(std::move(path)), m_url(url), m_command(command), m_options(options)
    {
    }

    Result<RemoteHead> update(std::stop_token stop) const;

    /// Notes that an object of the mirror could not be read; the next update makes the mirror anew.
    static void reportDamage(const QString &mirrorPath);

    /// When the mirror at this path was brought up to date last; none: there is none.
    static std::optional<Timestamp> fetchedAt(const QString &mirrorPath);

private:
    struct Head {
        QString branch;
        QString commit;
    };
    Result<Head> remoteHead(std::stop_token stop) const;
    Result<void> fetchInto(const QString &path, std::stop_token stop) const;
    Result<void> build(std::stop_token stop) const;
    Result<RemoteHead> headIn(const QString &branch) const;
    bool isUsable() const;

    QString m_path;
    const CloneUrl &m_url;
    const GitCommand &m_command;
    const GitTransport::Options &m_options;
};

} // namespace mergeloom
