#include "service/http/RateLimit.h"

#include <algorithm>
#include <cmath>

namespace mergeloom {

namespace {
constexpr qsizetype mostBuckets = 8192;
} // namespace

double RateLimit::leftIn(const Bucket &bucket, std::chrono::steady_clock::time_point now) const
{
    const double passed = std::chrono::duration<double>(now - bucket.filledAt).count();
    return std::min(double(m_rate.burst), bucket.left + passed * m_rate.perSecond);
}

std::chrono::seconds RateLimit::take(const QString &key)
{
    if (m_rate.perSecond == 0)
        return std::chrono::seconds(0);
    const auto now = m_clock();
    auto it = m_buckets.find(key);
    if (it == m_buckets.end()) {
        // A full bucket says nothing. With more callers than buckets, some start anew: memory is the harder limit.
        if (m_buckets.size() >= mostBuckets && now - m_sweptAt >= std::chrono::seconds(1)) {
            m_sweptAt = now;
            m_buckets.removeIf([&](const auto &entry) { return leftIn(entry.value(), now) >= m_rate.burst; });
        }
        if (m_buckets.size() >= mostBuckets)
            m_buckets.erase(m_buckets.cbegin());
        it = m_buckets.insert(key, {double(m_rate.burst), now});
    }
    it->left = leftIn(*it, now);
    it->filledAt = now;
    if (it->left < 1)
        return std::chrono::seconds(std::max(1, int(std::ceil((1 - it->left) / m_rate.perSecond))));
    it->left -= 1;
    return std::chrono::seconds(0);
}

} // namespace mergeloom
