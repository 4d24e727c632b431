#pragma once

#include "service/storage/Connection.h"

namespace mergeloom {

/// Runs what is missing of the folder's NNNN_verb_noun.sql, one transaction each, and gives the schema's number. Errors:
/// `unsupported` (schema newer than the program), `corrupt` (a migration was changed after it ran).
Result<int> migrate(Connection &connection, const QString &folder);

/// The same check without a change; `unsupported` also when a migration is missing.
Result<int> checkMigrated(Connection &connection, const QString &folder);

/// The first migrations up to number `last`, as a part of the transaction that is under way, into a database that has none.
Result<void> migrateWithin(const WriteTransaction &transaction, const QString &folder, int last);
/// Those that follow `last`, in the same way. Gives the schema's number.
Result<int> migrateRestWithin(const WriteTransaction &transaction, const QString &folder, int last);

/// The number of the newest migration in a folder.
Result<int> newestMigration(const QString &folder);

/// The statements of a migration: a blank line ends one, lines that begin with `--` are left out.
QStringList statementsOf(const QString &sql);

} // namespace mergeloom
