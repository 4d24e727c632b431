#pragma once

#include <QJsonObject>
#include <QString>

namespace mergeloom {

/// A member of a vendor's object as text; empty when it is missing, null or not a text.
inline QString textOf(const QJsonObject &object, const char *key)
{
    return object.value(QLatin1StringView(key)).toString();
}

} // namespace mergeloom
