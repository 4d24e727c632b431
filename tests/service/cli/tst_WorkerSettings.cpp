#include "service/cli/WorkerSettings.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace mergeloom;

class TestWorkerSettings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void defaultsNeedNothing();
    void laterSourcesWin();
    void pathsHangOnTheDataDirectory();
    void systemDataDirectoryIsTakenWhenItCanBeWritten();
    void theRoleDecidesDefaults();
    void aRemoteControllerGetsLessNetwork();
    void aSecretComesFromAFile();
    void bothSpellingsOfPostgresAreOne();
    void badValuesNameSettingSourceAndRemedy_data();
    void badValuesNameSettingSourceAndRemedy();
    void aMissingNamedFileIsAnError();
    void secretsAreNotShown();
    void everyRowHasNameVariableAndSentence();
    void readmeHasTheTable();

private:
    void write(const QString &path, const QByteArray &text) const;
    std::unique_ptr<QTemporaryDir> m_directory;
    SettingsPlace m_place;
};

void TestWorkerSettings::init()
{
    m_directory = std::make_unique<QTemporaryDir>();
    m_place = {};
    m_place.homeDirectory = m_directory->path();
    m_place.systemConfigFile = m_directory->filePath("etc/worker.ini");
    m_place.systemDataDirectory = m_directory->filePath("var");
    m_place.hostName = "host-7";
}

void TestWorkerSettings::write(const QString &path, const QByteArray &text) const
{
    QVERIFY(QDir().mkpath(QFileInfo(path).path()));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text);
}

void TestWorkerSettings::defaultsNeedNothing()
{
    const auto settings = loadWorkerSettings({}, m_place);
    QVERIFY2(settings, settings ? "" : qPrintable(settings.error().message));
    QCOMPARE(settings->text("role"), "all");
    QCOMPARE(settings->integer("port", 0, 65535).value_or(-1), 8010);
    QCOMPARE(settings->text("name"), "host-7");
    QCOMPARE(settings->text("data_dir"), m_directory->filePath(".local/share/mergeloom"));
    QCOMPARE(settings->text("sandbox"), "required");
    QCOMPARE(settings->value("port").source, "default");
    QCOMPARE(settings->flag("poll_enabled").value_or(false), true);
}

void TestWorkerSettings::laterSourcesWin()
{
    write(m_place.systemConfigFile, "port=1\nname=system\ncount=3\nmax_repair_attempts=5\n");
    write(m_directory->filePath(".config/mergeloom/worker.ini"), "port=2\nname=user\ncount=4\n");
    m_place.environment.insert("JCA_WORKER_PORT", "3");
    m_place.environment.insert("JCA_WORKER_NAME", "environment");
    m_place.environment.insert("JCA_WORKER_COUNT", "");
    const auto settings = loadWorkerSettings({{"port", "4"}}, m_place);
    QVERIFY(settings);
    QCOMPARE(settings->text("port"), "4");
    QCOMPARE(settings->value("port").source, "argument");
    QCOMPARE(settings->text("name"), "environment");
    QCOMPARE(settings->value("name").source, "JCA_WORKER_NAME");
    QCOMPARE(settings->text("count"), "4"); // an empty variable is an unset one
    QCOMPARE(settings->text("max_repair_attempts"), "5");
    QCOMPARE(settings->value("max_repair_attempts").source, m_place.systemConfigFile);
}

void TestWorkerSettings::pathsHangOnTheDataDirectory()
{
    const auto settings = loadWorkerSettings({{"data_dir", m_directory->filePath("x/../data")}}, m_place);
    QVERIFY(settings);
    QCOMPARE(settings->text("data_dir"), m_directory->filePath("data"));
    QCOMPARE(settings->text("workspace_root"), m_directory->filePath("data/workspaces"));
    QCOMPARE(settings->text("provider_secret_key_path"), m_directory->filePath("data/provider_secret.key"));
    QCOMPARE(settings->text("cli_config_dir"), m_directory->filePath("data/cli"));
    QCOMPARE(settings->value("workspace_root").source, "default");
    QCOMPARE(settings->value("data_dir").source, "argument");
}

