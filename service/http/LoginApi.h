#pragma once

#include "service/http/AccessControl.h"

namespace mergeloom {

/// Who is calling, and one-time links for browsers. Signing in and out is AccessControl's own.
class LoginApi
{
public:
    LoginApi(AccessControl &access, QString workerName) : m_access(access), m_workerName(std::move(workerName)) {}
    QList<Route> routes();

private:
    ApiReply createLink(const ApiRequest &request);

    AccessControl &m_access;
    QString m_workerName;
};

} // namespace mergeloom
