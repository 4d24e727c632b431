#pragma once

#include "shared/domain/RunView.h"

namespace mergeloom {

/// A stretch of a run's events, both ends in it.
struct Segment {
    qint64 from = 0;
    qint64 to = 0;
    bool operator==(const Segment &) const = default;
};

struct SkippedOutput {
    QString commandId;
    Segment range;
    bool operator==(const SkippedOutput &) const = default;
};

/// Which of a stage's events are read: all, but for the inside of long commands, whose output is read when somebody opens it.
struct StagePlan {
    QList<Segment> segments;
    QList<SkippedOutput> skips;

    /// `newest`: of the run, for a stage that has not ended.
    static StagePlan of(const StageView &stage, const QList<CommandView> &commands, qint64 newest);
};

/// The last `most` events of `segments`, which keep what is before: a running stage begins near its end.
QList<Segment> takeTail(QList<Segment> &segments, qint64 most);

} // namespace mergeloom
