#include "shared/domain/GuardPaths.h"
#include "shared/domain/GuardRules.h"

#include <QRegularExpression>
#include <QSet>

#include <string_view>

namespace mergeloom::guard_rule {

namespace {

using namespace std::string_view_literals;

std::string_view textOf(const GuardLine &line) { return {line.text.data(), size_t(line.text.size())}; }

template <size_t N>
bool holdsOneOf(std::string_view text, const std::string_view (&words)[N])
{
    for (const std::string_view word : words)
        if (text.find(word) != text.npos)
            return true;
    return false;
}

bool isAssertion(std::string_view text)
{
    static constexpr std::string_view words[] = {"assert"sv, "Assert"sv, "expect("sv, "EXPECT_"sv, "ASSERT_"sv,
        "REQUIRE("sv, "REQUIRE_"sv, "CHECK("sv, "CHECK_"sv, "QVERIFY"sv, "QCOMPARE"sv, "QTEST("sv, ".should"sv,
        "should."sv, "t.Error"sv, "t.Fatal"sv, "require."sv, "verify("sv, "XCTFail"sv, "panic!"sv, "fail("sv};
    return holdsOneOf(text, words);
}

bool isTestBegin(std::string_view text)
{
    static constexpr std::string_view words[] = {"def test"sv, "it("sv, "test("sv, "@Test"sv, "func Test"sv, "TEST("sv,
        "TEST_F("sv, "TEST_P("sv, "TEST_CASE("sv, "#[test]"sv, "[Fact"sv, "[Theory"sv, "[Test"sv, "function test"sv,
        "specify("sv};
    return holdsOneOf(text, words);
}

/// The mark by which a test is skipped, expected to fail, or the only one that runs.
std::string_view skipMark(std::string_view text)
{
    static constexpr std::string_view marks[] = {".only("sv, ".skip("sv, "it.todo("sv, "test.todo("sv, ".skipIf("sv,
        "xit("sv, "xtest("sv, "xdescribe("sv, "fit("sv, "fdescribe("sv, "pytest.skip("sv, "mark.skip"sv, "mark.xfail"sv,
        "pytest.xfail"sv, "unittest.skip"sv, "@skip"sv, "@expectedFailure"sv, "unittest.expectedFailure"sv,
        ".skipTest("sv, "SkipTest"sv, "pytest.importorskip("sv, "collect_ignore"sv, "@Disabled"sv, "@Ignore"sv,
        "assumeTrue(false"sv, "#[ignore"sv, "t.Skip("sv, "t.SkipNow("sv, "t.Skipf("sv, "b.Skip("sv, "QSKIP("sv,
        "QEXPECT_FAIL("sv, "GTEST_SKIP("sv, "DISABLED_"sv, "markTestSkipped("sv, "markTestIncomplete("sv, "[Ignore"sv,
        "Skip = \""sv, "@tag :skip"sv, "XCTSkip"sv, "skip: true"sv, "pending("sv, "BAIL_OUT"sv, "[!mayfail]"sv,
        "[!shouldfail]"sv};
    for (const std::string_view mark : marks) {
        const size_t at = text.find(mark);
        if (at == text.npos)
            continue;
        // `exit(` and `benefit(` are no `xit(` and `fit(`.
        const bool isWord = mark.front() >= 'a' && mark.front() <= 'z';
        if (isWord && at > 0 && (std::isalnum(uchar(text[at - 1])) || text[at - 1] == '_' || text[at - 1] == '.'))
            if (mark != "mark.skip"sv && mark != "mark.xfail"sv)
                continue;
        return mark;
    }
    return {};
}

struct Counted {
    int removed = 0;
    int added = 0;
    int firstLine = 0; ///< where the first one was removed

