#include "tests/service/http/ApiFixture.h"

using namespace mergeloom;
using namespace mergeloom::test;

/// What holds for all resources: versions, repeatable POSTs, and errors that name the place and the remedy.
class TestApi_Rules : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aWriteWithAnOutdatedVersionIs412();
    void anUnchangedReadIs304();
    void aRepeatedPostGetsItsFirstAnswer();
    void badInputNamesThePlace_data();
    void badInputNamesThePlace();
    void whatIsNotThereIs404_data();
    void whatIsNotThereIs404();
    void listsComeInPages();
    void aSecretIsNeverRead();
    void aLoginLinkSignsABrowserIn();

private:
    ApiFixture m_service;
};

void TestApi_Rules::aWriteWithAnOutdatedVersionIs412()
{
    m_service.addRepository("versioned");
    const auto read = m_service.send("GET", "/api/v1/repositories/versioned");
    const QByteArray tag = read.headers["etag"];
    QVERIFY(!tag.isEmpty());
    const QByteArray body = R"({"alias":"versioned","clone_url":"https://example.org/a.git"})";
    const auto changed =
        m_service.send("PUT", "/api/v1/repositories/versioned", body, Access::Admin, {{"If-Match", tag}});
    QCOMPARE(changed.status, 200);
    QVERIFY(changed.headers["etag"] != tag);
    QCOMPARE(
        m_service.send("PUT", "/api/v1/repositories/versioned", body, Access::Admin, {{"If-Match", tag}}).status, 412);
    QCOMPARE(m_service.send("DELETE", "/api/v1/repositories/versioned", {}, Access::Admin, {{"If-Match", "\"other\""}})
                 .status,
        412);
    QCOMPARE(m_service.send("PUT", "/api/v1/repositories/versioned", body).status, 200); // no condition
    QCOMPARE(m_service.send("DELETE", "/api/v1/repositories/versioned").status, 204);
    QCOMPARE(m_service.send("PUT", "/api/v1/providers/p", R"({"kind":"replay"})", Access::Admin).status, 200);
    QCOMPARE(
        m_service.send("PUT", "/api/v1/providers/p", R"({"kind":"replay"})", Access::Admin, {{"If-Match", "\"77\""}})
            .status,
        412);
}

void TestApi_Rules::anUnchangedReadIs304()
{
    m_service.addRepository("cached");
    const auto first = m_service.send("GET", "/api/v1/repositories/cached");
    const auto second = m_service.send(
        "GET", "/api/v1/repositories/cached", {}, Access::Viewer, {{"If-None-Match", first.headers["etag"]}});
    QCOMPARE(second.status, 304);
    QVERIFY(second.body.isEmpty());
    QVERIFY(m_service.admin->wait(api_call::removeRepository("cached")));
}

void TestApi_Rules::aRepeatedPostGetsItsFirstAnswer()
{
    const QMap<QByteArray, QByteArray> key{{"Idempotency-Key", "k-1"}};
    const auto first = m_service.send("POST", "/api/v1/tickets", R"({"title":"once"})", Access::Operator, key);
    QCOMPARE(first.status, 201);
    const auto again = m_service.send("POST", "/api/v1/tickets", R"({"title":"once"})", Access::Operator, key);
    QCOMPARE(again.status, 201);
    QCOMPARE(again.json()["id"], first.json()["id"]);
    const auto otherBody = m_service.send("POST", "/api/v1/tickets", R"({"title":"twice"})", Access::Operator, key);
    QCOMPARE(otherBody.status, 409);
    // The same key of another caller is another request.
    const auto otherCaller = m_service.send("POST", "/api/v1/tickets", R"({"title":"once"})", Access::Admin, key);
    QVERIFY(otherCaller.json()["id"] != first.json()["id"]);
}

void TestApi_Rules::badInputNamesThePlace_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("field");
    const auto row = [](const char *name, const char *method, const char *path, const char *body, const char *field) {
        QTest::newRow(name) << QByteArray(method) << QString(path) << QByteArray(body) << QString(field);
    };
    row("repository without alias", "POST", "/api/v1/repositories", R"({"clone_url":"x"})", "alias");
    row("alias with blanks", "POST", "/api/v1/repositories", R"({"alias":"a b","clone_url":"https://h/x"})", "alias");
    row("clone URL that is an option", "POST", "/api/v1/repositories", R"({"alias":"a","clone_url":"--upload-pack=x"})",
        "clone_url");
    row("validation mode", "POST", "/api/v1/repositories",
        R"({"alias":"a","clone_url":"/x","settings":{"validation_mode":"maybe"}})", "settings.validation_mode");
    row("command that is no text", "POST", "/api/v1/repositories",
        R"({"alias":"a","clone_url":"/x","settings":{"setup_commands":[1]}})", "settings.setup_commands[0]");
    row("unknown rule of the diff guard", "POST", "/api/v1/repositories",
        R"({"alias":"a","clone_url":"/x","settings":{"diff_guard":{"rules":{"ci_flies":"off"}}}})",
        "settings.diff_guard.rules");
    row("action of no kind", "POST", "/api/v1/repositories",
        R"({"alias":"a","clone_url":"/x","settings":{"diff_guard":{"rules":{"ci_files":"warn"}}}})",
        "settings.diff_guard.rules.ci_files");
    row("limit of the diff guard", "POST", "/api/v1/repositories",
        R"({"alias":"a","clone_url":"/x","settings":{"diff_guard":{"maximum_files":0}}})",
        "settings.diff_guard.maximum_files");
    row("old form of a rule", "POST", "/api/v1/repositories",
        R"({"alias":"a","clone_url":"/x","settings":{"diff_guard":{"on_binary":"maybe"}}})",
        "settings.diff_guard.on_binary");
    row("ticket without title", "POST", "/api/v1/tickets", "{}", "title");
    row("ticket with empty title", "POST", "/api/v1/tickets", R"({"title":" "})", "title");
    row("ticket labels", "POST", "/api/v1/tickets", R"({"title":"t","labels":"x"})", "labels");
    row("provider without kind", "PUT", "/api/v1/providers/p", "{}", "kind");
    row("provider of no kind", "PUT", "/api/v1/providers/p", R"({"kind":"magic"})", "kind");
    row("token without role", "POST", "/api/v1/tokens", R"({"name":"n"})", "role");
    row("token of no role", "POST", "/api/v1/tokens", R"({"name":"n","role":"king"})", "role");
    row("limit 0", "GET", "/api/v1/runs?limit=0", "", "limit");
    row("limit 201", "GET", "/api/v1/tickets?limit=201", "", "limit");
    row("limit that is a word", "GET", "/api/v1/jobs?limit=all", "", "limit");
    row("state of jobs", "GET", "/api/v1/jobs?state=lost", "", "state");
    row("state of runs", "GET", "/api/v1/runs?state=lost", "", "state");
    row("place of events", "GET", "/api/v1/events?after=-1", "", "after");
    row("place of a stream", "GET", "/api/v1/stream?after=x", "", "after");
    row("cancel with a number", "POST", "/api/v1/jobs/x/cancel", R"({"reason":1})", "reason");
}

