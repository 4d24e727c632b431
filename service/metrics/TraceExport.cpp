#include "service/metrics/TraceExport.h"

#include "service/metrics/RunTrace.h"
#include "service/storage/CounterStore.h"
#include "service/storage/EventStore.h"
#include "service/storage/ProviderStore.h"
#include "service/storage/RunStore.h"
#include "shared/core/Log.h"

#include <algorithm>

namespace mergeloom {

namespace {

constexpr std::chrono::milliseconds longestPause{60'000};
const QString placeName = QStringLiteral("traces_sent");

/// 429, 502, 503 and 504 pass, says the protocol; the rest does not.
bool passes(int status) { return status == 429 || (status >= 502 && status <= 504); }

QJsonObject textAttribute(const QString &key, const QString &value)
{
    return {{"key", key}, {"value", QJsonObject{{"stringValue", value}}}};
}

Result<QString> vendorOf(const ReadTransaction &transaction, const QString &run)
{
    MERGELOOM_TRY(const auto summary, RunStore::find(transaction, RunId(run)));
    const QString profile = summary ? summary->provider : QString();
    MERGELOOM_TRY(const auto provider, ProviderStore::find(transaction, ProviderProfileId(profile)));
    return RunTrace::vendorOf(provider ? provider->profile.kind : profile);
}

} // namespace

TraceExport::TraceExport(Database &database, Options options) : m_database(database), m_options(std::move(options))
{
    if (m_options.collector.isEmpty())
        return;
    QString path = m_options.collector.path();
    while (path.endsWith(u'/'))
        path.chop(1);
    m_options.collector.setPath(
        path.endsWith(QStringLiteral("/v1/traces")) ? path : path + QStringLiteral("/v1/traces"));
    m_thread = std::jthread([this](const std::stop_token &stop) { run(stop); });
}

TraceExport::~TraceExport() { m_thread.request_stop(); }

Result<HttpHeaders> TraceExport::headersFrom(const QString &text)
{
    HttpHeaders headers;
    for (const QString &part : text.split(u',', Qt::SkipEmptyParts)) {
        const QByteArray name = part.section(u'=', 0, 0).trimmed().toLatin1();
        const QByteArray value = QByteArray::fromPercentEncoding(part.section(u'=', 1).trimmed().toUtf8());
        const auto isToken = [](char c) {
            return std::isalnum(uchar(c)) || QByteArrayView("!#$%&'*+-.^_`|~").contains(c);
        };
        if (name.isEmpty() || !part.contains(u'=') || !std::all_of(name.begin(), name.end(), isToken)
            || std::any_of(value.begin(), value.end(), [](char c) { return uchar(c) < 32 || c == 127; }))
            return failure(ErrorCode::InvalidInput,
                QStringLiteral("JCA_WORKER_OTLP_HEADERS holds no list of name=value, separated by commas."));
        headers.append({name, value});
    }
    return headers;
}

void TraceExport::wake()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isAwake = true;
    }
    m_news.notify_all();
}

void TraceExport::run(const std::stop_token &stop)
{
    std::chrono::milliseconds wait{0};
    while (!stop.stop_requested()) {
        {
            std::unique_lock lock(m_mutex);
            if (wait.count() > 0)
                m_news.wait_for(lock, stop, wait, [] { return false; });
            else
                m_news.wait(lock, stop, [this] { return m_isAwake; });
            m_isAwake = false;
        }
        const Result<void> done = sendAll(stop);
        if (stop.stop_requested())
            return;
        note(done ? QString() : done.error().message);
        wait = done ? std::chrono::milliseconds(0) : std::clamp(wait * 2, m_options.firstWait, longestPause);
    }
}

/// Until none is left; an error passes, and what is left is tried again.
Result<void> TraceExport::sendAll(const std::stop_token &stop)
{
    while (!stop.stop_requested()) {
        MERGELOOM_TRY(const auto ended, nextEnded());
        if (!ended)
            break;
        MERGELOOM_TRY(const QByteArray trace, traceOf(ended->stream));
        const Result<void> sent = trace.isEmpty() ? Result<void>() : send(trace, stop);
        if (!sent && sent.error().code != ErrorCode::Rejected)
            return sent;
        if (!sent)
            log::warning(QStringLiteral("A run was not taken as a trace"),
                {{"run", ended->stream}, {"error", sent.error().message}});
        {
            const std::lock_guard lock(m_mutex);
            ++(sent ? m_sent : m_refused);
        }
        MERGELOOM_CHECK(keepPlace(ended->id));
    }
    return {};
}

