#include "service/pipeline/DiffGuardStage.h"

namespace mergeloom {

namespace {

QString changeName(FileChange change)
{
    switch (change) {
    case FileChange::Added:
        return QStringLiteral("added");
    case FileChange::Modified:
        return QStringLiteral("modified");
    case FileChange::Deleted:
        return QStringLiteral("deleted");
    case FileChange::Renamed:
        return QStringLiteral("renamed");
    case FileChange::ModeChanged:
        return QStringLiteral("mode_changed");
    }
    return {};
}

} // namespace

StageResult<Change> recordChange(Checkout &checkout, const QString &from, const QString &to, const StageScope &scope)
{
    auto diff = checkout.workspace->diff(from, to, 8 << 20);
    if (!diff)
        return endRun(Reason::Internal, diff.error());
    Change change;
    for (const ChangedFile &file : diff->files) {
        change.files.append({file.path, file.oldPath, changeName(file.change), file.isBinary, file.additions,
            file.deletions, file.size});
        change.additions += file.additions;
        change.deletions += file.deletions;
    }
    scope.recorder.append(QString::fromLatin1(event_type::changeRecorded),
        {{"base", checkout.base}, {"tree", to}, {"files", toJson(change.files)}, {"additions", change.additions},
            {"deletions", change.deletions}, {"patch", QString::fromUtf8(diff->patch)}, {"is_cut", diff->isPatchCut}});
    return change;
}

StageResult<GuardReport> guard(const Change &change, const DiffGuardSettings &settings, const StageScope &scope)
{
    GuardReport report = guardChange(change.files, settings);
    scope.recorder.append(QString::fromLatin1(event_type::guardResult), toJson(report).toObject());
    if (report.verdict == GuardVerdict::Block) {
        QStringList reasons;
        for (const GuardFinding &finding : report.findings)
            if (finding.verdict == GuardVerdict::Block)
                reasons << finding.text;
        return endRun(
            Reason::DiffGuardBlocked, QStringLiteral("The diff guard blocked the change: %1").arg(reasons.join(u' ')));
    }
    return report;
}

} // namespace mergeloom
