#pragma once

#include "shared/core/Id.h"
#include "shared/core/JsonFields.h"
#include "shared/core/Timestamp.h"

#include <QJsonArray>
#include <QList>
#include <QStringList>

/// How single values, enums, lists and maps are written as JSON; structs are in shared/core/Json.h.
namespace mergeloom {

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
        MERGELOOM_TRY(const qint64 value,
            json_detail::readInteger(json, path, std::numeric_limits<T>::min(),
                sizeof(T) < 8 ? qint64(std::numeric_limits<T>::max()) : std::numeric_limits<qint64>::max()));
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

} // namespace mergeloom
