#include "desktop/workers/SshTunnel.h"
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

/// An sshd with keys of its own, and a program `ssh` on the path that knows them.
class LocalSshServer
{
public:
    bool make()
    {
        const QString folder = m_folder.path();
        for (const char *key : {"host", "user"})
            if (!test::runs(QStringLiteral("ssh-keygen"),
                    {QStringLiteral("-q"), QStringLiteral("-N"), QString(), QStringLiteral("-t"),
                        QStringLiteral("ed25519"), QStringLiteral("-f"), folder + u'/' + QString::fromLatin1(key)}))
                return false;
        m_port = test::freePort();
        QDir().mkpath(QStringLiteral("/run/sshd")); // which sshd insists on as root
        write("authorized_keys", read("user.pub"));
        write("known_hosts", "[127.0.0.1]:" + QByteArray::number(m_port) + " " + read("host.pub"));
        const QByteArray at = folder.toUtf8();
        write("sshd_config",
            "ListenAddress 127.0.0.1:" + QByteArray::number(m_port) + "\nHostKey " + at
                + "/host\nPidFile none\nAuthorizedKeysFile " + at
                + "/authorized_keys\nStrictModes no\nUsePAM no\nPasswordAuthentication no\nKbdInteractiveAuthentication no\n"
                  "PermitRootLogin prohibit-password\nAllowTcpForwarding local\nLogLevel VERBOSE\n");
        write("ssh_config",
            "UserKnownHostsFile " + at + "/known_hosts\nGlobalKnownHostsFile /dev/null\nIdentitiesOnly yes\n");
        write("ssh", "#!/bin/sh\nexec /usr/bin/ssh -F " + at + "/ssh_config \"$@\"\n");
        QFile::setPermissions(folder + QStringLiteral("/ssh"), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        qputenv("PATH", at + ":" + qgetenv("PATH"));
        return true;
    }
    bool start()
    {
        m_process.start(QStringLiteral("/usr/sbin/sshd"),
            {QStringLiteral("-D"), QStringLiteral("-e"), QStringLiteral("-f"),
                m_folder.filePath(QStringLiteral("sshd_config"))});
        return QTest::qWaitFor(
            [this] {
                QTcpSocket socket;
                socket.connectToHost(QHostAddress(QHostAddress::LocalHost), m_port);
                return socket.waitForConnected(200);
            },
            patience);
    }
    /// With the connections that it serves, which are processes of their own.
    void kill()
    {
        test::runs(QStringLiteral("pkill"),
            {QStringLiteral("-KILL"), QStringLiteral("-P"), QString::number(m_process.processId())});
        m_process.kill();
        m_process.waitForFinished(5000);
    }
    ~LocalSshServer() { kill(); }
    SshRoute route(const QString &key) const
    {
        return {QStringLiteral("127.0.0.1"), {}, m_port, m_folder.filePath(key)};
    }
    void forgetHost() { write("known_hosts", {}); }
    void makeStranger()
    {
        test::runs(QStringLiteral("ssh-keygen"),
            {QStringLiteral("-q"), QStringLiteral("-N"), QString(), QStringLiteral("-t"), QStringLiteral("ed25519"),
                QStringLiteral("-f"), m_folder.filePath(QStringLiteral("stranger"))});
    }

private:
    QByteArray read(const char *name)
    {
        QFile file(m_folder.filePath(QString::fromLatin1(name)));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    void write(const char *name, const QByteArray &text)
    {
        QFile file(m_folder.filePath(QString::fromLatin1(name)));
        if (file.open(QIODevice::WriteOnly))
            file.write(text);
    }

    QTemporaryDir m_folder;
    QProcess m_process;
    quint16 m_port = 0;
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
    void aTunnelLeadsThroughARealSshServerAndComesBack();
    void whatSshRefusesIsSaid();
    void sshEndsWithAnAppThatIsKilled();
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

void TestWorker::aTunnelLeadsThroughARealSshServerAndComesBack()
{
    RealWorker real;
    QVERIFY(real.start());
    LocalSshServer server;
    QVERIFY(server.make());
    QVERIFY(server.start());
    Connection connection = direct(real.url());
    connection.kind = ConnectionKind::Ssh;
    connection.ssh = server.route("user");
    const auto worker = connected(connection, real.token());
    QTRY_COMPARE_WITH_TIMEOUT(worker->state(), Worker::State::Online, patience);
    QCOMPARE(worker->identity().worker, "test-host");
    QVERIFY(worker->client()->baseUrl().port() != int(real.port()));
    QVERIFY(worker->tunnel()->messages().contains("Connected."));

    QList<qint64> seen;
    connect(worker.get(), &Worker::eventArrived, this, [&](const api::EventView &event) { seen << event.id; });
    QVERIFY(real.makeEvent("through the tunnel"));
    QTRY_VERIFY_WITH_TIMEOUT(!seen.isEmpty(), patience);
    server.kill();
    QTRY_COMPARE_WITH_TIMEOUT(worker->state(), Worker::State::Offline, patience);
    QVERIFY(real.makeEvent("while it is down"));
    QVERIFY(server.start());
    QTRY_COMPARE_WITH_TIMEOUT(worker->state(), Worker::State::Online, patience);
    const QList<qint64> stored = QList<qint64>{seen.first()} + real.eventIds(seen.first());
    QTRY_COMPARE_WITH_TIMEOUT(seen, stored, patience);

    const quint16 nearPort = quint16(worker->client()->baseUrl().port());
    worker->stop();
    QTcpSocket socket;
    socket.connectToHost(QHostAddress(QHostAddress::LocalHost), nearPort);
    QVERIFY(!socket.waitForConnected(500)); // ssh has ended with it
}

void TestWorker::whatSshRefusesIsSaid()
{
    LocalSshServer server;
    QVERIFY(server.make());
    QVERIFY(server.start());
    server.makeStranger();
    Connection connection = direct("http://127.0.0.1:8010");
    connection.kind = ConnectionKind::Ssh;
    connection.ssh = server.route("stranger");
    const auto worker = connected(connection, "token");
    QTRY_VERIFY_WITH_TIMEOUT(worker->stateText().contains("does not accept the key"), patience);
    QCOMPARE(worker->state(), Worker::State::Offline);
    server.forgetHost();
    connection.ssh = server.route("user");
    worker->change(connection, "token");
    QTRY_VERIFY_WITH_TIMEOUT(worker->stateText().contains("key is not known"), patience);
}

void TestWorker::sshEndsWithAnAppThatIsKilled()
{
    LocalSshServer server;
    QVERIFY(server.make());
    QVERIFY(server.start());
    const SshRoute route = server.route("user");
    QProcess app;
    app.start(QCoreApplication::applicationFilePath(), {"--tunnel", QString::number(route.port), route.identityFile});
    QTRY_VERIFY_WITH_TIMEOUT(app.canReadLine(), patience);
    const quint16 nearPort = quint16(app.readLine().toInt());
    const auto isOpen = [&] {
        QTcpSocket socket;
        socket.connectToHost(QHostAddress(QHostAddress::LocalHost), nearPort);
        return socket.waitForConnected(500);
    };
    QVERIFY(isOpen());
    app.kill(); // it has no time to end anything
    QVERIFY(app.waitForFinished());
    QTRY_VERIFY_WITH_TIMEOUT(!isOpen(), patience);
}

/// An app that holds a tunnel and says its near port, until it is killed.
int holdTunnel(const QStringList &arguments)
{
    SshTunnel tunnel({"127.0.0.1", {}, quint16(arguments.at(2).toInt()), arguments.at(3)}, QUrl("http://127.0.0.1:9"));
    QObject::connect(&tunnel, &SshTunnel::stateChanged, &tunnel, [&] {
        if (tunnel.state() == SshTunnel::State::Up)
            QTextStream(stdout) << tunnel.nearAddress().port() << Qt::endl;
    });
    tunnel.start();
    return QCoreApplication::exec();
}

int main(int count, char **values)
{
    QCoreApplication application(count, values);
    if (application.arguments().value(1) == u"--tunnel")
        return holdTunnel(application.arguments());
    TestWorker test;
    return QTest::qExec(&test, count, values);
}

#include "tst_Worker.moc"
