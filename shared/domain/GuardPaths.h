#pragma once

#include <QString>

namespace mergeloom {

/// What a path says of a file; the most telling one, so that a file is not found twice for one reason.
enum class PathKind { Ordinary, Ci, GitHooks, CodeOwners, AgentGuidance, ToolSettings, Container, DotDirectory };

/// Case does not count: some file systems and services do not look at it either.
PathKind pathKind(const QString &path);

/// A source file of tests, as the usual tools look for them.
bool isTestPath(const QString &path);

QString fileName(const QString &path);
/// With the slash at its end; empty for the root.
QString folderOf(const QString &path);

} // namespace mergeloom
