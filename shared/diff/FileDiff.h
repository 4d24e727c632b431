#pragma once

#include "shared/diff/Text.h"

#include <QStringList>

#include <memory>

namespace mergeloom {

enum class Side { Before, After };

/// Lines of the one text in place of lines of the other. Places count from 0; changes are in ascending order, and between them the
/// same number of lines on both sides are equal (under the whitespace mode that was asked for).
struct Change {
    qsizetype before = 0;
    qsizetype removed = 0;
    qsizetype after = 0;
    qsizetype added = 0;
    bool isIgnorable = false; ///< only empty lines, and they were to be ignored: shown beside other changes only

    friend bool operator==(const Change &, const Change &) = default;
};

/// Where lines are missing in texts that came from a patch: ahead of the places `before` and `after`.
struct Gap {
    qsizetype before = 0;
    qsizetype after = 0;
    qint64 hidden = 0; ///< lines of the file before

    friend bool operator==(const Gap &, const Gap &) = default;
};

enum class FileStatus { Modified, Added, Deleted, Renamed, Copied };

struct FileDiff {
    /// As git names them, without a/ and b/, both of an added or deleted file too. A byte that is no UTF-8 is a lone surrogate
    /// (U+DC80 and on); `visibleText` shows it.
    QString beforePath;
    QString afterPath;
    FileStatus status = FileStatus::Modified;
    quint32 beforeMode = 0; ///< as in git's trees, e.g. 0100644; 0: none or not known
    quint32 afterMode = 0;
    QByteArray beforeId; ///< the name of the content in git, as far as a patch says it
    QByteArray afterId;
    int similarity = -1; ///< percent, of renames and copies; -1: not known

    bool isBinary = false;  ///< `before` and `after` are empty then
    bool isWhole = true;    ///< false: a patch, of which only the hunks are known
    QByteArray beforeBytes; ///< where they are known: of whole files, and of binary patches
    QByteArray afterBytes;
    qint64 beforeSize = -1; ///< in bytes; -1: not known
    qint64 afterSize = -1;

    std::shared_ptr<const Text> before = Text::of({}); ///< never null
    std::shared_ptr<const Text> after = Text::of({});
    QList<Gap> gaps;
    QList<Change> changes; ///< byte by byte; `changesOf` gives those under a whitespace mode

    qsizetype added() const;
    qsizetype removed() const;
};

struct DiffDocument {
    QString title;
    QList<FileDiff> files;
    QStringList notices; ///< what a reader should know, e.g. that a patch ends early
};

/// Compares two files. `beforeMode` or `afterMode` 0: there is none on that side.
struct ComparedFile {
    QString path;
    QByteArray bytes;
    quint32 mode = 0100644;
};
FileDiff compareFiles(const ComparedFile &before, const ComparedFile &after);

} // namespace mergeloom
