#include "shared/domain/Repository.h"
#include "tests/shared/domain/ChangeUnderTest.h"

#include <QFile>
#include <QSet>

using namespace mergeloom;

class DiffGuardTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anOrdinaryChangeHasNoFinding();
    void noChangeHasNoFinding();
    void aRuleIsOffFlagsOrBlocksAsTheRepositorySays();
    void theOldFormOfTheBinaryRuleIsKept();
    void settingsAreCheckedByName();
    void optionsOfTheCommandLineAreRead();
    void aWorkerSaysWhatNobodyCanGoBelow();
    void theStricterOfTwoSettingsWins();
    void settingsGoThroughJsonAndBack();
    void theTableIsSound();
    void readmeHasTheTable();
};

void DiffGuardTest::anOrdinaryChangeHasNoFinding()
{
    Make change;
    change
        .edit("src/shop/cart.py",
            " import os\n-def total(items):\n+def total(items, tax=0):\n+    # 20 \xe2\x82\xac\n     return sum(items)\n")
        .edit("tests/test_cart.py",
            " def test_total():\n-    assert total([1]) == 1\n+    assert total([1]) == 1\n+    assert total([1], 1) == 2\n")
        .add("tests/test_tax.py", "+def test_tax():\n+    assert tax() == 1\n")
        .edit("README.md")
        .edit("package.json", "-    \"lodash\": \"1\"\n+    \"lodash\": \"2\"\n")
        .drop("src/old.py")
        .rename("src/a.py", "src/b.py");
    (*change).folders = {{QString(), {"src", "tests", "README.md"}}, {"tests/", {"test_cart.py", "test_tax.py"}},
        {"src/", {"b.py", "shop"}}};
    const GuardReport report = change.report();
    QVERIFY2(report.findings.isEmpty(), qPrintable(report.findings.value(0).placedText()));
    QCOMPARE(report.verdict, GuardVerdict::Allow);
    QCOMPARE(report.summary(), QStringLiteral("Nothing to remark"));
}

void DiffGuardTest::noChangeHasNoFinding()
{
    DiffGuardSettings strictest;
    for (const GuardRule &rule : guardRules())
        strictest.rules.insert(QString::fromLatin1(rule.id), GuardAction::Block);
    QVERIFY(guardChange({}, {}).findings.isEmpty());
    QVERIFY(guardChange({}, strictest).findings.isEmpty());
    // And a change says nothing about the files around it.
    GuardedChange around;
    around.folders = {{QString(), {"a", "A", ".github", "id_rsa"}}};
    around.validationCommands = QStringList{"sh check.sh"};
    QVERIFY(guardChange(around, strictest).findings.isEmpty());
}

void DiffGuardTest::aRuleIsOffFlagsOrBlocksAsTheRepositorySays()
{
    Make change;
    change.edit(".github/workflows/ci.yml").edit("AGENTS.md");
    QCOMPARE(change.report().verdict, GuardVerdict::Block);
    QCOMPARE(change.report().findings.first().rule, QStringLiteral("ci_files")); // what blocks comes first
    QCOMPARE(change.report().summary(), QStringLiteral("1 blocked, 1 flagged"));
    DiffGuardSettings settings;
    settings.rules.insert("ci_files", GuardAction::Flag);
    QCOMPARE(change.report(settings).verdict, GuardVerdict::Flag);
    QCOMPARE(change.rules(settings), listed("agent_guidance ci_files"));
    settings.rules.insert("ci_files", GuardAction::Off);
    QCOMPARE(change.rules(settings), listed("agent_guidance"));
    settings.rules.insert("agent_guidance", GuardAction::Block);
    QCOMPARE(change.report(settings).verdict, GuardVerdict::Block);
}