    void take(const GuardLine &line)
    {
        if (line.kind == GuardLine::Kind::Added)
            ++added;
        else if (line.kind == GuardLine::Kind::Removed && removed++ == 0)
            firstLine = line.newLine;
    }
};

void findFewerChecks(const GuardedFile &file, GuardFinder &finder)
{
    Counted assertions;
    Counted tests;
    for (const GuardLine &line : file.lines) {
        if (isAssertion(textOf(line)))
            assertions.take(line);
        if (isTestBegin(textOf(line)))
            tests.take(line);
    }
    if (assertions.removed && !assertions.added)
        finder.find(file, assertions.firstLine,
            QStringLiteral("%1 assertions were removed, and none was added. See what is no longer checked.")
                .arg(assertions.removed));
    else if (tests.removed > tests.added)
        finder.find(file, tests.firstLine,
            QStringLiteral("%1 tests were removed, and %2 added. See what is no longer tested.")
                .arg(tests.removed)
                .arg(tests.added));
}

void findSkips(const GuardedFile &file, GuardFinder &finder)
{
    QSet<QByteArrayView> before; // a line that only moved says nothing new
    for (const GuardLine &line : file.lines)
        if (line.kind == GuardLine::Kind::Removed && !skipMark(textOf(line)).empty())
            before.insert(line.text.trimmed());
    for (const GuardLine &line : file.lines) {
        if (line.kind != GuardLine::Kind::Added)
            continue;
        const std::string_view mark = skipMark(textOf(line));
        if (!mark.empty() && !before.contains(line.text.trimmed()))
            finder.find(file, line.newLine,
                QStringLiteral("Tests are skipped or singled out by `%1`. Let them run, or say why not.")
                    .arg(QString::fromLatin1(mark.data(), qsizetype(mark.size()))));
    }
}

/// Whether a command line ends well, whatever its tests say.
bool cannotFail(const QString &command)
{
    static const QRegularExpression neutral(
        QStringLiteral(
            "^\\s*$|^\\s*(true|:|exit\\s+0|echo\\b[^&|;]*)\\s*$"
            "|(\\|\\||;|\\|)\\s*(true|:|exit\\s+0|echo\\b[^&|;]*)\\s*$|pass-?with-?no-?tests|--exit-zero|--suite-?no-?fail"),
        QRegularExpression::CaseInsensitiveOption);
    return neutral.match(command).hasMatch();
}

/// The command of an added line that runs tests; none when it does not.
std::optional<QString> testCommandOf(const QString &name, const QString &line)
{
    static const QRegularExpression script(QStringLiteral(
        "\"(?:pre|post)?(?:test|tests|check|verify)(?:[:_-][\\w:-]+)?\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\""));
    static const QRegularExpression runner(QStringLiteral(
        "\\b(pytest|py\\.test|unittest|jest|vitest|mocha|ava|karma|playwright|cypress|(npm|yarn|pnpm|bun)( run)? test|go test|cargo"
        " (test|nextest)|ctest|tox|nox|phpunit|rspec|rake test|mvn|gradlew?|dotnet test|mix test|swift test|make"
        " (test|check))\\b"));
    if (name == u"package.json" || name == u"composer.json" || name == u"deno.json") {
        const auto match = script.match(line);
        return match.hasMatch() ? std::optional(match.captured(1)) : std::nullopt;
    }
    const bool holdsCommands = name.startsWith(u"makefile") || name == u"gnumakefile" || name == u"justfile"
        || name == u"tox.ini" || name == u"taskfile.yml" || name.endsWith(u".mk") || name.endsWith(u".sh");
    if (holdsCommands && runner.match(line).hasMatch())
        return line;
    return std::nullopt;
}

} // namespace

void testDeleted(const GuardedChange &change, GuardFinder &finder)
{
    for (const GuardedFile &file : change.files) {
        if (!file.isThere() && isTestPath(file.path))
            finder.find(file, QStringLiteral("A file of tests was deleted. See whether what it tested is gone too."));
        else if (file.change == u"renamed" && isTestPath(file.oldPath) && !isTestPath(file.path))
            finder.find(file,
                QStringLiteral("Its old name %1 was that of tests, the new one is not. Name it so that its tests run.")
                    .arg(file.oldPath));
    }
}

void testWeakened(const GuardedChange &change, GuardFinder &finder)
{
    for (const GuardedFile &file : change.files) {
        if (!file.isThere())
            continue;
        if (isTestPath(file.path)) {
            if (!file.isNew())
                findFewerChecks(file, finder);
            findSkips(file, finder);
        } else if (file.path.endsWith(u".rs")) { // unit tests stand beside the code
            findSkips(file, finder);
        }
    }
}

void testCommand(const GuardedChange &change, GuardFinder &finder)
{
    for (const GuardedFile &file : change.files) {
        if (!file.isThere())
            continue;
        const QString name = fileName(file.path).toLower();
        for (const GuardLine &line : file.lines) {
            if (line.kind != GuardLine::Kind::Added || line.text.size() > 4096)
                continue;
            const auto command = testCommandOf(name, QString::fromUtf8(line.text));
            if (command && cannotFail(*command))
                finder.find(file, line.newLine,
                    QStringLiteral("The test command `%1` cannot fail. Let it end as its tests end.")
                        .arg(command->trimmed().left(200)));
        }
    }
}

void validationScript(const GuardedChange &change, GuardFinder &finder)
{
    static const QRegularExpression border(QStringLiteral("[\\s;|&()'\"]+"));
    for (const QString &command : change.validationCommands) {
        for (QString word : command.split(border, Qt::SkipEmptyParts)) {
            while (word.startsWith(u"./"))
                word = word.sliced(2);
            for (const GuardedFile &file : change.files)
                if (!file.isNew() && !isTestPath(file.path) && (file.path == word || file.oldPath == word))
                    finder.find(file,
                        QStringLiteral(
                            "The validation command `%1` runs it, so the change judges itself. See whether it "
                            "still checks what it did.")
                            .arg(command.left(200)));
        }
    }
}

} // namespace mergeloom::guard_rule
