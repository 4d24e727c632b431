#include "service/gateway/Rebuild.h"

#include "service/storage/EventStore.h"
#include "service/storage/RunStore.h"

namespace mergeloom {

namespace {

constexpr int batch = 1000;

Result<RunView> replayRun(const ReadTransaction &transaction, const QString &stream)
{
    RunView view;
    view.run.id = RunId(stream);
    QString hash;
    for (;;) {
        MERGELOOM_TRY(const auto events, EventStore::ofStream(transaction, stream, view.run.lastSeq, batch));
        for (const StoredEvent &stored : events) {
            MERGELOOM_TRY(const Event event, parseEventLine(stored.line));
            if (event.seq != view.run.lastSeq + 1 || event.seq != stored.seq
                || (stored.removal == 0 && event.prev != hash))
                return failure(ErrorCode::Corrupt,
                    QStringLiteral(
                        "Event %1 of run %2 does not follow the one before it. Nothing was rebuilt; restore a backup.")
                        .arg(stored.seq)
                        .arg(stream),
                    {{"run_id", stream}, {"seq", stored.seq}});
            MERGELOOM_TRY(hash, lineHash(stored));
            applyEvent(view, event);
        }
        if (events.size() < batch) {
            settleView(view);
            return view;
        }
    }
}

} // namespace

Result<RebuildReport> rebuildRuns(Database &database, const std::function<void(int done, int of)> &onProgress)
{
    return database.write([&](const WriteTransaction &transaction) -> Result<RebuildReport> {
        MERGELOOM_TRY(QStringList streams, EventStore::streams(transaction));
        streams.removeAll(QLatin1StringView(controllerStream));
        MERGELOOM_CHECK(RunStore::clear(transaction));
        RebuildReport report;
        for (const QString &stream : streams) {
            MERGELOOM_TRY(const RunView view, replayRun(transaction, stream));
            MERGELOOM_CHECK(RunStore::putSummary(transaction, view.run, view.ticketBody));
            MERGELOOM_CHECK(RunStore::putSnapshot(transaction, view));
            report.events += view.run.lastSeq;
            ++report.runs;
            if (onProgress)
                onProgress(report.runs, int(streams.size()));
        }
        return report;
    });
}

} // namespace mergeloom
