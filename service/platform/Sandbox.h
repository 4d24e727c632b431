#pragma once

#include "service/platform/SystemSettings.h"
#include "shared/core/Result.h"
#include "shared/domain/Network.h"

#include <QString>
#include <QStringList>

#include <memory>
#include <optional>

namespace mergeloom {

enum class SandboxMode { Required, Off };

/// How a command is shut in: by name spaces, or by Landlock where a container refuses those.
enum class SandboxBackend { Bubblewrap, Landlock };

/// Of one command with all that it starts, or of each of its processes. 0: no limit.
struct SandboxLimits {
    qint64 memoryBytes = qint64(8192) << 20; ///< of all together, files in /tmp of the sandbox apart
    int processes = 2048;                    ///< of all together
    int openFiles = 65'536;                  ///< of each
    qint64 fileBytes = qint64(8192) << 20;   ///< of each file that is written, and of all in /tmp together
    int processorSeconds = 7200;             ///< of each

    bool operator==(const SandboxLimits &) const = default;
};

/// What a sandboxed process may see: a read-only system, /tmp, /proc and /dev of its own, no network, no home, and
/// of everything else only what is named here.
struct SandboxPolicy {
    SandboxMode mode = SandboxMode::Required;
    std::optional<SandboxBackend> backend; ///< none: bubblewrap
    SandboxLimits limits;
    QString workspace; ///< writable, at the same path inside; its `.git` is read-only
    bool isWorkspaceReadOnly = false;
    QStringList readOnlyPaths; ///< e.g. the object directory of the mirror
    QString keptHome;   ///< a folder that outlives the process, writable, shown at `keptHomeInside`; bubblewrap only
    QString keptSignIn; ///< with `keptHome`: a second such folder, shown at `signInPlace`
    NetworkMode network = NetworkMode::None; ///< allowlist: none but a proxy at `proxyPortInside`, see ProcessRequest
    std::shared_ptr<const SystemSettings> settings; ///< shown as /etc; null: those of the host, one by one

    bool operator==(const SandboxPolicy &) const = default; ///< one started for the other would do
};

/// What this host can do, found by really starting a sandbox and trying to leave it.
struct SandboxReport {
    QString level; ///< `bubblewrap`, `landlock` or `none`
    bool isEffective = false;
    QString detail;      ///< what was seen, and what to do when it is not effective
    QStringList missing; ///< what an effective one could not close, a clause each: "there is no private /tmp: …"
    std::optional<SandboxBackend> backend; ///< of an effective one
};

/// HOME of a sandboxed process that was given none: empty, writable, gone with it.
constexpr const char *sandboxHome = "/tmp/home";

/// Where a process finds its kept home, wherever that is outside: never beneath /tmp, which some programs refuse.
constexpr const char *keptHomeInside = "/run/home";

/// Where a process finds its kept sign-in.
constexpr const char *signInPlace = "/run/sign-in";

/// The port of 127.0.0.1 at which a sandboxed command finds its proxy; the network around it is its own.
constexpr int proxyPortInside = 3128;

class Sandbox
{
public:
    /// Tries the back ends in order, or `only` that one. Takes some 20 ms; ask once per process.
    static SandboxReport probe(std::optional<SandboxBackend> only = {});

    /// The program that shuts a command in, with its arguments: the launcher (see service/sandbox), inside of bubblewrap or
    /// alone, which waits for its order. `privateDirectory` is what Landlock gives in place of /tmp. Errors: unavailable, when bubblewrap or the launcher is missing; not_found, when a
    /// named path is; invalid_input.
    static Result<QStringList> commandLine(const SandboxPolicy &policy, const QString &privateDirectory = {});
    /// Where a command finds the launcher; empty where that is not installed.
    static QString launcherInsideOf(SandboxBackend backend);
    /// `bubblewrap` or `landlock`, as the setting has it; none for `auto`.
    static std::optional<SandboxBackend> backendNamed(const QString &name);
    static QString nameOf(SandboxBackend backend);
};

} // namespace mergeloom
