#include "service/providers/VertexAddress.h"

#include <QTest>

using namespace mergeloom;

class VertexAddressTest : public QObject
{
    Q_OBJECT

private:
    static ProviderProfile profile(const QMap<QString, QString> &options, const QString &endpoint = {},
        const QString &model = QStringLiteral("gemini-2.5-pro"))
    {
        return {.kind = QStringLiteral("vertex-ai"), .model = model, .endpoint = endpoint, .options = options};
    }

private Q_SLOTS:
    void isWhatGooglesReferenceSays_data()
    {
        QTest::addColumn<QString>("location");
        QTest::addColumn<QString>("host");
        QTest::newRow("none") << ""
                              << "aiplatform.googleapis.com";
        QTest::newRow("global") << "global"
                                << "aiplatform.googleapis.com";
        QTest::newRow("region") << "us-central1"
                                << "us-central1-aiplatform.googleapis.com";
        QTest::newRow("typed") << " Europe-West4 "
                               << "europe-west4-aiplatform.googleapis.com";
        QTest::newRow("several in America") << "us"
                                            << "aiplatform.us.rep.googleapis.com";
        QTest::newRow("several in Europe") << "eu"
                                           << "aiplatform.eu.rep.googleapis.com";
    }

    void isWhatGooglesReferenceSays()
    {
        QFETCH(QString, location);
        QFETCH(QString, host);
        const QString name = location.trimmed().isEmpty() ? QStringLiteral("global") : location.trimmed().toLower();
        QMap<QString, QString> options{
            {QStringLiteral("project"), QStringLiteral("my-project")}, {QStringLiteral("location"), location}};
        QCOMPARE(vertexAddress(profile(options), {})->toString(),
            QStringLiteral("https://%1/v1/projects/my-project/locations/%2/publishers/google/models/gemini-2.5-pro"
                           ":streamGenerateContent?alt=sse")
                .arg(host, name));
        options.insert(QStringLiteral("publisher"), QStringLiteral("anthropic"));
        QCOMPARE(vertexAddress(profile(options, {}, QStringLiteral("claude-sonnet-4-5@20250929")), {})->toString(),
            QStringLiteral("https://%1/v1/projects/my-project/locations/%2/publishers/anthropic/models/"
                           "claude-sonnet-4-5@20250929:streamRawPredict")
                .arg(host, name));
    }

    void theProjectOfTheCredentialIsTakenWhereNoneIsNamed()
    {
        QVERIFY(vertexAddress(profile({}), QStringLiteral("own"))->path().startsWith(u"/v1/projects/own/"));
        QVERIFY(vertexAddress(profile({{QStringLiteral("project"), QStringLiteral("named")}}), QStringLiteral("own"))
                    ->path()
                    .startsWith(u"/v1/projects/named/"));
        QCOMPARE(vertexAddress(profile({}), {}).error().details.value("field").toString(), QStringLiteral("project"));
    }

    void aBaseOfOnesOwnIsKept()
    {
        for (const char *base : {"https://gateway/vertex", "https://gateway/vertex/", "https://gateway/vertex/v1"})
            QVERIFY(vertexAddress(profile({}, QString::fromLatin1(base)), QStringLiteral("p"))
                        ->toString()
                        .startsWith(u"https://gateway/vertex/v1/projects/p/locations/global/"));
    }

    void aWholeAddressIsCalledByTheMethodThatStreams_data()
    {
        QTest::addColumn<QString>("given");
        QTest::addColumn<QString>("publisher");
        QTest::addColumn<QString>("called");
        const QString base = QStringLiteral("https://host:8443/v1/projects/p/locations/l/endpoints/12");
        const QString gemini = base + QStringLiteral(":streamGenerateContent?alt=sse");
        for (const char *end :
            {"", "/", ":generateContent", ":streamGenerateContent", ":streamGenerateContent?alt=json"})
            QTest::addRow("google%s", end) << base + QLatin1StringView(end) << "google" << gemini;
        QTest::newRow("query") << base + QStringLiteral("?key=value") << "google"
                               << base + QStringLiteral(":streamGenerateContent?key=value&alt=sse");
        for (const char *end : {"", ":rawPredict", ":streamRawPredict"})
            QTest::addRow("anthropic%s", end)
                << base + QLatin1StringView(end) << "anthropic" << base + QStringLiteral(":streamRawPredict");
    }

