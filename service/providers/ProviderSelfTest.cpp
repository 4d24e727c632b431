#include "service/providers/ProviderSelfTest.h"

#include "shared/core/Ulid.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>

#include <algorithm>

namespace mergeloom {

namespace {

const QJsonObject resultSchema{{"type", "object"}, {"required", QJsonArray{QStringLiteral("word")}},
    {"additionalProperties", false},
    {"properties",
        QJsonObject{{"word", QJsonObject{{"type", "string"}, {"description", "The secret word of note.txt."}}}}}};

QString instruction()
{
    return QStringLiteral(
        "This is a test of your tools. Do these steps, each with a tool:\n"
        "1. Read the file `note.txt`. It holds a secret word.\n"
        "2. In `note.txt`, change `state: old` to `state: new`; change nothing else.\n"
        "3. Run the command `cat note.txt`.\n"
        "4. Call `finish` with the secret word; without such a tool, let your last message be nothing but "
        "the JSON object {\"word\": \"…\"} with it.");
}

/// Follows the journal of the test and ticks the steps off.
class Steps
{
public:
    Steps(QString notePath, QString word, std::function<void(const SelfTestStep &)> onStep)
        : m_notePath(std::move(notePath)), m_word(std::move(word)), m_onStep(std::move(onStep))
    {
        m_clock.start();
        for (const char *name : {"read", "edit", "command", "finish"})
            m_steps.append({.name = QString::fromLatin1(name), .detail = QStringLiteral("Was not done.")});
    }

    void follow(const Event &event)
    {
        if (event.type == QLatin1StringView(event_type::providerResponse)) {
            ++m_answers;
            if (const auto usage = fromJson<Usage>(event.data.value(QStringLiteral("usage"))))
                m_tokens += usage->total();
        }
        if (event.type != QLatin1StringView(event_type::toolResult))
            return;
        ++m_calls;
        if (event.data.value(QStringLiteral("is_error")).toBool())
            return;
        const QString tool = event.data.value(QStringLiteral("name")).toString();
        // An agent program may have no tool to read with but a command.
        if (tool == u"read_file" || event.data.value(QStringLiteral("text")).toString().contains(m_word))
            done(0, QStringLiteral("Read note.txt."));
        if (tool == u"run_command")
            done(2, QStringLiteral("Ran a command."));
        QFile note(m_notePath);
        if (note.open(QIODevice::ReadOnly) && note.readAll().contains("state: new"))
            done(1, QStringLiteral("Changed note.txt by %1.").arg(tool));
    }

    void finished(bool isRightWord)
    {
        if (isRightWord)
            done(3, QStringLiteral("Finished with the right word."));
        else
            m_steps[3].detail = QStringLiteral("Finished with a wrong word.");
    }

    const QList<SelfTestStep> &list() const { return m_steps; }
    bool hasAnswered() const { return m_answers > 0; }
    bool calledTools() const { return m_calls > 0; }
    bool areAllDone() const
    {
        return std::all_of(m_steps.begin(), m_steps.end(), [](const SelfTestStep &step) { return step.isDone; });
    }

private:
    void done(qsizetype index, const QString &detail)
    {
        SelfTestStep &step = m_steps[index];
        if (step.isDone)
            return;
        step = {step.name, true, m_clock.elapsed(), m_tokens, detail};
        if (m_onStep)
            m_onStep(step);
    }

