#include "tests/service/http/ApiFixture.h"

#include "service/http/OpenApiDocument.h"

#include <QFile>

using namespace mergeloom;
using namespace mergeloom::test;

namespace {

const QString committedPath = QStringLiteral(MERGELOOM_SOURCE_DIR "/resources/api/openapi.json");

} // namespace

class TestOpenApiDocument : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theCommittedDocumentIsThisOne();
    void everyRouteIsThereOnceWithItsOwnName();
    void everyReferenceIsDefined();

private:
    ApiFixture m_service;
};

void TestOpenApiDocument::theCommittedDocumentIsThisOne()
{
    const auto answer = m_service.send("GET", "/api/v1/openapi.json", {}, Access::Public);
    QCOMPARE(answer.status, 200);
    if (qEnvironmentVariableIsSet("MERGELOOM_WRITE_OPENAPI")) {
        QFile file(committedPath);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(answer.body);
        return;
    }
    QFile file(committedPath);
    QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(committedPath));
    QVERIFY2(file.readAll() == answer.body,
        "resources/api/openapi.json differs from the routes. If the change is meant, run this test again with "
        "MERGELOOM_WRITE_OPENAPI=1 and commit the file.");
}

void TestOpenApiDocument::everyRouteIsThereOnceWithItsOwnName()
{
    const QJsonObject paths = m_service.send("GET", "/api/v1/openapi.json").json()["paths"].toObject();
    QSet<QString> names;
    for (const Route &route : m_service.router.routes()) {
        const QJsonObject operation =
            paths[route.path].toObject()[QString::fromLatin1(route.method).toLower()].toObject();
        const QString name = operation["operationId"].toString();
        QVERIFY2(!name.isEmpty(), qPrintable(route.path));
        QVERIFY2(!names.contains(name), qPrintable(name));
        names.insert(name);
        QVERIFY2(!operation["summary"].toString().isEmpty(), qPrintable(name));
        QVERIFY2(operation["security"].isArray(), qPrintable(name));
        QCOMPARE(operation["security"].toArray().isEmpty(), route.access == Access::Public);
        QVERIFY2(operation["responses"].toObject().contains("500"), qPrintable(name));
    }
}

void TestOpenApiDocument::everyReferenceIsDefined()
{
    const auto answer = m_service.send("GET", "/api/v1/openapi.json");
    const QJsonObject components = answer.json()["components"].toObject();
    int found = 0;
    QRegularExpressionMatchIterator references =
        QRegularExpression("\"#/components/(\\w+)/(\\w+)\"").globalMatch(QString::fromUtf8(answer.body));
    while (references.hasNext()) {
        const auto reference = references.next();
        ++found;
        QVERIFY2(components[reference.captured(1)].toObject().contains(reference.captured(2)),
            qPrintable(reference.captured(0)));
    }
    QVERIFY(found > 50);
    QVERIFY(components["schemas"].toObject()["Job"].toObject()["required"].toArray().contains("ticket_key"));
    QVERIFY(!components["schemas"].toObject()["Job"].toObject()["required"].toArray().contains("run_id"));
}

QTEST_GUILESS_MAIN(TestOpenApiDocument)
#include "tst_OpenApiDocument.moc"
