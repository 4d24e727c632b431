#pragma once

#include "shared/core/Result.h"

#include <QString>

namespace mergeloom {

/// A clone URL in its parts; user names and passwords of HTTP URLs are taken out of `address`.
struct CloneUrl {
    enum class Kind { Path, Http, Ssh };
    Kind kind = Kind::Path;
    QString address;  ///< what git is given
    QString origin;   ///< HTTP: `https://host[:port]`, as git names it when it asks for a password
    QString host;     ///< empty for a path
    QString username; ///< HTTP only
    QString password; ///< HTTP only

    /// Errors: invalid_input, with what is wrong.
    static Result<CloneUrl> parse(const QString &url);
};

} // namespace mergeloom
