#pragma once

#include "service/http/AccessControl.h"
#include "service/http/BackgroundWork.h"
#include "service/http/CallerLookup.h"

namespace mergeloom {

/// `/api/v1/tokens`.
class TokensApi
{
public:
    TokensApi(AccessTokens &tokens, AccessControl &access, CallerLookup &callers, BackgroundWork &work)
        : m_tokens(tokens), m_access(access), m_callers(callers), m_work(work)
    {
    }
    QList<Route> routes();

private:
    void revoke(const ApiRequest &request, const std::shared_ptr<LiveReply> &reply);

    AccessTokens &m_tokens;
    AccessControl &m_access;
    CallerLookup &m_callers;
    BackgroundWork &m_work;
};

} // namespace mergeloom
