#pragma once

#include "service/http/AccessControl.h"
#include "service/storage/Database.h"
#include "shared/api/ApiTypes.h"

namespace mergeloom {

/// `/api/v1/sessions` and `/api/v1/refusals`: who is signed in, and who was refused.
class SessionsApi
{
public:
    SessionsApi(Database &database, AccessControl &access) : m_database(database), m_access(access) {}
    QList<Route> routes();

private:
    ApiReply list(const ApiRequest &request);
    ApiReply end(const ApiRequest &request);
    ApiReply endOthers(const ApiRequest &request);
    void record(const QString &what, const QString &id, const QString &by);
    Result<Reply<api::Page<api::RefusalView>>> refusals(const ApiRequest &request);

    Database &m_database;
    AccessControl &m_access;
};

} // namespace mergeloom
