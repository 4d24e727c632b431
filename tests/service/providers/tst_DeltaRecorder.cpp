#include "service/journal/JournalReader.h"
#include "service/providers/DeltaRecorder.h"

#include <QTemporaryDir>
#include <QTest>

using namespace mergeloom;

class DeltaRecorderTest : public QObject
{
    Q_OBJECT

private:
    static QList<QJsonObject> deltasOf(const RunRecorder &recorder)
    {
        QList<QJsonObject> deltas;
        const auto state =
            readJournal(recorder.path(), [&](const QByteArray &, const Event &event) { deltas.append(event.data); });
        return state ? deltas : QList<QJsonObject>();
    }
    static QString joined(const QList<QJsonObject> &deltas)
    {
        QString text;
        for (const QJsonObject &delta : deltas)
            text += delta.value("text").toString();
        return text;
    }

private Q_SLOTS:
    void putsManySmallPiecesIntoFewEvents()
    {
        QTemporaryDir directory;
        auto recorder = *RunRecorder::open(directory.path(), {});
        DeltaRecorder deltas(*recorder, 3);
        QString whole;
        for (int i = 0; i < 1000; ++i) {
            const QString piece = QStringLiteral("é%1 ").arg(i % 10);
            deltas.add(QStringLiteral("text"), piece);
            whole += piece;
        }
        deltas.finish();
        const auto recorded = deltasOf(*recorder);
        QCOMPARE(joined(recorded), whole);
        QVERIFY2(recorded.size() >= 10 && recorded.size() <= 40, qPrintable(QString::number(recorded.size())));
        QCOMPARE(recorded.first().value("call").toInt(), 3);
    }

    void keepsReasoningAndTextApartInOrder()
    {
        QTemporaryDir directory;
        auto recorder = *RunRecorder::open(directory.path(), {});
        DeltaRecorder deltas(*recorder, 1);
        deltas.add(QStringLiteral("reasoning"), QStringLiteral("hm"));
        deltas.add(QStringLiteral("text"), QStringLiteral("so"));
        deltas.finish();
        const auto recorded = deltasOf(*recorder);
        QCOMPARE(recorded.size(), 2);
        QCOMPARE(recorded[0].value("kind").toString(), QStringLiteral("reasoning"));
        QCOMPARE(recorded[1].value("text").toString(), QStringLiteral("so"));
    }

    void redactsASecretThatPiecesCutInTwo()
    {
        QTemporaryDir directory;
        Redactor redactor;
        redactor.addSecret("hunter2-password");
        auto recorder = *RunRecorder::open(directory.path(), redactor);
        DeltaRecorder deltas(*recorder, 1);
        // Each piece is long enough to be an event of its own.
        deltas.add(QStringLiteral("text"), QString(250, u'a') + QStringLiteral("hunter2-"));
        deltas.add(QStringLiteral("text"), QStringLiteral("password") + QString(250, u'b'));
        deltas.finish();
        const QString text = joined(deltasOf(*recorder));
        QVERIFY(text.contains(u"a[redacted]b"));
        QVERIFY(!text.contains(u"hunter2"));
    }
};

QTEST_GUILESS_MAIN(DeltaRecorderTest)
#include "tst_DeltaRecorder.moc"
