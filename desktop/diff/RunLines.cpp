#include "desktop/diff/RunLines.h"

namespace mergeloom {

std::shared_ptr<const RunLines> RunLines::allAdded(
    const DiffDocument &document, const QString &run, const QString &ticket)
{
    auto lines = std::make_shared<RunLines>();
    for (const FileDiff &file : document.files)
        for (const Change &change : file.changes)
            if (change.added > 0)
                lines->add(file.afterPath, file.after->number(change.after),
                    file.after->number(change.after + change.added - 1), run, ticket);
    return lines;
}

void RunLines::add(const QString &path, qint64 first, qint64 last, const QString &run, const QString &ticket)
{
    const QString &label = ticket.isEmpty() ? run : ticket;
    m_files[path].insert(first, {last, {run, ticket, label, int(qHash(run, 0) & 0xffff)}});
}

std::optional<LineAttribution> RunLines::attribution(const QString &path, qint64 line) const
{
    const auto file = m_files.constFind(path);
    if (file == m_files.constEnd())
        return {};
    auto lines = file->upperBound(line);
    if (lines == file->constBegin() || (--lines)->last < line)
        return {};
    return lines->of;
}

} // namespace mergeloom
