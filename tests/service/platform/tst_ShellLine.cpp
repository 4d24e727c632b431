#include "service/platform/ShellLine.h"

#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

using namespace mergeloom;

class ShellLineTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void allows_data();
    void allows();
    void forbids_data();
    void forbids();
    void refusesWhatIsNoShell_data();
    void refusesWhatIsNoShell();
    void namesTheProgramAndTheList();
    void emptyListStillAllowsBuiltIns();
    void takesAVersionForItsProgram();
    void looksProgramsUpWhereTheCommandRuns();
    void needsAShellOnTheListToSource();
    void saysWhatInterpretersMean();
    void refusesCarriageReturns();

private:
    const AllowList m_list{{"make", "npm", "ls", "grep", "cat", "find", "git", "python3"}};
};

void ShellLineTest::allows_data()
{
    QTest::addColumn<QString>("line");
    for (const char *line : {
             "make",
             "make -j2 test",
             "make && npm test",
             "make || true; ls",
             "make | grep -v warning",
             "cd sub && make",
             "(cd sub; make)",
             "{ make; ls; }",
             "make > out.txt 2>&1",
             "make &\nwait",
             "'make' test",
             "\"make\" test",
             "m\\ake test",
             "ma'k'e",
             "CI=1 NODE_ENV=test npm test",
             "export CI=1; npm test",
             "echo \"$(git rev-parse HEAD)\"",
             "for f in *.py; do python3 \"$f\"; done",
             "while IFS= read -r line; do echo \"$line\"; done < file",
             "if [ -f Makefile ]; then make; else npm test; fi",
             "[[ -f Makefile && $x == y* ]] && make",
             "test -f x || exit 1",
             "case $x in a) make;; *) ls;; esac",
             "! grep -r TODO src",
             "time make",
             "/usr/bin/make",
             "/bin/ls -la",
             "find . -name '*.c' -exec grep -l x {} +",
             "check_all() { make; npm test; }; check_all",
             "set -euo pipefail; make",
             "command make",
             "command -v make",
             "exec make",
             "cat <<EOF\nplain text with curl in it\nEOF",
             "cat <<'EOF'\n$(curl x)\nEOF",
             "echo curl; # curl",
             "echo 'rm -rf / && curl x'",
             "x=$((1 + 2)); echo $x",
             "printf '%s\\n' \"$HOME\"",
             "diff_of() { cat <(ls) ; }; diff_of",
             "python3 -c 'import os'",
             "echo ${PATH}",
         })
        QTest::newRow(line) << QString::fromUtf8(line);
}

void ShellLineTest::allows()
{
    QFETCH(QString, line);
    const auto result = m_list.check(line);
    QVERIFY2(result, result ? "" : qPrintable(result.error().message));
}

