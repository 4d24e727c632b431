#pragma once

#include "shared/diff/LineDiff.h"

namespace mergeloom {

/// A part of a line, in UTF-16 units of `Text::shown`.
struct Span {
    qsizetype start = 0;
    qsizetype length = 0;

    friend bool operator==(const Span &, const Span &) = default;
};

struct ChangedSpans {
    QList<Span> before;
    QList<Span> after;

    friend bool operator==(const ChangedSpans &, const ChangedSpans &) = default;
};

/// What differs within two lines: words first, then, where most of a word is the same, its characters. What the whitespace mode
/// ignores is no difference. The cost is bounded: in very long lines one span may stand for several. Any thread.
ChangedSpans changedSpans(const QString &before, const QString &after, Whitespace mode);

} // namespace mergeloom
