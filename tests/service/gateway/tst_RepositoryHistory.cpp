#include "service/gateway/RepositoryHistory.h"
#include "service/gateway/Ingest.h"
#include "service/gateway/RunReader.h"
#include "service/storage/RepositoryStore.h"
#include "service/storage/RunStore.h"
#include "tests/service/platform/GitFixture.h"
#include "tests/service/storage/TestDatabase.h"

#include <QTest>

using namespace mergeloom;

class TestRepositoryHistory : public QObject
{
    Q_OBJECT
    QTemporaryDir m_directory;
    std::unique_ptr<Database> m_database;
    std::unique_ptr<GitTransport> m_transport;

    RepositoryHistory history() const { return {*m_database, *m_transport}; }

    /// In the catalog as `alias`, and mirrored.
    void put(const QString &alias, const GitFixture &fixture) const
    {
        StoredRepository stored;
        stored.view.id = RepositoryId(alias);
        stored.view.alias = alias;
        stored.view.cloneUrl = fixture.path();
        QVERIFY(m_database->write(
            [&](const WriteTransaction &transaction) { return RepositoryStore::insert(transaction, stored); }));
        fixture.git({"clone", "-q", "--mirror", fixture.path(), m_transport->mirrorPath(fixture.path())});
    }

    void putRun(const QString &id, const QString &commit) const
    {
        RunSummary run;
        run.id = RunId(id);
        run.ticketKey = "KEY-" + id;
        run.headCommit = commit;
        QVERIFY(m_database->write(
            [&](const WriteTransaction &transaction) { return RunStore::putSummary(transaction, run, {}); }));
    }

    static QStringList shown(const api::CompareView &view)
    {
        QStringList lines;
        for (const api::AttributedLines &each : view.lines)
            lines << QStringLiteral("%1:%2-%3 %4 %5")
                         .arg(each.path)
                         .arg(each.first)
                         .arg(each.last)
                         .arg(each.run.text(), each.ticket);
        return lines;
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_database = Database::open(databaseIn(m_directory.filePath("data"))).value();
        m_transport = std::make_unique<GitTransport>(GitTransport::Options{m_directory.filePath("mirrors")});
        QDir().mkpath(m_directory.filePath("mirrors"));
    }

    void aCommitIsOfARunOnlyWhenTheRecordSaysSo()
    {
        const GitFixture fixture;
        fixture.write("a.txt", "first\n");
        const QString base = fixture.commit("first");
        fixture.write("a.txt", "first\nof the run\n");
        const QString made = fixture.commit("KEY-1: work\n\nWords.\n\nMergeLoom-Run: R1\nTicket: KEY-1");
        fixture.write("a.txt", "first\nof the run\nforged\n");
        fixture.commit("again\n\nMergeLoom-Run: R1\nTicket: KEY-1");
        fixture.write("a.txt", "first\nof the run\nforged\nof no run\n");
        fixture.commit("more\n\nMergeLoom-Run: R9\n");
        fixture.write("a.txt", "first\nof the run\nforged\nof no run\nwithout a name\n");
        const QString silent = fixture.commit("MergeLoom-Run: R2");
        put("records", fixture);
        putRun("R1", made);
        putRun("R2", silent); // not where such a line stands
        const auto view = history().compare("records", base + "..main");
        QVERIFY2(view, view ? "" : qPrintable(view.error().message));
        QCOMPARE(shown(*view), QStringList{"a.txt:2-2 R1 KEY-R1"});
        QStringList runs;
        for (const api::ComparedCommit &commit : view->commits)
            runs << (commit.run ? commit.run->text() : QString());
        QCOMPARE(runs, (QStringList{"", "", "", "R1"}));
    }

