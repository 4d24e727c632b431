#include "service/storage/Patience.h"

#include <QRandomGenerator>

#include <algorithm>
#include <thread>

namespace mergeloom {

namespace {

constexpr std::chrono::milliseconds longestWait{500};

} // namespace

Patience::Patience(std::chrono::milliseconds most) : m_end(std::chrono::steady_clock::now() + most) {}

bool Patience::tryAgain()
{
    if (std::chrono::steady_clock::now() + m_next >= m_end)
        return false;
    // Two that were in each other's way must not come back at the same time.
    const int wait = int(m_next.count());
    std::this_thread::sleep_for(
        std::chrono::milliseconds(wait / 2 + QRandomGenerator::global()->bounded(wait / 2 + 1)));
    m_next = std::min(m_next * 2, longestWait);
    return true;
}

} // namespace mergeloom
