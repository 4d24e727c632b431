#include "service/platform/WorkspaceFiles.h"

#include "tests/service/platform/BothResolvers.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <cstdio>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <atomic>
#include <thread>

using namespace mergeloom;

class WorkspaceFilesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void readsWhatItWrote();
    void tellsBinaryFromText();
    void keepsTheExecutableBit();
    void refusesPathsThatLeave_data();
    void refusesPathsThatLeave();
    void followsLinksThatStayInside();
    void linkIsNotWrittenThrough();
    void removesALinkAndNotItsTarget();
    void refusesWhatIsNoFile_data();
    void refusesWhatIsNoFile();
    void missingFileIsNotFound();
    void tooLargeIsRejectedWithItsSize();
    void leavesNothingBesideAWrittenFile();
    void listsDepthFirstWithoutGit();
    void listStopsAtTheLimit();
    void renamesInsideAndKeepsWhatIsThere();
    void loopOfLinksDoesNotHang();
    void namesMayBeStrange();
    void linkThatChangesMeanwhileNeverLeaves();
    void leaksNoDescriptors();

private:
    QString real(const QString &path) const { return m_directory->path() + QLatin1String("/root/") + path; }
    void put(const QString &path, const QByteArray &bytes) const
    {
        QDir().mkpath(QFileInfo(real(path)).path());
        QFile file(real(path));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
    }
    QByteArray get(const QString &path) const
    {
        QFile file(real(path));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(cannot be opened)");
    }

    std::unique_ptr<QTemporaryDir> m_directory;
    std::optional<WorkspaceFiles> m_files;
};

void WorkspaceFilesTest::init()
{
    m_files.reset();
    m_directory = std::make_unique<QTemporaryDir>();
    QVERIFY(QDir(m_directory->path()).mkpath(QStringLiteral("root/.git")));
    QVERIFY(QDir(m_directory->path()).mkpath(QStringLiteral("root/sub")));
    put(QStringLiteral(".git/config"), "[core]");
    QFile secret(m_directory->filePath(QStringLiteral("secret")));
    QVERIFY(secret.open(QIODevice::WriteOnly));
    secret.write("secret");
    auto files = WorkspaceFiles::open(m_directory->filePath(QStringLiteral("root")));
    QVERIFY(files);
    m_files.emplace(std::move(*files));
}

void WorkspaceFilesTest::readsWhatItWrote()
{
    QVERIFY(m_files->write(QStringLiteral("new/deep/file.txt"), "one\r\ntwo"));
    QCOMPARE(get(QStringLiteral("new/deep/file.txt")), QByteArray("one\r\ntwo"));
    const auto text = m_files->read(QStringLiteral("./new//deep/../deep/file.txt"));
    QVERIFY2(text, text ? "" : qPrintable(text.error().message));
    QCOMPARE(text->bytes, QByteArray("one\r\ntwo"));
    QVERIFY(!text->isBinary);
    QVERIFY(!text->isExecutable);
    QVERIFY(m_files->remove(QStringLiteral("new/deep/file.txt")));
    QVERIFY(!QFile::exists(real(QStringLiteral("new/deep/file.txt"))));
}

void WorkspaceFilesTest::tellsBinaryFromText()
{
    put(QStringLiteral("binary"), QByteArray("a\0b", 3));
    put(QStringLiteral("late"), QByteArray(8000, 'x') + '\0');
    put(QStringLiteral("empty"), "");
    QCOMPARE(m_files->read(QStringLiteral("binary"))->isBinary, true);
    QCOMPARE(m_files->read(QStringLiteral("late"))->isBinary, false);
    QCOMPARE(m_files->read(QStringLiteral("empty"))->bytes, QByteArray());
}

void WorkspaceFilesTest::keepsTheExecutableBit()
{
    put(QStringLiteral("tool.sh"), "#!/bin/sh\n");
    QCOMPARE(::chmod(QFile::encodeName(real(QStringLiteral("tool.sh"))).constData(), 0755), 0);
    QVERIFY(m_files->write(QStringLiteral("tool.sh"), "#!/bin/sh\ntrue\n"));
    QVERIFY(m_files->read(QStringLiteral("tool.sh"))->isExecutable);
    QVERIFY(m_files->write(QStringLiteral("plain"), "x"));
    QVERIFY(!m_files->read(QStringLiteral("plain"))->isExecutable);
}

