#pragma once

#include "service/tools/ToolTypes.h"

#include <QList>

#include <memory>
#include <stop_token>
#include <vector>

namespace mergeloom {

struct Tool;

/// The tools that an API provider has in one workspace: read_file, list_files, search, edit_file, write_file,
/// apply_patch, delete_file, run_command, git_diff, finish. Used by one thread at a time.
class ToolBox
{
public:
    using Workplace = ToolWorkplace;

    /// `finishSchema` is what the stage wants as its result: JSON Schema of an object; empty: only a `summary` text.
    ToolBox(Workplace workplace, ToolAccess access, QJsonObject finishSchema = {});
    ToolBox(ToolBox &&other) noexcept;
    ToolBox &operator=(ToolBox &&other) noexcept;
    ~ToolBox();

    /// The tools that this access gives, always in the same order.
    QList<ToolDescription> descriptions() const;

    /// Whatever the model did wrong is an outcome with `isFailure` and a text that it can act on. Errors end the
    /// attempt: cancelled, unavailable (no sandbox, no shfmt), internal, and whatever keeps bash from being started.
    Result<ToolOutcome> call(const ToolCallRequest &request, std::stop_token stop);

private:
    std::unique_ptr<Workplace> m_workplace;
    std::vector<Tool> m_tools;
};

} // namespace mergeloom
