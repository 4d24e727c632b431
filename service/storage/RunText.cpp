#include "service/storage/RunText.h"

#include "service/storage/Paging.h"
#include "service/storage/Statement.h"

namespace mergeloom {

namespace {

// Bounds of tsvector: positions end at 16383, all of it at 1 MB, a word at 2 KB.
// https://www.postgresql.org/docs/current/textsearch-limitations.html
constexpr int lastPosition = 16383;
constexpr qsizetype longestWord = 512;
constexpr qsizetype mostCharacters = 250'000;

bool isPostgres(const ReadTransaction &transaction)
{
    return transaction.connection().dialect() == Dialect::PostgreSql;
}

/// As FTS5's unicode61 with remove_diacritics splits and folds: https://www.sqlite.org/fts5.html#unicode61_tokenizer
QStringList wordsOf(const QString &text)
{
    QStringList words;
    QString word;
    const auto end = [&] {
        if (!word.isEmpty())
            words << word.left(longestWord);
        word.clear();
    };
    const QList<uint> points = text.normalized(QString::NormalizationForm_KD).toCaseFolded().toUcs4();
    for (const uint point : points) {
        if (QChar::isLetterOrNumber(point))
            word += QString::fromUcs4(reinterpret_cast<const char32_t *>(&point), 1);
        else if (!QChar::isMark(point))
            end();
    }
    end();
    return words;
}

/// Words are letters and digits: nothing in them needs escaping.
QString vectorOf(const QString &text)
{
    QStringList entries;
    qsizetype size = 0;
    int position = 0;
    for (const QString &word : wordsOf(text)) {
        size += word.size() + 8;
        if (size > mostCharacters)
            break;
        position = std::min(position + 1, lastPosition);
        entries << QStringLiteral("'%1':%2").arg(word).arg(position);
    }
    return entries.join(u' ');
}

/// What is one word to the asker and several to us is a phrase.
QString postgresQuery(const QStringList &asked)
{
    QStringList all;
    for (const QString &each : asked) {
        QStringList phrase;
        for (const QString &word : wordsOf(each))
            phrase << u'\'' + word + u'\'';
        if (!phrase.isEmpty())
            all << u'(' + phrase.join(QStringLiteral(" <-> ")) + QStringLiteral(":*)");
    }
    return all.join(QStringLiteral(" & "));
}

QString sqliteQuery(const QStringList &asked)
{
    QStringList words;
    for (QString word : asked) {
        word.replace(u'"', QStringLiteral("\"\""));
        words << u'"' + word + QStringLiteral("\"*");
    }
    return words.join(u' ');
}

} // namespace

Result<void> RunText::put(const WriteTransaction &transaction, qint64 number, const QString &text)
{
    if (!isPostgres(transaction)) {
        Statement statement(transaction, R"sqlite(INSERT OR REPLACE INTO run_text (rowid, text) VALUES (?, ?))sqlite");
        return statement.bind(number).bind(text).run();
    }
    Statement statement(transaction, R"postgres(
        INSERT INTO run_text (number, words) VALUES (?, CAST(CAST(? AS text) AS tsvector))
        ON CONFLICT (number) DO UPDATE SET words = excluded.words)postgres");
    return statement.bind(number).bind(vectorOf(text)).run();
}

QByteArray RunText::selectAll(const ReadTransaction &transaction)
{
    return isPostgres(transaction) ? R"postgres(SELECT number, coalesce((
            SELECT string_agg(word, ' ' ORDER BY position)
            FROM unnest(words) AS entry (word, positions, weights), unnest(positions) AS place (position)), '') AS text
        FROM run_text ORDER BY number)postgres"
                                   : R"sqlite(SELECT rowid AS number, text FROM run_text ORDER BY rowid)sqlite";
}

Result<bool> RunText::merge(const WriteTransaction &transaction, Merge merge)
{
    if (isPostgres(transaction))
        return false;
    // https://www.sqlite.org/fts5.html#the_merge_command: pages of work; negative to begin with. Less than two changes: done.
    constexpr int pagesAtOnce = 100;
    const auto changes = [&]() -> Result<qint64> {
        Statement statement(transaction, R"sqlite(SELECT total_changes())sqlite");
        MERGELOOM_CHECK(statement.next());
        return statement.integer(0);
    };
    MERGELOOM_TRY(const qint64 before, changes());
    Statement statement(transaction, R"sqlite(INSERT INTO run_text (run_text, rank) VALUES ('merge', ?))sqlite");
    MERGELOOM_CHECK(statement.bind(merge == Merge::Begin ? -pagesAtOnce : pagesAtOnce).run());
    MERGELOOM_TRY(const qint64 after, changes());
    return after - before >= 2;
}

Result<void> RunText::clear(const WriteTransaction &transaction)
{
    Statement statement(transaction, R"sql(DELETE FROM run_text)sql");
    return statement.run();
}

const char *RunText::condition(const ReadTransaction &transaction)
{
    return isPostgres(transaction)
        ? "number IN (SELECT number FROM run_text WHERE words @@ CAST(CAST(? AS text) AS tsquery))"
        : "number IN (SELECT rowid FROM run_text WHERE run_text MATCH ?)";
}

Result<std::optional<QList<qint64>>> RunText::few(const ReadTransaction &transaction, const QString &text)
{
    constexpr int most = 1000;
    if (!isPostgres(transaction))
        return std::optional<QList<qint64>>();
    const auto allowScans = [&](const char *value) -> Result<void> {
        Statement set(transaction, R"postgres(SELECT set_config('enable_seqscan', ?, true))postgres");
        MERGELOOM_CHECK(set.bind(value).next());
        return {};
    };
    MERGELOOM_CHECK(allowScans("off"));
    Statement statement(transaction, R"postgres(
        SELECT number FROM run_text WHERE words @@ CAST(CAST(? AS text) AS tsquery) LIMIT ?)postgres");
    statement.bind(query(transaction, text)).bind(most + 1);
    MERGELOOM_TRY(const auto numbers,
        readAll<qint64>(statement, [](const Statement &row) -> Result<qint64> { return row.integer(0); }));
    MERGELOOM_CHECK(allowScans("on"));
    return numbers.size() > most ? std::nullopt : std::optional(numbers);
}

QString RunText::query(const ReadTransaction &transaction, const QString &text)
{
    const QStringList asked = text.simplified().split(u' ', Qt::SkipEmptyParts);
    return isPostgres(transaction) ? postgresQuery(asked) : sqliteQuery(asked);
}

} // namespace mergeloom
