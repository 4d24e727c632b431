#include "service/http/GatewayApi.h"

namespace mergeloom {

namespace {

QJsonObject textSchema(SchemaSet &)
{
    return {{"type", "string"}, {"description", "Journal lines in order, each with its line feed"}};
}

} // namespace

/// The run of the path; a worker that comes with its own token has to be the one that it was given to.
Result<RunId> GatewayApi::ownRun(const ApiRequest &request)
{
    const RunId run(request.parameter(QStringLiteral("id")));
    if (request.principal.access != Access::Worker)
        return run;
    MERGELOOM_TRY(const bool isOwn, m_queue.isOwner(run, WorkerId(request.principal.workerId)));
    if (!isOwn)
        return failure(ErrorCode::NotFound,
            QStringLiteral("Run %1 was not given to worker %2.").arg(run.text().left(80), request.principal.name));
    return run;
}

/// What a remote controller is given with the result covers the run whole.
std::optional<protocol::CheckpointNote> GatewayApi::checkpointAfter(const QByteArray &lines)
{
    if (m_audit.isHeldByOthers() && lines.contains(event_type::runFinished))
        m_audit.sign();
    const auto newest = m_audit.newest();
    return newest ? std::optional(protocol::CheckpointNote{newest->size, QString::fromUtf8(newest->note)})
                  : std::nullopt;
}

QList<Route> GatewayApi::routes()
{
    using protocol::IngestAnswer;
    const QString events = QStringLiteral("/api/gateway/v1/runs/{id}/events");
    Route ingest = jsonRoute<IngestAnswer>("POST", events, Access::Worker,
        QStringLiteral("Ship journal lines; those that are stored already are skipped, a gap is 409 with `wanted_seq`"),
        [this](const ApiRequest &request) -> Result<Reply<IngestAnswer>> {
            MERGELOOM_TRY(const RunId run, ownRun(request));
            MERGELOOM_TRY(IngestAnswer answer, m_ingest.ingest(run, request.body));
            answer.checkpoint = checkpointAfter(request.body);
            return Reply<IngestAnswer>{std::move(answer)};
        });
    ingest.requestSchema = &textSchema;
    ingest.requestType = "application/x-ndjson";
    Route stored = jsonRoute<IngestAnswer>("GET", events, Access::Worker,
        QStringLiteral("How far the journal of a run is stored; 0 for an unknown run"),
        [this](const ApiRequest &request) -> Result<Reply<IngestAnswer>> {
            MERGELOOM_TRY(const RunId run, ownRun(request));
            MERGELOOM_TRY(IngestAnswer answer, m_ingest.stored(run));
            return Reply<IngestAnswer>{std::move(answer)};
        });
    Route provider =
        jsonRoute<protocol::ProviderWithSecret>("GET", QStringLiteral("/api/gateway/v1/provider-profiles/{id}"),
            Access::Worker, QStringLiteral("A provider with its secret; `default` is the default one"),
            [this](const ApiRequest &request) -> Result<Reply<protocol::ProviderWithSecret>> {
                const QString profile = request.parameter(QStringLiteral("id"));
                if (request.principal.access == Access::Worker) {
                    MERGELOOM_TRY(
                        const bool isNeeded, m_queue.needsProvider(WorkerId(request.principal.workerId), profile));
                    if (!isNeeded)
                        return failure(ErrorCode::NotFound,
                            QStringLiteral("Worker %1 holds no job that uses the provider %2.")
                                .arg(request.principal.name, profile.left(80)));
                }
                MERGELOOM_TRY(auto found, m_providers.withSecret(profile));
                return Reply<protocol::ProviderWithSecret>{std::move(found)};
            });
    return {ingest, stored, provider};
}

} // namespace mergeloom