void TestWorkerSettings::systemDataDirectoryIsTakenWhenItCanBeWritten()
{
    QVERIFY(QDir().mkpath(m_place.systemDataDirectory));
    QCOMPARE(loadWorkerSettings({}, m_place)->text("data_dir"), m_place.systemDataDirectory);
    QVERIFY(QDir().rmdir(m_place.systemDataDirectory));
    m_place.environment.insert("XDG_DATA_HOME", m_directory->filePath("xdg"));
    QCOMPARE(loadWorkerSettings({}, m_place)->text("data_dir"), m_directory->filePath("xdg/mergeloom"));
}

void TestWorkerSettings::theRoleDecidesDefaults()
{
    QCOMPARE(loadWorkerSettings({{"role", "gateway"}}, m_place)->text("poll_enabled"), "false");
    const auto executor = loadWorkerSettings({{"role", "executor"}}, m_place);
    QCOMPARE(executor->text("poll_enabled"), "true");
    QCOMPARE(executor->text("provider_config_mode"), "gateway");
    QCOMPARE(loadWorkerSettings({{"role", "gateway"}, {"poll_enabled", "yes"}}, m_place)->text("poll_enabled"), "yes");
}

void TestWorkerSettings::aRemoteControllerGetsLessNetwork()
{
    const NetworkSettings own = networkSettingsOf(*loadWorkerSettings({}, m_place));
    QCOMPARE(own.setup, NetworkMode::Allowlist);
    QCOMPARE(own.validation, NetworkMode::Allowlist);
    QCOMPARE(own.hosts, QStringList{"*:*"});
    m_place.environment.insert("JCA_WORKER_CONTROL_PLANE_URL", "https://controller.example");
    const NetworkSettings remote = networkSettingsOf(*loadWorkerSettings({}, m_place));
    QCOMPARE(remote.setup, NetworkMode::Allowlist);
    QCOMPARE(remote.validation, NetworkMode::None);
    QCOMPARE(remote.agent, NetworkMode::None);
    QCOMPARE(remote.hosts, QStringList());
    m_place.environment.insert("JCA_WORKER_NETWORK_AGENT", "open");
    QCOMPARE(networkSettingsOf(*loadWorkerSettings({}, m_place)).agent, NetworkMode::Open);
}

void TestWorkerSettings::aSecretComesFromAFile()
{
    write(m_directory->filePath("token"), "s3cret\n");
    m_place.environment.insert("JCA_WORKER_CLUSTER_TOKEN_FILE", m_directory->filePath("token"));
    const auto settings = loadWorkerSettings({}, m_place);
    QVERIFY(settings);
    QCOMPARE(settings->text("cluster_token"), "s3cret");
    QCOMPARE(settings->value("cluster_token").source, "JCA_WORKER_CLUSTER_TOKEN_FILE");
    m_place.environment.insert("JCA_WORKER_CLUSTER_TOKEN_FILE", m_directory->filePath("gone"));
    const auto missing = loadWorkerSettings({}, m_place);
    QVERIFY(!missing);
    QVERIFY(missing.error().message.contains("JCA_WORKER_CLUSTER_TOKEN_FILE"));
}

void TestWorkerSettings::bothSpellingsOfPostgresAreOne()
{
    const auto settings = loadWorkerSettings({{"database_url", "postgresql+psycopg://u:p@db/x"}}, m_place);
    QVERIFY(settings);
    QCOMPARE(settings->text("database_url"), "postgresql://u:p@db/x");
}

