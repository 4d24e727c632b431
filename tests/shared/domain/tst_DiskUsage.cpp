#include "shared/domain/DiskUsage.h"

#include <QTest>

using namespace mergeloom;

class TestDiskUsage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sizesAreRead_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<qint64>("bytes");
        QTest::newRow("none") << "0" << qint64(0);
        QTest::newRow("KB") << "64KB" << (qint64(64) << 10);
        QTest::newRow("MB") << "512 MB" << (qint64(512) << 20);
        QTest::newRow("GB") << "20 GB" << (qint64(20) << 30);
        QTest::newRow("a part") << "1.5 TB" << (qint64(3) << 39);
        QTest::newRow("blanks around") << " 2 GB " << (qint64(2) << 30);
    }
    void sizesAreRead()
    {
        QFETCH(QString, text);
        const auto bytes = parseDiskSize(text);
        QVERIFY2(bytes, qPrintable(text));
        QTEST(*bytes, "bytes");
    }

    void whatIsNoSizeIsRefused_data()
    {
        QTest::addColumn<QString>("text");
        for (const char *text : {"", "20", "GB", "20 gb", "20 G", "20 GiB", "-1 GB", "1e3 MB", "20  GB", "20 GB!",
                 "0 GB", "0.0001 KB", "9999999 TB", "1,5 GB", "unlimited", "none", "0x10 MB", "٣ GB"})
            QTest::addRow("\"%s\"", text) << QString::fromUtf8(text);
    }
    void whatIsNoSizeIsRefused()
    {
        QFETCH(QString, text);
        const auto bytes = parseDiskSize(text);
        QVERIFY(!bytes);
        QCOMPARE(bytes.error().code, ErrorCode::InvalidInput);
        QVERIFY(bytes.error().message.contains("such as 20 GB"));
    }

    void sizesAreShown()
    {
        QCOMPARE(shownDiskSize(0), QStringLiteral("0 KB"));
        QCOMPARE(shownDiskSize(qint64(20) << 30), QStringLiteral("20 GB"));
        QCOMPARE(shownDiskSize(qint64(3) << 29), QStringLiteral("1.5 GB"));
        QCOMPARE(shownDiskSize(999 << 10), QStringLiteral("999 KB"));
    }
};

QTEST_GUILESS_MAIN(TestDiskUsage)
#include "tst_DiskUsage.moc"
