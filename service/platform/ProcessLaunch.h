#pragma once

#include "service/platform/FileDescriptor.h"
#include "shared/core/Result.h"

#include <QByteArray>
#include <QList>

#include <sys/types.h>

namespace mergeloom {

enum class LaunchInput { Nothing, Pipe };
enum class LaunchStatus { Nothing, Pipe };

/// One fork and exec. Everything is in bytes and allocated before the fork: after it nothing may allocate.
struct LaunchRequest {
    QByteArray program;            ///< absolute, or relative to `workingDirectory`
    QList<QByteArray> arguments;   ///< with the name of the program first
    QList<QByteArray> environment; ///< `NAME=value`
    QByteArray workingDirectory;
    LaunchInput input = LaunchInput::Nothing;
    LaunchStatus status = LaunchStatus::Nothing; ///< a pipe that the child writes to as descriptor `statusDescriptor`
};

constexpr int statusDescriptor = 3;

/// A child that leads a session of its own. Our ends of its pipes do not block.
struct LaunchedProcess {
    pid_t pid = -1;
    FileDescriptor exit; ///< readable once the child is gone; closed where the kernel has no pidfd
    FileDescriptor input;
    FileDescriptor output;
    FileDescriptor error;
    FileDescriptor status;
};

/// Errors: not_found (program or directory), forbidden (may not be run), io (no process or descriptor left).
Result<LaunchedProcess> launchProcess(const LaunchRequest &request);

} // namespace mergeloom
