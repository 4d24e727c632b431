#pragma once

namespace mergeloom {

/// To be called ahead of QApplication, which ends the process when there is no display: it then ends with a sentence that
/// says so and exit code 1, without a core dump.
void explainMissingDisplay();

} // namespace mergeloom
