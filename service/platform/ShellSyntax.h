#pragma once

#include "shared/core/Result.h"

#include <QByteArray>
#include <QJsonObject>
#include <QString>

#include <optional>

namespace mergeloom {

/// The syntax tree of a line in bash grammar, as `shfmt --to-json` gives it (mvdan.cc/sh/v3/syntax); a line for which no parser
/// was needed has no positions (see PlainShellLine.h). Errors:
/// invalid_input with shfmt's words, unavailable where shfmt is missing.
Result<QJsonObject> parseShellLine(const QString &line);

/// The text that a word stands for when that is sure before it runs: no expansion, no glob, no braces, no tilde.
std::optional<QString> literalOf(const QJsonObject &word);

/// What stands in the source at the `OpPos` of a node, up to 16 characters: its operator comes first. Numbers of operators
/// in the tree differ from one shfmt to the next.
QByteArray operatorOf(const QByteArray &source, const QJsonObject &node);

} // namespace mergeloom
