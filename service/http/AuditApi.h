#pragma once

#include "service/gateway/AuditWatch.h"
#include "service/gateway/RunExport.h"
#include "service/gateway/RunReader.h"
#include "service/http/BackgroundWork.h"

namespace mergeloom {

/// `/api/v1/audit/log`: how the verifiable log stands, its checkpoints and proofs; and what is handed out of a run:
/// `/api/v1/runs/{id}/attestations`, `…/export` and `…/bundle`.
class AuditApi
{
public:
    AuditApi(AuditWatch &audit, RunReader &runs, BackgroundWork &work) : m_audit(audit), m_runs(runs), m_work(work) {}
    QList<Route> routes();
    /// Ends a verification that is under way.
    void stop() { m_stop.request_stop(); }

private:
    Result<ApiReply> checkpoint();
    Result<ApiReply> attestations(const ApiRequest &request);
    Result<ApiReply> proof(const ApiRequest &request);
    Result<Reply<api::ConsistencyProof>> consistency(const ApiRequest &request);
    void exportRun(RunExport::Format format, const ApiRequest &request, const std::shared_ptr<LiveReply> &reply);
    void verify(const ApiRequest &request, const std::shared_ptr<LiveReply> &reply);

    AuditWatch &m_audit;
    RunReader &m_runs;
    BackgroundWork &m_work;
    std::stop_source m_stop;
};

} // namespace mergeloom
