#include "service/credentials/GoogleAuthorization.h"
#include "service/credentials/GoogleCredential.h"
#include "tests/service/models/ModelServer.h"

#include <QTest>

using namespace mergeloom;
using namespace mergeloom::test;
using std::chrono::milliseconds;
using std::chrono::minutes;

/// Against tests/servers/google-tokens.mjs, which checks each request and verifies signatures with node's own crypto.
class GoogleCredentialTest : public QObject
{
    Q_OBJECT

private:
    ModelServer m_server;
    QTemporaryDir m_directory;
    QMap<QString, QString> m_variables;
    qint64 m_ahead = 0; ///< ms that our clock is ahead of the true time
    QList<milliseconds> m_waits;

    GoogleSurroundings surroundings()
    {
        GoogleSurroundings result = GoogleSurroundings::real();
        result.variable = [this](const QString &name) { return m_variables.value(name); };
        result.home = m_directory.filePath(QStringLiteral("home"));
        result.userTokenUrl = m_server.url() + QStringLiteral("/google/token");
        result.sleep = [this](milliseconds wait, std::stop_token stop) {
            m_waits.append(wait);
            return !stop.stop_requested();
        };
        result.clock.now = [this] { return Timestamp{Timestamp::now().microseconds + m_ahead * 1000}; };
        return result;
    }
    QByteArray call(const char *method, const QString &path, const QJsonObject &body = {})
    {
        HttpClient client;
        const auto answer = client.send({.method = method,
                                            .url = QUrl(m_server.url() + QStringLiteral("/_google/") + path),
                                            .body = QJsonDocument(body).toJson()},
            {});
        return answer ? answer->body : QByteArray();
    }
    QJsonObject file(const char *type)
    {
        return QJsonDocument::fromJson(call("GET", QStringLiteral("file/") + QLatin1StringView(type))).object();
    }
    QStringList grants()
    {
        QStringList result;
        const QJsonArray requests = QJsonDocument::fromJson(call("GET", QStringLiteral("requests"))).array();
        for (qsizetype i = m_seen; i < requests.size(); ++i)
            result.append(requests.at(i).toObject().value(QStringLiteral("grant")).toString());
        m_seen = requests.size();
        return result;
    }
    qsizetype m_seen = 0;

