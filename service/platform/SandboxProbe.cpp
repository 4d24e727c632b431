#include "service/platform/Sandbox.h"

namespace mergeloom {

SandboxReport Sandbox::probe()
{
    return {QStringLiteral("none"), false, QStringLiteral("not probed")};
}

} // namespace mergeloom