void ShellLineTest::forbids_data()
{
    QTest::addColumn<QString>("line");
    for (const char *line : {
             // another program somewhere in the line
             "curl http://x",
             "make && curl x",
             "make; curl x",
             "make | sh",
             "make || curl x",
             "make & curl x",
             "make\ncurl x",
             "(curl x)",
             "{ curl x; }",
             "! curl x",
             "time curl x",
             "coproc curl x",
             "if curl x; then make; fi",
             "for i in 1; do curl x; done",
             "for i in $(curl x); do make; done",
             "while curl x; do make; done",
             "case a in a) curl x;; esac",
             "case $(curl x) in a) make;; esac",
             "make $(curl x)",
             "make `curl x`",
             "make \"$(curl x)\"",
             "echo ${x:-$(curl x)}",
             "x=$(curl x)",
             "x=(a $(curl x))",
             "x[$(curl x)]=1",
             "export X=$(curl x)",
             "echo $(( $(curl x) + 1 ))",
             "(( x = $(curl x) ))",
             "[[ -n $(curl x) ]]",
             "cat <(curl x)",
             "make > $(curl x)",
             "cat <<EOF\n$(curl x)\nEOF",
             "cat <<< $(curl x)",
             "f() { curl x; }; f",
             // names that are computed
             "$x",
             "\"$x\" test",
             "${x}ake",
             "ma$x",
             "$(echo curl) x",
             "c*rl x",
             "/usr/bin/c?rl x",
             "{curl,x}",
             "~/curl",
             "$'curl' x",
             "\"\"",
             // wrappers
             "env curl x",
             "xargs curl",
             "sudo make",
             "nice make",
             "timeout 5 make",
             "nohup make",
             "sh -c 'curl x'",
             "bash script.sh",
             "find . -exec curl {} +",
             "find . -ok curl ';'",
             "find . -execdir $x ';'",
             // built-ins that run text
             "eval 'curl x'",
             "source ./x",
             ". ./x",
             "exec curl x",
             "exec -a make curl",
             "command curl x",
             "command -p curl x",
             "builtin eval curl",
             "command eval curl",
             "trap 'curl x' EXIT",
             "alias make=curl",
             "hash -p /tmp/x make",
             "enable -f ./x.so make",
             "mapfile -C curl -c 1 x",
             // variables that change what a name means
             "PATH=. make",
             "PATH=.; make",
             "export PATH=.; make",
             "export \"PATH=.\"; make",
             "declare -x PATH=.",
             "readonly PATH=.",
             "f() { local PATH=.; make; }; f",
             "PATH+=:. make",
             "LD_PRELOAD=./x.so make",
             "BASH_ENV=x make",
             "BASH_CMDS[make]=/tmp/x; make",
             "PS4='$(curl x)'; set -x; make",
             "read PATH < x; make",
             "read -r a PATH < x",
             "read \"$x\" < y",
             "printf -v PATH .; make",
             "printf -vPATH .; make",
             "unset PATH; make",
             "for PATH in .; do make; done",
             ": ${PATH:=.}",
             ": ${!x:=.}",
             "export $x; make",
             "(( PATH = 1 )); make",
             "let PATH=1; make",
             "declare -n x=PATH; x=.",
             "f() { local -rn x=PATH; x=.; }; f",
             "read 'a[$(curl x)]' < y",
             "unset 'a[`curl x`]'",
             // functions that are not there when they are called
             "sed() { :; }; unset -f sed; sed x",
             "awk x; awk() { :; }",
             // paths
             "/tmp/make",
             "/usr/bin/curl x",
             "../make",
             "sub/../../make",
             "./../make",
         })
        QTest::newRow(line) << QString::fromUtf8(line);
}

void ShellLineTest::forbids()
{
    QFETCH(QString, line);
    const auto result = m_list.check(line);
    QVERIFY2(!result, "was allowed");
    QVERIFY2(result.error().code == ErrorCode::Forbidden, qPrintable(result.error().message));
}

