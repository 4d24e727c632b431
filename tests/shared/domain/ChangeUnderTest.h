#pragma once

#include "shared/domain/GuardRules.h"

#include <QTest>

namespace mergeloom {

inline constexpr int plain = 0100644;
inline constexpr int executable = 0100755;
inline constexpr int linked = 0120000;
inline constexpr int module = 0160000;

/// A change under test. The lines of a file are those of one hunk that begins at line 1.
class ChangeUnderTest
{
public:
    ChangeUnderTest &add(const QString &path, const QByteArray &lines = "+x\n") { return put(path, "added", lines, 0); }
    ChangeUnderTest &edit(const QString &path, const QByteArray &lines = "-x\n+y\n")
    {
        return put(path, "modified", lines);
    }
    ChangeUnderTest &drop(const QString &path) { return put(path, "deleted", "-x\n", plain, 0); }
    ChangeUnderTest &rename(const QString &from, const QString &to)
    {
        put(to, "renamed", "");
        m_change.files.last().oldPath = from;
        return *this;
    }
    ChangeUnderTest &mode(const QString &path, int before, int after)
    {
        return put(path, before ? "mode_changed" : "added", before ? "" : "+x\n", before, after);
    }
    ChangeUnderTest &linkTo(const QString &path, const QByteArray &target)
    {
        put(path, "added", "+" + target + "\n\\ No newline at end of file\n", 0, linked);
        m_change.files.last().head = target;
        return *this;
    }
    ChangeUnderTest &head(const QByteArray &text)
    {
        m_change.files.last().head = text;
        return *this;
    }
    ChangeUnderTest &size(qint64 bytes)
    {
        m_change.files.last().size = bytes;
        return *this;
    }
    ChangeUnderTest &binary()
    {
        m_change.files.last().isBinary = true;
        return *this;
    }
    GuardedChange &operator*() { return m_change; }

    QStringList rules(const DiffGuardSettings &settings = {}) const
    {
        QStringList found;
        for (const GuardFinding &finding : guardChange(m_change, settings).findings)
            found << (finding.line ? QStringLiteral("%1:%2").arg(finding.rule).arg(*finding.line) : finding.rule);
        found.sort();
        return found;
    }
    GuardReport report(const DiffGuardSettings &settings = {}) const { return guardChange(m_change, settings); }

private:
    ChangeUnderTest &put(
        const QString &path, const char *change, const QByteArray &lines, int before = plain, int after = plain)
    {
        int counts[3] = {};
        for (const QByteArray &line : lines.split('\n'))
            if (!line.isEmpty())
                ++counts[line[0] == '+' ? 0 : line[0] == '-' ? 1 : line[0] == ' ' ? 2 : 0];
        const QByteArray patch = "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -"
            + QByteArray::number(counts[1] + counts[2] ? 1 : 0) + "," + QByteArray::number(counts[1] + counts[2]) + " +"
            + QByteArray::number(counts[0] + counts[2] ? 1 : 0) + "," + QByteArray::number(counts[0] + counts[2])
            + " @@ section\n" + lines;
        m_patches << patch;
        GuardedFile file;
        file.path = path;
        file.change = QString::fromLatin1(change);
        file.additions = counts[0];
        file.deletions = counts[1];
        file.size = after ? 10 : 0;
        file.oldMode = before;
        file.newMode = after;
        file.lines = hunkLines(m_patches.last());
        m_change.files << file;
        return *this;
    }

    QByteArrayList m_patches; // whose bytes the lines point to
    GuardedChange m_change;
};

using Make = ChangeUnderTest;

/// Space between; `rule:line`, or `rule` alone.
inline QStringList listed(const char *text)
{
    QStringList list = QString::fromLatin1(text).split(u' ', Qt::SkipEmptyParts);
    list.sort();
    return list;
}

} // namespace mergeloom
