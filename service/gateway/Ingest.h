#pragma once

#include "service/storage/Database.h"
#include "service/storage/EventStore.h"
#include "shared/api/WorkerProtocol.h"
#include "shared/domain/RunView.h"

#include <QHash>
#include <QMutex>

#include <chrono>
#include <memory>
#include <optional>

namespace mergeloom {

/// The view of a run from its newest snapshot and the events after it; an empty one when there are none.
Result<RunView> loadRunView(const ReadTransaction &transaction, const RunId &run);

/// Takes the journals of runs in. Events, summary and, now and then, a snapshot of the view are stored in one
/// transaction. Thread-safe; blocks on the database; calls for one run take turns.
class Ingest
{
public:
    explicit Ingest(Database &database) : m_database(database) {}

    /// Journal lines in order. Lines that are stored already are skipped. Errors: `conflict` with details.wanted_seq on a
    /// gap; `corrupt` when the hash chain is broken or a stored line comes with another text; `invalid_input` when a
    /// line is no event or belongs to no run.
    Result<protocol::IngestAnswer> ingest(const RunId &run, const QByteArray &lines);
    /// What an executor asks before it ships: 0 for an unknown run.
    Result<protocol::IngestAnswer> stored(const RunId &run);

    /// The view of a run that is coming in now; none: read it from the database.
    std::shared_ptr<const RunView> active(const RunId &run);

private:
    struct ActiveRun {
        QMutex mutex;                        ///< one batch of a run at a time
        std::shared_ptr<const RunView> view; ///< replaced as a whole, guarded by Ingest::m_mutex
        qint64 snapshotSeq = 0;
        std::chrono::steady_clock::time_point snapshotAt;
    };
    std::shared_ptr<ActiveRun> open(const RunId &run);
    void close(const RunId &run);

    Database &m_database;
    QMutex m_mutex;
    QHash<RunId, std::shared_ptr<ActiveRun>> m_active;
};

} // namespace mergeloom
