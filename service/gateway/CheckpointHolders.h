#pragma once

#include "service/storage/LedgerStore.h"
#include "shared/api/AuditTypes.h"

#include <QMutex>
#include <QUrl>

#include <stop_token>

namespace mergeloom {

/// Gives checkpoints to places outside of the database. Only the newest counts: what a place could not take is made good
/// with the next. Thread-safe; give() blocks on disk and network.
class CheckpointHolders
{
public:
    struct Places {
        QString file; ///< a line of JSON is appended for each; empty: none
        QUrl url;     ///< each is posted there as text/plain; empty: none
    };
    explicit CheckpointHolders(Places places);

    void give(const StoredCheckpoint &checkpoint, std::stop_token stop);
    QList<api::CheckpointHolder> state() const;
    /// What the file holds, to compare the log with; empty where there is none.
    Result<QByteArray> readFile() const;

private:
    void note(qsizetype place, const Result<void> &given, qint64 size);

    Places m_places;
    QMutex m_file; ///< one appends at a time
    mutable QMutex m_mutex;
    QList<api::CheckpointHolder> m_state; ///< the file, then the URL; as far as they are set
};

} // namespace mergeloom
