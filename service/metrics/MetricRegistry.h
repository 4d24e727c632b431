#pragma once

#include "service/metrics/MetricTable.h"

#include <QByteArray>
#include <QStringList>

#include <memory>

namespace mergeloom {

/// The figures, as prometheus-cpp keeps them. Thread-safe; never blocks for long.
///
/// `labels` are the values of the row's labels, in its order. What names them may be hostile: a value is cut to 100 characters
/// and loses its control characters, and when a metric has 200 series a new one counts as `other`.
class MetricRegistry
{
public:
    static constexpr int mostSeries = 200;
    static constexpr auto other = "other";

    MetricRegistry();
    ~MetricRegistry();
    MetricRegistry(const MetricRegistry &) = delete;
    MetricRegistry &operator=(const MetricRegistry &) = delete;

    /// Of a counter; nothing is taken away. With 0 the series is there from now on.
    void count(Metric metric, const QStringList &labels = {}, double by = 1);
    /// Of a gauge, or a counter that is kept elsewhere, such as by the kernel.
    void set(Metric metric, const QStringList &labels, double value);
    /// Of a histogram; a value below 0, as clocks that differ give it, is 0.
    void observe(Metric metric, const QStringList &labels, double seconds);

    /// Prometheus text format 0.0.4.
    QByteArray text() const;

private:
    struct Series;
    std::unique_ptr<Series> m_series;
};

} // namespace mergeloom
