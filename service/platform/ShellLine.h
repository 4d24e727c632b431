#pragma once

#include "shared/core/Result.h"

#include <QSet>
#include <QString>
#include <QStringList>

namespace mergeloom {

/// Programs that runs may start, by name (`JCA_WORKER_ALLOWED_COMMANDS`).
class AllowList
{
public:
    explicit AllowList(QStringList programs);
    const QStringList &programs() const { return m_programs; }

    /// Parses `line` with shell grammar (`shfmt --to-json`) and checks the program of every simple command in it:
    /// lists, pipes, subshells, substitutions, loops. Shell built-ins that start nothing are free. Error `forbidden`
    /// names the program; `invalid_input` when the line is no shell; what cannot be decided (a program name that is
    /// computed) is forbidden too.
    Result<void> check(const QString &line) const;

private:
    QStringList m_programs;
};

} // namespace mergeloom
