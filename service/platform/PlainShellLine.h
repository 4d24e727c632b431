#pragma once

#include <QJsonObject>
#include <QString>

#include <optional>

namespace mergeloom {

/// The syntax tree of a line that is one command of plain words, such as `npm test` or `git diff --stat`: what shfmt gives
/// for it, without positions. Nothing in such a line can mean something else to a shell, and most lines are such; none:
/// another line, or one that a parser has to look at.
std::optional<QJsonObject> plainShellLine(const QString &line);

} // namespace mergeloom
