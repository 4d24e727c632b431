#pragma once

#include "service/storage/Cursor.h"
#include "service/storage/Statement.h"

namespace mergeloom {

inline int pageSize(int limit) { return limit < 1 ? 1 : limit; }

/// Reads every row by `readRow(statement)`.
template <class T, class ReadRow>
Result<QList<T>> readAll(Statement &statement, ReadRow readRow)
{
    QList<T> rows;
    for (;;) {
        MERGELOOM_TRY(const bool isRow, statement.next());
        if (!isRow)
            return rows;
        MERGELOOM_TRY(T row, readRow(statement));
        rows.append(std::move(row));
    }
}

template <class T, class ReadRow>
Result<std::optional<T>> readOne(Statement &statement, ReadRow readRow)
{
    MERGELOOM_TRY(const bool isRow, statement.next());
    if (!isRow)
        return std::optional<T>();
    MERGELOOM_TRY(T row, readRow(statement));
    return std::optional<T>(std::move(row));
}

/// Fills a page from a statement that asked for one row more than `limit`; `keyOf(row)` is the sort key.
template <class Page, class ReadRow, class KeyOf>
Result<Page> readPage(Statement &statement, int limit, ReadRow readRow, KeyOf keyOf)
{
    using T = typename decltype(Page::items)::value_type;
    Page page;
    MERGELOOM_TRY(page.items, readAll<T>(statement, readRow));
    if (page.items.size() > pageSize(limit)) {
        page.items.resize(pageSize(limit));
        page.nextCursor = makeCursor(keyOf(page.items.last()));
    }
    return page;
}

} // namespace mergeloom
