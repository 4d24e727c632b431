#include "service/http/RouteRules.h"

#include "service/storage/IdempotencyStore.h"

#include <QCryptographicHash>
#include <QScopeGuard>

namespace mergeloom {

namespace {

constexpr qsizetype longestKey = 200;

QString routeName(const ApiRequest &request) { return QString::fromLatin1(request.method) + u' ' + request.path; }

IdempotencyKey keyOf(const ApiRequest &request)
{
    return {QString::fromUtf8(request.header("idempotency-key")), actor(request), routeName(request)};
}

QString hashOf(const QByteArray &body)
{
    return QString::fromLatin1(QCryptographicHash::hash(body, QCryptographicHash::Sha256).toHex());
}

} // namespace

Result<PageQuery> PageQuery::of(const ApiRequest &request)
{
    MERGELOOM_TRY(const qint64 limit, request.queryInteger(QStringLiteral("limit"), 50, 1, 200));
    return PageQuery{int(limit), request.queryText(QStringLiteral("cursor"))};
}

QStringList PageQuery::parameters()
{
    return {QStringLiteral("limit: entries, 1 to 200 (50)"), QStringLiteral("cursor: next_cursor of the page before")};
}

QByteArray versionTag(qint64 version) { return '"' + QByteArray::number(version) + '"'; }

HeaderList versionHeaders(qint64 version) { return {{"ETag", versionTag(version)}}; }

std::optional<qint64> wantedVersion(const ApiRequest &request)
{
    QByteArray tag = request.header("if-match").trimmed();
    if (tag.isEmpty() || tag == "*")
        return std::nullopt;
    if (tag.startsWith("W/"))
        tag.remove(0, 2);
    tag.replace('"', "");
    if (tag.endsWith("-gz")) // the packed form of the same version
        tag.chop(3);
    bool isNumber = false;
    const qint64 version = tag.toLongLong(&isNumber);
    return isNumber ? version : -1;
}

Route withPrecondition(Route route)
{
    const PooledHandler inner = std::get<PooledHandler>(route.handler);
    route.handler = PooledHandler([inner](const ApiRequest &request) -> Result<ApiReply> {
        Result<ApiReply> reply = inner(request);
        if (reply || reply.error().details.value(QStringLiteral("reason")) != QStringLiteral("version_mismatch"))
            return reply;
        ApiReply failed = ApiReply::error(reply.error());
        failed.status = 412;
        return failed;
    });
    route.requestHeaders << QStringLiteral(
        "If-Match: the ETag that was read; the write is refused with 412 when it is outdated");
    return route;
}

Route Idempotency::repeatable(Route route)
{
    const PooledHandler inner = std::get<PooledHandler>(route.handler);
    route.handler = PooledHandler([this, inner](const ApiRequest &request) { return perform(inner, request); });
    route.requestHeaders << QStringLiteral(
        "Idempotency-Key: any text; the same key gets the first answer again, for 24 hours");
    return route;
}

Result<ApiReply> Idempotency::perform(const PooledHandler &handler, const ApiRequest &request)
{
    const QByteArray header = request.header("idempotency-key");
    if (header.isEmpty())
        return handler(request);
    if (header.size() > longestKey)
        return failure(ErrorCode::InvalidInput,
            QStringLiteral("Idempotency-Key has %1 bytes; at most %2 are taken.").arg(header.size()).arg(longestKey),
            {{"field", "Idempotency-Key"}});
    const IdempotencyKey key = keyOf(request);
    const QString open = key.principal + u'\n' + key.route + u'\n' + key.key;
    {
        QMutexLocker lock(&m_mutex);
        if (m_open.contains(open))
            return failure(ErrorCode::Conflict,
                QStringLiteral("The request with this Idempotency-Key is being worked on; ask again in a second."));
        m_open.insert(open);
    }
    const auto close = qScopeGuard([&] {
        QMutexLocker lock(&m_mutex);
        m_open.remove(open);
    });
    return performOnce(handler, request);
}

Result<ApiReply> Idempotency::performOnce(const PooledHandler &handler, const ApiRequest &request)
{
    const IdempotencyKey key = keyOf(request);
    const QString hash = hashOf(request.body);
    MERGELOOM_TRY(const std::optional<RememberedReply> before, m_database.read([&](const ReadTransaction &transaction) {
        return IdempotencyStore::find(transaction, key, Timestamp::now());
    }));
    if (before && before->requestHash != hash)
        return failure(ErrorCode::Conflict,
            QStringLiteral("This Idempotency-Key was used for another body; take a new key for a new request."),
            {{"field", "Idempotency-Key"}});
    if (before)
        return ApiReply{before->status, before->contentType, before->body, {{"Idempotent-Replayed", "true"}}};
    MERGELOOM_TRY(ApiReply reply, handler(request));
    if (reply.status >= 300)
        return reply;
    MERGELOOM_CHECK(m_database.write([&](const WriteTransaction &transaction) {
        return IdempotencyStore::remember(
            transaction, key, {hash, reply.status, reply.contentType, reply.body}, Timestamp::now());
    }));
    return reply;
}

QString actor(const ApiRequest &request)
{
    return request.principal.name.isEmpty() ? QStringLiteral("unknown") : request.principal.name;
}

} // namespace mergeloom
