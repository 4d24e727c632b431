#pragma once

#include <QList>
#include <QString>

namespace mergeloom {

/// A stretch of text with one look.
struct ProsePiece {
    enum class Look { Plain, Strong, Emphasis, Code };
    QString text;
    Look look = Look::Plain;
    bool operator==(const ProsePiece &) const = default;
};

struct ProseLine {
    enum class Kind { Text, Heading, Item, Quote, Code };
    Kind kind = Kind::Text;
    int depth = 0; ///< of items: how far they are set in
    QList<ProsePiece> pieces;
    bool operator==(const ProseLine &) const = default;
};

/// The lines of what a model says, with as much of Markdown as helps reading: headings, items, code, strong words. Nothing is left
/// out and nothing is a link; what is no Markdown stays as it is.
QList<ProseLine> proseLines(const QString &text);

} // namespace mergeloom
