#include "desktop/pages/RunFilter.h"

#include <QDateTime>

namespace mergeloom {

namespace {

/// A day here begins at another moment than in UTC.
QString momentOf(const QString &day, int daysLater)
{
    const QDate date = QDate::fromString(day, Qt::ISODate);
    return date.isValid() ? date.addDays(daysLater).startOfDay().toUTC().toString(Qt::ISODate) : day;
}

} // namespace

RunQuery RunFilter::query() const
{
    RunQuery query;
    query.text = text.trimmed();
    query.state = state;
    query.repository = repository;
    query.provider = provider;
    query.reason = reason;
    query.requester = requester;
    query.model = model;
    query.pushed = pushed;
    query.ticket = ticket.trimmed();
    query.branch = branch.trimmed();
    query.since = momentOf(since, 0);
    query.until = momentOf(until, 1);
    query.minimumUsd = minimumUsd.trimmed().replace(u',', u'.');
    query.minimumTokens = minimumTokens.trimmed();
    query.limit = 50;
    return query;
}

int RunFilter::furtherCount() const
{
    int count = 0;
    for (const QString &value :
        {reason, requester, model, pushed, ticket, branch, since, until, minimumUsd, minimumTokens})
        count += !value.isEmpty();
    return count;
}

} // namespace mergeloom
