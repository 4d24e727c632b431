#pragma once

#include "service/http/AccessControl.h"

namespace mergeloom {

/// Who is calling, and one-time links for browsers. Signing in and out is AccessControl's own.
class LoginApi
{
public:
    /// `remoteController`: where the worker's jobs come from; empty: from here.
    LoginApi(AccessControl &access, QString workerName, QString remoteController)
        : m_access(access), m_workerName(std::move(workerName)), m_remoteController(std::move(remoteController))
    {
    }
    QList<Route> routes();

private:
    ApiReply createLink(const ApiRequest &request);

    AccessControl &m_access;
    QString m_workerName;
    QString m_remoteController;
};

} // namespace mergeloom
