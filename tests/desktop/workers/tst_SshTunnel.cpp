#include "desktop/workers/HeldProgram.h"
#include "desktop/workers/SshTunnel.h"
#include "desktop/workers/Worker.h"
#include "tests/desktop/RealWorker.h"

#include <QTcpSocket>
#include <QTextStream>

using namespace mergeloom;
using test::RealWorker;

namespace {

constexpr int patience = 20'000;

std::unique_ptr<Worker> connected(const SshRoute &route, const QString &url, const QString &token)
{
    Connection connection;
    connection.id = QStringLiteral("one");
    connection.name = QStringLiteral("test-host");
    connection.url = url;
    connection.kind = ConnectionKind::Ssh;
    connection.ssh = route;
    auto worker = std::make_unique<Worker>(connection, token);
    worker->setBackOff(std::chrono::milliseconds(100), std::chrono::milliseconds(500));
    worker->start();
    return worker;
}

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
    /// With the connections that it serves, which are processes of their own, and in later versions have some themselves.
    void kill()
    {
        if (m_process.state() == QProcess::NotRunning)
            return;
        QStringList all{QString::number(m_process.processId())};
        for (qsizetype i = 0; i < all.size(); ++i) {
            QProcess children;
            children.start(QStringLiteral("pgrep"), {QStringLiteral("-P"), all[i]});
            children.waitForFinished();
            all += QString::fromLatin1(children.readAll()).split(u'\n', Qt::SkipEmptyParts);
        }
        all.removeFirst();
        if (!all.isEmpty())
            test::runs(QStringLiteral("kill"), QStringList{QStringLiteral("-KILL")} + all);
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

/// Workers behind a real ssh and a real sshd.
class TestSshTunnel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { qputenv("PATH", m_path); }
    void aTunnelLeadsThroughARealSshServerAndComesBack();
    void whatSshRefusesIsSaid();
    void aMissingSshIsSaid();
    void sshEndsWithAnAppThatIsKilled();

private:
    const QByteArray m_path = qgetenv("PATH");
};

void TestSshTunnel::aTunnelLeadsThroughARealSshServerAndComesBack()
{
    RealWorker real;
    QVERIFY(real.start());
    LocalSshServer server;
    QVERIFY(server.make());
    QVERIFY(server.start());
    const auto worker = connected(server.route("user"), real.url(), real.token());
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

void TestSshTunnel::whatSshRefusesIsSaid()
{
    LocalSshServer server;
    QVERIFY(server.make());
    QVERIFY(server.start());
    server.makeStranger();
    const auto worker = connected(server.route("stranger"), "http://127.0.0.1:8010", "token");
    QTRY_VERIFY_WITH_TIMEOUT(worker->stateText().contains("does not accept the key"), patience);
    QCOMPARE(worker->state(), Worker::State::Offline);
    server.forgetHost();
    Connection known = worker->connection();
    known.ssh = server.route("user");
    worker->change(known, "token");
    QTRY_VERIFY_WITH_TIMEOUT(worker->stateText().contains("key is not known"), patience);
}

void TestSshTunnel::aMissingSshIsSaid()
{
    const QTemporaryDir empty;
    qputenv("PATH", empty.path().toUtf8());
    const auto worker = connected({"127.0.0.1", {}, 1, {}}, "http://127.0.0.1:8010", "token");
    QTRY_VERIFY_WITH_TIMEOUT(worker->stateText().contains("Install OpenSSH"), patience);
    QVERIFY2(worker->stateText().contains("No such file"), qPrintable(worker->stateText()));
}

void TestSshTunnel::sshEndsWithAnAppThatIsKilled()
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
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == u"--tunnel")
        return holdTunnel(arguments);
    if (arguments.value(1) == holdCommand)
        return hold(arguments.mid(2));
    TestSshTunnel test;
    return QTest::qExec(&test, count, values);
}

#include "tst_SshTunnel.moc"
