#include "service/platform/HttpClient.h"
#include "service/platform/HttpProxy.h"
#include "tests/service/platform/RawServer.h"

#include <QTest>

using namespace mergeloom;

class HttpProxyTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void choosesTheProxy_data();
    void choosesTheProxy();
    void usesTheProxyOfTheEnvironment();
    void tunnelsThroughTheProxyForHttps();
};

void HttpProxyTest::choosesTheProxy_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("none");
    QTest::addColumn<QString>("expected");
    QTest::newRow("http") << "http://example.com/"
                          << ""
                          << "plain:3128";
    QTest::newRow("https") << "https://example.com/"
                           << ""
                           << "secure:443";
    QTest::newRow("loopback name") << "http://localhost/"
                                   << ""
                                   << "";
    QTest::newRow("loopback address") << "http://127.0.0.2/"
                                      << ""
                                      << "";
    QTest::newRow("loopback of IPv6") << "http://[::1]/"
                                      << ""
                                      << "";
    QTest::newRow("metadata service of a cloud") << "http://169.254.169.254/"
                                                 << ""
                                                 << "";
    QTest::newRow("excepted name") << "https://example.com/"
                                   << "a.b, example.com"
                                   << "";
    QTest::newRow("excepted suffix") << "https://api.example.com/"
                                     << ".example.com"
                                     << "";
    QTest::newRow("name excepts what is below it") << "https://api.example.com/"
                                                   << "example.com"
                                                   << "";
    QTest::newRow("not a suffix at a dot") << "https://badexample.com/"
                                           << "example.com"
                                           << "secure:443";
    QTest::newRow("star") << "https://example.com/"
                          << "*"
                          << "";
    QTest::newRow("network") << "http://10.1.2.3/"
                             << "10.0.0.0/8"
                             << "";
    QTest::newRow("other network") << "http://11.1.2.3/"
                                   << "10.0.0.0/8"
                                   << "plain:3128";
    QTest::newRow("port") << "http://example.com:8080/"
                          << "example.com:8080"
                          << "";
    QTest::newRow("other port") << "http://example.com/"
                                << "example.com:8080"
                                << "plain:3128";
}

void HttpProxyTest::choosesTheProxy()
{
    QFETCH(QString, url);
    QFETCH(QString, none);
    QFETCH(QString, expected);
    const QNetworkProxy proxy =
        proxyFor(QUrl(url), {QStringLiteral("http://plain:3128"), QStringLiteral("user:word@secure:443"), none});
    QCOMPARE(proxy.type() == QNetworkProxy::NoProxy ? QString()
                                                    : QStringLiteral("%1:%2").arg(proxy.hostName()).arg(proxy.port()),
        expected);
}

void HttpProxyTest::usesTheProxyOfTheEnvironment()
{
    RawServer proxy([](QTcpSocket &socket, const QByteArray &) {
        RawServer::say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nproxy");
    });
    qputenv("http_proxy", proxy.url().toEncoded());
    HttpRequest request;
    request.url = QUrl(QStringLiteral("http://model.invalid/v1?x=1"));
    HttpClient client;
    const auto answer = client.send(request, {});
    qunsetenv("http_proxy");
    QVERIFY2(answer, answer ? "" : qPrintable(answer.error().message));
    QCOMPARE(answer->body, QByteArray("proxy"));
    QVERIFY2(proxy.lastRequest().startsWith("GET http://model.invalid/v1?x=1 HTTP/1.1\r\n"),
        proxy.lastRequest().constData());
}

void HttpProxyTest::tunnelsThroughTheProxyForHttps()
{
    // The proxy says no, so that nothing more than its name being asked for is needed.
    RawServer proxy([](QTcpSocket &socket, const QByteArray &) {
        RawServer::say(socket, "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
    });
    qputenv("https_proxy", proxy.url().toEncoded());
    HttpRequest request;
    request.url = QUrl(QStringLiteral("https://model.invalid/v1"));
    HttpClient client;
    const auto answer = client.send(request, {});
    qunsetenv("https_proxy");
    QVERIFY(!answer);
    QCOMPARE(answer.error().code, ErrorCode::Unavailable);
    QVERIFY2(proxy.lastRequest().startsWith("CONNECT model.invalid:443 HTTP/1.1\r\n"), proxy.lastRequest().constData());
}

QTEST_GUILESS_MAIN(HttpProxyTest)
#include "tst_HttpProxy.moc"
