#pragma once

#include <QMap>
#include <QString>

namespace mergeloom {

/// What makes programs use the proxy at this port of 127.0.0.1: the variables that curl, git, npm, pip, cargo and go obey, and those of the tools
/// that have some of their own. What listens inside of the sandbox itself is reached without it.
QMap<QString, QString> proxyEnvironment(int port);

} // namespace mergeloom
