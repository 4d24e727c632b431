#include "service/tools/JsonSchemaCheck.h"

#include <QJsonArray>

#include <cmath>

namespace mergeloom {

namespace {

constexpr qsizetype enoughFaults = 20;
constexpr int deepest = 64; // a schema may hold itself

class SchemaCheck
{
public:
    explicit SchemaCheck(const QJsonObject &root) : m_root(root) {}

    void check(const QJsonObject &schema, const QJsonValue &value, const QString &path, int depth = 0)
    {
        if (depth > deepest || m_faults.size() >= enoughFaults)
            return;
        const QString reference = schema.value(QLatin1String("$ref")).toString();
        if (!reference.isEmpty()) {
            check(resolve(reference), value, path, depth + 1);
            return;
        }
        if (!checkType(schema, value, path))
            return;
        checkValue(schema, value, path);
        if (value.isObject())
            checkObject(schema, value.toObject(), path, depth);
        if (value.isArray())
            checkArray(schema, value.toArray(), path, depth);
    }
    const QStringList &faults() const { return m_faults; }

private:
    QJsonObject resolve(const QString &reference) const
    {
        QJsonObject at = m_root;
        for (const QString &step : reference.mid(2).split(QLatin1Char('/')))
            at = at.value(step).toObject();
        return at;
    }

    static bool isOfType(const QJsonValue &value, const QString &type)
    {
        if (type == QLatin1String("integer"))
            return value.isDouble() && std::floor(value.toDouble()) == value.toDouble();
        return (type == QLatin1String("string") && value.isString())
            || (type == QLatin1String("number") && value.isDouble())
            || (type == QLatin1String("boolean") && value.isBool())
            || (type == QLatin1String("object") && value.isObject())
            || (type == QLatin1String("array") && value.isArray()) || (type == QLatin1String("null") && value.isNull());
    }

    bool checkType(const QJsonObject &schema, const QJsonValue &value, const QString &path)
    {
        QStringList types;
        const QJsonValue given = schema.value(QLatin1String("type"));
        if (given.isString())
            types << given.toString();
        for (const QJsonValue &type : given.toArray())
            types << type.toString();
        for (const QString &type : types)
            if (isOfType(value, type))
                return true;
        if (types.isEmpty())
            return true;
        m_faults << QStringLiteral("%1 must be of type %2.").arg(path, types.join(QLatin1String(" or ")));
        return false;
    }

    void checkValue(const QJsonObject &schema, const QJsonValue &value, const QString &path)
    {
        const QJsonArray allowed = schema.value(QLatin1String("enum")).toArray();
        if (!allowed.isEmpty() && !allowed.contains(value)) {
            QStringList names;
            for (const QJsonValue &name : allowed)
                names << name.toVariant().toString();
            m_faults << QStringLiteral("%1 must be one of %2.").arg(path, names.join(QLatin1String(", ")));
        }
        const QJsonValue lowest = schema.value(QLatin1String("minimum"));
        const QJsonValue highest = schema.value(QLatin1String("maximum"));
        if (value.isDouble() && lowest.isDouble() && value.toDouble() < lowest.toDouble())
            m_faults << QStringLiteral("%1 must be at least %2.").arg(path).arg(lowest.toDouble());
        if (value.isDouble() && highest.isDouble() && value.toDouble() > highest.toDouble())
            m_faults << QStringLiteral("%1 must be at most %2.").arg(path).arg(highest.toDouble());
        if (value.isString() && value.toString().size() < schema.value(QLatin1String("minLength")).toInt())
            m_faults << QStringLiteral("%1 is too short.").arg(path);
    }

    void checkObject(const QJsonObject &schema, const QJsonObject &object, const QString &path, int depth)
    {
        for (const QJsonValue &name : schema.value(QLatin1String("required")).toArray())
            if (!object.contains(name.toString()))
                m_faults << QStringLiteral("%1 is missing.").arg(below(path, name.toString()));
        const QJsonObject properties = schema.value(QLatin1String("properties")).toObject();
        const QJsonValue others = schema.value(QLatin1String("additionalProperties"));
        for (auto it = object.begin(); it != object.end(); ++it) {
            if (properties.contains(it.key()))
                check(properties.value(it.key()).toObject(), it.value(), below(path, it.key()), depth + 1);
            else if (others.isBool() && !others.toBool())
                m_faults << QStringLiteral("%1 is unknown; known are %2.")
                                .arg(below(path, it.key()), properties.keys().join(QLatin1String(", ")));
            else if (others.isObject())
                check(others.toObject(), it.value(), below(path, it.key()), depth + 1);
        }
    }

    void checkArray(const QJsonObject &schema, const QJsonArray &array, const QString &path, int depth)
    {
        const int most = schema.value(QLatin1String("maxItems")).toInt(-1);
        if (most >= 0 && array.size() > most)
            m_faults << QStringLiteral("%1 may have %2 entries at most.").arg(path).arg(most);
        const QJsonObject items = schema.value(QLatin1String("items")).toObject();
        for (qsizetype i = 0; i < array.size(); ++i)
            check(items, array.at(i), QStringLiteral("%1[%2]").arg(path).arg(i), depth + 1);
    }

    static QString below(const QString &path, const QString &name)
    {
        return path == QLatin1String("The input") ? name : path + QLatin1Char('.') + name;
    }

    QJsonObject m_root;
    QStringList m_faults;
};

} // namespace

QStringList schemaFaults(const QJsonObject &schema, const QJsonValue &value)
{
    SchemaCheck check(schema);
    check.check(schema, value, QStringLiteral("The input"));
    return check.faults();
}

} // namespace mergeloom
