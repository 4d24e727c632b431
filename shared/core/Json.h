#pragma once

#include "shared/core/Id.h"
#include "shared/core/Result.h"
#include "shared/core/Timestamp.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QJsonValue>
#include <QList>
#include <QMap>
#include <QStringList>

#include <array>
#include <optional>
#include <tuple>

/// JSON both ways, and JSON Schema, from one declaration of a struct:
///
///     struct Point {
///         int x = 0;
///         std::optional<QString> name;
///         static constexpr auto jsonName = "Point";
///         static constexpr auto fields()
///         {
///             return std::tuple{required("x", &Point::x, "across, in pixels"), optional("name", &Point::name, "")};
///         }
///     };
///
/// `required`: reading fails without it, and the schema says so; always written. `optional`: a missing or null value
/// leaves the member as it was made; a std::optional without a value is not written. Unknown fields are ignored.
namespace mergeloom {

template <class Struct, class Member>
struct Field {
    const char *name;
    Member Struct::*member;
    const char *help;
    bool isRequired;
};

template <class Struct, class Member>
constexpr Field<Struct, Member> required(const char *name, Member Struct::*member, const char *help = "")
{
    return {name, member, help, true};
}

template <class Struct, class Member>
constexpr Field<Struct, Member> optional(const char *name, Member Struct::*member, const char *help = "")
{
    return {name, member, help, false};
}

template <class T>
concept Described = requires {
    T::fields();
    T::jsonName;
};

/// Specialise with `static constexpr std::array names{std::pair{E::A, "a"}, …};` to give an enum its wire names.
template <class E>
struct EnumNames;

template <class E>
concept NamedEnum = std::is_enum_v<E> && requires { EnumNames<E>::names; };

template <NamedEnum E>
QString enumName(E value)
{
    for (const auto &[candidate, name] : EnumNames<E>::names)
        if (candidate == value)
            return QString::fromLatin1(name);
    return {};
}

template <NamedEnum E>
std::optional<E> enumFromName(QStringView text)
{
    for (const auto &[candidate, name] : EnumNames<E>::names)
        if (text == QLatin1StringView(name))
            return candidate;
    return std::nullopt;
}

template <class T>
struct JsonCodec; // toJson(const T &) -> QJsonValue; read(const QJsonValue &, const QString &path) -> Result<T>; schema

template <class T>
QJsonValue toJson(const T &value)
{
    return JsonCodec<T>::write(value);
}

/// `path` names the place in error messages, e.g. `ticket.labels[2]`.
template <class T>
Result<T> fromJson(const QJsonValue &json, const QString &path = {})
{
    return JsonCodec<T>::read(json, path);
}

/// Collects the named schemas that a type refers to, for `components.schemas` of OpenAPI 3.1.
using SchemaSet = QMap<QString, QJsonObject>;

/// The schema of T; described structs are put into `named` and referred to.
template <class T>
QJsonObject jsonSchema(SchemaSet &named)
{
    return JsonCodec<T>::schema(named);
}

/// One line of JSON, UTF-8, with no line feed inside.
QByteArray compactJson(const QJsonValue &value);
template <class T>
QByteArray compactJsonOf(const T &value)
{
    return compactJson(toJson(value));
}

/// Parses one whole JSON text; the message names the byte where it went wrong.
Result<QJsonValue> parseJson(const QByteArray &text);

template <class T>
Result<T> parseJsonAs(const QByteArray &text)
{
    MERGELOOM_TRY(const QJsonValue json, parseJson(text));
    return fromJson<T>(json);
}

namespace json_detail {
Unexpected wrongType(const QString &path, const char *wanted);
QString childPath(const QString &path, const QString &name);
Result<qint64> readInteger(const QJsonValue &json, const QString &path, qint64 lowest, qint64 highest);
} // namespace json_detail

template <>
struct JsonCodec<QString> {
    static QJsonValue write(const QString &value) { return value; }
    static Result<QString> read(const QJsonValue &json, const QString &path)
    {
        if (!json.isString())
            return json_detail::wrongType(path, "a text");
        return json.toString();
    }
    static QJsonObject schema(SchemaSet &) { return {{"type", "string"}}; }
};

template <>
struct JsonCodec<bool> {
    static QJsonValue write(bool value) { return value; }
    static Result<bool> read(const QJsonValue &json, const QString &path)
    {
        if (!json.isBool())
            return json_detail::wrongType(path, "true or false");
        return json.toBool();
    }
    static QJsonObject schema(SchemaSet &) { return {{"type", "boolean"}}; }
};

template <class T>
    requires(std::is_integral_v<T> && !std::is_same_v<T, bool>)
struct JsonCodec<T> {
    static QJsonValue write(T value) { return qint64(value); }
    static Result<T> read(const QJsonValue &json, const QString &path)
    {
        MERGELOOM_TRY(const qint64 value, json_detail::readInteger(json, path, std::numeric_limits<T>::min(),
                                              sizeof(T) < 8 ? qint64(std::numeric_limits<T>::max())
                                                            : std::numeric_limits<qint64>::max()));
        return T(value);
    }
    static QJsonObject schema(SchemaSet &)
    {
        return {{"type", "integer"}, {"format", sizeof(T) < 8 ? "int32" : "int64"}};
    }
};

template <>
struct JsonCodec<double> {
    static QJsonValue write(double value) { return value; }
    static Result<double> read(const QJsonValue &json, const QString &path)
    {
        if (!json.isDouble())
            return json_detail::wrongType(path, "a number");
        return json.toDouble();
    }
    static QJsonObject schema(SchemaSet &) { return {{"type", "number"}}; }
};

template <>
struct JsonCodec<Timestamp> {
    static QJsonValue write(const Timestamp &value) { return value.toString(); }
    static Result<Timestamp> read(const QJsonValue &json, const QString &path)
    {
        if (const auto parsed = Timestamp::parse(json.toString()))
            return *parsed;
        return json_detail::wrongType(path, "a time such as 2026-01-31T12:00:00Z");
    }
    static QJsonObject schema(SchemaSet &) { return {{"type", "string"}, {"format", "date-time"}}; }
};

template <>
struct JsonCodec<QJsonValue> {
    static QJsonValue write(const QJsonValue &value) { return value; }
    static Result<QJsonValue> read(const QJsonValue &json, const QString &) { return json; }
    static QJsonObject schema(SchemaSet &) { return {}; }
};

template <>
struct JsonCodec<QJsonObject> {
    static QJsonValue write(const QJsonObject &value) { return value; }
    static Result<QJsonObject> read(const QJsonValue &json, const QString &path)
    {
        if (!json.isObject())
            return json_detail::wrongType(path, "an object");
        return json.toObject();
    }
    static QJsonObject schema(SchemaSet &) { return {{"type", "object"}, {"additionalProperties", true}}; }
};

template <>
struct JsonCodec<QJsonArray> {
    static QJsonValue write(const QJsonArray &value) { return value; }
    static Result<QJsonArray> read(const QJsonValue &json, const QString &path)
    {
        if (!json.isArray())
            return json_detail::wrongType(path, "a list");
        return json.toArray();
    }
    static QJsonObject schema(SchemaSet &) { return {{"type", "array"}, {"items", QJsonObject{}}}; }
};

template <class Tag>
struct JsonCodec<Id<Tag>> {
    static QJsonValue write(const Id<Tag> &value) { return value.text(); }
    static Result<Id<Tag>> read(const QJsonValue &json, const QString &path)
    {
        if (!json.isString())
            return json_detail::wrongType(path, "an id");
        return Id<Tag>(json.toString());
    }
    static QJsonObject schema(SchemaSet &) { return {{"type", "string"}}; }
};

template <NamedEnum E>
struct JsonCodec<E> {
    static QJsonValue write(E value) { return enumName(value); }
    static Result<E> read(const QJsonValue &json, const QString &path)
    {
        if (const auto value = enumFromName<E>(json.toString()))
            return *value;
        QStringList names;
        for (const auto &entry : EnumNames<E>::names)
            names << QString::fromLatin1(entry.second);
        return json_detail::wrongType(path, ("one of " + names.join(QStringLiteral(", "))).toUtf8().constData());
    }
    static QJsonObject schema(SchemaSet &)
    {
        QJsonArray names;
        for (const auto &entry : EnumNames<E>::names)
            names << QString::fromLatin1(entry.second);
        return {{"type", "string"}, {"enum", names}};
    }
};

template <class T>
struct JsonCodec<std::optional<T>> {
    static QJsonValue write(const std::optional<T> &value) { return value ? toJson(*value) : QJsonValue(); }
    static Result<std::optional<T>> read(const QJsonValue &json, const QString &path)
    {
        if (json.isNull() || json.isUndefined())
            return std::optional<T>();
        MERGELOOM_TRY(auto value, fromJson<T>(json, path));
        return std::optional<T>(std::move(value));
    }
    static QJsonObject schema(SchemaSet &named) { return jsonSchema<T>(named); }
};

template <class T>
struct JsonCodec<QList<T>> {
    static QJsonValue write(const QList<T> &list)
    {
        QJsonArray array;
        for (const T &entry : list)
            array.append(toJson(entry));
        return array;
    }
    static Result<QList<T>> read(const QJsonValue &json, const QString &path)
    {
        if (!json.isArray())
            return json_detail::wrongType(path, "a list");
        QList<T> list;
        const QJsonArray array = json.toArray();
        list.reserve(array.size());
        for (qsizetype i = 0; i < array.size(); ++i) {
            MERGELOOM_TRY(auto entry, fromJson<T>(array.at(i), path + QStringLiteral("[%1]").arg(i)));
            list.append(std::move(entry));
        }
        return list;
    }
    static QJsonObject schema(SchemaSet &named) { return {{"type", "array"}, {"items", jsonSchema<T>(named)}}; }
};

template <class T>
struct JsonCodec<QMap<QString, T>> {
    static QJsonValue write(const QMap<QString, T> &map)
    {
        QJsonObject object;
        for (auto it = map.begin(); it != map.end(); ++it)
            object.insert(it.key(), toJson(it.value()));
        return object;
    }
    static Result<QMap<QString, T>> read(const QJsonValue &json, const QString &path)
    {
        if (!json.isObject())
            return json_detail::wrongType(path, "an object");
        QMap<QString, T> map;
        const QJsonObject object = json.toObject();
        for (auto it = object.begin(); it != object.end(); ++it) {
            MERGELOOM_TRY(auto entry, fromJson<T>(it.value(), json_detail::childPath(path, it.key())));
            map.insert(it.key(), std::move(entry));
        }
        return map;
    }
    static QJsonObject schema(SchemaSet &named)
    {
        return {{"type", "object"}, {"additionalProperties", jsonSchema<T>(named)}};
    }
};

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
        std::apply([&](const auto &...field) { (add(field), ...); }, S::fields());
        return object;
    }

    static Result<S> read(const QJsonValue &json, const QString &path)
    {
        if (!json.isObject())
            return json_detail::wrongType(path, "an object");
        const QJsonObject object = json.toObject();
        S value;
        std::optional<Error> error;
        const auto take = [&](const auto &field) {
            if (error)
                return;
            const QString name = QString::fromLatin1(field.name);
            const QJsonValue member = object.value(name);
            const QString place = json_detail::childPath(path, name);
            if (member.isUndefined() || (member.isNull() && !field.isRequired)) {
                if (field.isRequired)
                    error = Error{ErrorCode::InvalidInput, QStringLiteral("%1 is missing.").arg(place), {{"field", place}}};
                return;
            }
            using Member = std::remove_cvref_t<decltype(value.*(field.member))>;
            auto read = fromJson<Member>(member, place);
            if (read)
                value.*(field.member) = std::move(*read);
            else
                error = read.error();
        };
        std::apply([&](const auto &...field) { (take(field), ...); }, S::fields());
        if (error)
            return Unexpected(*error);
        return value;
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
        std::apply([&](const auto &...field) { (add(field), ...); }, S::fields());
        QJsonObject object{{"type", "object"}, {"properties", properties}};
        if (!requiredNames.isEmpty())
            object.insert(QStringLiteral("required"), requiredNames);
        named.insert(name, object);
        return reference;
    }
};

} // namespace mergeloom
