#include "service/credentials/AwsProfile.h"
#include "tests/service/credentials/AwsBench.h"

#include <QCryptographicHash>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace mergeloom;
using namespace mergeloom::test;

namespace {

const QString signOnConfig = QStringLiteral(".aws/config");
const QByteArray withSession =
    "[profile p]\nsso_session = main\nsso_account_id = 123456789012\nsso_role_name = Dev & Ops\n"
    "[sso-session main]\nsso_region = eu-north-1\nsso_start_url = https://x.awsapps.com/start\n";
const QByteArray withUrl = "[profile p]\nsso_start_url = https://x.awsapps.com/start\nsso_region = eu-north-1\n"
                           "sso_account_id = 123456789012\nsso_role_name = Dev\n";
/// As the service gives keys (its API Reference, "GetRoleCredentials").
const QByteArray roleKeys = R"({"roleCredentials":{"accessKeyId":"ASIASSO","secretAccessKey":"sso-secret",)"
                            R"("sessionToken":"sso-token","expiration":1769864400000}})"; // 2026-01-31T13:00:00Z

/// Where `aws sso login` leaves its token.
QString cached(const char *name)
{
    return QStringLiteral(".aws/sso/cache/%1.json")
        .arg(QString::fromLatin1(QCryptographicHash::hash(name, QCryptographicHash::Sha1).toHex()));
}

QByteArray token(const char *expiresAt, const QJsonObject &more = {})
{
    QJsonObject object = more;
    object.insert("startUrl", "https://x.awsapps.com/start");
    object.insert("region", "eu-north-1");
    object.insert("accessToken", "access-token-1");
    object.insert("expiresAt", expiresAt);
    return QJsonDocument(object).toJson();
}

QJsonObject renewable(const char *registration = "2026-03-01T00:00:00Z")
{
    return {{"clientId", "client"}, {"clientSecret", "client-secret"}, {"refreshToken", "refresh-token-1"},
        {"registrationExpiresAt", registration}};
}

QString signOnKeys(AwsBench &bench) { return printed(awsKeysOfProfile(QStringLiteral("p"), bench.machine, {})); }

} // namespace

class AwsSingleSignOnTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void givesTheKeysOfTheRoleForTheTokenOfASession()
    {
        AwsBench bench;
        bench.write(signOnConfig, withSession);
        bench.write(cached("main"), token("2026-01-31T18:00:00Z"));
        bench.willAnswer(200, roleKeys);
        QCOMPARE(signOnKeys(bench), QStringLiteral("ASIASSO/sso-secret/sso-token 3600"));
        QCOMPARE(bench.asked().at(0).line,
            QByteArray("GET /federation/credentials?role_name=Dev%20%26%20Ops&account_id=123456789012"));
        QCOMPARE(bench.asked().at(0).headers.value("x-amz-sso_bearer_token"), QByteArray("access-token-1"));
    }

    void givesThemForTheTokenOfAStartUrl()
    {
        AwsBench bench;
        bench.write(signOnConfig, withUrl);
        bench.write(cached("https://x.awsapps.com/start"), token("2026-01-31T18:00:00Z"));
        bench.willAnswer(200, roleKeys);
        QVERIFY(signOnKeys(bench).startsWith(QStringLiteral("ASIASSO/")));
    }

    void asksTheServicesOfItsRegion()
    {
        AwsBench bench;
        bench.variables.clear();
        bench.write(signOnConfig, withSession);
        bench.write(cached("main"), token("2026-01-31T11:00:00Z", renewable()));
        QStringList hosts;
        bench.machine.send = [&](const HttpRequest &request, std::stop_token) -> Result<HttpAnswer> {
            hosts << request.url.host();
            return HttpAnswer{.status = 200,
                .body =
                    hosts.size() == 1 ? QByteArray(R"({"accessToken":"access-token-2","expiresIn":28800})") : roleKeys};
        };
        QVERIFY(signOnKeys(bench).startsWith(QStringLiteral("ASIASSO/")));
        QCOMPARE(hosts,
            (QStringList{QStringLiteral("oidc.eu-north-1.amazonaws.com"),
                QStringLiteral("portal.sso.eu-north-1.amazonaws.com")}));
    }

    void aTokenThatHasEndedIsRenewedAndWrittenBack()
    {
        AwsBench bench;
        bench.write(signOnConfig, withSession);
        const QString path = bench.write(cached("main"), token("2026-01-31T11:59:00Z", renewable()));
        bench.willAnswer(200,
            R"({"accessToken":"access-token-2","tokenType":"Bearer","expiresIn":28800,"refreshToken":"refresh-token-2"})");
        bench.willAnswer(200, roleKeys);
        QVERIFY2(signOnKeys(bench).startsWith(QStringLiteral("ASIASSO/")), "keys");
        const auto asked = bench.asked();
        QCOMPARE(asked[0].line, QByteArray("POST /token"));
        QCOMPARE(QJsonDocument::fromJson(asked[0].body).object(),
            (QJsonObject{{"clientId", "client"}, {"clientSecret", "client-secret"}, {"grantType", "refresh_token"},
                {"refreshToken", "refresh-token-1"}}));
        QCOMPARE(asked[1].headers.value("x-amz-sso_bearer_token"), QByteArray("access-token-2"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QJsonObject kept = QJsonDocument::fromJson(file.readAll()).object();
        QCOMPARE(kept.value("accessToken").toString(), QStringLiteral("access-token-2"));
        QCOMPARE(kept.value("refreshToken").toString(), QStringLiteral("refresh-token-2"));
        QCOMPARE(kept.value("expiresAt").toString(), QStringLiteral("2026-01-31T20:00:00Z"));
        QCOMPARE(kept.value("clientId").toString(), QStringLiteral("client"));
        QCOMPARE(
            int(file.permissions() & ~(QFile::ReadUser | QFile::WriteUser)), int(QFile::ReadOwner | QFile::WriteOwner));
        bench.willAnswer(200, roleKeys);
        QVERIFY(signOnKeys(bench).startsWith(QStringLiteral("ASIASSO/")));
        QCOMPARE(bench.asked().size(), 3); // the newer one is good
    }

    void aPersonIsAskedToSignInWhereNothingElseHelps_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<int>("status"); // of the one answer; 0: nothing is asked
        QTest::addColumn<QString>("said");
        QTest::newRow("never") << QByteArray() << 0 << QStringLiteral("nobody is signed in");
        QTest::newRow("ended") << token("2026-01-31T11:00:00Z") << 0 << QStringLiteral("ended at 2026-01-31T11:00:00Z");
        QTest::newRow("ended with its registration")
            << token("2026-01-31T11:00:00Z", renewable("2026-01-01T00:00:00Z")) << 0 << QStringLiteral("ended at");
        QTest::newRow("end that is no time") << token("soon") << 0 << QStringLiteral("ended at soon");
        QTest::newRow("no token") << QByteArray("{}") << 0 << QStringLiteral("holds no token");
        QTest::newRow("no JSON") << QByteArray("\x01\x02") << 0 << QStringLiteral("holds no token");
        QTest::newRow("refresh refused") << token("2026-01-31T11:00:00Z", renewable()) << 400
                                         << QStringLiteral("InvalidGrantException");
        QTest::newRow("token refused") << token("2026-01-31T18:00:00Z") << 401 << QStringLiteral("IAM Identity Center");
    }
    void aPersonIsAskedToSignInWhereNothingElseHelps()
    {
        QFETCH(QByteArray, file);
        QFETCH(int, status);
        QFETCH(QString, said);
        AwsBench bench;
        bench.write(signOnConfig, withSession);
        if (!file.isEmpty())
            bench.write(cached("main"), file);
        if (status)
            bench.willAnswer(status, R"({"error":"invalid_grant","__type":"InvalidGrantException"})");
        const QString found = signOnKeys(bench);
        QVERIFY2(found.startsWith(u'!') && found.contains(said) && found.contains(QStringLiteral("aws sso login")),
            qPrintable(found));
        QVERIFY2(!found.contains(QStringLiteral("access-token-1")), qPrintable(found));
        QCOMPARE(bench.asked().size(), status ? 1 : 0);
    }

    void aRoleThatIsNotGivenIsToldWithoutAskingForASignIn()
    {
        AwsBench bench;
        bench.write(signOnConfig, withSession);
        bench.write(cached("main"), token("2026-01-31T18:00:00Z"));
        bench.willAnswer(403, R"({"message":"No access"})");
        const QString found = signOnKeys(bench);
        QVERIFY2(found.contains(QStringLiteral("HTTP 403")) && found.contains(QStringLiteral("No access"))
                && !found.contains(QStringLiteral("sso login")),
            qPrintable(found));
    }
};

QTEST_GUILESS_MAIN(AwsSingleSignOnTest)
#include "tst_AwsSingleSignOn.moc"
