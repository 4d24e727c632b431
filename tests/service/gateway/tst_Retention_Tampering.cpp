#include "tests/service/gateway/RetentionFixture.h"

using namespace mergeloom;

class RetentionTamperingTest : public RetentionFixture
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        open();
    }

    void cleanup() { close(); }

    void theDatabaseRefusesWhoGoesPastIt()
    {
        const MadeRun made = makeRun("r1", 40);
        const QByteArrayList attempts{"DELETE FROM event WHERE id = 5", "UPDATE event SET line = line WHERE id = 5",
            "INSERT INTO removal_permit (removal, stream) VALUES (5, 1)",
            "INSERT INTO removal_permit (removal, stream) SELECT size, 1 FROM ledger"};
        for (const QByteArray &attempt : attempts)
            QVERIFY2(!sql({attempt}), attempt.constData());
        setPolicies({policy("old", "transcripts", 30)});
        run();
        const QByteArrayList later{"DELETE FROM event WHERE removal IS NOT NULL", "UPDATE event SET removal = NULL",
            "INSERT INTO removal_permit (removal, stream) SELECT id, stream FROM event WHERE type = 'retention.removed'"};
        for (const QByteArray &attempt : later)
            QVERIFY2(!sql({attempt}), attempt.constData());
        QCOMPARE(must(m_database->read([](const ReadTransaction &transaction) {
            return firstColumn(transaction, "SELECT CAST(count(*) AS TEXT) FROM removal_permit");
        })),
            QStringList{"0"});
        QVERIFY(verify().isGood());
        // With a hold not even who has a permit.
        must(m_retention->placeHold(made.id, "case", "op"));
        const auto forced = m_database->write([&](const WriteTransaction &transaction) -> Result<void> {
            MERGELOOM_TRY(const EventRemoval removal,
                EventRemoval::prepare(transaction, {made.id, "command_output", "old", "because"}));
            return removal.apply(transaction, "x").map([](const auto &) {});
        });
        QVERIFY(!forced);
        QVERIFY2(forced.error().message.contains("never changed"), qPrintable(forced.error().message));
    }

    void whoEmptiesAnEventWithoutARemovalIsFound()
    {
        makeRun("r1", 40);
        setPolicies({policy("old", "transcripts", 30)});
        run();
        m_log->seal();
        dropGuards();
        const qint64 whole = [&] {
            for (const StoredEvent &event : eventsOf("r1"))
                if (event.removal == 0 && event.seq > 3)
                    return event.id;
            return qint64(0);
        }();
        const QByteArray id = QByteArray::number(whole);
        const QByteArray removal = QByteArray::number(eventsOf("r1").at(2).removal);
        QVERIFY(removal != "0");
        // In the name of a removal that was of others.
        QVERIFY(
            sql({"UPDATE event SET encoding = 2, removal = " + removal + ", line = (SELECT line FROM event WHERE id = "
                + QByteArray::number(firstRemoved(RunId("r1"))) + ") WHERE id = " + id}));
        AuditReport report = verify();
        QCOMPARE(report.faults.first().kind, "missing");
        QCOMPARE(report.faults.first().event, whole);
    }

    void whoChangesWhatStaysOfAnEventIsFound()
    {
        makeRun("r1", 40);
        setPolicies({policy("old", "transcripts", 30)});
        run();
        dropGuards();
        const QByteArray id = QByteArray::number(firstRemoved(RunId("r1")));
        const QByteArray change = isOnPostgres()
            ? "UPDATE event SET line = convert_to(replace(convert_from(line, 'UTF8'), '\"call\":1', '\"call\":9'), 'UTF8') WHERE id = "
            : "UPDATE event SET line = CAST(replace(CAST(line AS TEXT), '\"call\":1', '\"call\":9') AS BLOB) WHERE id = ";
        QVERIFY(sql({change + id}));
        const AuditReport report = verify();
        QVERIFY(kinds(report).contains("changed"));
        QVERIFY2(report.faults.first().text.contains("not what was sealed"), firstFault(report).constData());
    }

    void whoTakesOutARemovedRowOrItsTypeIsFound()
    {
        makeRun("r1", 40);
        setPolicies({policy("old", "transcripts", 30)});
        run();
        dropGuards();
        const QByteArray id = QByteArray::number(firstRemoved(RunId("r1")));
        QVERIFY(sql({"UPDATE event SET type = 'tool.call' WHERE id = " + id}));
        QVERIFY(kinds(verify()).contains("changed"));
        QVERIFY(sql({"DELETE FROM event WHERE id = " + id}));
        const AuditReport report = verify();
        QVERIFY(kinds(report).contains("missing"));
        QCOMPARE(report.faults.first().event, id.toLongLong());
    }

    void aRemovalThatSaysMoreThanItDidIsFound()
    {
        const MadeRun made = makeRun("r1", 40);
        // The log itself says that an event was removed which is still there: somebody put the line back, or never took it.
        must(m_database->write([&](const WriteTransaction &transaction) {
            return EventStore::record(transaction, QLatin1StringView(controllerStream),
                QLatin1StringView(event_type::retentionRemoved),
                {{"run_id", made.id.text()}, {"content", "transcripts"}, {"policy", "old"}, {"why", "x"}, {"by", "x"},
                    {"events", 1}, {"bytes", 1}, {"ids", QJsonArray{QJsonArray{4, 4}}}, {"digest", "00"}});
        }));
        const AuditReport report = verify();
        QCOMPARE(report.faults.first().kind, "removal");
        QCOMPARE(report.faults.first().event, 4);
        QVERIFY2(report.faults.first().text.contains("still here"), firstFault(report).constData());
    }

    void aRemovalUnderAHoldAndAHoldThatIsGoneAreFound()
    {
        const MadeRun made = makeRun("r1", 40);
        must(m_retention->placeHold(made.id, "case", "op"));
        QVERIFY(verify().isGood());
        QVERIFY(sql({"DELETE FROM legal_hold"})); // behind the log's back
        QCOMPARE(kinds(verify()), QStringList{"hold"});
        setPolicies({policy("old", "transcripts", 30)});
        QCOMPARE(run().runs, 1);
        const QStringList found = kinds(verify());
        QVERIFY(found.contains("removal") && found.contains("hold"));
    }

    void aRemovalEventInTheJournalOfARunCoversNothing()
    {
        MadeRun made("r1", daysAgo(40));
        made.begin().turn(1);
        made.add(event_type::retentionRemoved,
            {{"run_id", "r1"}, {"content", "transcripts"}, {"policy", "old"}, {"why", "x"}, {"by", "x"}, {"events", 1},
                {"bytes", 1}, {"ids", QJsonArray{QJsonArray{4, 4}}}, {"digest", "00"}});
        made.end();
        ship(made);
        QVERIFY(verify().isGood());
        // Nor may a journal say of a line that it was removed.
        MadeRun liar("r2", daysAgo(40));
        liar.begin();
        QByteArray line = compactJsonOf(
            Event{3, liar.at, "tool.call", {}, liar.prev, RemovedMark{"h", "transcripts", "p", liar.at, 9}});
        liar.lines += line + '\n';
        Ingest ingest(*m_database);
        QCOMPARE(ingest.ingest(liar.id, liar.lines).error().code, ErrorCode::InvalidInput);
    }

    void proofsAndCheckpointsHoldAfterIt()
    {
        const MadeRun made = makeRun("r1", 40);
        const SignedNote old = must(parseNote(must(m_log->seal()).checkpoint.note));
        const StoredEvent kept = eventsOf("r1").at(2);
        const NoteKey key = must(NoteKey::parse(m_log->publicKey()));
        const qint64 oldSize = must(parseCheckpoint(old.body)).size;
        setPolicies({policy("old", "runs", 30)});
        run();
        m_log->seal();
        const LogProof proof = must(
            m_database->read([&](const ReadTransaction &transaction) { return proveEvent(transaction, kept.id); }));
        QVERIFY(proof.entry.isNull());
        LogProof read = must(parseLogProof(proof.text()));
        QCOMPARE(checkLogProof(read, key).error().code, ErrorCode::InvalidInput);
        read.entry = logEntry(kept.stream, kept.line); // whoever kept it can still show that it was there
        QCOMPARE(must(checkLogProof(read, key)).index, kept.id - 1);
        read.entry += 'x';
        QVERIFY(!checkLogProof(read, key));
        const qint64 size = must(
            m_database->read([](const ReadTransaction &transaction) { return EventStore::newestId(transaction); }));
        QVERIFY(m_database->read(
            [&](const ReadTransaction &transaction) { return proveConsistency(transaction, oldSize, size); }));
        const AuditReport report = verify({key, {old}});
        QVERIFY2(report.isGood(), firstFault(report).constData());
        QCOMPARE(report.heldCheckpoints, 1);
    }

    void aJournalThatIsShippedAgainAfterItIsTakenAsKnown()
    {
        const MadeRun made = makeRun("r1", 40);
        setPolicies({policy("old", "runs", 30)});
        run();
        ship(made);
        QVERIFY(!storedBytes(*m_database).contains("r1secretword"));
        MadeRun changed("r1", made.at);
        changed.lines = QByteArray(made.lines).replace("secretwordtitle", "secretwordtitlX");
        Ingest ingest(*m_database);
        QVERIFY(!ingest.ingest(changed.id, changed.lines));
    }
};

QTEST_GUILESS_MAIN(RetentionTamperingTest)
#include "tst_Retention_Tampering.moc"
