#pragma once

#include "service/credentials/AwsMachine.h"

namespace mergeloom {

/// A role and how it is taken on.
struct AwsRole {
    QString arn;
    QString sessionName; ///< empty: `mergeloom-worker`
    QString externalId;  ///< empty: none
    QString seconds;     ///< `duration_seconds`; empty: the service's own
    QString region;      ///< of the token service; empty: the machine's
};

/// AssumeRole of the AWS Security Token Service, signed with `base`. The version of 2011-06-15, see its API Reference.
Result<AwsFound> assumeAwsRole(
    const AwsRole &role, const AwsKeys &base, const AwsMachine &machine, std::stop_token stop);

/// AssumeRoleWithWebIdentity, with the token of a file that is read anew each time.
Result<AwsFound> assumeAwsRoleWithToken(
    const AwsRole &role, const QString &tokenFile, const AwsMachine &machine, std::stop_token stop);

} // namespace mergeloom
