#include "tests/service/models/ModelServer.h"
#include "tests/service/providers/CliBench.h"

#include <QTest>

#include <optional>

using namespace mergeloom;
using namespace mergeloom::test;

namespace {

const QByteArray providerKey = "sk-ant-really-secret-4711";

QByteArray toolEvents(const char *id, const char *command, const char *output)
{
    return QByteArray("echo '{\"type\":\"assistant\",\"message\":{\"content\":[{\"type\":\"tool_use\",\"id\":\"") + id
        + "\",\"name\":\"Bash\",\"input\":{\"command\":\"" + command + "\"}}]}}'\n" + command
        + "\necho '{\"type\":\"user\",\"message\":{\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"" + id
        + "\",\"content\":\"" + output + "\"}]}}'\n";
}

/// What a program can find of the host and of the worker.
constexpr auto lookEverywhere =
    "{begin}\n"
    "for file in /proc/[0-9]*/environ /proc/[0-9]*/cmdline; do tr '\\0' '\\n' < $file; done > found.txt 2>/dev/null\n"
    "find / -xdev -type f -size -2000k -newer /etc/passwd -exec cat {} + >> found.txt 2>/dev/null\n"
    "find $HOME /tmp -type f -exec cat {} + >> found.txt 2>/dev/null\n"
    "env >> found.txt\n{end}";

} // namespace

class CliProviderTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (!CliBench::isPossible())
            QSKIP("agent programs need bubblewrap");
    }

    void tellsToolCallsWithTheTreesThatFollow()
    {
        CliBench bench;
        CliProvider provider(bench.agent("{begin}\n" + toolEvents("a", "touch one", "made")
            + toolEvents("b", "true", "") + "echo '{\"type\":\"of the future\",\"n\":1}'\necho no json\n{end}"));
        const auto result = bench.perform(provider);
        QVERIFY2(result, qPrintable(result ? QString() : result.error().message));
        const auto calls = bench.events(event_type::toolCall);
        QCOMPARE(calls.size(), 2);
        QCOMPARE(calls[0].data.value("name").toString(), QStringLiteral("run_command"));
        QCOMPARE(calls[0].data.value("call_id").toString(), QStringLiteral("t1.a"));
        const auto results = bench.events(event_type::toolResult);
        QCOMPARE(results[0].data.value("tree").toString(), QStringLiteral("one:0 "));
        QVERIFY(!results[1].data.contains("tree")); // nothing changed
        const auto raw = bench.events(event_type::agentEvent);
        QCOMPARE(raw.size(), 2);
        QCOMPARE(raw[0].data.value("event").toObject().value("n").toInt(), 1);
        QCOMPARE(raw[1].data.value("text").toString(), QStringLiteral("no json"));
    }

    void theKeyIsNowhereInTheSandbox()
    {
        ModelServer server;
        QVERIFY(server.start({{"default", QJsonArray{QJsonObject{{"text", "x"}}}}}));
        CliBench bench;
        CliOptions options = bench.agent(lookEverywhere);
        std::shared_ptr<RequestAuthorization> key = std::move(*HeaderAuthorization::apiKey(providerKey));
        options.proxy.authorise.add = [key](HttpRequest &request, std::stop_token stop) {
            return key->authorise(request, stop);
        };
        options.proxy.endpoint = server.url();
        qputenv("MERGELOOM_TEST_SECRET", providerKey); // what the worker itself was started with
        CliProvider provider(options);
        const auto result = bench.perform(provider);
        qunsetenv("MERGELOOM_TEST_SECRET");
        QVERIFY2(result, qPrintable(result ? QString() : result.error().message));
        const QByteArray found = bench.file(QStringLiteral("found.txt"));
        QVERIFY(found.contains("sk-ant-placeholder-")); // it did look
        QVERIFY(found.contains("--output-format"));
        QVERIFY(!found.contains(providerKey));
    }

    void nothingButTheProxyCanBeReached()
    {
        ModelServer server;
        QVERIFY(server.start({{"default", QJsonArray{}}}));
        CliBench bench;
        CliProvider provider(
            bench.agent("import json, socket, urllib.request\n"
                        "def reach(url):\n"
                        "    try:\n"
                        "        return str(urllib.request.urlopen(url, timeout=5).status)\n"
                        "    except Exception as error:\n"
                        "        return type(error).__name__\n"
                        "print('{\"type\":\"result\",\"result\":\"%s %s\"}' % (reach('http://127.0.0.1:3128/'), reach('"
                    + server.url().toUtf8() + "/_left')))",
                "/usr/bin/env python3"));
        const auto result = bench.perform(provider);
        QVERIFY2(result, qPrintable(result ? QString() : result.error().message));
        QCOMPARE(result->finished.value("summary").toString(), QStringLiteral("200 URLError"));
    }

    void withoutASandboxTheProxyIsAtAPortOfTheHost()
    {
        CliBench bench;
        bench.sandbox.mode = SandboxMode::Off;
        CliProvider provider(bench.agent(
            "import os, urllib.request\n"
            "def asked(key):\n"
            "    request = urllib.request.Request(os.environ['ANTHROPIC_BASE_URL'] + '/v1/files')\n"
            "    request.add_header('x-api-key', key)\n"
            "    try:\n"
            "        urllib.request.urlopen(request, timeout=5)\n"
            "    except urllib.error.HTTPError as error:\n"
            "        return error.code\n"
            "print('{\"type\":\"result\",\"result\":\"%s %s\"}' % (asked('another'), asked(os.environ['ANTHROPIC_API_KEY'])))",
            "/usr/bin/env python3"));
        const auto result = bench.perform(provider);
        QVERIFY2(result, qPrintable(result ? QString() : result.error().message));
        QCOMPARE(result->finished.value("summary").toString(), QStringLiteral("401 404"));
    }

    void aRepairGoesOnWithTheSession()
    {
        CliBench bench;
        CliProvider provider(bench.agent("echo \"$@\" >> arguments.txt\n{begin}\n{end}"));
        QVERIFY(bench.perform(provider));
        QVERIFY(bench.perform(provider, {.stage = QStringLiteral("repair"), .attempt = 1}));
        const QByteArrayList lines = bench.file(QStringLiteral("arguments.txt")).trimmed().split('\n');
        QCOMPARE(lines.size(), 2);
        QVERIFY(!lines[0].contains("--resume"));
        QVERIFY(lines[1].contains("--resume 00000000-0000-4000-8000-000000000001"));
    }

    void aMessageIsToldByAnotherTurn()
    {
        CliBench bench;
        CliProvider provider(bench.agent("cat >> told.txt\n{begin}\n{end}"));
        bool isTold = false;
        bench.recorder->onLine([&](qint64, const QByteArray &line) {
            if (line.contains("agent.session") && !std::exchange(isTold, true))
                std::thread([&] {
                    bench.control.take({.id = QStringLiteral("m1"),
                        .command = QStringLiteral("message"),
                        .text = QStringLiteral("Be quick."),
                        .by = QStringLiteral("Ada")});
                }).join();
        });
        QVERIFY(bench.perform(provider));
        QVERIFY(bench.file(QStringLiteral("told.txt")).contains("A message from Ada"));
        const auto turns = bench.events(event_type::agentStarted);
        QCOMPARE(turns.size(), 2);
        QCOMPARE(turns[1].data.value("cause").toString(), QStringLiteral("message"));
        QVERIFY(!turns[1].data.value("session").toString().isEmpty());
    }

    void aResultThatDoesNotFitIsAskedForOnceMore_data()
    {
        QTest::addColumn<QByteArray>("second");
        QTest::addColumn<bool>("fits");
        QTest::newRow("mended") << QByteArray("{\\\"word\\\":\\\"blue\\\"}") << true;
        QTest::newRow("wrong again") << QByteArray("{\\\"colour\\\":\\\"blue\\\"}") << false;
    }

    void aResultThatDoesNotFitIsAskedForOnceMore()
    {
        QFETCH(QByteArray, second);
        QFETCH(bool, fits);
        CliBench bench;
        CliProvider provider(bench.agent("{begin}\nif [ -e again ]; then echo '{\"type\":\"result\",\"result\":\""
            + second + "\"}'; else touch again; echo '{\"type\":\"result\",\"result\":\"blue\"}'; fi"));
        AgentTask task;
        task.finishSchema = {{"type", "object"}, {"required", QJsonArray{QStringLiteral("word")}},
            {"properties", QJsonObject{{"word", QJsonObject{{"type", "string"}}}}}};
        const auto result = bench.perform(provider, task);
        QCOMPARE(result.has_value(), fits);
        QCOMPARE(bench.events(event_type::agentStarted).size(), 2);
        if (fits)
            QCOMPARE(result->finished.value("word").toString(), QStringLiteral("blue"));
    }

    void asksAProgramForItsRelease_data()
    {
        QTest::addColumn<QByteArray>("says");
        QTest::addColumn<QString>("release");
        QTest::newRow("new enough") << QByteArray("2.9.7 (Claude Code)") << QStringLiteral("2.9.7");
        QTest::newRow("too old") << QByteArray("1.0.51 (Claude Code)") << QString();
        QTest::newRow("something else") << QByteArray("hello") << QString();
    }

    void asksAProgramForItsRelease()
    {
        QFETCH(QByteArray, says);
        QFETCH(QString, release);
        CliBench bench;
        CliOptions options =
            bench.agent("if [ \"$1\" = --version ]; then echo '" + says + "'; exit; fi\n{begin}\n{end}");
        options.program.release.clear(); // no package tells
        CliProvider provider(options);
        const auto result = bench.perform(provider);
        QCOMPARE(result.has_value(), !release.isEmpty());
        const auto turns = bench.events(event_type::agentStarted);
        if (result) {
            QCOMPARE(turns.first().data.value("release").toString(), release);
            return;
        }
        QVERIFY(turns.isEmpty());
        QCOMPARE(result.error().details.value("reason").toString(), QStringLiteral("provider_not_ready"));
        QVERIFY2(result.error().message.contains(u"2.1.0 or newer"), qPrintable(result.error().message));
    }

    void saysWhatItNeedsWhereLandlockIsAll()
    {
        CliBench bench;
        bench.sandbox.backend = SandboxBackend::Landlock;
        CliProvider provider(bench.agent("{begin}\n{end}"));
        const auto result = bench.perform(provider);
        QVERIFY(!result);
        QCOMPARE(result.error().details.value("reason").toString(), QStringLiteral("sandbox_unavailable"));
        QVERIFY2(result.error().message.contains(u"bubblewrap"), qPrintable(result.error().message));
    }

    void aReadOnlyStageCannotWrite()
    {
        CliBench bench;
        CliProvider provider(bench.agent("{begin}\ntouch made && exit 7\n{end}"));
        AgentTask task;
        task.access = ToolAccess::ReadOnly;
        const auto result = bench.perform(provider, task);
        QVERIFY2(result, qPrintable(result ? QString() : result.error().message));
        QVERIFY(!QFile::exists(bench.workspace() + QStringLiteral("/made")));
    }
};

QTEST_GUILESS_MAIN(CliProviderTest)
#include "tst_CliProvider.moc"
