#pragma once

#include "service/storage/Database.h"
#include "service/storage/RunFilter.h"
#include "shared/api/ApiTypes.h"

namespace mergeloom {

/// Runs as pages list them, and snapshots of their views: a view is its snapshot and the events after it.
struct RunStore {
    /// Puts the summary in place of the one before; `ticketBody` is for the search.
    static Result<void> putSummary(
        const WriteTransaction &transaction, const RunSummary &run, const QString &ticketBody);
    static Result<void> putSnapshot(const WriteTransaction &transaction, const RunView &view);

    static Result<std::optional<RunSummary>> find(const ReadTransaction &transaction, const RunId &id);
    static Result<std::optional<RunView>> snapshot(const ReadTransaction &transaction, const RunId &id);
    /// Newest first. `invalid_input` when the cursor is none of ours.
    static Result<api::RunPage> list(
        const ReadTransaction &transaction, const RunFilter &filter, int limit, const QString &cursor);
    /// The statement behind list(), for whoever asks how it is answered. Of the first page; its values are not bound.
    static Result<QByteArray> listStatement(const ReadTransaction &transaction, const RunFilter &filter);
    /// What stands in each column that is filtered by, at most 200 values each, sorted.
    static Result<api::RunChoices> choices(const ReadTransaction &transaction);
    /// One figure for each of the last `days` days up to `today` (UTC), oldest first; days without a run too.
    static Result<QList<api::DayFigure>> days(const ReadTransaction &transaction, const Timestamp &today, int days);
    /// Before a rebuild: forgets summaries and snapshots, never events.
    static Result<void> clear(const WriteTransaction &transaction);
};

} // namespace mergeloom
