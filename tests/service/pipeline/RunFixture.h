#pragma once

#include "service/journal/JournalReader.h"
#include "service/pipeline/Pipeline.h"
#include "shared/domain/RunView.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <functional>
#include <future>
#include <thread>
#include <vector>

/// A real bare repository as the remote, and a recording as the provider: tools, commands, commit and push are real.
class RunFixture
{
public:
    RunFixture()
    {
        QDir().mkpath(path("seed"));
        git({"init", "-q", "-b", "main", "."}, path("seed"));
        write("seed/calc.sh", "add() { echo $(($1 + $2)); }\n");
        write("seed/check.sh", ". ./calc.sh\n[ \"$(mul 3 4)\" = 12 ]\n");
        write("seed/AGENTS.md", "Keep it short.\n");
        commit("seed", "Begin");
        git({"clone", "-q", "--bare", path("seed"), path("remote.git")}, path(""));

        m_environment.workerName = QStringLiteral("test");
        m_environment.mirrorRoot = path("mirrors");
        m_environment.workspaceRoot = path("workspaces");
        m_environment.agentHomeRoot = path("cli");
        m_environment.allowList = mergeloom::AllowList(
            {"sh", "bash", "git", "sleep", "cat", "touch", "mkdir", "grep", "true", "false", "chmod", "ln", "rm"});
        m_environment.sandbox = mergeloom::Sandbox::probe();
        m_environment.sandboxPolicy.backend = m_environment.sandbox.backend;
        m_environment.commandEnvironment = mergeloom::defaultCommandEnvironment();
        m_environment.commandTimeLimit = std::chrono::seconds(30);

        mergeloom::JobRepository repository;
        repository.id = mergeloom::RepositoryId::make();
        repository.alias = QStringLiteral("calc");
        repository.cloneUrl = path("remote.git");
        repository.settings.validationCommands = QStringList{"sh check.sh"};
        m_job.jobId = mergeloom::JobId::make();
        m_job.runId = mergeloom::RunId::make();
        m_job.ticket.key = QStringLiteral("LOCAL-1");
        m_job.ticket.title = QStringLiteral("Multiply");
        m_job.ticket.body = QStringLiteral("Add a function mul.");
        m_job.branch = mergeloom::ticketBranch(m_job.ticket.key);
        m_job.repositories = {repository};
    }

    mergeloom::RepositorySettings &settings() { return m_job.repositories.first().settings; }
    mergeloom::JobEnvelope &job() { return m_job; }
    mergeloom::RunEnvironment &environment() { return m_environment; }
    QString path(const QString &name) const { return m_folder.filePath(name); }

    // ---- what the model "says"
    static QJsonObject call(const QString &name, const QJsonObject &input)
    {
        static int number = 0;
        const QJsonObject part{
            {"type", "tool_call"}, {"id", QStringLiteral("call_%1").arg(++number)}, {"name", name}, {"input", input}};
        return {{"content", QJsonArray{part}}, {"stop", "tool_use"},
            {"usage", QJsonObject{{"input_tokens", 100}, {"output_tokens", 10}}}};
    }
    static QJsonObject writeFile(const QString &file, const QString &content)
    {
        return call("write_file", {{"path", file}, {"content", content}});
    }
    static QJsonObject runCommand(const QString &line) { return call("run_command", {{"command", line}}); }
    static QJsonObject finish(const QString &summary) { return call("finish", {{"summary", summary}}); }
    static QJsonObject goodEdit()
    {
        return writeFile("calc.sh", "add() { echo $(($1 + $2)); }\nmul() { echo $(($1 * $2)); }\n");
    }
    static QJsonObject badEdit()
    {
        return writeFile("calc.sh", "add() { echo $(($1 + $2)); }\nmul() { echo $(($1 + $2)); }\n");
    }
    void addSecret(const QByteArray &value) { m_redactor.addSecret(value); }
    void says(const QJsonArray &answers) { m_answers = answers; }
    /// In place of a recording.
    void uses(const mergeloom::ConfiguredProvider &provider) { m_provider = provider; }

