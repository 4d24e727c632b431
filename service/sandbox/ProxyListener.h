#pragma once

#include <cstdint>

namespace mergeloom::launcher {

/// Listens at 127.0.0.1:`port` in the network of this process, which is the sandbox's own, and hands that socket to the
/// worker: a byte `listenerComes` with the descriptor beside it. False: see errno.
bool handOverListener(std::uint16_t port);

} // namespace mergeloom::launcher
