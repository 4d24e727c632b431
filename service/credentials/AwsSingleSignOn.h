#pragma once

#include "service/credentials/AwsFiles.h"

#include <optional>

namespace mergeloom {

/// What a profile says of IAM Identity Center.
struct AwsSingleSignOn {
    QString cacheName; ///< of the session, or its start URL: names the token of `aws sso login` in the cache
    QString region;
    QString account;
    QString role;

    /// Empty when the profile says nothing of it; `invalid_input` when it does not say enough.
    static Result<std::optional<AwsSingleSignOn>> of(const AwsFiles::Section &profile, const AwsFiles &files);
};

/// The keys of a role, for the token that `aws sso login` left in `~/.aws/sso/cache`. One that has ended is renewed by its
/// refresh token, and written back as AWS programs do; else a person must sign in again. Source: GetRoleCredentials of the
/// IAM Identity Center Portal API Reference, CreateToken of its OIDC API Reference.
Result<AwsFound> awsSingleSignOnKeys(const AwsSingleSignOn &signOn, const AwsMachine &machine, std::stop_token stop);

} // namespace mergeloom