    void aWholeAddressIsCalledByTheMethodThatStreams()
    {
        QFETCH(QString, given);
        QFETCH(QString, publisher);
        QFETCH(QString, called);
        const auto address = vertexAddress(profile({{QStringLiteral("endpoint_mode"), QStringLiteral("raw-endpoint")},
                                                       {QStringLiteral("publisher"), publisher}},
                                               given),
            {});
        QCOMPARE(address->toString(), called);
    }

    void tokensAreCountedBesideTheModel()
    {
        const auto asked = [](const ProviderProfile &given) {
            const VertexQuestion question = vertexQuestion(given, *vertexAddress(given, QStringLiteral("p")));
            return question.body.isEmpty() ? QStringLiteral("not") : question.address.toString();
        };
        const QString publishers =
            QStringLiteral("https://aiplatform.googleapis.com/v1/projects/p/locations/global/publishers");
        QCOMPARE(asked(profile({})), publishers + QStringLiteral("/google/models/gemini-2.5-pro:countTokens"));
        QMap<QString, QString> options{{QStringLiteral("publisher"), QStringLiteral("anthropic")}};
        QCOMPARE(asked(profile(options, {}, QStringLiteral("claude-haiku-4-5@20251001"))),
            publishers + QStringLiteral("/anthropic/models/count-tokens:rawPredict"));
        const QString endpoint = QStringLiteral("https://host/v1/projects/p/locations/l/endpoints/12");
        options.insert(QStringLiteral("endpoint_mode"), QStringLiteral("raw-endpoint"));
        QCOMPARE(asked(profile(options, endpoint)), QStringLiteral("not"));
        options.remove(QStringLiteral("publisher"));
        QCOMPARE(asked(profile(options, endpoint + QStringLiteral("?key=value"))),
            endpoint + QStringLiteral(":countTokens?key=value"));
    }

    void newerClaudeCostsMoreOutsideOfGlobal_data()
    {
        QTest::addColumn<QString>("model");
        QTest::addColumn<double>("factor");
        for (const char *model : {"claude-3-haiku@20240307", "claude-3-7-sonnet@20250219", "claude-sonnet-4@20250514",
                 "claude-opus-4-1@20250805"})
            QTest::newRow(model) << QString::fromLatin1(model) << 1.0;
        for (const char *model :
            {"claude-sonnet-4-5@20250929", "claude-haiku-4-5", "claude-opus-4-5@20251101", "claude-opus-4-6"})
            QTest::newRow(model) << QString::fromLatin1(model) << 1.1;
    }

    void newerClaudeCostsMoreOutsideOfGlobal()
    {
        QFETCH(QString, model);
        QFETCH(double, factor);
        for (const char *location : {"global", "europe-west1", "eu"}) {
            const ProviderProfile here = profile({{QStringLiteral("publisher"), QStringLiteral("anthropic")},
                                                     {QStringLiteral("location"), QString::fromLatin1(location)}},
                {}, model);
            QCOMPARE(vertexPriceFactor(here, *vertexAddress(here, QStringLiteral("p"))),
                QByteArray(location) == "global" ? 1.0 : factor);
        }
    }

    void whatIsNoIdIsNotPutIntoAnAddress()
    {
        const auto fieldOf = [](const char *field, const QString &value) {
            QMap<QString, QString> options{{QStringLiteral("project"), QStringLiteral("p")}};
            if (QLatin1StringView(field) != u"model")
                options.insert(QString::fromLatin1(field), value);
            const auto address = vertexAddress(
                profile(options, {}, QLatin1StringView(field) == u"model" ? value : QStringLiteral("m")), {});
            return address ? QString() : address.error().details.value("field").toString();
        };
        for (const char *value : {"a/b", "../x", "a b", "a?b", "a#b", "-a", "evil.example/"})
            for (const char *field : {"project", "location", "model"})
                QCOMPARE(fieldOf(field, QString::fromLatin1(value)), QString::fromLatin1(field));
        // The location is the beginning of a host: a dot in it would lead to another one.
        QCOMPARE(fieldOf("location", QStringLiteral("evil.example")), QStringLiteral("location"));
        QCOMPARE(fieldOf("project", QStringLiteral("example.com:my-project")), QString());
        QCOMPARE(fieldOf("model", QStringLiteral("claude-sonnet-4-5@20250929")), QString());
    }
};

QTEST_GUILESS_MAIN(VertexAddressTest)
#include "tst_VertexAddress.moc"
