#include "service/controller/Replays.h"

#include "service/journal/RecordedRun.h"
#include "service/storage/EventStore.h"

namespace mergeloom {

Result<ReplayPlan> replayPlan(const ReadTransaction &transaction, const RunId &run)
{
    constexpr int batch = 500;
    QList<Event> events;
    for (qint64 after = 0;;) {
        MERGELOOM_TRY(const auto stored, EventStore::ofStream(transaction, run.text(), replayedTypes(), after, batch));
        for (const StoredEvent &each : stored) {
            MERGELOOM_TRY(Event event, parseEventLine(each.line));
            if (event.removed)
                return failure(ErrorCode::Conflict,
                    QStringLiteral(
                        "The run %1 cannot be done again: parts of its record were removed by the policy \"%2\".")
                        .arg(run.text(), event.removed->policy));
            events.append(std::move(event));
        }
        if (stored.size() < batch)
            break;
        after = stored.last().seq;
    }
    if (events.isEmpty())
        return failure(ErrorCode::NotFound, QStringLiteral("There is no run %1.").arg(run.text()));
    MERGELOOM_CHECK(checkReplay(run, events));
    return recordedRun(run, events);
}

} // namespace mergeloom
