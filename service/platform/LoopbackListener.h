#pragma once

#include "service/platform/FileDescriptor.h"

#include <QtGlobal>

namespace mergeloom {

/// A socket that listens at 127.0.0.1 on a port of the kernel's choice, which is put into `port`; closed when there is none.
FileDescriptor listenOnLoopback(quint16 &port);

} // namespace mergeloom
