#include "service/metrics/EventMetrics.h"

#include "service/storage/EventStore.h"
#include "shared/domain/Job.h"
#include "shared/domain/Outcome.h"
#include "shared/domain/Transcript.h"

namespace mergeloom {

namespace {

/// What is remembered between events stays small: whoever sends runs without an end gets no more than that.
constexpr qsizetype mostRemembered = 10'000;
constexpr qsizetype mostOpenInRun = 1'000;

constexpr double seconds(qint64 milliseconds) { return double(milliseconds) / 1e3; }
constexpr double secondsBetween(const Timestamp &from, const Timestamp &to)
{
    return double(to.microseconds - from.microseconds) / 1e6;
}

/// Type and time of a line, read from its end, since most lines are long and not counted by what is in them.
struct LineEnd {
    QByteArray type;
    std::optional<Timestamp> ts;
};

/// Lines that our recorders write end with `"ts":"…","type":"…"}`; none: it is to be read whole.
std::optional<LineEnd> endOf(const QByteArray &line)
{
    constexpr QByteArrayView before = ",\"ts\":\"";
    constexpr QByteArrayView between = "\",\"type\":\"";
    constexpr QByteArrayView after = "\"}";
    constexpr qsizetype longestEnd = 120;
    const QByteArray end = line.right(longestEnd);
    const qsizetype from = end.lastIndexOf(before);
    const qsizetype middle = end.lastIndexOf(between);
    if (from < 0 || middle < from || !end.endsWith(after))
        return std::nullopt;
    const qsizetype time = from + before.size();
    const qsizetype type = middle + between.size();
    const QByteArray name = end.mid(type, end.size() - after.size() - type);
    if (name.contains('"') || name.contains('\\'))
        return std::nullopt;
    return LineEnd{name, Timestamp::parse(QString::fromLatin1(end.mid(time, middle - time)))};
}

template <class Enum>
QString knownName(const QString &name)
{
    for (const auto &[value, known] : EnumNames<Enum>::names)
        if (name == QLatin1StringView(known))
            return name;
    return QString::fromLatin1(MetricRegistry::other);
}

QString knownName(const QString &name, const QStringList &names)
{
    return names.contains(name) ? name : QString::fromLatin1(MetricRegistry::other);
}

QString text(const Event &event, const char *key) { return event.data.value(QLatin1StringView(key)).toString(); }
qint64 number(const Event &event, const char *key) { return event.data.value(QLatin1StringView(key)).toInteger(); }

template <class Key, class Value>
void remember(QHash<Key, Value> &known, const Key &key, Value value, qsizetype most)
{
    if (known.size() >= most)
        known.clear();
    known.insert(key, std::move(value));
}

} // namespace

const QHash<QByteArray, void (EventMetrics::*)(const EventMetrics::Place &)> &EventMetrics::rows()
{
    static const QHash<QByteArray, void (EventMetrics::*)(const Place &)> table{
        {event_type::runStarted, &EventMetrics::countRunStarted},
        {event_type::runFinished, &EventMetrics::countRunFinished},
        {event_type::stageFinished, &EventMetrics::countStage},
        {event_type::providerRequest, &EventMetrics::countRequest},
        {event_type::providerResponse, &EventMetrics::countResponse},
        {event_type::providerRetry, &EventMetrics::countRetry},
        {event_type::commandStarted, &EventMetrics::countCommandStarted},
        {event_type::commandFinished, &EventMetrics::countCommandFinished},
        {event_type::validationResult, &EventMetrics::countValidation},
        {event_type::repairStarted, &EventMetrics::countRepair},
        {event_type::guardResult, &EventMetrics::countGuard},
        {event_type::networkRefused, &EventMetrics::countNetworkRefusal},
        {event_type::jobQueued, &EventMetrics::countQueued},
        {event_type::jobLeased, &EventMetrics::countLeased},
        {event_type::jobReleased, &EventMetrics::countReleased},
        {event_type::jobFinished, &EventMetrics::countJobFinished},
        {event_type::accessDenied, &EventMetrics::countAccessRefusal},
    };
    return table;
}

void EventMetrics::count(const StoredEvent &stored, const Timestamp &storedAt)
{
    m_registry.count(Metric::EventsStored);
    const std::optional<LineEnd> end = endOf(stored.line);
    if (end && end->ts && !rows().contains(end->type))
        return m_registry.observe(Metric::EventLag, {}, secondsBetween(*end->ts, storedAt));
    const auto event = parseEventLine(stored.line);
    if (!event)
        return; // the audit says so, not the figures
    m_registry.observe(Metric::EventLag, {}, secondsBetween(event->ts, storedAt));
    // Runs do not speak for the controller, nor the controller for runs.
    const bool isOfController = event->type.startsWith(u"job.") || event->type.startsWith(u"access.");
    if (isOfController != (stored.stream == QLatin1StringView(controllerStream)))
        return;
    if (const auto row = rows().value(event->type.toUtf8()))
        (this->*row)({stored.stream, *event});
}

EventMetrics::OpenRun &EventMetrics::runOf(const Place &place)
{
    const auto found = m_runs.find(place.stream);
    if (found != m_runs.end())
        return *found;
    OpenRun run;
    run.facts = m_lookup.run(place.stream).value_or(KnownRun{});
    remember(m_runs, place.stream, std::move(run), mostRemembered);
    return m_runs[place.stream];
}

/// The labels of a call: its failures count under the same model as its answer, so it is the one that was asked.
QStringList EventMetrics::modelOf(const Place &place)
{
    const OpenRun &run = runOf(place);
    return {run.facts.provider, run.calls.value(int(number(place.event, "call")), run.facts.model)};
}

void EventMetrics::countRunStarted(const Place &place)
{
    m_registry.count(Metric::RunsStarted);
    OpenRun run;
    run.facts = {text(place.event, "provider"), text(place.event, "model"), place.event.ts};
    remember(m_runs, place.stream, std::move(run), mostRemembered);
}

void EventMetrics::countRunFinished(const Place &place)
{
    const QString outcome = knownName<Outcome>(text(place.event, "outcome"));
    const QString reason = knownName<Reason>(text(place.event, "reason"));
    const OpenRun run = runOf(place);
    m_runs.remove(place.stream);
    m_registry.count(Metric::RunsFinished, {outcome, reason});
    if (run.facts.startedAt.microseconds)
        m_registry.observe(Metric::RunSeconds, {outcome}, secondsBetween(run.facts.startedAt, place.event.ts));
    if (reason == QLatin1StringView("provider_failed"))
        for (const QString &model : run.calls)
            m_registry.count(Metric::ProviderErrors, {run.facts.provider, model});
}

void EventMetrics::countStage(const Place &place)
{
    const QString status = knownName(text(place.event, "status"), {"ok", "failed", "skipped"});
    m_registry.observe(
        Metric::StageSeconds, {text(place.event, "stage"), status}, seconds(number(place.event, "duration_ms")));
}

void EventMetrics::countRequest(const Place &place)
{
    QString model = text(place.event, "model");
    OpenRun &run = runOf(place);
    if (model.isEmpty())
        model = run.facts.model;
    remember(run.calls, int(number(place.event, "call")), model, mostOpenInRun);
}

void EventMetrics::countResponse(const Place &place)
{
    const QStringList labels = modelOf(place);
    m_registry.count(Metric::ProviderCalls, labels);
    m_registry.observe(Metric::ProviderSeconds, labels, seconds(number(place.event, "latency_ms")));
    const QJsonValue cost = place.event.data.value(QStringLiteral("cost_usd"));
    if (cost.isDouble())
        m_registry.count(Metric::ProviderCost, labels, cost.toDouble());
    else
        m_registry.count(Metric::ProviderUnpriced, labels);
    const Usage usage = fromJson<Usage>(place.event.data.value(QStringLiteral("usage"))).value_or(Usage{});
    const std::pair<const char *, qint64> kinds[]{{"input", usage.inputTokens}, {"output", usage.outputTokens},
        {"cached", usage.cachedTokens}, {"cache_write", usage.cacheWriteTokens}};
    for (const auto &[kind, tokens] : kinds)
        m_registry.count(Metric::ProviderTokens, labels + QStringList{QString::fromLatin1(kind)}, double(tokens));
    runOf(place).calls.remove(int(number(place.event, "call")));
}

void EventMetrics::countRetry(const Place &place)
{
    const QStringList labels = modelOf(place);
    m_registry.count(Metric::ProviderErrors, labels);
    if (number(place.event, "retry") > 0)
        m_registry.count(Metric::ProviderRetries, labels);
    else
        runOf(place).calls.remove(int(number(place.event, "call"))); // it was given up
}

void EventMetrics::countCommandStarted(const Place &place)
{
    remember(runOf(place).commands, text(place.event, "command_id"),
        knownName(text(place.event, "kind"), {"setup", "validation", "agent"}), mostOpenInRun);
}

void EventMetrics::countCommandFinished(const Place &place)
{
    static const QStringList ends{"exited", "signalled", "timed_out", "cancelled", "not_started", "interrupted"};
    const QString kind = runOf(place).commands.take(text(place.event, "command_id"));
    const QString known = kind.isEmpty() ? QString::fromLatin1(MetricRegistry::other) : kind;
    QString end = knownName(text(place.event, "end"), ends);
    if (end == u"exited")
        end = number(place.event, "exit_code") == 0 ? QStringLiteral("ok") : QStringLiteral("red");
    m_registry.count(Metric::Commands, {known, end});
    if (place.event.data.contains(QStringLiteral("duration_ms")))
        m_registry.observe(Metric::CommandSeconds, {known}, seconds(number(place.event, "duration_ms")));
}

void EventMetrics::countValidation(const Place &place)
{
    m_registry.count(
        Metric::Validations, {knownName(text(place.event, "status"), {"passed", "failed", "not_validated"})});
}

void EventMetrics::countRepair(const Place &) { m_registry.count(Metric::Repairs); }

void EventMetrics::countGuard(const Place &place)
{
    m_registry.count(Metric::GuardResults, {knownName(text(place.event, "verdict"), {"allow", "flag", "block"})});
}

void EventMetrics::countNetworkRefusal(const Place &) { m_registry.count(Metric::NetworkRefusals); }

void EventMetrics::countQueued(const Place &place)
{
    m_registry.count(Metric::JobsQueued);
    remember(m_waiting, text(place.event, "job_id"), place.event.ts, mostRemembered);
}

void EventMetrics::countLeased(const Place &place)
{
    if (place.event.data.value(QStringLiteral("is_resumed")).toBool())
        return; // it did not wait
    const QString job = text(place.event, "job_id");
    std::optional<Timestamp> since;
    if (m_waiting.contains(job))
        since = m_waiting.take(job);
    else
        since = m_lookup.queuedAt(job);
    if (since)
        m_registry.observe(Metric::LeaseLatency, {}, secondsBetween(*since, place.event.ts));
}

void EventMetrics::countReleased(const Place &place)
{
    m_registry.count(Metric::LeasesLost);
    remember(m_waiting, text(place.event, "job_id"), place.event.ts, mostRemembered);
}

void EventMetrics::countJobFinished(const Place &place)
{
    m_waiting.remove(text(place.event, "job_id"));
    m_registry.count(Metric::JobsFinished, {knownName<JobState>(text(place.event, "state"))});
}

void EventMetrics::countAccessRefusal(const Place &place)
{
    m_registry.count(Metric::AccessRefusals, {text(place.event, "cause")},
        double(std::max<qint64>(1, number(place.event, "count"))));
}

} // namespace mergeloom
