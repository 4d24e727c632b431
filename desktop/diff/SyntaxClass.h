#pragma once

#include <QtGlobal>

namespace mergeloom {

/// What a piece of code is, as far as its colour goes.
enum class SyntaxClass : quint8 { Plain, Comment, Keyword, String, Number, Type, Preprocessor, Tag };
constexpr int syntaxClassCount = 8;

} // namespace mergeloom
