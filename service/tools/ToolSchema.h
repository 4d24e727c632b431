#pragma once

#include <QJsonArray>
#include <QJsonObject>

#include <initializer_list>

namespace mergeloom {

enum class Presence { Required, Optional };

struct ToolParameter {
    const char *name;
    const char *type; ///< of JSON Schema
    const char *help;
    Presence presence = Presence::Required;
};

/// Optional means optional to every vendor: nothing beyond `properties` and `required` is used.
inline QJsonObject toolSchema(std::initializer_list<ToolParameter> parameters)
{
    QJsonObject properties;
    QJsonArray required;
    for (const ToolParameter &parameter : parameters) {
        properties.insert(QLatin1String(parameter.name),
            QJsonObject{{QStringLiteral("type"), QLatin1String(parameter.type)},
                {QStringLiteral("description"), QString::fromUtf8(parameter.help)}});
        if (parameter.presence == Presence::Required)
            required.append(QLatin1String(parameter.name));
    }
    return {{QStringLiteral("type"), QStringLiteral("object")}, {QStringLiteral("properties"), properties},
        {QStringLiteral("required"), required}, {QStringLiteral("additionalProperties"), false}};
}

} // namespace mergeloom
