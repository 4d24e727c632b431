#pragma once

namespace mergeloom::launcher {

/// Tries every way out that a sandbox must close, as a hostile command would, and prints a line for each that is open:
/// `escaped: …` for what no sandbox may leave open, `weak: …` for what some kernels cannot close; at last `finished`.
/// Arguments, any may be `-`: a file outside; the folder of the git repository; a TCP port of the host's loopback; the path of
/// a Unix socket; the name of an abstract one; a process of the same user, which is sent TERM; a System V memory id.
int tryToEscape(int count, char **texts);

} // namespace mergeloom::launcher
