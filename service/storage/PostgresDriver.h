#pragma once

#include "service/storage/DatabasePlace.h"
#include "shared/core/Result.h"

#include <QSqlDatabase>
#include <QSqlError>
#include <QStringList>

struct pg_conn; // of libpq

namespace mergeloom::postgres {

inline constexpr auto driver = "QPSQL";
inline constexpr auto package = "libqt6sql6-psql";
inline constexpr int leastServerVersion = 13;

/// Connections wait so long for the server, seconds.
inline constexpr auto connectTimeout = "5";
inline constexpr auto applicationName = "mergeloom-worker";

/// Says, true or false, whether this connection now is the only one of ours: all others share that lock, as setUp() has it.
inline constexpr auto claim = "SELECT pg_try_advisory_lock(1296854895, hashtext(current_schema()))";

/// `invalid_input` when libpq does not read the URL.
Result<void> configure(QSqlDatabase &database, const DatabasePlace &place);
/// Statements for each new connection.
QStringList setUp();
Error errorOf(const QSqlError &error, const QString &doing);
/// libpq's own connection; none when it is closed.
pg_conn *serverOf(const QSqlDatabase &database);
/// Whether the connection has ended, whatever QSqlDatabase::isOpen() says.
bool isLost(const QSqlDatabase &database);
/// The transaction met another and was undone: a serialisation failure or a deadlock.
bool isConflicting(const QSqlError &error);
/// `host/database` of the URL, without user and password.
QString shownPlace(const QString &url);

} // namespace mergeloom::postgres
