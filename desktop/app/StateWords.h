#pragma once

#include "desktop/widgets/Colours.h"
#include "desktop/workers/Worker.h"

#include <QIcon>

namespace mergeloom {

/// "online", "offline", … and the tone that goes with it.
QString stateWord(Worker::State state);
Tone stateTone(Worker::State state);
/// A dot in the tone: filled when it is online, a ring else, so that colour is not all that tells.
QIcon stateDot(Worker::State state);

} // namespace mergeloom
