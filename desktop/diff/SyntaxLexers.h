#pragma once

#include "desktop/diff/SyntaxClass.h"

#include <QString>

#include <memory>

class QsciLexer;

namespace mergeloom {

/// QScintilla's lexer for a file of this name whose first line is `firstLine` (for `#!`); none: its text has no colours.
std::unique_ptr<QsciLexer> lexerFor(const QString &path, const QString &firstLine);

/// What a style of that lexer means, read from its description.
SyntaxClass syntaxClassOf(const QsciLexer &lexer, int style);

} // namespace mergeloom
