#pragma once

#include "shared/core/Result.h"

#include <QString>
#include <QStringList>

namespace mergeloom {

enum class SandboxMode { Required, Off };

/// What a sandboxed process may see: a read-only system, /tmp, /proc and /dev of its own, no network, no home, and
/// of everything else only what is named here.
struct SandboxPolicy {
    SandboxMode mode = SandboxMode::Required;
    QString workspace; ///< writable, at the same path inside; its `.git` is read-only
    bool isWorkspaceReadOnly = false;
    QStringList readOnlyPaths; ///< e.g. the object directory of the mirror
    bool hasNetwork = false;
};

/// What this host can do, found by really starting a sandbox and trying to leave it.
struct SandboxReport {
    QString level; ///< `bubblewrap` or `none`
    bool isEffective = false;
    QString detail; ///< what was seen, and what to do when it is not effective
};

/// HOME of a sandboxed process that was given none: empty, writable, gone with it.
constexpr const char *sandboxHome = "/tmp/home";

class Sandbox
{
public:
    /// Takes some 20 ms; ask once per process.
    static SandboxReport probe();

    /// The program and arguments that run `program` under `policy`, looked up by PATH inside. The environment is inherited.
    /// Errors: unavailable, when bubblewrap is missing; not_found, when a named path is; invalid_input.
    static Result<QStringList> commandLine(const SandboxPolicy &policy, const QString &program,
        const QStringList &arguments, const QString &workingDirectory);
};

} // namespace mergeloom
