#pragma once

#include "service/storage/Database.h"
#include "service/storage/Dialect.h"

#include <optional>

namespace mergeloom {

/// The full text of runs: FTS5 in SQLite, tsvector in PostgreSQL. Every word that is asked for must begin a word.
struct RunText {
    /// Puts the text of `run.number` in place of the one before.
    static Result<void> put(const WriteTransaction &transaction, qint64 number, const QString &text);
    /// A statement that gives `number` and `text` of all. PostgreSQL gives the words as they were folded, in their order.
    static QByteArray selectAll(const ReadTransaction &transaction);
    /// The index of SQLite keeps the words of texts that were replaced until it is merged: does a part of that, and says whether
    /// there is more to do. The first time of a pass takes up all that there is.
    enum class Merge { Begin, GoOn };
    static Result<bool> merge(const WriteTransaction &transaction, Merge merge);
    static Result<void> clear(const WriteTransaction &transaction);
    /// For `WHERE`, with one parameter: query().
    static const char *condition(const ReadTransaction &transaction);
    /// `run.number` of all runs with the text, when the store is better told them than asked: PostgreSQL cannot know how many have
    /// words that begin so, and would go through the runs in their order until it had met enough.
    static Result<std::optional<QList<qint64>>> few(const ReadTransaction &transaction, const QString &text);
    /// Empty when there is no word in the text. Nothing in it is taken for query syntax.
    static QString query(const ReadTransaction &transaction, const QString &text);
};

} // namespace mergeloom
