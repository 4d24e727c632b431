#pragma once

#include "service/http/HttpListener.h"

#include <QFile>
#include <QProcess>
#include <QSslSocket>
#include <QTemporaryDir>
#include <QTest>

#include <map>

namespace mergeloom::test {

/// A certificate for `localhost` of this test run, and its key.
struct TestCertificate {
    QTemporaryDir directory;
    QString certificate = directory.filePath("certificate.pem");
    QString key = directory.filePath("key.pem");

    explicit TestCertificate(const QStringList &newKey = {"-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"})
    {
        const QStringList arguments =
            QStringList{"req", "-x509", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
                "subjectAltName=DNS:localhost,DNS:worker.tls.example", "-keyout", key, "-out", certificate}
            + newKey;
        if (QProcess::execute("openssl", QStringList(arguments) << "-batch") != 0)
            qFatal("openssl made no certificate");
        QFile::setPermissions(key, QFile::ReadOwner | QFile::WriteOwner);
    }
    TlsIdentity identity() const { return TlsIdentity::load(certificate, key).value(); }
};

/// Each test of the transport runs twice: as it is, and over TLS with this variable.
inline bool isOverTls() { return !qEnvironmentVariableIsEmpty("MERGELOOM_TEST_TLS"); }

/// One answer as it came over the wire.
struct Answer {
    int status = 0;
    std::multimap<QByteArray, QByteArray> headers; ///< names in lower case
    QByteArray body;                               ///< dechunked

    QByteArray header(const QByteArray &name) const
    {
        const auto it = headers.find(name);
        return it == headers.end() ? QByteArray() : it->second;
    }
    QString errorCode() const { return QJsonDocument::fromJson(body).object()["error"].toObject()["code"].toString(); }
};

/// A client that sends whatever bytes a test wants, in the thread of the service.
class RawClient
{
public:
    enum class Speaks { AsTheTest, Plain, Tls };
    explicit RawClient(quint16 port, Speaks speaks = Speaks::AsTheTest)
    {
        const bool isTls = speaks == Speaks::Tls || (speaks == Speaks::AsTheTest && isOverTls());
        m_socket.setPeerVerifyMode(QSslSocket::VerifyNone);
        if (isTls)
            m_socket.connectToHostEncrypted("127.0.0.1", port);
        else
            m_socket.connectToHost(QHostAddress::LocalHost, port);
        m_isConnected = QTest::qWaitFor(
            [&] { return isTls ? m_socket.isEncrypted() : m_socket.state() == QTcpSocket::ConnectedState; }, 5000);
    }

    bool isConnected() const { return m_isConnected; }
    QSslSocket &socket() { return m_socket; }
    /// Bytes that have not gone to the kernel yet.
    qint64 unsent() const { return m_socket.bytesToWrite() + m_socket.encryptedBytesToWrite(); }
    void send(const QByteArray &bytes)
    {
        m_socket.write(bytes);
        m_socket.flush();
    }

    /// The next whole answer; status 0 when none came. HEAD answers have no body whatever their length says.
    Answer read(const QByteArray &method = "GET", int milliseconds = 10000)
    {
        Answer answer;
        [[maybe_unused]] const bool came = QTest::qWaitFor(
            [&] {
                m_input += m_socket.readAll();
                return take(method, answer) || m_socket.state() != QTcpSocket::ConnectedState;
            },
            milliseconds);
        m_input += m_socket.readAll();
        if (answer.status == 0)
            take(method, answer);
        return answer;
    }

    Answer ask(const QByteArray &bytes, const QByteArray &method = "GET")
    {
        send(bytes);
        return read(method);
    }

    bool isEnded(int milliseconds = 10000)
    {
        return QTest::qWaitFor(
            [this] {
                m_input += m_socket.readAll();
                return m_socket.state() == QTcpSocket::UnconnectedState;
            },
            milliseconds);
    }

    /// What came and was not taken by read().
    QByteArray &input()
    {
        m_input += m_socket.readAll();
        return m_input;
    }

private:
    bool take(const QByteArray &method, Answer &answer)
    {
        const qsizetype end = m_input.indexOf("\r\n\r\n");
        if (end < 0)
            return false;
        const QList<QByteArray> lines = m_input.first(end).split('\n');
        Answer read;
        read.status = lines.first().mid(9, 3).toInt();
        for (const QByteArray &line : lines.sliced(1))
            read.headers.emplace(line.first(line.indexOf(':')).toLower(), line.sliced(line.indexOf(':') + 1).trimmed());
        qsizetype at = end + 4;
        const bool hasBody = method != "HEAD" && read.status != 304 && read.status != 204 && read.status >= 200;
        if (hasBody && read.header("transfer-encoding") == "chunked") {
            if (!takeChunks(at, read.body))
                return false;
        } else if (hasBody && read.headers.contains("content-length")) {
            const qsizetype length = read.header("content-length").toLongLong();
            if (m_input.size() < at + length)
                return false;
            read.body = m_input.mid(at, length);
            at += length;
        } else if (hasBody) {
            if (m_socket.state() == QTcpSocket::ConnectedState)
                return false;
            read.body = m_input.sliced(at);
            at = m_input.size();
        }
        m_input.remove(0, at);
        answer = read;
        return true;
    }

