#include "shared/domain/Budgets.h"

#include <algorithm>
#include <limits>

namespace mergeloom {

namespace {

template <class T>
T extendedLimit(T limit, T more, T most)
{
    if (limit <= 0 || more <= 0)
        return limit;
    const T room = (most > 0 ? most : std::numeric_limits<T>::max()) - limit;
    return limit + std::max(T(0), std::min(more, room));
}

template <class T>
T boundedLimit(T asked, T most)
{
    if (asked <= 0 || most <= 0)
        return std::max(asked, most);
    return std::min(asked, most);
}

} // namespace

Budgets boundedBy(const Budgets &asked, const Budgets &most)
{
    return {boundedLimit(asked.tokens, most.tokens), boundedLimit(asked.costUsd, most.costUsd),
        boundedLimit(asked.wallSeconds, most.wallSeconds), boundedLimit(asked.turns, most.turns)};
}

Budgets extended(const Budgets &limits, const Budgets &more, const Budgets &most)
{
    return {extendedLimit(limits.tokens, more.tokens, most.tokens),
        extendedLimit(limits.costUsd, more.costUsd, most.costUsd),
        extendedLimit(limits.wallSeconds, more.wallSeconds, most.wallSeconds),
        extendedLimit(limits.turns, more.turns, most.turns)};
}

Budgets difference(const Budgets &now, const Budgets &before)
{
    return {now.tokens - before.tokens, now.costUsd - before.costUsd, now.wallSeconds - before.wallSeconds,
        now.turns - before.turns};
}

} // namespace mergeloom
