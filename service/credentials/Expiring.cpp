#include "service/credentials/Expiring.h"

#include "service/platform/HttpDate.h"

namespace mergeloom {

using std::chrono::milliseconds;

milliseconds lifetimeUntil(Timestamp end, Timestamp now, milliseconds skew)
{
    const milliseconds left((end.microseconds - now.microseconds) / 1000);
    return std::max(left - skew, milliseconds(0));
}

milliseconds clockSkew(const HttpHeaders &headers, Timestamp now)
{
    for (const auto &[name, value] : headers) {
        const auto theirs = name == "date" ? httpDate(value) : std::nullopt;
        if (!theirs)
            continue;
        const milliseconds ahead((theirs->microseconds - now.microseconds) / 1000);
        // The header has whole seconds, and is older than its arrival.
        return ahead > milliseconds(-5000) && ahead < milliseconds(5000) ? milliseconds(0) : ahead;
    }
    return milliseconds(0);
}

} // namespace mergeloom
