#include "service/pipeline/DiffGuardStage.h"

#include "service/platform/ChangedFiles.h"
#include "shared/domain/GuardedChange.h"

namespace mergeloom {

namespace {

constexpr qint64 guardedPatch = 32 << 20;   // what the guard reads at most
constexpr qint64 longestWithHead = 1 << 20; // larger files are findings by themselves
constexpr qsizetype headSize = 4096;        // as long as a link can be
constexpr qsizetype mostHeads = 1000;
constexpr qsizetype reasonsInSummary = 3;

/// Whole files only, so that a cut patch is still one that can be read.
QByteArray patchToRecord(const TreeDiff &diff)
{
    qint64 end = 0;
    for (const ChangedFile &file : diff.files)
        if (file.patchBegin + file.patchSize <= largestGivenPatch)
            end = std::max(end, file.patchBegin + file.patchSize);
    return diff.patch.first(end);
}

GuardedFile guardedFile(const ChangedFile &file, const TreeDiff &diff)
{
    GuardedFile guarded{file.path, file.oldPath, changeName(file.change), file.isBinary, file.additions, file.deletions,
        file.size, file.oldMode, file.newMode, {}, {}};
    guarded.lines = hunkLines(QByteArrayView(diff.patch).sliced(file.patchBegin, file.patchSize));
    return guarded;
}

/// The names beside each path that is new, in its folder and in the ones above.
void collectFolders(GuardedChange &guarded, const QString &path, const QString &tree, const Workspace &workspace)
{
    const QStringList parts = path.split(u'/');
    QString folder; // with a slash at its end, but for the root
    for (const QString &part : parts) {
        if (!guarded.folders.contains(folder))
            if (const auto names = workspace.namesIn(tree, folder.chopped(folder.isEmpty() ? 0 : 1)))
                guarded.folders.insert(folder, *names);
        folder += part + u'/';
    }
}

} // namespace

StageResult<Change> recordChange(Checkout &checkout, const QString &from, const QString &to, const StageScope &scope)
{
    auto diff = checkout.workspace->diff(from, to, guardedPatch);
    if (!diff)
        return endRun(Reason::Internal, diff.error());
    int additions = 0;
    int deletions = 0;
    for (const ChangedFile &file : diff->files) {
        additions += file.additions;
        deletions += file.deletions;
    }
    const QByteArray patch = patchToRecord(*diff);
    scope.recorder.append(QString::fromLatin1(event_type::changeRecorded),
        {{"base", checkout.base}, {"tree", to}, {"files", toJson(changedFileViews(*diff))}, {"additions", additions},
            {"deletions", deletions}, {"patch", QString::fromUtf8(patch)},
            {"is_cut", diff->isPatchCut || patch.size() < diff->patch.size()}});
    return Change{std::move(*diff), to};
}

GuardReport guard(
    const Change &change, const RepositorySettings &settings, const Workspace &workspace, const StageScope &scope)
{
    const TreeDiff &diff = change.diff;
    GuardedChange guarded;
    guarded.isCut = diff.isPatchCut;
    guarded.validationCommands = settings.validationCommands;
    for (const ChangedFile &file : diff.files) {
        guarded.files.append(guardedFile(file, diff));
        GuardedFile &added = guarded.files.last();
        const bool isLink = (file.newMode & file_kind::typeMask) == file_kind::symbolicLink;
        if (added.isThere() && (isLink || (!added.isBinary && guarded.files.size() <= mostHeads)))
            added.head =
                workspace.fileAt(change.tree, file.path, longestWithHead).value_or(QByteArray()).left(headSize);
        if (file.change == FileChange::Added || file.change == FileChange::Renamed)
            collectFolders(guarded, file.path, change.tree, workspace);
    }
    guarded.redactor = scope.recorder.redactor();
    const GuardReport report = guardChange(guarded, settings.diffGuard);
    scope.recorder.append(QString::fromLatin1(event_type::guardResult), toJson(report).toObject());
    return report;
}

StageResult<GuardReport> unlessBlocked(const GuardReport &report)
{
    if (report.verdict != GuardVerdict::Block)
        return report;
    QStringList reasons;
    for (const GuardFinding &finding : report.findings)
        if (finding.verdict == GuardVerdict::Block && reasons.size() < reasonsInSummary)
            reasons << finding.placedText();
    const qsizetype more = report.count(GuardVerdict::Block) - reasons.size();
    return endRun(Reason::DiffGuardBlocked,
        QStringLiteral("The diff guard blocked the change, and nothing was pushed. %1%2")
            .arg(reasons.join(u' '), more > 0 ? QStringLiteral(" And %1 more.").arg(more) : QString()));
}

} // namespace mergeloom
