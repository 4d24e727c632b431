#include "service/gateway/ProviderReadiness.h"
#include "tests/service/storage/TestDatabase.h"

#include <QTemporaryDir>
#include <QTest>

using namespace mergeloom;

class ProviderReadinessTest : public QObject
{
    Q_OBJECT

    std::optional<QTemporaryDir> m_directory;
    std::unique_ptr<Database> m_database;
    std::unique_ptr<ProviderCatalog> m_catalog;
    std::unique_ptr<ProviderReadiness> m_readiness;
    Result<std::optional<QStringList>> m_answer = std::nullopt;
    QStringList m_asked;
    Timestamp m_now{1'000'000'000};

    void put(const char *id, const QString &model = {})
    {
        QVERIFY(m_catalog->put(ProviderProfileId(id), {.kind = "test", .model = model, .secret = "key"}, {}, "bob"));
    }
    api::ProviderView seen(const char *id) { return m_catalog->find(ProviderProfileId(id)).value(); }
    void pass(qint64 seconds) { m_now.microseconds += seconds * 1'000'000; }

private Q_SLOTS:
    void init()
    {
        m_asked.clear();
        m_answer = std::nullopt;
        m_readiness.reset();
        m_catalog.reset();
        m_database.reset();
        m_directory.emplace();
        m_database = Database::open(databaseIn(m_directory->path())).value();
        m_catalog = std::make_unique<ProviderCatalog>(
            *m_database, SecretBox::open(m_directory->filePath("key")).value(),
            [] {
                return QList<ProviderKind>{{.kind = "test",
                    .label = "Test",
                    .form = {
                        {.name = "model", .label = "Model"}, {.name = "api_key", .label = "Key", .kind = "secret"}}}};
            },
            [](const ProviderProfile &, const QByteArray &secret) -> Result<void> {
                if (secret.isEmpty())
                    return failure(ErrorCode::InvalidInput, "The key is missing.");
                return {};
            });
        m_readiness = std::make_unique<ProviderReadiness>(
            *m_catalog,
            [this](const protocol::ProviderWithSecret &provider, std::stop_token) {
                m_asked << provider.profile.id.text() + u' ' + provider.secret;
                return m_answer;
            },
            [this] { return m_now; });
        m_catalog->refineBy([this](api::ProviderView &view) { m_readiness->refine(view); });
    }

    void isCheckingUntilTheServiceHasAnswered()
    {
        put("a");
        QCOMPARE(seen("a").state, ProviderState::Checking);
        m_answer = QStringList{"large", "small"};
        m_readiness->look({});
        QCOMPARE(m_asked, QStringList{"a key"});
        QCOMPARE(seen("a").state, ProviderState::Ready);
        QCOMPARE(seen("a").models, (QStringList{"large", "small"}));
        QCOMPARE(seen("a").checkedAt->microseconds, m_now.microseconds);
    }

    void aServiceThatCannotBeAskedIsReady()
    {
        put("a");
        m_readiness->look({});
        QCOMPARE(seen("a").state, ProviderState::Ready);
        QVERIFY(!seen("a").checkedAt);
    }

    void aRefusedKeyIsToldAndAskedAgainSoon()
    {
        put("a");
        m_answer = failure(ErrorCode::Unauthorized, "The key was refused. Check the key.");
        m_readiness->look({});
        QCOMPARE(seen("a").state, ProviderState::Failing);
        QCOMPARE(seen("a").detail, QStringLiteral("The key was refused. Check the key."));
        pass(59);
        m_readiness->look({});
        QCOMPARE(m_asked.size(), 1);
        pass(1);
        m_answer = QStringList();
        m_readiness->look({});
        QCOMPARE(m_asked.size(), 2);
        QCOMPARE(seen("a").state, ProviderState::Ready);
        pass(14 * 60);
        m_readiness->look({});
        QCOMPARE(m_asked.size(), 2);
        pass(60);
        m_readiness->look({});
        QCOMPARE(m_asked.size(), 3);
    }

    void aChangeIsAskedForAtOnce()
    {
        put("a");
        m_answer = QStringList{"large"};
        m_readiness->look({});
        put("a", "huge");
        QCOMPARE(seen("a").state, ProviderState::Checking);
        m_readiness->look({});
        QCOMPARE(m_asked.size(), 2);
        QCOMPARE(seen("a").state, ProviderState::Ready);
        QVERIFY2(seen("a").detail.contains("does not list the model \"huge\""), qPrintable(seen("a").detail));
    }

    void aProfileThatIsNotCompleteIsNotAsked()
    {
        QVERIFY(m_catalog->put(ProviderProfileId("a"), {.kind = "test"}, {}, "bob"));
        m_readiness->look({});
        QVERIFY(m_asked.isEmpty());
        QCOMPARE(seen("a").state, ProviderState::NotConfigured);
    }

    void oneThatWasRemovedAndMadeAgainIsAskedAgain()
    {
        put("a");
        m_answer = QStringList{"large"};
        m_readiness->look({});
        QVERIFY(m_catalog->remove(ProviderProfileId("a"), {}, "bob"));
        m_readiness->look({});
        put("a");
        QCOMPARE(seen("a").state, ProviderState::Checking);
        m_readiness->look({});
        QCOMPARE(m_asked.size(), 2);
    }

    void aClockThatWasSetBackAsksAgain()
    {
        put("a");
        m_readiness->look({});
        pass(-3600);
        m_readiness->look({});
        QCOMPARE(m_asked.size(), 2);
    }
};

QTEST_GUILESS_MAIN(ProviderReadinessTest)
#include "tst_ProviderReadiness.moc"
