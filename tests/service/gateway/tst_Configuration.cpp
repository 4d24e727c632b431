#include "service/gateway/AccessTokens.h"
#include "service/gateway/DashboardReader.h"
#include "service/gateway/HealthChecks.h"
#include "service/gateway/ProviderCatalog.h"
#include "shared/core/Log.h"
#include "tests/service/storage/TestDatabase.h"

#include <QTemporaryDir>
#include <QTest>

using namespace mergeloom;

namespace {

QList<ProviderKind> kinds()
{
    ProviderField model;
    model.name = "model";
    model.label = "Model";
    ProviderField key;
    key.name = "api_key";
    key.label = "API key";
    key.kind = "secret";
    ProviderField size;
    size.name = "size";
    size.label = "Size";
    size.kind = "choice";
    size.choices = QStringList{"small", "large"};
    ProviderField region;
    region.name = "region";
    region.label = "Region";
    region.lockedBy = "REGION";
    return {{"fake", "Fake", "For tests", {model, key, size, region}}, {"other", "Other", "For tests", {model, key}}};
}

Result<void> check(const ProviderProfile &, const QByteArray &secret)
{
    if (secret.isEmpty())
        return failure(ErrorCode::InvalidInput, "An API key is missing.");
    return {};
}

} // namespace

class TestConfiguration : public QObject
{
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<Database> m_database;
    std::unique_ptr<ProviderCatalog> m_providers;

