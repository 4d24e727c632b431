#pragma once

#include "service/http/Api.h"
#include "service/http/HttpListener.h"
#include "shared/client/ApiClient.h"
#include "tests/service/storage/TestDatabase.h"

#include <QNetworkReply>
#include <QTemporaryDir>
#include <QTest>

namespace mergeloom::test {

/// The whole service over a real listener and a real database, in this thread.
struct ApiFixture {
    struct Answer {
        int status = 0;
        QByteArray body;
        QMap<QByteArray, QByteArray> headers; ///< names in lower case
        QJsonObject error() const { return QJsonDocument::fromJson(body).object()["error"].toObject(); }
        QJsonObject json() const { return QJsonDocument::fromJson(body).object(); }
    };

    QTemporaryDir directory;
    std::unique_ptr<Database> database = Database::open(databaseIn(directory.filePath("data"))).value();
    SecretBox box = SecretBox::open(directory.filePath("secret.key")).value();
    GitTransport transport{{directory.filePath("mirrors"), std::chrono::seconds(10), {}}};
    LiveHub hub;
    Queue queue{*database, box, {}};
    Intake intake{*database, queue};
    Catalog catalog{*database, box};
    Workers workers{*database, {}};
    AccessTokens tokens{*database};
    ProviderCatalog providers{*database, box,
        [] {
            return QList<ProviderKind>{{"replay", "Replay", "Recorded answers", {}},
                {"claude-code-cli", "Claude Code CLI", "An agent program", {{.name = "auth"}, {.name = "program"}}}};
        },
        [](const ProviderProfile &, const QByteArray &) { return Result<void>(); }};
    SignInDesk signIns{*database, providers, directory.filePath("cli")};
    Ingest ingest{*database};
    RunReader runs{*database, ingest};
    AuditWatch audit{*database, AuditLog::open(*database, directory.filePath("audit.key")).value(), {}};
    Retention retention{*database};
    HealthChecks health{
        *database, workers, providers, {directory.filePath("data"), {"git"}, {.mode = SandboxMode::Off}}};
    DashboardReader dashboard{{*database, workers, providers, health}, "test worker"};
    CallerLookup callers{tokens, workers, "the-cluster-token"};
    AccessControl access{[this](const QString &token) { return callers.find(token); }, {}};
    Api api{{*database, catalog, intake, queue, workers, ingest, runs, hub, providers, signIns, tokens, health,
                dashboard, transport, access, callers, audit, retention},
        "test worker", {}};
    Router router;
    StaticFiles files{QStringLiteral(":/none")};
    std::unique_ptr<HttpListener> listener;
    QUrl url;
    QMap<Access, QString> secrets; ///< by the access they give
    WorkerId worker;
    QNetworkAccessManager network;
    std::unique_ptr<ApiClient> admin;

    ApiFixture()
    {
        database->onEventsStored([this](const QList<StoredEvent> &events) { hub.publish(events); });
        if (!queue.start())
            qFatal("the queue does not start");
        router.add(access.routes());
        router.add(api.routes());
        listener = std::make_unique<HttpListener>(router, access, files, HttpOptions{});
        url = QUrl(QStringLiteral("http://127.0.0.1:%1").arg(listener->listen(QHostAddress::LocalHost, 0).value()));
        for (const auto &[role, level] :
            {std::pair{Role::Viewer, Access::Viewer}, {Role::Operator, Access::Operator}, {Role::Admin, Access::Admin}})
            secrets[level] = tokens.create({enumName(role), role}, "test").value().secret.value();
        const auto enrolled = workers.enrollOfCluster({"local", {}, "executor-1", "0.1", "linux", {}}).value();
        worker = enrolled.workerId;
        secrets[Access::Worker] = enrolled.workerToken;
        secrets[Access::Cluster] = QStringLiteral("the-cluster-token");
        admin = std::make_unique<ApiClient>(url, secrets[Access::Admin]);
    }
    ~ApiFixture() { listener.reset(); }

    QNetworkReply *start(const QByteArray &method, const QString &path, const QByteArray &body = {},
        Access as = Access::Admin, const QMap<QByteArray, QByteArray> &headers = {})
    {
        QNetworkRequest request(QUrl(url.toString() + path));
        request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
        // Cookies are what a test sends, not what came before.
        request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
        request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
        if (secrets.contains(as))
            request.setRawHeader("Authorization", "Bearer " + secrets[as].toUtf8());
        request.setHeader(QNetworkRequest::ContentTypeHeader, QByteArray("application/json"));
        for (auto it = headers.begin(); it != headers.end(); ++it)
            request.setRawHeader(it.key(), it.value());
        return network.sendCustomRequest(request, method, body);
    }

    /// Of a stream: as soon as its head is there.
    Answer send(const QByteArray &method, const QString &path, const QByteArray &body = {}, Access as = Access::Admin,
        const QMap<QByteArray, QByteArray> &headers = {})
    {
        std::unique_ptr<QNetworkReply> reply(start(method, path, body, as, headers));
        const bool came = QTest::qWaitFor(
            [&] { return reply->isFinished() || reply->rawHeader("content-type").startsWith("text/event-stream"); },
            20000);
        if (!came)
            qWarning("no answer: %s %s", method.constData(), qPrintable(path));
        Answer answer{reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), reply->readAll(), {}};
        for (const auto &[name, value] : reply->rawHeaderPairs())
            answer.headers[name.toLower()] = value;
        return answer;
    }

    void addRepository(const QString &alias)
    {
        const auto added = admin->wait(api_call::addRepository({alias, directory.filePath(alias + ".git"), "main"}));
        QVERIFY2(added, added ? "" : qPrintable(added.error().message));
    }

    api::TicketView addTicket(const QString &title, const QString &repository = {})
    {
        api::TicketRequest request;
        request.title = title;
        request.repository = repository;
        return admin->wait(api_call::addTicket(request)).value();
    }
};

/// Lines of a journal with a right chain.
class JournalLines
{
public:
    QByteArray add(const QString &type, const QJsonObject &data)
    {
        const QByteArray line = compactJsonOf(Event{++m_seq, Timestamp::now(), type, data, m_prev});
        m_prev = eventHash(line);
        return line + '\n';
    }
    QByteArray started()
    {
        return add(
            event_type::runStarted, {{"job_id", "J"}, {"ticket_key", "LOCAL-1"}, {"title", "t"}, {"repository", "r"}});
    }
    QByteArray message(const QString &text) { return add(event_type::runMessage, {{"level", "info"}, {"text", text}}); }

private:
    qint64 m_seq = 0;
    QString m_prev;
};

} // namespace mergeloom::test
