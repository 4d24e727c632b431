#include "shared/core/SavedFile.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/resource.h>

using namespace mergeloom;

class TestSavedFile : public QObject
{
    Q_OBJECT

    QTemporaryDir m_directory;

    QString path() const { return m_directory.filePath(QStringLiteral("note")); }
    QByteArray content() const
    {
        QFile file(path());
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("none");
    }

private Q_SLOTS:
    void replacesTheWholeFile()
    {
        QVERIFY(saveFile(path(), QByteArray(10'000, 'x')));
        QVERIFY(saveFile(path(), "new"));
        QCOMPARE(content(), "new");
    }
    void isClosedToOthersWhereItHasTo()
    {
        QVERIFY(saveFile(path(), "secret", Readers::OwnerAlone));
        QCOMPARE(QFile::permissions(path()) & (QFile::ReadGroup | QFile::ReadOther | QFile::WriteOther),
            QFile::Permissions());
    }
    void keepsTheOldFileWhenTheNewOneCannotBeWritten()
    {
        QVERIFY(saveFile(path(), "old"));
        // A limit on the size of files fails a write as a full disk does.
        rlimit before{};
        QVERIFY(::getrlimit(RLIMIT_FSIZE, &before) == 0);
        const rlimit tight{10, before.rlim_max};
        const auto handler = std::signal(SIGXFSZ, SIG_IGN);
        QVERIFY(::setrlimit(RLIMIT_FSIZE, &tight) == 0);
        const auto small = saveFile(path(), QByteArray(200, 'x'));
        const auto large = saveFile(path(), QByteArray(200'000, 'x'));
        ::setrlimit(RLIMIT_FSIZE, &before);
        std::signal(SIGXFSZ, handler);
        for (const auto &saved : {small, large}) {
            QVERIFY(!saved);
            QCOMPARE(saved.error().code, ErrorCode::Io);
            QVERIFY2(saved.error().message.contains(path()) && saved.error().message.contains("File too large"),
                qPrintable(saved.error().message));
        }
        QCOMPARE(content(), "old");
        QCOMPARE(QDir(m_directory.path()).entryList(QDir::Files | QDir::Hidden), QStringList{"note"});
    }
    void saysWhatIsMissing()
    {
        const auto saved = saveFile(m_directory.filePath("no/such/note"), "x");
        QVERIFY(!saved);
        QVERIFY(saved.error().message.contains("Check the rights"));
    }
};

QTEST_GUILESS_MAIN(TestSavedFile)
#include "tst_SavedFile.moc"
