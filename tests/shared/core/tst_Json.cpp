#include "shared/core/Json.h"

#include <QTest>

using namespace mergeloom;

namespace {

enum class Colour { Red, Green };

struct Leaf {
    QString text;
    int count = 0;
    static constexpr auto jsonName = "Leaf";
    static constexpr auto fields()
    {
        return fieldList(required("text", &Leaf::text), optional("count", &Leaf::count, "how many"));
    }
};

struct Closed {
    int most = 0;
    static constexpr auto jsonName = "Closed";
    static constexpr bool isClosed = true;
    static constexpr auto fields() { return fieldList(optional("most", &Closed::most)); }
};

struct Whole {
    QString name;
    std::optional<double> price;
    QList<Leaf> leaves;
    QMap<QString, bool> flags;
    Colour colour = Colour::Red;
    Timestamp when;
    static constexpr auto jsonName = "Whole";
    static constexpr auto fields()
    {
        return fieldList(required("name", &Whole::name), optional("price", &Whole::price),
            optional("leaves", &Whole::leaves), optional("flags", &Whole::flags), optional("colour", &Whole::colour),
            optional("when", &Whole::when));
    }
};

} // namespace

template <>
struct mergeloom::EnumNames<Colour> {
    static constexpr std::array names{std::pair{Colour::Red, "red"}, std::pair{Colour::Green, "green"}};
};

class JsonTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aClosedStructRefusesWhatItDoesNotKnow()
    {
        QVERIFY(parseJsonAs<Leaf>(R"({"text": "a", "conut": 3})"));
        QCOMPARE(parseJsonAs<Closed>(R"({"most": 3})")->most, 3);
        const auto misspelled = parseJsonAs<Closed>(R"({"mots": 3})");
        QVERIFY(!misspelled);
        QCOMPARE(misspelled.error().code, ErrorCode::InvalidInput);
        QCOMPARE(misspelled.error().message, "mots is not known here. What can be set: most.");
    }
    void whatIsWrittenIsReadBack()
    {
        const Whole whole{QStringLiteral("n\n\"ü\""), 1.5, {{QStringLiteral("a"), 3}}, {{QStringLiteral("k"), true}},
            Colour::Green, Timestamp{1'700'000'000'123'456}};
        const QByteArray line = compactJsonOf(whole);
        QVERIFY(!line.contains('\n'));
        const auto read = parseJsonAs<Whole>(line);
        QVERIFY2(read, read ? "" : qPrintable(read.error().message));
        QCOMPARE(read->name, whole.name);
        QCOMPARE(read->price, whole.price);
        QCOMPARE(read->leaves.at(0).count, 3);
        QCOMPARE(read->flags.value("k"), true);
        QCOMPARE(read->colour, Colour::Green);
        QCOMPARE(read->when.microseconds, whole.when.microseconds);
    }
    void anAbsentOptionalIsNotWritten() { QVERIFY(!toJson(Whole{}).toObject().contains("price")); }
    void unknownFieldsAreIgnored() { QVERIFY((parseJsonAs<Leaf>(R"({"text":"a","later":1})"))); }
    void errorsNameTheField_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("field");
        QTest::newRow("missing") << QByteArray(R"({})") << "name";
        QTest::newRow("nested") << QByteArray(R"({"name":"a","leaves":[{"text":"x"},{"text":7}]})") << "leaves[1].text";
        QTest::newRow("fraction") << QByteArray(R"({"name":"a","leaves":[{"text":"x","count":1.5}]})")
                                  << "leaves[0].count";
        QTest::newRow("too large") << QByteArray(R"({"name":"a","leaves":[{"text":"x","count":9999999999}]})")
                                   << "leaves[0].count";
        QTest::newRow("enum") << QByteArray(R"({"name":"a","colour":"blue"})") << "colour";
        QTest::newRow("time") << QByteArray(R"({"name":"a","when":"yesterday"})") << "when";
        QTest::newRow("null for required") << QByteArray(R"({"name":null})") << "name";
    }
    void errorsNameTheField()
    {
        QFETCH(const QByteArray, json);
        QFETCH(const QString, field);
        const auto read = parseJsonAs<Whole>(json);
        QVERIFY(!read);
        QCOMPARE(read.error().code, ErrorCode::InvalidInput);
        QCOMPARE(read.error().details.value("field").toString(), field);
    }
    void brokenTextNamesTheByte()
    {
        const auto read = parseJson("{\"a\":");
        QVERIFY(!read);
        QVERIFY(read.error().message.contains("byte"));
    }
    void theSchemaSaysWhatIsRequired()
    {
        SchemaSet named;
        QCOMPARE(jsonSchema<Whole>(named).value("$ref").toString(), QStringLiteral("#/components/schemas/Whole"));
        QCOMPARE(named.value("Whole").value("required").toArray(), QJsonArray{"name"});
        QCOMPARE(named.value("Leaf")
                     .value("properties")
                     .toObject()
                     .value("count")
                     .toObject()
                     .value("description")
                     .toString(),
            QStringLiteral("how many"));
        QCOMPARE(named.value("Whole").value("properties").toObject().value("colour").toObject().value("enum").toArray(),
            (QJsonArray{"red", "green"}));
    }
};

QTEST_GUILESS_MAIN(JsonTest)
#include "tst_Json.moc"
