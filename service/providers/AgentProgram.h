#pragma once

#include "service/providers/AgentDialect.h"

namespace mergeloom {

/// An agent program on this host.
struct AgentProgram {
    QString path;           ///< absolute
    QStringList folders;    ///< that a sandbox must show, beside /usr
    QStringList searchPath; ///< where it finds itself and what it is run by
    QString release;        ///< from its npm package; empty: only it knows

    /// `configured`: a path or a name, empty: the usual name, looked up in `searchPath` (as PATH). Reads the disk only. Errors:
    /// not_found, and unsupported for a release that is too old; both with details.reason `provider_not_ready`.
    static Result<AgentProgram> find(const AgentDialect &dialect, const QString &configured, const QString &searchPath);
};

/// Whether `release` is `oldest` or newer; numbers and dots, what follows them is left out.
bool isReleaseAtLeast(const QString &release, const QString &oldest);

} // namespace mergeloom
