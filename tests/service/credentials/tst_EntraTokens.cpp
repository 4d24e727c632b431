#include "service/credentials/EntraAuthorization.h"
#include "tests/service/platform/RawServer.h"

#include <QTemporaryDir>
#include <QUrlQuery>
#include <QTest>

using namespace mergeloom;
using std::chrono::minutes;

namespace {

const QString scope = QStringLiteral("https://cognitiveservices.azure.com/.default");
const QByteArray good =
    R"({"token_type":"Bearer","expires_in":3599,"ext_expires_in":3599,"access_token":"eyJ0.token.1"})";

QByteArray http(int status, const QByteArray &body)
{
    return "HTTP/1.1 " + QByteArray::number(status)
        + " x\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: "
        + QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

/// Answers with the same each time.
RawServer::Handler saying(int status, const QByteArray &body)
{
    return [answer = http(status, body)](QTcpSocket &socket, const QByteArray &) { RawServer::say(socket, answer); };
}

QByteArray lineOf(const QByteArray &request) { return request.left(request.indexOf("\r\n")); }
QByteArray bodyOf(const QByteArray &request) { return request.mid(request.indexOf("\r\n\r\n") + 4); }

/// The fields of a form, decoded.
QMap<QString, QString> formOf(const QByteArray &request)
{
    QMap<QString, QString> fields;
    for (const QByteArray &pair : bodyOf(request).split('&'))
        fields.insert(QString::fromUtf8(pair.left(pair.indexOf('='))),
            QUrl::fromPercentEncoding(pair.mid(pair.indexOf('=') + 1)));
    return fields;
}

QString headerOf(const QByteArray &request, const QByteArray &name)
{
    for (const QByteArray &line : request.split('\n'))
        if (line.toLower().startsWith(name + ':'))
            return QString::fromUtf8(line.mid(name.size() + 1).trimmed());
    return {};
}

EntraApplication application(const RawServer &server)
{
    return {server.url(QString()).toString(), QStringLiteral("contoso.onmicrosoft.com"), QStringLiteral("app-1")};
}

Result<Expiring<QByteArray>::Fresh> fetched(const Result<EntraTokens::Fetch> &fetch)
{
    return fetch ? (*fetch)({}) : Result<Expiring<QByteArray>::Fresh>(Unexpected(fetch.error()));
}

QString textOf(const Result<Expiring<QByteArray>::Fresh> &token)
{
    return token ? QString::fromUtf8(token->value)
                 : errorCodeName(token.error().code) + QStringLiteral(": ") + token.error().message;
}

/// A clock of the wall; the other one goes with it.
struct Clock {
    Timestamp time = Timestamp::now();
    ExpiryClock clock()
    {
        return {[this] { return time; }, [this] { return std::chrono::milliseconds(time.microseconds / 1000); }};
    }
};

} // namespace

class EntraTokensTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void asksWithTheClientSecretAsTheFlowIsPublished()
    {
        RawServer server(saying(200, good));
        const auto token = fetched(EntraTokens::clientSecret(application(server), "s3cret+&=%\n", scope));
        QCOMPARE(textOf(token), QStringLiteral("eyJ0.token.1"));
        QCOMPARE(token->lifetime, std::optional<std::chrono::milliseconds>(std::chrono::seconds(3599)));
        QCOMPARE(lineOf(server.lastRequest()), QByteArray("POST /contoso.onmicrosoft.com/oauth2/v2.0/token HTTP/1.1"));
        QCOMPARE(headerOf(server.lastRequest(), "content-type"), QStringLiteral("application/x-www-form-urlencoded"));
        QCOMPARE(formOf(server.lastRequest()),
            (QMap<QString, QString>{{QStringLiteral("grant_type"), QStringLiteral("client_credentials")},
                {QStringLiteral("client_id"), QStringLiteral("app-1")},
                {QStringLiteral("client_secret"), QStringLiteral("s3cret+&=%")}, {QStringLiteral("scope"), scope}}));
    }