void WorkspaceFilesTest::refusesPathsThatLeave_data()
{
    QTest::addColumn<QString>("path");
    QTest::newRow("absolute") << "/etc/passwd";
    QTest::newRow("over the root") << "../secret";
    QTest::newRow("over the root by detour") << "sub/../../secret";
    QTest::newRow("link to a file outside") << "link-to-secret";
    QTest::newRow("link to a directory outside") << "link-to-outside/secret";
    QTest::newRow("absolute link") << "absolute-link/passwd";
    QTest::newRow("magic link") << "magic/etc/passwd";
    QTest::newRow("git") << ".git/config";
    QTest::newRow("git in capitals") << ".GIT/config";
    QTest::newRow("git by detour") << "sub/../.git/config";
    QTest::newRow("git of a module") << "sub/.git/config";
    QTest::newRow("git through a link") << "link-to-git/config";
    QTest::newRow("git file through a link") << "link-to-config";
}

void WorkspaceFilesTest::refusesPathsThatLeave()
{
    QFETCH(QString, path);
    QVERIFY(QFile::link(QStringLiteral("../secret"), real(QStringLiteral("link-to-secret"))));
    QVERIFY(QFile::link(QStringLiteral(".."), real(QStringLiteral("link-to-outside"))));
    QVERIFY(QFile::link(QStringLiteral("/etc"), real(QStringLiteral("absolute-link"))));
    QVERIFY(QFile::link(QStringLiteral("/proc/self/root"), real(QStringLiteral("magic"))));
    QVERIFY(QFile::link(QStringLiteral(".git"), real(QStringLiteral("link-to-git"))));
    QVERIFY(QFile::link(QStringLiteral(".git/config"), real(QStringLiteral("link-to-config"))));

    const auto text = m_files->read(path);
    QVERIFY(!text);
    QCOMPARE(text.error().code, ErrorCode::Forbidden);
    QVERIFY(!text.error().message.isEmpty());
    const auto written = m_files->write(path, "overwritten");
    QVERIFY(!written);
    QCOMPARE(written.error().code, ErrorCode::Forbidden);
    const auto listed = m_files->list(path, false, 10);
    QVERIFY(!listed);
    QCOMPARE(get(QStringLiteral(".git/config")), QByteArray("[core]"));
    QCOMPARE(get(QStringLiteral("../secret")), QByteArray("secret"));
    if (!path.startsWith(QLatin1String("link-to-secret")) && !path.startsWith(QLatin1String("link-to-config"))) {
        const auto removed = m_files->remove(path);
        QVERIFY(!removed);
        QCOMPARE(removed.error().code, ErrorCode::Forbidden);
    }
}

void WorkspaceFilesTest::followsLinksThatStayInside()
{
    put(QStringLiteral("AGENTS.md"), "guidance");
    QVERIFY(QFile::link(QStringLiteral("AGENTS.md"), real(QStringLiteral("CLAUDE.md"))));
    QVERIFY(QFile::link(QStringLiteral("../AGENTS.md"), real(QStringLiteral("sub/up.md"))));
    QVERIFY(QFile::link(QStringLiteral("sub"), real(QStringLiteral("also-sub"))));
    for (const char *path : {"CLAUDE.md", "sub/up.md", "also-sub/up.md"}) {
        const auto text = m_files->read(QString::fromLatin1(path));
        QVERIFY2(text, path);
        QCOMPARE(text->bytes, QByteArray("guidance"));
    }
    QVERIFY(m_files->write(QStringLiteral("also-sub/new.txt"), "x"));
    QCOMPARE(get(QStringLiteral("sub/new.txt")), QByteArray("x"));
}

void WorkspaceFilesTest::linkIsNotWrittenThrough()
{
    put(QStringLiteral("target"), "old");
    QVERIFY(QFile::link(QStringLiteral("target"), real(QStringLiteral("link"))));
    const auto written = m_files->write(QStringLiteral("link"), "new");
    QVERIFY(!written);
    QCOMPARE(written.error().code, ErrorCode::Forbidden);
    QCOMPARE(get(QStringLiteral("target")), QByteArray("old"));
}

void WorkspaceFilesTest::removesALinkAndNotItsTarget()
{
    QVERIFY(QFile::link(QStringLiteral("../secret"), real(QStringLiteral("link"))));
    QVERIFY(m_files->remove(QStringLiteral("link")));
    QVERIFY(!QFileInfo(real(QStringLiteral("link"))).isSymLink());
    QCOMPARE(get(QStringLiteral("../secret")), QByteArray("secret"));
}

void WorkspaceFilesTest::refusesWhatIsNoFile_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<int>("code");
    QTest::newRow("directory") << "sub" << int(ErrorCode::InvalidInput);
    QTest::newRow("root") << "." << int(ErrorCode::InvalidInput);
    QTest::newRow("nothing") << "" << int(ErrorCode::InvalidInput);
    QTest::newRow("FIFO") << "fifo" << int(ErrorCode::Forbidden);
    QTest::newRow("socket") << "socket" << int(ErrorCode::Forbidden);
}

