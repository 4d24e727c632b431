#include "shared/core/Settings.h"
#include "shared/core/Timestamp.h"
#include "shared/core/Ulid.h"

#include <QSet>
#include <QTemporaryDir>
#include <QTest>

using namespace mergeloom;

class ValuesTest : public QObject
{
    Q_OBJECT

    const QList<SettingRow> m_rows{
        {"port", "T_PORT", "8010", false, "listen port"}, {"token", "T_TOKEN", "", true, "secret"}};

private Q_SLOTS:
    void ulidsRise()
    {
        QString last;
        QSet<QString> seen;
        for (int i = 0; i < 10'000; ++i) {
            const QString id = makeUlid();
            QCOMPARE(id.size(), 26);
            QVERIFY(id > last);
            seen.insert(id);
            last = id;
        }
        QCOMPARE(seen.size(), 10'000);
    }
    void anIdThatIsNoNameOfAFileIsSeen()
    {
        QVERIFY(isPlainId(makeUlid()));
        QVERIFY(isPlainId("a-1_Z"));
        for (const char *text : {"", ".", "..", "a/b", "../a", "a b", "a\n", "\u00e4"})
            QVERIFY2(!isPlainId(QString::fromUtf8(text)), text);
        QVERIFY(!isPlainId(QString(65, u'a')));
    }
    void timesKeepTheirMicroseconds()
    {
        for (const qint64 microseconds : {0LL, 1LL, 1'700'000'000'000'001LL, -1LL}) {
            const Timestamp time{microseconds};
            QCOMPARE(Timestamp::parse(time.toString())->microseconds, microseconds);
        }
        QCOMPARE(
            Timestamp::parse(u"2026-01-31T12:00:00.5Z")->toString(), QStringLiteral("2026-01-31T12:00:00.500000Z"));
        QVERIFY(!Timestamp::parse(u"2026-01-31T12:00:00"));
        QVERIFY(!Timestamp::parse(u"2026-13-31T12:00:00Z"));
        QVERIFY(!Timestamp::parse(u"2026-01-31T12:00:00.Z"));
    }
    void settingsComeInTheirOrder()
    {
        QTemporaryDir folder;
        QFile file(folder.filePath("a.ini"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("port=1\n");
        file.close();
        Settings::Sources sources{{file.fileName()}, {}, {}};
        QCOMPARE(Settings::load(m_rows, {})->value("port").source, QStringLiteral("default"));
        QCOMPARE(Settings::load(m_rows, sources)->text("port"), QStringLiteral("1"));
        sources.environment.insert("T_PORT", "2");
        QCOMPARE(Settings::load(m_rows, sources)->value("port").source, QStringLiteral("T_PORT"));
        sources.arguments.insert("port", "3");
        QCOMPARE(Settings::load(m_rows, sources)->text("port"), QStringLiteral("3"));
    }
    void anEmptyVariableIsUnset()
    {
        Settings::Sources sources;
        sources.environment.insert("T_PORT", "");
        QCOMPARE(Settings::load(m_rows, sources)->text("port"), QStringLiteral("8010"));
    }
    void aSecretComesFromAFile()
    {
        QTemporaryDir folder;
        QFile file(folder.filePath("secret"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("hush\n");
        file.close();
        Settings::Sources sources;
        sources.environment.insert("T_TOKEN_FILE", file.fileName());
        QCOMPARE(Settings::load(m_rows, sources)->text("token"), QStringLiteral("hush"));
        sources.environment.insert("T_TOKEN_FILE", folder.filePath("absent"));
        QVERIFY(Settings::load(m_rows, sources).error().message.contains("absent"));
    }
    void wrongSettingsAreNamed()
    {
        Settings::Sources sources;
        sources.environment.insert("T_PORT", "http");
        const auto settings = Settings::load(m_rows, sources);
        const auto port = settings->integer("port", 0, 65535);
        QVERIFY(!port);
        QVERIFY(port.error().message.contains("T_PORT"));
        sources.arguments.insert("prot", "1");
        QVERIFY(Settings::load(m_rows, sources).error().message.contains("--prot"));
    }
};

QTEST_GUILESS_MAIN(ValuesTest)
#include "tst_Values.moc"
