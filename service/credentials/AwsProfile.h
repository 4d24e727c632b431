#pragma once

#include "service/credentials/AwsFiles.h"

namespace mergeloom {

/// The keys of a profile: a role taken on with those of another profile or source, or with a token; IAM Identity Center;
/// keys that it holds; or what its `credential_process` prints. `not_found`: there is no such profile, or it says nothing
/// of keys. Source: "Assume role", "IAM Identity Center" and "Process credential provider" of the AWS SDKs and Tools
/// Reference Guide.
Result<AwsFound> awsKeysOfProfile(const QString &name, const AwsMachine &machine, std::stop_token stop);

} // namespace mergeloom
