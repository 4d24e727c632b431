#pragma once

#include "shared/client/ApiClient.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QHostAddress>
#include <QProcess>
#include <QRegularExpression>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

namespace mergeloom::test {

inline quint16 freePort()
{
    QTcpServer server;
    server.listen(QHostAddress::LocalHost);
    return server.serverPort();
}

/// Runs a program to its end; false, and its output as a warning, when it fails.
inline bool runs(const QString &program, const QStringList &arguments)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(program, arguments);
    const bool isDone = process.waitForFinished(30'000) && process.exitCode() == 0;
    if (!isDone)
        qWarning("%s: %s", qPrintable(program), process.readAll().constData());
    return isDone;
}

/// A self-signed certificate with its key, as `NAME.pem` and `NAME.key` of a folder.
inline bool makeCertificate(const QString &folder, const QString &name)
{
    return runs(QStringLiteral("openssl"),
        {QStringLiteral("req"), QStringLiteral("-x509"), QStringLiteral("-nodes"), QStringLiteral("-batch"),
            QStringLiteral("-days"), QStringLiteral("30"), QStringLiteral("-newkey"), QStringLiteral("ec"),
            QStringLiteral("-pkeyopt"), QStringLiteral("ec_paramgen_curve:P-256"), QStringLiteral("-subj"),
            QStringLiteral("/CN=") + name, QStringLiteral("-keyout"), folder + u'/' + name + QStringLiteral(".key"),
            QStringLiteral("-out"), folder + u'/' + name + QStringLiteral(".pem")});
}

/// The real program, `serve` on a port and a data directory of its own; ended with this object.
class RealWorker
{
public:
    RealWorker()
    {
        m_environment = QProcessEnvironment::systemEnvironment();
        for (const QString &name : m_environment.keys())
            if (name.startsWith(u"JCA_"))
                m_environment.remove(name);
        m_port = freePort();
        set("JCA_WORKER_PORT", QString::number(m_port));
        set("JCA_WORKER_DATA_DIR", m_folder.filePath(QStringLiteral("data")));
        set("JCA_WORKER_NAME", QStringLiteral("test-host"));
        set("HOME", m_folder.path());
        set("XDG_CONFIG_HOME", m_folder.filePath(QStringLiteral("config")));
    }
    ~RealWorker() { stop(); }

    void set(const char *variable, const QString &value) { m_environment.insert(QString::fromLatin1(variable), value); }
    QString folder() const { return m_folder.path(); }
    const QProcessEnvironment &environment() const { return m_environment; }

    /// True when it answers.
    bool start()
    {
        m_log.clear();
        m_process.setProcessEnvironment(m_environment);
        m_process.setProcessChannelMode(QProcess::MergedChannels);
        const QString beside = QCoreApplication::applicationDirPath() + QStringLiteral("/../service/mergeloom-worker");
        m_process.start(qEnvironmentVariable("MERGELOOM_WORKER", beside), {QStringLiteral("serve")});
        static const QRegularExpression ready(QStringLiteral("is ready at (\\S+)"));
        while (!ready.match(m_log).hasMatch()) {
            if (!m_process.waitForReadyRead(30'000)) {
                qWarning("the worker did not start: %s", qPrintable(m_log));
                return false;
            }
            m_log += QString::fromUtf8(m_process.readAll());
        }
        m_url = ready.match(m_log).captured(1);
        QFile token(m_folder.filePath(QStringLiteral("data/admin_token")));
        m_token = token.open(QIODevice::ReadOnly) ? QString::fromUtf8(token.readAll()).trimmed() : QString();
        return !m_token.isEmpty();
    }
    void stop()
    {
        m_process.terminate();
        if (m_process.state() != QProcess::NotRunning && !m_process.waitForFinished(15'000))
            kill();
    }
    void kill()
    {
        m_process.kill();
        m_process.waitForFinished(10'000);
    }

    quint16 port() const { return m_port; }
    QString url() const { return m_url; }
    QString token() const { return m_token; }

    /// An event in its stream; gives the name that was used.
    bool makeEvent(const QString &name)
    {
        ApiClient client{QUrl(m_url), m_token};
        const auto made = client.wait(api_call::createToken({name, Role::Viewer, {}}));
        if (!made)
            qWarning("%s", qPrintable(made.error().message));
        return made.has_value();
    }
    /// Ids of all events after one.
    QList<qint64> eventIds(qint64 after)
    {
        ApiClient client{QUrl(m_url), m_token};
        QList<qint64> ids;
        const auto page = client.wait(api_call::events(after, 200));
        for (const api::EventView &event : page ? page->items : QList<api::EventView>())
            ids << event.id;
        return ids;
    }

private:
    QTemporaryDir m_folder;
    QProcessEnvironment m_environment;
    QProcess m_process;
    QString m_log;
    quint16 m_port = 0;
    QString m_url;
    QString m_token;
};

} // namespace mergeloom::test