    void readsTheFederatedTokenAnewForEachToken()
    {
        QTemporaryDir directory;
        const QString path = directory.filePath(QStringLiteral("token"));
        const auto write = [&](const QByteArray &text) {
            QFile file(path);
            QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) == text.size());
        };
        RawServer server(saying(200, good));
        const auto fetch = EntraTokens::workloadIdentity(application(server), path, scope);
        for (const char *assertion : {"first.jwt.a", "second.jwt.b"}) {
            write(QByteArray(assertion) + "\n");
            QCOMPARE(textOf(fetched(fetch)), QStringLiteral("eyJ0.token.1"));
            const auto form = formOf(server.lastRequest());
            QCOMPARE(form.value(QStringLiteral("client_assertion")), QString::fromLatin1(assertion));
            QCOMPARE(form.value(QStringLiteral("client_assertion_type")),
                QStringLiteral("urn:ietf:params:oauth:client-assertion-type:jwt-bearer"));
            QVERIFY(!form.contains(QStringLiteral("client_secret")));
        }
        write("");
        QVERIFY2(textOf(fetched(fetch)).contains(u"is empty"), qPrintable(textOf(fetched(fetch))));
        QFile::remove(path);
        QVERIFY2(textOf(fetched(fetch)).contains(u"AZURE_FEDERATED_TOKEN_FILE"), qPrintable(textOf(fetched(fetch))));
        QCOMPARE(server.requests(), 2);
    }

    void asksTheMetadataServiceOfAMachine()
    {
        RawServer server(saying(200,
            R"({"access_token":"eyJ0.vm","refresh_token":"","expires_in":"86400","expires_on":"1900000000","resource":"r","token_type":"Bearer"})"));
        ManagedIdentity identity{
            .clientId = QStringLiteral("b1e2"), .metadataService = server.url(QString()).toString()};
        const auto token = fetched(EntraTokens::managedIdentity(identity, scope));
        QCOMPARE(textOf(token), QStringLiteral("eyJ0.vm"));
        QCOMPARE(token->lifetime, std::optional<std::chrono::milliseconds>(std::chrono::hours(24)));
        QCOMPARE(headerOf(server.lastRequest(), "metadata"), QStringLiteral("true"));
        const QUrl asked(QString::fromUtf8(lineOf(server.lastRequest()).split(' ').at(1)));
        QCOMPARE(asked.path(), QStringLiteral("/metadata/identity/oauth2/token"));
        const QUrlQuery query(asked);
        QCOMPARE(query.queryItemValue(QStringLiteral("api-version")), QStringLiteral("2018-02-01"));
        QCOMPARE(query.queryItemValue(QStringLiteral("resource"), QUrl::FullyDecoded),
            QStringLiteral("https://cognitiveservices.azure.com"));
        QCOMPARE(query.queryItemValue(QStringLiteral("client_id")), QStringLiteral("b1e2"));
    }

    void asksTheIdentityEndpointOfAnAppForTheIdentityOfTheSystem()
    {
        const qint64 end = Timestamp::now().microseconds / 1'000'000 + 3600;
        RawServer server(saying(200,
            R"({"access_token":"eyJ0.app","expires_on":")" + QByteArray::number(end)
                + R"(","resource":"r","token_type":"Bearer","client_id":"x"})"));
        ManagedIdentity identity{
            .endpoint = server.url(QStringLiteral("/msi/token?of=app")).toString(), .header = "header-secret"};
        const auto token = fetched(EntraTokens::managedIdentity(identity, scope));
        QCOMPARE(textOf(token), QStringLiteral("eyJ0.app"));
        QVERIFY(*token->lifetime > minutes(59) && *token->lifetime <= minutes(60));
        QCOMPARE(headerOf(server.lastRequest(), "x-identity-header"), QStringLiteral("header-secret"));
        QVERIFY(headerOf(server.lastRequest(), "metadata").isEmpty());
        const QUrlQuery query(QUrl(QString::fromUtf8(lineOf(server.lastRequest()).split(' ').at(1))));
        QCOMPARE(query.queryItemValue(QStringLiteral("api-version")), QStringLiteral("2019-08-01"));
        QCOMPARE(query.queryItemValue(QStringLiteral("of")), QStringLiteral("app"));
        QVERIFY(!query.hasQueryItem(QStringLiteral("client_id")));
    }

    void saysWhyEntraRefusedAndWhatToDo_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("words");
        const auto row = [](const char *name, int code, const char *description, const char *words) {
            QTest::newRow(name) << QByteArray(R"({"error":"invalid_client","error_description":")"
                + QByteArray(description) + R"( Trace ID: 0b8-1\r\nCorrelation ID: 77","error_codes":[)"
                + QByteArray::number(code) + "]}")
                                << QString::fromLatin1(words);
        };
        row("secret", 7000215, "AADSTS7000215: Invalid client secret provided.", "value of the secret, not its id");
        row("expired", 7000222, "AADSTS7000222: The provided client secret keys for app 'app-1' are expired.",
            "has expired: make a new one");
        row("application", 700016, "AADSTS700016: Application with identifier 'app-1' was not found.",
            "no application with this client id");
        row("tenant", 90002, "AADSTS90002: Tenant 'x' not found.", "check the tenant id");
        row("subject", 700213, "AADSTS700213: No matching federated identity record found.",
            "namespace and service account");
        row("old assertion", 700024, "AADSTS700024: Client assertion is not within its valid time range.",
            "check the clock");
        row("scope", 500011, "AADSTS500011: The resource principal was not found.", "token scope");
        row("unknown", 1, "AADSTS1: Something new.", "Check tenant, client id and credential");
    }
    void saysWhyEntraRefusedAndWhatToDo()
    {
        QFETCH(QByteArray, body);
        QFETCH(QString, words);
        RawServer server(saying(401, body));
        const QString said = textOf(fetched(EntraTokens::clientSecret(application(server), "the-secret-value", scope)));
        QVERIFY2(
            said.startsWith(u"unauthorized: Microsoft Entra ID refused the identity: AADSTS") && said.contains(words),
            qPrintable(said));
        QVERIFY2(!said.contains(u"Trace ID") && !said.contains(u"the-secret-value"), qPrintable(said));
    }

    void tellsFaultsThatPassFromThoseThatDoNot_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("machine");
        QTest::addColumn<QString>("app");
        QTest::addColumn<QString>("entra");
        const auto row = [](int status, const char *body, const char *machine, const char *app, const char *entra) {
            QTest::addRow("%d", status) << status << QByteArray(body) << QString::fromLatin1(machine)
                                        << QString::fromLatin1(app) << QString::fromLatin1(entra);
        };
        row(400, R"({"error":"invalid_request","error_description":"Identity not found"})", "unauthorized",
            "unauthorized", "unauthorized");
        row(403, R"({"statusCode":403,"message":"no"})", "unauthorized", "unauthorized", "unauthorized");
        row(404, "not here", "unavailable", "unauthorized", "unauthorized");
        row(410, "", "unavailable", "unauthorized", "unauthorized");
        row(429, "{}", "rate_limited", "rate_limited", "rate_limited");
        row(500, R"({"statusCode":500,"message":"broken"})", "unavailable", "unavailable", "unavailable");
        row(200, "<html>a portal</html>", "unavailable", "unavailable", "unavailable");
        row(201, good.constData(), "unauthorized", "unauthorized", "unauthorized");
    }
    void tellsFaultsThatPassFromThoseThatDoNot()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        RawServer server(saying(status, body));
        const QString at = server.url(QString()).toString();
        const auto codeOf = [](const Result<Expiring<QByteArray>::Fresh> &token) {
            return token ? QStringLiteral("a token") : errorCodeName(token.error().code);
        };
        QTEST(codeOf(fetched(EntraTokens::managedIdentity({.metadataService = at}, scope))), "machine");
        QTEST(codeOf(fetched(
                  EntraTokens::managedIdentity({.endpoint = at + QStringLiteral("/msi"), .header = "h"}, scope))),
            "app");
        QTEST(codeOf(fetched(EntraTokens::clientSecret(application(server), "s", scope))), "entra");
    }

    void saysThatThereIsNoManagedIdentityHere()
    {
        const QString said = textOf(
            fetched(EntraTokens::managedIdentity({.metadataService = QStringLiteral("http://127.0.0.1:9")}, scope)));
        QVERIFY2(
            said.startsWith(u"unauthorized: No managed identity answers at 127.0.0.1") && said.contains(u"Azure only"),
            qPrintable(said));
    }

    void refusesATokenThatNoHeaderCanCarry()
    {
        RawServer server(saying(200, R"({"expires_in":10,"access_token":"a\r\nx-evil: 1"})"));
        QVERIFY(textOf(fetched(EntraTokens::clientSecret(application(server), "s", scope))).startsWith(u"unavailable"));
    }

    void refusesNamesThatWouldLeadElsewhere()
    {
        const auto refused = [](const EntraApplication &application) {
            const auto fetch = EntraTokens::clientSecret(application, "s", scope);
            return !fetch && fetch.error().code == ErrorCode::InvalidInput;
        };
        const QString id = QStringLiteral("app-1");
        QVERIFY(refused({{}, QStringLiteral("../evil"), id}));
        QVERIFY(refused({{}, QString(), id}));
        QVERIFY(refused({{}, QStringLiteral("tenant"), QStringLiteral("a&b=c")}));
        QVERIFY(refused({QStringLiteral("http://login.example.org"), QStringLiteral("tenant"), id}));
        QVERIFY(refused({QStringLiteral("https://user:word@login.example.org"), QStringLiteral("tenant"), id}));
        QVERIFY(!refused({QStringLiteral("login.microsoftonline.us"), QStringLiteral("tenant"), id}));
        QVERIFY(!EntraTokens::clientSecret({{}, QStringLiteral("tenant"), id}, " \n", scope));
        QVERIFY(!EntraTokens::workloadIdentity({{}, QStringLiteral("tenant"), id}, QString(), scope));
        QVERIFY(!EntraTokens::managedIdentity({.clientId = QStringLiteral("a b")}, scope));
        QVERIFY(!EntraTokens::managedIdentity({.endpoint = QStringLiteral("file:///etc/passwd")}, scope));
    }

    void stopsWaitingForATokenServiceThatIsSilent()
    {
        RawServer server([](QTcpSocket &socket, const QByteArray &) { RawServer::hold(socket); });
        const auto fetch = EntraTokens::clientSecret(application(server), "s", scope);
        std::stop_source stop;
        std::jthread stopper([&] {
            while (server.requests() == 0)
                std::this_thread::yield();
            stop.request_stop();
        });
        const auto token = (*fetch)(stop.get_token());
        QCOMPARE(token.error().code, ErrorCode::Cancelled);
    }

    void authorisesWithATokenThatIsFetchedAnewAheadOfItsEndAndWhenItWasRefused()
    {
        int number = 0;
        Clock clock;
        EntraAuthorization authorization(
            [&](std::stop_token) -> Result<Expiring<QByteArray>::Fresh> {
                return Expiring<QByteArray>::Fresh{"token" + QByteArray::number(++number), minutes(60)};
            },
            clock.clock());
        const auto authorised = [&] {
            HttpRequest request;
            return authorization.authorise(request, {}) ? request : HttpRequest();
        };
        QCOMPARE(authorised().headers, (HttpHeaders{{"authorization", "Bearer token1"}}));
        QCOMPARE(authorised().headers, (HttpHeaders{{"authorization", "Bearer token1"}}));
        clock.time.microseconds += 56ll * 60 * 1'000'000;
        const HttpRequest second = authorised();
        QCOMPARE(second.headers, (HttpHeaders{{"authorization", "Bearer token2"}}));
        QVERIFY(!authorization.refused(second, {.status = 403}));
        QVERIFY(authorization.refused(second, {.status = 401}));
        QCOMPARE(authorised().headers, (HttpHeaders{{"authorization", "Bearer token3"}}));
        QVERIFY(!authorization.refused(HttpRequest(), {.status = 401}));
    }
};

QTEST_GUILESS_MAIN(EntraTokensTest)
#include "tst_EntraTokens.moc"
