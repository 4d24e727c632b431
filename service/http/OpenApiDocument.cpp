#include "service/http/OpenApiDocument.h"

#include "service/http/AccessControl.h"
#include "shared/api/OpenApi.h"

namespace mergeloom {

namespace {

QJsonObject anyObject(SchemaSet &) { return {{"type", "object"}}; }

} // namespace

QByteArray openApiText(const QList<Route> &routes)
{
    QList<api::OpenApiOperation> operations;
    for (const Route &route : routes)
        operations.append({QString::fromLatin1(route.method), route.path, AccessControl::accessName(route.access),
            route.summary, route.requestSchema, QString::fromLatin1(route.requestType), route.replySchema,
            QString::fromLatin1(route.replyType), route.replyStatus, route.queryParameters, route.requestHeaders});
    return QJsonDocument(api::openApiDocument(operations, QStringLiteral(MERGELOOM_VERSION)))
        .toJson(QJsonDocument::Indented);
}

Route openApiRoute(QByteArray text)
{
    return {"GET", QStringLiteral("/api/v1/openapi.json"), Access::Public, QStringLiteral("This document"),
        LiveHandler([text = std::move(text)](const ApiRequest &, std::shared_ptr<LiveReply> reply) {
            reply->finish({200, "application/json; charset=utf-8", text, {}});
        }),
        nullptr, &anyObject};
}

} // namespace mergeloom
