#pragma once

#include "service/platform/ShellPrograms.h"
#include "shared/core/Result.h"

#include <QString>
#include <QStringList>

namespace mergeloom {

/// Programs that runs may start, by name (`JCA_WORKER_ALLOWED_COMMANDS`).
class AllowList
{
public:
    explicit AllowList(QStringList programs);
    const QStringList &programs() const { return m_programs; }

    /// Parses `line` with shell grammar (`shfmt --to-json`, one process for the line and one for each text that it hands to
    /// a shell; none for a command of plain words) and checks the program of every simple command in it, and what those
    /// start in turn (env, xargs, find -exec, bash -c). Programs of the workspace are looked up in `place`, as it is now: the
    /// answer holds for this moment. Error `forbidden` names the program, or says why it cannot be told; `invalid_input`
    /// when the line is no shell.
    Result<void> check(const QString &line, const ShellPlace &place = {}) const;

    /// One sentence on what the shells and interpreters in the list mean; empty when there are none.
    static QString adviceOn(const QStringList &programs);

private:
    QStringList m_programs;
};

} // namespace mergeloom
