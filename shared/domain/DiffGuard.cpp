#include "shared/domain/DiffGuard.h"

#include <algorithm>

namespace mergeloom {

namespace {

/// Names that agents and tools leave behind, which no ticket asks for.
bool looksStray(const QString &path)
{
    const QString name = path.section(u'/', -1).toLower();
    static const QStringList endings{QStringLiteral(".orig"), QStringLiteral(".rej"), QStringLiteral(".bak"),
        QStringLiteral(".tmp"), QStringLiteral(".swp"), QStringLiteral(".pyc"), QStringLiteral("~"),
        QStringLiteral(".log")};
    static const QStringList prefixes{
        QStringLiteral("scratch"), QStringLiteral("tmp_"), QStringLiteral("temp_"), QStringLiteral("debug_")};
    static const QStringList folders{
        QStringLiteral("node_modules/"), QStringLiteral("__pycache__/"), QStringLiteral(".venv/")};
    const auto endsSo = [&](const QString &ending) { return name.endsWith(ending); };
    const auto startsSo = [&](const QString &prefix) { return name.startsWith(prefix); };
    const auto liesIn = [&](const QString &folder) { return path.startsWith(folder) || path.contains(u'/' + folder); };
    return std::any_of(endings.begin(), endings.end(), endsSo)
        || std::any_of(prefixes.begin(), prefixes.end(), startsSo)
        || std::any_of(folders.begin(), folders.end(), liesIn);
}

/// Files that are empty on purpose.
bool mayBeEmpty(const QString &path)
{
    const QString name = path.section(u'/', -1);
    return name == u"__init__.py" || name == u".gitkeep" || name == u".keep" || name == u"py.typed"
        || name == u".nojekyll";
}

} // namespace

GuardReport guardChange(const QList<ChangedFileView> &files, const DiffGuardSettings &settings)
{
    GuardReport report;
    const auto find = [&](GuardVerdict verdict, const char *rule, const QString &path, const QString &text) {
        report.findings.append({verdict, QString::fromLatin1(rule), path, text});
        report.verdict = std::max(report.verdict, verdict);
    };
    qint64 lines = 0;
    for (const ChangedFileView &file : files) {
        lines += file.additions + file.deletions;
        if (file.change == u"deleted")
            continue;
        if (file.size > settings.maximumFileBytes)
            find(GuardVerdict::Block, "file_too_large", file.path,
                QStringLiteral("%1 has %2 bytes; the limit is %3.")
                    .arg(file.path)
                    .arg(file.size)
                    .arg(settings.maximumFileBytes));
        if (file.isBinary && settings.onBinary != u"allow")
            find(settings.onBinary == u"block" ? GuardVerdict::Block : GuardVerdict::Flag, "binary_file", file.path,
                QStringLiteral("%1 is binary and cannot be reviewed as text.").arg(file.path));
        if (file.change != u"added")
            continue;
        if (file.size == 0 && !mayBeEmpty(file.path))
            find(GuardVerdict::Flag, "zero_byte_file", file.path,
                QStringLiteral("%1 was added and is empty.").arg(file.path));
        if (looksStray(file.path))
            find(GuardVerdict::Flag, "stray_file", file.path,
                QStringLiteral("%1 looks like a left-over of the work, not a part of the change.").arg(file.path));
    }
    if (files.size() > settings.maximumFiles)
        find(GuardVerdict::Block, "too_many_files", {},
            QStringLiteral("The change touches %1 files; the limit is %2.")
                .arg(files.size())
                .arg(settings.maximumFiles));
    if (lines > settings.maximumLines)
        find(GuardVerdict::Block, "too_many_lines", {},
            QStringLiteral("The change has %1 added and removed lines; the limit is %2.")
                .arg(lines)
                .arg(settings.maximumLines));
    return report;
}

} // namespace mergeloom
