#include "service/storage/RunFilter.h"

#include "shared/domain/Outcome.h"

namespace mergeloom {

namespace {

constexpr qint64 microsecondsOfDay = qint64(24) * 3600 * 1000000;

Unexpected wrongFilter(const RunFilterField &field, const QString &text, const QString &wanted)
{
    return failure(ErrorCode::InvalidInput,
        QStringLiteral("%1 is \"%2\", but must be %3.").arg(QLatin1StringView(field.query), text, wanted),
        {{"field", QLatin1StringView(field.query)}});
}

enum class Edge { Begin, End };

/// A moment; of a day alone its begin or end.
Result<Timestamp> momentOf(const RunFilterField &field, const QString &text, Edge edge)
{
    const bool isDay = text.size() == 10;
    const auto moment = Timestamp::parse(isDay ? text + QStringLiteral("T00:00:00Z") : text);
    if (!moment)
        return wrongFilter(field, text, QStringLiteral("a day (2026-01-31) or a time in UTC (2026-01-31T12:00:00Z)"));
    return isDay && edge == Edge::End ? Timestamp{moment->microseconds + microsecondsOfDay} : *moment;
}

template <class Number>
Result<Number> leastOf(const RunFilterField &field, const QString &text)
{
    bool isNumber = false;
    const double number = text.toDouble(&isNumber);
    if (!isNumber || !(number >= 0) || number > 1e15)
        return wrongFilter(field, text, QStringLiteral("a number of at least 0"));
    return Number(number);
}

using TakeFilter = Result<void> (*)(RunFilter &, const RunFilterField &, const QString &);

struct FilterRow {
    RunFilterField field;
    TakeFilter take;
};

template <QString RunFilter::*member>
Result<void> takeText(RunFilter &filter, const RunFilterField &, const QString &text)
{
    filter.*member = text;
    return {};
}

Result<void> takeState(RunFilter &filter, const RunFilterField &field, const QString &text)
{
    if (text != u"running" && !enumFromName<Outcome>(text))
        return wrongFilter(field, text, QStringLiteral("one of running, completed, blocked, failed, cancelled"));
    filter.state = text;
    return {};
}

Result<void> takeReason(RunFilter &filter, const RunFilterField &field, const QString &text)
{
    if (!enumFromName<Reason>(text))
        return wrongFilter(field, text, QStringLiteral("a reason code, such as validation_failed"));
    filter.reason = text;
    return {};
}

Result<void> takePushed(RunFilter &filter, const RunFilterField &field, const QString &text)
{
    if (text != u"yes" && text != u"no")
        return wrongFilter(field, text, QStringLiteral("yes or no"));
    filter.pushed = text == u"yes" ? RunFilter::Pushed::Yes : RunFilter::Pushed::No;
    return {};
}

Result<void> takeSince(RunFilter &filter, const RunFilterField &field, const QString &text)
{
    MERGELOOM_TRY(filter.since, momentOf(field, text, Edge::Begin));
    return {};
}

Result<void> takeUntil(RunFilter &filter, const RunFilterField &field, const QString &text)
{
    MERGELOOM_TRY(filter.until, momentOf(field, text, Edge::End));
    return {};
}

Result<void> takeMinimumUsd(RunFilter &filter, const RunFilterField &field, const QString &text)
{
    MERGELOOM_TRY(filter.minimumUsd, leastOf<double>(field, text));
    return {};
}

Result<void> takeMinimumTokens(RunFilter &filter, const RunFilterField &field, const QString &text)
{
    MERGELOOM_TRY(filter.minimumTokens, leastOf<qint64>(field, text));
    return {};
}

Result<void> takeJob(RunFilter &filter, const RunFilterField &, const QString &text)
{
    filter.jobId = JobId(text);
    return {};
}

const QList<FilterRow> &filterRows()
{
    static const QList<FilterRow> rows{
        {{"state", "state", "STATE", "running, completed, blocked, failed or cancelled"}, takeState},
        {{"reason", "reason", "CODE", "why it ended so, such as validation_failed"}, takeReason},
        {{"repository", "repo", "ALIAS", "alias"}, takeText<&RunFilter::repository>},
        {{"ticket", "ticket", "KEY", "key"}, takeText<&RunFilter::ticketKey>},
        {{"requester", "requester", "NAME", "who asked for it"}, takeText<&RunFilter::requester>},
        {{"provider", "provider", "ID", "profile id"}, takeText<&RunFilter::provider>},
        {{"model", "model", "NAME", "as the provider names it"}, takeText<&RunFilter::model>},
        {{"branch", "branch", "NAME", "whole name"}, takeText<&RunFilter::branch>},
        {{"pushed", "pushed", "yes|no", "yes or no: whether its branch was pushed"}, takePushed},
        {{"since", "since", "TIME", "started then or later: a day, or a time in UTC"}, takeSince},
        {{"until", "until", "TIME", "started before that time, or up to that day"}, takeUntil},
        {{"min_cost_usd", "min-cost", "USD", "cost that much at least; runs of unknown cost are left out"},
            takeMinimumUsd},
        {{"min_tokens", "min-tokens", "N", "used so many tokens at least"}, takeMinimumTokens},
        {{"job", "job", "ID", "job id"}, takeJob},
        {{"q", "search", "TEXT", "words in key, title, text, summary, requester, branch or commit"},
            takeText<&RunFilter::text>},
    };
    return rows;
}

} // namespace

const QList<RunFilterField> &runFilterFields()
{
    static const QList<RunFilterField> fields = [] {
        QList<RunFilterField> list;
        for (const FilterRow &row : filterRows())
            list.append(row.field);
        return list;
    }();
    return fields;
}

Result<RunFilter> readRunFilter(const std::function<QString(const RunFilterField &)> &textOf)
{
    RunFilter filter;
    for (const FilterRow &row : filterRows())
        if (const QString text = textOf(row.field); !text.isEmpty())
            MERGELOOM_CHECK(row.take(filter, row.field, text));
    return filter;
}

} // namespace mergeloom
