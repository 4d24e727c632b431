#include "service/platform/SystemSettings.h"

#include <QDirIterator>
#include <QFileInfo>
#include <QTest>

using namespace mergeloom;

class SystemSettingsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void copiesWhatProgramsNeedAndNoManuals()
    {
        const auto settings = SystemSettings::copy();
        QVERIFY(settings);
        const QString copy = (*settings)->path();
        int programs = 0;
        QDirIterator links(QStringLiteral("/etc/alternatives"), QDir::Files | QDir::System | QDir::NoDotAndDotDot);
        while (links.hasNext()) {
            const QFileInfo link(links.next());
            if (!link.isSymLink())
                continue;
            const QFileInfo copied(copy + QStringLiteral("/alternatives/") + link.fileName());
            const bool isManual = link.symLinkTarget().contains(QStringLiteral("/man/"));
            QVERIFY2(copied.isSymLink() != isManual, qPrintable(link.filePath()));
            if (!isManual) {
                QCOMPARE(copied.symLinkTarget(), link.symLinkTarget());
                ++programs;
            }
        }
        QVERIFY(programs > 0);
        QFile passwd(copy + QStringLiteral("/passwd"));
        QVERIFY(passwd.open(QIODevice::ReadOnly) && passwd.readAll().contains("root:"));
        QVERIFY(!QFileInfo::exists(copy + QStringLiteral("/shadow")));
        QVERIFY(QFileInfo::exists(copy + QStringLiteral("/ssl/openssl.cnf")));
    }

    void goesWithTheObject()
    {
        auto settings = SystemSettings::copy();
        QVERIFY(settings);
        const QString copy = (*settings)->path();
        QVERIFY(QFileInfo(copy).isDir());
        settings->reset();
        QVERIFY(!QFileInfo::exists(copy));
    }
};

QTEST_GUILESS_MAIN(SystemSettingsTest)
#include "tst_SystemSettings.moc"
