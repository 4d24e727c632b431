#pragma once

#include "shared/diff/FileDiff.h"

namespace mergeloom {

/// As git's options: none, --ignore-space-at-eol, -b, -w, --ignore-blank-lines.
enum class Whitespace { Exact, IgnoreAtEnd, IgnoreAmount, IgnoreAll, IgnoreBlankLines };

/// The lines that git diff tells apart. Any thread.
QList<Change> lineDiff(const Text &before, const Text &after, Whitespace mode);

/// The changes of a file under a whitespace mode; in a patch nothing is matched across lines that it does not have.
QList<Change> changesOf(const FileDiff &file, Whitespace mode);

/// The same comparison of any two texts of lines that end with a newline, without heuristics for source code.
QList<Change> plainLineDiff(QByteArrayView before, QByteArrayView after);

} // namespace mergeloom
