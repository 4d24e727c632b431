#pragma once

#include "shared/core/Result.h"

#include <QString>
#include <QStringList>

namespace mergeloom {

/// Where a command line runs.
struct ShellPlace {
    QString root;      ///< the workspace, absolute; empty: there is none
    QString directory; ///< relative to the root; empty: the root
};

/// The programs that may start, and the files that stand behind names and paths.
class ShellPrograms
{
public:
    ShellPrograms(const QStringList &names, const QString &root);

    const QStringList &names() const { return m_names; }
    const QString &root() const { return m_root; }
    bool isListed(const QString &name) const { return m_names.contains(name); }

    /// `program` as it is written; `directories` are those in which the line may be then, all absolute. Gives the name by
    /// which it is known: that of the list, or its file name. Error forbidden says why.
    Result<QString> check(const QString &program, const QStringList &directories) const;

    /// For names that a package runner (npx, uv run) looks up in the workspace and on the system.
    Result<QString> checkPackageTool(const QString &program, const QStringList &directories) const;

    /// Whether a program of this name is installed on the system.
    static bool isInstalled(const QString &name);

private:
    Result<QString> checkName(const QString &program) const;
    Result<QString> checkPath(const QString &written, const QString &path) const;
    Result<void> checkScript(const QString &written, const QString &file) const;
    bool isInside(const QString &canonicalPath) const;
    Unexpected notListed(const QString &program) const;

    QStringList m_names;
    QString m_root; ///< canonical; empty: none
};

/// Whether the program runs text that it is given, or code of the repository: a list that holds it is advice, and the
/// sandbox is the border.
bool isInterpreter(const QString &name);

/// Where `path` leads from `directory`, by its words alone.
QString cleanPlace(const QString &directory, const QString &path);

Unexpected notAllowed(const QString &message, const QString &program = {});

} // namespace mergeloom
