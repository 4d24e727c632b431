#pragma once

#include "service/credentials/EntraTokens.h"
#include "service/credentials/RequestAuthorization.h"

namespace mergeloom {

/// `authorization: Bearer …` with a token of Microsoft Entra ID that is fetched when it is first needed, and anew ahead of
/// its end or when the service refused it.
class EntraAuthorization : public RequestAuthorization
{
public:
    explicit EntraAuthorization(EntraTokens::Fetch fetch, ExpiryClock clock = ExpiryClock::real());

    Result<void> authorise(HttpRequest &request, std::stop_token stop) override;
    bool refused(const HttpRequest &request, const HttpAnswer &answer) override;

private:
    Expiring<QByteArray> m_token;
};

} // namespace mergeloom
