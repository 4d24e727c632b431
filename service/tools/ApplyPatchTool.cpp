#include "service/tools/PatchText.h"
#include "service/tools/Tool.h"
#include "service/tools/ToolSchema.h"

#include <QMap>

namespace mergeloom {

namespace {

/// The files as the patch leaves them, worked out before anything is written: a patch is applied whole or not at all.
class PatchPlan
{
public:
    explicit PatchPlan(const WorkspaceFiles &files) : m_files(files) {}

    Result<void> add(const FilePatch &patch)
    {
        const auto before = now(patch.path);
        if (patch.kind == FilePatch::Kind::Add) {
            if (before)
                return failure(
                    ErrorCode::Conflict, QStringLiteral("%1 exists already; use Update File.").arg(patch.path));
            if (before.error().code != ErrorCode::NotFound)
                return failure(before);
            return set(
                patch.path, patch.added.join('\n') + (patch.added.isEmpty() ? "" : "\n"), QStringLiteral("added"));
        }
        if (!before)
            return failure(before);
        if (patch.kind == FilePatch::Kind::Delete)
            return set(patch.path, std::nullopt, QStringLiteral("deleted"));
        MERGELOOM_TRY(const QByteArray after, applyChunks(*before, patch));
        if (patch.moveTo.isEmpty() || patch.moveTo == patch.path)
            return set(patch.path, after, QStringLiteral("updated"));
        const auto target = now(patch.moveTo);
        if (target || target.error().code != ErrorCode::NotFound)
            return target ? failure(ErrorCode::Conflict, QStringLiteral("%1 exists already.").arg(patch.moveTo))
                          : failure(target);
        m_moves << std::pair(patch.path, patch.moveTo);
        MERGELOOM_CHECK(set(patch.path, std::nullopt, QStringLiteral("moved to %1").arg(patch.moveTo)));
        m_after.insert(patch.moveTo, after);
        m_before.insert(patch.moveTo, std::nullopt);
        return {};
    }

    /// Puts everything back when one file cannot be written.
    Result<QString> write() const
    {
        for (const auto &[from, to] : m_moves) // a renamed file keeps its mode
            if (const auto moved = m_files.rename(from, to); !moved && moved.error().code != ErrorCode::NotFound)
                return undo(moved.error());
        for (auto it = m_after.begin(); it != m_after.end(); ++it) {
            const auto done = *it ? m_files.write(it.key(), **it) : remove(it.key());
            if (!done)
                return undo(done.error());
        }
        return m_words.join(QLatin1Char('\n'));
    }

private:
    Result<QByteArray> now(const QString &path)
    {
        if (const auto planned = m_after.find(path); planned != m_after.end()) {
            if (*planned)
                return **planned;
            return failure(
                ErrorCode::NotFound, QStringLiteral("%1 was deleted or moved earlier in this patch.").arg(path));
        }
        MERGELOOM_TRY(const FileText text, m_files.read(path));
        if (text.isBinary)
            return failure(ErrorCode::InvalidInput, QStringLiteral("%1 is a binary file.").arg(path));
        m_before.insert(path, text.bytes);
        return text.bytes;
    }

    Result<void> set(const QString &path, std::optional<QByteArray> bytes, const QString &word)
    {
        if (!m_before.contains(path))
            m_before.insert(path, std::nullopt);
        m_after.insert(path, std::move(bytes));
        m_words << QStringLiteral("%1: %2").arg(path, word);
        return {};
    }

    Result<void> remove(const QString &path) const
    {
        auto removed = m_files.remove(path);
        if (!removed && removed.error().code == ErrorCode::NotFound)
            return {}; // it was renamed, or made and deleted in one patch
        return removed;
    }

    Unexpected undo(const Error &reason) const
    {
        for (const auto &[from, to] : m_moves)
            (void)m_files.rename(to, from);
        for (auto it = m_before.begin(); it != m_before.end(); ++it) {
            const auto present = m_files.read(it.key());
            if (*it && (!present || present->bytes != **it))
                (void)m_files.write(it.key(), **it);
            else if (!*it && present)
                (void)m_files.remove(it.key());
        }
        return Unexpected(reason);
    }

    const WorkspaceFiles &m_files;
    QMap<QString, std::optional<QByteArray>> m_before; ///< no value: not there
    QMap<QString, std::optional<QByteArray>> m_after;
    QList<std::pair<QString, QString>> m_moves;
    QStringList m_words;
};

Result<ToolOutcome> applyPatch(const ToolWorkplace &workplace, const QJsonObject &input, std::stop_token)
{
    const auto patches = parsePatch(input.value(QLatin1String("patch")).toString());
    if (!patches)
        return toolFailure(patches.error());
    PatchPlan plan(workplace.files);
    for (const FilePatch &patch : *patches)
        if (const auto added = plan.add(patch); !added)
            return toolFailure(added.error());
    const auto written = plan.write();
    if (!written)
        return toolFailure(written.error());
    return toolChange(*written);
}

} // namespace

Tool applyPatchTool()
{
    return {
        {QStringLiteral("apply_patch"),
            QStringLiteral(
                "Applies a patch to several files at once, whole or not at all. Format: “*** Begin Patch”, then for each file “*** Add File: "
                "PATH” with lines that begin with +, “*** Delete File: PATH”, or “*** Update File: PATH” (then perhaps “*** Move to: "
                "PATH”) with chunks of lines that begin with a space, - or +, each perhaps after “@@ LINE ABOVE”; at last “*** End "
                "Patch”. No line numbers."),
            toolSchema({{"patch", "string", "The patch."}})},
        ToolAccess::Full, applyPatch};
}

} // namespace mergeloom
