// How work is done with a PostgreSQL server, which other gateways write to, and which can go away and come back.
#include "service/storage/Connection.h"
#include "service/storage/Database.h"
#include "service/storage/EventFeed.h"
#include "service/storage/Patience.h"
#include "service/storage/Statement.h"

#include <unistd.h>

namespace mergeloom {

namespace {

/// A server that was killed is back within this time. The main thread serves everybody, and waits for none.
std::chrono::milliseconds longestTry()
{
    const bool isMain = ::gettid() == ::getpid();
    return isMain ? std::chrono::milliseconds(50) : std::chrono::milliseconds(6000);
}

/// Of pg_advisory_xact_lock(): who writes alone has it.
constexpr qint64 writersTurn = 0x4d4c6f6f6d01;

Result<void> takeTurn(const WriteTransaction &transaction)
{
    Statement statement(transaction, R"postgres(SELECT pg_advisory_xact_lock(?))postgres");
    return statement.bind(writersTurn).run();
}

Result<void> notifyOthers(const WriteTransaction &transaction)
{
    if (transaction.announced().isEmpty())
        return {};
    Statement statement(transaction, R"postgres(SELECT pg_notify(?, ?))postgres");
    return statement.bind(EventFeed::channel).bind(QString::number(transaction.announced().last().id)).run();
}

} // namespace

Result<void> Database::readUntilDone(const ReadWork &work)
{
    Patience patience(longestTry());
    for (;;) {
        const Result<Connection *> own = connection();
        const Result<void> done = own ? readOnce(**own, work) : Result<void>(failure(own));
        const bool isLost = !own || (*own)->obstacle() == Obstacle::Lost;
        if (done || m_place.dialect() == Dialect::Sqlite || !isLost)
            return done;
        dropConnection();
        if (done.error().code != ErrorCode::Unavailable || !patience.tryAgain())
            return done;
    }
}

Result<bool> Database::writeOnce(Connection &own, const WriteTransaction &transaction, const WriteWork &work, Turn turn)
{
    if (!own.writeMark()) {
        MERGELOOM_TRY(own.writeMark(), WriteMark::make(own));
    }
    MERGELOOM_CHECK(own.begin(TransactionKind::Write));
    const auto all = [&]() -> Result<void> {
        if (turn == Turn::Alone)
            MERGELOOM_CHECK(takeTurn(transaction));
        MERGELOOM_CHECK(work(transaction));
        MERGELOOM_CHECK(notifyOthers(transaction));
        return own.writeMark()->put(own);
    };
    if (const Result<void> done = all(); !done) {
        own.rollBack();
        return failure(done);
    }
    const Result<void> done = own.commit();
    if (!done && own.obstacle() != Obstacle::Lost)
        return failure(done);
    return done.has_value();
}

Result<bool> Database::isCommitted(const WriteMark &mark)
{
    Patience patience(longestTry());
    for (;;) {
        const Result<Connection *> own = connection();
        const Result<bool> seen = own ? mark.isCommitted(**own) : Result<bool>(failure(own));
        if (seen)
            return seen;
        dropConnection();
        if (!patience.tryAgain())
            return seen;
    }
}

Result<void> Database::writeToPostgres(const WriteWork &work, Turn turn)
{
    Patience patience(longestTry());
    for (;;) {
        const Result<Connection *> own = connection();
        if (!own && (own.error().code != ErrorCode::Unavailable || !patience.tryAgain()))
            return failure(own);
        if (!own)
            continue;
        const WriteTransaction transaction(**own);
        Result<bool> done = writeOnce(**own, transaction, work, turn);
        const Obstacle obstacle = (*own)->obstacle();
        const auto mark = (*own)->writeMark();
        if (obstacle == Obstacle::Lost)
            dropConnection();
        if (done && !*done) {
            MERGELOOM_TRY(const bool isDone, isCommitted(*mark));
            done = isDone;
            if (!isDone)
                done = failure(ErrorCode::Unavailable,
                    QStringLiteral("%1 went away before the change was stored. Try again.").arg(m_shownPlace));
        }
        if (done) {
            if (m_feed)
                m_feed->stored(transaction.announced());
            return {};
        }
        if (obstacle == Obstacle::None || !patience.tryAgain())
            return failure(done);
    }
}

} // namespace mergeloom
