#pragma once

#include "desktop/workers/Worker.h"

#include <QDir>
#include <QElapsedTimer>
#include <QImage>
#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

namespace mergeloom {

/// A real worker with a data directory of its own, a scripted model server, and a git repository with a check that a change can break.
class RunningWorker
{
public:
    ~RunningWorker()
    {
        stop();
        m_models.closeWriteChannel(); // it ends with its standard input
        if (!m_models.waitForFinished(3000))
            m_models.kill();
        m_models.waitForFinished(3000);
    }

    /// Empty: it runs. Else why not.
    QString start(const QJsonObject &script)
    {
        if (!m_place.isValid())
            return QStringLiteral("no temporary directory");
        QTcpServer free;
        if (!free.listen(QHostAddress::LocalHost))
            return QStringLiteral("no free port");
        m_port = free.serverPort();
        free.close();
        if (const QString why = startModels(script); !why.isEmpty())
            return why;
        if (const QString why = makeRepository(); !why.isEmpty())
            return why;
        return startWorker();
    }

    QString startWorker()
    {
        m_worker.setProcessEnvironment(environment());
        const QString logPath = m_place.filePath(QStringLiteral("worker%1.log").arg(++m_starts));
        m_worker.setProcessChannelMode(QProcess::MergedChannels);
        m_worker.setStandardOutputFile(logPath);
        m_worker.start(program(), {QStringLiteral("serve")});
        if (!m_worker.waitForStarted())
            return program()
                + QStringLiteral(" does not start; build mergeloom-worker, or name it with MERGELOOM_WORKER");
        QFile log(logPath);
        QElapsedTimer since;
        since.start();
        QByteArray text;
        while (!text.contains("is ready at")) {
            if (since.hasExpired(30'000) || m_worker.waitForFinished(20))
                return QStringLiteral("the worker is not ready: ") + QString::fromUtf8(text);
            if (log.isOpen() || log.open(QIODevice::ReadOnly))
                text += log.readAll();
        }
        QFile token(m_place.filePath(QStringLiteral("data/admin_token")));
        if (!token.open(QIODevice::ReadOnly))
            return QStringLiteral("no token of the worker");
        m_token = QString::fromUtf8(token.readAll()).trimmed();
        return {};
    }

    void stop()
    {
        if (m_worker.state() == QProcess::NotRunning)
            return;
        m_worker.terminate();
        if (!m_worker.waitForFinished(8000))
            m_worker.kill();
        m_worker.waitForFinished(3000);
    }

    /// As when the power fails.
    void kill()
    {
        m_worker.kill();
        m_worker.waitForFinished(5000);
    }

    Connection connection() const
    {
        return {QStringLiteral("w"), QStringLiteral("test worker"), ConnectionKind::Direct, url(), {}, {}};
    }
    QString url() const { return QStringLiteral("http://127.0.0.1:%1").arg(m_port); }
    const QString &token() const { return m_token; }
    QString modelUrl() const { return m_modelUrl; }
    QString repositoryPath() const { return m_place.filePath(QStringLiteral("remotes/app.git")); }
    QString dataPath() const { return m_place.filePath(QStringLiteral("data")); }

    template <class T>
    T ask(const ApiCall<T> &call)
    {
        ApiClient client(QUrl(url()), m_token);
        const Result<T> answer = client.wait(call);
        if (!answer)
            qWarning("%s", qPrintable(answer.error().message));
        return answer.value_or(T{});
    }

    /// The program with these arguments, on the data directory of the worker: its exit code, and what it printed.
    std::pair<int, QString> runProgram(const QStringList &arguments) const
    {
        QProcess process;
        process.setProcessEnvironment(environment());
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start(program(), arguments);
        if (!process.waitForFinished(30'000))
            return {-1, QStringLiteral("it does not end")};
        return {process.exitCode(), QString::fromUtf8(process.readAll())};
    }

    /// The provider `scripted`, and the repositories `app` and, where a run waits for leave, `asking`.
    void setUp()
    {
        api::ProviderRequest provider;
        provider.kind = QStringLiteral("claude-api");
        provider.name = QStringLiteral("Scripted model");
        provider.endpoint = m_modelUrl;
        provider.model = QStringLiteral("scripted");
        provider.secret = QStringLiteral("a-key-of-tests");
        provider.isDefault = true;
        ask(api_call::putProvider(ProviderProfileId(QStringLiteral("scripted")), provider));
        api::RepositoryRequest repository;
        repository.alias = QStringLiteral("app");
        repository.cloneUrl = repositoryPath();
        repository.settings.validationCommands = {QStringLiteral("python3 check.py")};
        repository.settings.budgets.turns = 20;
        ask(api_call::addRepository(repository));
        repository.alias = QStringLiteral("asking");
        repository.settings.approval.isBeforePublish = true;
        ask(api_call::addRepository(repository));
    }

    api::JobView addTicket(const QString &repository, const QString &scenario, const QString &title = {})
    {
        api::TicketRequest request;
        request.title = title.isEmpty() ? QStringLiteral("Do ") + scenario : title;
        request.body = QStringLiteral("The value must be **even**.\n\n- See `check.py`.\n\nSCENARIO:") + scenario;
        request.repository = repository;
        return ask(api_call::addTicket(request)).job.value_or(api::JobView{});
    }

    /// The run of a ticket, once it has come to its end; none: it has not.
    std::optional<RunSummary> finishedRun(const QString &repository, const QString &scenario, const QString &title = {})
    {
        return runOf(addTicket(repository, scenario, title), QStringLiteral("completed"));
    }
    /// The same of a scenario with a held step, once it runs.
    std::optional<RunSummary> heldRun(const QString &repository, const QString &scenario)
    {
        return runOf(addTicket(repository, scenario), QStringLiteral("running"));
    }

    /// The steps of a run with draw.py of commitPictures().
    static QJsonArray drawingSteps()
    {
        return {commandStep(QStringLiteral("python3 draw.py")), writeStep(QStringLiteral("4\n")),
            finishStep(QStringLiteral("Drawn."))};
    }
    /// Of one that only writes the value, held before it or not.
    static QJsonArray quickSteps() { return {writeStep(QStringLiteral("4\n")), finishStep()}; }
    static QJsonArray heldSteps() { return {heldStep(), writeStep(QStringLiteral("6\n")), finishStep()}; }

    /// Into the repository, ahead of any run: a picture, an archive, a long text, and `draw.py`, which changes all of them and draws a
    /// second picture.
    bool commitPictures()
    {
        const QDir seed(m_place.filePath(QStringLiteral("seed")));
        const QByteArray empty = QByteArray("PK\5\6", 4) + QByteArray(18, '\0');
        const auto write = [&](const char *name, const QByteArray &bytes) {
            QFile file(seed.filePath(QLatin1StringView(name)));
            return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
        };
        QByteArray notes;
        for (int line = 1; line <= 120; ++line)
            notes += "note " + QByteArray::number(line) + '\n';
        QImage logo(40, 40, QImage::Format_RGB32);
        logo.fill(QColor(0x30, 0x56, 0xd3));
        return logo.save(seed.filePath(QStringLiteral("logo.png"))) && write("parts.zip", empty)
            && write("notes.txt", notes) && write("draw.py", R"(import struct, zipfile, zlib
part = lambda kind, data: struct.pack('>I', len(data)) + kind + data + struct.pack('>I', zlib.crc32(kind + data))
rows = b''.join(b'\0' + bytes((26, 127, 75)) * 96 for _ in range(64))
for name in ('logo.png', 'new.png'):
    open(name, 'wb').write(b'\x89PNG\r\n\x1a\n' + part(b'IHDR', struct.pack('>IIBBBBB', 96, 64, 8, 2, 0, 0, 0))
                           + part(b'IDAT', zlib.compress(rows)) + part(b'IEND', b''))
zipfile.ZipFile('parts.zip', 'w').writestr('a.txt', 'a' * 2000)
text = open('notes.txt').read().replace('note 30\n', 'note thirty\nand one more\n').replace('note 90\n', '')
open('notes.txt', 'w').write(text)
)") && git({"-C", "seed", "add", "-A"}).isEmpty()
            && commit(QStringLiteral("pictures")).isEmpty()
            && git({"-C", "seed", "push", "-q", repositoryPath(), "main"}).isEmpty();
    }

    /// On top of a branch: a commit that no run made.
    bool commitByHand(const QString &branch)
    {
        if (!git({"-C", "seed", "fetch", "-q", repositoryPath(), branch}).isEmpty()
            || !git({"-C", "seed", "checkout", "-q", "-B", "by-hand", "FETCH_HEAD"}).isEmpty())
            return false;
        QFile notes(m_place.filePath(QStringLiteral("seed/notes.txt")));
        const bool isWritten = notes.open(QIODevice::Append) && notes.write("by hand\n") > 0;
        notes.close();
        return isWritten && git({"-C", "seed", "add", "-A"}).isEmpty() && commit(QStringLiteral("By hand")).isEmpty()
            && git({"-C", "seed", "push", "-q", repositoryPath(), "HEAD:refs/heads/" + branch}).isEmpty();
    }

    /// Lets an agent go on that is held in the command of heldStep().
    void letGo()
    {
        const QDir folder(dataPath() + QStringLiteral("/workspaces"));
        for (const QString &one : folder.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
            QStringList places{folder.filePath(one)};
            for (const QString &inside : QDir(folder.filePath(one)).entryList(QDir::Dirs | QDir::NoDotAndDotDot))
                places << folder.filePath(one) + u'/' + inside;
            for (const QString &place : places)
                if (QFile::exists(place + QStringLiteral("/check.py"))) {
                    QFile go(place + QStringLiteral("/go"));
                    (void)go.open(QIODevice::WriteOnly);
                }
        }
    }

    static QJsonObject step(const QString &text, const QString &tool, const QJsonObject &input)
    {
        return {{"text", text}, {"tools", QJsonArray{QJsonObject{{"name", tool}, {"input", input}}}}};
    }
    static QJsonObject writeStep(const QString &content)
    {
        return step(
            QStringLiteral("I will write it.\n\n1. Open `value.txt`\n2. Put **%1** there").arg(content.trimmed()),
            QStringLiteral("write_file"), {{"path", "value.txt"}, {"content", content}});
    }
    static QJsonObject commandStep(const QString &line)
    {
        return step(QStringLiteral("I look first."), QStringLiteral("run_command"), {{"command", line}});
    }
    static QJsonObject heldStep()
    {
        return commandStep(QStringLiteral(
            "python3 -c \"import os, time; [time.sleep(0.02) for _ in iter(lambda: os.path.exists('go'), True)]; os.remove('go')\""));
    }
    /// The same, and what it prints meanwhile is more than a page of events.
    static QJsonObject talkingStep()
    {
        return commandStep(QStringLiteral(
            "python3 -c \"import os, time; [(print('x' * 3000, flush=True), time.sleep(0.01)) for _ in range(900) if not os.path.exists('go')]; "
            "[time.sleep(0.02) for _ in iter(lambda: os.path.exists('go'), True)]; os.remove('go')\""));
    }
    static QJsonObject finishStep(const QString &summary = QStringLiteral("Wrote the value."))
    {
        return step({}, QStringLiteral("finish"), {{"summary", summary}});
    }

private:
    std::optional<RunSummary> runOf(const api::JobView &job, const QString &state)
    {
        std::optional<RunSummary> found;
        (void)QTest::qWaitFor(
            [&] {
                for (const RunSummary &run : ask(api_call::runs()).items)
                    if (run.jobId == job.id && run.state == state)
                        found = run;
                return bool(found);
            },
            30'000);
        return found;
    }

    static QString program()
    {
        const QString named = qEnvironmentVariable("MERGELOOM_WORKER");
        return named.isEmpty() ? QDir(QCoreApplication::applicationDirPath())
                                     .absoluteFilePath(QStringLiteral("../service/mergeloom-worker"))
                               : named;
    }

    QProcessEnvironment environment() const
    {
        QProcessEnvironment all;
        for (const QString &name : QProcessEnvironment::systemEnvironment().keys())
            if (!name.startsWith(u"JCA_") && !name.startsWith(u"GIT_") && !name.contains(u"proxy", Qt::CaseInsensitive))
                all.insert(name, qEnvironmentVariable(name.toLatin1().constData()));
        all.insert(QStringLiteral("HOME"), m_place.filePath(QStringLiteral("home")));
        all.insert(QStringLiteral("JCA_WORKER_DATA_DIR"), dataPath());
        all.insert(QStringLiteral("JCA_WORKER_PORT"), QString::number(m_port));
        all.insert(QStringLiteral("JCA_WORKER_NAME"), QStringLiteral("tester"));
        all.insert(QStringLiteral("GIT_CONFIG_NOSYSTEM"), QStringLiteral("1"));
        return all;
    }

    QString startModels(const QJsonObject &script)
    {
        QFile file(m_place.filePath(QStringLiteral("script.json")));
        if (!file.open(QIODevice::WriteOnly))
            return QStringLiteral("no script");
        file.write(QJsonDocument(script).toJson());
        file.close();
        m_models.start(QStringLiteral("node"),
            {QStringLiteral(MERGELOOM_SOURCE_DIR "/tests/servers/model-server.mjs"), QStringLiteral("--script"),
                file.fileName(), QStringLiteral("--watch-stdin")});
        if (!m_models.waitForReadyRead(20'000))
            return QStringLiteral("the model server does not start: ")
                + QString::fromUtf8(m_models.readAllStandardError());
        const QJsonObject told = QJsonDocument::fromJson(m_models.readLine()).object();
        m_modelUrl = told.value(QStringLiteral("url")).toString();
        return m_modelUrl.isEmpty() ? QStringLiteral("the model server does not say where it is") : QString();
    }

    QString makeRepository()
    {
        const QDir place(m_place.path());
        for (const char *folder : {"seed", "remotes", "home", "data"})
            if (!place.mkpath(QLatin1StringView(folder)))
                return QStringLiteral("no folder");
        const auto write = [&](const char *name, const char *text) {
            QFile file(place.filePath(QStringLiteral("seed/") + QLatin1StringView(name)));
            return file.open(QIODevice::WriteOnly) && file.write(text) > 0;
        };
        if (!write("value.txt", "2\n") || !write("AGENTS.md", "Keep the value even.\n")
            || !write("check.py",
                "import sys\nvalue = int(open('value.txt').read())\nprint('\\033[1mvalue\\033[0m is \\033[32m%d\\033[0m' % value)\nsys.exit(value % 2)\n"))
            return QStringLiteral("no seed");
        for (const QString &why : {git({"init", "-q", "-b", "main", "seed"}), git({"-C", "seed", "add", "-A"}),
                 commit(QStringLiteral("first")), git({"clone", "-q", "--bare", "seed", "remotes/app.git"})})
            if (!why.isEmpty())
                return why;
        return {};
    }

    QString commit(const QString &subject)
    {
        return git(
            {"-C", "seed", "-c", "user.name=Test", "-c", "user.email=test@example.org", "commit", "-q", "-m", subject});
    }

    /// Empty: it is done. Else what git says.
    QString git(const QStringList &arguments)
    {
        QProcess git;
        git.setWorkingDirectory(m_place.path());
        git.setProcessEnvironment(environment());
        git.start(QStringLiteral("git"), arguments);
        const bool isDone = git.waitForFinished(20'000) && git.exitCode() == 0;
        return isDone ? QString() : QStringLiteral("git: ") + QString::fromUtf8(git.readAllStandardError());
    }

    QTemporaryDir m_place;
    QProcess m_models;
    QProcess m_worker;
    QString m_modelUrl;
    QString m_token;
    quint16 m_port = 0;
    int m_starts = 0;
};

} // namespace mergeloom
