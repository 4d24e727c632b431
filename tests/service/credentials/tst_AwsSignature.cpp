#include "service/credentials/AwsSignature.h"

#include <QCryptographicHash>
#include <QTest>

using namespace mergeloom;

namespace {

const QByteArray suiteToken =
    "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7"
    "mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d"
    "+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA==";
const AwsKeys suiteKeys{"AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", {}};
const AwsScope suiteScope{"us-east-1", "service"};
const HttpHeaders host{{"Host", "example.amazonaws.com"}};
const QByteArray unreserved = "-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

} // namespace

class AwsSignatureTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// The cases of Amazon's signing test suite ("aws-sig-v4-test-suite", now a part of aws-c-auth) in header form. Left out
    /// are those whose path is not normalized: that is S3's way alone.
    void signsAsThePublishedSuite_data();
    void signsAsThePublishedSuite()
    {
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, query);
        QFETCH(HttpHeaders, headers);
        QFETCH(QByteArray, signature);
        AwsSignature::Request request{.method = method, .path = path, .query = query, .headers = host + headers};
        request.headers.emplaceBack("X-Amz-Date", "20150830T123600Z");
        const QByteArray signedBy = AwsSignature::authorization(request, suiteKeys, suiteScope);
        QVERIFY2(signedBy.startsWith("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
                                     "SignedHeaders=host;"),
            signedBy.constData());
        QVERIFY2(signedBy.endsWith(", Signature=" + signature),
            (signedBy + '\n' + AwsSignature::canonicalRequest(request)).constData());
    }

    void signsABodyAsThePublishedSuite_data()
    {
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<QByteArray>("signature");
        QTest::newRow("post-x-www-form-urlencoded")
            << QByteArray("application/x-www-form-urlencoded")
            << QByteArray("d3875051da38690788ef43de4db0d8f280229d82040bfac253562e56c3f20e0b");
        QTest::newRow("post-x-www-form-urlencoded-parameters")
            << QByteArray("application/x-www-form-urlencoded; charset=utf-8")
            << QByteArray("328d1b9eaadca9f5818ef05e8392801e091653bafec24fcab71e7344e7f51422");
    }
    void signsABodyAsThePublishedSuite()
    {
        QFETCH(QByteArray, type);
        QFETCH(QByteArray, signature);
        const QByteArray body = "Param1=value1";
        const AwsSignature::Request request{.method = "POST",
            .path = "/",
            .headers = host
                + HttpHeaders{{"Content-Type", type}, {"Content-Length", "13"}, {"X-Amz-Date", "20150830T123600Z"},
                    {"x-amz-content-sha256", QCryptographicHash::hash(body, QCryptographicHash::Sha256).toHex()}},
            .body = body};
        const QByteArray signedBy = AwsSignature::authorization(request, suiteKeys, suiteScope);
        QVERIFY2(signedBy.endsWith(", Signature=" + signature), signedBy.constData());
    }

    void signsARequestAsItGoesOverTheWire()
    {
        HttpRequest request;
        request.method = "POST";
        request.url = QUrl(QStringLiteral(
            "https://bedrock-runtime.us-east-1.amazonaws.com:8443/model/anthropic.claude-v1%3A0/converse-stream"));
        request.headers = {{"content-type", "application/json"}, {"accept", "application/vnd.amazon.eventstream"}};
        request.body = "{}";
        AwsSignature::sign(request, {"AKID", "secret", "token"}, {"us-east-1", "bedrock"},
            *Timestamp::parse(u"2026-01-31T12:00:01.5Z"));
        QCOMPARE(request.headers.size(), 5);
        QCOMPARE(request.headers[2], (std::pair<QByteArray, QByteArray>("x-amz-date", "20260131T120001Z")));
        QCOMPARE(request.headers[3], (std::pair<QByteArray, QByteArray>("x-amz-security-token", "token")));
        QVERIFY2(request.headers[4].second.startsWith(
                     "AWS4-HMAC-SHA256 Credential=AKID/20260131/us-east-1/bedrock/aws4_request, "
                     "SignedHeaders=content-type;host;x-amz-date;x-amz-security-token, Signature="),
            request.headers[4].second.constData());
        // The path is encoded once on the wire and a second time where it is signed; the port is part of the host.
        const QByteArray canonical = AwsSignature::canonicalRequest({.method = "POST",
            .path = request.url.path(QUrl::FullyEncoded).toLatin1(),
            .headers = {{"host", "bedrock-runtime.us-east-1.amazonaws.com:8443"}, {"content-type", "application/json"},
                request.headers[2], request.headers[3]},
            .body = "{}"});
        QVERIFY2(canonical.startsWith("POST\n/model/anthropic.claude-v1%253A0/converse-stream\n\ncontent-type:"),
            canonical.constData());
        const QByteArray again = AwsSignature::authorization(
            {.method = "POST",
                .path = "/model/anthropic.claude-v1%3A0/converse-stream",
                .headers = {{"content-type", "application/json"},
                    {"host", "bedrock-runtime.us-east-1.amazonaws.com:8443"}, request.headers[2], request.headers[3]},
                .body = "{}"},
            {"AKID", "secret", "token"}, {"us-east-1", "bedrock"});
        QCOMPARE(request.headers[4].second, again);
    }

    void aQueryIsEncodedOnceAndSorted()
    {
        const QByteArray canonical = AwsSignature::canonicalRequest(
            {.method = "GET", .path = "/", .query = "b=2&a=%2Fx+y&a=%2f0&c&d=", .headers = host});
        QVERIFY2(canonical.startsWith("GET\n/\na=%2F0&a=%2Fx%2By&b=2&c=&d=\n"), canonical.constData());
    }
};

