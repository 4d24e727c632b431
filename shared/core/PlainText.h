#pragma once

#include <QString>

namespace mergeloom {

/// `text` without anything that a terminal would obey: control characters (but line feed and tab), escape sequences,
/// and signs that turn the direction of text. Tickets, models and commands are not trusted.
QString plainText(const QString &text);
/// The same on one line: white space becomes one blank.
QString plainLine(const QString &text);
/// The same, but colours (SGR sequences) stay; the text ends uncoloured.
QString colouredOutput(const QString &text);

} // namespace mergeloom
