#include "shared/domain/GuardRules.h"

namespace mergeloom::guard_rule {

void tooManyFiles(const GuardedChange &change, GuardFinder &finder)
{
    const int most = finder.settings().maximumFiles;
    if (change.files.size() > most)
        finder.find(
            QStringLiteral("The change touches %1 files; the limit is %2. Split the ticket, or raise maximum_files.")
                .arg(change.files.size())
                .arg(most));
}

void tooManyLines(const GuardedChange &change, GuardFinder &finder)
{
    qint64 lines = 0;
    for (const GuardedFile &file : change.files)
        lines += file.additions + file.deletions;
    if (lines > finder.settings().maximumLines)
        finder.find(QStringLiteral(
            "The change has %1 added and removed lines; the limit is %2. Split the ticket, or raise maximum_lines.")
                        .arg(lines)
                        .arg(finder.settings().maximumLines));
}

void fileTooLarge(const GuardedChange &change, GuardFinder &finder)
{
    const qint64 most = finder.settings().maximumFileBytes;
    for (const GuardedFile &file : change.files)
        if (file.isThere() && file.size > most)
            finder.find(file,
                QStringLiteral("It has %1 bytes; the limit is %2. Make it smaller, or raise maximum_file_bytes.")
                    .arg(file.size)
                    .arg(most));
}

void unreadChange(const GuardedChange &change, GuardFinder &finder)
{
    if (change.isCut)
        finder.find(QStringLiteral(
            "The change is too large for the diff guard to read all of its lines. Split the ticket into smaller ones."));
}

} // namespace mergeloom::guard_rule
