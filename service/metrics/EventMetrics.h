#pragma once

#include "service/metrics/MetricRegistry.h"
#include "service/storage/Database.h"
#include "shared/domain/Event.h"

#include <QHash>

#include <functional>
#include <optional>

namespace mergeloom {

/// Counts stored events. Begins at 0 with each process, as Prometheus expects it. On one thread.
class EventMetrics
{
public:
    /// What has to be known of a run that began before this process.
    struct KnownRun {
        QString provider;
        QString model;
        Timestamp startedAt;
    };
    /// Both may block; none: it is not known.
    struct Lookup {
        std::function<std::optional<KnownRun>(const QString &run)> run;
        std::function<std::optional<Timestamp>(const QString &job)> queuedAt;
    };
    EventMetrics(MetricRegistry &registry, Lookup lookup) : m_registry(registry), m_lookup(std::move(lookup)) {}

    /// Events in the order in which they were stored.
    void count(const StoredEvent &stored, const Timestamp &storedAt);

private:
    struct OpenRun {
        KnownRun facts;
        QHash<int, QString> calls;        ///< call to the model that was asked, until it is answered
        QHash<QString, QString> commands; ///< id to kind, until it ends
    };
    /// Who has the run's event; made or looked up on first sight.
    struct Place {
        const QString &stream;
        const Event &event;
    };
    static const QHash<QByteArray, void (EventMetrics::*)(const Place &)> &rows();

    OpenRun &runOf(const Place &place);
    QStringList modelOf(const Place &place);
    void countRunStarted(const Place &place);
    void countRunFinished(const Place &place);
    void countStage(const Place &place);
    void countRequest(const Place &place);
    void countResponse(const Place &place);
    void countRetry(const Place &place);
    void countCommandStarted(const Place &place);
    void countCommandFinished(const Place &place);
    void countValidation(const Place &place);
    void countRepair(const Place &place);
    void countGuard(const Place &place);
    void countNetworkRefusal(const Place &place);
    void countQueued(const Place &place);
    void countLeased(const Place &place);
    void countReleased(const Place &place);
    void countJobFinished(const Place &place);
    void countAccessRefusal(const Place &place);

    MetricRegistry &m_registry;
    Lookup m_lookup;
    QHash<QString, OpenRun> m_runs;      ///< by stream
    QHash<QString, Timestamp> m_waiting; ///< job to when it came into the queue
};

} // namespace mergeloom
