#pragma once

#include "service/platform/FileDescriptor.h"

#include <chrono>

namespace mergeloom {

/// Takes one byte from a Unix socket, and the descriptor that came beside it. Closed: nothing came in time, the other side
/// is gone, or it sent none.
FileDescriptor receiveDescriptor(const FileDescriptor &channel, std::chrono::milliseconds timeLimit);

} // namespace mergeloom
