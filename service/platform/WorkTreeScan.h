#pragma once

#include "service/platform/IgnoreRules.h"
#include "service/platform/WorkTreeFile.h"
#include "shared/core/Result.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace mergeloom {

/// What a walk does with files that are not in its list.
enum class Untracked {
    Remove,              ///< ignored ones too
    RemoveUnlessIgnored, ///< by the `.gitignore` files of the list, which the worktree is to be put to
    Collect,             ///< those that are not ignored are named
};

enum class FileState : uint8_t { Missing, Changed, Clean };

struct ScanRequest {
    int root = -1;
    const WorkTreeFiles &files;
    Untracked untracked = Untracked::Collect;
    /// Content of a listed file as it is to be; used by RemoveUnlessIgnored.
    std::function<std::optional<std::string>(const WorkTreeFile &)> contentOf;
    std::stop_token stop;
};

struct ScanResult {
    std::vector<FileState> states;      ///< one for each file of the request
    std::vector<std::string> untracked; ///< of Collect: files and links, sorted
    std::vector<std::string> notes;     ///< what was left out, and why; sorted
};

/// Compares a worktree with a list, by stamps alone, with several threads. Links are never followed, nothing is read but
/// `.gitignore` files; the `.git` at the root is not looked at. A listed file that is not tracked and is ignored now is Missing.
/// Errors: io, cancelled.
Result<ScanResult> scanWorkTree(const ScanRequest &request);

} // namespace mergeloom
