#pragma once

#include "shared/core/Json.h"

namespace mergeloom {

/// Limits of one run; 0 means the worker's own limit. A limit can only narrow what the worker allows.
struct Budgets {
    qint64 tokens = 0;
    double costUsd = 0;
    int wallSeconds = 0;    ///< time in which a person is waited for does not count
    int turns = 0;          ///< of one attempt
    int commands = 0;       ///< setup, validation and the agent's own together
    qint64 outputBytes = 0; ///< what is recorded of the output of commands and tools
    qint64 diskBytes = 0;   ///< what the workspace grows by after the checkout, ignored files too

    bool isEmpty() const { return *this == Budgets{}; }
    auto operator<=>(const Budgets &) const = default;

    static constexpr auto jsonName = "Budgets";
    static constexpr bool isClosed = true;
    static constexpr auto fields()
    {
        return fieldList(optional("tokens", &Budgets::tokens), optional("cost_usd", &Budgets::costUsd),
            optional("wall_seconds", &Budgets::wallSeconds), optional("turns", &Budgets::turns, "Of one attempt"),
            optional("commands", &Budgets::commands, "Setup, validation and the agent's own"),
            optional("output_bytes", &Budgets::outputBytes, "Recorded output of commands and tools"),
            optional("disk_bytes", &Budgets::diskBytes, "Growth of the workspace after the checkout"));
    }
};

/// What is over these is taken for a mistake.
inline constexpr Budgets largestBudgets{.tokens = 1'000'000'000'000,
    .costUsd = 1'000'000,
    .wallSeconds = 30 * 24 * 3600,
    .turns = 100'000,
    .commands = 1'000'000,
    .outputBytes = qint64(1) << 50,
    .diskBytes = qint64(1) << 50};

/// What all runs that begin in one day (UTC) may spend together; 0: no limit.
struct DayBudgets {
    qint64 tokens = 0;
    double costUsd = 0;

    bool isEmpty() const { return tokens == 0 && costUsd == 0; }
    auto operator<=>(const DayBudgets &) const = default;

    static constexpr auto jsonName = "DayBudgets";
    static constexpr bool isClosed = true;
    static constexpr auto fields()
    {
        return fieldList(optional("tokens", &DayBudgets::tokens), optional("cost_usd", &DayBudgets::costUsd));
    }
};

/// What a run may spend of what was asked for: no more than `most`, which also holds where nothing was asked.
Budgets boundedBy(const Budgets &asked, const Budgets &most);
/// `limits` with more of those that are set; `most` (0: no bound) is never passed. What has no limit needs no more.
Budgets extended(const Budgets &limits, const Budgets &more, const Budgets &most);
/// What `now` has more than `before`.
Budgets difference(const Budgets &now, const Budgets &before);

/// 512 B, 20 KiB, 1.5 GiB
QString shownBytes(qint64 bytes);

} // namespace mergeloom
