#pragma once

#include "service/gateway/SignInDesk.h"
#include "service/http/RouteRules.h"

namespace mergeloom {

/// `/api/v1/providers/{id}/sign-in`. For admins alone: whoever sees link and code could sign in with an account of their own.
class SignInApi
{
public:
    explicit SignInApi(SignInDesk &desk) : m_desk(desk) {}
    QList<Route> routes();

private:
    SignInDesk &m_desk;
};

} // namespace mergeloom
