#include "service/credentials/AwsKeySource.h"
#include "shared/core/Log.h"
#include "tests/service/credentials/AwsBench.h"

#include <QTest>

using namespace mergeloom;
using namespace mergeloom::test;

namespace {

const QByteArray someKeys = R"({"AccessKeyId":"ASIALOCAL","SecretAccessKey":"local-secret","Token":"local-token"})";

QString entered(AwsBench &bench, const char *id, const QByteArray &secret)
{
    const auto fetch = awsStaticKeys(QString::fromUtf8(id), secret, bench.machine);
    return fetch ? printed((*fetch)({})) : QStringLiteral("! ") + fetch.error().message;
}

QString chain(AwsBench &bench) { return printed(awsDefaultChain(bench.machine)({})); }

/// Sets one source of the chain up, so that it works.
void setUp(AwsBench &bench, const char *source)
{
    const auto set = [&](const char *name, const QString &value) {
        bench.variables.insert(QString::fromLatin1(name), value);
    };
    const QByteArrayView name(source);
    if (name == "environment") {
        set("AWS_ACCESS_KEY_ID", QStringLiteral("AKIDENV"));
        set("AWS_SECRET_ACCESS_KEY", QStringLiteral("env-secret"));
    } else if (name == "web identity") {
        set("AWS_ROLE_ARN", QStringLiteral("arn:aws:iam::1:role/web"));
        set("AWS_WEB_IDENTITY_TOKEN_FILE", bench.write(QStringLiteral("token"), "web.token.file"));
    } else if (name == "profile") {
        bench.write(QStringLiteral(".aws/credentials"),
            "[default]\naws_access_key_id = AKIDDEFAULT\naws_secret_access_key = s\n"
            "[work]\naws_access_key_id = AKIDWORK\naws_secret_access_key = s\n");
    } else if (name == "container") {
        set("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", QStringLiteral("/c"));
    }
}

} // namespace

class AwsKeySourceTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesKeysAsTheyAreEntered()
    {
        AwsBench bench;
        QCOMPARE(entered(bench, " AKIAIOSFODNN7EXAMPLE\n", "wJalr/XUtnFEMI+K7\n"),
            QStringLiteral("AKIAIOSFODNN7EXAMPLE/wJalr/XUtnFEMI+K7/"));
        QCOMPARE(entered(bench, "ASIAIOSFODNN7EXAMPLE", "secret-key  session/token==\n"),
            QStringLiteral("ASIAIOSFODNN7EXAMPLE/secret-key/session/token=="));
    }

    void theSessionTokenOfTheEnvironmentGoesWithItsKey()
    {
        AwsBench bench;
        bench.variables.insert(QStringLiteral("AWS_ACCESS_KEY_ID"), QStringLiteral("ASIAIOSFODNN7EXAMPLE"));
        bench.variables.insert(QStringLiteral("AWS_SESSION_TOKEN"), QStringLiteral("env-token"));
        QVERIFY(entered(bench, "ASIAIOSFODNN7EXAMPLE", "secret-key").endsWith(QStringLiteral("/env-token")));
        QVERIFY(entered(bench, "AKIAIOSFODNN7ANOTHER", "secret-key").endsWith(QStringLiteral("/secret-key/")));
    }

    void refusesWhatIsNoKeyWithoutTellingTheSecret()
    {
        AwsBench bench;
        QVERIFY(entered(bench, "short", "the-secret-key").contains(QStringLiteral("\"short\" is none")));
        QVERIFY(entered(bench, "AKIA/OSFODNN7EXAMPLE", "the-secret-key").contains(QStringLiteral("is none")));
        QVERIFY(entered(bench, "AKIAIOSFODNN7EXAMPLE", " \n").contains(QStringLiteral("is empty")));
        const QString three = entered(bench, "AKIAIOSFODNN7EXAMPLE", "the-secret-key token more");
        QVERIFY2(three.contains(QStringLiteral("more than")) && !three.contains(QStringLiteral("the-secret-key")),
            qPrintable(three));
    }

    void keysAreHiddenInTheLog()
    {
        AwsBench bench;
        QVERIFY(!entered(bench, "AKIAIOSFODNN7EXAMPLE", "never-in-the-log-1 never-in-the-log-2").startsWith(u'!'));
        QCOMPARE(log::withoutSecrets(QStringLiteral("a never-in-the-log-1 b never-in-the-log-2")),
            QStringLiteral("a [redacted:AWS secret key] b [redacted:AWS session token]"));
    }

    void halfOfTheEnvironmentIsAMistake()
    {
        AwsBench bench;
        QVERIFY(printed(awsEnvironmentKeys(bench.machine)).startsWith(QStringLiteral("! not_found")));
        bench.variables.insert(QStringLiteral("AWS_ACCESS_KEY_ID"), QStringLiteral("AKID"));
        QVERIFY(printed(awsEnvironmentKeys(bench.machine)).contains(QStringLiteral("only the first is set")));
        bench.variables.insert(QStringLiteral("AWS_SECRET_ACCESS_KEY"), QStringLiteral("s"));
        bench.variables.insert(QStringLiteral("AWS_SESSION_TOKEN"), QStringLiteral("t"));
        QCOMPARE(printed(awsEnvironmentKeys(bench.machine)), QStringLiteral("AKID/s/t"));
        bench.variables.remove(QStringLiteral("AWS_ACCESS_KEY_ID"));
        QVERIFY(printed(awsEnvironmentKeys(bench.machine)).contains(QStringLiteral("only the second is set")));
    }

    void theChainGoesInAmazonsOrder()
    {
        AwsBench bench; // all are set up; each one that is taken away lets the next one come
        for (const char *source : {"environment", "web identity", "profile", "container"})
            setUp(bench, source);
        QVERIFY(chain(bench).startsWith(QStringLiteral("AKIDENV/")));
        bench.variables.remove(QStringLiteral("AWS_ACCESS_KEY_ID"));
        bench.variables.remove(QStringLiteral("AWS_SECRET_ACCESS_KEY"));
        bench.willAnswer(200, stsKeys("AssumeRoleWithWebIdentity", "ASIAWEB", "2026-01-31T13:00:00Z"));
        QVERIFY(chain(bench).startsWith(QStringLiteral("ASIAWEB/")));
        bench.variables.remove(QStringLiteral("AWS_WEB_IDENTITY_TOKEN_FILE"));
        QVERIFY(chain(bench).startsWith(QStringLiteral("AKIDDEFAULT/")));
        bench.variables.insert(QStringLiteral("AWS_PROFILE"), QStringLiteral("work"));
        QVERIFY(chain(bench).startsWith(QStringLiteral("AKIDWORK/")));
        bench.variables.insert(QStringLiteral("AWS_SHARED_CREDENTIALS_FILE"), QStringLiteral("/none"));
        bench.willAnswer(200, someKeys);
        QCOMPARE(chain(bench), QStringLiteral("ASIALOCAL/local-secret/local-token"));
        QCOMPARE(bench.asked().constLast().line, QByteArray("GET /c"));
        bench.variables.remove(QStringLiteral("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"));
        bench.willAnswer(200, "metadata-session");
        bench.willAnswer(200, "role");
        bench.willAnswer(200, someKeys);
        QCOMPARE(chain(bench), QStringLiteral("ASIALOCAL/local-secret/local-token"));
        QCOMPARE(bench.asked().constLast().line, QByteArray("GET /latest/meta-data/iam/security-credentials/role"));
    }

    void theChainSaysWhatItTriedAndWhyEachGaveNothing()
    {
        AwsBench bench;
        bench.variables.insert(QStringLiteral("AWS_EC2_METADATA_DISABLED"), QStringLiteral("true"));
        const QString said = chain(bench);
        QVERIFY2(said.startsWith(QStringLiteral("! unauthorized The AWS default chain gave no keys. Tried: "
                                                "environment (AWS_ACCESS_KEY_ID is not set); "
                                                "web identity (AWS_WEB_IDENTITY_TOKEN_FILE is not set); "
                                                "profile default (neither ")),
            qPrintable(said));
        QVERIFY2(said.contains(QStringLiteral("; container (AWS_CONTAINER_CREDENTIALS_RELATIVE_URI is not set); "
                                              "instance (AWS_EC2_METADATA_DISABLED is true). Set one of them up")),
            qPrintable(said));
    }

    void aSourceThatIsSetUpAndFailsEndsTheSearch_data()
    {
        QTest::addColumn<QByteArray>("source");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("said");
        QTest::newRow("role refused") << QByteArray("web identity") << 403 << QStringLiteral("! unauthorized");
        QTest::newRow("token service away") << QByteArray("web identity") << 503 << QStringLiteral("! unavailable");
        QTest::newRow("container refuses") << QByteArray("container") << 403 << QStringLiteral("! unauthorized");
    }
    void aSourceThatIsSetUpAndFailsEndsTheSearch()
    {
        QFETCH(QByteArray, source);
        QFETCH(int, status);
        QFETCH(QString, said);
        AwsBench bench;
        setUp(bench, source.constData());
        bench.willAnswer(status, stsError("Code", "not for you"));
        const QString found = chain(bench);
        QVERIFY2(found.startsWith(said) && found.contains(QStringLiteral("not for you"))
                && found.endsWith(QStringLiteral("Mend the last one, or take its settings away.")),
            qPrintable(found));
        QCOMPARE(bench.asked().size(), 1);
    }

    void aTokenFileWithoutItsRoleIsAMistake()
    {
        AwsBench bench;
        setUp(bench, "web identity");
        bench.variables.remove(QStringLiteral("AWS_ROLE_ARN"));
        QVERIFY(chain(bench).contains(QStringLiteral("AWS_ROLE_ARN is not")));
        bench.variables.insert(QStringLiteral("AWS_ROLE_ARN"), QStringLiteral("arn:x"));
        bench.variables.insert(QStringLiteral("AWS_WEB_IDENTITY_TOKEN_FILE"), QStringLiteral("/none/token"));
        QVERIFY(chain(bench).contains(QStringLiteral("web identity (the file /none/token cannot be read")));
    }

    void aStoppedSearchIsCancelled()
    {
        AwsBench bench;
        setUp(bench, "web identity");
        std::stop_source stop;
        stop.request_stop();
        QCOMPARE(awsDefaultChain(bench.machine)(stop.get_token()).error().code, ErrorCode::Cancelled);
    }

    void aProfileIsToldByItsName()
    {
        AwsBench bench;
        setUp(bench, "profile");
        QVERIFY(
            printed(awsProfileKeys(QStringLiteral("work"), bench.machine)({})).startsWith(QStringLiteral("AKIDWORK/")));
        QVERIFY(printed(awsProfileKeys({}, bench.machine)({})).startsWith(QStringLiteral("AKIDDEFAULT/")));
        bench.variables.insert(QStringLiteral("AWS_PROFILE"), QStringLiteral("work"));
        QVERIFY(printed(awsProfileKeys({}, bench.machine)({})).startsWith(QStringLiteral("AKIDWORK/")));
        const QString none = printed(awsProfileKeys(QStringLiteral("none"), bench.machine)({}));
        QVERIFY2(none.startsWith(QStringLiteral("! unauthorized The AWS profile \"none\" gave no keys: neither ")),
            qPrintable(none));
    }

    void theRegionIsThatOfTheEnvironmentElseOfTheProfile()
    {
        AwsBench bench;
        bench.variables.clear();
        bench.write(
            QStringLiteral(".aws/config"), "[default]\nregion = eu-west-1\n[profile work]\nregion = eu-west-2\n");
        QCOMPARE(awsRegion(bench.machine, {}), QStringLiteral("eu-west-1"));
        QCOMPARE(awsRegion(bench.machine, QStringLiteral("work")), QStringLiteral("eu-west-2"));
        QCOMPARE(awsRegion(bench.machine, QStringLiteral("none")), QString());
        bench.variables.insert(QStringLiteral("AWS_DEFAULT_REGION"), QStringLiteral("us-east-2"));
        QCOMPARE(awsRegion(bench.machine, QStringLiteral("work")), QStringLiteral("us-east-2"));
        bench.variables.insert(QStringLiteral("AWS_REGION"), QStringLiteral("us-west-2"));
        QCOMPARE(awsRegion(bench.machine, {}), QStringLiteral("us-west-2"));
    }

    void anEndpointOfTheEnvironmentGoesBeforeTheRegions()
    {
        AwsBench bench;
        bench.variables.clear();
        const auto endpoint = [&] {
            return awsEndpoint(bench.machine, QStringLiteral("bedrock-runtime"), QStringLiteral("BEDROCK_RUNTIME"),
                QStringLiteral("eu-central-1"));
        };
        QCOMPARE(endpoint(), QStringLiteral("https://bedrock-runtime.eu-central-1.amazonaws.com"));
        bench.variables.insert(QStringLiteral("AWS_ENDPOINT_URL"), QStringLiteral("https://all.example.org"));
        QCOMPARE(endpoint(), QStringLiteral("https://all.example.org"));
        bench.variables.insert(
            QStringLiteral("AWS_ENDPOINT_URL_BEDROCK_RUNTIME"), QStringLiteral("https://vpce.example.org"));
        QCOMPARE(endpoint(), QStringLiteral("https://vpce.example.org"));
    }

    void knowsARegionFromWhatIsNone()
    {
        for (const char *region :
            {"eu-central-1", "us-gov-west-1", "ap-southeast-2", "us-isob-east-1", "eusc-de-east-1"})
            QVERIFY2(isAwsRegion(QString::fromLatin1(region)), region);
        for (const char *none : {"", "Frankfurt", "eu-central", "eu-central-1.evil.org", "eu-central-1/",
                 "EU-CENTRAL-1", "-1", "eu-central-1\n"})
            QVERIFY2(!isAwsRegion(QString::fromLatin1(none)), none);
    }
};

QTEST_GUILESS_MAIN(AwsKeySourceTest)
#include "tst_AwsKeySource.moc"
