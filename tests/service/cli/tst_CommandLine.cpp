#include "service/cli/CommandLine.h"
#include "service/cli/PatchPrinter.h"
#include "service/cli/RunPrinter.h"
#include "service/cli/TerminalText.h"
#include "service/cli/TextTable.h"

#include <QTest>

using namespace mergeloom;

namespace {

struct Screen {
    QByteArray out, err;
    Terminal terminal;
    explicit Screen(int width = 80)
    {
        terminal.out = [this](const QByteArray &bytes) { out += bytes; };
        terminal.err = [this](const QByteArray &bytes) { err += bytes; };
        terminal.in = [] { return QByteArray(); };
        terminal.width = width;
        terminal.isTerminal = true;
    }
};

Event eventOf(qint64 seq, const char *type, const QJsonObject &data)
{
    return {seq, Timestamp{seq * 1'000'000}, QString::fromLatin1(type), data, {}};
}

} // namespace

class TestCommandLine : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyCommandHasHelp();
    void usageErrorsNameTheNearest_data();
    void usageErrorsNameTheNearest();
    void optionsAndSettingsAreTold();
    void aWorkerThatIsAwayIsExitCodeFive();
    void tablesFitTheTerminal();
    void hostileTextIsMadeHarmless();
    void timesAreRelative();
    void aRunIsPrintedAndEndsAsItDid();
    void patchesAndFilesAreAsTheyAreInAPipe();
};

void TestCommandLine::everyCommandHasHelp()
{
    for (const Command &command : workerCommands()) {
        Screen screen;
        QCOMPARE(runCommandLine(command.name.split(' ') << "--help", workerCommands(), screen.terminal), ExitCode::Ok);
        QVERIFY2(screen.out.contains("Usage: mergeloom-worker " + command.name.toUtf8()), qPrintable(command.name));
        QVERIFY2(command.summary.endsWith('.'), qPrintable(command.name));
        for (const CommandOption &option : command.options)
            QVERIFY2(
                screen.out.contains("--" + option.name.toUtf8()) && !option.help.isEmpty(), qPrintable(option.name));
    }
    Screen all;
    QCOMPARE(runCommandLine({"--help"}, workerCommands(), all.terminal), ExitCode::Ok);
    for (const Command &command : workerCommands())
        QVERIFY(all.out.contains(command.name.toUtf8()));
}

void TestCommandLine::usageErrorsNameTheNearest_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<QString>("said");
    QTest::newRow("command") << QStringList{"ticket", "ad"} << "ticket add";
    QTest::newRow("group") << QStringList{"tiket", "list"} << "ticket list";
    QTest::newRow("option") << QStringList{"ticket", "add", "--titel", "x"} << "--title";
    QTest::newRow("value") << QStringList{"ticket", "add", "--title"} << "needs a value";
    QTest::newRow("switch") << QStringList{"ticket", "add", "--follow=yes"} << "takes no value";
    QTest::newRow("too few") << QStringList{"repo", "add", "alias"} << "ALIAS URL";
    QTest::newRow("too many") << QStringList{"ticket", "list", "x"} << "no argument";
    QTest::newRow("nonsense") << QStringList{"qqqqqqqq"} << "--help";
}

void TestCommandLine::usageErrorsNameTheNearest()
{
    QFETCH(QStringList, words);
    QFETCH(QString, said);
    Screen screen;
    QCOMPARE(runCommandLine(words, workerCommands(), screen.terminal), ExitCode::Usage);
    QVERIFY2(screen.err.contains(said.toUtf8()), screen.err.constData());
}

void TestCommandLine::optionsAndSettingsAreTold()
{
    const Command command{"x", "X.", "[A]", {}, {{"label", "L", "l"}, {"follow", {}, "f"}}};
    const auto told = parseInvocation(
        command, {"--label", "a", "--label=b", "--data-dir", "/d", "--port=9", "--follow", "--json", "--", "--odd"});
    QVERIFY2(told, told ? "" : qPrintable(told.error().message));
    QCOMPARE(told->all("label"), (QStringList{"a", "b"}));
    QCOMPARE(told->settings.value("data_dir"), "/d");
    QCOMPARE(told->settings.value("port"), "9");
    QVERIFY(told->has("follow") && told->isJson());
    QCOMPARE(told->arguments, QStringList{"--odd"});
}

void TestCommandLine::aWorkerThatIsAwayIsExitCodeFive()
{
    Screen screen;
    // Port 9 is discard; nothing listens there on a loopback address of its own.
    QCOMPARE(runCommandLine(
                 {"ticket", "list", "--url", "http://127.0.0.9:9", "--token", "t"}, workerCommands(), screen.terminal),
        ExitCode::Unreachable);
    QVERIFY2(screen.err.contains("127.0.0.9:9") && screen.err.contains("serve"), screen.err.constData());
    Screen wrong;
    QCOMPARE(
        runCommandLine({"ticket", "list", "--url", "nowhere"}, workerCommands(), wrong.terminal), ExitCode::Failed);
    QVERIFY(wrong.err.contains("--url"));
}

void TestCommandLine::tablesFitTheTerminal()
{
    TextTable table({{"KEY"}, {"STATE", TextTable::Column::State}, {"N", TextTable::Column::Number},
        {"TITLE", TextTable::Column::Flexible}});
    table.add({"LOCAL-1", "running", "5", QString(200, 'x')});
    table.add({"LOCAL-22", "failed", "12345", QStringLiteral("短い題名") + QString(100, u'字')});
    for (const int width : {40, 60, 80, 200}) {
        Screen screen(width);
        table.print(screen.terminal);
        for (const QString &line : QString::fromUtf8(screen.out).split('\n'))
            QVERIFY2(cellWidth(line) <= width, qPrintable(line));
        QVERIFY(screen.out.contains("LOCAL-22"));
    }
}

