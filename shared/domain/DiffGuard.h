#pragma once

#include "shared/core/Json.h"
#include "shared/domain/GuardSettings.h"

namespace mergeloom {

struct GuardFinding {
    GuardVerdict verdict = GuardVerdict::Flag;
    QString rule;            ///< id, see guardRules()
    QString path;            ///< empty: the change as a whole
    std::optional<int> line; ///< from 1, of the file as it is after the change
    QString text;            ///< one sentence for people: what was seen, and what to do; without the path

    /// `src/a.c:7: A secret …`, as one line for a terminal or a summary.
    QString placedText() const;

    static constexpr auto jsonName = "GuardFinding";
    static constexpr auto fields()
    {
        return fieldList(required("verdict", &GuardFinding::verdict), required("rule", &GuardFinding::rule),
            required("path", &GuardFinding::path, "Empty: the change as a whole"),
            optional("line", &GuardFinding::line, "Of the file after the change; absent: the file as a whole"),
            required("text", &GuardFinding::text));
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
        return fieldList(required("path", &ChangedFileView::path), required("old_path", &ChangedFileView::oldPath),
            required("change", &ChangedFileView::change, "added, modified, deleted, renamed or mode_changed"),
            required("is_binary", &ChangedFileView::isBinary), required("additions", &ChangedFileView::additions),
            required("deletions", &ChangedFileView::deletions),
            required("size", &ChangedFileView::size, "Bytes, after the change"));
    }
};

/// What the diff guard says of a change; the findings that block come first.
struct GuardReport {
    GuardVerdict verdict = GuardVerdict::Allow;
    QList<GuardFinding> findings;

    qsizetype count(GuardVerdict wanted) const;
    /// `2 blocked, 1 flagged`, or `Nothing to remark`.
    QString summary() const;

    static constexpr auto jsonName = "GuardReport";
    static constexpr auto fields()
    {
        return fieldList(required("verdict", &GuardReport::verdict), required("findings", &GuardReport::findings));
    }
};

struct GuardedChange;

/// The policy on the size and risk of a change: pure, so that the same change has the same findings at any time.
GuardReport guardChange(const GuardedChange &change, const DiffGuardSettings &settings);

} // namespace mergeloom