    bool takeChunks(qsizetype &at, QByteArray &body) const
    {
        for (;;) {
            const qsizetype line = m_input.indexOf("\r\n", at);
            if (line < 0)
                return false;
            const qsizetype size = m_input.mid(at, line - at).toLongLong(nullptr, 16);
            if (m_input.size() < line + 2 + size + 2)
                return false;
            body += m_input.mid(line + 2, size);
            at = line + 2 + size + 2;
            if (size == 0)
                return true;
        }
    }

    QSslSocket m_socket;
    QByteArray m_input;
    bool m_isConnected = false;
};

/// A whole service on a free port, with a few routes of its own.
class TestService
{
public:
    explicit TestService(HttpOptions options = {}) : TestService(std::move(options), {}) {}

    TestService(HttpOptions options, QList<Route> routes)
        : access([this](const QString &token) { return lookUp(token); }, {"worker.example"}), files(web.path())
    {
        write("index.html", "<!doctype html><title>UI</title>");
        write("assets/app-1234.js", QByteArray(5000, 'x'));
        router.add(access.routes());
        router.add({route("GET", "/api/v1/hello", [](const ApiRequest &) { return ApiReply::json("hello"); }),
            route("GET", "/api/v1/path/{name}/tail",
                [](const ApiRequest &request) { return ApiReply::json(request.parameter("name")); }),
            route("POST", "/api/v1/echo",
                [](const ApiRequest &request) {
                    return ApiReply{200, "text/plain", request.body, {}};
                }),
            route("GET", "/api/v1/headers", [](const ApiRequest &request) {
                QJsonObject object;
                for (const auto &[name, value] : request.headers)
                    object[QString::fromLatin1(name)] = QString::fromLatin1(value);
                return ApiReply::json(object);
            })});
        router.add(std::move(routes));
        listener = std::make_unique<HttpListener>(router, access, files, std::move(options));
        if (isOverTls()) {
            static const TestCertificate certificate;
            listener->useTls(certificate.identity());
        }
        port = listener->listen(QHostAddress::LocalHost, 0).value();
    }

    /// A public route on the pool.
    template <class Handler>
    static Route route(QByteArray method, QString path, Handler handler, Access access = Access::Public)
    {
        return {std::move(method), std::move(path), access, {},
            PooledHandler([handler](const ApiRequest &request) -> Result<ApiReply> { return handler(request); })};
    }
    static Route live(QByteArray method, QString path, LiveHandler handler, Access access = Access::Public)
    {
        return {std::move(method), std::move(path), access, {}, std::move(handler)};
    }

    void write(const QString &name, const QByteArray &content)
    {
        QDir(web.path()).mkpath(QFileInfo(name).path());
        QFile file(web.filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("cannot write %s", qPrintable(name));
    }

    std::optional<Principal> lookUp(const QString &token) const
    {
        static const QHash<QString, Access> tokens{{"viewer-token", Access::Viewer},
            {"operator-token", Access::Operator}, {"admin-token", Access::Admin}, {"worker-token", Access::Worker},
            {"cluster-token", Access::Cluster}};
        const auto it = tokens.find(token);
        if (it == tokens.end())
            return std::nullopt;
        return Principal{*it, token.section(u'-', 0, 0), {}};
    }

    /// True when a fresh client gets its answer: the service is up.
    bool answers()
    {
        RawClient client(port);
        return client.ask("GET /api/v1/hello HTTP/1.1\r\nHost: localhost\r\n\r\n").status == 200;
    }

    QTemporaryDir web;
    Router router;
    AccessControl access;
    StaticFiles files;
    std::unique_ptr<HttpListener> listener;
    quint16 port = 0;
};

inline QByteArray get(const QByteArray &path, const QByteArray &headers = {})
{
    return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n";
}

inline QByteArray post(const QByteArray &path, const QByteArray &body, const QByteArray &headers = {})
{
    return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + QByteArray::number(body.size())
        + "\r\n" + headers + "\r\n" + body;
}

/// The most memory this process has had, in bytes.
inline qint64 peakMemory()
{
    QFile status("/proc/self/status");
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray &line : status.readAll().split('\n'))
        if (line.startsWith("VmHWM:"))
            return line.mid(6).trimmed().split(' ').first().toLongLong() * 1024;
    return 0;
}

} // namespace mergeloom::test
