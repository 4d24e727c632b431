#pragma once

#include <QString>

#include <optional>

namespace mergeloom {

/// A moment in UTC, to the microsecond. For durations use std::chrono::steady_clock, which does not jump.
struct Timestamp {
    qint64 microseconds = 0; ///< since 1970-01-01T00:00:00Z

    static Timestamp now();
    /// RFC 3339 with `Z`, e.g. `2026-01-31T12:00:00.123456Z`; an offset is not accepted.
    static std::optional<Timestamp> parse(QStringView text);
    QString toString() const;

    auto operator<=>(const Timestamp &) const = default;
};

} // namespace mergeloom
