#pragma once

#include "service/controller/Intake.h"
#include "service/http/RouteRules.h"

namespace mergeloom {

/// `/api/v1/tickets`.
class TicketsApi
{
public:
    TicketsApi(Intake &intake, Database &database, Idempotency &idempotency)
        : m_intake(intake), m_database(database), m_idempotency(idempotency)
    {
    }
    QList<Route> routes();

private:
    Result<Reply<api::TicketView>> find(const ApiRequest &request);

    Intake &m_intake;
    Database &m_database;
    Idempotency &m_idempotency;
};

} // namespace mergeloom
