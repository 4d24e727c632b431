#include "service/pipeline/RunSecrets.h"

#include <QTest>

using namespace mergeloom;

class RunSecretsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theKeyOfTheProviderIsTakenOut_data()
    {
        QTest::addColumn<QByteArray>("secret");
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("key") << QByteArray("one-key-4711\n") << QByteArray("a one-key-4711 b");
        QTest::newRow("key of a key and a token")
            << QByteArray("one-key-4711 its-token-0815") << QByteArray("a one-key-4711 b");
        QTest::newRow("token of a key and a token")
            << QByteArray("one-key-4711  its-token-0815\n") << QByteArray("a its-token-0815 b");
    }
    void theKeyOfTheProviderIsTakenOut()
    {
        QFETCH(QByteArray, secret);
        QFETCH(QByteArray, text);
        RunOrder order;
        order.provider.secret = secret;
        QCOMPARE(redactorFor(order, {}).redact(text), QByteArray("a [redacted:provider key] b"));
    }

    void theWordsOfALongerSecretStay()
    {
        RunOrder order;
        order.provider.secret = R"({"type": "service_account", "private_key": "one two"})";
        QCOMPARE(redactorFor(order, {}).redact(QByteArray("a service_account b")), QByteArray("a service_account b"));
    }
};

QTEST_GUILESS_MAIN(RunSecretsTest)
#include "tst_RunSecrets.moc"
