#pragma once

#include <QJsonObject>

namespace mergeloom {

/// The parameters of a function as Gemini takes them, from JSON Schema: the subset of OpenAPI 3.0 that
/// `google.cloud.aiplatform.v1.Schema` is. References are put in place, a type or null becomes `nullable`, `const` becomes
/// `enum`; what has no counterpart is left out, since one unknown word has the whole request refused. The check of the
/// arguments is not Gemini's affair, so nothing is lost by that. An object without properties gives an empty object:
/// a function that takes nothing has no parameters.
QJsonObject geminiSchema(const QJsonObject &jsonSchema);

} // namespace mergeloom