void AwsSignatureTest::signsAsThePublishedSuite_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<HttpHeaders>("headers");
    QTest::addColumn<QByteArray>("signature");
    const auto get = [](const char *name, const QByteArray &path, const QByteArray &query,
                         const QByteArray &signature) {
        QTest::newRow(name) << QByteArray("GET") << path << query << HttpHeaders() << signature;
    };
    const auto with = [](const char *name, const char *method, const HttpHeaders &headers,
                          const QByteArray &signature) {
        QTest::newRow(name) << QByteArray(method) << QByteArray("/") << QByteArray() << headers << signature;
    };
    const QByteArray vanilla = "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31";
    get("get-vanilla", "/", "", vanilla);
    get("get-vanilla-query", "/", "", vanilla);
    get("get-relative-normalized", "/example/..", "", vanilla);
    get("get-relative-relative-normalized", "/example1/example2/../..", "", vanilla);
    get("get-slash-dot-slash-normalized", "/./", "", vanilla);
    get("get-slash-normalized", "//", "", vanilla);
    get("get-slash-pointless-dot-normalized", "/./example", "",
        "ef75d96142cf21edca26f06005da7988e4f8dc83a165a80865db7089db637ec5");
    get("get-slashes-normalized", "//example//", "",
        "9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84");
    get("get-space-normalized", "/example space/", "",
        "652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741");
    get("get-unreserved", '/' + unreserved, "", "07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f");
    get("get-utf8", "/\xe1\x88\xb4", "", "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85");
    get("get-vanilla-empty-query-key", "/", "Param1=value1",
        "a67d582fa61cc504c4bae71f336f98b97f1ea3c7a6bfe1b6e45aec72011b9aeb");
    get("get-vanilla-query-order-encoded", "/", "Param-3=Value3&Param=Value2&%E1%88%B4=Value1",
        "371d3713e185cc334048618a97f809c9ffe339c62934c032af5a0e595648fcac");
    get("get-vanilla-query-order-key-case", "/", "Param2=value2&Param1=value1",
        "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500");
    get("get-vanilla-query-unreserved", "/", unreserved + '=' + unreserved,
        "9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197");
    get("get-vanilla-utf8-query", "/", "\xe1\x88\xb4=bar",
        "2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04");
    with("get-vanilla-with-session-token", "GET",
        {{"X-Amz-Security-Token", "6e86291e8372ff2a2260956d9b8aae1d763fbf315fa00fa31553b73ebf194267"}},
        "07ec1639c89043aa0e3e2de82b96708f198cceab042d4a97044c66dd9f74e7f8");
    with("get-header-key-duplicate", "GET",
        {{"My-Header1", "value2"}, {"My-Header1", "value2"}, {"My-Header1", "value1"}},
        "c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea");
    with("get-header-value-multiline", "GET", {{"My-Header1", "value1\n  value2\n     value3"}},
        "cfd34249e4b1c8d6b91ef74165d41a32e5fab3306300901bb65a51a73575eefd");
    with("get-header-value-order", "GET",
        {{"My-Header1", "value4"}, {"My-Header1", "value1"}, {"My-Header1", "value3"}, {"My-Header1", "value2"}},
        "08c7e5a9acfcfeb3ab6b2185e75ce8b1deb5e634ec47601a50643f830c755c01");
    with("get-header-value-trim", "GET", {{"My-Header1", " value1"}, {"My-Header2", " \"a   b   c\""}},
        "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736");
    const QByteArray posted = "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b";
    with("post-vanilla", "POST", {}, posted);
    with("post-header-key-case", "POST", {}, posted);
    with("post-sts-header-after", "POST", {}, posted); // the token goes along unsigned
    with("post-sts-header-before", "POST", {{"X-Amz-Security-Token", suiteToken}},
        "85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead");
    with("post-header-key-sort", "POST", {{"My-Header1", "value1"}},
        "c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c");
    with("post-header-value-case", "POST", {{"My-Header1", "VALUE1"}},
        "cdbc9802e29d2942e5e10b5bccfdd67c5f22c7c4e8ae67b53629efa58b974b7d");
    for (const char *name : {"post-vanilla-query", "post-vanilla-empty-query-value"})
        QTest::newRow(name) << QByteArray("POST") << QByteArray("/") << QByteArray("Param1=value1") << HttpHeaders()
                            << QByteArray("28038455d6de14eafc1f9222cf5aa6f1a96197d7deb8263271d420d138af7f11");
}

QTEST_GUILESS_MAIN(AwsSignatureTest)
#include "tst_AwsSignature.moc"
