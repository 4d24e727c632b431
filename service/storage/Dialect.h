#pragma once

#include <QByteArray>

namespace mergeloom {

enum class Dialect { Sqlite, PostgreSql };

/// What a transaction may do.
enum class TransactionKind { Read, Write };

/// A statement of the stores as the database spells it. All differences between the two but full text (RunText.cpp) are here:
/// `IN (SELECT value FROM json_each(?))` takes a bound QStringList; `LIKE` does not tell a from A; `/* lock */` at the end
/// keeps the rows from other writers until the transaction ends, and `/* claim */` leaves out those that another has.
/// `/* by index */` behind a table names the index for SQLite, which has no figures to choose by; PostgreSQL chooses itself.
QByteArray spelledFor(Dialect dialect, TransactionKind kind, const QByteArray &sql);

} // namespace mergeloom
