#pragma once

#include "shared/core/Result.h"
#include "shared/diff/FileDiff.h"

#include <stop_token>

namespace mergeloom {

/// Where a diff comes from. load() is called off the GUI thread and may take its time; it gives `cancelled` soon after a
/// stop is asked for.
class DiffSource
{
public:
    virtual ~DiffSource() = default;

    /// What the diff is of, in a few words, for the window's title.
    virtual QString title() const = 0;
    virtual Result<DiffDocument> load(std::stop_token stop) const = 0;
};

Unexpected cancelledLoading();

} // namespace mergeloom
