#pragma once

#include <string_view>

namespace mergeloom {

/// Whether some file system takes this name for `.git`: in any case, with code points that HFS+ leaves out, with dots, blanks
/// or a stream behind it as NTFS drops them, or by its short name `git~1`.
bool namesGitDirectory(std::string_view name);

} // namespace mergeloom
