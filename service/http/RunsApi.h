#pragma once

#include "service/gateway/RunReader.h"
#include "service/http/RouteRules.h"

namespace mergeloom {

/// `/api/v1/runs`, without the live stream.
class RunsApi
{
public:
    explicit RunsApi(RunReader &reader) : m_reader(reader) {}
    QList<Route> routes();

private:
    Result<Reply<api::RunPage>> list(const ApiRequest &request);
    Result<Reply<api::Page<api::EventView>>> events(const ApiRequest &request);

    RunReader &m_reader;
};

} // namespace mergeloom
