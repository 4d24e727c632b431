#pragma once

#include "shared/core/Json.h"

#include <QByteArray>
#include <QStringList>

namespace mergeloom::api {

using SchemaMaker = QJsonObject (*)(SchemaSet &);

/// What the document says of one row of the route table.
struct OpenApiOperation {
    QString method; ///< `GET`
    QString path;   ///< `/api/v1/runs/{id}`
    QString access; ///< `viewer`, `operator`, `admin`, `worker`, `cluster` or `public`
    QString summary;
    SchemaMaker requestSchema = nullptr;
    QString requestType = QStringLiteral("application/json");
    SchemaMaker replySchema = nullptr;
    QString replyType = QStringLiteral("application/json");
    int replyStatus = 200;
    QStringList queryParameters; ///< `name: help`
    QStringList headers;         ///< `Name: help`, of the request; all optional
};

/// The OpenAPI 3.1 document (https://spec.openapis.org/oas/v3.1.0): paths in order of their names, schemas in
/// components. The same operations give the same bytes.
QJsonObject openApiDocument(const QList<OpenApiOperation> &operations, const QString &version);

/// `GET`, `/api/v1/runs/{id}/events` → `getRunEvents`; unique where method and path are.
QString operationId(const QString &method, const QString &path);

} // namespace mergeloom::api
