#include "shared/core/TokenShapes.h"
#include "tests/shared/domain/ChangeUnderTest.h"

#include <QRandomGenerator>

#include <ctime>

using namespace mergeloom;

class DiffGuardLinesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anAddedLineIsFoundWithItsNumber_data();
    void anAddedLineIsFoundWithItsNumber();
    void removedLinesAreNotSearched();
    void testsThatAreWeakenedAreFound_data();
    void testsThatAreWeakenedAreFound();
    void aKnownSecretIsFound();
    void eachShapeOfASecretIsFound();
    void manyFindingsAreCountedNotListed();
    void hunksAreReadByTheirCounts();
    void anyBytesAreRead();
    void aHundredThousandLinesTakeWellUnderASecond();
};

void DiffGuardLinesTest::anAddedLineIsFoundWithItsNumber_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QString>("rule");
    const auto row = [](const char *name, const char *path, const QByteArray &line, const char *rule) {
        QTest::newRow(name) << QString::fromLatin1(path) << line << QString::fromLatin1(rule);
    };
    row("a password in a URL", "a.yml", QByteArray("url: https://joe:nt8EGno2CRi8Tq@h/").replace("joe", "deploy"),
        "possible_secret");
    row("password from a variable", "a.c", "password = os.environ[\"DB_PASSWORD\"]", "");

    row("right-to-left override", "a.c", "if (admin) { /* \xe2\x80\xae } */", "hidden_text");
    row("isolate", "a.c", "\xe2\x81\xa6x\xe2\x81\xa9", "hidden_text");
    row("tags", "a.md", "hi\xf3\xa0\x81\xa1\xf3\xa0\x81\xa2", "hidden_text");
    row("a flag of a region", "a.md",
        "\xf0\x9f\x8f\xb4\xf3\xa0\x81\xa7\xf3\xa0\x81\xa2\xf3\xa0\x81\xa5\xf3\xa0\x81\xae\xf3\xa0\x81\xa7\xf3\xa0\x81\xbf",
        "");
    row("zero width space", "a.c", "ad\xe2\x80\x8bmin", "invisible_character");
    row("soft hyphen", "a.c", "ad\xc2\xadmin", "invisible_character");
    row("escape", "a.c", "\x1b[2Khidden", "invisible_character");
    row("NUL", "a.c", QByteArray("a\0b", 3), "invisible_character");
    row("hangul filler", "a.js", "const {x,\xe3\x85\xa4} = y", "invisible_character");
    row("byte order mark inside", "a.c", "x\xef\xbb\xbfy", "invisible_character");
    row("family", "a.md", "\xf0\x9f\x91\xa8\xe2\x80\x8d\xf0\x9f\x91\xa9", "");
    row("heart", "a.md", "\xe2\x9d\xa4\xef\xb8\x8f", "");
    row("Persian with a joiner", "a.md", "\xd9\x85\xdb\x8c\xe2\x80\x8c\xd8\xae\xd9\x88\xd8\xa7\xd9\x87\xd9\x85", "");
    row("Hebrew", "a.json", "\"\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d\"", "");
    row("umlauts", "a.c",
        "Gr\xc3\xbc\xc3\x9f"
        "e, caf\xc3\xa9 \xe2\x80\x94 \xe2\x80\x9cquoted\xe2\x80\x9d",
        "");
    row("tab and form feed", "a.c", "\tx\f", "");
    row("Cyrillic a in a word", "a.c", "p\xd0\xb0ssword == x", "mixed_script");
    row("Greek omicron in a word", "a.c", "l\xce\xbfgin()", "mixed_script");
    row("a Russian comment", "a.c", "// \xd0\xbf\xd1\x80\xd0\xbe\xd0\xb2\xd0\xb5\xd1\x80\xd0\xba\xd0\xb0 value", "");
    row("Greek letters of formulas", "a.py", "\xce\x94x = 2 * \xcf\x80 * r # 5 \xce\xbcs", "");

    row("long line", "a.c", QByteArray(2001, 'x'), "long_line");
    row("line of usual length", "a.c", QByteArray(200, 'x'), "");

    row("postinstall", "package.json", "    \"postinstall\": \"node x.js\",", "package_script");
    row("prepare", "web/package.json", "\"prepare\":\"husky\"", "package_script");
    row("hidden postinstall", "package.json", "\"post\\u0069nstall\": \"x\"", "package_script");
    row("composer", "composer.json", "\"post-install-cmd\": [\"x\"]", "package_script");
    row("a script that is asked for", "package.json", "\"build\": \"tsc\"", "");
    row("a dependency", "package.json", "\"install\": 1", "package_script");
    row("postinstall elsewhere", "src/a.json", "\"postinstall\": \"x\"", "");

    row("test is true", "package.json", "\"test\": \"true\",", "test_command");
    row("test is nothing", "package.json", "\"test\": \"\"", "test_command");
    row("test or true", "package.json", "\"test\": \"jest || true\"", "test_command");
    row("test then echo", "package.json", "\"test:unit\": \"vitest run; echo done\"", "test_command");
    row("no tests pass", "package.json", "\"test\": \"jest --passWithNoTests\"", "test_command");
    row("make test", "Makefile", "\tpytest -q || true", "test_command");
    row("shell", "ci.sh", "cargo test || :", "test_command");
    row("a real test command", "package.json", "\"test\": \"node --test && npm run lint\"", "");
    row("a start that is true", "package.json", "\"start\": \"true\"", "");
    row("make clean", "Makefile", "\trm -f x || true", "");
}

