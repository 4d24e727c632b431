#include "service/models/ModelCall.h"
#include "tests/service/models/AnswerProtocols.h"

#include <QTest>

using namespace mergeloom;
using namespace mergeloom::test;

namespace {

QByteArray framed(const AnswerProtocol &protocol)
{
    QByteArray stream;
    for (const StreamEvent &event : protocol.answer) {
        if (protocol.framing == Framing::AmazonEventStream)
            stream += amazonEvent(event.type, event.data);
        else
            stream +=
                (event.type.isEmpty() ? QByteArray() : "event: " + event.type + '\n') + "data: " + event.data + "\n\n";
    }
    return stream;
}

/// The second request of a conversation: the model's first answer in the protocol's own words, read by its reader, goes
/// back with its reasoning and both tool results, one of them an error.
Result<ModelRequest> secondRequest(const AnswerProtocol &protocol)
{
    const auto script = ScriptedTransport::make({{.pieces = {framed(protocol)}}});
    ModelEndpoint endpoint{
        .service = QStringLiteral("The service"), .url = QUrl(QStringLiteral("http://localhost:1/"))};
    endpoint.framing = protocol.framing;
    MERGELOOM_TRY(const ModelAnswer answer,
        ModelCall(endpoint, {.maximumRetries = 0}, ScriptedTransport::transport(script))
            .run("{}", protocol.reader, {}, {}));
    ModelRequest request;
    request.model = QStringLiteral("the-model");
    request.system = QStringLiteral("You work in a repository.");
    request.tools = {
        {QStringLiteral("read_file"), QStringLiteral("Reads a file"),
            QJsonObject{{"type", "object"}, {"properties", QJsonObject{{"path", QJsonObject{{"type", "string"}}}}},
                {"required", QJsonArray{"path"}}, {"additionalProperties", false}}},
        {QStringLiteral("git_diff"), QStringLiteral("Shows the change"),
            QJsonObject{{"type", "object"}, {"properties", QJsonObject{}}, {"additionalProperties", false}}}};
    Message results{QStringLiteral("user"), {}};
    for (const ContentPart &part : answer.content) {
        if (part.type != u"tool_call")
            continue;
        ContentPart result;
        result.type = QStringLiteral("tool_result");
        result.id = part.id;
        result.name = part.name;
        result.isError = part.name == u"git_diff";
        result.text = result.isError ? QStringLiteral("There is no change.") : QStringLiteral("Grüße\n");
        results.content.append(result);
    }
    ContentPart task;
    task.type = QStringLiteral("text");
    task.text = QStringLiteral("Read ä.txt, and show the change.");
    request.messages = {{QStringLiteral("user"), {task}}, {QStringLiteral("assistant"), answer.content}, results};
    return request;
}

} // namespace

/// Whole requests as they go out, read by people against the vendors' documents; a change of one shows in a review.
class GoldenRequestsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void areAsTheyWereReviewed_data()
    {
        QTest::addColumn<qsizetype>("number");
        for (qsizetype i = 0; i < answerProtocols().size(); ++i)
            QTest::newRow(answerProtocols()[i].name) << i;
    }
    void areAsTheyWereReviewed()
    {
        QFETCH(const qsizetype, number);
        const AnswerProtocol &protocol = answerProtocols()[number];
        const auto request = secondRequest(protocol);
        QVERIFY2(request, request ? "" : qPrintable(request.error().message));
        const QByteArray text = QJsonDocument(protocol.bodyOf(*request)).toJson(QJsonDocument::Indented);
        QFile file(QStringLiteral(MERGELOOM_SOURCE_DIR "/tests/service/models/golden/%1.json")
                       .arg(QString::fromLatin1(protocol.name).toLower().replace(u' ', u'-')));
        if (qEnvironmentVariableIsSet("MERGELOOM_WRITE_GOLDEN")) {
            QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) == text.size());
            file.close();
        }
        QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(file.fileName()));
        QCOMPARE(QString::fromUtf8(text), QString::fromUtf8(file.readAll()));
    }
};

QTEST_GUILESS_MAIN(GoldenRequestsTest)
#include "tst_GoldenRequests.moc"
