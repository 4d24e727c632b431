#pragma once

#include "shared/core/Json.h"

namespace mergeloom {

/// What the first `[JCA]` … `[/JCA]` block of a ticket asks for.
struct Directives {
    QStringList workRepositories;
    QStringList contextRepositories;
    QStringList contextFiles;   ///< `alias:path`, or `path` in the work repository
    QStringList contextFolders; ///< the same
    QStringList inlineContext;
    QString provider;
    QString model;
    QStringList unknownKeys; ///< reported, not obeyed
};

/// A ticket's body without the block, and what the block says. Error `invalid_input` when the block has no end or a line
/// is no `key=value`.
struct DirectedText {
    QString text;
    Directives directives;
};
Result<DirectedText> parseDirectives(const QString &body);

} // namespace mergeloom
