#pragma once

#include "shared/diff/Text.h"

namespace mergeloom {

/// How many columns a character of `Text::shown` takes that begins in `column`: 2 for wide East Asian ones and emoji, 0 for
/// combining ones, up to the next stop for tabs.
int columnsOf(char32_t character, qint64 column, int tabWidth);

/// Where the display lines of `shown` begin, in UTF-16 units; the first is 0. A display line ends after a blank where it has one, and
/// never within a character.
QList<qsizetype> wrapStarts(const QString &shown, int wrapColumns, int tabWidth);

/// How many display lines line `place` takes.
int displayLinesOf(const Text &text, qsizetype place, int wrapColumns, int tabWidth);

} // namespace mergeloom
