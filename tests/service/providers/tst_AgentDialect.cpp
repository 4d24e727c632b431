// The event streams that real releases printed, as they were recorded (tests/fixtures/agents), and what none should print.
#include "service/providers/AgentDialect.h"
#include "service/providers/AgentLines.h"
#include "service/providers/AgentProgram.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

using namespace mergeloom;
using Kind = AgentReport::Kind;

namespace {

QByteArray recorded(const QString &name)
{
    QFile file(QStringLiteral(MERGELOOM_SOURCE_DIR "/tests/fixtures/agents/") + name + QStringLiteral(".jsonl"));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QList<AgentReport> readAll(const AgentDialect &dialect, const QByteArray &stream)
{
    QList<AgentReport> all;
    AgentLines lines(
        [&](const QByteArray &line, qint64) { all += dialect.read(QJsonDocument::fromJson(line).object()); });
    lines.push(stream);
    lines.finish();
    return all;
}

/// One letter for each: what happened in which order.
QString shapeOf(const QList<AgentReport> &reports)
{
    QString shape;
    for (const AgentReport &report : reports)
        shape += QStringLiteral("SCRTNEF").at(int(report.kind));
    return shape;
}

} // namespace

class AgentDialectTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsWhatRealReleasesPrinted_data()
    {
        QTest::addColumn<bool>("isCodex");
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("shape"); // Session Call Result Text Note End(finished) Failed
        QTest::newRow("codex works") << true << QStringLiteral("codex-exec-json.bypass")
                                     << QStringLiteral("SNCCRCCRCCRTE");
        QTest::newRow("codex goes on") << true << QStringLiteral("codex-exec.resume") << QStringLiteral("SNTE");
        QTest::newRow("codex without a key") << true << QStringLiteral("codex-exec.nokey") << QStringLiteral("SNF");
        QTest::newRow("codex without an API") << true << QStringLiteral("codex-exec.refused") << QStringLiteral("SN");
        QTest::newRow("claude works") << false << QStringLiteral("claude-stream-skip-root")
                                      << QStringLiteral("STCRCRCRTE");
        QTest::newRow("claude in pieces")
            << false << QStringLiteral("claude-stream-partial") << QStringLiteral("STCRCRCRTE");
        QTest::newRow("claude without a key")
            << false << QStringLiteral("claude-stream-nokey") << QStringLiteral("STF");
        QTest::newRow("claude without an API")
            << false << QStringLiteral("claude-stream-refused") << QStringLiteral("S");
    }

    void readsWhatRealReleasesPrinted()
    {
        QFETCH(bool, isCodex);
        QFETCH(QString, name);
        QFETCH(QString, shape);
        const auto dialect = isCodex ? codexDialect() : claudeCodeDialect();
        const auto reports = readAll(*dialect, recorded(name));
        QCOMPARE(shapeOf(reports), shape);
        QVERIFY(!reports.first().id.isEmpty());
    }

    void namesToolsAsOursAre()
    {
        const auto codex = readAll(*codexDialect(), recorded(QStringLiteral("codex-exec-json.bypass")));
        QCOMPARE(codex[2].name, QStringLiteral("run_command"));
        QVERIFY(codex[2].input.value("command").toString().contains(u"made.txt"));
        QCOMPARE(codex[4].text, QStringLiteral("hello\nmade.txt\n"));
        QCOMPARE(codex[5].name, QStringLiteral("apply_patch"));
        QVERIFY(codex[10].isError);
        QVERIFY(codex[10].text.endsWith(u"exit code 3"));
        const auto claude = readAll(*claudeCodeDialect(), recorded(QStringLiteral("claude-stream-skip-root")));
        QCOMPARE(claude[2].name, QStringLiteral("write_file"));
        QCOMPARE(claude[4].name, QStringLiteral("edit_file"));
        QCOMPARE(claude[6].name, QStringLiteral("run_command"));
        QVERIFY(claude[7].isError);
        QCOMPARE(claude.last().text, QStringLiteral("Done: created, edited, ran."));
    }

