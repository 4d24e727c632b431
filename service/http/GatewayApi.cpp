#include "service/http/GatewayApi.h"

namespace mergeloom {

namespace {

QJsonObject textSchema(SchemaSet &)
{
    return {{"type", "string"}, {"description", "Journal lines in order, each with its line feed"}};
}

} // namespace

QList<Route> GatewayApi::routes()
{
    using protocol::IngestAnswer;
    const QString events = QStringLiteral("/api/gateway/v1/runs/{id}/events");
    Route ingest = jsonRoute<IngestAnswer>("POST", events, Access::Cluster,
        QStringLiteral("Ship journal lines; those that are stored already are skipped, a gap is 409 with `wanted_seq`"),
        [this](const ApiRequest &request) -> Result<Reply<IngestAnswer>> {
            MERGELOOM_TRY(
                IngestAnswer answer, m_ingest.ingest(RunId(request.parameter(QStringLiteral("id"))), request.body));
            return Reply<IngestAnswer>{std::move(answer)};
        });
    ingest.requestSchema = &textSchema;
    ingest.requestType = "application/x-ndjson";
    Route stored = jsonRoute<IngestAnswer>("GET", events, Access::Cluster,
        QStringLiteral("How far the journal of a run is stored; 0 for an unknown run"),
        [this](const ApiRequest &request) -> Result<Reply<IngestAnswer>> {
            MERGELOOM_TRY(IngestAnswer answer, m_ingest.stored(RunId(request.parameter(QStringLiteral("id")))));
            return Reply<IngestAnswer>{std::move(answer)};
        });
    Route provider =
        jsonRoute<protocol::ProviderWithSecret>("GET", QStringLiteral("/api/gateway/v1/provider-profiles/{id}"),
            Access::Cluster, QStringLiteral("A provider with its secret; `default` is the default one"),
            [this](const ApiRequest &request) -> Result<Reply<protocol::ProviderWithSecret>> {
                MERGELOOM_TRY(auto found, m_providers.withSecret(request.parameter(QStringLiteral("id"))));
                return Reply<protocol::ProviderWithSecret>{std::move(found)};
            });
    return {ingest, stored, provider};
}

} // namespace mergeloom
