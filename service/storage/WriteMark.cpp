#include "service/storage/WriteMark.h"

#include "service/storage/PostgresDriver.h"
#include "service/storage/Statement.h"
#include "shared/core/Ulid.h"

namespace mergeloom {

Result<WriteMark> WriteMark::make(Connection &connection)
{
    WriteMark mark;
    mark.m_writer = makeUlid();
    const ReadTransaction transaction(connection);
    Statement forget(
        transaction, R"postgres(DELETE FROM write_mark WHERE opened_at < now() - interval '30 days')postgres");
    MERGELOOM_CHECK(forget.run());
    Statement insert(transaction, R"postgres(INSERT INTO write_mark (writer, number) VALUES (?, 0))postgres");
    MERGELOOM_CHECK(insert.bind(mark.m_writer).run());
    // By this name isCommitted() finds it again; at most 63 letters.
    Statement name(transaction, R"postgres(SELECT set_config('application_name', ?, false))postgres");
    MERGELOOM_CHECK(name.bind(QString::fromLatin1(postgres::applicationName) + u' ' + mark.m_writer).next());
    return mark;
}

Result<void> WriteMark::put(Connection &connection)
{
    Statement statement(ReadTransaction(connection), R"postgres(
        INSERT INTO write_mark (writer, number) VALUES (?, ?)
        ON CONFLICT (writer) DO UPDATE SET number = excluded.number)postgres");
    return statement.bind(m_writer).bind(++m_number).run();
}

Result<bool> WriteMark::isCommitted(Connection &other) const
{
    const ReadTransaction transaction(other);
    Statement end(transaction, R"postgres(
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = ?)postgres");
    MERGELOOM_CHECK(end.bind(QString::fromLatin1(postgres::applicationName) + u' ' + m_writer).run());
    // The lock waits until that transaction has ended.
    MERGELOOM_CHECK(other.begin(TransactionKind::Write));
    const auto look = [&]() -> Result<bool> {
        Statement statement(
            transaction, R"postgres(SELECT number FROM write_mark WHERE writer = ? FOR UPDATE)postgres");
        MERGELOOM_TRY(const bool isThere, statement.bind(m_writer).next());
        return isThere && statement.integer(0) == m_number;
    };
    const Result<bool> seen = look();
    other.rollBack();
    return seen;
}

} // namespace mergeloom
