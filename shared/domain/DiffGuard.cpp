#include "shared/domain/DiffGuard.h"

#include "shared/domain/GuardRules.h"

#include <algorithm>

namespace mergeloom {

QString GuardFinding::placedText() const
{
    if (path.isEmpty())
        return text;
    return (line ? QStringLiteral("%1:%2: ").arg(path).arg(*line) : path + QStringLiteral(": ")) + text;
}

qsizetype GuardReport::count(GuardVerdict wanted) const
{
    return std::count_if(
        findings.begin(), findings.end(), [&](const GuardFinding &finding) { return finding.verdict == wanted; });
}

QString GuardReport::summary() const
{
    QStringList parts;
    if (const auto blocked = count(GuardVerdict::Block))
        parts << QStringLiteral("%1 blocked").arg(blocked);
    if (const auto flagged = count(GuardVerdict::Flag))
        parts << QStringLiteral("%1 flagged").arg(flagged);
    return parts.isEmpty() ? QStringLiteral("Nothing to remark") : parts.join(QStringLiteral(", "));
}

GuardReport guardChange(const GuardedChange &change, const DiffGuardSettings &settings)
{
    GuardReport report;
    for (const GuardRule &rule : guardRules()) {
        const GuardAction action = settings.action(QString::fromLatin1(rule.id), rule.standard);
        if (action == GuardAction::Off)
            continue;
        GuardFinder finder(
            report, rule, action == GuardAction::Block ? GuardVerdict::Block : GuardVerdict::Flag, settings);
        rule.look(change, finder);
    }
    std::stable_sort(report.findings.begin(), report.findings.end(),
        [](const GuardFinding &a, const GuardFinding &b) { return a.verdict > b.verdict; });
    return report;
}

} // namespace mergeloom