void TestCommandLine::hostileTextIsMadeHarmless()
{
    QCOMPARE(plainText(QString("a\x1b[2Jb\x1b]0;title\x07"
                               "c\rd\x08")),
        QString("abcd"));
    QCOMPARE(plainText(QStringLiteral("a\u202Eb\u009B31mc")), QString("abc"));
    QCOMPARE(plainText(QString("\x1b[31mred\x1b[0m")), QString("red"));
    QCOMPARE(colouredOutput(QString("\x1b[31mred\x1b[2J")), QString("\x1b[31mred\x1b[0m"));
    QCOMPARE(colouredOutput(QString("\x1b[?1049hx")), QString("x"));
    QCOMPARE(plainText(QString("tail\x1b[")), QString("tail"));
    QCOMPARE(plainText(QString("tail\x1b")), QString("tail"));
    QCOMPARE(plainLine(QString("a\nb\tc")), QString("a b c"));
}

void TestCommandLine::timesAreRelative()
{
    const Timestamp now{1'000'000'000'000};
    const auto ago = [&](qint64 seconds) { return relativeTime({now.microseconds - seconds * 1'000'000}, now); };
    QCOMPARE(ago(0), "just now");
    QCOMPARE(ago(59), "59 s ago");
    QCOMPARE(ago(120), "2 min ago");
    QCOMPARE(ago(7200), "2 h ago");
    QCOMPARE(ago(3 * 86400), "3 days ago");
    QCOMPARE(shownDuration(800), "0.8 s");
    QCOMPARE(shownDuration(185'000), "3 min 5 s");
    QCOMPARE(shownNumber(1234567), "1,234,567");
}

void TestCommandLine::aRunIsPrintedAndEndsAsItDid()
{
    Screen screen(120);
    RunPrinter printer(screen.terminal, RunPrinter::Detail::Normal);
    printer.print(eventOf(1, event_type::runStarted,
        {{"ticket_key", "LOCAL-7"}, {"title", "Fix \x1b[2Jit"}, {"repository", "demo"}, {"branch", "tickets/local-7"},
            {"provider", "replay"}}));
    printer.print(eventOf(2, event_type::stageStarted, {{"stage", "implementation"}, {"attempt", 0}}));
    printer.print(eventOf(3, event_type::toolCall,
        {{"call_id", "c"}, {"name", "read_file"}, {"input", QJsonObject{{"path", "src/a.c"}}}}));
    printer.print(
        eventOf(4, event_type::commandStarted, {{"command_id", "1"}, {"kind", "validation"}, {"line", "make test"}}));
    printer.print(eventOf(5, event_type::commandOutput, {{"command_id", "1"}, {"text", "first\nsec"}}));
    printer.print(eventOf(6, event_type::commandOutput,
        {{"command_id", "1"},
            {"text",
                "ond\n\x1b]0;x\x07"
                "FAILED: test_a"}}));
    printer.print(eventOf(7, event_type::commandFinished,
        {{"command_id", "1"}, {"end", "exited"}, {"exit_code", 2}, {"duration_ms", 1500}}));
    printer.print(eventOf(8, event_type::runFinished,
        {{"outcome", "blocked"}, {"reason", "diff_guard_blocked"}, {"summary", "Too large."}}));
    QVERIFY2(!screen.out.contains('\x1b') && !screen.out.contains('\x07'), screen.out.constData());
    for (const char *wanted : {"LOCAL-7 Fix it", "> implementation", "read_file src/a.c", "$ make test", "    second",
             "FAILED: test_a", "exit code 2 after 1.5 s", "blocked (diff_guard_blocked): Too large."})
        QVERIFY2(screen.out.contains(wanted), wanted);
    QCOMPARE(printer.exitCode(), ExitCode::Blocked);
    QCOMPARE(exitCodeOfOutcome("completed"), ExitCode::Ok);
    QCOMPARE(exitCodeOfOutcome("cancelled"), ExitCode::Cancelled);
    QCOMPARE(exitCodeOfOutcome("failed"), ExitCode::Failed);
}

void TestCommandLine::patchesAndFilesAreAsTheyAreInAPipe()
{
    const QString patch =
        QStringLiteral("diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n-old\n+new\x1b]0;title\a\r\n same\n");
    const QByteArray picture("\x89PNG\0\xff\n", 7);
    Screen pipe;
    pipe.terminal.isTerminal = false;
    printPatch(pipe.terminal, patch);
    QCOMPARE(pipe.out, patch.toUtf8());
    pipe.out.clear();
    QCOMPARE(printFile(pipe.terminal, picture), ExitCode::Ok);
    QCOMPARE(pipe.out, picture);

    Screen screen;
    screen.terminal.hasColour = true;
    printPatch(screen.terminal, patch);
    QVERIFY(!screen.out.contains("\x1b]"));
    QVERIFY(screen.out.contains("\x1b[31m-old"));
    QVERIFY(screen.out.contains("\x1b[32m+new"));
    QVERIFY(screen.out.endsWith(" same\n"));
    screen.out.clear();
    QVERIFY(printFile(screen.terminal, picture) != ExitCode::Ok);
    QVERIFY(screen.out.isEmpty());
    QVERIFY2(screen.err.contains("not text"), screen.err.constData());
    QCOMPARE(printFile(screen.terminal, "one\x1b[2J\ntwo"), ExitCode::Ok);
    QCOMPARE(screen.out, "one\ntwo\n");
}

QTEST_GUILESS_MAIN(TestCommandLine)
#include "tst_CommandLine.moc"
