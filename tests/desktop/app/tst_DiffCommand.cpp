#include "desktop/app/DiffCommand.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

using namespace mergeloom;

namespace {

QString program() { return QCoreApplication::applicationDirPath() + QStringLiteral("/../desktop/mergeloom-desktop"); }

bool write(const QString &file, const QByteArray &bytes)
{
    QFile opened(file);
    return opened.open(QIODevice::WriteOnly) && opened.write(bytes) == bytes.size();
}

QByteArray read(const QString &file)
{
    QFile opened(file);
    return opened.open(QIODevice::ReadOnly) ? opened.readAll() : QByteArray();
}

/// Runs the program with no window to be opened, to its end.
struct Ended {
    explicit Ended(const QStringList &arguments, const QStringList &environment = {})
    {
        QProcess process;
        QProcessEnvironment all = QProcessEnvironment::systemEnvironment();
        for (const char *display : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"})
            all.remove(QString::fromLatin1(display));
        for (const QString &one : environment)
            all.insert(one.section(QLatin1Char('='), 0, 0), one.section(QLatin1Char('='), 1));
        process.setProcessEnvironment(all);
        process.start(program(), arguments);
        wasNormal = process.waitForFinished(20000) && process.exitStatus() == QProcess::NormalExit;
        code = process.exitCode();
        said = QString::fromUtf8(process.readAllStandardOutput() + process.readAllStandardError());
    }
    bool wasNormal = false;
    int code = -1;
    QString said;
};

/// The program as git started it: its process, and the two files that it was given.
struct Started {
    QString pid;
    QList<QByteArray> files;
};

std::optional<Started> startedWith(const QString &marker)
{
    for (const QString &pid : QDir(QStringLiteral("/proc")).entryList(QDir::Dirs)) {
        const QList<QByteArray> line = read(QStringLiteral("/proc/%1/cmdline").arg(pid)).split('\0');
        const bool isOurs = line.size() >= 4 && line[0].endsWith("mergeloom-desktop") && line[1] == "diff"
            && read(QStringLiteral("/proc/%1/environ").arg(pid)).contains(marker.toUtf8());
        if (isOurs)
            return Started{pid, {line[2], line[3]}};
    }
    return {};
}

} // namespace

class TestDiffCommand : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void wrongArgumentsAreSaidWithTheUsage_data();
    void wrongArgumentsAreSaidWithTheUsage();
    void helpNeedsNoDisplay();
    void withoutADisplayItEndsWithASentence_data();
    void withoutADisplayItEndsWithASentence();
    void twoNamesAreFilesOrFolders();
    void gitDifftoolShowsEachFile();
};

void TestDiffCommand::wrongArgumentsAreSaidWithTheUsage_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("none") << QStringList{};
    QTest::newRow("three") << QStringList{QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("c")};
    QTest::newRow("unknown option") << QStringList{QStringLiteral("--nonsense")};
    QTest::newRow("repository without a range") << QStringList{QStringLiteral("--repo"), QStringLiteral(".")};
    QTest::newRow("repository without a path") << QStringList{QStringLiteral("--repo")};
    QTest::newRow("empty") << QStringList{QString(), QStringLiteral("b")};
}

void TestDiffCommand::wrongArgumentsAreSaidWithTheUsage()
{
    QFETCH(QStringList, arguments);
    const Ended ended(QStringList{QStringLiteral("diff")} + arguments);
    QVERIFY(ended.wasNormal);
    QCOMPARE(ended.code, 2);
    QVERIFY2(ended.said.contains(QStringLiteral("mergeloom-desktop diff")), qPrintable(ended.said));
    QVERIFY(ended.said.section(QLatin1Char('\n'), 0, 0).size() > 10);
}

void TestDiffCommand::helpNeedsNoDisplay()
{
    const Ended ended({QStringLiteral("diff"), QStringLiteral("--help")});
    QCOMPARE(ended.code, 0);
    QVERIFY(ended.said.contains(QStringLiteral("difftool")));
}

void TestDiffCommand::withoutADisplayItEndsWithASentence_data()
{
    QTest::addColumn<QStringList>("environment");
    QTest::newRow("none is named") << QStringList{};
    QTest::newRow("none answers") << QStringList{QStringLiteral("DISPLAY=:9999")};
    QTest::newRow("unknown platform") << QStringList{QStringLiteral("QT_QPA_PLATFORM=nonsense")};
}

