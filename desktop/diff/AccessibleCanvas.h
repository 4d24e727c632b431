#pragma once

namespace mergeloom {

/// Lets screen readers read the line of a DiffCanvas's caret. Once is enough; more does no harm.
void installAccessibleCanvas();

} // namespace mergeloom
