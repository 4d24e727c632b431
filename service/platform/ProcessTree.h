#pragma once

#include <QList>

#include <sys/types.h>

namespace mergeloom {

/// All that descends from a process, as far as /proc tells; what forks meanwhile may be missing.
QList<pid_t> treeBelow(pid_t process);
/// Bytes that these processes hold for themselves; pages that several share since a fork count once.
qint64 memoryOf(const QList<pid_t> &processes);

} // namespace mergeloom
