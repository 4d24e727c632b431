#include "service/platform/RsaKey.h"

#include <QProcess>
#include <QTest>

using namespace mergeloom;

class RsaKeyTest : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_directory;

    QString path(const char *name) const { return m_directory.filePath(QString::fromLatin1(name)); }
    static QByteArray readAll(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    /// The openssl program, which shares no code of ours; its exit code is the answer.
    static bool openssl(const QStringList &arguments)
    {
        QProcess process;
        process.start(QStringLiteral("openssl"), arguments);
        return process.waitForFinished(30'000) && process.exitCode() == 0;
    }
    QByteArray made(const char *name, const QStringList &how) const
    {
        if (!openssl(QStringList{QStringLiteral("genpkey"), QStringLiteral("-out"), path(name)} + how))
            return {};
        return readAll(path(name));
    }

private Q_SLOTS:
    void anIndependentProgramTakesTheSignature_data()
    {
        QTest::addColumn<QString>("form");
        QTest::newRow("PKCS 8") << QString();
        QTest::newRow("PKCS 1") << QStringLiteral("-traditional");
    }

    void anIndependentProgramTakesTheSignature()
    {
        QFETCH(QString, form);
        QByteArray pem = made("key.pem",
            {QStringLiteral("-algorithm"), QStringLiteral("RSA"), QStringLiteral("-pkeyopt"),
                QStringLiteral("rsa_keygen_bits:2048")});
        if (!form.isEmpty()) {
            QVERIFY(openssl({QStringLiteral("rsa"), QStringLiteral("-in"), path("key.pem"), form,
                QStringLiteral("-out"), path("old.pem")}));
            pem = readAll(path("old.pem"));
        }
        QVERIFY(openssl({QStringLiteral("pkey"), QStringLiteral("-in"), path("key.pem"), QStringLiteral("-pubout"),
            QStringLiteral("-out"), path("public.pem")}));
        const auto key = RsaKey::parse(pem);
        QVERIFY2(key, qPrintable(key ? QString() : key.error().message));
        for (const QByteArray &text : {QByteArray("header.claims"), QByteArray(), QByteArray(100'000, '\0')}) {
            const auto signature = key->sign(text);
            QVERIFY(signature);
            QFile textFile(path("text")), signatureFile(path("signature"));
            QVERIFY(textFile.open(QIODevice::WriteOnly) && signatureFile.open(QIODevice::WriteOnly));
            textFile.write(text);
            signatureFile.write(*signature);
            textFile.close();
            signatureFile.close();
            const QStringList verify{QStringLiteral("dgst"), QStringLiteral("-sha256"), QStringLiteral("-verify"),
                path("public.pem"), QStringLiteral("-signature"), path("signature")};
            QVERIFY(openssl(verify + QStringList{path("text")}));
            QVERIFY(!openssl(verify + QStringList{path("public.pem")})); // of another text it is none
        }
    }

    void refusesOtherKeysWithoutShowingThem()
    {
        const QStringList rsa{QStringLiteral("-algorithm"), QStringLiteral("RSA"), QStringLiteral("-pkeyopt")};
        const QByteArray small = made("small.pem", rsa + QStringList{QStringLiteral("rsa_keygen_bits:1024")});
        const QByteArray curve = made("curve.pem",
            {QStringLiteral("-algorithm"), QStringLiteral("EC"), QStringLiteral("-pkeyopt"),
                QStringLiteral("ec_paramgen_curve:P-256")});
        const QByteArray locked = made("locked.pem",
            rsa
                + QStringList{QStringLiteral("rsa_keygen_bits:2048"), QStringLiteral("-aes256"),
                    QStringLiteral("-pass"), QStringLiteral("pass:words")});
        const QByteArray good = made("good.pem", rsa + QStringList{QStringLiteral("rsa_keygen_bits:2048")});
        for (const QByteArray &pem : {small, curve, locked, good})
            QVERIFY(pem.contains("PRIVATE KEY"));
        for (const QByteArray &pem :
            {small, curve, locked, good.left(good.size() / 2), QByteArray("no key at all"), QByteArray()}) {
            const auto key = RsaKey::parse(pem); // with a passphrase it must not ask for it either
            QVERIFY(!key);
            QCOMPARE(key.error().code, ErrorCode::InvalidInput);
            const QList<QByteArray> lines = pem.split('\n');
            QVERIFY(lines.size() < 2 || !key.error().message.contains(QString::fromLatin1(lines.at(1))));
        }
    }
};

QTEST_GUILESS_MAIN(RsaKeyTest)
#include "tst_RsaKey.moc"
