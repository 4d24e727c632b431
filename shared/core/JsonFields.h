#pragma once

#include "shared/core/Result.h"

#include <QJsonObject>
#include <QJsonValue>
#include <QMap>

#include <array>
#include <optional>

/// The words in which a type says how it is written as JSON. Include shared/core/Json.h, which tells how to use them.
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

/// Hands all fields of a struct to a visitor. No std::tuple: its constructors cost the compiler a quadratic look at each list, in every
/// file that includes one.
template <class... Fields>
constexpr auto fieldList(Fields... fields)
{
    return [=](auto &&visitor) -> decltype(auto) { return visitor(fields...); };
}

template <class T>
concept Described = requires
{
    T::fields();
    T::jsonName;
};

/// Specialise with `static constexpr std::array names{std::pair{E::A, "a"}, …};` to give an enum its wire names.
template <class E>
struct EnumNames;

template <class E>
concept NamedEnum = std::is_enum_v<E> && requires
{
    EnumNames<E>::names;
};

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

} // namespace mergeloom
