#include "service/models/RetryPolicy.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <thread>

using namespace mergeloom;
using namespace std::chrono_literals;
using std::chrono::milliseconds;

namespace {

// 2026-01-31T12:00:00Z
const Timestamp noon = *Timestamp::parse(u"2026-01-31T12:00:00Z");

HttpHeaders headersOf(const QByteArray &lines)
{
    HttpHeaders headers;
    for (const QByteArray &line : lines.split('\n'))
        if (const qsizetype colon = line.indexOf(':'); colon > 0)
            headers.emplaceBack(line.left(colon), line.mid(colon + 1).trimmed());
    return headers;
}

} // namespace

class RetryPolicyTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void triesAgainOnlyWhatCanSucceed_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<bool>("again");

        for (const int status : {408, 409, 429, 500, 502, 503, 504, 520, 529})
            QTest::addRow("HTTP %d", status) << status << QByteArray("{}") << true;
        for (const int status : {301, 400, 401, 402, 403, 404, 405, 413, 415, 422, 501, 505})
            QTest::addRow("HTTP %d", status) << status << QByteArray("{}") << false;
        QTest::newRow("no quota left") << 429
                                       << QByteArray(
                                              R"({"error":{"type":"insufficient_quota","code":"insufficient_quota"}})")
                                       << false;
        QTest::newRow("billing") << 429 << QByteArray(R"({"error":{"type":"billing_error"}})") << false;
        QTest::newRow("rate limit") << 429 << QByteArray(R"({"type":"error","error":{"type":"rate_limit_error"}})")
                                    << true;
        QTest::newRow("overloaded") << 529 << QByteArray(R"({"type":"error","error":{"type":"overloaded_error"}})")
                                    << true;
        QTest::newRow("too long for a server that says 500")
            << 500 << QByteArray(R"({"error":{"code":"context_length_exceeded","message":"too long"}})") << false;
        QTest::newRow("a proxy's page") << 502 << QByteArray("<html>Bad gateway</html>") << true;
    }
    void triesAgainOnlyWhatCanSucceed()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QTEST(RetryPolicy::isWorthRetrying(CallFailure::ofBody(status, {}, body)), "again");
    }

    void judgesErrorsInsideAStream_data()
    {
        QTest::addColumn<QByteArray>("event");
        QTest::addColumn<bool>("again");
        QTest::newRow("overloaded") << QByteArray(
            R"({"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}})")
                                    << true;
        QTest::newRow("api error") << QByteArray(R"({"type":"error","error":{"type":"api_error"}})") << true;
        QTest::newRow("text only") << QByteArray(R"({"error":"upstream went away"})") << true;
        QTest::newRow("status as code") << QByteArray(R"({"error":{"message":"bad gateway","code":502}})") << true;
        QTest::newRow("wrong request as code")
            << QByteArray(R"({"error":{"message":"no such tool","type":"x","code":400}})") << false;
        QTest::newRow("invalid request") << QByteArray(R"({"type":"error","error":{"type":"invalid_request_error"}})")
                                         << false;
        QTest::newRow("too long") << QByteArray(
            R"({"error":{"code":400,"message":"The maximum context length is 8192 tokens"}})")
                                  << false;
        QTest::newRow("wrong key") << QByteArray(R"({"type":"error","error":{"type":"authentication_error"}})")
                                   << false;
    }
    void judgesErrorsInsideAStream()
    {
        QFETCH(QByteArray, event);
        QTEST(RetryPolicy::isWorthRetrying(CallFailure::ofStream(QJsonDocument::fromJson(event).object())), "again");
    }

    void obeysTheServiceWhenItSaysWhetherToRetry()
    {
        CallFailure failure{.status = 500, .headers = headersOf("x-should-retry: false")};
        QVERIFY(!RetryPolicy::isWorthRetrying(failure));
        failure = {.status = 400, .headers = headersOf("x-should-retry: true")};
        QVERIFY(RetryPolicy::isWorthRetrying(failure));
    }

    void retriesCutStreamsAndTimeouts()
    {
        QVERIFY(RetryPolicy::isWorthRetrying({.transport = ErrorCode::Unavailable}));
        QVERIFY(RetryPolicy::isWorthRetrying({.transport = ErrorCode::Timeout}));
        QVERIFY(
            !RetryPolicy::isWorthRetrying({.transport = ErrorCode::InvalidInput})); // the client took no such request
    }

    void readsTheWaitThatWasAskedFor_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("headers");
        QTest::addColumn<qint64>("wait"); // ms; -1: none
        const qint64 none = -1;
        QTest::newRow("seconds") << 429 << QByteArray("retry-after: 7") << qint64(7000);
        QTest::newRow("zero") << 429 << QByteArray("retry-after: 0") << qint64(0);
        QTest::newRow("fraction") << 503 << QByteArray("retry-after: 1.5") << qint64(1500);
        QTest::newRow("date") << 503 << QByteArray("retry-after: Sat, 31 Jan 2026 12:00:30 GMT") << qint64(30'000);
        QTest::newRow("date gone by") << 503 << QByteArray("retry-after: Sat, 31 Jan 2026 11:00:00 GMT") << qint64(0);
        QTest::newRow("milliseconds go first")
            << 429 << QByteArray("retry-after-ms: 250\nretry-after: 9") << qint64(250);
        QTest::newRow("nonsense") << 429 << QByteArray("retry-after: soon") << none;
        QTest::newRow("negative") << 429 << QByteArray("retry-after: -5") << none;
        QTest::newRow("a year") << 429 << QByteArray("retry-after: 31536000") << none;
        QTest::newRow("anthropic reset of what is used up")
            << 429
            << QByteArray(
                   "anthropic-ratelimit-requests-remaining: 0\nanthropic-ratelimit-requests-reset: 2026-01-31T12:00:12Z\n"
                   "anthropic-ratelimit-tokens-remaining: 500\nanthropic-ratelimit-tokens-reset: 2026-01-31T12:10:00Z")
            << qint64(12'000);
        QTest::newRow("the longer of two resets")
            << 429
            << QByteArray(
                   "anthropic-ratelimit-input-tokens-remaining: 0\nanthropic-ratelimit-input-tokens-reset: 2026-01-31T12:00:20Z\n"
                   "anthropic-ratelimit-requests-remaining: 0\nanthropic-ratelimit-requests-reset: 2026-01-31T12:00:05Z")
            << qint64(20'000);
        QTest::newRow("openai duration") << 429
                                         << QByteArray(
                                                "x-ratelimit-remaining-tokens: 0\nx-ratelimit-reset-tokens: 1m2.5s")
                                         << qint64(62'500);
        QTest::newRow("openai milliseconds")
            << 429 << QByteArray("x-ratelimit-remaining-requests: 0\nx-ratelimit-reset-requests: 120ms") << qint64(120);
        QTest::newRow("nothing used up") << 429
                                         << QByteArray(
                                                "x-ratelimit-remaining-requests: 3\nx-ratelimit-reset-requests: 5s")
                                         << none;
        QTest::newRow("resets of an overload say nothing")
            << 529 << QByteArray("x-ratelimit-remaining-requests: 0\nx-ratelimit-reset-requests: 5s") << none;
        QTest::newRow("broken duration")
            << 429 << QByteArray("x-ratelimit-remaining-requests: 0\nx-ratelimit-reset-requests: 5parsecs") << none;
    }
    void readsTheWaitThatWasAskedFor()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, headers);
        const auto wait = RetryPolicy::askedWait({.status = status, .headers = headersOf(headers)}, noon);
        QTEST(wait ? qint64(wait->count()) : qint64(-1), "wait");
    }

    void backsOffDoublingWithJitterUpToItsLimit()
    {
        const RetryPolicy policy{.maximumRetries = 20, .firstWait = 500ms, .longestWait = 8s, .totalWait = 10min};
        const CallFailure failure{.status = 503};
        QCOMPARE(*policy.waitBefore(1, 0ms, failure, noon, 1.0), 500ms);
        QCOMPARE(*policy.waitBefore(1, 0ms, failure, noon, 0.0), 250ms);
        QCOMPARE(*policy.waitBefore(3, 0ms, failure, noon, 1.0), 2000ms);
        QCOMPARE(*policy.waitBefore(15, 0ms, failure, noon, 1.0), 8000ms);
    }

    void neverWaitsLessThanAskedFor()
    {
        const CallFailure failure{.status = 429, .headers = headersOf("retry-after: 20")};
        for (const double jitter : {0.0, 0.5, 1.0})
            QVERIFY(*RetryPolicy().waitBefore(1, 0ms, failure, noon, jitter) >= 20s);
    }

    void givesUpAfterItsRetriesAndItsTime()
    {
        const RetryPolicy policy{.maximumRetries = 3, .totalWait = 60s};
        const CallFailure failure{.status = 503};
        QVERIFY(policy.waitBefore(3, 0ms, failure, noon, 0.5));
        QVERIFY(!policy.waitBefore(4, 0ms, failure, noon, 0.5));
        QVERIFY(!policy.waitBefore(1, 60s, failure, noon, 0.5));
        QVERIFY(!policy.waitBefore(1, 0ms, {.status = 429, .headers = headersOf("retry-after: 61")}, noon, 0));
        QVERIFY(!policy.waitBefore(1, 0ms, {.status = 401}, noon, 0));
    }

    void namesWhatHappenedAndWhatToDo_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("word");
        const auto row = [](const char *name, int status, const char *body, const char *code, const char *word) {
            QTest::newRow(name) << status << QByteArray(body) << QString::fromLatin1(code) << QString::fromLatin1(word);
        };
        row("wrong key", 401, R"({"error":{"type":"authentication_error","message":"invalid x-api-key"}})",
            "unauthorized", "key");
        row("no right", 403, R"({"error":{"message":"no access"}})", "forbidden", "no access");
        row("no such model", 404, R"({"error":{"type":"not_found_error","message":"model: nope"}})", "not_found",
            "model");
        row("rate", 429, R"({"error":{"message":"slow down"}})", "rate_limited", "slow down");
        row("quota", 429, R"({"error":{"code":"insufficient_quota","message":"You exceeded"}})", "rejected", "billing");
        row("wrong request", 400, R"({"error":{"type":"invalid_request_error","message":"tools.0: bad"}})",
            "invalid_input", "tools.0");
        row("too long", 400, R"({"error":{"type":"invalid_request_error","message":"prompt is too long: 9 tokens"}})",
            "invalid_input", "larger context");
        row("overloaded", 529, R"({"error":{"type":"overloaded_error","message":"Overloaded"}})", "unavailable",
            "Overloaded");
        row("plain text", 500, "upstream broke", "unavailable", "upstream broke");
        row("Ollama's way", 400, R"({"error":"model does not support tools"})", "invalid_input",
            "does not support tools");
        row("content filter of Azure", 400,
            R"({"error":{"code":"content_filter","message":"The prompt was filtered","innererror":{"code":"ResponsibleAIPolicyViolation","content_filter_result":{"hate":{"filtered":false},"self_harm":{"filtered":true,"severity":"high"}}}}})",
            "invalid_input",
            "content filter (HTTP 400), tried 2 times: The prompt was filtered (self harm). Word the ticket");
        row("no such deployment at Azure", 404,
            R"({"error":{"code":"DeploymentNotFound","message":"The API deployment for this resource does not exist."}})",
            "not_found", "Check model and endpoint");
        row("a framework's way", 422, R"({"detail":"field required"})", "invalid_input", "field required");
    }
    void namesWhatHappenedAndWhatToDo()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(QString, word);
        const Error error =
            RetryPolicy::errorOf(CallFailure::ofBody(status, {}, body), QStringLiteral("The service"), 2);
        QTEST(errorCodeName(error.code), "code");
        QVERIFY2(error.message.contains(word), qPrintable(error.message));
        QVERIFY2(error.message.startsWith(u"The service"), qPrintable(error.message));
        QVERIFY2(error.message.contains(u"tried 2 times"), qPrintable(error.message));
    }

    void realSleepIsInterruptedByStop()
    {
        std::stop_source source;
        const RetryClock clock = RetryClock::real();
        std::jthread stopper([&] { source.request_stop(); });
        QVERIFY(!clock.sleep(1h, source.get_token()));
        QVERIFY(clock.sleep(1ms, std::stop_token()));
    }
};

QTEST_GUILESS_MAIN(RetryPolicyTest)
#include "tst_RetryPolicy.moc"
