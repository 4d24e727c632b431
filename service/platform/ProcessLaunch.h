#pragma once

#include "service/platform/FileDescriptor.h"
#include "shared/core/Result.h"

#include <QByteArray>
#include <QList>

#include <sys/types.h>

namespace mergeloom {

enum class LaunchInput { Nothing, Pipe, Given };
enum class LaunchChannel { Nothing, Socket };

/// One fork and exec. Everything is in bytes and allocated before the fork: after it nothing may allocate.
struct LaunchRequest {
    QByteArray program;            ///< absolute, or relative to `workingDirectory`
    QList<QByteArray> arguments;   ///< with the name of the program first
    QList<QByteArray> environment; ///< `NAME=value`
    QByteArray workingDirectory;
    LaunchInput input = LaunchInput::Nothing;
    int givenInput = -1; ///< of Given; stays the caller's
    /// A stream socket that the child has as descriptor launcher::channelDescriptor. Such a child ends itself when the
    /// other end is closed; any other is killed with the thread that started it.
    LaunchChannel channel = LaunchChannel::Nothing;
};

/// A child that leads a session of its own. Our ends of its pipes do not block.
struct LaunchedProcess {
    pid_t pid = -1;
    FileDescriptor exit; ///< readable once the child is gone; closed where the kernel has no pidfd
    FileDescriptor input;
    FileDescriptor output;
    FileDescriptor error;
    FileDescriptor channel;
};

/// Errors: not_found (program or directory), forbidden (may not be run), io (no process or descriptor left).
Result<LaunchedProcess> launchProcess(const LaunchRequest &request);

} // namespace mergeloom
