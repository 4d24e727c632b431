#pragma once

#include "shared/core/Json.h"

namespace mergeloom {

/// Limits of one run; 0 means the worker's own limit. A limit can only narrow what the worker allows.
struct Budgets {
    qint64 tokens = 0;
    double costUsd = 0;
    int wallSeconds = 0;
    int turns = 0; ///< of one attempt

    bool isEmpty() const { return tokens == 0 && costUsd == 0 && wallSeconds == 0 && turns == 0; }
    auto operator<=>(const Budgets &) const = default;

    static constexpr auto jsonName = "Budgets";
    static constexpr auto fields()
    {
        return std::tuple{optional("tokens", &Budgets::tokens), optional("cost_usd", &Budgets::costUsd),
            optional("wall_seconds", &Budgets::wallSeconds), optional("turns", &Budgets::turns)};
    }
};

/// What a run may spend of what was asked for: no more than `most`, which also holds where nothing was asked.
Budgets boundedBy(const Budgets &asked, const Budgets &most);
/// `limits` with more of those that are set; `most` (0: no bound) is never passed. What has no limit needs no more.
Budgets extended(const Budgets &limits, const Budgets &more, const Budgets &most);
/// What `now` has more than `before`.
Budgets difference(const Budgets &now, const Budgets &before);

} // namespace mergeloom
