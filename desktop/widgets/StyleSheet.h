#pragma once

#include "desktop/widgets/Colours.h"

namespace mergeloom {

/// The look as a Qt style sheet; theme.qss names the tokens as `@line`.
QString styleSheetOf(const Colours &colours);

} // namespace mergeloom
