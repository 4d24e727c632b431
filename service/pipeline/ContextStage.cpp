#include "service/pipeline/ContextStage.h"

#include "service/platform/WorkspaceFiles.h"

namespace mergeloom {

StageResult<Brief> assembleContext(
    const JobEnvelope &job, const Checkout &checkout, qint64 tokenBudget, const StageScope &scope)
{
    auto directed = parseDirectives(job.ticket.body);
    if (!directed)
        return endRun(Reason::DirectiveInvalid, directed.error());
    auto files = WorkspaceFiles::open(checkout.workspace->path());
    if (!files)
        return endRun(Reason::ContextFailed, files.error());

    BriefFiles look;
    look.read = [&](const QString &path) -> Result<QByteArray> {
        MERGELOOM_TRY(const FileText text, files->read(path, 1 << 20));
        return text.bytes;
    };
    look.list = [&](const QString &folder) -> Result<QStringList> {
        MERGELOOM_TRY(const QList<DirectoryEntry> entries, files->list(folder, true, 5000));
        QStringList paths;
        for (const DirectoryEntry &entry : entries)
            if (!entry.isDirectory)
                paths << entry.path;
        return paths;
    };
    const BriefOrder order{job.ticket, directed->directives, directed->text, *job.workRepository(), tokenBudget};
    auto brief = assembleBrief(order, look);
    if (!brief)
        return endRun(brief.error().code == ErrorCode::InvalidInput ? Reason::DirectiveInvalid : Reason::ContextFailed,
            brief.error());
    for (const ContextSourceView &source : brief->sources)
        scope.recorder.append(QString::fromLatin1(event_type::contextSource), toJson(source).toObject());
    for (const QString &warning : brief->warnings)
        scope.message(QStringLiteral("warning"), warning);
    return std::move(*brief);
}

} // namespace mergeloom
