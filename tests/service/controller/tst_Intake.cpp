#include "tests/service/controller/Controller.h"

#include "service/storage/RepositoryStore.h"
#include "shared/core/Log.h"

using namespace mergeloom;

class TestIntake : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void ticketsAreNumberedAndRouted()
    {
        Controller controller;
        controller.addRepository("shop");
        const auto first = controller.submit("one");
        const auto second = controller.submit("two");
        QCOMPARE(first.ticket.key, QStringLiteral("LOCAL-1"));
        QCOMPARE(second.ticket.key, QStringLiteral("LOCAL-2"));
        QVERIFY(first.job);
        QCOMPARE(first.job->repository, QStringLiteral("shop"));
        QCOMPARE(first.job->branch, QStringLiteral("tickets/local-1"));
        QCOMPARE(controller.intake->list({}, 10, {}).value().items.size(), 2);
        QCOMPARE(controller.intake->find(second.id).value().ticket.title, QStringLiteral("two"));
    }

    void labelsRoute_data()
    {
        QTest::addColumn<QStringList>("labels");
        QTest::addColumn<QString>("alias");
        QTest::addColumn<QString>("refusal");
        QTest::newRow("dash") << QStringList{"bug", "repo-shop"} << "shop"
                              << "";
        QTest::newRow("sign") << QStringList{"repo=shop"} << "shop"
                              << "";
        QTest::newRow("colon") << QStringList{"Repo: Blog"} << "blog"
                               << "";
        QTest::newRow("the same twice") << QStringList{"repo-blog", "repo:blog"} << "blog"
                                        << "";
        QTest::newRow("unknown") << QStringList{"repo-nowhere"} << ""
                                 << "no repository \"nowhere\"";
        QTest::newRow("disabled") << QStringList{"repo-off"} << ""
                                  << "disabled";
        QTest::newRow("two") << QStringList{"repo-shop", "repo-blog"} << ""
                             << "several";
        QTest::newRow("none") << QStringList{} << ""
                              << "names none";
    }
    void labelsRoute()
    {
        QFETCH(QStringList, labels);
        QFETCH(QString, alias);
        QFETCH(QString, refusal);
        Controller controller;
        controller.addRepository("shop");
        controller.addRepository("blog");
        const auto off = controller.addRepository("off");
        controller.catalog->change(off.id, {"off", off.cloneUrl, {}, false, {}, {}, {}, {}, {}}, {}, "test").value();
        const auto ticket = controller.submit("one", labels);
        QCOMPARE(ticket.job.has_value(), refusal.isEmpty());
        if (ticket.job)
            QCOMPARE(ticket.job->repository, alias);
        QVERIFY2(ticket.refusal.contains(refusal), qPrintable(ticket.refusal));
        QCOMPARE(ticket.refusal.isEmpty(), refusal.isEmpty());
        QCOMPARE(controller.events(), QStringList(refusal.isEmpty() ? "job.queued" : "job.refused"));
    }

    void directivesThatCannotBeMetBlockTheJobBeforeAnyWork_data()
    {
        QTest::addColumn<QStringList>("labels");
        QTest::addColumn<QString>("block");
        QTest::addColumn<QString>("reason");
        QTest::newRow("no end") << QStringList{"repo-shop"} << "[JCA]\nmodel=x\n"
                                << "no end";
        QTest::newRow("no sign") << QStringList{"repo-shop"} << "[JCA]\nnonsense\n[/JCA]"
                                 << "key=value";
        QTest::newRow("unknown repository") << QStringList{} << "[JCA]\nwork_repos=nowhere\n[/JCA]"
                                            << "nowhere";
        QTest::newRow("two repositories") << QStringList{} << "[JCA]\nwork_repos=shop,blog\n[/JCA]"
                                          << "in one";
        QTest::newRow("against the label") << QStringList{"repo-shop"} << "[JCA]\nwork_repos=blog\n[/JCA]"
                                           << "Make them the same";
        QTest::newRow("unknown provider") << QStringList{"repo-shop"} << "[JCA]\nprovider=magic\n[/JCA]"
                                          << "provider=magic";
        QTest::newRow("unknown context") << QStringList{"repo-shop"} << "[JCA]\ncontext_repos=docs\n[/JCA]"
                                         << "docs";
        QTest::newRow("unknown context file") << QStringList{"repo-shop"} << "[JCA]\ncontext_files=docs:a.md\n[/JCA]"
                                              << "docs";
    }
    void directivesThatCannotBeMetBlockTheJobBeforeAnyWork()
    {
        QFETCH(QStringList, labels);
        QFETCH(QString, block);
        QFETCH(QString, reason);
        Controller controller;
        controller.addRepository("shop");
        controller.addRepository("blog");
        const auto ticket = controller.submit("one", labels, block);
        QVERIFY2(ticket.job, qPrintable(ticket.refusal));
        QCOMPARE(ticket.job->state, JobState::Blocked);
        QCOMPARE(ticket.job->reason, QStringLiteral("directive_invalid"));
        QVERIFY2(ticket.job->summary.contains(reason), qPrintable(ticket.job->summary));
        QVERIFY(!controller.lease(controller.enroll("w"), "r"));
        QCOMPARE(controller.events(), (QStringList{"job.queued", "job.finished"}));
    }

    void goodDirectivesAreObeyedAndUnknownOnesReported()
    {
        Controller controller;
        controller.addRepository("shop");
        controller.addRepository("docs");
        const auto ticket = controller.submit(
            "one", {}, "Do it.\n[JCA]\nwork_repos=shop\ncontext_repos=docs\nmodel=big\ncolour=red\n[/JCA]");
        QCOMPARE(ticket.job->state, JobState::Queued);
        QVERIFY(ticket.job->summary.contains("colour"));
        const auto envelope = controller.lease(controller.enroll("w"), "r");
        QCOMPARE(envelope->repositories.size(), 2);
        QCOMPARE(envelope->repositories[1].alias, QStringLiteral("docs"));
        QCOMPARE(envelope->repositories[1].role, QStringLiteral("context"));
        QCOMPARE(envelope->model, QStringLiteral("big"));
    }

    void aRefusedTicketIsRoutedOnceTheCatalogFits()
    {
        Controller controller;
        const auto refused = controller.submit("one");
        QVERIFY(refused.refusal.contains("no enabled repository"));
        controller.addRepository("shop");
        const auto routed = controller.intake->routeAgain(refused.id, "bob").value();
        QVERIFY(routed.job);
        QVERIFY(routed.refusal.isEmpty());
        QCOMPARE(controller.intake->routeAgain(refused.id, "bob").error().code, ErrorCode::Conflict);
    }

    void badTicketsAreRefusedWithTheField()
    {
        Controller controller;
        controller.addRepository("shop");
        const auto field = [&](const api::TicketRequest &request) {
            const auto view = controller.intake->submit(request, "alice");
            return view ? QStringLiteral("taken") : view.error().details.value("field").toString();
        };
        QCOMPARE(field({" ", {}, {}, {}, {}, 0}), QStringLiteral("title"));
        QCOMPARE(field({"two\nlines", {}, {}, {}, {}, 0}), QStringLiteral("title"));
        QCOMPARE(field({"t", {}, {}, {}, "a b", 0}), QStringLiteral("key"));
        QCOMPARE(field({"t", {}, {}, {}, "LOCAL-7", 0}), QStringLiteral("key"));
        QCOMPARE(field({"t", {}, {}, "Not An Alias", {}, 0}), QStringLiteral("repository"));
        QCOMPARE(field({"t", {}, {}, {}, "SHOP-1", 0}), QStringLiteral("taken"));
        QCOMPARE(field({"t", {}, {}, {}, "SHOP-1", 0}), QStringLiteral("key"));
    }

    void repositoriesAreChecked_data()
    {
        QTest::addColumn<QString>("alias");
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("field");
        QTest::newRow("good") << "shop"
                              << "https://example.org/shop.git"
                              << "";
        QTest::newRow("path") << "shop"
                              << "/srv/git/shop.git"
                              << "";
        QTest::newRow("upper case") << "Shop"
                                    << "https://example.org/shop.git"
                                    << "alias";
        QTest::newRow("empty") << ""
                               << "https://example.org/shop.git"
                               << "alias";
        QTest::newRow("option") << "shop"
                                << "--upload-pack=touch"
                                << "clone_url";
        QTest::newRow("helper") << "shop"
                                << "ext::sh -c true"
                                << "clone_url";
    }
    void repositoriesAreChecked()
    {
        QFETCH(QString, alias);
        QFETCH(QString, url);
        QFETCH(QString, field);
        Controller controller;
        api::RepositoryRequest request;
        request.alias = alias;
        request.cloneUrl = url;
        const auto added = controller.catalog->add(request, "bob");
        QCOMPARE(added.has_value(), field.isEmpty());
        if (!added)
            QCOMPARE(added.error().details.value("field").toString(), field);
    }

    void credentialsOfTheUrlAreSealedAndKeptUntilReplaced()
    {
        Controller controller;
        api::RepositoryRequest request;
        request.alias = "shop";
        request.cloneUrl = "https://bob:hunter%32-pass@example.org/shop.git";
        const auto added = controller.catalog->add(request, "bob").value();
        QCOMPARE(added.cloneUrl, QStringLiteral("https://example.org/shop.git"));
        QVERIFY(added.hasSecret);
        QCOMPARE(added.username, QStringLiteral("bob"));
        QCOMPARE(controller.catalog->credential(added.id).value().password, QStringLiteral("hunter2-pass"));
        QCOMPARE(log::withoutSecrets(QStringLiteral("hunter2-pass")), QStringLiteral("[redacted:git password]"));

        const QByteArray stored = storedBytes(*controller.database);
        QVERIFY(stored.contains("shop"));
        QVERIFY2(!stored.contains("hunter"), "the password lies in the database in clear");

        request.cloneUrl = added.cloneUrl;
        request.defaultBranch = "main";
        const auto kept = controller.catalog->change(added.id, request, added.version, "bob").value();
        QVERIFY(kept.hasSecret);
        QCOMPARE(kept.version, added.version + 1);
        QCOMPARE(controller.catalog->change(added.id, request, added.version, "bob")
                     .error()
                     .details.value("reason")
                     .toString(),
            QStringLiteral("version_mismatch"));
        request.password = "";
        QVERIFY(!controller.catalog->change(added.id, request, {}, "bob").value().hasSecret);
    }

    void aRepositoryWithOpenJobsIsNotRemoved()
    {
        Controller controller;
        const auto shop = controller.addRepository("shop");
        QCOMPARE(controller.catalog->add({"shop", "/srv/x", {}, true, {}, {}, {}, {}, {}}, "bob").error().code,
            ErrorCode::Conflict);
        const auto ticket = controller.submit("one");
        QCOMPARE(controller.catalog->remove(shop.id, {}, "bob").error().details.value("reason").toString(),
            QStringLiteral("open_jobs"));
        controller.queue->cancel(ticket.job->id, {}, "bob").value();
        QVERIFY(controller.catalog->remove(shop.id, {}, "bob"));
        QCOMPARE(controller.catalog->find(shop.id).error().code, ErrorCode::NotFound);
    }

    void workersEnrolByTokensThatAreLimited()
    {
        Controller controller;
        const auto token = controller.workers->createEnrollmentToken({"for the lab", 1, 1}, "bob").value();
        protocol::EnrollRequest request;
        request.name = "w1";
        request.version = "1";
        request.enrollmentToken = "wrong";
        QCOMPARE(controller.workers->enroll(request).error().code, ErrorCode::Unauthorized);
        request.enrollmentToken = *token.secret;
        const auto first = controller.workers->enroll(request).value();
        QCOMPARE(controller.workers->findByToken(first.workerToken).value()->name, QStringLiteral("w1"));
        QCOMPARE(controller.workers->enroll(request).error().code, ErrorCode::Unauthorized);
        const auto again = controller.workers->enrollOfCluster(request).value();
        QCOMPARE(again.workerId, first.workerId);
        QVERIFY2(!controller.workers->findByToken(first.workerToken).value(), "the old token ends");
        QVERIFY(controller.workers->revoke(first.workerId, "bob"));
        QVERIFY(!controller.workers->findByToken(again.workerToken).value());
    }

    void aWorkerIsAwayAfterThreeMissedHeartbeats()
    {
        Controller controller;
        const auto worker = controller.enroll("w1");
        protocol::StatusRequest status;
        status.state = "running";
        status.sandbox = "bubblewrap";
        QVERIFY(controller.workers->status(worker, status));
        controller.time.advance(std::chrono::seconds(45));
        QCOMPARE(controller.workers->list().value().first().state, QStringLiteral("running"));
        controller.time.advance(std::chrono::seconds(1));
        QCOMPARE(controller.workers->list().value().first().state, QStringLiteral("away"));
        controller.workers->heard(worker);
        QCOMPARE(controller.workers->list().value().first().state, QStringLiteral("running"));
    }
};

QTEST_GUILESS_MAIN(TestIntake)
#include "tst_Intake.moc"
