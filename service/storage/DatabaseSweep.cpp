// How deleted bytes go, beyond being deleted.
#include "service/storage/Connection.h"
#include "service/storage/Database.h"
#include "service/storage/RunText.h"
#include "service/storage/Statement.h"

#include <thread>

namespace mergeloom {

namespace {

/// Between two looks whether readers have gone; in between writers have their turn.
constexpr std::chrono::milliseconds pause{50};
constexpr int mostTries = 40;
/// So much is written in a fraction of a second.
constexpr qint64 largestRewritten = 32 << 20;

/// Moves the write-ahead log into the file and empties it. False: a reader is in the way.
Result<bool> emptyWriteAheadLog(Connection &connection)
{
    const ReadTransaction outside(connection); // a checkpoint cannot be in a transaction
    Statement statement(outside, R"sqlite(PRAGMA wal_checkpoint(TRUNCATE))sqlite");
    MERGELOOM_TRY(const bool isRow, statement.next());
    return isRow && statement.integer(0) == 0;
}

} // namespace

Result<Database::Swept> Database::sweepSqlite(Rewrite rewrite)
{
    for (auto merge = RunText::Merge::Begin;; merge = RunText::Merge::GoOn) {
        MERGELOOM_TRY(const bool isMore,
            write([&](const WriteTransaction &transaction) { return RunText::merge(transaction, merge); }));
        if (!isMore)
            break;
        std::this_thread::sleep_for(std::chrono::milliseconds(1)); // others write too
    }
    MERGELOOM_TRY(Connection * own, connection());
    MERGELOOM_TRY(const qint64 size, sizeInBytes());
    if (rewrite == Rewrite::Always || (rewrite == Rewrite::WhenSmall && size <= largestRewritten)) {
        QMutexLocker lock(&m_writer);
        MERGELOOM_CHECK(own->execute(QStringLiteral("VACUUM")));
    }
    Swept swept;
    for (int tries = 0; tries < mostTries; ++tries) {
        if (tries > 0)
            std::this_thread::sleep_for(pause);
        QMutexLocker lock(&m_writer); // no writer of ours is in the way; no reader holds us up
        MERGELOOM_CHECK(own->execute(QStringLiteral("PRAGMA busy_timeout = 0")));
        const Result<bool> isEmpty = emptyWriteAheadLog(*own);
        MERGELOOM_CHECK(own->execute(QStringLiteral("PRAGMA busy_timeout = 10000")));
        swept.isWhole = isEmpty.value_or(false);
        if (swept.isWhole)
            break;
    }
    MERGELOOM_TRY(swept.freeBytes, read([](const ReadTransaction &transaction) -> Result<qint64> {
        Statement pages(transaction, R"sqlite(PRAGMA freelist_count)sqlite");
        MERGELOOM_CHECK(pages.next());
        Statement size(transaction, R"sqlite(PRAGMA page_size)sqlite");
        MERGELOOM_CHECK(size.next());
        return pages.integer(0) * size.integer(0);
    }));
    return swept;
}

Result<Database::Swept> Database::sweep(Rewrite rewrite)
{
    if (m_place.dialect() == Dialect::Sqlite)
        return sweepSqlite(rewrite);
    MERGELOOM_TRY(Connection * own, connection());
    for (const char *table : {"event", "run", "run_text", "run_snapshot", "job", "run_result"})
        MERGELOOM_CHECK(own->execute(QStringLiteral("VACUUM ") + QLatin1StringView(table)));
    return Swept{};
}

} // namespace mergeloom
