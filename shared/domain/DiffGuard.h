#pragma once

#include "shared/core/Json.h"
#include "shared/domain/Repository.h"

namespace mergeloom {

enum class GuardVerdict { Allow, Flag, Block };

template <>
struct EnumNames<GuardVerdict> {
    static constexpr std::array names{std::pair{GuardVerdict::Allow, "allow"}, std::pair{GuardVerdict::Flag, "flag"},
        std::pair{GuardVerdict::Block, "block"}};
};

struct GuardFinding {
    GuardVerdict verdict = GuardVerdict::Flag;
    QString
        rule; ///< `too_many_files`, `too_many_lines`, `file_too_large`, `zero_byte_file`, `stray_file`, `binary_file`
    QString path;
    QString text; ///< one sentence for people

    static constexpr auto jsonName = "GuardFinding";
    static constexpr auto fields()
    {
        return std::tuple{required("verdict", &GuardFinding::verdict), required("rule", &GuardFinding::rule),
            required("path", &GuardFinding::path), required("text", &GuardFinding::text)};
    }
};

/// A changed file as pages and rules see it.
struct ChangedFileView {
    QString path;
    QString oldPath;
    QString change; ///< `added`, `modified`, `deleted`, `renamed`, `mode_changed`
    bool isBinary = false;
    int additions = 0;
    int deletions = 0;
    qint64 size = 0;

    static constexpr auto jsonName = "ChangedFile";
    static constexpr auto fields()
    {
        return std::tuple{required("path", &ChangedFileView::path), required("old_path", &ChangedFileView::oldPath),
            required("change", &ChangedFileView::change, "added, modified, deleted, renamed or mode_changed"),
            required("is_binary", &ChangedFileView::isBinary), required("additions", &ChangedFileView::additions),
            required("deletions", &ChangedFileView::deletions),
            required("size", &ChangedFileView::size, "Bytes, after the change")};
    }
};

struct GuardReport {
    GuardVerdict verdict = GuardVerdict::Allow;
    QList<GuardFinding> findings;

    static constexpr auto jsonName = "GuardReport";
    static constexpr auto fields()
    {
        return std::tuple{required("verdict", &GuardReport::verdict), required("findings", &GuardReport::findings)};
    }
};

/// The policy on the size and risk of a change: pure, so that a page can show what it would say.
GuardReport guardChange(const QList<ChangedFileView> &files, const DiffGuardSettings &settings);

} // namespace mergeloom
