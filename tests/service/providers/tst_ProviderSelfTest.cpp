#include "service/providers/ProviderSelfTest.h"
#include "tests/service/models/ModelServer.h"

#include <QDir>
#include <QTemporaryDir>
#include <QtTest>

using namespace mergeloom;
using namespace mergeloom::test;

namespace {

QJsonObject calling(const char *name, const QJsonObject &input)
{
    return {{"tools", QJsonArray{QJsonObject{{"name", QString::fromLatin1(name)}, {"input", input}}}}};
}

const QJsonObject readNote = calling("read_file", {{"path", "note.txt"}});
const QJsonObject editNote = calling("edit_file", {{"path", "note.txt"}, {"old_text", "state: old"}, {"new_text", "state: new"}});
const QJsonObject catNote = calling("run_command", {{"command", "cat note.txt"}});

} // namespace

class ProviderSelfTestTest : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_scratch;
    QStringList m_seen;

    SelfTestReport tested(const QJsonArray &steps)
    {
        ModelServer server;
        if (!server.start({{"default", steps}}))
            return {.text = QStringLiteral("the server did not start")};
        m_seen.clear();
        const ConfiguredProvider configured{{.id = ProviderProfileId(QStringLiteral("c")), .kind = QStringLiteral("claude-api"), .endpoint = server.url()}, "sk-ant-test"};
        const auto report = testProvider(configured, {m_scratch.path(), SandboxMode::Off, [&](const SelfTestStep &step) { m_seen.append(step.name); }}, {});
        return report ? *report : SelfTestReport{.text = report.error().message};
    }

private Q_SLOTS:
    void followsEachStepAndJudgesByTheFiles()
    {
        // A scripted model cannot know the word, so the last step stays open, and the test does not pass by script alone.
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
        const SelfTestReport report = tested({QJsonObject{{"text", "I would read the file."}}, QJsonObject{{"text", "I would."}}});
        QVERIFY(!report.isPassed);
        QVERIFY2(report.text.contains(u"called no tool") || report.text.contains(u"without the result"), qPrintable(report.text));
    }

    void saysWhyAServiceRefuses()
    {
        const SelfTestReport report = tested({QJsonObject{{"status", 403}, {"error", QJsonObject{{"message", "not for you"}}}}});
        QVERIFY(!report.isPassed);
        QVERIFY2(report.text.contains(u"not for you"), qPrintable(report.text));
    }
};

QTEST_GUILESS_MAIN(ProviderSelfTestTest)
#include "tst_ProviderSelfTest.moc"
