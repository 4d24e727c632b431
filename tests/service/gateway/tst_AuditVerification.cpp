#include "service/gateway/AuditLog.h"
#include "service/gateway/AuditVerification.h"
#include "service/storage/EventStore.h"
#include "service/storage/StoreCopy.h"
#include "tests/service/storage/TestDatabase.h"

#include <QTemporaryDir>
#include <QTest>

using namespace mergeloom;

namespace {

/// Who owns the database drops what forbids changes first.
QByteArrayList withoutGuards()
{
    return {dropTrigger("event_is_never_changed", "event"), dropTrigger("event_is_never_deleted", "event"),
        dropTrigger("ledger_is_never_deleted", "ledger"), dropTrigger("ledger_only_grows", "ledger"),
        dropTrigger("ledger_tile_is_never_deleted", "ledger_tile"),
        dropTrigger("ledger_tile_only_grows", "ledger_tile"), dropTrigger("checkpoint_is_never_changed", "checkpoint"),
        dropTrigger("checkpoint_is_never_deleted", "checkpoint")};
}

} // namespace

class AuditVerificationTest : public QObject
{
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<Database> m_database;
    std::unique_ptr<AuditLog> m_log;

    QString keyPath() const { return m_directory->filePath("audit.key"); }
    void open()
    {
        m_database = Database::open(databaseIn(m_directory->path())).value();
        m_log = AuditLog::open(*m_database, keyPath()).value();
    }
    void record(const QString &stream, int count)
    {
        const auto done = m_database->write([&](const WriteTransaction &transaction) -> Result<void> {
            for (int n = 0; n < count; ++n)
                MERGELOOM_CHECK(EventStore::record(transaction, stream, "run.message", {{"text", n}}));
            return {};
        });
        QVERIFY2(done, done ? "" : qPrintable(done.error().message));
    }
    void tamper(const QByteArrayList &statements)
    {
        const auto done = m_database->write([&](const WriteTransaction &transaction) -> Result<void> {
            for (const QByteArray &drop : withoutGuards())
                MERGELOOM_CHECK(transaction.connection().execute(QString::fromUtf8(drop)));
            for (const QByteArray &sql : statements)
                MERGELOOM_CHECK(Statement(transaction, sql).run());
            return {};
        });
        QVERIFY2(done, done ? "" : qPrintable(done.error().message));
    }
    AuditReport verify(const AuditEvidence &evidence = {})
    {
        const auto report = verifyAudit(*m_database, evidence, [](qint64, qint64) {});
        if (!report)
            qFatal("%s", qPrintable(report.error().message));
        return *report;
    }
    static QStringList kinds(const AuditReport &report)
    {
        QStringList kinds;
        for (const AuditFault &fault : report.faults)
            kinds << fault.kind;
        return kinds;
    }
    NoteKey key() const { return NoteKey::parse(m_log->publicKey()).value(); }
    SignedNote newest() { return parseNote(m_log->seal()->checkpoint.note).value(); }
    static QByteArray line(int seq, const QString &text, const QByteArray &prev)
    {
        return compactJsonOf(Event{seq, Timestamp::now(), "run.message", {{"text", text}}, QString::fromLatin1(prev)});
    }
    QByteArray lineOf(qint64 id)
    {
        return m_database
            ->read([&](const ReadTransaction &transaction) { return EventStore::all(transaction, id - 1, 1); })
            .value()
            .first()
            .line;
    }
    /// Everything that a program with the database alone can put right after a change: chains, heads, tiles, size.
    void rewriteFrom(qint64 first, const std::function<QByteArray(const StoredEvent &)> &change)
    {
        const auto done = m_database->write([&](const WriteTransaction &transaction) -> Result<void> {
            for (const QByteArray &drop : withoutGuards())
                MERGELOOM_CHECK(transaction.connection().execute(QString::fromUtf8(drop)));
            MERGELOOM_TRY(const auto events, EventStore::all(transaction, 0, 100000));
            MERGELOOM_CHECK(Statement(transaction, "DELETE FROM ledger_tile").run());
            QHash<QString, QString> heads;
            QList<merkle::Hash> leaves;
            for (const StoredEvent &event : events) {
                Event next = parseEventLine(event.id >= first ? change(event) : event.line).value();
                next.prev = heads.value(event.stream);
                const QByteArray text = event.id >= first ? compactJsonOf(next) : event.line;
                heads[event.stream] = eventHash(text);
                leaves.append(merkle::leafHash({logEntry(event.stream, text)}));
                Statement update(transaction, "UPDATE event SET encoding = 0, line = ? WHERE id = ?");
                MERGELOOM_CHECK(update.bind(text).bind(event.id).run());
            }
            MERGELOOM_CHECK(LedgerStore::append(transaction, 0, leaves));
            for (auto it = heads.cbegin(); it != heads.cend(); ++it) {
                Statement update(transaction, "UPDATE event_stream SET hash = ? WHERE name = ?");
                MERGELOOM_CHECK(update.bind(it.value()).bind(it.key()).run());
            }
            return {};
        });
        QVERIFY2(done, done ? "" : qPrintable(done.error().message));
    }

private Q_SLOTS:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        open();              // event 1: the log and its key
        record("run1", 300); // 2 to 301
        QVERIFY(m_log->seal());
        record("run2", 100); // 302 to 401
        QVERIFY(m_log->seal());
        record("run1", 100); // 402 to 501, under no checkpoint
    }
    void cleanup()
    {
        m_log.reset();
        m_database.reset();
    }

    void anUntouchedLogIsGood()
    {
        const AuditReport report = verify({key(), {newest()}});
        QCOMPARE(kinds(report), QStringList());
        QCOMPARE(report.events, 501);
        QCOMPARE(report.checkpoints, 4);
        QCOMPARE(report.heldCheckpoints, 1);
        QCOMPARE(report.provenUpTo, 501);
        QVERIFY(report.provenAt.microseconds > 0);
        QVERIFY(report.isKeyGiven);
        cleanup();
        open(); // again with the same key
        QVERIFY(verify({key(), {}}).isGood());
    }

    void anEmptyLogIsGood()
    {
        cleanup();
        m_directory = std::make_unique<QTemporaryDir>();
        m_database = Database::open(databaseIn(m_directory->path())).value();
        QVERIFY(verify().isGood());
    }

    void aChangedEventIsNamed()
    {
        tamper({"UPDATE event SET encoding = 0, line = "
            + asBytes("replace(" + asText("line") + ", '\"text\":7}', '\"text\":8}')") + " WHERE id = 9"});
        const AuditReport report = verify();
        QCOMPARE(report.faults.first().kind, QStringLiteral("changed"));
        QCOMPARE(report.faults.first().event, 9);
        QCOMPARE(report.faults.first().stream, QStringLiteral("run1"));
        QCOMPARE(report.faults.first().seq, 8);
        QVERIFY(report.checkpoints > 0);
    }

    void aDeletedEventIsNamed()
    {
        tamper({"DELETE FROM event WHERE id = 20"});
        const AuditReport report = verify();
        QCOMPARE(report.faults.first().kind, QStringLiteral("missing"));
        QCOMPARE(report.faults.first().event, 20);
    }

    void anInsertedEventIsNamed()
    {
        const QByteArray forged = line(401, "forged", eventHash(lineOf(501)).toLatin1());
        tamper(
            {"INSERT INTO event (id, stream, seq, type, encoding, line) VALUES (502, (SELECT number FROM event_stream WHERE name = 'run1'), 401, 'run.message', 0, "
                + asBytes("'" + forged + "'") + ")"});
        const AuditReport report = verify();
        QCOMPARE(report.faults.first().kind, QStringLiteral("unsealed"));
        QCOMPARE(report.faults.first().event, 502);
    }

    void swappedEventsAreNamed()
    {
        tamper({"UPDATE event SET id = -1 WHERE id = 50", "UPDATE event SET id = 50 WHERE id = 60",
            "UPDATE event SET id = 60 WHERE id = -1"});
        const AuditReport report = verify();
        QCOMPARE(report.faults.first().event, 50);
        QVERIFY(kinds(report).contains("changed"));
        QVERIFY(kinds(report).contains("chain"));
    }

    void anEventInAnotherStreamIsNamed()
    {
        tamper({"UPDATE event_stream SET name = 'x' WHERE name = 'run1'",
            "UPDATE event_stream SET name = 'run1' WHERE name = 'run2'",
            "UPDATE event_stream SET name = 'run2' WHERE name = 'x'"});
        const AuditReport report = verify();
        QCOMPARE(report.faults.first().kind, QStringLiteral("changed"));
        QCOMPARE(report.faults.first().event, 2);
    }

    void aCutEndIsSeenEvenWithTheSizePutRight()
    {
        tamper({"DELETE FROM event WHERE id > 450"});
        QCOMPARE(verify().faults.first().kind, QStringLiteral("cut_off"));
        QCOMPARE(verify().faults.first().event, 451);
        tamper({"UPDATE ledger SET size = 450"});
        QCOMPARE(verify().faults.first().kind, QStringLiteral("cut_off"));
        // The tile cut too: the streams' own ends still tell it.
        tamper({"UPDATE ledger_tile SET hashes = substr(hashes, 1, (450 - 256) * 32) WHERE level = 0 AND number = 1"});
        const AuditReport report = verify();
        QVERIFY(!report.isGood());
        QCOMPARE(report.faults.first().stream, QStringLiteral("run1"));
        // With those put right too nothing shows, but to who holds a checkpoint of more.
    }

    void aCutBelowACheckpointIsSeen()
    {
        rewriteFrom(100000, {});
        tamper({"DELETE FROM event WHERE id > 350", "UPDATE ledger SET size = 350",
            "UPDATE ledger_tile SET hashes = substr(hashes, 1, (350 - 256) * 32) WHERE level = 0 AND number = 1",
            "UPDATE event_stream SET seq = 300, hash = (SELECT '') WHERE name = 'run1'"});
        const QStringList found = kinds(verify());
        QVERIFY(found.contains("cut_off"));
    }

    void aRewriteOfEverythingIsSeenByTheCheckpoints()
    {
        rewriteFrom(
            310, [](const StoredEvent &event) { return QByteArray(event.line).replace("text\":8}", "text\":88}"); });
        const AuditReport report = verify();
        QCOMPARE(kinds(report), QStringList{"checkpoint"});
        QCOMPARE(report.faults.first().event, 302); // behind the checkpoint that still fits
        QCOMPARE(report.provenUpTo, 301);
        QVERIFY2(report.faults.first().text.contains(u"302 to 401"), qPrintable(report.faults.first().text));
    }

    void aRewriteUnderNoCheckpointIsSeenByOneHeldElsewhere()
    {
        const SignedNote held = newest();
        tamper({"DELETE FROM checkpoint WHERE size = 501"});
        rewriteFrom(
            450, [](const StoredEvent &event) { return QByteArray(event.line).replace("text\":5", "text\":6"); });
        QVERIFY(verify().isGood()); // from inside nothing shows
        const AuditReport report = verify({key(), {held}});
        QCOMPARE(kinds(report), QStringList{"forked"});
        QCOMPARE(report.faults.first().event, 402);
    }

    void anOldBackupIsSeenByACheckpointHeldElsewhere()
    {
        const auto none = [](const QString &, qint64) {};
        const QString backup = m_directory->filePath("old.backup");
        QVERIFY(writeBackup(*m_database, backup, none));
        record("run3", 20);
        const SignedNote held = newest();
        m_log.reset();
        m_database.reset();
        const auto reader = BackupReader::open(backup).value();
        QVERIFY(restoreBackup(*reader, databaseIn(m_directory->path()), NewStore::Present::MoveAside, none));
        open();
        QVERIFY(verify({key(), {}}).isGood());
        const AuditReport report = verify({key(), {held}});
        QCOMPARE(kinds(report), QStringList{"cut_off"});
        QVERIFY2(report.faults.first().text.contains(u"older copy"), qPrintable(report.faults.first().text));
        // Other events after it, as many: a fork.
        record("run3", 30);
        QCOMPARE(kinds(verify({key(), {held}})), QStringList{"forked"});
    }

    void aSwappedKeyIsSeen()
    {
        const NoteKey genuine = key();
        const SignedNote held = newest();
        // The file alone: nothing is signed any more, and that is said.
        m_log.reset();
        QVERIFY(QFile::remove(keyPath()));
        m_log = AuditLog::open(*m_database, keyPath()).value();
        QVERIFY(!m_log->problem().isEmpty());
        QCOMPARE(m_log->seal().error().code, ErrorCode::Unavailable);
        // The file and all that the database says of it.
        const SigningKey forger = SigningKey::open(keyPath()).value();
        const NoteKey forged(m_log->origin(), forger.publicKey());
        tamper({"UPDATE ledger SET public_key = '" + forged.text().toUtf8() + "'", "DELETE FROM checkpoint"});
        rewriteFrom(1, [&](const StoredEvent &event) {
            return QByteArray(event.line).replace(genuine.text().toUtf8(), forged.text().toUtf8());
        });
        m_log = AuditLog::open(*m_database, keyPath()).value();
        QVERIFY(m_log->seal());
        QVERIFY(verify().isGood()); // it is consistent in itself
        QVERIFY(kinds(verify({genuine, {}})).contains("key"));
        QVERIFY(kinds(verify({{}, {held}})).contains("key"));
        QVERIFY(kinds(verify({genuine, {held}})).contains("forked"));
    }

    void aForeignSignatureOnACheckpointIsSeen()
    {
        const SigningKey other = SigningKey::open(m_directory->filePath("other.key")).value();
        const SignedNote genuine = newest();
        SignedNote note{genuine.body, {}};
        signNote(note, NoteKey(m_log->origin(), other.publicKey()), other);
        const AuditReport report = verify({{}, {note}});
        QCOMPARE(kinds(report), QStringList{"key"});
    }

    void aTileThatWasChangedIsSeen()
    {
        tamper({"UPDATE ledger_tile SET hashes = " + zeroBytes("32") + " WHERE level = 1 AND number = 0"});
        const AuditReport report = verify();
        QCOMPARE(kinds(report), QStringList{"tile"});
        QVERIFY2(report.faults.first().text.contains(u"1 to 256"), qPrintable(report.faults.first().text));
    }

    void aNewKeyIsAgreedToByTheOldOne()
    {
        const NoteKey old = key();
        m_log.reset();
        const auto changed = AuditLog::changeKey(*m_database, keyPath(), AuditLog::OldKey::Agrees);
        QVERIFY2(changed, changed ? "" : qPrintable(changed.error().message));
        m_log = AuditLog::open(*m_database, keyPath()).value();
        QVERIFY(m_log->problem().isEmpty());
        QCOMPARE(m_log->publicKey(), *changed);
        record("run3", 10);
        QVERIFY(m_log->seal());
        QVERIFY(verify().isGood());
        QVERIFY(verify({old, {}}).isGood());
        QVERIFY(verify({key(), {}}).isGood());
        // A checkpoint by the old key from afterwards is none.
        QCOMPARE(verify({key(), {newest()}}).faultCount, 0);
    }

    void aLostKeyIsReplacedAndTheBreakIsTold()
    {
        m_log.reset();
        QVERIFY(QFile::remove(keyPath()));
        QVERIFY(!AuditLog::changeKey(*m_database, keyPath(), AuditLog::OldKey::Agrees));
        QVERIFY(AuditLog::changeKey(*m_database, keyPath(), AuditLog::OldKey::Lost));
        m_log = AuditLog::open(*m_database, keyPath()).value();
        QVERIFY(m_log->problem().isEmpty());
        record("run3", 1);
        QVERIFY(m_log->seal());
        const AuditReport report = verify();
        QCOMPARE(kinds(report), QStringList{"key"});
        QVERIFY2(report.faults.first().text.contains(u"lost, or swapped"), qPrintable(report.faults.first().text));
    }

    void aChangeOfTheKeyThatWasCutOffIsFinished()
    {
        m_log.reset();
        const QString kept = m_directory->filePath("kept.key");
        QVERIFY(QFile::copy(keyPath(), kept));
        QVERIFY(AuditLog::changeKey(*m_database, keyPath(), AuditLog::OldKey::Agrees));
        // As if the power had gone before the file was put in place.
        QVERIFY(QFile::rename(keyPath(), keyPath() + ".new"));
        QVERIFY(QFile::rename(kept, keyPath()));
        m_log = AuditLog::open(*m_database, keyPath()).value();
        QVERIFY2(m_log->problem().isEmpty(), qPrintable(m_log->problem()));
        record("run3", 1);
        QVERIFY(m_log->seal());
        QVERIFY(!QFile::exists(keyPath() + ".new"));
    }

    void eachEventCanBeProven()
    {
        QVERIFY(m_log->seal());
        for (const qint64 id : {1, 2, 256, 257, 301, 302, 501}) {
            const auto proof =
                m_database->read([&](const ReadTransaction &transaction) { return proveEvent(transaction, id); });
            QVERIFY2(proof, proof ? "" : qPrintable(proof.error().message));
            const auto proven = checkLogProof(parseLogProof(proof->text()).value(), key());
            QVERIFY2(proven, proven ? "" : qPrintable(proven.error().message));
            QVERIFY(proven->entry.endsWith(lineOf(id)));
            QCOMPARE(proven->index, id - 1);
        }
        record("run1", 1);
        const auto prove = [&](qint64 id) {
            return m_database->read([&](const ReadTransaction &transaction) { return proveEvent(transaction, id); });
        };
        QCOMPARE(prove(502).error().code, ErrorCode::Conflict);
        QCOMPARE(prove(503).error().code, ErrorCode::NotFound);
        QCOMPARE(prove(0).error().code, ErrorCode::NotFound);
    }

    void sealingTwiceGivesOneCheckpoint()
    {
        const auto first = m_log->seal();
        const auto second = m_log->seal();
        QVERIFY(first->isNew);
        QVERIFY(!second->isNew);
        QCOMPARE(first->checkpoint.note, second->checkpoint.note);
    }
};

QTEST_GUILESS_MAIN(AuditVerificationTest)
#include "tst_AuditVerification.moc"
