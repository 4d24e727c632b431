#pragma once

#include <QByteArray>
#include <QList>

namespace mergeloom {

/// A text file as lines, in such a way that writing it back changes nothing else: the line end that most lines have, and
/// whether the last line has one.
struct TextLines {
    QList<QByteArray> lines; ///< without line ends; a CR of a line that differs from the rest stays in it
    QByteArray lineEnd = "\n";
    bool endsWithLineEnd = true;

    static TextLines of(const QByteArray &bytes);
    QByteArray joined() const;
};

} // namespace mergeloom
