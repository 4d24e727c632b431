#pragma once

#include "service/providers/Provider.h"

namespace mergeloom {

/// The key that `profile` works with: that of the environment, or of the file that it names, before `stored`.
QByteArray effectiveSecret(const ProviderProfile &profile, const QByteArray &stored);

/// Every key file that the environment names can be read and is not empty. Error `invalid_input` names variable and file.
Result<void> checkKeyFiles();

} // namespace mergeloom
