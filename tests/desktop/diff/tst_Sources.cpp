#include "desktop/diff/CommitRange.h"
#include "desktop/diff/FileContent.h"
#include "desktop/diff/FileSources.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

using namespace mergeloom;

namespace {

bool write(const QString &file, const QByteArray &bytes)
{
    QDir().mkpath(QFileInfo(file).path());
    QFile opened(file);
    return opened.open(QIODevice::WriteOnly) && opened.write(bytes) == bytes.size();
}

/// A repository in a temporary folder, with git's own settings kept out.
class Repository
{
public:
    Repository() { git({QStringLiteral("init"), QStringLiteral("-q"), QStringLiteral("-b"), QStringLiteral("main")}); }

    QByteArray git(const QStringList &arguments)
    {
        QProcess process;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("GIT_CONFIG_GLOBAL"), QStringLiteral("/dev/null"));
        process.setProcessEnvironment(environment);
        process.setWorkingDirectory(path());
        process.start(QStringLiteral("git"),
            QStringList{QStringLiteral("-c"), QStringLiteral("user.name=T"), QStringLiteral("-c"),
                QStringLiteral("user.email=t@x")}
                + arguments);
        process.waitForFinished();
        if (process.exitCode() != 0)
            qWarning(
                "git %s: %s", qPrintable(arguments.join(QLatin1Char(' '))), process.readAllStandardError().constData());
        return process.readAllStandardOutput().trimmed();
    }
    void commit(const QString &message)
    {
        git({QStringLiteral("add"), QStringLiteral("-A")});
        git({QStringLiteral("commit"), QStringLiteral("-q"), QStringLiteral("--allow-empty"), QStringLiteral("-m"),
            message});
    }
    QString path(const QString &file = {}) const { return m_folder.path() + QLatin1Char('/') + file; }
    Result<DiffDocument> load(const QString &range) const { return CommitRange(m_folder.path(), range).load({}); }

private:
    QTemporaryDir m_folder;
};

const FileDiff *fileOf(const DiffDocument &document, const QString &path)
{
    for (const FileDiff &file : document.files)
        if (file.afterPath == path || file.beforePath == path)
            return &file;
    return nullptr;
}

} // namespace

class TestSources : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void twoFilesAreCompared();
    void whatCannotBeReadIsSaid_data();
    void whatCannotBeReadIsSaid();
    void nonsenseIsShownAsWhatItIs_data();
    void nonsenseIsShownAsWhatItIs();
    void foldersAreComparedWithAllThatIsInThem();
    void aRangeNamesWhatHappenedToEachFile();
    void aRangeOfThreeDotsBeginsAtTheMergeBase();
    void oneCommitIsComparedWithItsParent();
    void aHostileRepositoryRunsNothing();
    void aRangeThatIsNoneIsSaid_data();
    void aRangeThatIsNoneIsSaid();
    void loadingStopsWhenAsked();
    void aPatchIsRead();
};

void TestSources::twoFilesAreCompared()
{
    QTemporaryDir folder;
    const QString before = folder.filePath(QStringLiteral("a.txt"));
    const QString after = folder.filePath(QStringLiteral("b.txt"));
    QVERIFY(write(before, "one\ntwo\n") && write(after, "one\nTWO\nthree\n"));
    const auto document = TwoFiles(before, after).load({});
    QVERIFY(document);
    QCOMPARE(document->files.size(), 1);
    QCOMPARE(document->files[0].added(), 2);
    QCOMPARE(document->files[0].removed(), 1);
    QCOMPARE(int(document->files[0].status), int(FileStatus::Modified));
    const auto added = TwoFiles(QStringLiteral("/dev/null"), after).load({}); // as git difftool gives it
    QCOMPARE(int(added->files[0].status), int(FileStatus::Added));
}

void TestSources::whatCannotBeReadIsSaid_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("missing") << QStringLiteral("missing");
    QTest::newRow("folder") << QStringLiteral(".");
    QTest::newRow("loop of links") << QStringLiteral("loop/x");
}

void TestSources::whatCannotBeReadIsSaid()
{
    QFETCH(QString, name);
    QTemporaryDir folder;
    QVERIFY(write(folder.filePath(QStringLiteral("a")), "a\n"));
    QVERIFY(QFile::link(QStringLiteral("loop"), folder.filePath(QStringLiteral("loop"))));
    const auto document = TwoFiles(folder.filePath(QStringLiteral("a")), folder.filePath(name)).load({});
    QVERIFY(!document);
    QVERIFY2(document.error().message.contains(name), qPrintable(document.error().message));
    QVERIFY(!PatchText::fromFile(folder.filePath(name)).load({}));
}

void TestSources::nonsenseIsShownAsWhatItIs_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("isBinary");
    QTest::newRow("empty") << QByteArray() << false;
    QTest::newRow("NUL") << QByteArray("a\0b\n", 4) << true;
    QTest::newRow("no UTF-8") << QByteArray("\xff\xc3(\xf0\x28\x8c\n") << false;
    QTest::newRow("one line of a megabyte") << QByteArray(1 << 20, 'x') << false;
    QTest::newRow("UTF-16") << QByteArray("\xff\xfe"
                                          "a\0\n\0",
        6) << false;
    QTest::newRow("carriage returns alone") << QByteArray("a\rb\rc") << false;
}

