#include "tests/service/platform/GitRemote.h"
#include "tests/service/platform/GitServer.h"

#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

#include <thread>

using namespace mergeloom;

class TestGitTransportServers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void httpNeedsTheRightPassword();
    void httpPasswordIsNotToldToAnotherHost();
    void httpPushIsRefusedInTheWordsOfTheRemote();
    void sshTakesEd25519AndRsaKeys();
    void unreachableServerIsUnavailable();
    void stopEndsARunningFetchSoon();
};

void TestGitTransportServers::httpNeedsTheRightPassword()
{
    const Remote remote;
    const GitServer server(
        "git-http.mjs", {"--root", remote.beside("remotes"), "--user", "ada", "--password", "p' w:$x\"\\"});
    const QString url = server.text("url") + "app.git";
    QStringList progress;
    auto options = optionsOf(remote);
    options.onProgress = [&progress](const QString &line) { progress += line; };
    const GitTransport transport(options);
    const auto none = transport.updateMirror(url, {}, {});
    QCOMPARE(codeOf(none.error()), QString("unauthorized"));
    const auto wrong = transport.updateMirror(url, GitCredential{"ada", "wrong", {}, {}}, {});
    QCOMPARE(codeOf(wrong.error()), QString("unauthorized"));
    QVERIFY2(!wrong.error().message.contains("wrong\""), qPrintable(wrong.error().message));

    const GitCredential good{"ada", "p' w:$x\"\\", {}, {}};
    const auto head = transport.updateMirror(url, good, {});
    QVERIFY2(head, qPrintable(head ? QString() : head.error().message));
    QCOMPARE(head->commit, remote.first);
    QVERIFY(!progress.isEmpty());
    const auto change = remote.change(transport, url, remote.first);
    const auto pushed = transport.push(url, good, change.workspace->repositoryPath(), change.commit, "t/1", "", {});
    QVERIFY2(pushed, qPrintable(pushed ? QString() : pushed.error().message));
    QCOMPARE(remote.branch("t/1"), change.commit);
    const auto missing = transport.updateMirror(server.text("url") + "nothing.git", good, {});
    QCOMPARE(codeOf(missing.error()), QString("not_found"));

    // In the address, as people paste it: used, but not part of the mirror's name nor of any file in it.
    QString pasted = url;
    pasted.replace("://", "://ada:p%27%20w%3A%24x%22%5C@");
    QCOMPARE(transport.mirrorPath(pasted), transport.mirrorPath(url));
    QVERIFY(transport.updateMirror(pasted, {}, {}));
    QVERIFY(!bytesOf(transport.mirrorPath(url) + "/config").contains("ada"));
}

void TestGitTransportServers::httpPasswordIsNotToldToAnotherHost()
{
    // A server that sends git elsewhere, and an "elsewhere" that asks for a password and notes what it is told.
    QTcpServer elsewhere;
    QVERIFY(elsewhere.listen(QHostAddress::LocalHost));
    QTcpServer first;
    QVERIFY(first.listen(QHostAddress::LocalHost));
    QByteArray told;
    const auto answer = [](QTcpServer &server, QByteArray &heard, const QByteArray &text) {
        QObject::connect(&server, &QTcpServer::newConnection, &server, [&server, &heard, text] {
            QTcpSocket *socket = server.nextPendingConnection();
            QObject::connect(socket, &QTcpSocket::readyRead, socket, [socket, &heard, text] {
                heard += socket->readAll();
                if (heard.endsWith("\r\n\r\n"))
                    socket->write(text);
            });
        });
    };
    QByteArray ignored;
    answer(first, ignored,
        "HTTP/1.1 302 Found\r\nLocation: http://localhost:" + QByteArray::number(elsewhere.serverPort())
            + "/app.git/info/refs?service=git-upload-pack\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    answer(elsewhere, told,
        "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n");
    const GitFixture fixture;
    const QString url = QStringLiteral("http://127.0.0.1:%1/app.git").arg(first.serverPort());
    std::optional<Result<RemoteHead>> head;
    std::jthread worker([&] {
        head = GitTransport(optionsOf(fixture)).updateMirror(url, GitCredential{"ada", "topsecret", {}, {}}, {});
    });
    QTRY_VERIFY_WITH_TIMEOUT(head.has_value(), 30000);
    QVERIFY(!*head);
    QVERIFY2(told.contains("GET /app.git"), told.constData()); // it did get there
    QVERIFY2(!told.contains("Authorization"), told.constData());
}

