#pragma once

#include "service/platform/Process.h"
#include "service/platform/ShellLine.h"
#include "service/platform/SpareSandbox.h"

#include <functional>
#include <memory>

namespace mergeloom {

struct ShellOrder {
    QString line;
    QString directory;                 ///< relative to the root; empty: the root
    std::chrono::seconds timeLimit{0}; ///< 0, or more than the shell's own: the shell's own
};

/// How the commands of a run start, all of them: the line is checked against the allow-list, then bash runs it in the
/// sandbox, below one root, with a stated environment and a time limit.
struct SandboxedShell {
    QString root; ///< the workspace; relative directories are below it
    AllowList allowList{QStringList{}};
    SandboxPolicy sandbox;
    QMap<QString, QString> environment;
    std::chrono::seconds timeLimit{300};
    qint64 outputLimit = 1 << 20;                                 ///< bytes of each stream that the result keeps
    std::function<void(FileDescriptor listener)> onProxyListener; ///< as in ProcessRequest
    /// Keeps a sandbox ready for the next command; copies of this share it, on one thread. Null: each starts its own.
    std::shared_ptr<SpareSandbox> spare;

    using Output = std::function<void(const QByteArray &piece, bool isStandardError)>;
    /// Errors: forbidden and invalid_input (the line), those of runProcess(), cancelled. A red command is a result.
    Result<ProcessResult> run(const ShellOrder &order, const Output &onOutput, std::stop_token stop) const;
};

} // namespace mergeloom
