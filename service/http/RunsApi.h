#pragma once

#include "service/gateway/RunFiles.h"
#include "service/http/RouteRules.h"

namespace mergeloom {

/// `/api/v1/runs`, without the live stream.
class RunsApi
{
public:
    RunsApi(RunReader &reader, RunFiles files) : m_reader(reader), m_files(files) {}
    QList<Route> routes();

private:
    Result<Reply<api::RunPage>> list(const ApiRequest &request);
    Result<Reply<api::Page<api::EventView>>> events(const ApiRequest &request);

    RunReader &m_reader;
    RunFiles m_files;
};

} // namespace mergeloom
