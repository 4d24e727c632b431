#pragma once

#include "service/platform/MirrorCompare.h"

#include <QSet>

#include <chrono>

namespace mergeloom {

/// Lines of a file, counted from 1, that a commit wrote.
struct BlamedLines {
    QString path;
    int first = 0;
    int last = 0;
    QString commit; ///< 40 hex digits
};

struct RangeBlame {
    QList<BlamedLines> lines; ///< by file, in the order that was asked for, and line
    bool isCut = false;       ///< there is more, that was not looked for
};

struct BlameLimits {
    qsizetype files = 500;
    qint64 bytes = 4 << 20; ///< of a file; larger ones are left out
    std::chrono::milliseconds time{5000};
};

/// Lines of `paths`, as they are in the last commit of the range, that `git blame` gives to one of the commits `wanted`. It follows
/// renames of whole files as git does, and goes no further back than the range: `commits`, all of it, each before its parents.
Result<RangeBlame> blameRange(const QString &mirrorPath, const QStringList &commits, const QStringList &paths,
    const QSet<QString> &wanted, const BlameLimits &limits = {});

} // namespace mergeloom
