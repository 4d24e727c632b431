#include "service/platform/IgnoreRules.h"
#include "tests/service/platform/GitFixture.h"

#include <QTest>

using namespace mergeloom;

class TestIgnoreRules : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void agreesWithGit_data();
    void agreesWithGit();
    void manyStarsTakeNoTime();
};

void TestIgnoreRules::agreesWithGit_data()
{
    QTest::addColumn<QByteArray>("rules");
    for (const char *rules : {"*.log", "/a.log", "a/b", "a/*", "**/b", "a/**/c.log", "a/**", "!x\n*.log\n!b.log",
             "b?log", "[ab].log", "[!a].log", "[^a-b]*", "[[:alpha:]].log", "\\!odd", "#comment\n\\#hash",
             "trail.log   ", "c.log\\ ", "*b*l*g", "a*/c.log", "**", "a**g", "x\\", "[z", "*.LOG", "/*", "/*\n!/a.log",
             "*.log\r\n", "**/a/**/b.log", "/**/c.log"})
        QTest::newRow(rules) << QByteArray(rules);
}

void TestIgnoreRules::agreesWithGit()
{
    QFETCH(QByteArray, rules);
    const GitFixture fixture;
    fixture.write(".gitignore", "certain\n" + rules + '\n');
    const IgnoreRules::Shared ours =
        IgnoreRules::extend(IgnoreRules::none(), "", std::string_view(rules.constData(), size_t(rules.size())));
    for (const char *path : {"a.log", "b.log", "c.log ", "!odd", "#hash", "trail.log", "z", "[z", "x", "a/c.log",
             "a/b.log", "a/x/c.log", "a/x/y/c.log", "q/a/b.log", "q/a/w/b.log", "q/b", "cb-log"}) {
        const std::string text = path;
        bool isIgnored = false; // as a walk finds it: a folder that is ignored is not looked into
        for (size_t slash = text.find('/'); slash != std::string::npos && !isIgnored; slash = text.find('/', slash + 1))
            isIgnored = ours->isIgnored(text.substr(0, slash), true);
        isIgnored = isIgnored || ours->isIgnored(text, false);
        // With -v -n each path is named, with the rule that decided; a negated one means "not ignored".
        const QByteArray said = fixture.git({"check-ignore", "-v", "-n", "-z", "--no-index", "--stdin"},
            QByteArray(path) + '\0' + QByteArray("certain\0", 8)); // git calls it a failure when nothing is ignored
        const QByteArray rule = said.split('\0').value(2);
        const bool isGitIgnored = !rule.isEmpty() && !rule.startsWith('!');
        QVERIFY2(isIgnored == isGitIgnored,
            qPrintable(QString("%1: ours %2, git %3").arg(path).arg(isIgnored).arg(isGitIgnored)));
    }
}

void TestIgnoreRules::manyStarsTakeNoTime()
{
    const std::string pattern = "*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b";
    QElapsedTimer timer;
    timer.start();
    QVERIFY(!wildMatch(pattern, std::string(4000, 'a')));
    QVERIFY(timer.elapsed() < 1000);
}

QTEST_GUILESS_MAIN(TestIgnoreRules)
#include "tst_IgnoreRules.moc"
