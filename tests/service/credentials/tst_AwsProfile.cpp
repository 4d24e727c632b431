#include "service/credentials/AwsProfile.h"
#include "tests/service/credentials/AwsBench.h"

#include <QTest>

using namespace mergeloom;
using namespace mergeloom::test;

namespace {

const QString configFile = QStringLiteral(".aws/config");
const QString credentialsFile = QStringLiteral(".aws/credentials");

QString profileKeys(AwsBench &bench, const char *name)
{
    return printed(awsKeysOfProfile(QString::fromUtf8(name), bench.machine, {}));
}

} // namespace

class AwsProfileTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsBothFiles()
    {
        AwsBench bench;
        bench.write(configFile,
            "# comment\n[default]\nregion = eu-west-1 # here\naws_access_key_id=AKIDCONFIG\naws_secret_access_key=of config\n"
            "s3 =\n  max_concurrent_requests = 20\n\n[profile work place]\nregion=us-west-2\n[profile \"quoted\"]\n"
            "AWS_ACCESS_KEY_ID = AKIDQUOTED\naws_secret_access_key = a=b#c;d\n; another\n[services x]\nsts =\n"
            "  endpoint_url = http://x\n[sso-session main]\nsso_region = eu-north-1\n");
        bench.write(credentialsFile,
            "\n[default]\r\naws_access_key_id = AKIDCREDENTIALS\r\naws_secret_access_key = of/credentials+\r\n"
            "[work place]\naws_access_key_id = AKIDWORK\naws_secret_access_key = w\naws_session_token = t\n");
        const auto files = AwsFiles::read(bench.machine);
        QVERIFY2(files, qPrintable(files ? QString() : files.error().message));
        QCOMPARE(files->profiles.keys(),
            (QStringList{QStringLiteral("default"), QStringLiteral("quoted"), QStringLiteral("work place")}));
        QCOMPARE(files->profiles.value(QStringLiteral("default")).value(QStringLiteral("region")),
            QStringLiteral("eu-west-1"));
        QCOMPARE(files->sessions.value(QStringLiteral("main")).value(QStringLiteral("sso_region")),
            QStringLiteral("eu-north-1"));
        QCOMPARE(profileKeys(bench, "default"), QStringLiteral("AKIDCREDENTIALS/of/credentials+/"));
        QCOMPARE(profileKeys(bench, "work place"), QStringLiteral("AKIDWORK/w/t"));
        QCOMPARE(profileKeys(bench, "quoted"), QStringLiteral("AKIDQUOTED/a=b#c;d/"));
    }

    void readsFilesThatVariablesName()
    {
        AwsBench bench;
        bench.write(QStringLiteral("c/config"), "[profile a]\naws_access_key_id = AKIDA\naws_secret_access_key = sa\n");
        bench.variables.insert(QStringLiteral("AWS_CONFIG_FILE"), QStringLiteral("~/c/config"));
        bench.variables.insert(QStringLiteral("AWS_SHARED_CREDENTIALS_FILE"),
            bench.write(QStringLiteral("c/keys"), "[b]\naws_access_key_id = AKIDB\naws_secret_access_key = sb\n"));
        QCOMPARE(profileKeys(bench, "a"), QStringLiteral("AKIDA/sa/"));
        QCOMPARE(profileKeys(bench, "b"), QStringLiteral("AKIDB/sb/"));
    }

    void namesTheLineThatIsNoneAndNothingOfIt()
    {
        AwsBench bench;
        bench.write(configFile, "[default]\nregion = eu-west-1\nsecret-without-equals\n");
        const QString said = profileKeys(bench, "default");
        QVERIFY2(said.startsWith(QStringLiteral("! invalid_input line 3 of ")), qPrintable(said));
        QVERIFY(!said.contains(QStringLiteral("without-equals")));
    }

    void whatIsNotThereIsAbsent()
    {
        AwsBench bench;
        QVERIFY2(profileKeys(bench, "work").startsWith(QStringLiteral("! not_found neither ")),
            qPrintable(profileKeys(bench, "work")));
        bench.write(configFile, "[profile work]\nregion = eu-west-1\n");
        QCOMPARE(profileKeys(bench, "work"), QStringLiteral("! not_found the profile says nothing of keys"));
    }

    void takesARoleOnWithTheKeysOfAnotherProfile()
    {
        AwsBench bench;
        bench.write(configFile,
            "[profile role]\nrole_arn = arn:aws:iam::1:role/r\nsource_profile = base\nrole_session_name = me\n"
            "external_id = ext\nduration_seconds = 900\nregion = eu-west-3\n");
        bench.write(credentialsFile, "[base]\naws_access_key_id = AKIDBASE\naws_secret_access_key = base-secret\n");
        bench.willAnswer(200, stsKeys("AssumeRole", "ASIAROLE", "2026-01-31T12:15:00Z"));
        QVERIFY2(profileKeys(bench, "role").startsWith(QStringLiteral("ASIAROLE/")), "role");
        const auto asked = bench.asked().at(0);
        QVERIFY(asked.headers.value("authorization").contains("Credential=AKIDBASE/20260131/eu-west-3/sts/"));
        QVERIFY2(asked.body.endsWith("&RoleSessionName=me&ExternalId=ext&DurationSeconds=900"), asked.body.constData());
    }

    void aRoleCanBeBasedOnARole()
    {
        AwsBench bench;
        bench.write(configFile,
            "[profile second]\nrole_arn = arn:aws:iam::2:role/second\nsource_profile = first\n"
            "[profile first]\nrole_arn = arn:aws:iam::1:role/first\nsource_profile = first\n"
            "aws_access_key_id = AKIDFIRST\naws_secret_access_key = its-own\n");
        bench.willAnswer(200, stsKeys("AssumeRole", "ASIAFIRST", "2026-01-31T13:00:00Z"));
        bench.willAnswer(200, stsKeys("AssumeRole", "ASIASECOND", "2026-01-31T13:00:00Z"));
        QVERIFY(profileKeys(bench, "second").startsWith(QStringLiteral("ASIASECOND/")));
        QVERIFY(bench.asked().at(0).headers.value("authorization").contains("Credential=AKIDFIRST/"));
        QVERIFY(bench.asked().at(1).headers.value("authorization").contains("Credential=ASIAFIRST/"));
    }

    void aRoleCanBeTakenOnByASourceOfTheMachine()
    {
        AwsBench bench;
        bench.write(configFile,
            "[profile e]\nrole_arn = arn:aws:iam::1:role/r\ncredential_source = Environment\n"
            "[profile i]\nrole_arn = arn:aws:iam::1:role/r\ncredential_source = Ec2InstanceMetadata\n"
            "[profile c]\nrole_arn = arn:aws:iam::1:role/r\ncredential_source = EcsContainer\n");
        const QByteArray local = R"({"AccessKeyId":"ASIALOCAL","SecretAccessKey":"s","Token":"t"})";
        bench.variables.insert(QStringLiteral("AWS_ACCESS_KEY_ID"), QStringLiteral("AKIDENV"));
        bench.variables.insert(QStringLiteral("AWS_SECRET_ACCESS_KEY"), QStringLiteral("env-secret"));
        bench.variables.insert(QStringLiteral("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"), QStringLiteral("/c"));
        bench.willAnswer(200, stsKeys("AssumeRole", "ASIA1", "2026-01-31T13:00:00Z"));
        QVERIFY(profileKeys(bench, "e").startsWith(QStringLiteral("ASIA1/")));
        QVERIFY(bench.asked().constLast().headers.value("authorization").contains("Credential=AKIDENV/"));
        bench.willAnswer(200, "metadata-session");
        bench.willAnswer(200, "role");
        bench.willAnswer(200, local);
        bench.willAnswer(200, stsKeys("AssumeRole", "ASIA2", "2026-01-31T13:00:00Z"));
        QVERIFY(profileKeys(bench, "i").startsWith(QStringLiteral("ASIA2/")));
        bench.willAnswer(200, local);
        bench.willAnswer(200, stsKeys("AssumeRole", "ASIA3", "2026-01-31T13:00:00Z"));
        QVERIFY(profileKeys(bench, "c").startsWith(QStringLiteral("ASIA3/")));
        QVERIFY(bench.asked().constLast().headers.value("authorization").contains("Credential=ASIALOCAL/"));
    }

    void aRoleCanBeTakenOnWithAWebToken()
    {
        AwsBench bench;
        bench.write(configFile,
            "[profile web]\nrole_arn = arn:aws:iam::1:role/r\nweb_identity_token_file = "
                + bench.write(QStringLiteral("token"), "web.token.file").toUtf8() + "\n");
        bench.willAnswer(200, stsKeys("AssumeRoleWithWebIdentity", "ASIAWEB", "2026-01-31T13:00:00Z"));
        QVERIFY(profileKeys(bench, "web").startsWith(QStringLiteral("ASIAWEB/")));
        QVERIFY(bench.asked().at(0).body.endsWith("&WebIdentityToken=web.token.file"));
    }

    void whatCannotLeadToKeysIsSaid_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("said");
        const QByteArray role = "[profile x]\nrole_arn = arn:aws:iam::1:role/r\n";
        QTest::newRow("circle") << QByteArray(
            role + "source_profile = y\n[profile y]\nrole_arn = arn:z\nsource_profile = x\n")
                                << QStringLiteral("leads in a circle (x, y, x)");
        QTest::newRow("itself without keys")
            << QByteArray(role + "source_profile = x\n") << QStringLiteral("circle (x, x)");
        QTest::newRow("no source") << role << QStringLiteral("either source_profile or credential_source");
        QTest::newRow("two sources") << QByteArray(role + "source_profile = y\ncredential_source = Environment\n")
                                     << QStringLiteral("either source_profile or credential_source");
        QTest::newRow("unknown source") << QByteArray(role + "credential_source = Moon\n")
                                        << QStringLiteral("\"Moon\"");
        QTest::newRow("source that is not there")
            << QByteArray(role + "source_profile = y\n") << QStringLiteral("has the profile \"y\"");
        QTest::newRow("source that is not set")
            << QByteArray(role + "credential_source = Environment\n") << QStringLiteral("AWS_ACCESS_KEY_ID is not set");
        QTest::newRow("device") << QByteArray(role + "source_profile = x\nmfa_serial = arn:m\n")
                                << QStringLiteral("mfa_serial");
        QTest::newRow("half a key") << QByteArray("[profile x]\naws_access_key_id = A\n")
                                    << QStringLiteral("without aws_secret_access_key");
        QTest::newRow("session that is not there")
            << QByteArray("[profile x]\nsso_session = main\nsso_account_id = 1\nsso_role_name = r\n")
            << QStringLiteral("sso-session main, which");
        QTest::newRow("half a sign-on") << QByteArray(
            "[profile x]\nsso_start_url = https://x\nsso_region = eu-west-1\n")
                                        << QStringLiteral("one is missing");
        QTest::newRow("sign-on without a region")
            << QByteArray("[profile x]\nsso_start_url = https://x\nsso_account_id = 1\nsso_role_name = r\n")
            << QStringLiteral("sso_region \"\" is none");
        QTest::newRow("web token that is away")
            << QByteArray(role + "web_identity_token_file = /none/token\n") << QStringLiteral("/none/token");
    }
    void whatCannotLeadToKeysIsSaid()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, said);
        AwsBench bench;
        bench.write(configFile, text);
        const QString found = profileKeys(bench, "x");
        QVERIFY2(found.startsWith(QStringLiteral("! invalid_input")) && found.contains(said), qPrintable(found));
        QVERIFY(bench.asked().isEmpty());
    }

    void takesKeysThatAProcessPrints()
    {
        AwsBench bench;
        const QByteArray program =
            bench
                .write(QStringLiteral("keys.sh"),
                    "#!/bin/sh\ncat <<END\n{\"Version\": 1, \"AccessKeyId\": \"ASIA$1\", \"SecretAccessKey\": \"of process\", "
                    "\"SessionToken\": \"t\", \"Expiration\": \"2026-01-31T12:10:00+00:00\"}\nEND\necho told >&2\n")
                .toUtf8();
        bench.write(configFile, "[profile p]\ncredential_process = sh " + program + " 'with space' ignored\n");
        QCOMPARE(profileKeys(bench, "p"), QStringLiteral("ASIAwith space/of process/t 600"));
    }

    void aProcessThatGivesNothingIsTold_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QString>("said");
        QTest::newRow("fails") << QByteArray("echo no ticket >&2; exit 3") << QStringLiteral("ended with 3: no ticket");
        QTest::newRow("not there") << QByteArray("/none/program") << QStringLiteral("ended with 127");
        QTest::newRow("prints nothing") << QByteArray("true") << QStringLiteral("did not print keys of Version 1");
        QTest::newRow("another version") << QByteArray("echo '{\"Version\": 2}'")
                                         << QStringLiteral("did not print keys of Version 1");
        QTest::newRow("no keys") << QByteArray("echo '{\"Version\": 1}'") << QStringLiteral("an answer without keys");
        QTest::newRow("never ends") << QByteArray("sleep 600") << QStringLiteral("nothing within 0.2 s");
    }
    void aProcessThatGivesNothingIsTold()
    {
        QFETCH(QByteArray, line);
        QFETCH(QString, said);
        AwsBench bench;
        bench.machine.processTime = std::chrono::milliseconds(200);
        if (!said.contains(QStringLiteral("0.2")))
            bench.machine.processTime = std::chrono::seconds(20);
        bench.write(
            configFile, "[profile p]\ncredential_process = sh -c '" + QByteArray(line).replace('\'', "'\\''") + "'\n");
        const QString found = profileKeys(bench, "p");
        QVERIFY2(found.startsWith(u'!') && found.contains(said), qPrintable(found));
    }
};

QTEST_GUILESS_MAIN(AwsProfileTest)
#include "tst_AwsProfile.moc"
