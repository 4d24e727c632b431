#pragma once

#include <QJsonObject>
#include <QStringList>

namespace mergeloom {

/// What is wrong with `value` by `schema`, one sentence each; empty when it fits. Knows what the schemas of tools and
/// stages use: type, properties, required, additionalProperties, items, enum, minimum, maximum, minLength, maxItems, and
/// `$ref` to a place in the same document.
QStringList schemaFaults(const QJsonObject &schema, const QJsonValue &value);

} // namespace mergeloom