/// The next run.finished after the place where this is; none: all were sent.
Result<std::optional<StoredEvent>> TraceExport::nextEnded()
{
    if (!m_place) {
        MERGELOOM_TRY(m_place, m_database.write([](const WriteTransaction &transaction) -> Result<qint64> {
            MERGELOOM_TRY(const auto known, CounterStore::value(transaction, placeName));
            if (known)
                return *known;
            MERGELOOM_TRY(const qint64 newest, EventStore::newestId(transaction));
            MERGELOOM_CHECK(CounterStore::put(transaction, placeName, newest));
            return newest;
        }));
    }
    return m_database.read([this](const ReadTransaction &transaction) -> Result<std::optional<StoredEvent>> {
        MERGELOOM_TRY(
            const auto ended, EventStore::ofType(transaction, QLatin1StringView(event_type::runFinished), *m_place, 1));
        return ended.isEmpty() ? std::nullopt : std::optional(ended.first());
    });
}

Result<void> TraceExport::keepPlace(qint64 id)
{
    m_place = id;
    return m_database.write(
        [&](const WriteTransaction &transaction) { return CounterStore::put(transaction, placeName, id); });
}

/// Empty: the run has no beginning any more.
Result<QByteArray> TraceExport::traceOf(const QString &run)
{
    return m_database.read([&](const ReadTransaction &transaction) -> Result<QByteArray> {
        MERGELOOM_TRY(const QString vendor, vendorOf(transaction, run));
        RunTrace trace(run, vendor);
        const auto take = [&trace](const Event &event) -> Result<void> {
            trace.add(event);
            return {};
        };
        MERGELOOM_CHECK(EventStore::eachOfStream(transaction, run, RunTrace::types(), take));
        const QJsonArray spans = trace.spans();
        if (spans.isEmpty())
            return QByteArray();
        const QString version = QStringLiteral(MERGELOOM_VERSION);
        const QJsonObject resource{{"attributes",
            QJsonArray{textAttribute(QStringLiteral("service.name"), QStringLiteral("mergeloom-worker")),
                textAttribute(QStringLiteral("service.version"), version),
                textAttribute(QStringLiteral("service.instance.id"), m_options.instance)}}};
        const QJsonObject scope{{"name", "mergeloom"}, {"version", version}};
        return compactJson(QJsonObject{{"resourceSpans",
            QJsonArray{QJsonObject{{"resource", resource},
                {"scopeSpans", QJsonArray{QJsonObject{{"scope", scope}, {"spans", spans}}}}}}}});
    });
}

Result<void> TraceExport::send(const QByteArray &trace, const std::stop_token &stop)
{
    HttpRequest request{"POST", m_options.collector, m_options.headers, trace, {}};
    request.headers.append(std::pair(QByteArray("content-type"), QByteArray("application/json")));
    request.timeouts = {
        std::chrono::seconds(10), std::chrono::seconds(20), std::chrono::seconds(20), std::chrono::seconds(60)};
    request.bodyLimit = 64 << 10;
    MERGELOOM_TRY(const HttpAnswer answer, HttpClient().send(request, stop));
    if (answer.status >= 200 && answer.status <= 299)
        return {};
    const QString said = QStringLiteral("The collector answered with status %1.").arg(answer.status);
    return failure(passes(answer.status) ? ErrorCode::Unavailable : ErrorCode::Rejected, said);
}

void TraceExport::note(const QString &problem)
{
    const std::lock_guard lock(m_mutex);
    if (problem == m_problem && m_since.microseconds)
        return;
    if (!problem.isEmpty())
        log::warning(QStringLiteral("Traces of runs wait"), {{"error", problem}});
    m_problem = problem;
    m_since = Timestamp::now();
}

api::HealthCheck TraceExport::healthCheck() const
{
    const std::lock_guard lock(m_mutex);
    const QString place = m_options.collector.toString(QUrl::RemoveUserInfo | QUrl::RemoveQuery);
    api::HealthCheck check{QStringLiteral("traces"), QStringLiteral("ok"),
        QStringLiteral("%1 runs were given to %2 since the start").arg(m_sent).arg(place), {}, m_since};
    if (m_refused > 0)
        check.seen += QStringLiteral("; %1 were refused").arg(m_refused);
    if (m_problem.isEmpty() && m_refused == 0)
        return check;
    check.status = QStringLiteral("warning");
    if (!m_problem.isEmpty())
        check.seen = QStringLiteral("%1 does not take traces: %2 They wait in the database.").arg(place, m_problem);
    check.remedy = QStringLiteral("Check JCA_WORKER_OTLP_URL, JCA_WORKER_OTLP_HEADERS and the collector's own log.");
    return check;
}

} // namespace mergeloom
