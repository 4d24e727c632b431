#pragma once

namespace mergeloom {

/// Keeps the memory of this process, which holds keys, from being written to a core file and from being read by other
/// processes of the same user. Programs that it starts are not bound by the second. For main.
void guardMemory();

} // namespace mergeloom
