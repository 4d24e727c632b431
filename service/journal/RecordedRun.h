#pragma once

#include "shared/core/Result.h"
#include "shared/domain/Event.h"
#include "shared/domain/ReplayPlan.h"

#include <QList>
#include <QStringList>

namespace mergeloom {

/// Types of the events that a plan is made from; others need not be read.
QStringList replayedTypes();

/// What is needed to do a run again, from its events of those types in their order. It need not have ended.
ReplayPlan recordedRun(const RunId &run, const QList<Event> &events);

/// The same of an ended run that can be done again; else `conflict`, with what is missing in plain words.
Result<ReplayPlan> checkedReplay(const RunId &run, const QList<Event> &events);

} // namespace mergeloom
