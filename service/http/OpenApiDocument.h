#pragma once

#include "service/http/Router.h"

namespace mergeloom {

/// The OpenAPI document of a route table, indented, with a line feed at its end: as it is committed.
QByteArray openApiText(const QList<Route> &routes);

/// `GET /api/v1/openapi.json` of `text`.
Route openApiRoute(QByteArray text);

} // namespace mergeloom
