#pragma once

#include "service/http/Router.h"
#include "service/storage/Database.h"
#include "shared/domain/Ids.h"

#include <QMutex>
#include <QSet>

namespace mergeloom {

/// `limit` (1 to 200) and `cursor` of a list.
struct PageQuery {
    int limit = 50;
    QString cursor;
    static Result<PageQuery> of(const ApiRequest &request);
    /// The rows for Route::queryParameters.
    static QStringList parameters();
};

/// The strong tag of a version, `"3"`.
QByteArray versionTag(qint64 version);
/// The version that If-Match asks for; none when there is no condition; -1 for a tag that is none of ours.
std::optional<qint64> wantedVersion(const ApiRequest &request);
HeaderList versionHeaders(qint64 version);

/// A configuration write: `version_mismatch` is answered with 412, and the document says If-Match.
Route withPrecondition(Route route);

/// Makes POSTs repeatable: the same Idempotency-Key of the same caller gets the first answer again, for 24 hours. The
/// same key with another body is refused. Thread-safe.
class Idempotency
{
public:
    explicit Idempotency(Database &database) : m_database(database) {}
    Route repeatable(Route route);

private:
    Result<ApiReply> perform(const PooledHandler &handler, const ApiRequest &request);
    Result<ApiReply> performOnce(const PooledHandler &handler, const ApiRequest &request);

    Database &m_database;
    QMutex m_mutex;
    QSet<QString> m_open; ///< keys that are being worked on
};

/// The request's body as In; an empty one is an empty object.
template <class In>
Result<In> optionalBody(const ApiRequest &request)
{
    return parseJsonAs<In>(request.body.trimmed().isEmpty() ? QByteArray("{}") : request.body);
}

/// The job that `{id}` of the path names.
inline JobId jobOf(const ApiRequest &request) { return JobId(request.parameter(QStringLiteral("id"))); }

/// `by` of audit events.
QString actor(const ApiRequest &request);

/// For documentation of a route that is not made by jsonRoute().
inline Route documented(Route route, int replyStatus)
{
    route.replyStatus = replyStatus;
    return route;
}

} // namespace mergeloom
