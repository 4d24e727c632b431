#pragma once

#include "desktop/diff/DiffSource.h"

#include <QStringList>

#include <memory>
#include <optional>

namespace mergeloom {

/// `mergeloom-desktop diff …`: a diff in a window of its own, without any worker.
///
///     diff BEFORE AFTER         two files or two folders; git difftool -x "mergeloom-desktop diff"
///     diff PATCH | diff -       a patch, or one from standard input
///     diff --repo PATH RANGE    A..B, A...B or one commit of a repository or mirror
struct DiffCommand {
    std::shared_ptr<const DiffSource> source; ///< null: `text` is to be printed instead
    QString text;
    bool isMisused = false; ///< `text` says what is wrong with the arguments, and how they are

    /// `arguments`: what comes after `diff`. Needs no application, so that help comes without a display too.
    static DiffCommand parse(const QStringList &arguments);
    /// Prints where there is nothing to show: 0 after help, 2 after arguments that are none.
    std::optional<int> exitCode() const;
    /// Shows the window until it is closed.
    int show() const;
};

} // namespace mergeloom
