#pragma once

#include "service/credentials/AwsMachine.h"

namespace mergeloom {

/// The service beside a container of ECS, EKS or Greengrass: `AWS_CONTAINER_CREDENTIALS_RELATIVE_URI`, or `…_FULL_URI` at
/// one of the hosts that may be asked, with the authorization token of a file or a variable. Source: "Container credential
/// provider" of the AWS SDKs and Tools Reference Guide.
Result<AwsFound> awsContainerKeys(const AwsMachine &machine, std::stop_token stop);

/// The metadata service of an EC2 instance, version 2 alone: without a session token it is not asked for keys. Source:
/// "Use the Instance Metadata Service" of the Amazon EC2 User Guide.
Result<AwsFound> awsInstanceKeys(const AwsMachine &machine, std::stop_token stop);

} // namespace mergeloom
