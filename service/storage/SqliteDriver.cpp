#include "service/storage/SqliteDriver.h"

namespace mergeloom::sqlite {

namespace {

// Extended result codes keep the primary one in the low byte: https://www.sqlite.org/rescode.html
enum SqliteCode {
    Busy = 5,
    Locked = 6,
    ReadOnly = 8,
    IoError = 10,
    Corrupt = 11,
    Full = 13,
    CannotOpen = 14,
    Constraint = 19,
    NotADatabase = 26
};

} // namespace

Result<void> configure(QSqlDatabase &database, const DatabasePlace &place)
{
    database.setDatabaseName(place.path);
    database.setConnectOptions(QStringLiteral("QSQLITE_BUSY_TIMEOUT=10000"));
    return {};
}

QStringList setUp()
{
    // FULL: what was answered as stored is on disk.
    return {QStringLiteral("PRAGMA journal_mode = WAL"), QStringLiteral("PRAGMA synchronous = FULL"),
        // What is deleted is overwritten.
        QStringLiteral("PRAGMA secure_delete = ON"), QStringLiteral("PRAGMA foreign_keys = ON"),
        QStringLiteral("PRAGMA recursive_triggers = ON"), QStringLiteral("PRAGMA temp_store = MEMORY"),
        QStringLiteral("PRAGMA cache_size = -8000"), QStringLiteral("PRAGMA wal_autocheckpoint = 4000"),
        QStringLiteral("PRAGMA journal_size_limit = 67108864")};
}

Error errorOf(const QSqlError &error, const QString &doing)
{
    const int code = error.nativeErrorCode().toInt() & 0xff;
    const QString words = error.databaseText().isEmpty() ? error.text() : error.databaseText();
    const auto make = [&](ErrorCode errorCode, const QString &remedy) {
        return Error{errorCode, QStringLiteral("The database failed %1: %2.%3").arg(doing, words, remedy), {}};
    };
    switch (code) {
    case Busy:
    case Locked:
        return make(ErrorCode::Unavailable, QStringLiteral(" Another program holds it; try again."));
    case Constraint:
        return make(ErrorCode::Conflict, QString());
    case Corrupt:
    case NotADatabase:
        return make(ErrorCode::Corrupt, QStringLiteral(" Restore a backup of the data directory."));
    case Full:
        return make(ErrorCode::Io, QStringLiteral(" Free some space on the disk of the data directory."));
    case ReadOnly:
    case IoError:
    case CannotOpen:
        return make(ErrorCode::Io, QStringLiteral(" Check the disk and the rights of the data directory."));
    default:
        return make(ErrorCode::Internal, QString());
    }
}

} // namespace mergeloom::sqlite
