#include "service/controller/Catalog.h"
#include "service/gateway/ProviderCatalog.h"
#include "service/gateway/SecretRotation.h"
#include "service/platform/SecretBox.h"
#include "service/storage/SealedStore.h"
#include "service/storage/Statement.h"
#include "tests/service/storage/TestDatabase.h"

#include <QTemporaryDir>
#include <QTest>

using namespace mergeloom;

namespace {

/// A database with secrets of both kinds.
struct Secrets {
    QTemporaryDir directory;
    QString keyPath = directory.filePath("secret.key");
    std::unique_ptr<Database> database = Database::open(databaseIn(directory.filePath("data"))).value();

    Secrets()
    {
        ProviderCatalog providers = catalog();
        for (const char *id : {"first", "second"}) {
            api::ProviderRequest request;
            request.kind = "fake";
            request.secret = QStringLiteral("key-of-%1").arg(id);
            if (!providers.put(ProviderProfileId(id), request, std::nullopt, "test"))
                qFatal("no provider");
        }
        Catalog repositories(*database, SecretBox::open(keyPath).value());
        api::RepositoryRequest repository{"alias", "https://git.example/r.git", "main"};
        repository.password = "password-of-alias";
        if (!repositories.add(repository, "test"))
            qFatal("no repository");
    }

    ProviderCatalog catalog() const { return catalog(keyPath); }
    ProviderCatalog catalog(const QString &key) const
    {
        ProviderField field;
        field.name = "api_key";
        field.kind = "secret";
        return ProviderCatalog(
            *database, SecretBox::open(key).value(),
            [field] {
                return QList<ProviderKind>{{"fake", "F", "", {field}}};
            },
            [](const ProviderProfile &, const QByteArray &) { return Result<void>(); });
    }
    QString secret(const QString &id) const
    {
        const auto found = catalog().withSecret(id);
        return found ? found->secret : QStringLiteral("(none)");
    }
    bool opensAll() const { return secret("first") == u"key-of-first" && secret("second") == u"key-of-second"; }
};

} // namespace

/// Renewing the key, cut off at each step; and what a thief gets.
class SecretRotationTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everySealedColumnIsKnown()
    {
        Secrets secrets;
        const auto found = secrets.database->read([](const ReadTransaction &transaction) {
            return firstColumn(transaction,
                isOnPostgres() ? R"sql(
                    SELECT table_name || '.' || column_name FROM information_schema.columns
                    WHERE table_schema = current_schema() AND column_name LIKE 'sealed%' ORDER BY 1)sql"
                               : R"sql(
                    SELECT m.name || '.' || c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c
                    WHERE m.type = 'table' AND c.name LIKE 'sealed%' ORDER BY 1)sql");
        });
        QStringList known;
        for (const QByteArray &column : SealedStore::columns())
            known << QString::fromUtf8(column);
        QCOMPARE(*found, known);
    }

    void aRenewalSealsEverythingAnew()
    {
        Secrets secrets;
        const QString before = SecretBox::open(secrets.keyPath)->keyId();
        const auto done = rotateSecrets(*secrets.database, secrets.keyPath);
        QVERIFY2(done, done ? "" : qPrintable(done.error().message));
        QCOMPARE(done->resealed, 3);
        QCOMPARE(done->alreadyNew, 0);
        QVERIFY(done->keyId != before);
        QCOMPARE(SecretBox::open(secrets.keyPath)->keyId(), done->keyId);
        QVERIFY(!QFile::exists(SecretBox::nextKeyPath(secrets.keyPath)));
        QVERIFY(secrets.opensAll());
    }

    void aRenewalThatIsCutOffLosesNothingAndIsFinished_data()
    {
        QTest::addColumn<int>("steps");
        QTest::newRow("after the new key was made") << 1;
        QTest::newRow("after everything was sealed anew") << 2;
    }
    void aRenewalThatIsCutOffLosesNothingAndIsFinished()
    {
        QFETCH(int, steps);
        Secrets secrets;
        const QString next = SecretBox::nextKeyPath(secrets.keyPath);
        QVERIFY(SecretBox::openForRotation(secrets.keyPath, next));
        if (steps == 2)
            QVERIFY(rotateSecrets(*secrets.database, secrets.keyPath, next)); // all but the last step
        QVERIFY(QFile::exists(next));
        QVERIFY(secrets.opensAll());
        const auto done = rotateSecrets(*secrets.database, secrets.keyPath);
        QVERIFY(done);
        QCOMPARE(done->resealed, steps == 2 ? 0 : 3);
        QCOMPARE(done->alreadyNew, steps == 2 ? 3 : 0);
        QVERIFY(!QFile::exists(next));
        QVERIFY(secrets.opensAll());
    }

    void oneSecretThatCannotBeOpenedLeavesAllAsTheyWere()
    {
        Secrets secrets;
        QVERIFY(secrets.database->write([](const WriteTransaction &transaction) {
            return SealedStore::replace(transaction,
                {
                    "provider_profile",
                    "second",
                    "broken",
                });
        }));
        const auto done = rotateSecrets(*secrets.database, secrets.keyPath);
        QVERIFY(!done);
        QVERIFY(done.error().message.contains("provider_profile/second"));
        QCOMPARE(secrets.secret("first"), QString("key-of-first"));
    }

    void aKeyElsewhereTakesOver()
    {
        Secrets secrets;
        const QString other = secrets.directory.filePath("other.key");
        QVERIFY(rotateSecrets(*secrets.database, secrets.keyPath, other));
        QVERIFY(!secrets.opensAll());
        QCOMPARE(secrets.catalog(other).withSecret("first")->secret, QString("key-of-first"));
    }

    void swappedRowsDoNotOpen()
    {
        Secrets secrets;
        QVERIFY(secrets.database->write([](const WriteTransaction &transaction) -> Result<void> {
            MERGELOOM_TRY(const auto values, SealedStore::list(transaction));
            MERGELOOM_CHECK(SealedStore::replace(transaction, {"provider_profile", "first", values[1].sealed}));
            return SealedStore::replace(transaction, {"provider_profile", "second", values[0].sealed});
        }));
        QCOMPARE(secrets.secret("first"), QString("(none)"));
        QCOMPARE(secrets.secret("second"), QString("(none)"));
    }

    void aCopyWithoutTheKeyTellsNothing()
    {
        Secrets secrets;
        const QByteArray all = storedBytes(*secrets.database);
        QVERIFY(all.contains("first"));
        for (const char *secret : {"key-of-first", "key-of-second", "password-of-alias"})
            for (const QByteArray &form :
                {QByteArray(secret), QByteArray(secret).toBase64(), QByteArray(secret).toHex()})
                QVERIFY(!all.contains(form));
        QFile::remove(secrets.keyPath); // the thief's worker makes a key of its own
        QVERIFY(!secrets.opensAll());
        const auto list = secrets.catalog().list();
        QCOMPARE(list->items.first().state, ProviderState::Failing);
    }
};

QTEST_GUILESS_MAIN(SecretRotationTest)
#include "tst_SecretRotation.moc"
