#include "service/platform/DiskUse.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace mergeloom;

class DiskUseTest : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    QString path(const QString &name) const { return m_folder.filePath(name); }
    void write(const QString &name, qint64 bytes) const
    {
        QFile file(path(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(QByteArray(bytes, 'x')), bytes);
        QVERIFY(file.flush());
        QCOMPARE(::fsync(file.handle()), 0);
    }
    qint64 use() const { return diskUse(m_folder.path(), {}).value_or(-1); }

private Q_SLOTS:
    void everyFileCountsByItsBlocksWhereverItIs()
    {
        const qint64 before = use();
        QVERIFY(before >= 0);
        QVERIFY(QDir(m_folder.path()).mkpath(".hidden/node_modules"));
        write(".hidden/node_modules/large", 1 << 20);
        const qint64 grown = use() - before;
        QVERIFY2(grown >= 1 << 20 && grown < (1 << 20) + (64 << 10), qPrintable(QString::number(grown)));
    }

    void aFileWithTwoNamesCountsOnceAndALinkIsNotFollowed()
    {
        write("one", 1 << 20);
        const qint64 before = use();
        QCOMPARE(::link(path("one").toLocal8Bit().constData(), path("two").toLocal8Bit().constData()), 0);
        QVERIFY(QFile::link(QStringLiteral("/usr"), path("elsewhere")));
        QVERIFY(use() - before < 64 << 10);
    }

    void aHoleTakesNoRoom()
    {
        const qint64 before = use();
        QFile file(path("hole"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QVERIFY(file.resize(qint64(1) << 30));
        QVERIFY(use() - before < 64 << 10);
    }

    void aFolderWithoutRightsAndADeepOneCountToo()
    {
        const qint64 before = use();
        QString deep = QStringLiteral("shut");
        for (int i = 0; i < 300; ++i)
            deep += QStringLiteral("/abcdefghijklmnopqrstuvwxyz"); // longer than a path may be
        int folder = ::open(m_folder.path().toLocal8Bit().constData(), O_RDONLY | O_DIRECTORY);
        for (const QString &part : deep.split(u'/')) {
            QCOMPARE(::mkdirat(folder, part.toLocal8Bit().constData(), 0700), 0);
            const int next = ::openat(folder, part.toLocal8Bit().constData(), O_RDONLY | O_DIRECTORY);
            QVERIFY(next >= 0);
            ::close(folder);
            folder = next;
        }
        const int file = ::openat(folder, "large", O_CREAT | O_WRONLY, 0600);
        const QByteArray text(1 << 20, 'x');
        QCOMPARE(::write(file, text.constData(), size_t(text.size())), ssize_t(text.size()));
        QCOMPARE(::fsync(file), 0);
        ::close(file);
        ::close(folder);
        QCOMPARE(::chmod(path("shut").toLocal8Bit().constData(), 0), 0);
        QVERIFY(use() - before >= 1 << 20);
    }

    void whatIsNotThereIsAnErrorAndAStopIsHeard()
    {
        QCOMPARE(diskUse(path("nowhere"), {}).error().code, ErrorCode::Io);
        std::stop_source stop;
        stop.request_stop();
        QCOMPARE(diskUse(m_folder.path(), stop.get_token()).error().code, ErrorCode::Cancelled);
        QVERIFY(freeBytes(m_folder.path()) > 0);
        QCOMPARE(freeBytes(path("nowhere")), -1);
    }
};

QTEST_GUILESS_MAIN(DiskUseTest)
#include "tst_DiskUse.moc"
