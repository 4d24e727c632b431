#include "service/storage/PostgresCopy.h"

#include <QSqlError>

#include <libpq-fe.h>

namespace mergeloom::postgres {

namespace {

/// https://www.postgresql.org/docs/current/sql-copy.html: signature, flags, length of an extension; and a count of -1 at the end.
constexpr QByteArrayView fileHeader("PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0", 19);
constexpr QByteArrayView fileEnd("\377\377", 2);

Unexpected copyError(Connection &connection, const PGresult *answer, const QByteArray &doing)
{
    const char *state = answer ? PQresultErrorField(answer, PG_DIAG_SQLSTATE) : nullptr;
    const QString words = QString::fromUtf8(PQerrorMessage(connection.server()));
    return Unexpected(connection.error(
        QSqlError(QString(), words, QSqlError::StatementError, QString::fromLatin1(state)), QString::fromUtf8(doing)));
}

/// Runs it, and gives an error unless it goes on as `wanted` says.
Result<void> run(Connection &connection, const QByteArray &sql, ExecStatusType wanted)
{
    const std::unique_ptr<PGresult, void (*)(PGresult *)> answer(
        PQexec(connection.server(), sql.constData()), &PQclear);
    if (PQresultStatus(answer.get()) != wanted)
        return copyError(connection, answer.get(), "in \"" + sql.left(80).simplified() + '"');
    return {};
}

/// What the server says at the end.
Result<void> finish(Connection &connection, const QByteArray &doing)
{
    Result<void> done;
    while (PGresult *answer = PQgetResult(connection.server())) {
        if (PQresultStatus(answer) != PGRES_COMMAND_OK && done)
            done = copyError(connection, answer, doing);
        PQclear(answer);
    }
    return done;
}

} // namespace

Result<void> copyOut(
    Connection &connection, const QByteArray &query, const std::function<Result<void>(QByteArrayView row)> &onRow)
{
    MERGELOOM_CHECK(run(connection, "COPY (" + query + ") TO STDOUT (FORMAT binary)", PGRES_COPY_OUT));
    Result<void> taken;
    bool isFirst = true;
    for (;;) {
        char *bytes = nullptr;
        const int size = PQgetCopyData(connection.server(), &bytes, 0);
        if (size <= 0)
            break;
        const std::unique_ptr<char, void (*)(void *)> keep(bytes, &PQfreemem);
        QByteArrayView row(bytes, size);
        if (std::exchange(isFirst, false) && row.startsWith(fileHeader))
            row = row.sliced(fileHeader.size());
        if (!taken || row.isEmpty() || row == fileEnd)
            continue; // to the end, so that the connection can be used again
        taken = onRow(row);
    }
    const Result<void> done = finish(connection, "reading rows");
    return taken ? done : taken;
}

CopyIn::~CopyIn()
{
    if (!m_isOpen)
        return;
    PQputCopyEnd(m_connection.server(), "given up");
    (void)finish(m_connection, {});
}

Result<void> CopyIn::begin(const QByteArray &columns)
{
    MERGELOOM_CHECK(
        run(m_connection, "COPY " + m_table + " (" + columns + ") FROM STDIN (FORMAT binary)", PGRES_COPY_IN));
    m_isOpen = true;
    return put(fileHeader);
}

Result<void> CopyIn::put(QByteArrayView rows)
{
    if (PQputCopyData(m_connection.server(), rows.data(), int(rows.size())) == 1)
        return {};
    m_isOpen = false;
    return copyError(m_connection, nullptr, "writing the table " + m_table);
}

Result<void> CopyIn::end()
{
    MERGELOOM_CHECK(put(fileEnd));
    m_isOpen = false;
    if (PQputCopyEnd(m_connection.server(), nullptr) != 1)
        return copyError(m_connection, nullptr, "writing the table " + m_table);
    return finish(m_connection, "writing the table " + m_table);
}

} // namespace mergeloom::postgres