void DiffGuardLinesTest::anAddedLineIsFoundWithItsNumber()
{
    QFETCH(const QString, path);
    QFETCH(const QByteArray, line);
    QFETCH(const QString, rule);
    const QStringList wanted = rule.isEmpty() ? QStringList() : QStringList{rule + QStringLiteral(":3")};
    QCOMPARE(Make().edit(path, " one\n-two\n+second\n+" + line + "\n four\n").rules(), wanted);
}

void DiffGuardLinesTest::removedLinesAreNotSearched()
{
    for (const QByteArray &line : {QByteArray("gh"
                                              "p_")
                 + QByteArray(40, 'a'),
             QByteArray("x\xe2\x80\xaey"), QByteArray(3000, 'x'), QByteArray("p\xd0\xb0ss")})
        QCOMPARE(Make().edit("a.c", " " + line + "\n-" + line + "\n+fine\n").rules(), QStringList());
}

void DiffGuardLinesTest::testsThatAreWeakenedAreFound_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QByteArray>("lines");
    QTest::addColumn<QString>("rules");
    const auto row = [](const char *name, const char *path, const char *lines, const char *rules) {
        QTest::newRow(name) << QString::fromLatin1(path) << QByteArray(lines) << QString::fromLatin1(rules);
    };
    row("assertion gone", "tests/test_a.py", " def test_a():\n-    assert f() == 1\n+    f()\n", "test_weakened:2");
    row("assertion changed", "tests/test_a.py", "-    assert f() == 1\n+    assert f() == 2\n", "");
    row("assertion gone from code", "src/a.py", "-    assert f() == 1\n+    f()\n", "");
    row("test gone", "a_test.go", "-func TestA(t *testing.T) {\n+func helper(t *testing.T) {\n", "test_weakened:1");
    row("test renamed", "a_test.go", "-func TestA(t *testing.T) {\n+func TestB(t *testing.T) {\n", "");
    row("test added", "a_test.go", "+func TestA(t *testing.T) {\n+    t.Fatal(1)\n", "");
    row("expect gone", "src/a.spec.ts", " it('a', () => {\n-  expect(f()).toBe(1);\n+  f();\n", "test_weakened:2");
    const std::pair<const char *, const char *> skips[] = {{"tests/test_a.py", "@pytest.mark.skip"},
        {"tests/test_a.py", "@pytest.mark.xfail(reason='x')"}, {"tests/test_a.py", "@unittest.skip('x')"},
        {"tests/test_a.py", "    self.skipTest('x')"}, {"tests/conftest.py", "collect_ignore = ['a']"},
        {"a.test.js", "it.only('a', f)"}, {"a.test.js", "describe.skip('a', f)"}, {"a.test.js", "xit('a', f)"},
        {"src/ATest.java", "    @Disabled"}, {"src/ATest.java", "@Ignore(\"x\")"}, {"src/lib.rs", "    #[ignore]"},
        {"a_test.go", "\tt.Skip(\"x\")"}, {"tests/tst_a.cpp", "    QSKIP(\"x\");"},
        {"tests/a.cpp", "TEST(A, DISABLED_x)"}, {"tests/ATest.php", "$this->markTestSkipped();"},
        {"tests/A.cs", "[Ignore]"}};
    for (const auto &[path, mark] : skips) {
        row(qPrintable(QStringLiteral("added ") + QString::fromLatin1(mark)), path,
            QByteArray(QByteArray(" a\n+") + mark + "\n b\n").constData(), "test_weakened:2");
        row(qPrintable(QStringLiteral("moved ") + QString::fromLatin1(mark)), path,
            QByteArray(QByteArray("-") + mark + "\n a\n+  " + mark + "\n b\n").constData(), "");
    }
    row("a call that ends alike", "tests/a.js", "+process.exit(1)\n+benefit(2)\n", "");
    row("skip in code", "src/stream.js", "+items.skip(3)\n", "");
}