    void manyCommitsAreCutAndAttributedAllTheSame()
    {
        const GitFixture fixture;
        fixture.write("a.txt", "first\n");
        fixture.commit("first");
        fixture.git({"branch", "base"});
        fixture.write("b.txt", "of the run\n");
        const QString made = fixture.commit("work\n\nMergeLoom-Run: M1\nTicket: KEY");
        QByteArray others;
        for (int n = 0; n < 230; ++n)
            others += "commit refs/heads/main\ncommitter T <t@example.org> " + QByteArray::number(1700001000 + n)
                + " +0000\ndata 0\n\n" + (n == 0 ? QByteArray("from refs/heads/main^0\n\n") : QByteArray());
        fixture.git({"fast-import", "--quiet"}, others);
        put("many", fixture);
        putRun("M1", made);
        const auto view = history().compare("many", "base..main");
        QVERIFY2(view, view ? "" : qPrintable(view.error().message));
        QCOMPARE(view->commits.size(), 200);
        QVERIFY(view->commitsCut);
        QVERIFY(!view->attributionCut);
        QCOMPARE(view->commits.first().id, fixture.head("main"));
        QCOMPARE(shown(*view), QStringList{"b.txt:1-1 M1 KEY-M1"});
    }

    void thatThereIsNoMirrorIsSaidWithWhatToDo()
    {
        const GitFixture fixture;
        fixture.write("a.txt", "first\n");
        fixture.commit("first");
        put("gone", fixture);
        QVERIFY(history().refs("gone", {}));
        QVERIFY(QDir(m_transport->mirrorPath(fixture.path())).removeRecursively());
        const auto refs = history().refs("gone", {});
        const auto compared = history().compare("gone", "main");
        const auto file = history().file("gone", "main", "a.txt");
        for (const Error &error : {refs.error(), compared.error(), file.error()}) {
            QCOMPARE(error.code, ErrorCode::NotFound);
            QVERIFY2(error.message.contains("repo test gone"), qPrintable(error.message));
        }
        QCOMPARE(history().refs("unknown", {}).error().code, ErrorCode::NotFound);
    }

    /// Also of a view that an earlier version stored.
    void theTreeOfAChangeIsKnownWithoutItsDiff()
    {
        Ingest ingest(*m_database);
        RunReader reader(*m_database, ingest);
        const RunId id("C1");
        QString previous;
        QByteArray lines;
        auto add = [&, seq = qint64(0)](const char *type, const QJsonObject &data) mutable {
            const QByteArray line = compactJsonOf(Event{++seq, Timestamp::now(), type, data, previous});
            previous = eventHash(line);
            lines += line + '\n';
        };
        const QJsonArray files{toJson(ChangedFileView{"a.txt", {}, "modified", false, 1, 1, 2})};
        add(event_type::runStarted, {{"ticket_key", "K"}, {"title", "t"}, {"repository", "r"}});
        add(event_type::changeRecorded,
            {{"base", "B"}, {"tree", "T"}, {"files", files}, {"additions", 1}, {"deletions", 1}, {"patch", "P"},
                {"is_cut", false}});
        add(event_type::runFinished, {{"outcome", "completed"}, {"summary", "done"}});
        QVERIFY(ingest.ingest(id, lines));
        const auto told = [&] {
            const auto change = reader.change(id);
            return change ? QStringList{change->base, change->tree, change->files.value(0).path}
                          : QStringList{change.error().message};
        };
        QCOMPARE(told(), (QStringList{"B", "T", "a.txt"}));
        RunView old = reader.view(id).value();
        QCOMPARE(old.changeTree, "T");
        old.changeTree.clear();
        QVERIFY(m_database->write(
            [&](const WriteTransaction &transaction) { return RunStore::putSnapshot(transaction, old); }));
        QCOMPARE(told(), (QStringList{"B", "T", "a.txt"}));
        QCOMPARE(reader.patch(id).value().patch, "P");
        QCOMPARE(reader.change(RunId("none")).error().code, ErrorCode::NotFound);
    }
};

QTEST_GUILESS_MAIN(TestRepositoryHistory)
#include "tst_RepositoryHistory.moc"
