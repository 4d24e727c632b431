#include "service/http/Router.h"

#include <QTest>

using namespace mergeloom;

class RouterTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        for (const auto &[method, path] : {std::pair{"GET", "/api/v1/runs"}, {"POST", "/api/v1/runs"},
                 {"GET", "/api/v1/runs/{id}"}, {"DELETE", "/api/v1/runs/{id}"}, {"GET", "/api/v1/runs/summary"},
                 {"GET", "/api/v1/runs/{id}/stream"}, {"POST", "/api/v1/{kind}/test"}, {"GET", "/healthz"}})
            m_router.add({Route{method, QString::fromLatin1(path), Access::Public, {}, PooledHandler()}});
    }

    void finds_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("found");
        QTest::addColumn<QByteArray>("allowed");
        QTest::newRow("literal") << QByteArray("GET") << "/api/v1/runs"
                                 << "/api/v1/runs" << QByteArray("GET HEAD POST");
        QTest::newRow("parameter") << QByteArray("DELETE") << "/api/v1/runs/1"
                                   << "/api/v1/runs/{id}" << QByteArray("GET HEAD DELETE");
        QTest::newRow("literal before parameter") << QByteArray("GET") << "/api/v1/runs/summary"
                                                  << "/api/v1/runs/summary" << QByteArray("GET HEAD DELETE");
        QTest::newRow("parameter where the literal lacks the method")
            << QByteArray("DELETE") << "/api/v1/runs/summary"
            << "/api/v1/runs/{id}" << QByteArray("GET HEAD DELETE");
        QTest::newRow("HEAD finds GET") << QByteArray("HEAD") << "/healthz"
                                        << "/healthz" << QByteArray("GET HEAD");
        QTest::newRow("HEAD does not find POST") << QByteArray("HEAD") << "/api/v1/x/test"
                                                 << "" << QByteArray("POST");
        QTest::newRow("other method") << QByteArray("PUT") << "/healthz"
                                      << "" << QByteArray("GET HEAD");
        QTest::newRow("no such path") << QByteArray("GET") << "/api/v1/nothing"
                                      << "" << QByteArray();
        QTest::newRow("trailing slash") << QByteArray("GET") << "/healthz/"
                                        << "" << QByteArray();
        QTest::newRow("empty parameter") << QByteArray("GET") << "/api/v1/runs/"
                                         << "" << QByteArray();
        QTest::newRow("other case") << QByteArray("GET") << "/HEALTHZ"
                                    << "" << QByteArray();
        QTest::newRow("encoded literal") << QByteArray("GET") << "/%68ealthz"
                                         << "/healthz" << QByteArray("GET HEAD");
        QTest::newRow("encoded slash is no separator") << QByteArray("GET") << "/api%2Fv1/runs"
                                                       << "" << QByteArray();
        QTest::newRow("not UTF-8") << QByteArray("GET") << "/api/v1/runs/%ff"
                                   << "" << QByteArray();
    }
    void finds()
    {
        QFETCH(QByteArray, method);
        QFETCH(QString, path);
        QFETCH(QString, found);
        QFETCH(QByteArray, allowed);
        const RouteMatch match = m_router.match(method, path);
        QCOMPARE(match.route ? match.route->path : QString(), found);
        QCOMPARE(match.allowed.join(' '), allowed);
    }

    void decodesEachSegmentByItself()
    {
        QCOMPARE(m_router.match("GET", u"/api/v1/runs/a%2Fb").parameters.value("id"), QString("a/b"));
        QCOMPARE(m_router.match("GET", u"/api/v1/runs/%C3%A4%20+").parameters.value("id"), QStringLiteral("ä +"));
        QCOMPARE(m_router.match("GET", u"/api/v1/runs/%2525/stream").parameters.value("id"), QString("%25"));
    }

private:
    Router m_router;
};

QTEST_GUILESS_MAIN(RouterTest)
#include "tst_Router.moc"