void DiffGuardLinesTest::testsThatAreWeakenedAreFound()
{
    QFETCH(const QString, path);
    QFETCH(const QByteArray, lines);
    QFETCH(const QString, rules);
    QCOMPARE(Make().edit(path, lines).rules(), listed(qPrintable(rules)));
}

void DiffGuardLinesTest::eachShapeOfASecretIsFound()
{
    for (const TokenShape &shape : tokenShapes()) {
        const auto asAdded = [](const char *text) { return "+" + QByteArray(text).replace('\n', "\n+") + "\n"; };
        const QString found = Make().edit("a.c", " x\n+y\n" + asAdded(shape.finds)).rules().join(u' ');
        QVERIFY2(found == u"secret:3" || found == u"possible_secret:3", qPrintable(shape.name + (": " + found)));
        QCOMPARE(Make().edit("a.c", asAdded(shape.leaves)).rules(), QStringList());
        const auto report = Make().edit("a.c", asAdded(shape.finds)).report();
        QVERIFY2(report.findings.first().text.contains(QLatin1StringView(shape.name)), shape.name);
        QVERIFY2(!report.findings.first().text.contains(QLatin1StringView(shape.finds)), shape.name);
        // Gone is no leak, at least none of this change.
        QCOMPARE(
            Make().edit("a.c", asAdded(shape.finds).replace("\n+", "\n-").replace(0, 1, "-")).rules(), QStringList());
    }
}

void DiffGuardLinesTest::aKnownSecretIsFound()
{
    Make change;
    change.edit("a.c", " x\n+y\n+the word is hunter2!\n");
    QVERIFY((*change).redactor.addSecret("hunter2!"));
    QCOMPARE(change.rules(), listed("secret:3"));
    QVERIFY(!change.report().findings.first().text.contains("hunter2"));
}

void DiffGuardLinesTest::manyFindingsAreCountedNotListed()
{
    Make change;
    change.add("a.c", QByteArray("+p\xd0\xb0ss\n").repeated(1000));
    const GuardReport report = change.report();
    QCOMPARE(report.findings.size(), GuardFinder::mostPlaces + 1);
    QVERIFY(report.findings.last().text.contains("950 more places"));
    QCOMPARE(report.findings.last().path, QString());
}