void DiffGuardTest::theOldFormOfTheBinaryRuleIsKept()
{
    Make change;
    change.add("logo.png").binary();
    DiffGuardSettings settings;
    settings.onBinary = QStringLiteral("allow");
    QCOMPARE(change.rules(settings), QStringList());
    settings.onBinary = QStringLiteral("block");
    QCOMPARE(change.report(settings).verdict, GuardVerdict::Block);
    settings.rules.insert("binary_file", GuardAction::Flag);
    QCOMPARE(change.report(settings).verdict, GuardVerdict::Flag);
    settings.rules.clear();
    settings.takeOldForm();
    QCOMPARE(settings.rules.value("binary_file"), GuardAction::Block);
    QVERIFY(!settings.onBinary);
}

void DiffGuardTest::settingsAreCheckedByName()
{
    QVERIFY(checkGuardSettings({}));
    DiffGuardSettings settings;
    settings.rules.insert("ci_flies", GuardAction::Off);
    const auto unknown = checkGuardSettings(settings);
    QVERIFY(!unknown && unknown.error().message.contains("ci_flies") && unknown.error().message.contains("ci_files"));
    QCOMPARE(unknown.error().details.value("field").toString(), QStringLiteral("settings.diff_guard.rules"));
    for (const auto set :
        {+[](DiffGuardSettings &s) { s.maximumFiles = 0; }, +[](DiffGuardSettings &s) { s.maximumLines = -1; },
            +[](DiffGuardSettings &s) { s.maximumFileBytes = qint64(1) << 40; },
            +[](DiffGuardSettings &s) { s.onBinary = "maybe"; }}) {
        DiffGuardSettings bad;
        set(bad);
        QVERIFY(!checkGuardSettings(bad));
    }
    const auto word = parseJsonAs<DiffGuardSettings>(R"({"rules": {"ci_files": "warn"}})");
    QVERIFY(!word && word.error().message.contains("off, flag, block"));
}

void DiffGuardTest::optionsOfTheCommandLineAreRead()
{
    DiffGuardSettings settings;
    QVERIFY(setGuardOption(settings, "ci_files=flag"));
    QVERIFY(setGuardOption(settings, " maximum_files = 7 "));
    QVERIFY(setGuardOption(settings, "maximum_file_bytes=1000"));
    QCOMPARE(settings.rules.value("ci_files"), GuardAction::Flag);
    QCOMPARE(settings.maximumFiles, 7);
    QCOMPARE(settings.maximumFileBytes, 1000);
    const auto said = [&](const char *option) {
        const auto set = setGuardOption(settings, QString::fromLatin1(option));
        return set ? QString() : set.error().message;
    };
    QVERIFY(said("ci_files=warn").contains("off, flag or block"));
    QVERIFY(said("ci_files").contains("off, flag or block"));
    QVERIFY(said("nothing=flag").contains("no rule \"nothing\""));
    QVERIFY(said("maximum_files=many").contains("must be a number"));
    QVERIFY(said("maximum_files=0").contains("from 1"));
    QVERIFY(said("").contains("no rule"));
}

void DiffGuardTest::aWorkerSaysWhatNobodyCanGoBelow()
{
    DiffGuardSettings loose;
    loose.maximumFiles = 5000;
    loose.rules.insert("ci_files", GuardAction::Off);
    const auto held = [&](const QStringList &words) { return narrowed(loose, guardMinimum(words).value()); };
    QCOMPARE(held({"none"}).rules.value("ci_files"), GuardAction::Off);
    QCOMPARE(held({"none"}).maximumFiles, 5000);
    QCOMPARE(held({"none"}).rules.value("secret"), GuardAction::Block); // as by itself
    QCOMPARE(held({"standard"}).rules.value("ci_files"), GuardAction::Block);
    QCOMPARE(held({"standard"}).maximumFiles, 100);
    QCOMPARE(held({"standard", "ci_files=flag"}).rules.value("ci_files"), GuardAction::Flag);
    QCOMPARE(held({"ci_files=flag", "maximum_files=200"}).rules.value("ci_files"), GuardAction::Flag);
    QCOMPARE(held({"ci_files=flag", "maximum_files=200"}).maximumFiles, 200);
    QVERIFY(!guardMinimum({"strict"}));
}

