#pragma once

#include "service/credentials/AwsMachine.h"

namespace mergeloom {

/// Keys as a person enters them. `secret` may hold the session token of temporary keys behind the secret key, parted by
/// white space. `invalid_input` for what can be no keys; the secret is never part of a message.
Result<AwsFetch> awsStaticKeys(const QString &accessKeyId, const QByteArray &secret, const AwsMachine &machine);

/// `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN`.
Result<AwsFound> awsEnvironmentKeys(const AwsMachine &machine);

/// What AWS programs find by themselves, in their order. A source that is not set up is passed over; one that is and fails
/// ends the search. The error names each that was tried, and why it gave nothing.
AwsFetch awsDefaultChain(const AwsMachine &machine);

/// A profile of the AWS files; empty: AWS_PROFILE, or `default`.
AwsFetch awsProfileKeys(const QString &profile, const AwsMachine &machine);

/// AWS_REGION, AWS_DEFAULT_REGION, or that of the profile; empty when none says one.
QString awsRegion(const AwsMachine &machine, const QString &profile);

} // namespace mergeloom