    static api::ProviderRequest request(const std::optional<QString> &secret = {})
    {
        api::ProviderRequest request;
        request.kind = "fake";
        request.model = "m1";
        request.secret = secret;
        return request;
    }
    Result<api::ProviderView> put(
        const char *id, const api::ProviderRequest &request, std::optional<qint64> version = {})
    {
        return m_providers->put(ProviderProfileId(id), request, version, "bob");
    }

private Q_SLOTS:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        m_database = Database::open(databaseIn(m_directory->path())).value();
        m_providers = std::make_unique<ProviderCatalog>(
            *m_database, SecretBox::open(m_directory->filePath("key")).value(), kinds, check);
    }

    void secretsAreSealedAndNeverShown()
    {
        const auto made = put("main", request("very-secret-key")).value();
        QVERIFY(made.hasSecret);
        QCOMPARE(made.state, ProviderState::Ready);
        QVERIFY(!compactJsonOf(m_providers->list().value()).contains("very-secret"));
        const QByteArray stored = storedBytes(*m_database);
        QVERIFY(stored.contains("provider"));
        QVERIFY(!stored.contains("very-secret"));
        QCOMPARE(m_providers->withSecret("main").value().secret, QStringLiteral("very-secret-key"));
        QCOMPARE(log::withoutSecrets(QStringLiteral("a very-secret-key")), QStringLiteral("a [redacted:provider key]"));
        QVERIFY(put("main", request()).value().hasSecret);
        const auto emptied = put("main", request("")).value();
        QVERIFY(!emptied.hasSecret);
        QCOMPARE(emptied.state, ProviderState::NotConfigured);
        QCOMPARE(emptied.detail, QStringLiteral("An API key is missing."));
    }

    void aSecretDoesNotMoveToAnotherKind()
    {
        QVERIFY(put("main", request("very-secret-key")));
        api::ProviderRequest other = request();
        other.kind = "other";
        QVERIFY(!put("main", other).value().hasSecret);
    }

    void thereIsOneDefaultAndTheFirstIsIt()
    {
        QVERIFY(put("a", request("k-a")).value().profile.isDefault);
        QVERIFY(!put("b", request("k-b")).value().profile.isDefault);
        api::ProviderRequest chosen = request();
        chosen.isDefault = true;
        QVERIFY(put("b", chosen).value().profile.isDefault);
        QVERIFY(!m_providers->find(ProviderProfileId("a")).value().profile.isDefault);
        QCOMPARE(m_providers->withSecret("default").value().profile.id.text(), QStringLiteral("b"));
        QVERIFY(m_providers->remove(ProviderProfileId("b"), {}, "bob"));
        QCOMPARE(m_providers->withSecret("default").error().code, ErrorCode::NotFound);
    }

    void provisionedOnesAreAllThereIsAndStay()
    {
        api::ProviderRequest own = request("stored-key");
        own.isDefault = true;
        QVERIFY(put("mine", own));
        QVERIFY(put("b", own));
        QVERIFY(m_providers->provision({{.id = ProviderProfileId("a"), .kind = "fake", .model = "m-a"},
            {.id = ProviderProfileId("b"), .kind = "fake", .model = "m-b"}}));
        const auto list = m_providers->list().value();
        QCOMPARE(list.configMode, QStringLiteral("provisioned"));
        QCOMPARE(list.items.size(), 2);
        QCOMPARE(m_providers->withSecret("default").value().profile.model, QStringLiteral("m-b")); // as it was
        QCOMPARE(m_providers->withSecret("b").value().secret, QString());
        QCOMPARE(m_providers->withSecret("mine").error().code, ErrorCode::NotFound);
        QCOMPARE(put("a", request("k")).error().code, ErrorCode::Forbidden);
        QCOMPARE(m_providers->remove(ProviderProfileId("b"), {}, "bob").error().details.value("locked_by").toString(),
            QStringLiteral("JCA_PROVIDER_CONFIG_MODE"));
    }

    void badProfilesAreRefusedWithTheField()
    {
        const auto field = [&](const char *id, const api::ProviderRequest &request) {
            return put(id, request).error().details.value("field").toString();
        };
        QCOMPARE(field("default", request()), QStringLiteral("id"));
        QCOMPARE(field("../x", request()), QStringLiteral("id"));
        api::ProviderRequest bad = request();
        bad.kind = "none";
        QCOMPARE(field("a", bad), QStringLiteral("kind"));
        bad = request();
        bad.options = {{"size", "huge"}};
        QCOMPARE(field("a", bad), QStringLiteral("size"));
        bad.options = {{"colour", "red"}};
        QCOMPARE(field("a", bad), QStringLiteral("options.colour"));
        bad.options = {{"region", "north"}};
        QCOMPARE(put("a", bad).error().code, ErrorCode::Forbidden);
        const auto made = put("a", request("k")).value();
        QVERIFY(put("a", request(), made.version));
        QCOMPARE(put("a", request(), made.version).error().details.value("reason").toString(),
            QStringLiteral("version_mismatch"));
    }

    void theFirstAdminTokenIsInAFileThatOthersCannotRead()
    {
        AccessTokens tokens(*m_database);
        const QString secret = tokens.ensureAdmin({}, m_directory->path()).value();
        QFile file(m_directory->filePath("admin_token"));
        QCOMPARE(file.permissions() & (QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup | QFile::WriteOther),
            QFile::Permissions());
        QCOMPARE(tokens.find(secret).value()->role, Role::Admin);
        QCOMPARE(tokens.ensureAdmin({}, m_directory->path()).value(), secret);
        QVERIFY(!log::withoutSecrets(secret).contains(secret));
        QCOMPARE(tokens.list().value().items.size(), 1);
        QVERIFY(tokens.ensureAdmin("given-by-the-setting", m_directory->path()));
        QCOMPARE(tokens.find("given-by-the-setting").value()->role, Role::Admin);
        QCOMPARE(tokens.ensureAdmin("short", m_directory->path()).error().code, ErrorCode::InvalidInput);
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ReadOther);
        QCOMPARE(tokens.ensureAdmin({}, m_directory->path()).error().code, ErrorCode::Forbidden);
    }

    void tokensAreShownOnceFoundByTheirTextAndRevoked()
    {
        AccessTokens tokens(*m_database);
        const auto made = tokens.create({"ci", Role::Operator}, "bob").value();
        QVERIFY(made.secret);
        QCOMPARE(tokens.find(*made.secret).value()->name, QStringLiteral("ci"));
        QVERIFY(!tokens.find("guess").value());
        QVERIFY(!tokens.list().value().items.first().secret);
        QVERIFY(tokens.list().value().items.first().lastUsedAt);
        QCOMPARE(tokens.create({" ", Role::Viewer}, "bob").error().details.value("field").toString(),
            QStringLiteral("name"));
        const auto admin = tokens.create({"root", Role::Admin}, "bob").value();
        QVERIFY(tokens.revoke(made.id, "bob"));
        QVERIFY(!tokens.find(*made.secret).value());
        QCOMPARE(tokens.revoke(made.id, "bob").error().code, ErrorCode::NotFound);
        QVERIFY2(!tokens.revoke(admin.id, "bob"), "the last admin would lock everybody out");
        QVERIFY(tokens.find(*admin.secret).value());
    }

    void healthAndDashboardSayWhatWasSeenAndWhatToDo()
    {
        Workers workers(*m_database, {});
        HealthChecks health(*m_database, workers, *m_providers,
            {m_directory->path(), QStringList{"git", "no-such-program"}, {.mode = SandboxMode::Required},
                {"0.0.0.0, without TLS", "Set a certificate."}});
        QVERIFY(health.ready());
        const api::Health seen = health.run();
        QSet<QString> names;
        for (const api::HealthCheck &each : seen.checks) {
            names << each.name;
            QVERIFY2(!each.seen.isEmpty(), qPrintable(each.name));
            if (each.status != u"ok")
                QVERIFY2(!each.remedy.isEmpty(), qPrintable(each.name));
        }
        QCOMPARE(names.size(), seen.checks.size());
        QVERIFY(names.contains("allow-list") && names.contains("storage integrity") && names.contains("sandbox")
            && names.contains("executors"));
        QVERIFY(seen.status != u"ok"); // no executor, no provider

        DashboardReader reader({*m_database, workers, *m_providers, health}, "here");
        const auto dashboard = reader.read();
        QVERIFY2(dashboard, dashboard ? "" : qPrintable(dashboard.error().message));
        QCOMPARE(dashboard->days.size(), 14);
        QCOMPARE(dashboard->health, seen.status);
    }
};

QTEST_GUILESS_MAIN(TestConfiguration)
#include "tst_Configuration.moc"
