#include "desktop/workers/Connection.h"

#include <QTest>

using namespace mergeloom;

class TestConnection : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anAddressIsPutInOrder_data();
    void anAddressIsPutInOrder();
};

void TestConnection::anAddressIsPutInOrder_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("address");
    QTest::newRow("loopback without a port") << " 127.0.0.1 "
                                             << "http://127.0.0.1:8010";
    QTest::newRow("name") << "localhost/"
                          << "http://localhost:8010";
    QTest::newRow("whole") << "https://worker.example:8443"
                           << "https://worker.example:8443";
    QTest::newRow("IPv6") << "http://[::1]:9000/"
                          << "http://[::1]:9000";
    QTest::newRow("under a path") << "https://host.example/worker"
                                  << "https://host.example/worker";
    QTest::newRow("other scheme") << "ftp://host"
                                  << "";
    QTest::newRow("with a password") << "http://me:secret@host:8010"
                                     << "";
    QTest::newRow("with a query") << "http://host:8010/?token=x"
                                  << "";
    QTest::newRow("nothing") << "  "
                             << "";
    QTest::newRow("nonsense") << "http://:80:80"
                              << "";
    QTest::newRow("port out of range") << "http://host:99999"
                                       << "";
    QTest::newRow("control character") << QStringLiteral("http://ho\u0007st") << "";
}

void TestConnection::anAddressIsPutInOrder()
{
    QFETCH(QString, typed);
    QFETCH(QString, address);
    const Result<QUrl> url = workerAddress(typed);
    QCOMPARE(url ? url->toString() : QString(), address);
    if (!url)
        QCOMPARE(url.error().details.value("field").toString(), "url");
}

QTEST_GUILESS_MAIN(TestConnection)
#include "tst_Connection.moc"
