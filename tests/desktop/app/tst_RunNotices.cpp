#include "desktop/app/RunNotices.h"
#include "tests/desktop/RealWorker.h"

#include <QSignalSpy>

using namespace mergeloom;
using test::RealWorker;

namespace {

constexpr int patience = 30'000;

} // namespace

class TestRunNotices : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anEndedRunOfAnyWorkerIsToldWithTheWayToIt();
};

void TestRunNotices::anEndedRunOfAnyWorkerIsToldWithTheWayToIt()
{
    RealWorker real;
    QVERIFY(real.start());
    const QString repository = real.folder() + "/repository.git";
    QVERIFY(test::runs("git", {"init", "--quiet", "--bare", repository}));
    QTemporaryDir folder;
    KeptSettings settings(folder.filePath("settings.json"));
    TokenStore tokens;
    Workers workers(settings, tokens);
    RunNotices notices(workers);
    QSignalSpy noticed(&notices, &RunNotices::noticed);
    Connection connection;
    connection.name = "one";
    connection.url = real.url();
    Worker *worker = workers.add(connection, real.token(), {});
    QTRY_COMPARE_WITH_TIMEOUT(worker->state(), Worker::State::Online, patience);

    ApiClient client{QUrl(real.url()), real.token()};
    api::RepositoryRequest wanted;
    wanted.alias = "demo";
    wanted.cloneUrl = "file://" + repository;
    QVERIFY(client.wait(api_call::addRepository(wanted)));
    api::TicketRequest ticket;
    ticket.title = "<b>Rename</b> it";
    ticket.body = "Rename it.";
    ticket.repository = "demo";
    const auto added = client.wait(api_call::addTicket(ticket));
    QVERIFY2(added, added ? "" : qPrintable(added.error().message));
    QTRY_COMPARE_WITH_TIMEOUT(noticed.size(), 1, patience); // it has no provider, so the run is blocked
    const QList<QVariant> told = noticed.first();
    QCOMPARE(told.at(0).toString(), added->ticket.key + " blocked");
    QCOMPARE(told.at(1).toString(), "<b>Rename</b> it (one)");
    const auto place = told.at(2).value<Place>();
    QCOMPARE(place.workerId, worker->id());
    QCOMPARE(place.page, "run");
    const auto job = client.wait(api_call::job(added->job->id));
    QVERIFY(job && job->runId);
    QCOMPARE(place.argument, job->runId->text());
}

QTEST_MAIN(TestRunNotices)
#include "tst_RunNotices.moc"
