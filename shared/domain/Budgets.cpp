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

/// `combine(member)` for each limit there is.
template <class Combine>
Budgets ofEachLimit(Combine combine)
{
    Budgets budgets;
    Budgets::fields()([&](const auto &...field) { ((budgets.*(field.member) = combine(field.member)), ...); });
    return budgets;
}

} // namespace

Budgets boundedBy(const Budgets &asked, const Budgets &most)
{
    return ofEachLimit([&](auto limit) { return boundedLimit(asked.*limit, most.*limit); });
}

Budgets extended(const Budgets &limits, const Budgets &more, const Budgets &most)
{
    return ofEachLimit([&](auto limit) { return extendedLimit(limits.*limit, more.*limit, most.*limit); });
}

Budgets difference(const Budgets &now, const Budgets &before)
{
    return ofEachLimit([&](auto limit) { return now.*limit - before.*limit; });
}

QString shownBytes(qint64 bytes)
{
    if (bytes < 1024)
        return QStringLiteral("%1 B").arg(bytes);
    double shown = double(bytes);
    QString unit;
    for (const char *next : {"KiB", "MiB", "GiB"})
        if (shown >= 1024 || unit.isEmpty()) {
            shown /= 1024;
            unit = QString::fromLatin1(next);
        }
    return QStringLiteral("%1 %2").arg(
        QString::number(shown, 'f', shown < 10 ? 1 : 0).remove(QStringLiteral(".0")), unit);
}

} // namespace mergeloom