    /// The next go() is interrupted when it has recorded so many events; 0: it is left alone.
    void interruptAfter(int events) { m_interruptAfter = events; }
    /// The next go() is interrupted at its first event of this type; empty: it is left alone.
    void interruptAt(const QString &type) { m_interruptAt = type; }
    /// Called for each event of each process of the run, before an interruption.
    void when(std::function<void(const mergeloom::Event &)> seen) { m_seen = std::move(seen); }
    /// As run(), and goes on where an interrupted one was left; none: it was interrupted itself.
    std::optional<mergeloom::RunResult> go()
    {
        m_isInterrupted = false;
        int events = 0;
        const auto result = perform([&](const mergeloom::Event &event, std::stop_source &stop) {
            if (++events == m_interruptAfter || event.type == m_interruptAt) {
                m_isInterrupted = true;
                stop.request_stop();
            }
        });
        return result;
    }
    /// Told to the next run before it begins.
    void tellsFirst(const mergeloom::protocol::RunCommand &command) { m_toldFirst = {command}; }
    /// Told to the run that is under way by another thread: who hears of an event holds up the journal.
    void tell(const mergeloom::protocol::RunCommand &command)
    {
        m_telling.push_back(std::async(std::launch::async, [this, command] { m_control->take(command); }));
    }
    /// `onEvent` is called on the thread of each event; it may ask to stop.
    mergeloom::RunResult run(const std::function<void(const mergeloom::Event &, std::stop_source &)> &onEvent = {})
    {
        return *perform(onEvent);
    }
    std::optional<mergeloom::RunResult> perform(
        const std::function<void(const mergeloom::Event &, std::stop_source &)> &onEvent)
    {
        const QJsonObject recording{{"format", "mergeloom-recording/1"}, {"model", "recorded"}, {"answers", m_answers}};
        write("recording.json", mergeloom::compactJson(recording));
        mergeloom::ConfiguredProvider provider;
        provider.profile.id = mergeloom::ProviderProfileId(QStringLiteral("replay"));
        provider.profile.kind = QStringLiteral("replay");
        provider.profile.options.insert(QStringLiteral("recording"), path("recording.json"));
        if (m_provider)
            provider = *m_provider;
        auto recorder = mergeloom::RunRecorder::open(path("runs/" + m_job.runId.text()), m_redactor);
        std::stop_source stop;
        m_view = {};
        m_types.clear();
        (*recorder)->onLine([&](qint64, const QByteArray &line) {
            const auto event = mergeloom::parseJsonAs<mergeloom::Event>(line);
            m_types << event->type;
            mergeloom::applyEvent(m_view, *event);
            if (m_seen)
                m_seen(*event);
            if (onEvent)
                onEvent(*event, stop);
        });
        m_control = std::make_unique<mergeloom::RunControl>(**recorder, mergeloom::allowanceOf(m_job, m_environment));
        for (const auto &command : std::exchange(m_toldFirst, {}))
            m_control->take(command);
        const auto result = mergeloom::performRun({m_job, provider}, m_environment, **recorder, *m_control,
            stop.get_token(), [this]() -> std::optional<mergeloom::Reason> {
                return m_isInterrupted ? std::nullopt : std::optional(mergeloom::Reason::Cancelled);
            });
        m_journal = (*recorder)->path();
        m_telling.clear();
        m_control.reset();
        return result;
    }
    const mergeloom::RunView &view() const { return m_view; }
    const QStringList &types() const { return m_types; }
    const QString &journal() const { return m_journal; }

    // ---- git
    QString git(const QStringList &arguments, const QString &directory) const
    {
        QProcess process;
        process.setWorkingDirectory(directory);
        process.start(
            QStringLiteral("git"), QStringList{"-c", "user.name=T", "-c", "user.email=t@example.org"} + arguments);
        process.waitForFinished();
        return QString::fromUtf8(process.readAllStandardOutput()).trimmed();
    }
    QString remote(const QStringList &arguments) const { return git(arguments, path("remote.git")); }
    QString remoteHead(const QString &branch) const
    {
        return remote({"rev-parse", "--verify", "-q", "refs/heads/" + branch});
    }
    void write(const QString &name, const QByteArray &bytes) const
    {
        QFile file(path(name));
        QDir().mkpath(QFileInfo(file).path());
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qFatal("cannot write %s", qPrintable(name));
    }
    void commit(const QString &clone, const QString &message) const
    {
        git({"add", "-A"}, path(clone));
        git({"commit", "-q", "-m", message}, path(clone));
    }
    /// Somebody else pushes a file to a branch of the remote.
    void pushElsewhere(const QString &branch, const QString &file = QStringLiteral("theirs.txt"),
        const QByteArray &content = "theirs\n") const
    {
        static int number = 0;
        const QString clone = QStringLiteral("other%1").arg(++number);
        git({"clone", "-q", path("remote.git"), path(clone)}, path(""));
        git({"checkout", "-q", "-B", branch}, path(clone));
        write(clone + u'/' + file, content);
        commit(clone, "Theirs");
        git({"push", "-q", "origin", branch}, path(clone));
    }

private:
    QTemporaryDir m_folder;
    mergeloom::RunEnvironment m_environment;
    mergeloom::JobEnvelope m_job;
    QJsonArray m_answers;
    std::unique_ptr<mergeloom::RunControl> m_control;
    QList<mergeloom::protocol::RunCommand> m_toldFirst;
    std::vector<std::future<void>> m_telling;
    mergeloom::Redactor m_redactor;
    mergeloom::RunView m_view;
    QStringList m_types;
    QString m_journal;
    std::function<void(const mergeloom::Event &)> m_seen;
    int m_interruptAfter = 0;
    QString m_interruptAt;
    std::optional<mergeloom::ConfiguredProvider> m_provider;
    bool m_isInterrupted = false;
};
