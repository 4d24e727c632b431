#include "tests/service/gateway/RetentionFixture.h"

using namespace mergeloom;

class RetentionTest : public RetentionFixture
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        open();
    }

    void cleanup() { close(); }

    void everythingIsKeptUntilAPolicySaysOtherwise()
    {
        const MadeRun made = makeRun("r1", 1000);
        QVERIFY(!must(m_retention->isDue()));
        QCOMPARE(run().removed.events, 0);
        QVERIFY(view(made.id).removals.isEmpty());
        QVERIFY(verify().isGood());
    }

    void wrongPoliciesAreRefusedWithTheirField()
    {
        const auto refused = [&](const RetentionPolicy &wrong, const char *field, const char *words) {
            const auto done = m_retention->change({{policy("good", "runs", 1), wrong}}, std::nullopt, "admin");
            QVERIFY(!done);
            QCOMPARE(done.error().code, ErrorCode::InvalidInput);
            QCOMPARE(done.error().details.value("field").toString(), QStringLiteral("policies[1].") + field);
            QVERIFY2(done.error().message.contains(QLatin1StringView(words)), qPrintable(done.error().message));
        };
        refused(policy("", "runs", 1), "name", "needs a name");
        refused(policy("a\nb", "runs", 1), "name", "needs a name");
        refused(policy("good", "runs", 1), "name", "Two policies");
        refused(policy("x", "evidence", 1), "content", "must be one of");
        refused(policy("x", "runs", 1, {"lost"}), "outcomes", "lost");
        refused(policy("x", "runs", {}), "after_days", "never remove");
        refused(policy("x", "runs", -1), "after_days", "must be 0 to");
        refused(policy("x", "runs", {}, {}, -5), "at_most_bytes", "must be 0 to");
        QCOMPARE(must(m_retention->view()).version, 1);
        const auto stale = m_retention->change({{policy("x", "runs", 1)}}, 7, "admin");
        QCOMPARE(stale.error().details.value("reason").toString(), "version_mismatch");
    }

    void aDryRunSaysWhatWouldGoAndTouchesNothing()
    {
        makeRun("old", 40);
        makeRun("young", 3);
        const auto outcome =
            must(m_retention->preview({policy("a", "transcripts", 30), policy("b", "command_output", 2)}, {}));
        QVERIFY(outcome.isDryRun);
        QCOMPARE(outcome.runs, 2);
        QCOMPARE(outcome.shares[0].runs, 1);
        QCOMPARE(outcome.shares[0].removed.events, 9); // 2 turns of 4, and the end of the stage
        QCOMPARE(outcome.shares[1].runs, 2);
        QCOMPARE(outcome.shares[1].removed.events, 12);
        QVERIFY(outcome.removed.bytes > 1000);
        QVERIFY(storedBytes(*m_database).contains("oldsecretwordresult"));
        setPolicies({policy("a", "transcripts", 30), policy("b", "command_output", 2)});
        const auto done = run();
        QCOMPARE(done.runs, outcome.runs);
        QCOMPARE(done.removed.events, outcome.removed.events);
        QCOMPARE(done.removed.bytes, outcome.removed.bytes);
        QCOMPARE(run().removed.events, 0); // and not again
    }

    void transcriptsGoAndEverythingElseStays()
    {
        const MadeRun made = makeRun("r1", 40);
        const RunView before = view(made.id);
        const auto statements = must(statementsOf(before, "log"));
        setPolicies({policy("old talk", "transcripts", 30)});
        QCOMPARE(run().runs, 1);
        RunView after = view(made.id);
        QCOMPARE(after.removals.size(), 1);
        QCOMPARE(after.removals[0].policy, "old talk");
        QCOMPARE(after.removals[0].events, 9);
        QCOMPARE(must(statementsOf(after, "log")), statements);
        after.removals.clear();
        QCOMPARE(toJson(after), toJson(before)); // tokens, cost, output, stages: all as it was
        const QByteArray bytes = storedBytes(*m_database);
        for (const char *gone : {"prompt", "answer", "path", "result", "stageresult"})
            QVERIFY2(!bytes.contains("r1secretword" + QByteArray(gone)), gone);
        for (const StoredEvent &event : eventsOf("r1")) {
            const Event parsed = must(parseEventLine(event.line));
            if (parsed.type == event_type::toolResult) {
                QVERIFY(parsed.removed);
                QCOMPARE(parsed.removed->policy, "old talk");
                QCOMPARE(parsed.data.value("name").toString(), "read_file");
                QVERIFY(!parsed.data.contains("text"));
            }
            if (parsed.type == event_type::commandOutput)
                QVERIFY(!parsed.removed && parsed.data.contains("text"));
        }
        const AuditReport report = verify();
        QVERIFY2(report.isGood(), firstFault(report).constData());
        QCOMPARE(report.removedEvents, 9);
        QCOMPARE(report.removals[0].policy, "old talk");
    }

    void aRunThatIsRemovedLeavesOnlyThatItWas()
    {
        const MadeRun made = makeRun("r1", 40);
        const MadeRun other = makeRun("r2", 1);
        setPolicies({policy("talk", "transcripts", 35)});
        run(); // then the rest of it, and what stayed of the first
        setPolicies({policy("old runs", "runs", 30)});
        const auto done = run();
        QCOMPARE(done.runs, 1);
        QVERIFY(!storedBytes(*m_database).contains("r1secretword"));
        QVERIFY(storedBytes(*m_database).contains("r2secretword"));
        const RunView after = view(made.id);
        QCOMPARE(after.run.state, "completed");
        QCOMPARE(after.run.ticketKey, "T-r1");
        QCOMPARE(after.run.headCommit, "c1");
        QCOMPARE(after.run.usage.inputTokens, 200);
        QCOMPARE(*after.run.costUsd, 0.5);
        QVERIFY(after.run.summary.contains("by the policy \"old runs\""));
        QVERIFY(after.stages.isEmpty() && after.commands.isEmpty() && after.files.isEmpty());
        const auto found = [&](const QString &text) {
            return must(m_database->read([&](const ReadTransaction &transaction) {
                RunFilter filter;
                filter.text = text;
                return RunStore::list(transaction, filter, 10, {});
            })).items.size();
        };
        QCOMPARE(found("r1secretwordtitle"), 0);
        QCOMPARE(found("r2secretwordtitle"), 1);
        Ingest ingest(*m_database);
        RunReader reader(*m_database, ingest);
        QVERIFY(reader.patch(made.id).error().message.contains("removed on"));
        QVERIFY(statementsOf(after, "log").error().message.contains("removed on"));
        const AuditReport report = verify();
        QVERIFY2(report.isGood(), firstFault(report).constData());
        QCOMPARE(eventsOf("r1").size(), made.seq); // each still has its place
    }

    void policiesAreByOutcomeAndBySizeOldestFirst()
    {
        makeRun("f", 5, "failed");
        makeRun("a", 9);
        makeRun("b", 8);
        makeRun("c", 7);
        setPolicies({policy("failures", "command_output", 1, {"failed"})});
        run();
        QCOMPARE(view(RunId("f")).removals.size(), 1);
        QVERIFY(view(RunId("a")).removals.isEmpty());
        const auto all = must(m_retention->preview({policy("x", "transcripts", {}, {"completed"}, 0)}, {}));
        QCOMPARE(all.shares[0].runs, 3);
        const qint64 oneRun = all.removed.bytes / 3;
        setPolicies({policy("small", "transcripts", {}, {"completed"}, oneRun * 3 / 2)});
        run();
        QCOMPARE(view(RunId("a")).removals.size(), 1);
        QCOMPARE(view(RunId("b")).removals.size(), 1);
        QVERIFY(view(RunId("c")).removals.isEmpty());
        QVERIFY(view(RunId("f")).removals.size() == 1);
    }

    void aLegalHoldKeepsARunAndIsOnRecord()
    {
        const MadeRun made = makeRun("r1", 40);
        makeRun("r2", 40);
        QVERIFY(!m_retention->placeHold(made.id, "  ", "op"));
        QCOMPARE(m_retention->placeHold(RunId("none"), "x", "op").error().code, ErrorCode::NotFound);
        QVERIFY(must(m_retention->placeHold(made.id, "case 7", "op")).isHeld);
        QCOMPARE(m_retention->placeHold(made.id, "again", "op").error().code, ErrorCode::Conflict);
        setPolicies({policy("old", "runs", 30)});
        const auto done = run();
        QCOMPARE(done.runs, 1);
        QCOMPARE(done.shares[0].heldRuns, 1);
        QVERIFY(storedBytes(*m_database).contains("r1secretwordpatch"));
        QVERIFY(!storedBytes(*m_database).contains("r2secretword"));
        QCOMPARE(must(m_retention->holds()).items.size(), 1);
        must(m_retention->releaseHold(made.id, "case is over", "admin"));
        QCOMPARE(m_retention->releaseHold(made.id, "", "admin").error().code, ErrorCode::NotFound);
        QCOMPARE(run().runs, 1);
        QVERIFY(!storedBytes(*m_database).contains("r1secretword"));
        QVERIFY2(verify().isGood(), firstFault(verify()).constData());
        QStringList types;
        for (const auto &item : must(m_retention->events(0, 50)).items)
            types << item.event.type;
        QVERIFY(types.contains(event_type::holdPlaced) && types.contains(event_type::holdReleased));
    }

    void runsThatGoOnAreNeverTouched()
    {
        MadeRun running("running", daysAgo(100));
        running.begin().turn(1);
        ship(running);
        makeRun("future", -2); // ended in two days, by the clock of its executor
        setPolicies({policy("all", "runs", 0), policy("size", "transcripts", {}, {}, 0)});
        QCOMPARE(run().runs, 0);
        running.turn(2).end();
        ship(running);
        QVERIFY(view(running.id).removals.isEmpty());
        QCOMPARE(run().runs, 1); // it has ended, 100 days ago by its own clock
    }

    void aRebuildGivesTheSamePages()
    {
        for (const char *name : {"a", "b", "c", "d"})
            makeRun(name, 40 + name[0] - 'a', name[0] == 'd' ? "failed" : "completed", 3);
        setPolicies({policy("failures", "runs", 1, {"failed"}), policy("talk", "transcripts", 42),
            policy("out", "command_output", 41)});
        run();
        setPolicies({policy("oldest", "runs", 42, {"completed"})});
        run();
        QList<QJsonValue> before;
        for (const char *name : {"a", "b", "c", "d"})
            before << toJson(view(RunId(name)));
        must(rebuildRuns(*m_database, {}));
        for (const char *name : {"a", "b", "c", "d"})
            QCOMPARE(toJson(view(RunId(name))), before.takeFirst());
        QVERIFY(view(RunId("a")).removals.isEmpty());
        QCOMPARE(view(RunId("b")).removals.size(), 1);
        QVERIFY(wholeRemoval(view(RunId("c"))));
        QVERIFY(wholeRemoval(view(RunId("d"))));
    }

    void removedBytesAreFreeForOthers()
    {
        for (int n = 0; n < 30; ++n)
            makeRun(QStringLiteral("big%1").arg(n), 40, "completed", 10);
        must(m_database->sweep(Database::Rewrite::Never));
        const qint64 size = must(m_database->sizeInBytes());
        for (int n = 0; n < 30; ++n)
            removeAll(RunId(QStringLiteral("big%1").arg(n)), "transcripts");
        const auto swept = must(m_database->sweep(Database::Rewrite::Never));
        QVERIFY(swept.isWhole);
        QVERIFY2(!storedBytes(*m_database).contains("secretwordprompt"), "a page or the write-ahead log has it still");
        QVERIFY2(!storedBytes(*m_database).contains("secretwordanswer"), "a page or the write-ahead log has it still");
        if (isOnPostgres())
            return;
        QVERIFY2(swept.freeBytes > 100'000, qPrintable(QString::number(swept.freeBytes)));
        QVERIFY(QFile(m_database->path() + "-wal").size() < 20'000);
        for (int n = 0; n < 5; ++n) // what comes next goes into the room that is free
            makeRun(QStringLiteral("new%1").arg(n), 1, "completed", 5);
        must(m_database->sweep(Database::Rewrite::Never));
        QCOMPARE(must(m_database->sizeInBytes()), size);
        must(m_database->sweep(Database::Rewrite::Always)); // and to the disk, when the whole file is written anew
        QVERIFY(must(m_database->sizeInBytes()) < size - 100'000);
        QVERIFY2(verify().isGood(), firstFault(verify()).constData());
    }

    void theDailyRunIsDueOnceADay()
    {
        makeRun("r1", 40);
        setPolicies({policy("talk", "transcripts", 30)});
        QVERIFY(must(m_retention->isDue()));
        run();
        QVERIFY(!must(m_retention->isDue()));
        must(m_database->write(
            [](const WriteTransaction &transaction) { return RetentionStore::putRun(transaction, daysAgo(2)); }));
        QVERIFY(must(m_retention->isDue()));
    }
};

QTEST_GUILESS_MAIN(RetentionTest)
#include "tst_Retention.moc"