void TestDiffCommand::withoutADisplayItEndsWithASentence()
{
    QFETCH(QStringList, environment);
    const Ended ended({QStringLiteral("diff"), QStringLiteral("-")}, environment);
    QVERIFY(ended.wasNormal); // no core dump
    QCOMPARE(ended.code, 1);
    QVERIFY2(ended.said.startsWith(QStringLiteral("mergeloom-desktop: there is no display")), qPrintable(ended.said));
}

void TestDiffCommand::twoNamesAreFilesOrFolders()
{
    QTemporaryDir folder;
    const QString left = folder.filePath(QStringLiteral("left"));
    const QString right = folder.filePath(QStringLiteral("right"));
    QVERIFY(QDir().mkpath(left) && QDir().mkpath(right));
    QVERIFY(write(left + QStringLiteral("/a.txt"), "old\n") && write(right + QStringLiteral("/a.txt"), "new\n"));
    QVERIFY(write(right + QStringLiteral("/b.txt"), "b\n"));
    const auto filesOf = [](const QStringList &arguments) {
        const auto document = DiffCommand::parse(arguments).source->load({});
        return document ? int(document->files.size()) : -1;
    };
    QCOMPARE(filesOf({left, right}), 2);
    QCOMPARE(filesOf({left, right + QStringLiteral("/a.txt")}), 1); // the file of that name in the folder
    QCOMPARE(filesOf({left + QStringLiteral("/a.txt"), right}), 1);
    QCOMPARE(filesOf({left, right + QStringLiteral("/b.txt")}), -1);
    QCOMPARE(filesOf({QStringLiteral("--"), left + QStringLiteral("/a.txt"), right + QStringLiteral("/a.txt")}), 1);
}

void TestDiffCommand::gitDifftoolShowsEachFile()
{
    QTemporaryDir folder;
    const QString marker = QStringLiteral("MERGELOOM_DIFFTOOL_TEST=%1").arg(QCoreApplication::applicationPid());
    QProcess git;
    git.setWorkingDirectory(folder.path());
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("GIT_CONFIG_GLOBAL"), QStringLiteral("/dev/null"));
    environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
    environment.insert(QStringLiteral("HOME"), folder.path());
    environment.insert(marker.section(QLatin1Char('='), 0, 0), marker.section(QLatin1Char('='), 1));
    git.setProcessEnvironment(environment);
    const auto run = [&](const QStringList &arguments) {
        git.start(QStringLiteral("git"),
            QStringList{QStringLiteral("-c"), QStringLiteral("user.name=T"), QStringLiteral("-c"),
                QStringLiteral("user.email=t@x")}
                + arguments);
        return git.waitForFinished() && git.exitCode() == 0;
    };
    QVERIFY(run({QStringLiteral("init"), QStringLiteral("-q")}));
    QVERIFY(write(folder.filePath(QStringLiteral("one file.txt")), "old one\n")
        && write(folder.filePath(QStringLiteral("two.txt")), "old two\n"));
    QVERIFY(run({QStringLiteral("add"), QStringLiteral("-A")})
        && run({QStringLiteral("commit"), QStringLiteral("-qm"), QStringLiteral("first")}));
    QVERIFY(write(folder.filePath(QStringLiteral("one file.txt")), "new one\n")
        && write(folder.filePath(QStringLiteral("two.txt")), "new two\n"));

    for (const QByteArray &name : {QByteArray("one"), QByteArray("two")}) {
        // Each by itself: git goes on to no other file after one whose program was told to go.
        const QString file = name == "one" ? QStringLiteral("one file.txt") : QStringLiteral("two.txt");
        git.start(QStringLiteral("git"),
            {QStringLiteral("difftool"), QStringLiteral("-y"), QStringLiteral("-x"),
                QStringLiteral("'%1' diff").arg(program()), QStringLiteral("--"), file});
        std::optional<Started> started;
        QVERIFY2(QTest::qWaitFor([&] { return (started = startedWith(marker)).has_value(); }, 20000),
            git.readAllStandardError().constData());
        QStringList names;
        for (const QByteArray &file : std::as_const(started->files))
            names.append(QDir(folder.path()).absoluteFilePath(QString::fromLocal8Bit(file)));
        const auto document = DiffCommand::parse(names).source->load({});
        QVERIFY(document);
        QCOMPARE(document->files.first().before->bytes(), "old " + name + "\n");
        QCOMPARE(document->files.first().after->bytes(), "new " + name + "\n");
        // It stays until its window is closed; here, until it is told to go.
        QVERIFY(!git.waitForFinished(500));
        QProcess::execute(QStringLiteral("kill"), {started->pid});
        QVERIFY(git.waitForFinished(10000));
    }
}

QTEST_GUILESS_MAIN(TestDiffCommand)
#include "tst_DiffCommand.moc"
