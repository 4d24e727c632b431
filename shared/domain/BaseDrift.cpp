#include "shared/domain/BaseDrift.h"

namespace mergeloom {

QString BaseDrift::text() const
{
    if (head.isEmpty())
        return QStringLiteral("%1 was removed from the remote while the run worked").arg(branch);
    if (isRewritten)
        return QStringLiteral("%1 was rewritten while the run worked, and is at %2").arg(branch, head.left(10));
    return QStringLiteral("%1 went %2 ahead to %3 while the run worked")
        .arg(branch, commits == 1 ? QStringLiteral("1 commit") : QStringLiteral("%1 commits").arg(commits),
            head.left(10));
}

} // namespace mergeloom