void DiffGuardTest::theStricterOfTwoSettingsWins()
{
    DiffGuardSettings asked;
    asked.maximumFiles = 5000;
    asked.maximumLines = 10;
    asked.rules = {
        {"ci_files", GuardAction::Off}, {"stray_file", GuardAction::Block}, {"binary_file", GuardAction::Off}};
    const DiffGuardSettings result = narrowed(asked, {});
    QCOMPARE(result.maximumFiles, 100);
    QCOMPARE(result.maximumLines, 10);
    QCOMPARE(result.rules.value("ci_files"), GuardAction::Block);
    QCOMPARE(result.rules.value("stray_file"), GuardAction::Block);
    QCOMPARE(result.rules.value("binary_file"), GuardAction::Flag);
    DiffGuardSettings least;
    least.rules = {{"dot_directories", GuardAction::Block}, {"ci_files", GuardAction::Flag}};
    QCOMPARE(narrowed(asked, least).rules.value("dot_directories"), GuardAction::Block);
    QCOMPARE(narrowed(asked, least).rules.value("ci_files"), GuardAction::Flag);
    asked.onBinary = QStringLiteral("block");
    asked.rules.remove("binary_file");
    QCOMPARE(narrowed(asked, {}).action("binary_file", GuardAction::Flag), GuardAction::Block);
}

void DiffGuardTest::settingsGoThroughJsonAndBack()
{
    RepositorySettings settings;
    settings.diffGuard.rules.insert("secret", GuardAction::Flag);
    const auto read = parseJsonAs<RepositorySettings>(compactJsonOf(settings));
    QVERIFY(read);
    QCOMPARE(read->diffGuard.rules.value("secret"), GuardAction::Flag);
    const auto old = parseJsonAs<DiffGuardSettings>(
        R"({"maximum_files": 9, "maximum_lines": 8, "maximum_file_bytes": 7, "on_binary": "block"})");
    QVERIFY(old);
    QCOMPARE(old->maximumFiles, 9);
    QCOMPARE(old->action("binary_file", GuardAction::Flag), GuardAction::Block);
    const auto report = parseJsonAs<GuardReport>(
        R"({"verdict": "flag", "findings": [{"verdict": "flag", "rule": "binary_file", "path": "a", "text": "b"}]})");
    QVERIFY(report && !report->findings.first().line);
}

void DiffGuardTest::theTableIsSound()
{
    QSet<QByteArray> ids;
    for (const GuardRule &rule : guardRules()) {
        QVERIFY2(!ids.contains(rule.id), rule.id);
        ids.insert(rule.id);
        QVERIFY(rule.look && *rule.title && *rule.looksAt);
        QVERIFY(rule.standard != GuardAction::Off);
    }
    QCOMPARE(ids.size(), 35);
}

void DiffGuardTest::readmeHasTheTable()
{
    QString table = QStringLiteral("| rule | what it finds | by itself |\n|---|---|---|\n");
    for (const GuardRule &rule : guardRules())
        table += QStringLiteral("| `%1` | %2 | %3 |\n")
                     .arg(QString::fromLatin1(rule.id), QString::fromUtf8(rule.looksAt), enumName(rule.standard));
    QFile file(QStringLiteral(MERGELOOM_SOURCE_DIR "/README.md"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QString readme = QString::fromUtf8(file.readAll());
    const qsizetype from = readme.indexOf("<!-- diff guard -->\n");
    const qsizetype to = readme.indexOf("<!-- /diff guard -->");
    QVERIFY2(from >= 0 && to > from, "README.md has no <!-- diff guard --> … <!-- /diff guard -->");
    const QString told = readme.mid(from + 20, to - from - 20);
    QVERIFY2(told == table, qPrintable("README.md has other rules; put this between the marks:\n" + table));
}

QTEST_GUILESS_MAIN(DiffGuardTest)
#include "tst_DiffGuard.moc"