    void saysThatToolsWereDenied()
    {
        const auto reports = readAll(*claudeCodeDialect(), recorded(QStringLiteral("claude-stream-default-perms")));
        QVERIFY(std::any_of(reports.begin(), reports.end(),
            [](const AgentReport &report) { return report.kind == Kind::Note && report.text.contains(u"denied"); }));
    }

    void aStreamCutAnywhereIsHarmless()
    {
        for (const auto &dialect : {codexDialect(), claudeCodeDialect()}) {
            const QByteArray stream = recorded(QStringLiteral("codex-exec-json.bypass"));
            const auto whole = readAll(*dialect, stream).size();
            for (qsizetype cut = 0; cut < stream.size(); ++cut)
                QVERIFY(readAll(*dialect, stream.left(cut)).size() <= whole);
        }
    }

    void unknownAndMisshapenEventsMeanNothing_data()
    {
        QTest::addColumn<QByteArray>("line");
        for (const char *line : {"{}", "[]", "null", "{\"type\":7}", "{\"type\":\"item.completed\",\"item\":[]}",
                 "{\"type\":\"item.completed\",\"item\":{\"type\":\"of the future\"}}", "{\"type\":\"assistant\"}",
                 "{\"type\":\"assistant\",\"message\":{\"content\":\"text\"}}", "\xff\xfe{",
                 "{\"type\":\"rate_limit_event\"}",
                 "{\"type\":\"user\",\"message\":{\"content\":[null,7,{\"type\":\"image\"}]}}"})
            QTest::newRow(line) << QByteArray(line);
    }

    void unknownAndMisshapenEventsMeanNothing()
    {
        QFETCH(QByteArray, line);
        for (const auto &dialect : {codexDialect(), claudeCodeDialect()})
            QVERIFY(readAll(*dialect, line).isEmpty());
    }

    void linesComeWholeHoweverTheyAreCut()
    {
        const QByteArray stream = "one\r\n\ntwo \303\244\nthree";
        for (qsizetype size = 1; size <= stream.size(); ++size) {
            QByteArrayList seen;
            AgentLines lines([&](const QByteArray &line, qint64 leftOut) {
                QCOMPARE(leftOut, 0);
                seen << line;
            });
            for (qsizetype at = 0; at < stream.size(); at += size)
                lines.push(QByteArrayView(stream).sliced(at, std::min(size, stream.size() - at)));
            lines.finish();
            QCOMPARE(seen, (QByteArrayList{"one", "two \303\244", "three"}));
        }
    }

    void aLineThatIsTooLongIsCountedOnly()
    {
        QList<qint64> leftOut;
        AgentLines lines([&](const QByteArray &, qint64 bytes) { leftOut << bytes; });
        const QByteArray piece(1 << 20, 'x');
        for (int i = 0; i < 20; ++i)
            lines.push(piece);
        lines.push("\nshort\n");
        QCOMPARE(leftOut, (QList<qint64>{20 << 20, 0}));
    }

    void startsWithoutAnythingOfTheHost()
    {
        AgentOrder order{.prompt = QStringLiteral("--do it"),
            .session = QStringLiteral("s-1"),
            .model = QStringLiteral("m\"odel"),
            .proxyUrl = QStringLiteral("http://127.0.0.1:3128"),
            .token = "placeholder",
            .home = QStringLiteral("/run/home"),
            .workspace = QStringLiteral("/w")};
        for (const auto &dialect : {codexDialect(), claudeCodeDialect()}) {
            const AgentStart start = dialect->start(order);
            QCOMPARE(start.input, QByteArray("--do it"));
            QVERIFY(!start.arguments.contains(order.prompt));
            QVERIFY(start.arguments.contains(order.session));
            QCOMPARE(start.environment.value(QStringLiteral("HOME")), order.home);
            QVERIFY(!start.arguments.join(u' ').contains(u"placeholder")); // arguments show in lists of processes
        }
    }

