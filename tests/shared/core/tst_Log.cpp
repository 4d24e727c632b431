#include "shared/core/Log.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <cstdio>

using namespace mergeloom;

/// What the log writes goes into a file while this lives.
class CapturedLog
{
public:
    CapturedLog()
    {
        std::fflush(stderr);
        if (!std::freopen(qPrintable(m_path), "w", stderr))
            qFatal("standard error cannot be put into a file");
    }
    QByteArray text() const
    {
        std::fflush(stderr);
        QFile file(m_path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

private:
    QTemporaryDir m_folder;
    QString m_path = m_folder.filePath(QStringLiteral("log"));
};

class LogTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void secretsAreTakenOutOfMessagesAndFields_data()
    {
        QTest::addColumn<int>("format");
        QTest::newRow("key=value") << int(log::Format::KeyValue);
        QTest::newRow("JSON") << int(log::Format::Json);
    }
    void secretsAreTakenOutOfMessagesAndFields()
    {
        QFETCH(const int, format);
        const CapturedLog captured;
        log::configure(log::Format(format), log::Level::Info);
        Redactor redactor;
        redactor.addSecret("hunter2 \"quoted\"", QStringLiteral("key"));
        log::redactBy(redactor);
        log::warning(QStringLiteral("Not with hunter2 \"quoted\"."),
            {{"url", QStringLiteral("https://me:somebodys-word@example.org/")},
                {"key", QStringLiteral("hunter2 \"quoted\"")}});
        qWarning("Qt says hunter2 \"quoted\" too");
        const QByteArray text = captured.text();
        QCOMPARE(text.count('\n'), 2);
        QCOMPARE(text.count("[redacted:key]"), 3);
        QVERIFY2(text.contains("https://[redacted:URL credentials]@example.org/"), text.constData());
        QVERIFY2(!text.contains("hunter2"), text.constData());
    }
    void whatIsHiddenStaysHiddenWhateverTheRedactorOfARunIs()
    {
        const CapturedLog captured;
        log::configure(log::Format::KeyValue, log::Level::Info);
        log::hide("cluster-0815-word", QStringLiteral("token"));
        log::hide("cluster-0815-word", QStringLiteral("once more"));
        log::hide("", QStringLiteral("nothing"));
        Redactor ofRun;
        ofRun.addSecret("4711-of-a-run", QStringLiteral("key"));
        log::redactBy(ofRun);
        log::info(QStringLiteral("cluster-0815-word and 4711-of-a-run"));
        log::redactBy(Redactor());
        log::info(QStringLiteral("again"),
            {{"token", QString::fromLatin1(QByteArray("cluster-0815-word").toHex())},
                {"old", QStringLiteral("4711-of-a-run")}});
        const QByteArray text = captured.text();
        QVERIFY2(text.contains("[redacted:token] and [redacted:key]"), text.constData());
        QVERIFY2(text.contains("token=[redacted:token]"), text.constData());
        QVERIFY2(text.contains("old=4711-of-a-run"), text.constData());
        QCOMPARE(log::withoutSecrets(QStringLiteral("cluster-0815-word")), QStringLiteral("[redacted:token]"));
        QVERIFY(!log::hidden().redact(QByteArray("cluster-0815-word")).contains("0815"));
    }
};

QTEST_GUILESS_MAIN(LogTest)
#include "tst_Log.moc"
