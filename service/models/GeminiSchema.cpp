#include "service/models/GeminiSchema.h"

#include "service/models/JsonText.h"

#include <QJsonArray>
#include <QStringList>

#include <algorithm>

// cloud.google.com/vertex-ai/docs/reference/rest/v1/Schema.
namespace mergeloom {

namespace {

constexpr int deepestSchema = 16; // references can go round in circles

QJsonObject converted(const QJsonObject &schema, const QJsonObject &root, int depth);

QJsonObject resolved(QJsonObject schema, const QJsonObject &root)
{
    for (int hops = 0; hops < deepestSchema && schema.contains(QStringLiteral("$ref")); ++hops) {
        QJsonObject target = root;
        const QStringList path = textOf(schema, "$ref").split(u'/');
        for (qsizetype i = 1; i < path.size(); ++i) // the first is `#`
            target = target.value(path.at(i)).toObject();
        schema.remove(QStringLiteral("$ref"));
        for (auto it = schema.begin(); it != schema.end(); ++it) // a description beside the reference
            target.insert(it.key(), it.value());
        schema = target;
    }
    return schema;
}

bool isNullType(const QJsonValue &schema) { return textOf(schema.toObject(), "type") == u"null"; }

/// Every member of `allOf` at once, as far as one object can say it.
QJsonObject merged(QJsonObject schema, const QJsonObject &root)
{
    for (const QJsonValue &part : schema.take(QStringLiteral("allOf")).toArray()) {
        const QJsonObject other = resolved(part.toObject(), root);
        for (auto it = other.begin(); it != other.end(); ++it) {
            const QJsonValue own = schema.value(it.key());
            if (own.isObject() && it->isObject()) {
                QJsonObject both = own.toObject();
                const QJsonObject added = it->toObject();
                for (auto member = added.begin(); member != added.end(); ++member)
                    both.insert(member.key(), member.value());
                schema.insert(it.key(), both);
            } else if (own.isArray() && it->isArray()) {
                QJsonArray both = own.toArray();
                for (const QJsonValue &entry : it->toArray())
                    both.append(entry);
                schema.insert(it.key(), both);
            } else if (own.isUndefined()) {
                schema.insert(it.key(), it.value());
            }
        }
    }
    return schema;
}

/// Where there are several types, one schema for each.
QJsonArray alternatives(const QJsonObject &schema)
{
    QJsonArray list = schema.value(QStringLiteral("anyOf")).toArray();
    for (const QJsonValue &one : schema.value(QStringLiteral("oneOf")).toArray())
        list.append(one);
    if (list.isEmpty() && schema.value(QStringLiteral("type")).isArray())
        for (const QJsonValue &type : schema.value(QStringLiteral("type")).toArray()) {
            QJsonObject one = schema;
            one.insert(QStringLiteral("type"), type);
            list.append(one);
        }
    return list;
}

QString typeOf(const QJsonObject &schema)
{
    const QString type = textOf(schema, "type");
    if (!type.isEmpty())
        return type;
    if (schema.contains(QStringLiteral("properties")) || schema.contains(QStringLiteral("additionalProperties")))
        return QStringLiteral("object");
    return schema.contains(QStringLiteral("items")) ? QStringLiteral("array") : QStringLiteral("string");
}

void copyMembers(const QJsonObject &from, QJsonObject &to, std::initializer_list<const char *> names)
{
    for (const char *name : names)
        if (const QJsonValue value = from.value(QLatin1StringView(name)); !value.isUndefined() && !value.isNull())
            to.insert(QLatin1StringView(name), value);
}

void addChoices(const QJsonObject &schema, QJsonObject &result)
{
    QJsonArray choices = schema.value(QStringLiteral("enum")).toArray();
    if (choices.isEmpty() && schema.contains(QStringLiteral("const")))
        choices = {schema.value(QStringLiteral("const"))};
    if (!choices.isEmpty()
        && std::all_of(choices.begin(), choices.end(), [](const auto &one) { return one.isString(); }))
        result.insert(QStringLiteral("enum"), choices);
}

void addObject(const QJsonObject &schema, const QJsonObject &root, int depth, QJsonObject &result)
{
    QJsonObject properties;
    const QJsonObject own = schema.value(QStringLiteral("properties")).toObject();
    for (auto it = own.begin(); it != own.end(); ++it)
        properties.insert(it.key(), converted(it->toObject(), root, depth + 1));
    if (properties.isEmpty())
        return;
    result.insert(QStringLiteral("properties"), properties);
    QJsonArray needed;
    for (const QJsonValue &name : schema.value(QStringLiteral("required")).toArray())
        if (properties.contains(name.toString()) && !needed.contains(name))
            needed.append(name);
    if (!needed.isEmpty())
        result.insert(QStringLiteral("required"), needed);
}

QJsonObject oneType(const QJsonObject &schema, const QJsonObject &root, int depth)
{
    const QString type = typeOf(schema);
    if (type == u"null")
        return {{"type", "STRING"}, {"nullable", true}};
    QJsonObject result{{"type", type.toUpper()}};
    copyMembers(schema, result, {"title", "description", "nullable", "default"});
    if (type == u"object") {
        addObject(schema, root, depth, result);
    } else if (type == u"array") {
        copyMembers(schema, result, {"minItems", "maxItems"});
        result.insert(
            QStringLiteral("items"), converted(schema.value(QStringLiteral("items")).toObject(), root, depth + 1));
    } else if (type == u"string") {
        copyMembers(schema, result, {"minLength", "maxLength", "pattern"});
        addChoices(schema, result);
        if (textOf(schema, "format") == u"date-time")
            copyMembers(schema, result, {"format"});
    } else if (type == u"integer" || type == u"number") {
        copyMembers(schema, result, {"minimum", "maximum"});
    }
    return result;
}

QJsonObject converted(const QJsonObject &given, const QJsonObject &root, int depth)
{
    if (depth > deepestSchema)
        return {{"type", "OBJECT"}};
    const QJsonObject schema = merged(resolved(given, root), root);
    QJsonArray list = alternatives(schema);
    if (list.isEmpty())
        return oneType(schema, root, depth);
    const qsizetype all = list.size();
    for (qsizetype i = list.size(); i-- > 0;)
        if (isNullType(list.at(i)))
            list.removeAt(i);
    QJsonArray kept;
    for (const QJsonValue &one : list)
        kept.append(converted(one.toObject(), root, depth + 1));
    if (kept.size() != 1) // beside anyOf nothing else may stand
        return kept.isEmpty() ? oneType({{"type", "null"}}, root, depth) : QJsonObject{{"anyOf", kept}};
    QJsonObject only = kept.first().toObject();
    if (all > 1)
        only.insert(QStringLiteral("nullable"), true);
    copyMembers(schema, only, {"title", "description"});
    return only;
}

} // namespace

QJsonObject geminiSchema(const QJsonObject &jsonSchema)
{
    const QJsonObject schema = converted(jsonSchema, jsonSchema, 0);
    return schema.contains(QStringLiteral("properties")) ? schema : QJsonObject();
}

} // namespace mergeloom