void WorkspaceFilesTest::refusesWhatIsNoFile()
{
    QFETCH(QString, path);
    QFETCH(int, code);
    QCOMPARE(::mkfifo(QFile::encodeName(real(QStringLiteral("fifo"))).constData(), 0600), 0);
    const int listener = ::socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    qstrncpy(address.sun_path, QFile::encodeName(real(QStringLiteral("socket"))).constData(), sizeof address.sun_path);
    QCOMPARE(::bind(listener, reinterpret_cast<sockaddr *>(&address), sizeof address), 0);

    const auto text = m_files->read(path);
    const auto written = m_files->write(path, "x");
    const auto removed = m_files->remove(path);
    ::close(listener);
    QVERIFY(!text && !written && !removed);
    QCOMPARE(int(text.error().code), code);
    QCOMPARE(int(written.error().code), code);
    QCOMPARE(int(removed.error().code), code);
}

void WorkspaceFilesTest::missingFileIsNotFound()
{
    for (const char *path : {"missing", "missing/below", "sub/missing"}) {
        QCOMPARE(m_files->read(QString::fromLatin1(path)).error().code, ErrorCode::NotFound);
        QCOMPARE(m_files->remove(QString::fromLatin1(path)).error().code, ErrorCode::NotFound);
    }
    put(QStringLiteral("file"), "x");
    QCOMPARE(m_files->read(QStringLiteral("file/below")).error().code, ErrorCode::InvalidInput);
    QCOMPARE(m_files->write(QStringLiteral("file/below"), "x").error().code, ErrorCode::InvalidInput);
    QCOMPARE(WorkspaceFiles::open(QStringLiteral("/no/such/place")).error().code, ErrorCode::NotFound);
}

void WorkspaceFilesTest::tooLargeIsRejectedWithItsSize()
{
    put(QStringLiteral("large"), QByteArray(1001, 'x'));
    const auto text = m_files->read(QStringLiteral("large"), 1000);
    QVERIFY(!text);
    QCOMPARE(text.error().code, ErrorCode::Rejected);
    QCOMPARE(text.error().details.value(QStringLiteral("size")).toInt(), 1001);
    QVERIFY(m_files->read(QStringLiteral("large"), 1001));
}

void WorkspaceFilesTest::leavesNothingBesideAWrittenFile()
{
    QVERIFY(m_files->write(QStringLiteral("sub/file"), "1"));
    QVERIFY(m_files->write(QStringLiteral("sub/file"), "2"));
    QCOMPARE(QDir(real(QStringLiteral("sub"))).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot),
        QStringList{QStringLiteral("file")});
}

void WorkspaceFilesTest::listsDepthFirstWithoutGit()
{
    put(QStringLiteral("b.txt"), "123");
    put(QStringLiteral("a/z.txt"), "");
    put(QStringLiteral("sub/.git"), "gitdir: elsewhere");
    QVERIFY(QFile::link(QStringLiteral(".."), real(QStringLiteral("c-link"))));
    const auto entries = m_files->list(QString(), true, 100);
    QVERIFY(entries);
    QStringList paths;
    for (const DirectoryEntry &entry : *entries)
        paths << entry.path + (entry.isDirectory ? QStringLiteral("/") : QString());
    QCOMPARE(paths, (QStringList{"a/", "a/z.txt", "b.txt", "c-link", "sub/"}));
    QCOMPARE(entries->at(2).size, qint64(3));

    const auto below = m_files->list(QStringLiteral("a"), false, 100);
    QVERIFY(below);
    QCOMPARE(below->size(), qsizetype(1));
    QCOMPARE(below->at(0).path, QStringLiteral("a/z.txt"));
    QCOMPARE(m_files->list(QStringLiteral("b.txt"), false, 1).error().code, ErrorCode::InvalidInput);
}

void WorkspaceFilesTest::listStopsAtTheLimit()
{
    for (int i = 0; i < 20; ++i)
        put(QStringLiteral("many/%1").arg(i), "");
    const auto entries = m_files->list(QString(), true, 5);
    QVERIFY(entries);
    QCOMPARE(entries->size(), qsizetype(5));
}

