#include "service/providers/ProviderSelfTest.h"
#include "tests/service/models/ModelServer.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace mergeloom;
using namespace mergeloom::test;

namespace {

QJsonObject calling(const char *name, const QJsonObject &input)
{
    return {{"tools", QJsonArray{QJsonObject{{"name", QString::fromLatin1(name)}, {"input", input}}}}};
}

const QJsonObject readNote = calling("read_file", {{"path", "note.txt"}});
const QJsonObject editNote =
    calling("edit_file", {{"path", "note.txt"}, {"old_text", "state: old"}, {"new_text", "state: new"}});
const QJsonObject catNote = calling("run_command", {{"command", "cat note.txt"}});

} // namespace

class ProviderSelfTestTest : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_scratch;
    QStringList m_seen;

    /// `onStep` may give the server another script for the rest.
    SelfTestReport tested(
        const QJsonArray &steps, const std::function<void(ModelServer &, const SelfTestStep &)> &onStep = {})
    {
        ModelServer server;
        if (!server.start({{"default", steps}}))
            return {.text = QStringLiteral("the server did not start")};
        m_seen.clear();
        const ConfiguredProvider configured{{.id = ProviderProfileId(QStringLiteral("c")),
                                                .kind = QStringLiteral("claude-api"),
                                                .endpoint = server.url()},
            "sk-ant-test"};
        const auto report = testProvider(configured,
            {.scratchRoot = m_scratch.path(),
                .sandbox = {.mode = SandboxMode::Off},
                .onStep =
                    [&](const SelfTestStep &step) {
                        m_seen.append(step.name);
                        if (onStep)
                            onStep(server, step);
                    }},
            {});
        return report ? *report : SelfTestReport{.text = report.error().message};
    }

private Q_SLOTS:
    void passesAModelThatDoesItAll()
    {
        const SelfTestReport report = tested({readNote, editNote, catNote, QJsonObject{{"text", "never said"}}},
            [&](ModelServer &server, const SelfTestStep &step) {
                if (step.name != u"command")
                    return;
                // The word is made anew for each test; the script learns it from the scratch workspace.
                const QString scratch = QDir(m_scratch.path()).entryList(QDir::Dirs | QDir::NoDotAndDotDot).value(0);
                QFile note(m_scratch.filePath(scratch + QStringLiteral("/workspace/note.txt")));
                QVERIFY(note.open(QIODevice::ReadOnly));
                server.replaceScript({{"default",
                    QJsonArray{calling("finish",
                        {{"word",
                            QString::fromUtf8(note.readAll()).section(QStringLiteral("word: "), 1).trimmed()}})}}});
            });
        QVERIFY2(report.isPassed, qPrintable(report.text));
        QCOMPARE(m_seen,
            (QStringList{
                QStringLiteral("read"), QStringLiteral("edit"), QStringLiteral("command"), QStringLiteral("finish")}));
    }

    void judgesByTheFilesAndNotByWords()
    {
        const SelfTestReport report = tested({readNote, editNote, catNote, calling("finish", {{"word", "guessed"}})});
        QCOMPARE(m_seen, (QStringList{QStringLiteral("read"), QStringLiteral("edit"), QStringLiteral("command")}));
        QVERIFY(!report.isPassed);
        QCOMPARE(report.steps.last().detail, QStringLiteral("Finished with a wrong word."));
        QVERIFY(report.steps[2].tokens > report.steps[0].tokens);
        QCOMPARE(report.usage.outputTokens, 80);
        QVERIFY(QDir(m_scratch.path()).isEmpty());
    }

    void refusesAModelThatCallsNoTool()
    {
        const SelfTestReport report =
            tested({QJsonObject{{"text", "I would read the file."}}, QJsonObject{{"text", "I would."}}});
        QVERIFY(!report.isPassed);
        QVERIFY2(report.text.contains(u"called no tool"), qPrintable(report.text));
    }

    void saysWhyAServiceRefuses()
    {
        const SelfTestReport report =
            tested({QJsonObject{{"status", 403}, {"error", QJsonObject{{"message", "not for you"}}}}});
        QVERIFY(!report.isPassed);
        QVERIFY2(report.text.contains(u"not for you"), qPrintable(report.text));
    }
};

QTEST_GUILESS_MAIN(ProviderSelfTestTest)
#include "tst_ProviderSelfTest.moc"