    void takesTheTokensFromTheEventsOfRealReleases()
    {
        const auto useOf = [](const AgentDialect &dialect, const QString &name) {
            QList<AgentUse> uses;
            for (const QByteArray &line : recorded(name).split('\n'))
                if (const auto use = dialect.use(QJsonDocument::fromJson(line).object()))
                    uses << *use;
            return uses;
        };
        const auto codex = useOf(*codexDialect(), QStringLiteral("codex-exec-json.bypass"));
        QCOMPARE(codex.size(), 1);
        QVERIFY(codex.last().answer.isEmpty() && codex.last().usage.inputTokens > 0);
        const auto claude = useOf(*claudeCodeDialect(), QStringLiteral("claude-stream-skip-root"));
        QVERIFY(claude.size() > 2);
        QVERIFY(!claude.first().answer.isEmpty() && !claude.first().costUsd);
        QVERIFY(claude.last().answer.isEmpty() && claude.last().costUsd && claude.last().usage.outputTokens > 0);
    }

    void startsWithItsOwnSignInAndWithoutAnyKey()
    {
        const AgentOrder order{.prompt = QStringLiteral("do it"),
            .signIn = QStringLiteral("/run/sign-in"),
            .home = QStringLiteral("/run/home"),
            .workspace = QStringLiteral("/w")};
        const AgentStart codex = codexDialect()->start(order);
        QVERIFY(!codex.arguments.join(u' ').contains(u"model_provider"));
        QCOMPARE(codex.environment.keys(), (QStringList{QStringLiteral("CODEX_HOME"), QStringLiteral("HOME")}));
        const AgentStart claude = claudeCodeDialect()->start(order);
        QVERIFY(!claude.environment.contains(QStringLiteral("ANTHROPIC_API_KEY")));
        QVERIFY(!claude.environment.contains(QStringLiteral("ANTHROPIC_BASE_URL")));
        QCOMPARE(claude.environment.value(QStringLiteral("CLAUDE_SECURESTORAGE_CONFIG_DIR")), order.signIn);
        QVERIFY(codexDialect()->asksForSignIn(QStringLiteral("unexpected status 401 Unauthorized: Incorrect API key")));
        QVERIFY(claudeCodeDialect()->asksForSignIn(QStringLiteral("Not logged in · Please run /login")));
        QVERIFY(!codexDialect()->asksForSignIn(QStringLiteral("stream disconnected before completion")));
        QVERIFY(!claudeCodeDialect()->asksForSignIn(QStringLiteral("API Error: 529 overloaded")));
    }

    void findsAProgramWithItsReleaseAndItsNeighbours()
    {
        QTemporaryDir folder;
        const QString package = folder.filePath(QStringLiteral("node_modules/@openai/codex"));
        QVERIFY(QDir().mkpath(package + QStringLiteral("/bin")));
        QVERIFY(QDir().mkpath(folder.filePath(QStringLiteral("node_modules/.bin"))));
        QFile script(package + QStringLiteral("/bin/codex.js"));
        QVERIFY(script.open(QIODevice::WriteOnly));
        script.setPermissions(QFile::ReadOwner | QFile::ExeOwner);
        const QString link = folder.filePath(QStringLiteral("node_modules/.bin/codex"));
        QVERIFY(QFile::link(script.fileName(), link));
        const auto write = [&](const QByteArray &version) {
            QFile about(package + QStringLiteral("/package.json"));
            return about.open(QIODevice::WriteOnly)
                && about.write(R"({"name":"@openai/codex","version":")" + version + R"("})") > 0;
        };
        const auto dialect = codexDialect();
        QVERIFY(write("0.170.1-alpha.2"));
        const auto found = AgentProgram::find(*dialect, {}, QFileInfo(link).path());
        QVERIFY2(found, qPrintable(found ? QString() : found.error().message));
        QCOMPARE(found->path, link);
        QCOMPARE(found->release, QStringLiteral("0.170.1-alpha.2"));
        QVERIFY(found->folders.contains(folder.filePath(QStringLiteral("node_modules"))));
        QVERIFY(write("0.99.0"));
        const auto old = AgentProgram::find(*dialect, link, {});
        QVERIFY(!old && old.error().message.contains(u"0.169.0"));
        const auto none = AgentProgram::find(*dialect, {}, QStringLiteral("/usr/none:relative"));
        QVERIFY(!none && none.error().message.contains(u"npm install -g @openai/codex"));
        QVERIFY(!AgentProgram::find(*dialect, QStringLiteral("bin/codex"), {}));
    }
};

QTEST_GUILESS_MAIN(AgentDialectTest)
#include "tst_AgentDialect.moc"
