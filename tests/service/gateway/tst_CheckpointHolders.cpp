#include "service/gateway/CheckpointHolders.h"
#include "service/ledger/Checkpoint.h"
#include "service/ledger/HeldCheckpoints.h"

#include <QTemporaryDir>
#include <QTest>

using namespace mergeloom;

class CheckpointHoldersTest : public QObject
{
    Q_OBJECT
    QTemporaryDir m_directory;

    StoredCheckpoint checkpoint(qint64 size) const
    {
        const SigningKey secret = SigningKey::open(m_directory.filePath("audit.key")).value();
        SignedNote note{Checkpoint{QStringLiteral("log"), size, merkle::emptyRoot()}.body(), {}};
        signNote(note, NoteKey(QStringLiteral("log"), secret.publicKey()), secret);
        return {size, Timestamp::now(), note.text()};
    }

private Q_SLOTS:
    void aLineThatWasCutOffDoesNotSpoilThoseAfterIt_data()
    {
        QTest::addColumn<QByteArray>("torn");
        QTest::newRow("in the middle of the second") << checkpointLine({}, "note").chopped(7);
        QTest::newRow("its line feed alone") << checkpointLine({}, "note").chopped(1);
        QTest::newRow("nothing") << QByteArray();
    }
    void aLineThatWasCutOffDoesNotSpoilThoseAfterIt()
    {
        QFETCH(const QByteArray, torn);
        const QString path = m_directory.filePath(QString::fromLatin1(QTest::currentDataTag()));
        CheckpointHolders holders({path, {}});
        holders.give(checkpoint(1), {});
        {
            QFile file(path);
            QVERIFY(file.open(QIODevice::Append) && file.write(torn) == torn.size());
        }
        holders.give(checkpoint(2), {});
        const auto notes = parseCheckpoints(holders.readFile().value());
        QVERIFY2(notes, notes ? "" : qPrintable(notes.error().message));
        QCOMPARE(notes->size(), 2);
        QCOMPARE(parseCheckpoint(notes->last().body)->size, 2);
        QCOMPARE(holders.state().first().size, 2);
    }

    void aFileThatIsOneTornLineBeginsAnew()
    {
        const QString path = m_directory.filePath("torn");
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("{\"made_at\"") > 0);
        file.close();
        CheckpointHolders holders({path, {}});
        holders.give(checkpoint(3), {});
        QCOMPARE(parseCheckpoints(holders.readFile().value()).value().size(), 1);
    }

    void aFileOfSomethingElseIsLeftAsItIs()
    {
        const QString path = m_directory.filePath("other");
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("#!/bin/sh\nexit 0") > 0);
        file.close();
        CheckpointHolders holders({path, {}});
        holders.give(checkpoint(1), {});
        QVERIFY2(holders.state().first().problem.contains(u"no file of checkpoints"),
            qPrintable(holders.state().first().problem));
        QCOMPARE(holders.readFile().value(), QByteArray("#!/bin/sh\nexit 0"));
    }

    void aPlaceThatTakesNothingIsTold()
    {
        CheckpointHolders holders({m_directory.filePath("no/such/folder/file"), {}});
        holders.give(checkpoint(1), {});
        QCOMPARE(holders.state().first().size, 0);
        QVERIFY(!holders.state().first().problem.isEmpty());
    }
};

QTEST_GUILESS_MAIN(CheckpointHoldersTest)
#include "tst_CheckpointHolders.moc"