void TestGitTransportServers::httpPushIsRefusedInTheWordsOfTheRemote()
{
    const Remote remote;
    const GitServer server("git-http.mjs",
        {"--root", remote.beside("remotes"), "--user", "ada", "--password", "x", "--decline", "Ask the release team."});
    const QString url = server.text("url") + "app.git";
    const GitCredential credential{"ada", "x", {}, {}};
    const GitTransport transport(optionsOf(remote));
    QVERIFY(transport.updateMirror(url, credential, {}));
    const auto change = remote.change(transport, url, remote.first);
    const auto pushed =
        transport.push(url, credential, change.workspace->repositoryPath(), change.commit, "t/1", "", {});
    QCOMPARE(codeOf(pushed.error()), QString("rejected"));
    QVERIFY2(pushed.error().message.contains("Ask the release team."), qPrintable(pushed.error().message));
    QCOMPARE(remote.branch("t/1"), QString());
}

void TestGitTransportServers::sshTakesEd25519AndRsaKeys()
{
    const Remote remote;
    const GitServer server("git-ssh.mjs", {"--root", remote.beside("remotes")});
    const QString url = server.text("url") + "app.git";
    const QJsonObject keys = server.facts.value("keys").toObject();
    const auto by = [&](const char *key, const QByteArray &knownHosts) {
        return GitCredential{{}, {}, bytesOf(keys.value(QLatin1String(key)).toString()), knownHosts};
    };
    const QByteArray knownHosts = bytesOf(server.text("knownHosts"));
    const QByteArray wrongHosts = bytesOf(server.text("wrongKnownHosts"));
    const GitTransport transport(optionsOf(remote));
    const auto wrongHost = transport.updateMirror(url, by("ed25519", wrongHosts), {});
    QCOMPARE(codeOf(wrongHost.error()), QString("forbidden"));
    const auto stranger = transport.updateMirror(url, by("stranger", knownHosts), {});
    QCOMPARE(codeOf(stranger.error()), QString("unauthorized"));
    auto broken = by("ed25519", knownHosts);
    broken.sshKey = "-----BEGIN OPENSSH PRIVATE KEY-----\nxx\n-----END OPENSSH PRIVATE KEY-----\n";
    QCOMPARE(codeOf(transport.updateMirror(url, broken, {}).error()), QString("unauthorized"));

    const auto head = transport.updateMirror(url, by("ed25519", knownHosts), {});
    QVERIFY2(head, qPrintable(head ? QString() : head.error().message));
    auto edited = by("rsa", {}); // as it comes out of a form
    edited.sshKey = edited.sshKey.trimmed().replace("\n", "\r\n");
    const auto change = remote.change(transport, url, remote.first);
    const auto pushed = transport.push(url, edited, change.workspace->repositoryPath(), change.commit, "t/1", "", {});
    QVERIFY2(pushed, qPrintable(pushed ? QString() : pushed.error().message));
    QCOMPARE(remote.branch("t/1"), change.commit);

    // The key seen first was kept, and another one is refused from then on.
    const QString kept = remote.beside("mirrors/known_hosts");
    QVERIFY(!bytesOf(kept).isEmpty());
    GitFixture::writeTo(kept, wrongHosts);
    const auto changed = transport.updateMirror(url, by("ed25519", {}), {});
    QCOMPARE(codeOf(changed.error()), QString("forbidden"));
}

void TestGitTransportServers::unreachableServerIsUnavailable()
{
    const GitFixture fixture;
    QTcpServer taken; // a port that nobody else answers on
    QVERIFY(taken.listen(QHostAddress::LocalHost));
    const int port = taken.serverPort();
    taken.close();
    const GitTransport transport(optionsOf(fixture));
    for (const QString &url :
        {QStringLiteral("http://127.0.0.1:%1/a.git").arg(port),
            QStringLiteral("ssh://git@127.0.0.1:%1/a.git").arg(port), QStringLiteral("http://nowhere.invalid/a.git")}) {
        const auto head = transport.updateMirror(url, {}, {});
        QVERIFY(!head);
        QVERIFY2(codeOf(head.error()) == "unavailable", qPrintable(head.error().message));
    }
}

void TestGitTransportServers::stopEndsARunningFetchSoon()
{
    const GitFixture fixture;
    QTcpServer silent; // takes the connection, never answers
    QVERIFY(silent.listen(QHostAddress::LocalHost));
    const QString url = QStringLiteral("http://127.0.0.1:%1/a.git").arg(silent.serverPort());
    std::stop_source stop;
    std::optional<Result<RemoteHead>> head;
    std::jthread worker([&] { head = GitTransport(optionsOf(fixture)).updateMirror(url, {}, stop.get_token()); });
    QTRY_VERIFY(silent.hasPendingConnections());
    QElapsedTimer timer;
    timer.start();
    stop.request_stop();
    worker.join();
    QVERIFY(timer.elapsed() < 3000);
    QCOMPARE(codeOf(head->error()), QString("cancelled"));

    auto options = optionsOf(fixture);
    options.timeLimit = std::chrono::seconds(1);
    QCOMPARE(codeOf(GitTransport(options).updateMirror(url, {}, {}).error()), QString("timeout"));
}

QTEST_GUILESS_MAIN(TestGitTransportServers)
#include "tst_GitTransport_Servers.moc"
