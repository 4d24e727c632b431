#pragma once

#include "shared/diff/ChangedSpans.h"
#include "shared/diff/MovedBlocks.h"

#include <memory>
#include <stop_token>

namespace mergeloom {

enum class RowKind {
    Line,
    Fold, ///< equal lines that are hidden, "show more"
    Gap,  ///< lines that a patch does not have
};

/// None: nothing of this side is in the row. Same: equal lines, and ignored ones. Changed: set against the line on the other side.
enum class Mark : quint8 { None, Same, Added, Removed, Changed, MovedHere, MovedAway };

struct DiffRow {
    RowKind kind = RowKind::Line;
    Mark beforeMark = Mark::None;
    Mark afterMark = Mark::None;
    /// Places of the lines, -1 for none; of a fold or gap, the first that it hides. Unified: a changed line has a row of its own, in
    /// which the other side has the mark None and still names the line that it is set against.
    qsizetype before = -1;
    qsizetype after = -1;
    qint64 hidden = 0; ///< lines in a fold or gap

    friend bool operator==(const DiffRow &, const DiffRow &) = default;
};

enum class Arrangement { SideBySide, Unified };

/// Lines of the text before, by place, that are shown though they are equal and far from changes.
struct OpenedLines {
    qsizetype first = 0;
    qsizetype count = 0;
};

struct LayoutOptions {
    Arrangement arrangement = Arrangement::SideBySide;
    Whitespace whitespace = Whitespace::Exact;
    int context = 3;     ///< equal lines around a change
    int wrapColumns = 0; ///< 0: no wrapping
    int tabWidth = 4;
    QList<OpenedLines> opened;
};

/// The rows of one file for the eye. A value that never changes; made and read on any thread.
class DiffLayout
{
public:
    /// `moved` are the blocks of this file. Null when stopped.
    static std::shared_ptr<const DiffLayout> of(const FileDiff &file, const LayoutOptions &options,
        const QList<MovedBlock> &moved = {}, std::stop_token stop = {});

    const FileDiff &file() const { return m_file; }
    const LayoutOptions &options() const { return m_options; }
    const QList<DiffRow> &rows() const { return m_rows; }
    /// The rows at which a change begins, for "next change".
    const QList<qsizetype> &changeStarts() const { return m_changeStarts; }
    /// Lines in the shown changes, as `git diff --numstat` counts them under the whitespace mode.
    qsizetype added() const { return m_added; }
    qsizetype removed() const { return m_removed; }

    /// A row takes one display line, or several when long lines are wrapped.
    int displayLines(qsizetype row) const;
    qint64 displayTop(qsizetype row) const;
    qint64 displayLineCount() const { return displayTop(m_rows.size()); }
    /// The row that has a display line, from 0 and less than displayLineCount().
    qsizetype rowAt(qint64 displayLine) const;

    /// The lines of one side in a row: one, none, or those that a fold hides.
    struct Lines {
        qsizetype first = 0;
        qsizetype count = 0;
    };
    Lines linesOf(Side side, qsizetype row) const;
    /// The row that shows a line, or the fold that hides it; -1 when there is none.
    qsizetype rowOf(Side side, qsizetype line) const;
    /// What differs within the lines that a row sets against each other; empty for other rows.
    ChangedSpans spans(qsizetype row) const;

private:
    friend class LayoutBuilder;
    DiffLayout(FileDiff file, LayoutOptions options) : m_file(std::move(file)), m_options(std::move(options)) {}

    FileDiff m_file;
    LayoutOptions m_options;
    QList<DiffRow> m_rows;
    QList<qsizetype> m_changeStarts;
    QList<qint64> m_tops; // of each row and the end; empty when every row takes one display line
    qsizetype m_added = 0;
    qsizetype m_removed = 0;
};

} // namespace mergeloom
