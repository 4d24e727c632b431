#include "service/providers/AzureEndpoint.h"

#include <QTest>

using namespace mergeloom;

class AzureEndpointTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsThePlaceOfADeployment_data()
    {
        QTest::addColumn<QString>("address");
        QTest::addColumn<QString>("deployment");
        QTest::addColumn<QString>("protocol");
        QTest::addColumn<QString>("version");
        QTest::addColumn<QString>("place"); // protocol, base, query
        const auto row = [](const char *name, const char *address, const char *deployment, const char *protocol,
                             const char *version, const char *place) {
            QTest::newRow(name) << QString::fromLatin1(address) << QString::fromLatin1(deployment)
                                << QString::fromLatin1(protocol) << QString::fromLatin1(version)
                                << QString::fromLatin1(place);
        };
        row("resource", "https://n.openai.azure.com/", "gpt", "", "",
            "responses https://n.openai.azure.com/openai/v1 ");
        row("resource, chat", "https://n.openai.azure.com", "gpt", "chat", "",
            "chat https://n.openai.azure.com/openai/v1 ");
        row("v1", "https://n.openai.azure.com/openai/v1/", "gpt", "", "",
            "responses https://n.openai.azure.com/openai/v1 ");
        row("v1, preview", "https://n.openai.azure.com/openai/v1?api-version=preview", "gpt", "", "",
            "responses https://n.openai.azure.com/openai/v1 api-version=preview");
        row("whole address", "https://n.openai.azure.com/openai/v1/chat/completions", "gpt", "", "",
            "chat https://n.openai.azure.com/openai/v1 ");
        row("openai", "https://n.openai.azure.com/openai", "gpt", "", "",
            "responses https://n.openai.azure.com/openai/v1 ");
        row("deployments", "https://n.openai.azure.com/openai/deployments/d-1/chat/completions?api-version=2024-06-01",
            "d-1", "", "", "chat https://n.openai.azure.com/openai/deployments/d-1 api-version=2024-06-01");
        row("deployments without version", "https://n.openai.azure.com/openai/deployments/d-1", "d-1", "", "",
            "chat https://n.openai.azure.com/openai/deployments/d-1 api-version=2024-10-21");
        row("dated, chat", "https://n.openai.azure.com", "d 1", "chat", "2024-10-21",
            "chat https://n.openai.azure.com/openai/deployments/d%201 api-version=2024-10-21");
        row("dated, responses", "https://n.cognitiveservices.azure.com", "d", "", "2025-04-01-preview",
            "responses https://n.cognitiveservices.azure.com/openai api-version=2025-04-01-preview");
        row("dated responses as the portal shows",
            "https://n.cognitiveservices.azure.com/openai/responses?api-version=2025-04-01-preview", "d", "", "",
            "responses https://n.cognitiveservices.azure.com/openai api-version=2025-04-01-preview");
        row("foundry", "https://n.services.ai.azure.com", "gpt", "", "",
            "responses https://n.services.ai.azure.com/openai/v1 ");
        row("project", "https://n.services.ai.azure.com/api/projects/p", "gpt", "", "",
            "responses https://n.services.ai.azure.com/api/projects/p/openai/v1 ");
        row("models", "https://n.services.ai.azure.com/models", "DeepSeek-V3", "", "",
            "chat https://n.services.ai.azure.com/models api-version=2024-05-01-preview");
        row("Claude by its address", "https://n.services.ai.azure.com/anthropic", "my-model", "", "",
            "messages https://n.services.ai.azure.com/anthropic ");
        row("Claude, whole address", "https://n.services.ai.azure.com/anthropic/v1/messages", "my-model", "", "",
            "messages https://n.services.ai.azure.com/anthropic ");
        row("Claude by its name", "https://n.services.ai.azure.com/", "claude-sonnet-4-5", "", "",
            "messages https://n.services.ai.azure.com/anthropic ");
        row("Claude by choice", "https://n.services.ai.azure.com", "coder", "messages", "",
            "messages https://n.services.ai.azure.com/anthropic ");
        row("loopback", "http://127.0.0.1:8080", "gpt", "", "", "responses http://127.0.0.1:8080/openai/v1 ");
    }
    void findsThePlaceOfADeployment()
    {
        QFETCH(QString, address);
        QFETCH(QString, deployment);
        QFETCH(QString, protocol);
        QFETCH(QString, version);
        const auto endpoint = AzureEndpoint::of(address, deployment, protocol, version);
        QVERIFY2(endpoint, qPrintable(endpoint ? QString() : endpoint.error().message));
        const char *names[] = {"responses", "chat", "messages"};
        const QString place =
            QStringLiteral("%1 %2 %3")
                .arg(QLatin1StringView(names[int(endpoint->protocol)]), endpoint->base, endpoint->query);
        QTEST(place, "place");
    }

    void refusesAnAddressThatLeadsNowhere()
    {
        for (const char *address :
            {"https://n.openai.azure.com/somewhere", "https://n.openai.azure.com/openai/v1/embeddings"})
            for (const char *protocol : {"", "chat", "messages"}) {
                const auto endpoint = AzureEndpoint::of(
                    QString::fromLatin1(address), QStringLiteral("d"), QString::fromLatin1(protocol), {});
                QVERIFY2(!endpoint, address);
                QCOMPARE(endpoint.error().details.value("field").toString(), QStringLiteral("endpoint"));
                QVERIFY(endpoint.error().message.contains(u"https://NAME.openai.azure.com"));
            }
        QVERIFY(!AzureEndpoint::of(QStringLiteral("https://n.openai.azure.com/openai/deployments/d"),
            QStringLiteral("d"), QStringLiteral("responses"), {}));
        QVERIFY(!AzureEndpoint::of(QStringLiteral("https://n.openai.azure.com/openai/v1/responses"),
            QStringLiteral("d"), QStringLiteral("chat"), {}));
    }

    void namesWhatATokenIsMadeOutFor()
    {
        const auto scope = [](const char *address) {
            return AzureEndpoint::of(QString::fromLatin1(address), QStringLiteral("d"), {}, {})->scope;
        };
        QCOMPARE(scope("https://n.openai.azure.com"), QStringLiteral("https://cognitiveservices.azure.com/.default"));
        QCOMPARE(
            scope("https://n.services.ai.azure.com"), QStringLiteral("https://cognitiveservices.azure.com/.default"));
        QCOMPARE(scope("https://n.openai.azure.us"), QStringLiteral("https://cognitiveservices.azure.us/.default"));
        QCOMPARE(
            scope("https://n.services.ai.azure.com/api/projects/p"), QStringLiteral("https://ai.azure.com/.default"));
    }
};

QTEST_GUILESS_MAIN(AzureEndpointTest)
#include "tst_AzureEndpoint.moc"
