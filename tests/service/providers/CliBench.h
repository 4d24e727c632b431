#pragma once

#include "service/credentials/RequestAuthorization.h"
#include "service/journal/JournalReader.h"
#include "service/providers/CliProvider.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <memory>

namespace mergeloom::test {

/// An agent program of a few lines of shell, started as the real ones are: by the real CliProvider, in the real sandbox.
class CliBench
{
public:
    static constexpr auto begin =
        R"(echo '{"type":"system","subtype":"init","session_id":"00000000-0000-4000-8000-000000000001"}')";
    static constexpr auto end = R"(echo '{"type":"result","subtype":"success","is_error":false,"result":"All done."}')";

    CliBench() : recorder(std::move(*RunRecorder::open(m_directory.filePath(QStringLiteral("run")), {})))
    {
        for (const QString &folder : {workspace(), home()})
            QDir().mkpath(folder);
        sandbox.backend = Sandbox::probe().backend;
        sandbox.workspace = workspace();
        control.open();
    }

    static bool isPossible() { return Sandbox::probe().backend == SandboxBackend::Bubblewrap; }

    QString workspace() const { return m_directory.filePath(QStringLiteral("workspace")); }
    QString home() const { return m_directory.filePath(QStringLiteral("home")); }
    QByteArray file(const QString &name) const
    {
        QFile file(workspace() + u'/' + name);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    /// A Claude Code that runs these lines; `{begin}` and `{end}` are its first and last event.
    CliOptions agent(QByteArray lines, const QByteArray &interpreter = "/bin/sh")
    {
        lines.replace("{begin}", begin).replace("{end}", end);
        const QString path = m_directory.filePath(QStringLiteral("programs/claude"));
        QDir().mkpath(QFileInfo(path).path());
        QFile program(path);
        if (!program.open(QIODevice::WriteOnly | QIODevice::Truncate)
            || program.write("#!" + interpreter + "\n" + lines + "\n") < 0)
            qFatal("cannot write the program");
        program.close();
        program.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        CliOptions options{.dialect = claudeCodeDialect()};
        options.prices = *PriceTable::builtIn();
        options.program = *AgentProgram::find(*options.dialect, path, QStringLiteral("/usr/bin"));
        options.program.release = QStringLiteral("2.1.197");
        options.model = QStringLiteral("scripted");
        options.proxy.endpoint = QStringLiteral("http://127.0.0.1:1");
        options.proxy.service = QStringLiteral("The test model");
        options.proxy.retry.maximumRetries = 0;
        return options;
    }

    Result<AgentResult> perform(Provider &provider, AgentTask task = {}, std::stop_token stop = {})
    {
        if (task.stage.isEmpty())
            task.stage = QStringLiteral("implementation");
        if (task.instruction.isEmpty())
            task.instruction = QStringLiteral("Change a.txt.");
        task.limits = control.limits();
        // An agent program has tools of its own, and these are not touched.
        ToolBox tools({.files = std::move(*WorkspaceFiles::open(workspace()))}, ToolAccess::ReadOnly);
        return provider.perform(task,
            {.tools = tools,
                .recorder = *recorder,
                .control = control,
                .checkpoint = [this] { return Result<QString>(tree()); },
                .programPlace = [this]() -> Result<ProgramPlace> {
                    return ProgramPlace{sandbox, {{QStringLiteral("PATH"), QStringLiteral("/usr/bin:/bin")}}, home()};
                }},
            stop);
    }

    QList<Event> events(const char *type = nullptr) const
    {
        QList<Event> events;
        const auto state = readJournal(recorder->path(), [&](const QByteArray &, const Event &event) {
            if (!type || event.type == QLatin1StringView(type))
                events.append(event);
        });
        return state ? events : QList<Event>();
    }
    QByteArray journal() const
    {
        QFile file(recorder->path());
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

private:
    /// What stands for a tree here: names and sizes.
    QString tree() const
    {
        QString all;
        for (const QFileInfo &file : QDir(workspace()).entryInfoList(QDir::Files))
            all += QStringLiteral("%1:%2 ").arg(file.fileName()).arg(file.size());
        return all;
    }

    QTemporaryDir m_directory;

public:
    SandboxPolicy sandbox;
    std::unique_ptr<RunRecorder> recorder;
    RunControl control{*recorder, {.tokens = 100'000, .costUsd = 1, .turns = 100}};
};

} // namespace mergeloom::test
