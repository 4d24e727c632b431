#pragma once

#include "service/storage/Connection.h"

#include <QByteArrayView>

#include <functional>

namespace mergeloom::postgres {

/// Rows of a query by COPY, binary, each as it comes. An error of `onRow` ends it, and is handed on.
Result<void> copyOut(
    Connection &connection, const QByteArray &query, const std::function<Result<void>(QByteArrayView row)> &onRow);

/// Rows into a table by COPY, binary. `columns`: with commas. Without an end() nothing of it stays.
class CopyIn
{
public:
    CopyIn(Connection &connection, QByteArray table) : m_connection(connection), m_table(std::move(table)) {}
    ~CopyIn();
    CopyIn(const CopyIn &) = delete;
    CopyIn &operator=(const CopyIn &) = delete;

    Result<void> begin(const QByteArray &columns);
    Result<void> put(QByteArrayView rows);
    Result<void> end();

private:
    Connection &m_connection;
    QByteArray m_table;
    bool m_isOpen = false;
};

} // namespace mergeloom::postgres