void TestApi_Rules::badInputNamesThePlace()
{
    QFETCH(QByteArray, method);
    QFETCH(QString, path);
    QFETCH(QByteArray, body);
    QFETCH(QString, field);
    const auto answer = m_service.send(method, path, body);
    QVERIFY2(answer.status == 400, answer.body.constData());
    QCOMPARE(answer.error()["code"].toString(), "invalid_input");
    QCOMPARE(answer.error()["details"].toObject()["field"].toString(), field);
    QVERIFY(answer.error()["message"].toString().size() > 15);
}

void TestApi_Rules::whatIsNotThereIs404_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QString>("path");
    for (const char *path :
        {"repositories/none", "tickets/NONE-1", "jobs/none", "runs/none", "runs/none/patch", "runs/none/stream"})
        QTest::newRow(path) << QByteArray("GET") << QString("/api/v1/") + path;
    for (const char *path : {"repositories/none/test", "jobs/none/cancel", "jobs/none/retry", "providers/none/test"})
        QTest::newRow(path) << QByteArray("POST") << QString("/api/v1/") + path;
    for (const char *path : {"repositories/none", "providers/none", "tokens/none"})
        QTest::newRow((QByteArray("delete ") + path).constData()) << QByteArray("DELETE") << QString("/api/v1/") + path;
}

void TestApi_Rules::whatIsNotThereIs404()
{
    QFETCH(QByteArray, method);
    QFETCH(QString, path);
    const auto answer = m_service.send(method, path);
    QVERIFY2(answer.status == 404, answer.body.constData());
    QCOMPARE(answer.error()["code"].toString(), "not_found");
}

void TestApi_Rules::listsComeInPages()
{
    for (int i = 0; i < 5; ++i)
        m_service.addTicket(QStringLiteral("Page ticket %1").arg(i));
    QStringList keys;
    ListQuery query{"Page ticket", {}, {}, 2};
    do {
        const auto page = m_service.admin->wait(api_call::tickets(query)).value();
        QVERIFY(page.items.size() <= 2);
        for (const api::TicketView &ticket : page.items)
            keys << ticket.ticket.key;
        query.cursor = page.nextCursor.value_or(QString());
    } while (!query.cursor.isEmpty());
    QCOMPARE(keys.size(), 5);
    QCOMPARE(QSet<QString>(keys.begin(), keys.end()).size(), 5);
}

void TestApi_Rules::aSecretIsNeverRead()
{
    const auto put =
        m_service.send("PUT", "/api/v1/providers/secretive", R"({"kind":"replay","secret":"sk-very-secret"})");
    QCOMPARE(put.status, 200);
    QCOMPARE(put.json()["has_secret"].toBool(), true);
    QVERIFY(!put.body.contains("sk-very-secret"));
    QVERIFY(!m_service.send("GET", "/api/v1/providers").body.contains("sk-very-secret"));
    QVERIFY(!m_service.send("GET", "/api/v1/events").body.contains("sk-very-secret"));
    const auto executor = m_service.send("GET", "/api/gateway/v1/provider-profiles/secretive", {}, Access::Cluster);
    QCOMPARE(executor.json()["secret"].toString(), "sk-very-secret");
}

void TestApi_Rules::aLoginLinkSignsABrowserIn()
{
    const auto link = m_service.admin->wait(api_call::loginLink()).value();
    const QString path = link.url.mid(m_service.url.toString().size());
    const auto first = m_service.send("GET", path, {}, Access::Public);
    QCOMPARE(first.status, 303);
    const QByteArray cookie = first.headers["set-cookie"].split(';').first();
    const auto me = m_service.send("GET", "/api/v1/me", {}, Access::Public, {{"Cookie", cookie}});
    QCOMPARE(me.json()["role"].toString(), "admin");
    QVERIFY(m_service.send("GET", path, {}, Access::Public).headers["location"].contains("expired"));
}

QTEST_GUILESS_MAIN(TestApi_Rules)
#include "tst_Api_Rules.moc"
