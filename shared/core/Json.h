#pragma once

#include "shared/core/JsonCodecs.h"
#include "shared/core/JsonFields.h"

#include <QJsonDocument>

/// JSON both ways, and JSON Schema, from one declaration of a struct:
///
///     struct Point {
///         int x = 0;
///         std::optional<QString> name;
///         static constexpr auto jsonName = "Point";
///         static constexpr auto fields()
///         {
///             return fieldList(required("x", &Point::x, "across, in pixels"), optional("name", &Point::name, ""));
///         }
///     };
///
/// `required`: reading fails without it, and the schema says so; always written. `optional`: a missing or null value
/// leaves the member as it was made; a std::optional without a value is not written. Unknown fields are ignored, but by a struct
/// that says `static constexpr bool isClosed = true;`: of limits, a misspelled one must not be read as none.
namespace mergeloom {

template <Described S>
struct JsonCodec<S> {
    static QJsonValue write(const S &value)
    {
        QJsonObject object;
        const auto add = [&](const auto &field) {
            const QJsonValue json = toJson(value.*(field.member));
            if (!json.isNull() || field.isRequired)
                object.insert(QLatin1StringView(field.name), json);
        };
        S::fields()([&](const auto &...field) { (add(field), ...); });
        return object;
    }

    static Result<S> read(const QJsonValue &json, const QString &path)
    {
        if (!json.isObject())
            return json_detail::wrongType(path, "an object");
        const QJsonObject object = json.toObject();
        S value;
        std::optional<Error> error;
        if constexpr (requires { S::isClosed; })
            error = unknownField(object, path);
        const auto take = [&](const auto &field) {
            if (error)
                return;
            const QString name = QString::fromLatin1(field.name);
            const QJsonValue member = object.value(name);
            const QString place = json_detail::childPath(path, name);
            if (member.isUndefined() || (member.isNull() && !field.isRequired)) {
                if (field.isRequired)
                    error =
                        Error{ErrorCode::InvalidInput, QStringLiteral("%1 is missing.").arg(place), {{"field", place}}};
                return;
            }
            using Member = std::remove_cvref_t<decltype(value.*(field.member))>;
            auto read = fromJson<Member>(member, place);
            if (read)
                value.*(field.member) = std::move(*read);
            else
                error = read.error();
        };
        S::fields()([&](const auto &...field) { (take(field), ...); });
        if (error)
            return Unexpected(*error);
        return value;
    }

    static std::optional<Error> unknownField(const QJsonObject &object, const QString &path)
    {
        QStringList known;
        S::fields()([&](const auto &...field) { (known.append(QString::fromLatin1(field.name)), ...); });
        for (const QString &name : object.keys())
            if (!known.contains(name)) {
                const QString place = json_detail::childPath(path, name);
                return Error{ErrorCode::InvalidInput,
                    QStringLiteral("%1 is not known here. What can be set: %2.")
                        .arg(place, known.join(QStringLiteral(", "))),
                    {{"field", place}}};
            }
        return std::nullopt;
    }

    static QJsonObject schema(SchemaSet &named)
    {
        const QString name = QString::fromLatin1(S::jsonName);
        const QJsonObject reference{{"$ref", QStringLiteral("#/components/schemas/%1").arg(name)}};
        if (named.contains(name))
            return reference;
        named.insert(name, {}); // a struct that holds itself ends here
        QJsonObject properties;
        QJsonArray requiredNames;
        const auto add = [&](const auto &field) {
            using Member = std::remove_cvref_t<decltype(std::declval<S>().*(field.member))>;
            QJsonObject schema = jsonSchema<Member>(named);
            if (*field.help)
                schema.insert(QStringLiteral("description"), QString::fromUtf8(field.help));
            properties.insert(QLatin1StringView(field.name), schema);
            if (field.isRequired)
                requiredNames.append(QLatin1StringView(field.name));
        };
        S::fields()([&](const auto &...field) { (add(field), ...); });
        QJsonObject object{{"type", "object"}, {"properties", properties}};
        if constexpr (requires { S::isClosed; })
            object.insert(QStringLiteral("additionalProperties"), false);
        if (!requiredNames.isEmpty())
            object.insert(QStringLiteral("required"), requiredNames);
        named.insert(name, object);
        return reference;
    }
};

} // namespace mergeloom
