#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

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

/// A path for one line of an answer: in quotes with escapes where it holds line ends, other control characters, or those that
/// change the direction of text, so that it cannot pass for something else. Tells of names that are no UTF-8.
QString shownPath(const QString &path);

} // namespace mergeloom
