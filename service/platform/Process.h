#pragma once

#include "service/platform/FileDescriptor.h"
#include "service/platform/Sandbox.h"
#include "shared/core/Result.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QMap>
#include <QStringList>

#include <chrono>
#include <functional>
#include <optional>
#include <stop_token>

namespace mergeloom {

/// What to start. The environment is exactly `environment`, nothing is inherited. Standard input is `input`, then closed.
struct ProcessRequest {
    QString program; ///< absolute path, or a name looked up in the PATH of `environment`
    QStringList arguments;
    QString workingDirectory;
    QMap<QString, QString> environment;
    QByteArray input;
    /// Standard input in place of `input`, for a program that is told something while it runs; stays the caller's. Without a
    /// sandbox only.
    std::optional<int> inputDescriptor;
    std::chrono::milliseconds timeLimit{300'000};
    qint64 outputLimit = 8 << 20; ///< bytes of each stream that are kept; what is over is counted and thrown away
    std::optional<SandboxPolicy> sandbox; ///< none: a trusted program (git, ssh) in a process group of its own
    /// Called on the calling thread for each piece as it comes.
    std::function<void(const QByteArray &piece, bool isStandardError)> onOutput;
    /// As onOutput, for standard output alone, and all of it: also what is over the limit and not kept. Valid for the call.
    std::function<void(QByteArrayView piece)> onStream;
    /// With a sandbox whose network is `allowlist`: called once, on the calling thread, with the socket that listens inside
    /// of it; whoever accepts from it is the proxy of the command.
    std::function<void(FileDescriptor listener)> onProxyListener;
};

enum class ProcessEnd { Exited, Signalled, TimedOut, Cancelled };

struct ProcessResult {
    ProcessEnd end = ProcessEnd::Exited;
    int exitCode = -1; ///< of Exited; the signal number of Signalled
    QByteArray standardOutput;
    QByteArray standardError;
    qint64 droppedBytes = 0; ///< output over the limit
    QString exceeded; ///< the limit of the sandbox that ended it: "more than 8192 MB of memory (…)"; else empty
    std::chrono::microseconds duration{0};

    bool succeeded() const { return end == ProcessEnd::Exited && exitCode == 0; }
};

/// Runs one program to its end on the calling thread. At the time limit or on stop the whole tree gets TERM, and KILL
/// when it is not gone in `grace`; when the program itself has exited, what it left running is ended too. Output that
/// children still hold open is not waited for longer than 2 s. Errors: not_found, forbidden, unavailable (no sandbox), invalid_input.
Result<ProcessResult> runProcess(const ProcessRequest &request, std::stop_token stop,
    std::chrono::milliseconds grace = std::chrono::milliseconds(3000));

} // namespace mergeloom
