#pragma once

#include "shared/core/Json.h"
#include "shared/core/Result.h"
#include "shared/domain/Ids.h"

#include <QByteArray>
#include <QList>
#include <QMap>
#include <QString>
#include <QUrlQuery>

#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <variant>

namespace mergeloom {

/// Who may call a route. Viewer < Operator < Admin are people and programs; Worker is a worker token of the worker
/// protocol; Cluster is the cluster token of gateway and executors. Public needs nothing.
enum class Access { Public, Viewer, Operator, Admin, Worker, Cluster };

/// Who calls.
struct Principal {
    Access access = Access::Public;
    QString name;             ///< token name, worker name; for audit
    QString workerId;         ///< of Worker
    TokenId tokenId = {};     ///< of the token, or of the one that signed the browser in; empty for a link of the start
    SessionId sessionId = {}; ///< of a browser
    std::optional<Timestamp> expiresAt = {};
};

using HeaderList = QList<std::pair<QByteArray, QByteArray>>;

struct ApiRequest {
    QByteArray method;
    QString path;                      ///< percent-encoded as sent, without the query
    QMap<QString, QString> parameters; ///< of the path template, decoded
    QUrlQuery query;
    HeaderList headers; ///< names in lower case
    QByteArray body;
    Principal principal;
    QString remoteAddress;
    QByteArray scheme = "http"; ///< of the connection: `http` or `https`

    QByteArray header(QByteArrayView lowerCaseName) const;
    QString parameter(const QString &name) const { return parameters.value(name); }
    QString queryText(const QString &name) const { return query.queryItemValue(name, QUrl::FullyDecoded); }
    /// A whole number of the query; `fallback` when absent, error when it is none or out of range.
    Result<qint64> queryInteger(const QString &name, qint64 fallback, qint64 lowest, qint64 highest) const;
};

struct ApiReply {
    int status = 200;
    QByteArray contentType = "application/json; charset=utf-8";
    QByteArray body;
    HeaderList headers; ///< beside those that the writer sets itself
    /// For the audit of refusals; by default a 401, 403, 421 or 429 is audited under its error code.
    QString refusalCause = {};
    QString refusedCaller = {};

    static ApiReply json(const QJsonValue &value, int status = 200);
    static ApiReply noContent() { return {204, {}, {}, {}}; }
    static ApiReply error(const Error &error);
};

/// An answer that comes later or piece by piece. Lives on the gateway's main thread and is only used there; it stays
/// valid after the client has gone, and then does nothing.
class LiveReply
{
public:
    virtual ~LiveReply() = default;
    virtual bool isOpen() const = 0;
    virtual void finish(const ApiReply &reply) = 0;
    /// Starts an unbounded answer (text/event-stream); pieces follow by write(), the end by close().
    virtual void startStream(const QByteArray &contentType, const HeaderList &headers = {}) = 0;
    /// False when the client is gone or has fallen over 1 MiB behind: then the stream is closed, and the client resumes.
    virtual bool write(const QByteArray &piece) = 0;
    virtual void close() = 0;
    /// Ends a stream so that the client can tell it is not whole.
    virtual void breakOff() = 0;
    /// Bytes that the client has not taken yet; a stream that catches up waits for them to go down.
    virtual qint64 backlog() const { return 0; }
    /// Called once when the client has gone or the answer is complete.
    virtual void onClosed(std::function<void()> callback) = 0;
};

/// Runs on a pool thread; may block on the database or on git, not on the network.
using PooledHandler = std::function<Result<ApiReply>(const ApiRequest &)>;
/// Runs on the main thread and must return at once.
using LiveHandler = std::function<void(const ApiRequest &, std::shared_ptr<LiveReply>)>;

/// A row of the route table; documentation is made from it too.
struct Route {
    QByteArray method;
    QString path; ///< `/api/v1/runs/{id}`
    Access access = Access::Admin;
    QString summary;
    std::variant<PooledHandler, LiveHandler> handler;
    QJsonObject (*requestSchema)(SchemaSet &) = nullptr;
    QJsonObject (*replySchema)(SchemaSet &) = nullptr;
    QStringList queryParameters; ///< `name: help`
    QByteArray replyType = "application/json";
    int replyStatus = 200; ///< of success
    QByteArray requestType = "application/json";
    QStringList requestHeaders; ///< `Name: help`, all optional
};

/// A value with a status or headers of its own; a plain value is answered with 200.
template <class T>
struct Reply {
    T value;
    int status = 200;
    HeaderList headers;
};

/// A row whose handler gives a described value: `Result<Reply<Out>>(const ApiRequest &)`.
template <class Out, class Handler>
Route jsonRoute(
    QByteArray method, QString path, Access access, QString summary, Handler handler, QStringList queryParameters = {})
{
    Route route{std::move(method), std::move(path), access, std::move(summary), {}, nullptr, &jsonSchema<Out>,
        std::move(queryParameters)};
    route.handler = PooledHandler([handler](const ApiRequest &request) -> Result<ApiReply> {
        MERGELOOM_TRY(Reply<Out> reply, handler(request));
        ApiReply json = ApiReply::json(toJson(reply.value), reply.status);
        json.headers = std::move(reply.headers);
        return json;
    });
    return route;
}

/// The same with a described body: `Result<Reply<Out>>(const ApiRequest &, const In &)`.
template <class In, class Out, class Handler>
Route jsonRoute(
    QByteArray method, QString path, Access access, QString summary, Handler handler, QStringList queryParameters = {})
{
    auto withBody = [handler](const ApiRequest &request) -> Result<Reply<Out>> {
        MERGELOOM_TRY(const In body, parseJsonAs<In>(request.body));
        return handler(request, body);
    };
    Route route = jsonRoute<Out>(
        std::move(method), std::move(path), access, std::move(summary), withBody, std::move(queryParameters));
    route.requestSchema = &jsonSchema<In>;
    return route;
}

/// The answer of a look-up in the route table.
struct RouteMatch {
    const Route *route = nullptr; ///< null: see `allowed`
    QMap<QString, QString> parameters;
    QList<QByteArray> allowed; ///< methods of this path; empty: no such path (404), else 405
};

class Router
{
public:
    void add(QList<Route> routes);
    const QList<Route> &routes() const { return m_routes; }
    /// `path` as sent; segments are decoded one by one, so that `%2F` stays inside its segment. HEAD finds GET.
    RouteMatch match(QByteArrayView method, QStringView path) const;

private:
    QList<Route> m_routes;
};

} // namespace mergeloom
