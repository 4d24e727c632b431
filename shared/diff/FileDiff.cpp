#include "shared/diff/FileDiff.h"

#include "shared/diff/LineDiff.h"

#include <numeric>

namespace mergeloom {

qsizetype FileDiff::added() const
{
    return std::accumulate(changes.begin(), changes.end(), qsizetype(0),
        [](qsizetype sum, const Change &change) { return sum + change.added; });
}

qsizetype FileDiff::removed() const
{
    return std::accumulate(changes.begin(), changes.end(), qsizetype(0),
        [](qsizetype sum, const Change &change) { return sum + change.removed; });
}

FileDiff compareFiles(const ComparedFile &before, const ComparedFile &after)
{
    FileDiff file;
    file.beforePath = before.path;
    file.afterPath = after.path;
    file.beforeMode = before.mode;
    file.afterMode = after.mode;
    file.status = !before.mode      ? FileStatus::Added
        : !after.mode               ? FileStatus::Deleted
        : before.path != after.path ? FileStatus::Renamed
                                    : FileStatus::Modified;
    file.beforeBytes = before.bytes;
    file.afterBytes = after.bytes;
    file.beforeSize = before.mode ? before.bytes.size() : -1;
    file.afterSize = after.mode ? after.bytes.size() : -1;
    file.isBinary = isBinaryContent(before.bytes) || isBinaryContent(after.bytes);
    if (file.isBinary)
        return file;
    file.before = Text::of(before.bytes);
    file.after = Text::of(after.bytes);
    file.changes = lineDiff(*file.before, *file.after, Whitespace::Exact);
    return file;
}

} // namespace mergeloom