void TestSources::nonsenseIsShownAsWhatItIs()
{
    QFETCH(QByteArray, bytes);
    QFETCH(bool, isBinary);
    QTemporaryDir folder;
    const QString before = folder.filePath(QStringLiteral("a"));
    const QString after = folder.filePath(QStringLiteral("b"));
    QVERIFY(write(before, "one\n") && write(after, bytes));
    const auto document = TwoFiles(before, after).load({});
    QVERIFY(document);
    QCOMPARE(document->files[0].isBinary, isBinary);
    QCOMPARE(document->files[0].afterSize, bytes.size());
    if (!isBinary)
        QCOMPARE(document->files[0].after->bytes(), bytes);
}

void TestSources::foldersAreComparedWithAllThatIsInThem()
{
    QTemporaryDir folder;
    const QString before = folder.filePath(QStringLiteral("left"));
    const QString after = folder.filePath(QStringLiteral("right"));
    QVERIFY(
        write(before + QStringLiteral("/same.txt"), "same\n") && write(after + QStringLiteral("/same.txt"), "same\n"));
    QVERIFY(write(before + QStringLiteral("/sub/changed.txt"), "old\n"));
    QVERIFY(write(folder.filePath(QStringLiteral("tree/changed.txt")), "new\n"));
    QVERIFY(QDir().mkpath(after + QStringLiteral("/sub")));
    // What git difftool --dir-diff does with files of the work tree.
    QVERIFY(
        QFile::link(folder.filePath(QStringLiteral("tree/changed.txt")), after + QStringLiteral("/sub/changed.txt")));
    QVERIFY(
        write(before + QStringLiteral("/gone.txt"), "gone\n") && write(after + QStringLiteral("/.hidden"), "new\n"));
    QVERIFY(write(before + QStringLiteral("/was.txt"), "the very same text\n")
        && write(after + QStringLiteral("/is.txt"), "the very same text\n"));
    QVERIFY(write(after + QStringLiteral("/.git/config"), "not of the project\n"));
    QVERIFY(QFile::link(QStringLiteral(".."), after + QStringLiteral("/up"))); // never followed
    const auto document = TwoFolders(before, after).load({});
    QVERIFY(document);
    QStringList told;
    for (const FileDiff &file : document->files)
        told.append(QStringLiteral("%1 %2").arg(int(file.status)).arg(file.afterPath));
    told.sort();
    QCOMPARE(told,
        (QStringList{QStringLiteral("0 sub/changed.txt"), QStringLiteral("1 .hidden"), QStringLiteral("1 up"),
            QStringLiteral("2 gone.txt"), QStringLiteral("3 is.txt")}));
    QCOMPARE(fileOf(*document, QStringLiteral("is.txt"))->beforePath, QStringLiteral("was.txt"));
    QCOMPARE(fileOf(*document, QStringLiteral("sub/changed.txt"))->after->bytes(), QByteArray("new\n"));
}

void TestSources::aRangeNamesWhatHappenedToEachFile()
{
    Repository repository;
    const QByteArray text = QByteArray("a line of some length\n").repeated(20);
    write(repository.path(QStringLiteral("changed.txt")), "one\n");
    write(repository.path(QStringLiteral("moved.txt")), text);
    write(repository.path(QStringLiteral("gone.txt")), "gone\n");
    write(repository.path(QStringLiteral("run.sh")), "#!/bin/sh\n");
    write(repository.path(QStringLiteral("image.bin")), QByteArray("\0\1\2", 3));
    repository.commit(QStringLiteral("first"));
    write(repository.path(QStringLiteral("changed.txt")), "two\n");
    QFile::remove(repository.path(QStringLiteral("moved.txt")));
    QFile::remove(repository.path(QStringLiteral("gone.txt")));
    const QString hostile = QStringLiteral("sub dir/a\tb\n\"c\" ü.txt");
    write(repository.path(hostile), text + "more\n");
    QFile::setPermissions(repository.path(QStringLiteral("run.sh")),
        QFile::permissions(repository.path(QStringLiteral("run.sh"))) | QFile::ExeOwner);
    write(repository.path(QStringLiteral("image.bin")), QByteArray("\0\1\2\3", 4));
    QFile::link(QStringLiteral("changed.txt"), repository.path(QStringLiteral("link")));
    repository.commit(QStringLiteral("second"));

    const auto document = repository.load(QStringLiteral("HEAD~1..HEAD"));
    QVERIFY2(document, document ? "" : qPrintable(document.error().message));
    QCOMPARE(document->files.size(), 6);
    const FileDiff *moved = fileOf(*document, hostile);
    QVERIFY(moved);
    QCOMPARE(int(moved->status), int(FileStatus::Renamed));
    QCOMPARE(moved->beforePath, QStringLiteral("moved.txt"));
    QCOMPARE(moved->added(), 1);
    QCOMPARE(fileOf(*document, QStringLiteral("run.sh"))->afterMode, 0100755U);
    QVERIFY(fileOf(*document, QStringLiteral("image.bin"))->isBinary);
    QCOMPARE(fileOf(*document, QStringLiteral("image.bin"))->afterBytes.size(), 4);
    QCOMPARE(fileOf(*document, QStringLiteral("link"))->afterMode, 0120000U);
    QCOMPARE(int(fileOf(*document, QStringLiteral("gone.txt"))->status), int(FileStatus::Deleted));
}

