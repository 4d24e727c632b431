#include "desktop/pages/StagePlan.h"

namespace mergeloom {

namespace {
constexpr qint64 longCommand = 60; ///< events
}

StagePlan StagePlan::of(const StageView &stage, const QList<CommandView> &commands, qint64 newest)
{
    StagePlan plan;
    const qint64 end = stage.lastSeq > 0 ? stage.lastSeq : newest;
    qint64 from = stage.firstSeq;
    for (const CommandView &command : commands) {
        if (command.firstSeq < from || command.lastSeq == 0 || command.lastSeq > end)
            continue;
        if (command.lastSeq - command.firstSeq <= longCommand)
            continue;
        plan.segments << Segment{from, command.firstSeq};
        plan.skips << SkippedOutput{command.commandId, {command.firstSeq + 1, command.lastSeq - 1}};
        from = command.lastSeq;
    }
    if (from <= end)
        plan.segments << Segment{from, end};
    return plan;
}

QList<Segment> takeTail(QList<Segment> &segments, qint64 most)
{
    QList<Segment> tail;
    while (!segments.isEmpty() && most > 0) {
        Segment &last = segments.last();
        const qint64 size = last.to - last.from + 1;
        if (size <= most) {
            tail.prepend(segments.takeLast());
            most -= size;
            continue;
        }
        tail.prepend(Segment{last.to - most + 1, last.to});
        last.to -= most;
        most = 0;
    }
    return tail;
}

} // namespace mergeloom
