#pragma once

#include <QDir>
#include <QElapsedTimer>
#include <QProcess>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QThread>
#include <QUrl>

#include <csignal>
#include <memory>

#include <unistd.h>

namespace mergeloom {

/// A PostgreSQL server that ends with the program: its files in memory where there is room, a socket, no TCP. Its language
/// sorts texts in another order than SQLite, as a real one may.
class PostgresServer
{
public:
    /// Empty: this machine has none.
    static QString programs()
    {
        const QDir versions(QStringLiteral("/usr/lib/postgresql"));
        QString found;
        for (const QString &version : versions.entryList(QDir::Dirs | QDir::NoDotAndDotDot))
            if (QFile::exists(versions.filePath(version + QStringLiteral("/bin/initdb"))))
                found = versions.filePath(version + QStringLiteral("/bin/"));
        return found;
    }

    PostgresServer()
        : m_directory(QDir(QStringLiteral("/dev/shm")).exists() ? QStringLiteral("/dev/shm/mergeloom-pg-XXXXXX")
                                                                : QStringLiteral("/tmp/mergeloom-pg-XXXXXX"))
    {
        if (isRoot())
            QProcess::execute(QStringLiteral("chown"), {owner(), m_directory.path()});
        QProcess initdb;
        begin(initdb,
            {programs() + QStringLiteral("initdb"), QStringLiteral("-D"), data(), QStringLiteral("--no-sync"),
                QStringLiteral("--no-instructions"), QStringLiteral("-A"), QStringLiteral("trust"),
                QStringLiteral("-U"), QStringLiteral("mergeloom"), QStringLiteral("-E"), QStringLiteral("UTF8"),
                QStringLiteral("--locale=C.UTF-8"), QStringLiteral("--locale-provider=icu"),
                QStringLiteral("--icu-locale=en-US")});
        if (!initdb.waitForFinished(60000) || initdb.exitCode() != 0)
            qFatal("initdb: %s", initdb.readAll().constData());
        start();
    }
    ~PostgresServer()
    {
        if (!m_server)
            return;
        ::kill(pid_t(m_server->processId()), SIGQUIT); // at once, and tidily
        if (!m_server->waitForFinished(10000))
            m_server->kill();
    }

    void start()
    {
        m_server = std::make_unique<QProcess>();
        begin(*m_server,
            {programs() + QStringLiteral("postgres"), QStringLiteral("-D"), data(), QStringLiteral("-c"),
                QStringLiteral("listen_addresses="), QStringLiteral("-c"),
                QStringLiteral("unix_socket_directories=") + m_directory.path(), QStringLiteral("-c"),
                QStringLiteral("fsync=off"), QStringLiteral("-c"), QStringLiteral("dynamic_shared_memory_type=mmap"),
                QStringLiteral("-c"), QStringLiteral("shared_buffers=32MB"), QStringLiteral("-c"),
                QStringLiteral("max_wal_size=128MB")});
        QElapsedTimer since;
        since.start();
        while (!execute(QStringLiteral("SELECT 1"))) {
            if (since.elapsed() > 60000 || m_server->state() == QProcess::NotRunning)
                qFatal("the PostgreSQL server does not start: %s", m_server->readAll().constData());
            m_server->waitForReadyRead(20);
        }
    }

    /// -9, at whatever it is.
    void kill()
    {
        if (!m_server)
            return;
        m_server->kill();
        m_server->waitForFinished(10000);
        // Its processes see that it is gone, and end.
        while (execute(QStringLiteral("SELECT 1")))
            QThread::msleep(5);
        m_server.reset();
    }

    /// A schema of its own in the one database.
    QString newPlace()
    {
        const QString schema = QStringLiteral("place_%1").arg(++m_places);
        if (!execute(QStringLiteral("CREATE SCHEMA ") + schema))
            qFatal("no schema can be made");
        return urlOf(schema);
    }

    bool execute(const QString &sql)
    {
        bool isDone = false;
        {
            QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QPSQL"), QStringLiteral("test-server"));
            database.setHostName(m_directory.path());
            database.setDatabaseName(QStringLiteral("postgres"));
            database.setUserName(QStringLiteral("mergeloom"));
            isDone = database.open() && QSqlQuery(database).exec(sql);
        }
        QSqlDatabase::removeDatabase(QStringLiteral("test-server"));
        return isDone;
    }

private:
    static bool isRoot() { return ::geteuid() == 0; }
    static QString owner()
    {
        return QProcess::execute(
                   QStringLiteral("sh"), {QStringLiteral("-c"), QStringLiteral("id postgres >/dev/null 2>&1")})
                == 0
            ? QStringLiteral("postgres")
            : QStringLiteral("nobody");
    }
    QString data() const { return m_directory.filePath(QStringLiteral("data")); }
    QString urlOf(const QString &schema) const
    {
        return QStringLiteral("postgresql://mergeloom@%1/postgres?options=-csearch_path%3D%2")
            .arg(QString::fromLatin1(QUrl::toPercentEncoding(m_directory.path())), schema);
    }
    /// The server refuses to run as root; it ends when this program does, however that ends.
    void begin(QProcess &process, QStringList command) const
    {
        QStringList all{QStringLiteral("--pdeathsig"), QStringLiteral("KILL")};
        if (isRoot())
            all << QStringLiteral("--reuid") << owner() << QStringLiteral("--regid") << owner()
                << QStringLiteral("--clear-groups");
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.setWorkingDirectory(m_directory.path());
        process.start(QStringLiteral("setpriv"), all + command);
        process.waitForStarted();
    }

    QTemporaryDir m_directory;
    std::unique_ptr<QProcess> m_server;
    int m_places = 0;
};

} // namespace mergeloom
