#pragma once

#include "service/storage/Dialect.h"

#include <QString>

namespace mergeloom {

/// Where a database is.
struct DatabasePlace {
    QString path; ///< file of SQLite
    QString url;  ///< postgresql://…, in every form that libpq reads; empty: SQLite. May hold a password.
    Dialect dialect() const { return url.isEmpty() ? Dialect::Sqlite : Dialect::PostgreSql; }
};

} // namespace mergeloom