void WorkspaceFilesTest::renamesInsideAndKeepsWhatIsThere()
{
    put(QStringLiteral("tool.sh"), "x");
    put(QStringLiteral("other"), "y");
    QCOMPARE(::chmod(QFile::encodeName(real(QStringLiteral("tool.sh"))).constData(), 0755), 0);
    QVERIFY(m_files->rename(QStringLiteral("tool.sh"), QStringLiteral("new/place/tool.sh")));
    QVERIFY(m_files->read(QStringLiteral("new/place/tool.sh"))->isExecutable);
    QCOMPARE(m_files->rename(QStringLiteral("other"), QStringLiteral("new/place/tool.sh")).error().code,
        ErrorCode::Conflict);
    QCOMPARE(m_files->rename(QStringLiteral("missing"), QStringLiteral("x")).error().code, ErrorCode::NotFound);
    QCOMPARE(m_files->rename(QStringLiteral("other"), QStringLiteral("../other")).error().code, ErrorCode::Forbidden);
    QCOMPARE(m_files->rename(QStringLiteral("other"), QStringLiteral(".git/other")).error().code, ErrorCode::Forbidden);
    QCOMPARE(get(QStringLiteral("other")), QByteArray("y"));
}

void WorkspaceFilesTest::loopOfLinksDoesNotHang()
{
    QVERIFY(QFile::link(QStringLiteral("two"), real(QStringLiteral("one"))));
    QVERIFY(QFile::link(QStringLiteral("one"), real(QStringLiteral("two"))));
    QVERIFY(QFile::link(QStringLiteral("."), real(QStringLiteral("sub/self"))));
    QCOMPARE(m_files->read(QStringLiteral("one")).error().code, ErrorCode::Forbidden);
    QVERIFY(m_files->list(QString(), true, 1000)->size() < 10);
}

void WorkspaceFilesTest::namesMayBeStrange()
{
    for (const QString &name :
        {QStringLiteral("with space"), QStringLiteral("-rf"), QStringLiteral("größe.txt"), QStringLiteral("a\nb"),
            QStringLiteral("..."), QStringLiteral(".gitignore"), QStringLiteral("back\\slash")}) {
        QVERIFY2(m_files->write(name, "x"), qPrintable(name));
        QVERIFY2(m_files->read(name), qPrintable(name));
    }
    QCOMPARE(m_files->read(QStringLiteral("zero") + QChar(u'\0')).error().code, ErrorCode::InvalidInput);
    QCOMPARE(m_files->write(QString(300, QLatin1Char('x')), "x").error().code, ErrorCode::InvalidInput);
}

void WorkspaceFilesTest::linkThatChangesMeanwhileNeverLeaves()
{
    // A name that is a directory of the workspace at one moment and a link out of it at the next.
    put(QStringLiteral("turn-a/secret"), "inside");
    QVERIFY(QFile::link(m_directory->path(), real(QStringLiteral("turn-b"))));
    const QByteArray a = QFile::encodeName(real(QStringLiteral("turn-a")));
    const QByteArray b = QFile::encodeName(real(QStringLiteral("turn-b")));
    std::atomic<int> turns = 0;
    std::jthread turner([&](std::stop_token stop) {
        while (!stop.stop_requested()) {
            ::renameat2(AT_FDCWD, a.constData(), AT_FDCWD, b.constData(), RENAME_EXCHANGE);
            ++turns;
        }
    });
    int inside = 0;
    for (int i = 0; i < 3000 || (inside == 0 && i < 100'000); ++i) {
        if (const auto text = m_files->read(QStringLiteral("turn-a/secret"))) {
            QCOMPARE(text->bytes, QByteArray("inside"));
            ++inside;
        }
        (void)m_files->write(QStringLiteral("turn-a/written"), "x");
    }
    QVERIFY(inside > 0);
    QVERIFY(turns > 100);
    QVERIFY(!QFile::exists(m_directory->filePath(QStringLiteral("written"))));
}

void WorkspaceFilesTest::leaksNoDescriptors()
{
    const auto count = [] {
        return QDir(QStringLiteral("/proc/self/fd"))
            .entryList(QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot)
            .size();
    };
    const auto before = count();
    for (int i = 0; i < 5; ++i) {
        (void)m_files->write(QStringLiteral("a/b/c"), "x");
        (void)m_files->read(QStringLiteral("a/b/c"));
        (void)m_files->read(QStringLiteral("/etc/passwd"));
        (void)m_files->list(QString(), true, 100);
        (void)m_files->remove(QStringLiteral("a/b/c"));
        (void)m_files->remove(QStringLiteral("a/b/c"));
    }
    QCOMPARE(count(), before);
}

int main(int argc, char **argv) { return runWithAndWithoutOpenat2<WorkspaceFilesTest>(argc, argv); }

#include "tst_WorkspaceFiles.moc"
