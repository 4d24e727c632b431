#include "service/metrics/MetricRegistry.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <QHash>
#include <QMutex>

#include <algorithm>
#include <cmath>
#include <sstream>
#include <vector>

namespace mergeloom {

namespace {

constexpr qsizetype longestLabel = 100;
/// A sum stays a number that counts on, whatever one value says.
constexpr double largestStep = 1e15;

QString cleanLabel(const QString &value)
{
    QString clean = value.left(longestLabel);
    for (QChar &c : clean)
        if (c.category() == QChar::Other_Control || c.isSurrogate())
            c = u'?';
    return clean;
}

bool isAmount(double value) { return std::isfinite(value) && value >= 0; }

} // namespace

struct MetricRegistry::Series {
    /// The series of one metric, each made when it is first counted.
    template <class T>
    struct SeriesOf {
        prometheus::Family<T> *family = nullptr;
        QHash<QStringList, T *> known;
    };
    prometheus::Registry registry;
    QMutex mutex;
    QHash<int, const MetricRow *> rows;
    QHash<int, SeriesOf<prometheus::Counter>> counters;
    QHash<int, SeriesOf<prometheus::Gauge>> gauges;
    QHash<int, SeriesOf<prometheus::Histogram>> histograms;

    template <class T, class... More>
    T *find(QHash<int, SeriesOf<T>> &all, Metric metric, const QStringList &labels, const More &...more)
    {
        QMutexLocker lock(&mutex);
        const auto found = all.find(int(metric));
        if (found == all.end() || labels.size() != rows.value(int(metric))->labels.size())
            return nullptr;
        if (T *known = found->known.value(labels))
            return known;
        QStringList clean;
        for (const QString &label : labels)
            clean << cleanLabel(label);
        if (!found->known.contains(clean) && found->known.size() >= mostSeries)
            clean.fill(QString::fromLatin1(other));
        T *&series = found->known[clean];
        if (!series)
            series = &found->family->Add(labelsOf(metric, clean), more...);
        return series;
    }

    prometheus::Labels labelsOf(Metric metric, const QStringList &values) const
    {
        prometheus::Labels labels;
        for (qsizetype i = 0; i < values.size(); ++i)
            labels.emplace(rows.value(int(metric))->labels.at(i), values.at(i).toStdString());
        return labels;
    }
};

MetricRegistry::MetricRegistry() : m_series(std::make_unique<Series>())
{
    for (const MetricRow &row : metricTable()) {
        const int key = int(row.metric);
        m_series->rows.insert(key, &row);
        auto &registry = m_series->registry;
        if (row.kind == MetricKind::Counter)
            m_series->counters[key].family =
                &prometheus::BuildCounter().Name(row.name).Help(row.help).Register(registry);
        else if (row.kind == MetricKind::Gauge)
            m_series->gauges[key].family = &prometheus::BuildGauge().Name(row.name).Help(row.help).Register(registry);
        else
            m_series->histograms[key].family =
                &prometheus::BuildHistogram().Name(row.name).Help(row.help).Register(registry);
        if (row.labels.isEmpty() && row.kind == MetricKind::Counter)
            count(row.metric, {}, 0);
    }
}

MetricRegistry::~MetricRegistry() = default;

void MetricRegistry::count(Metric metric, const QStringList &labels, double by)
{
    if (auto *counter = m_series->find(m_series->counters, metric, labels); counter && isAmount(by))
        counter->Increment(std::min(by, largestStep));
}

void MetricRegistry::set(Metric metric, const QStringList &labels, double value)
{
    if (!std::isfinite(value))
        return;
    if (auto *gauge = m_series->find(m_series->gauges, metric, labels))
        gauge->Set(value);
    else if (auto *counter = m_series->find(m_series->counters, metric, labels))
        counter->Increment(std::max(0.0, value - counter->Value()));
}

void MetricRegistry::observe(Metric metric, const QStringList &labels, double seconds)
{
    const MetricRow *row = m_series->rows.value(int(metric));
    if (!row || !row->buckets || !std::isfinite(seconds))
        return;
    if (auto *histogram = m_series->find(m_series->histograms, metric, labels, *row->buckets))
        histogram->Observe(std::clamp(seconds, 0.0, largestStep));
}

QByteArray MetricRegistry::text() const
{
    std::ostringstream text;
    prometheus::TextSerializer().Serialize(text, m_series->registry.Collect());
    return QByteArray::fromStdString(text.str());
}

} // namespace mergeloom
