#pragma once

#include "service/journal/JournalReader.h"
#include "service/models/ModelClient.h"
#include "service/providers/AgentLoop.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <functional>
#include <memory>

namespace mergeloom::test {

inline ContentPart text(const QString &words) { return {.type = QStringLiteral("text"), .text = words}; }

inline ContentPart call(const QString &id, const QString &name, const QJsonObject &input)
{
    return {.type = QStringLiteral("tool_call"), .id = id, .name = name, .input = input};
}

inline ModelAnswer answer(QList<ContentPart> content, const QString &stop = QStringLiteral("tool_use"))
{
    return {std::move(content), stop, {.inputTokens = 100, .outputTokens = 10}, QStringLiteral("scripted")};
}

inline ModelAnswer finishing(const QString &summary = QStringLiteral("done"))
{
    return answer({call(QStringLiteral("end"), QStringLiteral("finish"), {{"summary", summary}})});
}

/// What the model was asked, kept when the agent loop has ended.
struct Asked {
    QList<ModelRequest> requests;
    std::function<void(qsizetype call)> onCall = {}; ///< while the model thinks about call 1, 2 …
};

/// A model that says what the script says; its last step may be an error.
class ScriptedModel : public ModelClient
{
public:
    ScriptedModel(QList<Result<ModelAnswer>> script, std::shared_ptr<Asked> asked)
        : m_script(std::move(script)), m_asked(std::move(asked))
    {
    }

    Result<ModelAnswer> complete(
        const ModelRequest &request, const ModelProgress &progress, std::stop_token stop) override
    {
        m_asked->requests.append(request);
        if (m_asked->onCall)
            m_asked->onCall(m_asked->requests.size());
        if (stop.stop_requested())
            return failure(ErrorCode::Cancelled, QStringLiteral("cancelled"));
        if (m_asked->requests.size() > m_script.size())
            return failure(ErrorCode::Internal, QStringLiteral("the script has ended"));
        const auto &step = m_script.at(m_asked->requests.size() - 1);
        if (step && progress.onDelta)
            for (const ContentPart &part : step->content)
                progress.onDelta(part.type, part.text);
        return step;
    }

private:
    QList<Result<ModelAnswer>> m_script;
    std::shared_ptr<Asked> m_asked;
};

/// A workspace with one file, a journal, and the tools over them.
class AgentBench
{
public:
    explicit AgentBench(const QJsonObject &finishSchema = {}, ToolAccess access = ToolAccess::Full)
        : recorder(std::move(*RunRecorder::open(m_directory.filePath(QStringLiteral("run")), {}))),
          m_tools(toolsOf(finishSchema, access))
    {
    }

    Result<AgentResult> perform(Provider &provider, AgentTask task, std::stop_token stop = {})
    {
        task.limits = control.limits();
        control.open();
        return provider.perform(task, {*m_tools, *recorder, control}, stop);
    }

    QString path() const { return m_directory.filePath(QStringLiteral("workspace")); }
    QByteArray file(const QString &name) const
    {
        QFile file(path() + u'/' + name);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
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

private:
    QTemporaryDir m_directory;

public:
    std::unique_ptr<RunRecorder> recorder;
    RunControl control{*recorder, {.tokens = 100'000, .costUsd = 1, .turns = 100}};

private:
    std::unique_ptr<ToolBox> m_tools;

    std::unique_ptr<ToolBox> toolsOf(const QJsonObject &finishSchema, ToolAccess access) const
    {
        QDir().mkpath(path());
        QFile file(path() + QStringLiteral("/a.txt"));
        if (file.open(QIODevice::WriteOnly))
            file.write("first line\nsecond line\n");
        file.close();
        const SandboxedShell shell{.root = path(),
            .allowList = AllowList({QStringLiteral("true"), QStringLiteral("false"), QStringLiteral("cat")}),
            .sandbox = {.mode = SandboxMode::Off, .workspace = path()},
            .environment = {{QStringLiteral("PATH"), QStringLiteral("/usr/bin:/bin")}}};
        ToolWorkplace workplace{.files = std::move(*WorkspaceFiles::open(path())),
            .shell = [shell](const ShellOrder &order, const SandboxedShell::Output &onOutput,
                         std::stop_token stop) { return shell.run(order, onOutput, stop); },
            .currentDiff = [] { return Result<QString>(QString()); }};
        return std::make_unique<ToolBox>(std::move(workplace), access, finishSchema);
    }
};

} // namespace mergeloom::test
