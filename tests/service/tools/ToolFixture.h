#pragma once

#include "service/tools/ToolBox.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>

/// A workspace on disk and a tool box in it.
class ToolFixture
{
public:
    ToolFixture()
    {
        put(QStringLiteral(".git/config"), "[core]");
        QFile secret(m_directory.filePath(QStringLiteral("secret")));
        if (secret.open(QIODevice::WriteOnly))
            secret.write("secret");
    }

    QString root() const { return m_directory.path() + QStringLiteral("/root"); }
    QString real(const QString &path) const { return root() + QLatin1Char('/') + path; }

    void put(const QString &path, const QByteArray &bytes) const
    {
        QDir().mkpath(QFileInfo(real(path)).path());
        QFile file(real(path));
        if (file.open(QIODevice::WriteOnly))
            file.write(bytes);
    }
    QByteArray get(const QString &path) const
    {
        QFile file(real(path));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(not there)");
    }
    bool has(const QString &path) const { return QFileInfo::exists(real(path)); }

    mergeloom::SandboxedShell shell(const QStringList &programs) const
    {
        mergeloom::SandboxedShell shell{root(), mergeloom::AllowList{programs}};
        shell.sandbox.workspace = root();
        shell.environment = {{QStringLiteral("PATH"), QStringLiteral("/usr/bin:/bin")}};
        return shell;
    }
    mergeloom::ToolWorkplace workplace(const mergeloom::SandboxedShell &shell) const
    {
        return {std::move(*mergeloom::WorkspaceFiles::open(root())),
            [shell](const mergeloom::ShellOrder &order, const mergeloom::SandboxedShell::Output &onOutput,
                std::stop_token stop) { return shell.run(order, onOutput, stop); },
            {}};
    }
    mergeloom::ToolWorkplace workplace() const { return workplace(shell({})); }

    mergeloom::ToolOutcome call(
        const QString &tool, const QJsonObject &input, mergeloom::ToolAccess access = mergeloom::ToolAccess::Full) const
    {
        mergeloom::ToolBox box(workplace(), access);
        auto outcome = box.call({QStringLiteral("1"), tool, input}, {});
        return outcome
            ? *outcome
            : mergeloom::ToolOutcome{.text = QStringLiteral("ERROR ") + outcome.error().message, .isFailure = true};
    }

private:
    QTemporaryDir m_directory;
};