void TestWorkerSettings::badValuesNameSettingSourceAndRemedy_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("remedy");
    QTest::newRow("port is a word") << "port"
                                    << "http"
                                    << "0 to 65535";
    QTest::newRow("port too large") << "port"
                                    << "70000"
                                    << "0 to 65535";
    QTest::newRow("tokens are a word") << "run_max_tokens"
                                       << "many"
                                       << "0 to 1000000000000";
    QTest::newRow("less than nothing") << "run_max_commands"
                                       << "-1"
                                       << "0 to 1000000";
    QTest::newRow("money is no number") << "run_max_usd"
                                        << "nan"
                                        << "0 to 1000000";
    QTest::newRow("money with a sign") << "day_max_usd"
                                       << "$5"
                                       << "0 to 1000000";
    QTest::newRow("a day of half tokens") << "day_max_tokens"
                                          << "1.5"
                                          << "0 to 1000000000000";
    QTest::newRow("megabytes with a unit") << "run_max_disk_mb"
                                           << "5GB"
                                           << "0 to";
    QTest::newRow("role") << "role"
                          << "boss"
                          << "all, gateway, executor, controller";
    QTest::newRow("sandbox") << "sandbox"
                             << "maybe"
                             << "required, off";
    QTest::newRow("poll") << "poll_enabled"
                          << "perhaps"
                          << "true or false";
    QTest::newRow("repairs") << "max_repair_attempts"
                             << "-1"
                             << "0 to 20";
    QTest::newRow("time limit") << "command_timeout_seconds"
                                << "0"
                                << "1 to 86400";
    QTest::newRow("database") << "database_url"
                              << "mysql://x"
                              << "postgresql://";
    QTest::newRow("controller in the clear") << "control_plane_url"
                                             << "http://controller.example"
                                             << "https://";
    QTest::newRow("controller without a host") << "control_plane_url"
                                               << "https:///x"
                                               << "https://";
    QTest::newRow("mode") << "provider_config_mode"
                          << "cloud"
                          << "ui, provisioned, gateway";
    QTest::newRow("mode of an executor") << "provider_config_mode"
                                         << "gateway"
                                         << "Choose ui or provisioned";
}

void TestWorkerSettings::badValuesNameSettingSourceAndRemedy()
{
    QFETCH(QString, key);
    QFETCH(QString, value);
    QFETCH(QString, remedy);
    const auto settings = loadWorkerSettings({{key, value}}, m_place);
    QVERIFY(!settings);
    QCOMPARE(settings.error().code, ErrorCode::InvalidInput);
    QVERIFY2(settings.error().message.contains(key), qPrintable(settings.error().message));
    QVERIFY2(settings.error().message.contains("argument"), qPrintable(settings.error().message));
    QVERIFY2(settings.error().message.contains(remedy), qPrintable(settings.error().message));
}

void TestWorkerSettings::aMissingNamedFileIsAnError()
{
    const auto settings = loadWorkerSettings({{"config", m_directory->filePath("no.ini")}}, m_place);
    QVERIFY(!settings);
    QVERIFY(settings.error().message.contains("no.ini"));
    write(m_directory->filePath("own.ini"), "port=77\n");
    QCOMPARE(loadWorkerSettings({{"config", m_directory->filePath("own.ini")}}, m_place)->text("port"), "77");
    write(m_directory->filePath("wrong.ini"), "prot=77\n");
    const auto unknown = loadWorkerSettings({{"config", m_directory->filePath("wrong.ini")}}, m_place);
    QVERIFY(!unknown);
    QVERIFY(unknown.error().message.contains("prot"));
}

void TestWorkerSettings::secretsAreNotShown()
{
    for (const SettingRow &row : workerSettingRows()) {
        if (!row.isSecret)
            continue;
        QCOMPARE(shownSetting(row, {"hunter2", "argument"}), "set");
        QCOMPARE(shownSetting(row, {}), "not set");
    }
}

void TestWorkerSettings::everyRowHasNameVariableAndSentence()
{
    QStringList keys, variables;
    for (const SettingRow &row : workerSettingRows()) {
        keys << row.key;
        variables << row.variable;
        QVERIFY2(QString(row.variable).startsWith("JCA_"), row.key);
        QVERIFY2(QString::fromUtf8(row.help).endsWith('.'), row.key);
    }
    QCOMPARE(QSet<QString>(keys.begin(), keys.end()).size(), keys.size());
    QCOMPARE(QSet<QString>(variables.begin(), variables.end()).size(), variables.size());
}

void TestWorkerSettings::readmeHasTheTable()
{
    QFile file(QStringLiteral(MERGELOOM_SOURCE_DIR "/README.md"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QString readme = QString::fromUtf8(file.readAll());
    const qsizetype from = readme.indexOf("<!-- settings -->");
    const qsizetype to = readme.indexOf("<!-- /settings -->");
    QVERIFY2(from >= 0 && to > from, "README.md has no <!-- settings --> … <!-- /settings -->");
    const QString told = readme.mid(from + 17, to - from - 17).trimmed();
    QVERIFY2(told == settingsMarkdown().trimmed(),
        "README.md has other settings: put the output of `mergeloom-worker config show --markdown` between the marks");
}

QTEST_GUILESS_MAIN(TestWorkerSettings)
#include "tst_WorkerSettings.moc"
