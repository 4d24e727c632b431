#pragma once

#include <QString>

namespace mergeloom {

/// What of a repository is compared: branches, tags or commits.
struct CompareRange {
    enum class Kind {
        SinceParting, ///< `A...B`: what B did since the two parted
        Difference,   ///< `A..B`: all in which they differ
        OneCommit,    ///< `B`: what the commit itself did
    };

    QString repository; ///< its alias
    QString base;
    QString head;
    Kind kind = Kind::SinceParting;

    /// As git writes it; empty: something is missing.
    QString text() const;
    /// The repository and the range: a place of the page.
    QString argument() const;
    static CompareRange of(const QString &argument);

    bool operator==(const CompareRange &) const = default;
};

} // namespace mergeloom
