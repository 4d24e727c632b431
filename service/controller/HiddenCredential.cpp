#include "service/controller/HiddenCredential.h"

#include "shared/core/Log.h"

namespace mergeloom {

void hideFromLog(const JobCredential &credential)
{
    log::hide(credential.password.toUtf8(), QStringLiteral("git password"));
    log::hide(credential.sshKey.toUtf8(), QStringLiteral("ssh key"));
}

} // namespace mergeloom
