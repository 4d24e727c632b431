#pragma once

#include "service/gateway/Ingest.h"
#include "service/storage/Database.h"
#include "service/storage/RunStore.h"
#include "shared/api/ApiTypes.h"

namespace mergeloom {

/// What the newest diff of a run is between, and the files in it.
struct RunChange {
    QString repository;
    QString base; ///< commit
    QString tree;
    QList<ChangedFileView> files;
    qint64 seq = 0; ///< of the event that has the diff
};

/// What pages show of runs and events. Thread-safe; blocks on the database.
class RunReader
{
public:
    RunReader(Database &database, Ingest &ingest) : m_database(database), m_ingest(ingest) {}

    /// Newest first.
    Result<api::RunPage> list(const RunFilter &filter, int limit, const QString &cursor);
    /// What the list can be filtered by.
    Result<api::RunChoices> choices();
    Result<RunView> view(const RunId &id);
    Result<RunSummary> summary(const RunId &id);
    /// The newest diff without its text; `not_found` when the run has none yet.
    Result<RunChange> change(const RunId &id);
    /// The newest diff; `not_found` when the run has none yet.
    Result<api::PatchView> patch(const RunId &id);
    /// Events of a run after `seq`, oldest first; the cursor is the last seq. Empty `types`: all.
    Result<api::Page<api::EventView>> events(const RunId &id, const QStringList &types, qint64 afterSeq, int limit);
    /// Events of all streams after `id`; the cursor is the last id.
    Result<api::Page<api::EventView>> allEvents(qint64 afterId, int limit);
    /// Events of the controller, newest first; `beforeSeq` 0: from the newest. The cursor is the last seq.
    Result<api::Page<api::EventView>> controllerEvents(qint64 beforeSeq, int limit);
    /// For live streams: stored events after `after` (seq of one run; id when `stream` is empty).
    Result<QList<StoredEvent>> stored(const QString &stream, qint64 after, int limit);
    Result<qint64> newestId();

private:
    Result<Event> changeEvent(const RunId &id, qint64 seq);

    Database &m_database;
    Ingest &m_ingest;
};

/// An event as the API shows it.
Result<api::EventView> eventView(const StoredEvent &event);
/// The same as JSON, made around the stored line without parsing it.
QByteArray eventEntryJson(const StoredEvent &event);

} // namespace mergeloom
