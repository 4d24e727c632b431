#pragma once

#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>

#include <stdexcept>

namespace mergeloom {

/// One of the servers in tests/servers, which ends with this object. `facts` is its line of JSON.
class GitServer
{
public:
    GitServer(const QString &program, const QStringList &arguments)
    {
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.start("node",
            QStringList{QStringLiteral(MERGELOOM_SOURCE_DIR "/tests/servers/") + program, "--watch-stdin"} + arguments);
        while (!m_process.canReadLine())
            if (!m_process.waitForReadyRead(30000))
                throw std::runtime_error("the git server did not start");
        facts = QJsonDocument::fromJson(m_process.readLine()).object();
    }
    ~GitServer()
    {
        m_process.closeWriteChannel();
        m_process.waitForFinished(10000);
    }
    QString text(const char *name) const { return facts.value(QLatin1String(name)).toString(); }

    QJsonObject facts;

private:
    QProcess m_process;
};

} // namespace mergeloom
