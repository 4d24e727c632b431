#pragma once

#include "shared/domain/Event.h"

#include <QJsonArray>
#include <QList>

namespace mergeloom {

/// A type of events, and what stands in the `data` of one.
struct EventType {
    QString name;
    QString summary;
    QString fields; ///< `name:kind`, separated by spaces; `name?:kind` may be absent; kinds as JSON Schema names them
};

/// The closed list: every event that this program writes is of one of these types, with these fields and no other.
const QList<EventType> &eventTypes();

/// A JSON Schema (2020-12) of an event: its envelope, and `data` by its type.
QJsonObject eventSchema();

} // namespace mergeloom