void DiffGuardLinesTest::hunksAreReadByTheirCounts()
{
    // Content that looks like headers is content.
    const QByteArray patch =
        "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1,2 +1,3 @@\n @@ -9,9 +9,9 @@\n---- a/y\n++++ b/y\n+z\n"
        "\\ No newline at end of file\n@@ -10 +20 @@ f()\n-old\n+new\n";
    const QList<GuardLine> lines = hunkLines(patch);
    QCOMPARE(lines.size(), 6);
    QCOMPARE(lines.at(0).text.toByteArray(), QByteArray("@@ -9,9 +9,9 @@"));
    QCOMPARE(lines.at(1).kind, GuardLine::Kind::Removed);
    QCOMPARE(lines.at(2).text.toByteArray(), QByteArray("+++ b/y"));
    QCOMPARE(lines.at(3).newLine, 3);
    QCOMPARE(lines.at(4).newLine, 20);
    QCOMPARE(lines.at(5).newLine, 20);
    QVERIFY(hunkLines("").isEmpty());
    QVERIFY(hunkLines("Binary files a/x and b/x differ\n").isEmpty());
    QVERIFY(hunkLines("@@ -\n+x\n").size() <= 1);
    QVERIFY(hunkLines("@@ -99999999999999999999,1 +1,99999999999999999999 @@\n+x").size() == 1);
}

void DiffGuardLinesTest::anyBytesAreRead()
{
    QRandomGenerator random(4711);
    for (int round = 0; round < 300; ++round) {
        QByteArray lines;
        for (int i = 0; i < 40; ++i) {
            QByteArray line(int(random.bounded(60)), 0);
            for (char &byte : line)
                do
                    byte = char(random.bounded(256));
                while (byte == '\n');
            lines += "+" + line + "\n";
        }
        const auto report =
            Make().add("a.json", lines).head(lines).add("package.json", lines).linkTo("l", lines).report();
        QVERIFY(parseJsonAs<GuardReport>(compactJsonOf(report)));
    }
}

void DiffGuardLinesTest::aHundredThousandLinesTakeWellUnderASecond()
{
    QByteArray lines;
    for (int i = 0; i < 100'000; ++i)
        lines +=
            "+    const value" + QByteArray::number(i) + " = compute(" + QByteArray::number(i) + "); // caf\xc3\xa9\n";
    Make ordinary;
    ordinary.add("src/a.js", lines).add("tests/a.test.js", lines);
    Make hostile;
    for (const char *path : {"package.json", "Makefile", "tests/a.js"})
        hostile.add(path,
            "+" + QByteArray(1 << 20, '\xd0') + "\n+" + QByteArray("\xd0\xb0").repeated(1 << 19) + "\n+"
                + QByteArray("\xf3\xa0\x81\xa1").repeated(1 << 18) + "\n+" + QByteArray(1 << 20, '"') + "\n");
    // Time of this process alone, because the machine may be busy.
    const auto now = [] { return qint64(std::clock()) * 1000 / CLOCKS_PER_SEC; };
    const qint64 begin = now();
    const auto findings = ordinary.report().findings.size();
    const qint64 ordinaryTime = now() - begin;
    hostile.report();
    const qint64 hostileTime = now() - begin - ordinaryTime;
    qInfo("200,000 added lines: %lld ms; 12 lines of 1 MiB: %lld ms", ordinaryTime, hostileTime);
    QCOMPARE(findings, 1); // too_many_lines
    // Generous, because this build may be one for debugging.
    QVERIFY2(ordinaryTime < 3000, qPrintable(QString::number(ordinaryTime)));
    QVERIFY2(hostileTime < 3000, qPrintable(QString::number(hostileTime)));
}

QTEST_GUILESS_MAIN(DiffGuardLinesTest)
#include "tst_DiffGuard_Lines.moc"
