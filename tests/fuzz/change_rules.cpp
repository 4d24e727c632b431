// The change that a run proposes, as the diff guard reads it: patches of any bytes, under any names.
#include "shared/domain/DiffGuard.h"
#include "shared/domain/GuardedChange.h"
#include "tests/fuzz/Fuzz.h"

using namespace mergeloom;

/// Input: files ended by zero bytes, each of a path, a line feed, one byte that says what happened to it, and its patch.
MERGELOOM_FUZZER(input)
{
    static const QStringList changes{QStringLiteral("added"), QStringLiteral("modified"), QStringLiteral("deleted"),
        QStringLiteral("renamed"), QStringLiteral("mode_changed")};
    static constexpr int modes[]{0, 0100644, 0100755, 0120000, 0160000};
    const QList<QByteArray> parts = input.toByteArray().split('\0');
    GuardedChange change;
    change.validationCommands = {QStringLiteral("npm test")};
    for (const QByteArray &part : parts) {
        const qsizetype end = part.indexOf('\n');
        if (end <= 0 || end + 1 >= part.size())
            continue;
        const int kind = uchar(part[end + 1]);
        const QByteArrayView patch = QByteArrayView(part).sliced(end + 2);
        GuardedFile file;
        file.path = QString::fromUtf8(part.first(end));
        file.change = changes[kind % changes.size()];
        file.oldPath = file.change == u"renamed" ? file.path + QStringLiteral(".old") : QString();
        file.oldMode = modes[kind / 5 % 5];
        file.newMode = modes[kind / 25 % 5];
        file.isBinary = kind >= 250;
        file.lines = hunkLines(patch);
        file.head = patch.toByteArray();
        file.size = patch.size();
        for (const GuardLine &line : file.lines) {
            fuzz::demand(line.text.isEmpty()
                    || (line.text.data() >= patch.data()
                        && line.text.data() + line.text.size() <= patch.data() + patch.size()),
                "a line lies in its patch");
            file.additions += line.kind == GuardLine::Kind::Added;
            file.deletions += line.kind == GuardLine::Kind::Removed;
        }
        change.files << file;
        change.folders[file.path.section(u'/', 0, -2)] << file.path.section(u'/', -1);
    }
    const GuardReport report = guardChange(change, {});
    fuzz::demand(report.verdict == GuardVerdict::Allow || !report.findings.isEmpty(), "a verdict has its findings");
    fuzz::demand(!report.summary().isEmpty(), "a report can be summed up");
}
