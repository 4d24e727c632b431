#pragma once

#include <QList>
#include <QString>

#include <vector>

namespace mergeloom {

/// Everything that `/metrics` tells, in the order of the table.
enum class Metric {
    RunsStarted,
    RunsFinished,
    RunSeconds,
    StageSeconds,
    Validations,
    Repairs,
    GuardResults,
    JobsQueued,
    JobsFinished,
    QueueJobs,
    QueueOldestSeconds,
    LeaseLatency,
    LeasesLost,
    ProviderCalls,
    ProviderErrors,
    ProviderRetries,
    ProviderTokens,
    ProviderCost,
    ProviderUnpriced,
    ProviderSeconds,
    Commands,
    CommandSeconds,
    NetworkRefusals,
    EventsStored,
    EventsUncounted,
    EventLag,
    AuditEvents,
    AuditSigned,
    DatabaseBytes,
    StoreSeconds,
    OpenStreams,
    HttpRequests,
    AccessRefusals,
    Executors,
    StoreAnswers,
    ProcessCpu,
    ProcessMemory,
    ProcessVirtualMemory,
    ProcessFiles,
    ProcessFileLimit,
    ProcessThreads,
    ProcessStart,
    Release,
};

enum class MetricKind { Counter, Gauge, Histogram };

/// A row of the table: to add a metric, add one, and call MetricRegistry with it.
struct MetricRow {
    Metric metric;
    MetricKind kind;
    const char *name;
    QList<const char *> labels;
    const char *help;
    const std::vector<double> *buckets = nullptr; ///< upper bounds, of a histogram
};

const QList<MetricRow> &metricTable();

/// The table of the README.
QString metricsMarkdown();

} // namespace mergeloom
