#include "tests/service/models/BedrockPlay.h"

#include <QTest>

using namespace mergeloom;
using namespace mergeloom::test;

class BedrockConverseFailuresTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cutBeforeItsEndGivesNoHalfAnswerButAnotherTry()
    {
        const QByteArray stream = reasoningAndTools();
        const qsizetype end = stream.size() - ending("tool_use").size();
        for (qsizetype cut = 0; cut < end; cut += 11) {
            const Played played =
                play({{.pieces = {stream.left(cut)}, .error = ErrorCode::Unavailable}, {.pieces = {good}}});
            QVERIFY(played.answer);
            QCOMPARE(played.answer->content[0].text, QStringLiteral("Yes."));
            QCOMPARE(played.retries.size(), 1);
        }
    }

    void damageInTheStreamIsAnotherTry()
    {
        QByteArray damaged = reasoningAndTools();
        damaged[damaged.size() / 2] = char(damaged[damaged.size() / 2] ^ 1);
        const Played played = play({{.pieces = {damaged}}, {.pieces = {good}}});
        QVERIFY(played.answer);
        QCOMPARE(played.retries.size(), 1);
        QVERIFY2(played.retries[0].contains(QStringLiteral("checksum")), qPrintable(played.retries[0]));
    }

    void exceptionsInTheStream_data()
    {
        QTest::addColumn<bool>("isRetried");
        QTest::addColumn<ErrorCode>("code"); // where it is not
        QTest::newRow("throttlingException") << true << ErrorCode::RateLimited;
        QTest::newRow("modelStreamErrorException") << true << ErrorCode::Unavailable;
        QTest::newRow("internalServerException") << true << ErrorCode::Unavailable;
        QTest::newRow("serviceUnavailableException") << true << ErrorCode::Unavailable;
        QTest::newRow("modelTimeoutException") << true << ErrorCode::Timeout;
        QTest::newRow("validationException") << false << ErrorCode::InvalidInput;
        QTest::newRow("accessDeniedException") << false << ErrorCode::Forbidden;
    }
    void exceptionsInTheStream()
    {
        QFETCH(bool, isRetried);
        QFETCH(ErrorCode, code);
        const QByteArray broken = begin + delta(0, R"({"text":"Half"})")
            + amazonException(QTest::currentDataTag(), R"({"message":"because of it"})");
        const Played played = play({{.pieces = {broken}}, {.pieces = {good}}});
        QCOMPARE(bool(played.answer), isRetried);
        QCOMPARE(played.retries.size(), isRetried ? 1 : 0);
        QVERIFY(
            (isRetried ? played.retries[0] : played.answer.error().message).contains(QStringLiteral("because of it")));
        if (!isRetried)
            QCOMPARE(played.answer.error().code, code);
    }

    void errorOfTheFramingIsToldInItsWords()
    {
        const QByteArray error = amazonMessage(textHeader(":message-type", "error")
                + textHeader(":error-code", "InternalError") + textHeader(":error-message", "it broke"),
            {});
        const Played played = play({{.pieces = {begin + error}}, {.pieces = {good}}});
        QVERIFY(played.answer);
        QVERIFY(played.retries.value(0).contains(QStringLiteral("it broke")));
    }

    void answersWithAnErrorStatus_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("message");
        QTest::addColumn<bool>("isRetried");
        QTest::addColumn<ErrorCode>("code");
        QTest::newRow("ThrottlingException")
            << 429 << QByteArray("Too many tokens, please wait") << true << ErrorCode::RateLimited;
        QTest::newRow("ModelNotReadyException") << 429 << QByteArray("not ready") << true << ErrorCode::RateLimited;
        QTest::newRow("ModelErrorException") << 424 << QByteArray("model error") << true << ErrorCode::Unavailable;
        QTest::newRow("ModelTimeoutException") << 408 << QByteArray("too slow") << true << ErrorCode::Timeout;
        QTest::newRow("ServiceUnavailableException") << 503 << QByteArray("away") << true << ErrorCode::Unavailable;
        QTest::newRow("ValidationException")
            << 400 << QByteArray("The provided model identifier is invalid.") << false << ErrorCode::InvalidInput;
        QTest::newRow("AccessDeniedException")
            << 403 << QByteArray("You don't have access to the model") << false << ErrorCode::Forbidden;
        QTest::newRow("UnrecognizedClientException")
            << 403 << QByteArray("The security token included in the request is invalid.") << false
            << ErrorCode::Forbidden;
        QTest::newRow("ResourceNotFoundException")
            << 404 << QByteArray("no such model") << false << ErrorCode::NotFound;
    }
    void answersWithAnErrorStatus()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, message);
        QFETCH(bool, isRetried);
        QFETCH(ErrorCode, code);
        const QByteArray type = QTest::currentDataTag();
        const Played played = play({{.status = status,
                                        .headers = {{"x-amzn-errortype", type + ":http://internal.amazon.com/coral/"}},
                                        .body = "{\"message\":\"" + message + "\"}"},
            {.pieces = {good}}});
        QCOMPARE(bool(played.answer), isRetried);
        if (isRetried)
            return;
        QCOMPARE(played.answer.error().code, code);
        QVERIFY(played.answer.error().message.contains(QString::fromLatin1(message).chopped(1)));
        QCOMPARE(played.answer.error().details.value(QStringLiteral("type")).toString(), QString::fromLatin1(type));
    }

    void readsTheErrorsOfServicesBeforeItToo_data()
    {
        QTest::addColumn<ScriptedReply>("reply");
        QTest::addColumn<QString>("type");
        QTest::addColumn<QString>("said");
        const QByteArray notAllowed = "User: u is not authorized to perform: bedrock:InvokeModelWithResponseStream";
        const QByteArray signature = "It does not match. The Canonical String for this request should have been POST";
        QTest::newRow("not allowed") << ScriptedReply{.status = 403,
            .headers = {{"x-amzn-errortype", "AccessDeniedException"}},
            .body = "{\"Message\":\"" + notAllowed + "\"}"}
                                     << QStringLiteral("AccessDeniedException")
                                     << QStringLiteral("not authorized to perform: bedrock:");
        QTest::newRow("type in the body") << ScriptedReply{.status = 403,
            .body =
                "{\"__type\":\"com.amazon.coral.service#UnrecognizedClientException\",\"message\":\"invalid token\"}"}
                                          << QStringLiteral("UnrecognizedClientException")
                                          << QStringLiteral("invalid token");
        QTest::newRow("signature") << ScriptedReply{.status = 403,
            .headers = {{"x-amzn-errortype", "InvalidSignatureException:http://x"}},
            .body = "{\"message\":\"" + signature + "\"}"}
                                   << QStringLiteral("InvalidSignatureException")
                                   << QStringLiteral("It does not match. Check the key");
    }
    void readsTheErrorsOfServicesBeforeItToo()
    {
        QFETCH(ScriptedReply, reply);
        QFETCH(QString, type);
        QFETCH(QString, said);
        const Played played = play({reply});
        QCOMPARE(played.answer.error().details.value(QStringLiteral("type")).toString(), type);
        QVERIFY2(played.answer.error().message.contains(said), qPrintable(played.answer.error().message));
    }

    void aConversationThatIsTooLongSaysSo()
    {
        const Played played = play({{.status = 400,
            .headers = {{"x-amzn-errortype", "ValidationException"}},
            .body = R"({"message":"Input is too long for requested model."})"}});
        QCOMPARE(
            played.answer.error().details.value(QStringLiteral("kind")).toString(), QStringLiteral("context_too_long"));
    }

    void asksOnceMoreAtOnceWhenARefusalTaughtSomething()
    {
        int asked = 0;
        const Authorise learn{{}, [&](const HttpRequest &, const HttpAnswer &answer) {
                                  ++asked;
                                  return answer.header("date") == "Sat, 31 Jan 2026 12:20:00 GMT";
                              }};
        const ScriptedReply refused{.status = 403,
            .headers = {{"date", "Sat, 31 Jan 2026 12:20:00 GMT"}},
            .body = R"({"message":"Signature expired"})"};
        const Played mended = play({refused, {.pieces = {good}}}, request(), learn);
        QVERIFY(mended.answer);
        QCOMPARE(mended.script->waits, QList<qint64>{0});
        QCOMPARE(asked, 1);
        const Played again = play({refused, refused, {.pieces = {good}}}, request(), learn);
        QVERIFY(!again.answer);
        QCOMPARE(asked, 2); // once a call
    }
};

QTEST_GUILESS_MAIN(BedrockConverseFailuresTest)
#include "tst_BedrockConverse_Failures.moc"