    Result<GoogleCredential> credential(const QJsonObject &json)
    {
        return googleCredentialOf(QJsonDocument(json).toJson(), QStringLiteral("FILE"), surroundings());
    }
    /// The token, or `! ` and the message.
    QString fetched(const Result<GoogleCredential> &credential, std::stop_token stop = {})
    {
        if (!credential)
            return QStringLiteral("! ") + credential.error().message;
        const auto token = credential->fetch(stop);
        return token ? QString::fromUtf8(token->value) : QStringLiteral("! ") + token.error().message;
    }
    QString save(const char *name, const QByteArray &text)
    {
        const QString path = m_directory.filePath(QString::fromLatin1(name));
        QDir().mkpath(QFileInfo(path).path());
        QFile saved(path);
        return saved.open(QIODevice::WriteOnly) && saved.write(text) == text.size() ? path : QString();
    }

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_server.start({})); }
    void init()
    {
        m_variables.clear();
        m_waits.clear();
        m_ahead = 0;
        call("POST", QStringLiteral("set"), {{"lifetime", 3599}, {"skew", 0}, {"times", 0}});
        grants();
    }
    void cleanup() { QCOMPARE(m_server.problems(), QByteArray("[]")); }

    void eachKindOfFileGivesAToken_data()
    {
        QTest::addColumn<QString>("token");
        QTest::addColumn<QStringList>("asked");
        const auto row = [](const char *type, const char *token, const QStringList &asked) {
            QTest::newRow(type) << QString::fromLatin1(token) << asked;
        };
        row("service_account", "ya29.test-account-", {QStringLiteral("jwt-bearer")});
        row("authorized_user", "ya29.test-user-", {QStringLiteral("refresh_token")});
        row("external_account", "ya29.test-federated-", {QStringLiteral("subject"), QStringLiteral("token-exchange")});
        row("external_account_impersonated", "ya29.test-impersonated-",
            {QStringLiteral("subject"), QStringLiteral("token-exchange"), QStringLiteral("impersonation")});
        row("external_account_authorized_user", "ya29.test-workforce-", {QStringLiteral("workforce refresh_token")});
        row("impersonated_service_account", "ya29.test-impersonated-",
            {QStringLiteral("jwt-bearer"), QStringLiteral("impersonation")});
    }

    void eachKindOfFileGivesAToken()
    {
        QFETCH(QString, token);
        QFETCH(QStringList, asked);
        const auto made = credential(file(QTest::currentDataTag()));
        QVERIFY2(made, qPrintable(made ? QString() : made.error().message));
        QCOMPARE(grants(), QStringList()); // nothing is asked before a token is wanted
        const auto fresh = made->fetch({});
        QVERIFY2(fresh, qPrintable(fresh ? QString() : fresh.error().message));
        QVERIFY2(fresh->value.startsWith(token.toUtf8()), fresh->value.constData());
        QVERIFY(fresh->lifetime > minutes(58) && fresh->lifetime < minutes(61));
        QCOMPARE(grants(), asked);
        QVERIFY(!log::withoutSecrets(QString::fromUtf8(fresh->value)).contains(u"ya29"));
    }

    void aFileSaysItsProjects()
    {
        QCOMPARE(credential(file("service_account"))->project, QStringLiteral("my-project"));
        QCOMPARE(credential(file("authorized_user"))->quotaProject, QStringLiteral("quota-project"));
    }

    void takesTheTimeOfAServiceWhoseClockDiffers_data()
    {
        QTest::addColumn<int>("minutesAhead");
        QTest::newRow("ours is behind") << -90;
        QTest::newRow("ours is ahead") << 90;
    }

    void takesTheTimeOfAServiceWhoseClockDiffers()
    {
        QFETCH(int, minutesAhead);
        m_ahead = minutesAhead * 60'000LL;
        const auto account = credential(file("service_account"));
        QVERIFY2(fetched(account).startsWith(u"ya29."), qPrintable(fetched(account)));
        grants();
        QVERIFY(fetched(account).startsWith(u"ya29.")); // known by now
        QCOMPARE(grants(), QStringList{QStringLiteral("jwt-bearer")});
        // A moment that the service names is one of its clock.
        const auto fresh = credential(file("impersonated_service_account"))->fetch({});
        QVERIFY(fresh && fresh->lifetime > minutes(55) && fresh->lifetime < minutes(65));
    }

    void triesAgainWhatMayPass()
    {
        call("POST", QStringLiteral("set"), {{"status", 503}, {"times", 2}});
        QVERIFY(fetched(credential(file("service_account"))).startsWith(u"ya29."));
        QCOMPARE(m_waits.size(), 2);
        call("POST", QStringLiteral("set"), {{"status", 503}, {"times", 3}});
        const auto failed = credential(file("service_account"))->fetch({});
        QCOMPARE(failed.error().code, ErrorCode::Unavailable);
        QVERIFY2(failed.error().message.contains(u"scripted fault"), qPrintable(failed.error().message));
        call("POST", QStringLiteral("set"), {{"status", 400}, {"times", 1}});
        m_waits.clear();
        QVERIFY(fetched(credential(file("service_account"))).startsWith(u"! "));
        QCOMPARE(m_waits.size(), 0);
    }

    void aStopEndsTheWait()
    {
        std::stop_source stop;
        stop.request_stop();
        const auto ended = credential(file("service_account"))->fetch(stop.get_token());
        QCOMPARE(ended.error().code, ErrorCode::Cancelled);
    }

    void whatGoogleRefusesIsToldWithoutTheSecret()
    {
        QJsonObject user = file("authorized_user");
        user.insert(QStringLiteral("refresh_token"), QStringLiteral("1//0e-revoked-refresh-token"));
        const auto revoked = credential(user)->fetch({});
        QCOMPARE(revoked.error().code, ErrorCode::Unauthorized);
        QVERIFY2(revoked.error().message.contains(u"expired or revoked")
                && revoked.error().message.contains(u"gcloud auth application-default login"),
            qPrintable(revoked.error().message));
        QJsonObject external = file("external_account");
        external.insert(QStringLiteral("credential_source"),
            QJsonObject{{"file", save("subject", "other.subject.token-of-nobody\n")}});
        const QString refused = fetched(credential(external)); // the service repeats the token
        QVERIFY2(
            refused.contains(u"attribute condition") && !refused.contains(u"token-of-nobody"), qPrintable(refused));
        QJsonObject impersonating = file("impersonated_service_account");
        QString url = impersonating.value(QStringLiteral("service_account_impersonation_url")).toString();
        impersonating.insert(QStringLiteral("service_account_impersonation_url"),
            url.replace(QStringLiteral("deployer"), QStringLiteral("stranger")));
        const auto forbidden = credential(impersonating)->fetch({});
        QCOMPARE(forbidden.error().code, ErrorCode::Forbidden);
        QVERIFY2(forbidden.error().message.contains(u"Service Account Token Creator on stranger@"),
            qPrintable(forbidden.error().message));
    }

    void subjectTokensAreReadAnew()
    {
        QJsonObject external = file("external_account");
        const QString path = save("rotating", "{\"token\": \"old.subject.token\"}");
        external.insert(QStringLiteral("credential_source"),
            QJsonObject{
                {"file", path}, {"format", QJsonObject{{"type", "json"}, {"subject_token_field_name", "token"}}}});
        const auto made = credential(external);
        QVERIFY(fetched(made).startsWith(u"! "));
        save("rotating", "{\"token\": \"subject.token.of-another-provider\"}");
        QVERIFY2(fetched(made).startsWith(u"ya29."), qPrintable(fetched(made)));
        save("rotating", "{}");
        QVERIFY2(fetched(made).contains(QStringLiteral("There is no token in ") + path), qPrintable(fetched(made)));
        QFile::remove(path);
        QVERIFY2(fetched(made).contains(path + QStringLiteral(", which")), qPrintable(fetched(made)));
    }

    void whatCannotBeUsedIsToldBeforeAnythingIsSent_data()
    {
        QTest::addColumn<QString>("type");
        QTest::addColumn<QJsonObject>("change");
        QTest::addColumn<QString>("told");
        const auto row = [](const char *name, const char *type, const QJsonObject &change, const char *told) {
            QTest::newRow(name) << QString::fromLatin1(type) << change << QString::fromLatin1(told);
        };
        const auto source = [](const QJsonObject &value) { return QJsonObject{{"credential_source", value}}; };
        row("program", "external_account", source({{"executable", QJsonObject{{"command", "/bin/true"}}}}),
            "starts a program");
        row("identity of AWS", "external_account", source({{"environment_id", "aws1"}, {"url", "http://x/"}}),
            "neither a file nor a url");
        row("certificate", "external_account", source({{"certificate", QJsonObject{}}}), "neither a file nor a url");
        row("two sources", "external_account", source({{"file", "/a"}, {"url", "http://x/"}}),
            "either a file or a url");
        row("format", "external_account", source({{"file", "/a"}, {"format", QJsonObject{{"type", "xml"}}}}), "format");
        row("json without a field", "external_account",
            source({{"file", "/a"}, {"format", QJsonObject{{"type", "json"}}}}), "subject_token_field_name");
        row("no audience", "external_account", {{"audience", ""}}, "\"audience\" is missing");
        row("plain http", "external_account", {{"token_url", "http://sts.example.com/"}}, "must begin with https://");
        row("plain http of a key", "service_account", {{"token_uri", "http://example.com/token"}}, "https://");
        row("plain http of an impersonation", "impersonated_service_account",
            {{"service_account_impersonation_url", "http://example.com/x:generateAccessToken"}}, "https://");
        row("no key", "service_account", {{"private_key", ""}}, "\"private_key\" is missing");
        row("broken key", "service_account", {{"private_key", "-----BEGIN PRIVATE KEY-----\nabc\n"}}, "no RSA key");
        row("no refresh token", "authorized_user", {{"refresh_token", QJsonValue()}}, "gcloud auth");
        row("kind", "authorized_user", {{"type", "gdch_service_account"}}, "gdch_service_account");
        row("impersonation of one", "impersonated_service_account",
            {{"source_credentials", QJsonObject{{"type", "impersonated_service_account"}}}}, "delegates");
    }

    void whatCannotBeUsedIsToldBeforeAnythingIsSent()
    {
        QFETCH(QString, type);
        QFETCH(QJsonObject, change);
        QFETCH(QString, told);
        QJsonObject json = file(type.toLatin1().constData());
        for (auto it = change.begin(); it != change.end(); ++it)
            json.insert(it.key(), it.value());
        const auto made = credential(json);
        QVERIFY(!made);
        QCOMPARE(made.error().code, ErrorCode::InvalidInput);
        QVERIFY2(made.error().message.contains(told), qPrintable(made.error().message));
        QCOMPARE(grants(), QStringList());
    }

    void whatIsNoFileIsTold()
    {
        for (const QByteArray &text : {QByteArray(), QByteArray("[]"), QByteArray("{"), QByteArray("AIzaSomeKey")})
            QVERIFY(!googleCredentialOf(text, QStringLiteral("FILE"), surroundings()));
    }

    void looksWhereGooglesOwnProgramsLook()
    {
        m_variables[QStringLiteral("GCE_METADATA_HOST")] = QUrl(m_server.url()).authority();
        QVERIFY(fetched(googleDefaultCredential(surroundings())).startsWith(u"ya29.test-machine-"));
        save("home/.config/gcloud/application_default_credentials.json",
            QJsonDocument(file("authorized_user")).toJson());
        const auto signedIn = googleDefaultCredential(surroundings());
        QVERIFY(fetched(signedIn).startsWith(u"ya29.test-user-"));
        QCOMPARE(signedIn->quotaProject, QStringLiteral("quota-project"));
        save("elsewhere/application_default_credentials.json", QJsonDocument(file("external_account")).toJson());
        m_variables[QStringLiteral("CLOUDSDK_CONFIG")] = m_directory.filePath(QStringLiteral("elsewhere"));
        QVERIFY(fetched(googleDefaultCredential(surroundings())).startsWith(u"ya29.test-federated-"));
        m_variables[QStringLiteral("GOOGLE_APPLICATION_CREDENTIALS")] =
            save("named.json", QJsonDocument(file("service_account")).toJson());
        m_variables[QStringLiteral("GOOGLE_CLOUD_QUOTA_PROJECT")] = QStringLiteral("payer");
        m_variables[QStringLiteral("GOOGLE_CLOUD_PROJECT")] = QStringLiteral("of-the-environment");
        const auto named = googleDefaultCredential(surroundings());
        QVERIFY(fetched(named).startsWith(u"ya29.test-account-"));
        QCOMPARE(named->quotaProject, QStringLiteral("payer"));
        QCOMPARE(named->project, QStringLiteral("of-the-environment"));
        // What was named and is not there has no substitute.
        m_variables[QStringLiteral("GOOGLE_APPLICATION_CREDENTIALS")] = QStringLiteral("/nowhere/key.json");
        QVERIFY(fetched(googleDefaultCredential(surroundings())).contains(u"/nowhere/key.json cannot be read"));
        QVERIFY(QFile::remove(
            m_directory.filePath(QStringLiteral("home/.config/gcloud/application_default_credentials.json"))));
    }

    void saysWhatWasTriedWhenThereIsNothing()
    {
        m_variables[QStringLiteral("GCE_METADATA_HOST")] = QStringLiteral("127.0.0.1:9");
        const auto none = googleDefaultCredential(surroundings())->fetch({});
        QCOMPARE(none.error().code, ErrorCode::Unauthorized);
        for (const char *word :
            {"GOOGLE_APPLICATION_CREDENTIALS (not set)", "application_default_credentials.json (not there)",
                "127.0.0.1:9", "gcloud auth application-default login"})
            QVERIFY2(none.error().message.contains(QLatin1StringView(word)), qPrintable(none.error().message));
    }

    void anotherServerIsNotTakenForTheMetadataServer()
    {
        auto other = surroundings();
        other.send = [](const HttpRequest &request, std::stop_token) -> Result<HttpAnswer> {
            if (request.url.path() != u"/computeMetadata/v1/instance/service-accounts/default/token")
                return failure(ErrorCode::Internal, QString());
            return HttpAnswer{200, {}, R"({"access_token": "ya29.of-a-stranger", "expires_in": 3600})"};
        };
        const auto refused = googleDefaultCredential(other)->fetch({});
        QVERIFY(!refused && refused.error().message.contains(u"Metadata-Flavor"));
    }

    void anAnswerWithoutATokenIsNone()
    {
        for (const char *body :
            {"", "[]", "{}", R"({"access_token": "", "expires_in": 10})", R"({"access_token": "ya29.x"})",
                R"({"access_token": "ya29.x", "expires_in": -1})", R"({"access_token": "ya29.x", "expires_in": 1e300})",
                R"({"access_token": "ya29.x", "expires_in": "nan"})", R"({"access_token": 7, "expires_in": 10})"}) {
            auto odd = surroundings();
            odd.send = [body](const HttpRequest &, std::stop_token) -> Result<HttpAnswer> {
                return HttpAnswer{200, {{"metadata-flavor", "Google"}}, body};
            };
            QVERIFY2(!googleDefaultCredential(odd)->fetch({}), body);
        }
    }

    void authorisesRequestsAndRenewsWhatIsRefused()
    {
        auto made = credential(file("authorized_user"));
        GoogleAuthorization authorization(*made, surroundings().clock);
        const auto token = [&] {
            HttpRequest request;
            return authorization.authorise(request, {}) ? request.headers : HttpHeaders();
        };
        const HttpHeaders first = token();
        QCOMPARE(first.size(), 2);
        QVERIFY(first.at(0).first == "authorization" && first.at(0).second.startsWith("Bearer ya29.test-user-"));
        QCOMPARE(first.at(1), (std::pair<QByteArray, QByteArray>("x-goog-user-project", "quota-project")));
        QCOMPARE(token(), first);
        const HttpRequest refused{.headers = first};
        QVERIFY(!authorization.refused(refused, {.status = 403})); // a newer token of the same user may no more
        QCOMPARE(token(), first);
        QVERIFY(authorization.refused(refused, {.status = 401}));
        QVERIFY(token() != first);
        made->isFixed = true;
        QVERIFY(!GoogleAuthorization(*made, surroundings().clock).refused(refused, {.status = 401}));
    }
};

QTEST_GUILESS_MAIN(GoogleCredentialTest)
#include "tst_GoogleCredential.moc"
