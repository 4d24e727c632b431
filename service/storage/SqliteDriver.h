#pragma once

#include "service/storage/DatabasePlace.h"
#include "shared/core/Result.h"

#include <QSqlDatabase>
#include <QSqlError>
#include <QStringList>

namespace mergeloom::sqlite {

inline constexpr auto driver = "QSQLITE";
inline constexpr auto package = "libqt6sql6-sqlite";

Result<void> configure(QSqlDatabase &database, const DatabasePlace &place);
/// Statements for each new connection.
QStringList setUp();
Error errorOf(const QSqlError &error, const QString &doing);

} // namespace mergeloom::sqlite
