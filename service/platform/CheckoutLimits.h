#pragma once

#include <cstdint>

namespace mergeloom {

/// What a checkout may take; what is more is refused (`rejected`).
struct CheckoutLimits {
    int64_t entries = 1'000'000;            ///< files and folders: small objects can make a tree of any size
    int64_t totalBytes = int64_t(10) << 30; ///< of all files
    int64_t fileBytes = int64_t(512) << 20; ///< of one file, which is held in memory while it is written
    int depth = 200;                        ///< folders in folders
};

} // namespace mergeloom
