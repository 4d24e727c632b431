#include "service/http/Refusals.h"

#include <QTest>

using namespace mergeloom;

/// What the audit gets to know of refused calls, and how little room an attacker can make it take.
class RefusalsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theFirstIsToldAtOnceAndTheRestWithItsMinute()
    {
        Refusals refusals([this] { return m_now; });
        refusals.due();
        for (int i = 0; i < 3; ++i)
            refusals.note(one("10.0.0.1"));
        QList<QJsonObject> events = refusals.due();
        QCOMPARE(events.size(), 1);
        QCOMPARE(events[0]["count"].toInt(), 3);
        QCOMPARE(events[0]["cause"].toString(), QString("forbidden"));
        QCOMPARE(events[0]["since"].toString(), m_now.toString());
        for (int i = 0; i < 500; ++i)
            refusals.note(one("10.0.0.1"));
        pass(59);
        QVERIFY(refusals.due().isEmpty());
        pass(1);
        events = refusals.due();
        QCOMPARE(events.size(), 1);
        QCOMPARE(events[0]["count"].toInt(), 500);
        pass(60);
        QVERIFY(refusals.due().isEmpty());
    }

    void nothingIsLostInTheCounting()
    {
        Refusals refusals([this] { return m_now; });
        int told = 0;
        const auto count = [&](const QList<QJsonObject> &events) {
            for (const QJsonObject &event : events)
                told += event["count"].toInt();
        };
        for (int i = 0; i < 20'000; ++i) {
            refusals.note(one(QStringLiteral("10.0.%1.%2").arg(i / 250).arg(i % 250)));
            if (i % 100 == 0) {
                pass(1);
                count(refusals.due());
            }
        }
        count(refusals.rest());
        QCOMPARE(told, 20'000);
    }

    void aLastingAttackMakesFewEvents()
    {
        Refusals refusals([this] { return m_now; });
        int events = 0;
        qsizetype bytes = 0;
        for (int second = 0; second < 24 * 3600; ++second) {
            for (int i = 0; i < 5; ++i)
                refusals.note({i % 2 ? "forbidden" : "unknown_host", QString(5000, u'x'),
                    QStringLiteral("10.%1.%2.%3").arg(second / 250).arg(second % 250).arg(i), "GET",
                    QString(5000, u'y'), {}});
            pass(1);
            for (const QJsonObject &event : refusals.due()) {
                ++events;
                bytes += QJsonDocument(event).toJson(QJsonDocument::Compact).size();
            }
        }
        QVERIFY2(events < 1500, qPrintable(QString::number(events)));
        QVERIFY2(bytes < 1'500'000, qPrintable(QString::number(bytes)));
    }

    void afterAnAttackMinutesAreShortAgain()
    {
        Refusals refusals([this] { return m_now; });
        refusals.due();
        for (int i = 0; i < 100; ++i)
            refusals.note(one(QString::number(i)));
        pass(60);
        refusals.due(); // the next window is of two minutes
        pass(120);
        refusals.due();
        refusals.note(one("10.0.0.1"));
        refusals.note(one("10.0.0.1"));
        QCOMPARE(refusals.due().size(), 1);
        refusals.note(one("10.0.0.1"));
        pass(60);
        QCOMPARE(refusals.due().size(), 1);
    }

    void whatAClientSentIsMadeOneShortLine()
    {
        Refusals refusals([this] { return m_now; });
        refusals.note(
            {"unknown_host", QStringLiteral("host \n\u001b[31m") + QString(1000, u'h'), "::1", "GET", "/", {}});
        const QString reason = refusals.due().first()["reason"].toString();
        QVERIFY(reason.size() <= 300);
        QVERIFY(!reason.contains(u'\n') && !reason.contains(u'\u001b'));
    }

private:
    static Refusals::Refusal one(const QString &address)
    {
        return {"forbidden", "This needs the role admin.", address, "GET", "/api/v1/tokens", "somebody"};
    }
    void pass(int seconds) { m_now.microseconds += qint64(seconds) * 1'000'000; }

    Timestamp m_now{1'700'000'000'000'000};
};

QTEST_GUILESS_MAIN(RefusalsTest)
#include "tst_Refusals.moc"
