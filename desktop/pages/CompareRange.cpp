#include "desktop/pages/CompareRange.h"

namespace mergeloom {

namespace {

QString dotsOf(CompareRange::Kind kind)
{
    return kind == CompareRange::Kind::SinceParting ? QStringLiteral("...") : QStringLiteral("..");
}

} // namespace

QString CompareRange::text() const
{
    if (kind == Kind::OneCommit || head.isEmpty())
        return head;
    return base.isEmpty() ? QString() : base + dotsOf(kind) + head;
}

QString CompareRange::argument() const
{
    const QString range = text();
    return range.isEmpty() ? repository : repository + u' ' + range;
}

CompareRange CompareRange::of(const QString &argument)
{
    const qsizetype space = argument.indexOf(u' '); // which neither an alias nor a name of git has
    if (space < 0)
        return {argument, {}, {}, Kind::SinceParting};
    const QString repository = argument.left(space);
    const QString range = argument.mid(space + 1).trimmed();
    for (const Kind kind : {Kind::SinceParting, Kind::Difference})
        if (const qsizetype at = range.indexOf(dotsOf(kind)); at >= 0)
            return {repository, range.left(at), range.mid(at + dotsOf(kind).size()), kind};
    return {repository, {}, range, Kind::OneCommit};
}

} // namespace mergeloom