void TestSources::aRangeOfThreeDotsBeginsAtTheMergeBase()
{
    Repository repository;
    write(repository.path(QStringLiteral("a")), "a\n");
    repository.commit(QStringLiteral("base"));
    repository.git({QStringLiteral("checkout"), QStringLiteral("-q"), QStringLiteral("-b"), QStringLiteral("topic")});
    write(repository.path(QStringLiteral("topic")), "t\n");
    repository.commit(QStringLiteral("topic"));
    repository.git({QStringLiteral("checkout"), QStringLiteral("-q"), QStringLiteral("main")});
    write(repository.path(QStringLiteral("main")), "m\n");
    repository.commit(QStringLiteral("main"));
    QCOMPARE(repository.load(QStringLiteral("main...topic"))->files.size(), 1);
    QCOMPARE(repository.load(QStringLiteral("main..topic"))->files.size(), 2);
}

void TestSources::oneCommitIsComparedWithItsParent()
{
    Repository repository;
    write(repository.path(QStringLiteral("a")), "a\n");
    repository.commit(QStringLiteral("root"));
    write(repository.path(QStringLiteral("b")), "b\n");
    repository.commit(QStringLiteral("second"));
    QCOMPARE(repository.load(QStringLiteral("HEAD"))->files.first().afterPath, QStringLiteral("b"));
    const auto root = repository.load(QStringLiteral("HEAD~1"));
    QCOMPARE(root->files.first().afterPath, QStringLiteral("a"));
    QCOMPARE(int(root->files.first().status), int(FileStatus::Added));
}

void TestSources::aHostileRepositoryRunsNothing()
{
    Repository repository;
    write(repository.path(QStringLiteral("a.txt")), "a\n");
    write(repository.path(QStringLiteral(".gitattributes")), "* diff=evil filter=evil\n");
    repository.commit(QStringLiteral("first"));
    write(repository.path(QStringLiteral("a.txt")), "b\n");
    repository.commit(QStringLiteral("second"));
    const QString proof = repository.path(QStringLiteral("ran"));
    const QString command = QStringLiteral("touch ") + proof + QStringLiteral("; cat");
    for (const char *key : {"diff.external", "diff.evil.command", "diff.evil.textconv", "filter.evil.smudge",
             "core.fsmonitor", "core.pager", "core.sshCommand", "core.editor"})
        repository.git({QStringLiteral("config"), QString::fromLatin1(key), command});
    const auto document = repository.load(QStringLiteral("HEAD~1..HEAD"));
    QVERIFY(document);
    QCOMPARE(document->files.size(), 1);
    QVERIFY(!QFile::exists(proof));
}

void TestSources::aRangeThatIsNoneIsSaid_data()
{
    QTest::addColumn<QString>("range");
    for (const char *range :
        {"--output=x", "no-such-branch", "main..--all", "main..nothing", "-p", "", "main^{tree}", "a b; touch x"})
        QTest::newRow(range) << QString::fromLatin1(range);
}

void TestSources::aRangeThatIsNoneIsSaid()
{
    QFETCH(QString, range);
    Repository repository;
    write(repository.path(QStringLiteral("a.txt")), "a\n");
    repository.commit(QStringLiteral("first"));
    const auto document = repository.load(range);
    QVERIFY(!document);
    QVERIFY(document.error().message.size() > 20);
    QVERIFY(!QFile::exists(repository.path(QStringLiteral("x"))));
    QVERIFY(!CommitRange(repository.path(QStringLiteral("nowhere")), range).load({}));
}

void TestSources::loadingStopsWhenAsked()
{
    Repository repository;
    write(repository.path(QStringLiteral("a.txt")), "a\n");
    repository.commit(QStringLiteral("first"));
    std::stop_source stop;
    stop.request_stop();
    for (const auto &document : {CommitRange(repository.path(), QStringLiteral("HEAD")).load(stop.get_token()),
             TwoFolders(repository.path(), repository.path()).load(stop.get_token())}) {
        QVERIFY(!document);
        QCOMPARE(document.error().code, ErrorCode::Cancelled);
    }
}

void TestSources::aPatchIsRead()
{
    const auto document =
        PatchText::fromBytes(QStringLiteral("Run 1"), "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n").load({});
    QVERIFY(document);
    QCOMPARE(document->title, QStringLiteral("Run 1"));
    QCOMPARE(document->files.first().afterPath, QStringLiteral("x"));
    const auto none = PatchText::fromBytes(QStringLiteral("Nonsense"), QByteArray(100, '\0')).load({});
    QVERIFY(!none);
}

QTEST_GUILESS_MAIN(TestSources)
#include "tst_Sources.moc"
