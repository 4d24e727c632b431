#pragma once

#include "shared/core/Result.h"

#include <QJsonObject>
#include <QString>

#include <optional>

namespace mergeloom {

/// The syntax tree of a line in bash grammar, as `shfmt --to-json` gives it (mvdan.cc/sh/v3/syntax). Errors:
/// invalid_input with shfmt's words, unavailable where shfmt is missing.
Result<QJsonObject> parseShellLine(const QString &line);

/// The text that a word stands for when that is sure before it runs: no expansion, no glob, no braces, no tilde.
std::optional<QString> literalOf(const QJsonObject &word);

} // namespace mergeloom
