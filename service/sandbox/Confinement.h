#pragma once

#include <string>
#include <vector>

namespace mergeloom::launcher {

/// What Landlock leaves of the file system, for kernels where no name space can hide it.
struct FileRights {
    std::vector<std::string> readable; ///< files or whole folders: read, list, execute
    std::vector<std::string> writable; ///< also write, make, rename, remove; no devices
    std::vector<std::string> devices;  ///< read and write, nothing else
    bool isConfining = false;          ///< false: files are not Landlock's business here
};

/// No later program of this process gains a right: no_new_privs, no capability, also not for root.
bool dropPrivileges();

/// Whether the kernel can shut abstract Unix sockets of others: Linux 6.12.
bool canShutAbstractSockets();

/// Files as said; no signals to processes outside, no abstract Unix sockets of theirs, where the kernel can. False when
/// files cannot be confined though they are to be; a kernel that lacks the rest is no error.
bool confine(const FileRights &rights);

} // namespace mergeloom::launcher
