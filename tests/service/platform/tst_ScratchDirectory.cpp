#include "service/platform/ProcessLaunch.h"
#include "service/platform/ScratchDirectory.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

using namespace mergeloom;

class ScratchDirectoryTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QVERIFY(qputenv("TMPDIR", m_temporary.path().toLocal8Bit())); }
    void goesWithItsOwner();
    void oneThatAKilledProcessLeftIsSwept();
    void oneOfALivingProcessStays();
    void whatIsNoneOfOursStays();

private:
    QStringList names() const { return QDir(m_temporary.path()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot); }
    QTemporaryDir m_temporary;
};

namespace {

/// Makes a folder with files in it and then waits to be killed; its number, once the folder is there.
pid_t ownerOfAFolder()
{
    int ready[2];
    if (::pipe(ready) != 0)
        return -1;
    const pid_t child = ::fork();
    if (child == 0) {
        const auto made = ScratchDirectory::make(QStringLiteral("child"));
        const bool isMade = made && QDir(made->path()).mkpath(QStringLiteral("a/b"))
            && QFile(made->filePath(QStringLiteral("a/file"))).open(QIODevice::WriteOnly);
        [[maybe_unused]] const auto told = ::write(ready[1], isMade ? "y" : "n", 1);
        for (;;)
            ::pause();
    }
    char word = 0;
    const bool isRead = ::read(ready[0], &word, 1) == 1;
    ::close(ready[0]);
    ::close(ready[1]);
    return isRead && word == 'y' ? child : -1;
}

void kill(pid_t child)
{
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
}

} // namespace

void ScratchDirectoryTest::goesWithItsOwner()
{
    {
        const auto made = ScratchDirectory::make(QStringLiteral("test"));
        QVERIFY(made);
        QVERIFY(made->path().startsWith(m_temporary.filePath(QStringLiteral("mergeloom-scratch-test-"))));
        QCOMPARE(QFile::permissions(made->path()) & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
        QVERIFY(QFile(made->filePath(QStringLiteral("file"))).open(QIODevice::WriteOnly));
    }
    QCOMPARE(names(), QStringList());
}

void ScratchDirectoryTest::oneThatAKilledProcessLeftIsSwept()
{
    const pid_t owner = ownerOfAFolder();
    QVERIFY(owner > 0);
    kill(owner);
    QCOMPARE(names().size(), 1);
    QCOMPARE(ScratchDirectory::sweep(), 1);
    QCOMPARE(names(), QStringList());
}

void ScratchDirectoryTest::oneOfALivingProcessStays()
{
    const auto own = ScratchDirectory::make(QStringLiteral("own"));
    const pid_t owner = ownerOfAFolder();
    QVERIFY(own && owner > 0);
    QCOMPARE(ScratchDirectory::sweep(), 0);
    QCOMPARE(names().size(), 2);
    kill(owner);
    QCOMPARE(ScratchDirectory::sweep(), 1);
    QVERIFY(QDir(own->path()).exists());
}

void ScratchDirectoryTest::whatIsNoneOfOursStays()
{
    const QTemporaryDir elsewhere;
    QVERIFY(QFile::link(elsewhere.path(), m_temporary.filePath(QStringLiteral("mergeloom-scratch-link-abcdef"))));
    QVERIFY(QDir(m_temporary.path()).mkdir(QStringLiteral("mergeloom-other")));
    QFile file(m_temporary.filePath(QStringLiteral("mergeloom-scratch-file-abcdef")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    const QStringList before = names();
    QCOMPARE(ScratchDirectory::sweep(), 0);
    QCOMPARE(names(), before);
    QVERIFY(QDir(elsewhere.path()).exists());
}

QTEST_GUILESS_MAIN(ScratchDirectoryTest)
#include "tst_ScratchDirectory.moc"
