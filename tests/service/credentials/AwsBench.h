#pragma once

#include "service/credentials/AwsMachine.h"
#include "tests/service/platform/RawServer.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QMap>
#include <QTemporaryDir>

#include <mutex>

namespace mergeloom::test {

/// A machine of its own for the sources of AWS keys: variables, a home, a clock, and one loopback server that plays answers in
/// their order and keeps what it was asked.
class AwsBench
{
public:
    struct Asked {
        QByteArray line; ///< `GET /path`
        QMap<QByteArray, QByteArray> headers;
        QByteArray body;
    };

    AwsBench()
        : m_server([this](QTcpSocket &socket, const QByteArray &request) { RawServer::say(socket, answer(request)); })
    {
        machine = AwsMachine::real();
        machine.variable = [this](const QString &name) { return variables.value(name); };
        machine.home = m_home.path();
        machine.clock = std::make_shared<AwsClock>([this] { return now; });
        machine.containerHost = url();
        for (const char *name : {"AWS_ENDPOINT_URL", "AWS_EC2_METADATA_SERVICE_ENDPOINT"})
            variables.insert(QString::fromLatin1(name), url());
    }

    QString url(const QString &path = {}) const { return m_server.url(path).toString(); }

    void willAnswer(int status, const QByteArray &body, const QByteArray &headers = {})
    {
        const std::lock_guard lock(m_mutex);
        m_answers.append("HTTP/1.1 " + QByteArray::number(status) + " x\r\n" + headers
            + "connection: close\r\ncontent-length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body);
    }

    QList<Asked> asked()
    {
        const std::lock_guard lock(m_mutex);
        return m_asked;
    }

    /// Below the home; gives the path.
    QString write(const QString &name, const QByteArray &text)
    {
        const QString path = m_home.filePath(name);
        QDir().mkpath(QFileInfo(path).path());
        QFile file(path);
        return file.open(QIODevice::WriteOnly) && file.write(text) == text.size() ? path : QString();
    }

    AwsMachine machine;
    QMap<QString, QString> variables;
    Timestamp now = *Timestamp::parse(u"2026-01-31T12:00:00Z");

private:
    QByteArray answer(const QByteArray &request)
    {
        const qsizetype end = request.indexOf("\r\n\r\n");
        const QByteArrayList lines = request.left(end).split('\n');
        Asked asked{.line = lines.first().left(lines.first().lastIndexOf(' ')), .body = request.mid(end + 4)};
        for (const QByteArray &line : lines.mid(1))
            asked.headers.insert(line.left(line.indexOf(':')).toLower(), line.mid(line.indexOf(':') + 1).trimmed());
        const std::lock_guard lock(m_mutex);
        m_asked.append(asked);
        return m_answers.isEmpty() ? QByteArray("HTTP/1.1 500 x\r\nconnection: close\r\ncontent-length: 0\r\n\r\n")
                                   : m_answers.takeFirst();
    }

    QTemporaryDir m_home;
    std::mutex m_mutex;
    QByteArrayList m_answers;
    QList<Asked> m_asked;
    RawServer m_server;
};

/// `ID/SECRET/TOKEN SECONDS` of keys, or `! CODE MESSAGE` of an error.
inline QString printed(const Result<AwsFound> &found)
{
    if (!found)
        return QStringLiteral("! %1 %2").arg(errorCodeName(found.error().code), found.error().message);
    const QByteArray text = found->value.accessKeyId + '/' + found->value.secretKey + '/' + found->value.sessionToken;
    return QString::fromUtf8(text)
        + (found->lifetime ? QStringLiteral(" %1").arg(found->lifetime->count() / 1000) : QString());
}

/// As the token service gives keys (its API Reference, "AssumeRole").
inline QByteArray stsKeys(const QByteArray &action, const QByteArray &id, const QByteArray &expiry)
{
    return "<" + action + "Response xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">\n  <" + action
        + "Result>\n    <AssumedRoleUser>\n      <AssumedRoleId>AROA:mergeloom-worker</AssumedRoleId>\n"
          "      <Arn>arn:aws:sts::123456789012:assumed-role/demo/mergeloom-worker</Arn>\n    </AssumedRoleUser>\n"
          "    <Credentials>\n      <AccessKeyId>"
        + id
        + "</AccessKeyId>\n      <SecretAccessKey>wJalrXUtnFEMI/K7MDENG/role</SecretAccessKey>\n"
          "      <SessionToken>token&amp;of/the+role==</SessionToken>\n      <Expiration>"
        + expiry + "</Expiration>\n    </Credentials>\n  </" + action
        + "Result>\n  <ResponseMetadata>\n"
          "    <RequestId>c6104cbe-af31-11e0-8154-cbc7ccf896c7</RequestId>\n  </ResponseMetadata>\n</"
        + action + "Response>\n";
}

inline QByteArray stsError(const QByteArray &code, const QByteArray &message)
{
    return "<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><Error><Type>Sender</Type><Code>" + code
        + "</Code><Message>" + message + "</Message></Error><RequestId>r</RequestId></ErrorResponse>";
}

} // namespace mergeloom::test