    QString m_notePath;
    QString m_word;
    std::function<void(const SelfTestStep &)> m_onStep;
    QElapsedTimer m_clock;
    QList<SelfTestStep> m_steps;
    qint64 m_tokens = 0;
    int m_answers = 0;
    int m_calls = 0;
};

QMap<QString, QString> usualEnvironment()
{
    return {{QStringLiteral("PATH"), QStringLiteral("/usr/local/bin:/usr/bin:/bin")}};
}

Result<ToolBox> toolsIn(const QString &workspace, const SandboxPolicy &sandbox)
{
    MERGELOOM_TRY(auto files, WorkspaceFiles::open(workspace));
    const SandboxedShell shell{.root = workspace,
        .allowList = AllowList({QStringLiteral("cat")}),
        .sandbox = sandbox,
        .environment = usualEnvironment(),
        .timeLimit = std::chrono::seconds(20)};
    ToolWorkplace workplace{.files = std::move(files),
        .shell = [shell](const ShellOrder &order, const SandboxedShell::Output &onOutput,
                     std::stop_token stop) { return shell.run(order, onOutput, stop); },
        .currentDiff = [] { return Result<QString>(QString()); }};
    return ToolBox(std::move(workplace), ToolAccess::Full, resultSchema);
}

QString verdictOn(const Steps &steps, const Result<AgentResult> &result)
{
    if (!steps.hasAnswered())
        return result ? QStringLiteral("The model gave no answer.") : result.error().message;
    if (!steps.calledTools())
        return QStringLiteral(
            "The model answered in words and called no tool, so it cannot work here. Choose a model, or a server setting, with tool calling.");
    if (!result)
        return QStringLiteral("The test ended early: %1").arg(result.error().message);
    if (!steps.areAllDone())
        return QStringLiteral(
            "The model called tools, but did not do all that it was asked for. A stronger model may.");
    return QStringLiteral("The model read, edited, ran a command and finished as asked.");
}

} // namespace

Result<SelfTestReport> testProvider(
    const ConfiguredProvider &configured, const SelfTestPlace &place, std::stop_token stop)
{
    // A person waits: what does not answer the second time is said to be away.
    ConfiguredProvider impatient = configured;
    impatient.maximumRetries = std::min(configured.maximumRetries, 1);
    MERGELOOM_TRY(const auto provider, ProviderRegistry::create(impatient));
    if (configured.profile.kind == u"replay")
        return SelfTestReport{.isPassed = true,
            .text =
                QStringLiteral("The recording can be read. Its answers are recorded, so there is no model to test.")};
    QTemporaryDir scratch(place.scratchRoot + QStringLiteral("/self-test-XXXXXX"));
    const QString workspace = scratch.filePath(QStringLiteral("workspace"));
    const QString word = makeUlid().right(8).toLower();
    QFile note(workspace + QStringLiteral("/note.txt"));
    const QString home = scratch.filePath(QStringLiteral("home"));
    if (!QDir().mkpath(workspace) || !QDir().mkpath(home) || !note.open(QIODevice::WriteOnly)
        || note.write(("state: old\nsecret word: " + word + '\n').toUtf8()) < 0)
        return failure(ErrorCode::Io,
            QStringLiteral("No scratch workspace can be made in %1. Check its rights and the disk.")
                .arg(place.scratchRoot));
    note.close();

    Redactor redactor;
    redactor.addSecret(configured.secret, QStringLiteral("provider key"));
    MERGELOOM_TRY(const auto recorder, RunRecorder::open(scratch.filePath(QStringLiteral("journal")), redactor));
    Steps steps(note.fileName(), word, place.onStep);
    recorder->onLine([&](qint64, const QByteArray &line) {
        if (const auto event = parseJsonAs<Event>(line))
            steps.follow(*event);
    });
    SandboxPolicy sandbox = place.sandbox;
    sandbox.workspace = workspace;
    MERGELOOM_TRY(ToolBox tools, toolsIn(workspace, sandbox));
    RunControl control(*recorder);
    const auto result = provider->perform({.stage = QStringLiteral("self_test"),
                                              .instruction = instruction(),
                                              .finishSchema = resultSchema,
                                              .maximumTurns = 12},
        {.tools = tools,
            .recorder = *recorder,
            .control = control,
            .programPlace = [&]() -> Result<ProgramPlace> {
                return ProgramPlace{sandbox, usualEnvironment(), home, place.signInRoot, place.gate};
            }},
        stop);
    if (!result && result.error().code == ErrorCode::Cancelled)
        return failure(result);
    if (result)
        steps.finished(result->finished.value(QStringLiteral("word")).toString().trimmed() == word);

    SelfTestReport report{
        .isPassed = result && steps.areAllDone(), .text = verdictOn(steps, result), .steps = steps.list()};
    if (result) {
        report.usage = result->usage;
        report.costUsd = result->costUsd;
    } else if (const auto usage = fromJson<Usage>(result.error().details.value(QStringLiteral("usage")))) {
        report.usage = *usage;
    }
    return report;
}

} // namespace mergeloom
