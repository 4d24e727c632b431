#include "service/controller/Replays.h"

#include "service/journal/RecordedRun.h"
#include "service/storage/EventStore.h"

namespace mergeloom {

Result<ReplayPlan> replayPlan(const ReadTransaction &transaction, const RunId &run)
{
    QList<Event> events;
    const auto take = [&](Event event) -> Result<void> {
        if (event.removed)
            return failure(ErrorCode::Conflict,
                QStringLiteral(
                    "The run %1 cannot be done again: parts of its record were removed by the policy \"%2\".")
                    .arg(run.text(), event.removed->policy));
        events.append(std::move(event));
        return {};
    };
    MERGELOOM_CHECK(EventStore::eachOfStream(transaction, run.text(), replayedTypes(), take));
    if (events.isEmpty())
        return failure(ErrorCode::NotFound, QStringLiteral("There is no run %1.").arg(run.text()));
    return checkedReplay(run, events);
}

} // namespace mergeloom
