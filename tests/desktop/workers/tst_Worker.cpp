#include "desktop/workers/Worker.h"
#include "tests/desktop/RealWorker.h"

#include <QSignalSpy>
#include <QTcpSocket>

using namespace mergeloom;
using test::RealWorker;

namespace {

constexpr int patience = 20'000;

Connection direct(const QString &url)
{
    Connection connection;
    connection.id = QStringLiteral("one");
    connection.name = QStringLiteral("test-host");
    connection.url = url;
    return connection;
}

std::unique_ptr<Worker> connected(const Connection &connection, const QString &token)
{
    auto worker = std::make_unique<Worker>(connection, token);
    worker->setBackOff(std::chrono::milliseconds(100), std::chrono::milliseconds(500));
    worker->start();
    return worker;
}

/// Answers every request as a worker of some version would; for versions that cannot run here.
class OtherVersion : public QTcpServer
{
public:
    explicit OtherVersion(const QByteArray &version)
    {
        listen(QHostAddress::LocalHost);
        connect(this, &QTcpServer::newConnection, this, [this, version] {
            QTcpSocket *socket = nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, socket, [socket, version] {
                const bool isStream = socket->readAll().startsWith("GET /api/v1/stream");
                const QByteArray body = isStream
                    ? QByteArray("retry: 1000\nid: 7\n\n")
                    : "{\"name\":\"a\",\"role\":\"viewer\",\"worker\":\"w\",\"version\":\"" + version + "\",\"new\":1}";
                socket->write("HTTP/1.1 200 OK\r\nContent-Type: "
                    + QByteArray(isStream ? "text/event-stream" : "application/json")
                    + (isStream ? QByteArray() : "\r\nContent-Length: " + QByteArray::number(body.size())) + "\r\n\r\n"
                    + body);
            });
        });
    }
    QString url() const { return QStringLiteral("http://127.0.0.1:%1").arg(serverPort()); }
};

} // namespace

class TestWorker : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eventsOfAWorkerArriveAsTheyHappen();
    void aWrongTokenIsRefusedInWordsAndARightOneTaken();
    void noEventIsLostOrDoubledWhenTheWorkerDiesAndComesBack();
    void aBreakBeforeTheFirstEventLosesNone();
    void aSelfSignedCertificateIsAskedForAndAChangedOneRefused();
    void anotherVersionIsToldInWords_data();
    void anotherVersionIsToldInWords();
    void nobodyAtTheAddressIsOfflineAndTriedAgain();
};

void TestWorker::eventsOfAWorkerArriveAsTheyHappen()
{
    RealWorker real;
    QVERIFY(real.start());
    const auto worker = connected(direct(real.url()), real.token());
    QTRY_COMPARE_WITH_TIMEOUT(worker->state(), Worker::State::Online, patience);
    QCOMPARE(worker->identity().worker, "test-host");
    QVERIFY(worker->stateText().isEmpty());
    QSignalSpy events(worker.get(), &Worker::eventArrived);
    QVERIFY(real.makeEvent("a"));
    QTRY_VERIFY_WITH_TIMEOUT(!events.isEmpty(), patience);
}

void TestWorker::aWrongTokenIsRefusedInWordsAndARightOneTaken()
{
    RealWorker real;
    QVERIFY(real.start());
    const auto worker = connected(direct(real.url()), "wrong");
    QTRY_COMPARE_WITH_TIMEOUT(worker->state(), Worker::State::Refused, patience);
    QVERIFY2(worker->stateText().contains("does not accept the token"), qPrintable(worker->stateText()));
    QVERIFY(!worker->nextTry()); // guessing on would lock the address out
    worker->change(worker->connection(), {});
    QTRY_VERIFY_WITH_TIMEOUT(worker->stateText().contains("asks for a token"), patience);
    worker->change(worker->connection(), real.token());
    QTRY_COMPARE_WITH_TIMEOUT(worker->state(), Worker::State::Online, patience);
}

void TestWorker::noEventIsLostOrDoubledWhenTheWorkerDiesAndComesBack()
{
    RealWorker real;
    QVERIFY(real.start());
    const auto worker = connected(direct(real.url()), real.token());
    QTRY_COMPARE_WITH_TIMEOUT(worker->state(), Worker::State::Online, patience);
    QList<qint64> seen;
    connect(worker.get(), &Worker::eventArrived, this, [&](const api::EventView &event) { seen << event.id; });
    QVERIFY(real.makeEvent("first"));
    QTRY_VERIFY_WITH_TIMEOUT(!seen.isEmpty(), patience);
    for (int round = 0; round < 3; ++round) {
        real.kill();
        QTRY_COMPARE_WITH_TIMEOUT(worker->state(), Worker::State::Offline, patience);
        QVERIFY2(worker->stateText().contains("cannot be reached"), qPrintable(worker->stateText()));
        QVERIFY(real.start());
        for (int i = 0; i < 3; ++i) // some before it is connected again, some after
            QVERIFY(real.makeEvent(QStringLiteral("round %1 event %2").arg(round).arg(i)));
        QTRY_COMPARE_WITH_TIMEOUT(worker->state(), Worker::State::Online, patience);
        QVERIFY(real.makeEvent(QStringLiteral("round %1 after").arg(round)));
        const QList<qint64> stored = QList<qint64>{seen.first()} + real.eventIds(seen.first());
        QTRY_VERIFY_WITH_TIMEOUT(seen.size() >= stored.size(), patience);
        QCOMPARE(seen.mid(0, stored.size()), stored);
    }
}