void ShellLineTest::refusesWhatIsNoShell_data()
{
    QTest::addColumn<QString>("line");
    QTest::newRow("nothing") << "";
    QTest::newRow("spaces") << " \n ";
    QTest::newRow("open quote") << "echo 'x";
    QTest::newRow("open bracket") << "(make";
    QTest::newRow("no command before a pipe") << "| make";
    QTest::newRow("zero byte") << QStringLiteral("make") + QChar(u'\0') + QStringLiteral("x");
    QTest::newRow("too long") << QStringLiteral("make ") + QString(70'000, QLatin1Char('x'));
    QTest::newRow("too deep") << QString(3000, QLatin1Char('(')) + QStringLiteral("make")
            + QString(3000, QLatin1Char(')'));
}

void ShellLineTest::refusesWhatIsNoShell()
{
    QFETCH(QString, line);
    const auto result = m_list.check(line);
    QVERIFY(!result);
    QVERIFY2(result.error().code == ErrorCode::InvalidInput, qPrintable(result.error().message));
}

void ShellLineTest::namesTheProgramAndTheList()
{
    const auto result = m_list.check(QStringLiteral("make && curl x"));
    QVERIFY(!result);
    QCOMPARE(result.error().details.value(QStringLiteral("program")).toString(), QStringLiteral("curl"));
    QVERIFY(result.error().message.contains(QLatin1String("make, npm, ls")));
}

void ShellLineTest::emptyListStillAllowsBuiltIns()
{
    const AllowList nothing{{}};
    QVERIFY(nothing.check(QStringLiteral("cd x && echo done")));
    QVERIFY(!nothing.check(QStringLiteral("ls")));
}

void ShellLineTest::takesAVersionForItsProgram()
{
    QTemporaryDir directory;
    const QString real = QFileInfo(QStringLiteral("/usr/bin/python3")).canonicalFilePath();
    QVERIFY2(real.section(u'/', -1) != u"python3", "python3 is no link here");
    QVERIFY(m_list.check(real));
    QVERIFY(m_list.check(real.section(u'/', -1)));
    QVERIFY(QFile::link(real, directory.filePath(QStringLiteral("python"))));
    QVERIFY(QFile::link(real, directory.filePath(QStringLiteral("snake"))));
    const ShellPlace place{directory.path(), QString()};
    QVERIFY(m_list.check(QStringLiteral("./python x.py"), place));
    const auto other = m_list.check(QStringLiteral("./snake x.py"), place);
    QVERIFY(!other && other.error().message.contains(real));
}

void ShellLineTest::looksProgramsUpWhereTheCommandRuns()
{
    QTemporaryDir root;
    QVERIFY(QDir(root.path()).mkpath(QStringLiteral("sub")));
    QFile script(root.filePath(QStringLiteral("sub/check")));
    QVERIFY(script.open(QIODevice::WriteOnly));
    script.close();
    QVERIFY(m_list.check(QStringLiteral("sub/check"), {root.path(), QString()}));
    QVERIFY(m_list.check(QStringLiteral("./check"), {root.path(), QStringLiteral("sub")}));
    QVERIFY(m_list.check(root.path() + QStringLiteral("/sub/check"), {root.path(), QStringLiteral("sub")}));
    QVERIFY(!m_list.check(QStringLiteral("./check"), {root.path(), QString()}));
    QVERIFY(!m_list.check(QStringLiteral("sub/check"))); // no workspace
    QVERIFY(QFile::remove(script.fileName()) && QFile::link(QStringLiteral("/usr/bin/id"), script.fileName()));
    QVERIFY(!m_list.check(QStringLiteral("sub/check"), {root.path(), QString()}));
}

void ShellLineTest::needsAShellOnTheListToSource()
{
    QTemporaryDir root;
    QFile script(root.filePath(QStringLiteral("activate")));
    QVERIFY(script.open(QIODevice::WriteOnly));
    const ShellPlace place{root.path(), QString()};
    QVERIFY(!m_list.check(QStringLiteral(". ./activate"), place));
    const AllowList withShell{{QStringLiteral("bash")}};
    QVERIFY(withShell.check(QStringLiteral(". ./activate"), place));
    QVERIFY(!withShell.check(QStringLiteral(". activate"), place)); // searched in PATH first
}

void ShellLineTest::saysWhatInterpretersMean()
{
    const QString advice =
        AllowList::adviceOn({QStringLiteral("git"), QStringLiteral("python3.11"), QStringLiteral("bash")});
    QVERIFY(advice.contains(QLatin1String("python3.11, bash")) && !advice.contains(QLatin1String("git")));
    QVERIFY(advice.contains(QLatin1String("the sandbox is the border")));
    QVERIFY(AllowList::adviceOn({QStringLiteral("git"), QStringLiteral("ls")}).isEmpty());
}

/// bash takes a backslash before CR LF for a CR and an end of line, shfmt for a line that goes on.
void ShellLineTest::refusesCarriageReturns()
{
    const auto result = m_list.check(QStringLiteral("ls \\\r\ncurl x"));
    QVERIFY(!result && result.error().code == ErrorCode::InvalidInput);
    QVERIFY(!m_list.check(QStringLiteral("ls \vx")));
}

QTEST_GUILESS_MAIN(ShellLineTest)
#include "tst_ShellLine.moc"
