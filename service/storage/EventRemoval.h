#pragma once

#include "service/storage/RemovalReader.h"
#include "shared/domain/Retention.h"
#include "shared/domain/RunView.h"

namespace mergeloom {

/// The lines of some events of one run, ready to be removed: what stays of each is made, outside of any write transaction.
struct EventRemoval {
    struct Row {
        qint64 id = 0;
        qint64 stream = 0; ///< its number
        qint64 seq = 0;
        QString type;
        qint64 removal = 0; ///< an earlier one; 0: it is whole
        qint64 bytes = 0;
        QByteArray remains;
    };

    RetentionStep step;
    QList<Row> rows; ///< by id
    qint64 replaces = 0;
    QByteArray digest; ///< hex
    KeptAmount amount;
    qint64 ownEvents = 0; ///< of the run's stream

    /// The next of what the step wants removed; without rows: nothing is left of it.
    static Result<EventRemoval> prepare(const ReadTransaction &transaction, const RetentionStep &step);
    /// Says it in the log and does it; gives the removal's id. `conflict`: one of the events is not as it was, and nothing
    /// must be committed.
    Result<RemovalView> apply(const WriteTransaction &transaction, const QString &by) const;
};

} // namespace mergeloom
