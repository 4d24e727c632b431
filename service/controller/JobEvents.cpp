#include "service/controller/JobEvents.h"

namespace mergeloom {

Result<void> recordJobEvent(
    const WriteTransaction &transaction, const QString &type, const StoredJob &job, const QJsonObject &more)
{
    QJsonObject fields = more;
    fields.insert(QStringLiteral("job_id"), job.view.id.text());
    fields.insert(QStringLiteral("ticket_key"), job.view.ticketKey);
    fields.insert(QStringLiteral("repository"), job.view.repository);
    return EventStore::record(transaction, QLatin1StringView(controllerStream), type, fields);
}

Result<void> recordConfigChange(
    const WriteTransaction &transaction, const QString &what, const QString &id, const QString &by)
{
    return EventStore::record(transaction, QLatin1StringView(controllerStream),
        QLatin1StringView(event_type::configChanged), {{"what", what}, {"id", id}, {"by", by}});
}

} // namespace mergeloom
