#pragma once

#include "shared/core/Json.h"

namespace mergeloom {

/// How far the default branch of the remote went on while a run worked.
struct BaseDrift {
    QString branch;           ///< e.g. `main`
    QString from;             ///< its commit at checkout
    QString head;             ///< its commit when it was last looked at; empty: the branch is gone
    int commits = 0;          ///< that `head` has and `from` has not
    bool isRewritten = false; ///< `from` is no longer a part of the branch
    QString merged;           ///< the newest commit of it that the change was merged with; empty: with none

    /// The change stands on the newest commit that was seen.
    bool isCaughtUp() const { return merged == head; }
    /// One sentence, without what was done about it.
    QString text() const;

    static constexpr auto jsonName = "BaseDrift";
    static constexpr auto fields()
    {
        return fieldList(required("branch", &BaseDrift::branch, "Default branch of the repository"),
            required("from", &BaseDrift::from, "Its commit at checkout"),
            required("head", &BaseDrift::head, "Its commit right before publish; empty: it is gone"),
            required("commits", &BaseDrift::commits, "How many commits it went ahead"),
            optional("is_rewritten", &BaseDrift::isRewritten, "The commit at checkout is no longer a part of it"),
            optional("merged", &BaseDrift::merged, "Its commit that the change was merged with; empty: none"));
    }
};

/// A file that both sides of a merge changed.
struct MergeConflict {
    QString path;
    QString kind; ///< `content` (markers stand in the file), `binary`, `deleted_here`, `deleted_there`, `added`

    static constexpr auto jsonName = "MergeConflict";
    static constexpr auto fields()
    {
        return fieldList(required("path", &MergeConflict::path), required("kind", &MergeConflict::kind));
    }
};

} // namespace mergeloom
