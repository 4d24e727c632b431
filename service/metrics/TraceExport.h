#pragma once

#include "service/platform/HttpClient.h"
#include "service/storage/Database.h"
#include "shared/api/StatusTypes.h"

#include <QUrl>

#include <condition_variable>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>

namespace mergeloom {

/// Gives each run that has ended to a collector, as a trace (OTLP over HTTP, JSON). Up to where that is done is in the database:
/// what a collector that is away misses is sent when it is back, also after a restart. Several gateways, or an answer that was
/// lost, may send a trace twice; its ids are the same. Runs that had ended before this was set up are not sent.
class TraceExport
{
public:
    struct Options {
        QUrl collector;                            ///< `/v1/traces` is added; empty: nothing is sent
        HttpHeaders headers;                       ///< of each request
        QString instance;                          ///< service.instance.id
        std::chrono::milliseconds firstWait{1000}; ///< before it is tried again; doubled each time, up to a minute
    };
    TraceExport(Database &database, Options options);
    ~TraceExport();
    TraceExport(const TraceExport &) = delete;
    TraceExport &operator=(const TraceExport &) = delete;

    /// `name=value, name=value`, with values in percent encoding, as OTEL_EXPORTER_OTLP_HEADERS has them.
    static Result<HttpHeaders> headersFrom(const QString &text);

    /// A run has ended. Returns at once.
    void wake();
    api::HealthCheck healthCheck() const;

private:
    void run(const std::stop_token &stop);
    Result<void> sendAll(const std::stop_token &stop);
    Result<std::optional<StoredEvent>> nextEnded();
    Result<QByteArray> traceOf(const QString &run);
    /// `rejected`: the collector will never take it.
    Result<void> send(const QByteArray &trace, const std::stop_token &stop);
    Result<void> keepPlace(qint64 id);
    void note(const QString &problem);

    Database &m_database;
    Options m_options;
    std::optional<qint64> m_place; ///< id of the newest event that is done with
    mutable std::mutex m_mutex;    // of what follows
    std::condition_variable_any m_news;
    bool m_isAwake = true;
    qint64 m_sent = 0;
    qint64 m_refused = 0;
    QString m_problem;
    Timestamp m_since;
    std::jthread m_thread; // last: it uses all of the above
};

} // namespace mergeloom