void TestWorker::aBreakBeforeTheFirstEventLosesNone()
{
    RealWorker real;
    QVERIFY(real.start());
    const auto worker = connected(direct(real.url()), real.token());
    QTRY_COMPARE_WITH_TIMEOUT(worker->state(), Worker::State::Online, patience);
    QList<qint64> seen;
    connect(worker.get(), &Worker::eventArrived, this, [&](const api::EventView &event) { seen << event.id; });
    real.kill();
    QTRY_COMPARE_WITH_TIMEOUT(worker->state(), Worker::State::Offline, patience);
    worker->stop(); // so that the events happen while nobody listens
    QVERIFY(real.start());
    QVERIFY(real.makeEvent("unheard"));
    worker->start();
    QTRY_VERIFY_WITH_TIMEOUT(!seen.isEmpty(), patience);
}

void TestWorker::aSelfSignedCertificateIsAskedForAndAChangedOneRefused()
{
    RealWorker real;
    QVERIFY(test::makeCertificate(real.folder(), "first"));
    QVERIFY(test::makeCertificate(real.folder(), "second"));
    const auto use = [&](const QString &name) {
        real.set("JCA_WORKER_TLS_CERTIFICATE", real.folder() + u'/' + name + ".pem");
        real.set("JCA_WORKER_TLS_KEY", real.folder() + u'/' + name + ".key");
        return CertificateTrust::fingerprintOf(
            QSslCertificate::fromPath(real.folder() + u'/' + name + ".pem").value(0));
    };
    const QString first = use("first");
    QVERIFY(real.start());
    Connection connection = direct(real.url());
    const auto worker = connected(connection, real.token());
    QTRY_COMPARE_WITH_TIMEOUT(worker->state(), Worker::State::Refused, patience);
    QCOMPARE(worker->refusedFingerprint(), first);
    QVERIFY2(worker->stateText().contains("Compare its fingerprint"), qPrintable(worker->stateText()));

    connection.fingerprint = first;
    worker->change(connection, real.token());
    QTRY_COMPARE_WITH_TIMEOUT(worker->state(), Worker::State::Online, patience);
    QVERIFY(worker->refusedFingerprint().isEmpty());

    real.stop();
    QTRY_COMPARE_WITH_TIMEOUT(worker->state(), Worker::State::Offline, patience);
    const QString second = use("second");
    QVERIFY(real.start());
    QTRY_COMPARE_WITH_TIMEOUT(worker->state(), Worker::State::Refused, patience);
    QCOMPARE(worker->refusedFingerprint(), second);
    QVERIFY2(worker->stateText().contains("another certificate"), qPrintable(worker->stateText()));
    QVERIFY(!worker->isReadable());
}

void TestWorker::anotherVersionIsToldInWords_data()
{
    QTest::addColumn<QByteArray>("version");
    QTest::addColumn<QString>("words");
    QTest::addColumn<bool>("isReadable");
    QTest::newRow("newer") << QByteArray("0.2.0") << "Update the app" << false;
    QTest::newRow("much newer") << QByteArray("9.0.0") << "Update the app" << false;
    QTest::newRow("older") << QByteArray("0.0.9") << "can be read" << true;
    QTest::newRow("unreadable") << QByteArray("yesterday") << "does not say a version" << false;
}

void TestWorker::anotherVersionIsToldInWords()
{
    QFETCH(QByteArray, version);
    QFETCH(QString, words);
    QFETCH(bool, isReadable);
    OtherVersion other(version);
    const auto worker = connected(direct(other.url()), "token");
    QTRY_COMPARE_WITH_TIMEOUT(worker->state(), Worker::State::Incompatible, patience);
    QVERIFY2(worker->stateText().contains(words), qPrintable(worker->stateText()));
    QCOMPARE(worker->isReadable(), isReadable);
}

void TestWorker::nobodyAtTheAddressIsOfflineAndTriedAgain()
{
    const quint16 port = test::freePort();
    const auto worker = connected(direct(QStringLiteral("http://127.0.0.1:%1").arg(port)), "token");
    QTRY_COMPARE_WITH_TIMEOUT(worker->state(), Worker::State::Offline, patience);
    QVERIFY(worker->nextTry());
    QVERIFY2(worker->stateText().contains(QString::number(port)), qPrintable(worker->stateText()));
}

QTEST_GUILESS_MAIN(TestWorker)
#include "tst_Worker.moc"
