#include "service/platform/MemoryGuard.h"

#include <sys/prctl.h>
#include <sys/resource.h>

namespace mergeloom {

void guardMemory()
{
    const rlimit none{0, 0};
    ::setrlimit(RLIMIT_CORE, &none);
#ifndef __SANITIZE_ADDRESS__ // its search for leaks traces the process
    ::prctl(PR_SET_DUMPABLE, 0);
#endif
}

} // namespace mergeloom
