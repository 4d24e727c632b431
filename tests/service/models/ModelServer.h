#pragma once

#include "service/platform/HttpClient.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>

namespace mergeloom::test {

/// tests/servers/model-server.mjs as a child; it ends with this object.
class ModelServer
{
public:
    bool start(const QJsonObject &script, const QStringList &options = {})
    {
        QFile file(m_directory.filePath(QStringLiteral("script.json")));
        if (!file.open(QIODevice::WriteOnly) || file.write(QJsonDocument(script).toJson()) < 0)
            return false;
        file.close();
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.start(QStringLiteral("node"),
            QStringList{QStringLiteral(MERGELOOM_SOURCE_DIR "/tests/servers/model-server.mjs"),
                QStringLiteral("--script"), file.fileName(), QStringLiteral("--watch-stdin")}
                + options);
        QByteArray line;
        while (!line.endsWith('\n')) {
            if (!m_process.waitForReadyRead(20'000))
                return false;
            line += m_process.readLine();
        }
        m_url = QJsonDocument::fromJson(line).object().value(QStringLiteral("url")).toString();
        return !m_url.isEmpty();
    }
    ~ModelServer()
    {
        m_process.closeWriteChannel();
        if (!m_process.waitForFinished(5000))
            m_process.kill();
        m_process.waitForFinished(5000);
    }

    const QString &url() const { return m_url; }
    /// What the requests did wrong, as JSON; `[]` when nothing.
    QByteArray problems() { return view("/_problems"); }
    QJsonArray requests() { return QJsonDocument::fromJson(view("/_requests")).array(); }
    /// Another script from the next request on.
    bool replaceScript(const QJsonObject &script)
    {
        HttpClient client;
        const auto answer = client.send(
            {.method = "POST", .url = QUrl(m_url + QStringLiteral("/_script")), .body = QJsonDocument(script).toJson()},
            {});
        return answer && answer->status == 200;
    }

private:
    QByteArray view(const char *path)
    {
        HttpClient client;
        const auto answer = client.send({.url = QUrl(m_url + QString::fromLatin1(path))}, {});
        return answer ? answer->body : QByteArray("no answer: ") + answer.error().message.toUtf8();
    }

    QTemporaryDir m_directory;
    QProcess m_process;
    QString m_url;
};

} // namespace mergeloom::test
