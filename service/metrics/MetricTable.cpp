#include "service/metrics/MetricTable.h"

#include <QStringList>

namespace mergeloom {

namespace {

using Buckets = std::vector<double>;

// Seconds.
const Buckets storeTimes{0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};
const Buckets lagTimes{0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2.5, 10, 60, 600, 3600};
const Buckets callTimes{0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 40, 60, 120, 300, 600};
const Buckets workTimes{0.1, 0.5, 1, 5, 15, 30, 60, 120, 300, 600, 1800, 3600, 7200, 14400};
const Buckets waitTimes{0.01, 0.05, 0.1, 0.5, 1, 5, 15, 60, 300, 900, 3600, 14400, 86400};

QString kindName(MetricKind kind)
{
    switch (kind) {
    case MetricKind::Counter:
        return QStringLiteral("counter");
    case MetricKind::Gauge:
        return QStringLiteral("gauge");
    case MetricKind::Histogram:
        return QStringLiteral("histogram");
    }
    return {};
}

} // namespace

const QList<MetricRow> &metricTable()
{
    using enum MetricKind;
    static const QList<MetricRow> rows{
        {Metric::RunsStarted, Counter, "mergeloom_runs_started_total", {}, "Runs that began"},
        {Metric::RunsFinished, Counter, "mergeloom_runs_finished_total", {"outcome", "reason"},
            "Runs that ended; reason is empty for completed"},
        {Metric::RunSeconds, Histogram, "mergeloom_run_seconds", {"outcome"}, "Time of a run from its start to its end",
            &workTimes},
        {Metric::StageSeconds, Histogram, "mergeloom_stage_seconds", {"stage", "status"},
            "Time of a stage; status is ok, failed or skipped", &workTimes},
        {Metric::Validations, Counter, "mergeloom_validations_total", {"status"},
            "Validations: passed, failed or not_validated"},
        {Metric::Repairs, Counter, "mergeloom_repairs_total", {}, "Repairs that began"},
        {Metric::GuardResults, Counter, "mergeloom_diff_guard_results_total", {"verdict"},
            "Verdicts of the diff guard: allow, flag or block"},
        {Metric::JobsQueued, Counter, "mergeloom_jobs_queued_total", {}, "Jobs that were put into the queue"},
        {Metric::JobsFinished, Counter, "mergeloom_jobs_finished_total", {"state"}, "Jobs that ended"},
        {Metric::QueueJobs, Gauge, "mergeloom_jobs", {"state"},
            "Jobs that are queued (the depth of the queue), leased or running now"},
        {Metric::QueueOldestSeconds, Gauge, "mergeloom_queue_oldest_seconds", {},
            "How long the oldest job of the queue has waited; 0: none waits"},
        {Metric::LeaseLatency, Histogram, "mergeloom_lease_latency_seconds", {},
            "Time that a job waited in the queue before an executor got it", &waitTimes},
        {Metric::LeasesLost, Counter, "mergeloom_leases_released_total", {},
            "Leases that ran out or were handed back before the job ended"},
        {Metric::ProviderCalls, Counter, "mergeloom_provider_calls_total", {"provider", "model"},
            "Calls of a model that were answered"},
        {Metric::ProviderErrors, Counter, "mergeloom_provider_errors_total", {"provider", "model"},
            "Calls of a model that failed, also those that were tried again"},
        {Metric::ProviderRetries, Counter, "mergeloom_provider_retries_total", {"provider", "model"},
            "Calls of a model that were tried again"},
        {Metric::ProviderTokens, Counter, "mergeloom_provider_tokens_total", {"provider", "model", "kind"},
            "Tokens: input (without the cached ones), output, cached, cache_write"},
        {Metric::ProviderCost, Counter, "mergeloom_provider_cost_usd_total", {"provider", "model"},
            "US dollars, by the prices that are known"},
        {Metric::ProviderUnpriced, Counter, "mergeloom_provider_calls_without_price_total", {"provider", "model"},
            "Answered calls whose price is not known"},
        {Metric::ProviderSeconds, Histogram, "mergeloom_provider_call_seconds", {"provider", "model"},
            "Time of an answered call of a model", &callTimes},
        {Metric::Commands, Counter, "mergeloom_commands_total", {"kind", "end"},
            "Commands (setup, validation, agent) by their end: ok, red (another exit code than 0), signalled, timed_out, "
            "cancelled, not_started, interrupted"},
        {Metric::CommandSeconds, Histogram, "mergeloom_command_seconds", {"kind"}, "Time of a command", &workTimes},
        {Metric::NetworkRefusals, Counter, "mergeloom_network_refusals_total", {},
            "Connections of commands that were refused"},
        {Metric::EventsStored, Counter, "mergeloom_events_stored_total", {},
            "Events that were stored and counted here"},
        {Metric::EventsUncounted, Counter, "mergeloom_events_uncounted_total", {},
            "Events that came too fast to be counted here; they are stored all the same"},
        {Metric::EventLag, Histogram, "mergeloom_event_lag_seconds", {},
            "Time from an event at its executor to its being stored", &lagTimes},
        {Metric::AuditEvents, Gauge, "mergeloom_audit_log_events", {}, "Events in the audit log"},
        {Metric::AuditSigned, Gauge, "mergeloom_audit_log_signed_events", {},
            "Events that the newest signed checkpoint of the audit log covers"},
        {Metric::DatabaseBytes, Gauge, "mergeloom_database_bytes", {}, "Size of the database"},
        {Metric::StoreSeconds, Histogram, "mergeloom_store_seconds", {"transaction"},
            "Time of a transaction (read or write) of the database, with waiting for its turn", &storeTimes},
        {Metric::OpenStreams, Gauge, "mergeloom_open_streams", {}, "Live streams that are open"},
        {Metric::HttpRequests, Counter, "mergeloom_http_requests_total", {"route", "status"},
            "Requests by what they are about (runs, tickets, gateway, pages …) and status"},
        {Metric::AccessRefusals, Counter, "mergeloom_access_refusals_total", {"cause"},
            "Calls and logins that were refused"},
        {Metric::Executors, Gauge, "mergeloom_executors", {"state"}, "Executors that are idle, running or away"},
        {Metric::StoreAnswers, Gauge, "mergeloom_store_answers", {},
            "1: what is read from the database at a scrape is of now; 0: it is of the last time that it answered"},
        {Metric::ProcessCpu, Counter, "process_cpu_seconds_total", {},
            "Processor time of the gateway, user and system"},
        {Metric::ProcessMemory, Gauge, "process_resident_memory_bytes", {}, "Resident memory of the gateway"},
        {Metric::ProcessVirtualMemory, Gauge, "process_virtual_memory_bytes", {}, "Virtual memory of the gateway"},
        {Metric::ProcessFiles, Gauge, "process_open_fds", {}, "Open file descriptors of the gateway"},
        {Metric::ProcessFileLimit, Gauge, "process_max_fds", {}, "Limit of its open file descriptors"},
        {Metric::ProcessThreads, Gauge, "process_threads", {}, "Threads of the gateway"},
        {Metric::ProcessStart, Gauge, "process_start_time_seconds", {}, "When it started, in seconds since 1970 (UTC)"},
        {Metric::Release, Gauge, "mergeloom_release", {"version"}, "Always 1; says which version runs"},
    };
    return rows;
}

QString metricsMarkdown()
{
    QString text = QStringLiteral("| metric | kind | labels | meaning |\n|---|---|---|---|\n");
    for (const MetricRow &row : metricTable()) {
        QStringList labels;
        for (const char *label : row.labels)
            labels << QStringLiteral("`%1`").arg(QString::fromLatin1(label));
        text += QStringLiteral("| `%1` | %2 | %3 | %4 |\n")
                    .arg(QString::fromLatin1(row.name), kindName(row.kind), labels.join(QStringLiteral(", ")),
                        QString::fromUtf8(row.help));
    }
    return text;
}

} // namespace mergeloom
