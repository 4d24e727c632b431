#include "service/storage/PostgresDriver.h"

#include <QMap>
#include <QSqlDriver>
#include <QVariant>

#include <memory>

#include <libpq-fe.h>

namespace mergeloom::postgres {

namespace {

/// What the URL says, by libpq's own names: https://www.postgresql.org/docs/current/libpq-connect.html
Result<QMap<QString, QString>> parametersOf(const QString &url)
{
    char *words = nullptr;
    const std::unique_ptr<PQconninfoOption, void (*)(PQconninfoOption *)> parsed(
        PQconninfoParse(url.toUtf8().constData(), &words), &PQconninfoFree);
    const std::unique_ptr<char, void (*)(void *)> keep(words, &PQfreemem);
    if (!parsed) {
        // In quotes it repeats what it was given, and that may be the password.
        const QString what = QString::fromUtf8(words).section(u'"', 0, 0).section(u':', 0, 0).trimmed();
        return failure(ErrorCode::InvalidInput,
            QStringLiteral("database_url cannot be read: %1. Write postgresql://user@host:5432/database.").arg(what),
            {{"field", "database_url"}});
    }
    QMap<QString, QString> parameters;
    for (const PQconninfoOption *option = parsed.get(); option->keyword; ++option)
        if (option->val)
            parameters.insert(QString::fromUtf8(option->keyword), QString::fromUtf8(option->val));
    return parameters;
}

QString quoted(QString value)
{
    value.replace(u'\\', QStringLiteral("\\\\")).replace(u'\'', QStringLiteral("\\'"));
    return u'\'' + value + u'\'';
}

struct Meaning {
    const char *state; ///< its beginning: https://www.postgresql.org/docs/current/errcodes-appendix.html
    ErrorCode code;
    const char *remedy;
};

constexpr Meaning meanings[] = {
    {"23", ErrorCode::Conflict, ""},
    {"40", ErrorCode::Unavailable, " Another writer was in the way; try again."},
    {"55P03", ErrorCode::Unavailable, " Another writer held it for too long; try again."},
    {"57014", ErrorCode::Unavailable, " Try again."},
    {"57P", ErrorCode::Unavailable, " It stops or starts; try again."},
    {"08", ErrorCode::Unavailable, " Check that the server runs and can be reached."},
    {"28", ErrorCode::Unavailable, " Check user and password in JCA_WORKER_DATABASE_URL."},
    {"3D000", ErrorCode::Unavailable, " Create the database, or name another in JCA_WORKER_DATABASE_URL."},
    {"53100", ErrorCode::Io, " Free some space on the disk of the database server."},
    {"53", ErrorCode::Unavailable, " The database server is at its limits; raise them, or try again."},
    {"58", ErrorCode::Io, " Check the disk of the database server."},
    {"XX00", ErrorCode::Corrupt, " Look into the log of the database server, and restore a backup."},
    {"25006", ErrorCode::Io, " The server takes no changes: it is a standby. Name the primary server."},
    {"42501", ErrorCode::Io, " Make the user of JCA_WORKER_DATABASE_URL the owner of the database."},
};

} // namespace

Result<void> configure(QSqlDatabase &database, const DatabasePlace &place)
{
    MERGELOOM_TRY(auto parameters, parametersOf(place.url));
    database.setHostName(parameters.take(QStringLiteral("host")));
    database.setDatabaseName(parameters.take(QStringLiteral("dbname")));
    database.setUserName(parameters.take(QStringLiteral("user")));
    database.setPassword(parameters.take(QStringLiteral("password")));
    // A server that is gone without a word is noticed within a minute.
    for (const auto &[key, value] :
        {std::pair("connect_timeout", connectTimeout), std::pair("application_name", applicationName),
            std::pair("keepalives_idle", "20"), std::pair("keepalives_interval", "5"),
            std::pair("keepalives_count", "3"), std::pair("tcp_user_timeout", "30000")})
        if (!parameters.contains(QString::fromLatin1(key)))
            parameters.insert(QString::fromLatin1(key), QString::fromLatin1(value));
    QStringList options;
    for (auto it = parameters.cbegin(); it != parameters.cend(); ++it) {
        if (it->contains(u';')) // Qt's separator
            return failure(ErrorCode::InvalidInput,
                QStringLiteral("%1 in database_url holds a semicolon. Leave it out.").arg(it.key()),
                {{"field", "database_url"}});
        options << it.key() + u'=' + quoted(*it);
    }
    database.setConnectOptions(options.join(u';'));
    return {};
}

QStringList setUp()
{
    return {
        // What was answered as stored is on disk, whatever the server's standard is.
        QStringLiteral(
            "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'"),
        // One whose machine is gone must not hold up all others.
        QStringLiteral("SET idle_in_transaction_session_timeout = '60s'"),
        QStringLiteral("SET lock_timeout = '20s'"),
        QStringLiteral("SET client_min_messages = 'warning'"),
        // Waits while somebody restores or moves this database.
        QStringLiteral("SELECT pg_advisory_lock_shared(1296854895, hashtext(current_schema()))"),
    };
}

Error errorOf(const QSqlError &error, const QString &doing)
{
    const QString state = error.nativeErrorCode();
    const QString words = (error.databaseText().isEmpty() ? error.text() : error.databaseText()).simplified();
    const auto make = [&](ErrorCode code, const char *remedy) {
        return Error{
            code, QStringLiteral("The database failed %1: %2.%3").arg(doing, words, QLatin1StringView(remedy)), {}};
    };
    for (const Meaning &meaning : meanings)
        if (state.startsWith(QLatin1StringView(meaning.state)))
            return make(meaning.code, meaning.remedy);
    if (state.isEmpty() && (words.contains(u"certificate") || words.contains(u"SSL error")))
        return make(ErrorCode::Unavailable,
            " Check sslmode and sslrootcert in JCA_WORKER_DATABASE_URL: they say which servers are believed.");
    // While it connects, libpq hands on the server's words without its code.
    if (state.isEmpty() && words.contains(u"authentication failed"))
        return make(ErrorCode::Unavailable, " Check user and password in JCA_WORKER_DATABASE_URL.");
    if (state.isEmpty()) // it was not the server who said so
        return make(ErrorCode::Unavailable, " Check that the server runs and can be reached.");
    return make(ErrorCode::Internal, "");
}

pg_conn *serverOf(const QSqlDatabase &database)
{
    const QVariant handle = database.driver()->handle(); // a PGconn *, whatever Qt's name for that type is
    return handle.isValid() ? *static_cast<PGconn *const *>(handle.constData()) : nullptr;
}

bool isLost(const QSqlDatabase &database)
{
    const PGconn *connection = serverOf(database);
    return !connection || PQstatus(connection) != CONNECTION_OK;
}

bool isConflicting(const QSqlError &error)
{
    return error.nativeErrorCode() == u"40001" || error.nativeErrorCode() == u"40P01";
}

QString shownPlace(const QString &url)
{
    const auto parameters = parametersOf(url);
    if (!parameters)
        return QStringLiteral("PostgreSQL");
    return QStringLiteral("PostgreSQL at %1/%2")
        .arg(parameters->value(QStringLiteral("host"), QStringLiteral("localhost")),
            parameters->value(QStringLiteral("dbname")));
}

} // namespace mergeloom::postgres
