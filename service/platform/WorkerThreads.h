#pragma once

#include <algorithm>
#include <thread>
#include <vector>

namespace mergeloom {

/// Runs `work` on this thread and on as many others as pay off for file system work, until all have returned.
template <class Work>
void runWorkers(const Work &work)
{
    const unsigned count = std::clamp(std::thread::hardware_concurrency(), 2u, 8u);
    std::vector<std::jthread> others;
    for (unsigned i = 1; i < count; ++i)
        others.emplace_back([&work] { work(); });
    work();
}

} // namespace mergeloom
