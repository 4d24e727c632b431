#pragma once

#include <cstdint>

namespace mergeloom::launcher {

/// 0: as the launcher has it.
struct Limits {
    std::uint64_t processes = 0;
    std::uint64_t openFiles = 0;
    std::uint64_t fileBytes = 0;
    std::uint64_t processorSeconds = 0;
    bool countsWholeHost = false; ///< the kernel counts processes of the user everywhere, not of this sandbox
};

/// When the host runs out of memory the kernel ends this process, and what it starts, before any other.
void goFirstWhenMemoryIsShort();
/// For this process and all that it starts; never more than it has now. No core dumps. False: see errno.
bool apply(const Limits &limits);

} // namespace mergeloom::launcher
