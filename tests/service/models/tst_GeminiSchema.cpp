#include "service/models/GeminiSchema.h"

#include <QJsonDocument>
#include <QTest>

using namespace mergeloom;

namespace {

QJsonObject parsedSchema(const QString &json)
{
    const QJsonObject object = QJsonDocument::fromJson(json.toUtf8()).object();
    if (object.isEmpty())
        qFatal("no JSON object: %s", qPrintable(json));
    return object;
}

} // namespace

class GeminiSchemaTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysItInTheSubsetThatGeminiTakes_data();
    void saysItInTheSubsetThatGeminiTakes();
    void aFunctionThatTakesNothingHasNoParameters();
    void whatHoldsItselfComesToAnEnd();
};

/// What becomes of one property.
void GeminiSchemaTest::saysItInTheSubsetThatGeminiTakes_data()
{
    QTest::addColumn<QString>("given");
    QTest::addColumn<QString>("wanted");
    const auto row = [](const char *name, const char *given, const char *wanted) {
        QTest::newRow(name) << QString::fromUtf8(given) << QString::fromUtf8(wanted);
    };
    row("string", R"({"type": "string", "description": "d", "minLength": 1, "pattern": "^a", "$comment": "x"})",
        R"({"type": "STRING", "description": "d", "minLength": 1, "pattern": "^a"})");
    row("formats that are known", R"({"type": "string", "format": "date-time"})",
        R"({"type": "STRING", "format": "date-time"})");
    row("formats that are not", R"({"type": "string", "format": "uri"})", R"({"type": "STRING"})");
    row("number", R"({"type": "integer", "minimum": 1, "maximum": 9, "exclusiveMinimum": 0, "multipleOf": 2})",
        R"({"type": "INTEGER", "minimum": 1, "maximum": 9})");
    row("boolean", R"({"type": "boolean", "default": false})", R"({"type": "BOOLEAN", "default": false})");
    row("enum", R"({"enum": ["a", "b"]})", R"({"type": "STRING", "enum": ["a", "b"]})");
    row("enum of numbers", R"({"type": "integer", "enum": [1, 2]})", R"({"type": "INTEGER"})");
    row("const", R"({"const": "a"})", R"({"type": "STRING", "enum": ["a"]})");
    row("or null", R"({"type": ["string", "null"], "description": "d"})",
        R"({"type": "STRING", "nullable": true, "description": "d"})");
    row("or null, as anyOf", R"({"anyOf": [{"type": "integer"}, {"type": "null"}], "description": "d"})",
        R"({"type": "INTEGER", "nullable": true, "description": "d"})");
    row("several types", R"({"type": ["string", "integer"], "minimum": 3})",
        R"({"anyOf": [{"type": "STRING"}, {"type": "INTEGER", "minimum": 3}]})");
    row("one of", R"({"oneOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}], "title": "t"})",
        R"({"anyOf": [{"type": "STRING"}, {"type": "ARRAY", "items": {"type": "STRING"}}]})");
    row("only null", R"({"type": "null"})", R"({"type": "STRING", "nullable": true})");
    row("all of", R"({"allOf": [{"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]},
        {"properties": {"b": {"type": "number"}}, "required": ["b"]}]})",
        R"({"type": "OBJECT", "properties": {"a": {"type": "STRING"}, "b": {"type": "NUMBER"}}, "required": ["a", "b"]})");
    row("array", R"({"type": "array", "items": {"type": "object", "properties": {"a": {"type": "string"}},
        "additionalProperties": false}, "minItems": 1, "uniqueItems": true})",
        R"({"type": "ARRAY", "minItems": 1, "items": {"type": "OBJECT", "properties": {"a": {"type": "STRING"}}}})");
    row("array of anything", R"({"type": "array"})", R"({"type": "ARRAY", "items": {"type": "STRING"}})");
    row("required that is not there", R"({"type": "object", "properties": {"a": {}}, "required": ["a", "b", "a"]})",
        R"({"type": "OBJECT", "properties": {"a": {"type": "STRING"}}, "required": ["a"]})");
    row("object of anything", R"({"type": "object", "additionalProperties": true})", R"({"type": "OBJECT"})");
    row("reference", R"({"$ref": "#/$defs/level", "description": "d"})",
        R"({"type": "STRING", "enum": ["low", "high"], "description": "d"})");
    row("reference to nothing", R"({"$ref": "#/$defs/none"})", R"({"type": "STRING"})");
}

void GeminiSchemaTest::saysItInTheSubsetThatGeminiTakes()
{
    QFETCH(QString, given);
    QFETCH(QString, wanted);
    const QJsonObject schema{{"type", "object"}, {"properties", QJsonObject{{"it", parsedSchema(given)}}},
        {"$defs", parsedSchema(QStringLiteral(R"({"level": {"type": "string", "enum": ["low", "high"]}})"))}};
    QCOMPARE(geminiSchema(schema),
        (QJsonObject{{"type", "OBJECT"}, {"properties", QJsonObject{{"it", parsedSchema(wanted)}}}}));
}

void GeminiSchemaTest::aFunctionThatTakesNothingHasNoParameters()
{
    QCOMPARE(geminiSchema({}), QJsonObject());
    QCOMPARE(geminiSchema({{"type", "object"}, {"properties", QJsonObject()}}), QJsonObject());
}

void GeminiSchemaTest::whatHoldsItselfComesToAnEnd()
{
    const QJsonObject node = parsedSchema(QStringLiteral(
        R"({"type": "object", "properties": {"next": {"$ref": "#"}, "loop": {"$ref": "#/properties/loop"}}})"));
    QVERIFY(QJsonDocument(geminiSchema(node)).toJson(QJsonDocument::Compact).size() < 100'000);
}

QTEST_GUILESS_MAIN(GeminiSchemaTest)
#include "tst_GeminiSchema.moc"
