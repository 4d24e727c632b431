#include "shared/core/Json.h"
#include "shared/core/Redactor.h"

#include <QTest>

using namespace mergeloom;

class RedactorTest : public QObject
{
    Q_OBJECT

    Redactor m_redactor;
    const QByteArray m_secret = "s3cr\"et/+value&1";

private Q_SLOTS:
    void initTestCase() { m_redactor.addSecret(m_secret); }

    void encodingsAreFound_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("plain") << "x " + m_secret + " y";
        QTest::newRow("hex") << "x" + m_secret.toHex();
        QTest::newRow("url") << "x" + m_secret.toPercentEncoding();
        const QByteArray json = compactJson(QString::fromUtf8(m_secret));
        QTest::newRow("json") << json;
        for (int lead = 0; lead < 3; ++lead)
            QTest::addRow("base64 after %d bytes", lead) << (QByteArray(lead, 'a') + m_secret + "zz").toBase64();
    }
    void encodingsAreFound()
    {
        QFETCH(const QByteArray, text);
        const QByteArray clean = m_redactor.redact(text);
        QVERIFY2(clean.contains("[redacted]"), clean.constData());
        QVERIFY(!clean.contains(m_secret));
    }
    void aSecretCutAtAnyByteIsFound()
    {
        const QByteArray text = "before " + m_secret + " after";
        for (qsizetype cut = 0; cut <= text.size(); ++cut) {
            Redactor::Stream stream(m_redactor);
            QByteArray clean = stream.push(text.left(cut));
            clean += stream.push(text.mid(cut));
            clean += stream.finish();
            QCOMPARE(clean, QByteArray("before [redacted] after"));
        }
    }
    void byteByByteNothingIsLost()
    {
        const QByteArray text = "s3c nothing here s3cr s3cr\"et/";
        Redactor::Stream stream(m_redactor);
        QByteArray clean;
        for (const char c : text)
            clean += stream.push(QByteArray(1, c));
        clean += stream.finish();
        QCOMPARE(clean, text);
    }
    void eachLineOfAKeyIsASecret()
    {
        Redactor redactor;
        redactor.addSecret("-----BEGIN KEY-----\nAAAABBBBCCCCDDDD1111\nEEEEFFFF00002222333\n");
        QVERIFY(!redactor.redact(QByteArray("echo EEEEFFFF00002222333")).contains("EEEEFFFF"));
    }
    void textsInsideJsonAreFound()
    {
        const QJsonValue clean =
            m_redactor.redact(QJsonValue(QJsonObject{{"a", QJsonArray{QString::fromUtf8(m_secret), 7}}}));
        QCOMPARE(clean.toObject().value("a").toArray(), (QJsonArray{"[redacted]", 7}));
    }
    void shortValuesAreNotTaken()
    {
        Redactor redactor;
        redactor.addSecret("abc");
        QVERIFY(redactor.isEmpty());
    }
};

QTEST_GUILESS_MAIN(RedactorTest)
#include "tst_Redactor.moc"
