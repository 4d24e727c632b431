#include "tests/service/http/ApiFixture.h"

using namespace mergeloom;
using namespace mergeloom::test;

class TestApi_Roles : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eachRouteTakesItsRolesAndNoOther_data();
    void eachRouteTakesItsRolesAndNoOther();
    void aRevokedTokenEndsAtOnce();

private:
    ApiFixture m_service;
};

void TestApi_Roles::eachRouteTakesItsRolesAndNoOther_data()
{
    QTest::addColumn<int>("index");
    for (qsizetype i = 0; i < m_service.router.routes().size(); ++i) {
        const Route &route = m_service.router.routes().at(i);
        QTest::newRow(qPrintable(QString::fromLatin1(route.method) + ' ' + route.path)) << int(i);
    }
}

void TestApi_Roles::eachRouteTakesItsRolesAndNoOther()
{
    QFETCH(int, index);
    const Route &route = m_service.router.routes().at(index);
    QString path = route.path;
    path.replace(QRegularExpression("\\{\\w+\\}"), "missing");
    // What each role may do is written down here once more, so that a change of the rules is noticed.
    const QMap<Access, QList<Access>> allowed{
        {Access::Viewer, {Access::Viewer, Access::Operator, Access::Admin}},
        {Access::Operator, {Access::Operator, Access::Admin}},
        {Access::Admin, {Access::Admin}},
        {Access::Worker, {Access::Worker, Access::Cluster}},
        {Access::Cluster, {Access::Cluster}},
    };
    for (const Access caller :
        {Access::Public, Access::Viewer, Access::Operator, Access::Admin, Access::Worker, Access::Cluster}) {
        const int status = m_service.send(route.method, path, "{}", caller).status;
        const QByteArray who = AccessControl::accessName(caller).toUtf8() + " got " + QByteArray::number(status);
        QVERIFY2(status != 0 && status < 500, who.constData());
        if (route.access == Access::Public || allowed[route.access].contains(caller))
            QVERIFY2(status != 403 && (status != 401 || route.access == Access::Public), who.constData());
        else
            QVERIFY2(status == (caller == Access::Public ? 401 : 403), who.constData());
    }
}

void TestApi_Roles::aRevokedTokenEndsAtOnce()
{
    const auto token = m_service.admin->wait(api_call::createToken({"short-lived", Role::Viewer})).value();
    ApiClient client(m_service.url, *token.secret);
    QCOMPARE(client.wait(api_call::me()).value().name, "short-lived");
    QVERIFY(m_service.admin->wait(api_call::revokeToken(token.id)));
    const auto after = client.wait(api_call::me());
    QVERIFY(!after);
    QCOMPARE(after.error().code, ErrorCode::Unauthorized);
    const auto listed = m_service.send("GET", "/api/v1/tokens");
    QVERIFY(!listed.body.contains(token.secret->toUtf8()));
}

QTEST_GUILESS_MAIN(TestApi_Roles)
#include "tst_Api_Roles.moc"
