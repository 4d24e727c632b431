#include "service/storage/NewStore.h"

#include "service/storage/Migrations.h"
#include "service/storage/PostgresDriver.h"
#include "service/storage/Statement.h"

#include <QDateTime>
#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <unistd.h>

namespace mergeloom {

namespace {

constexpr auto sideFiles = {"", "-wal", "-shm", "-journal"};

QString timeMark() { return QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyyyMMdd_hhmmss")); }

/// What was renamed and written stays so when the power goes.
Result<void> syncToDisk(const QString &path)
{
    const int descriptor = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC);
    const bool isDone = descriptor >= 0 && ::fsync(descriptor) == 0;
    const QString words = QString::fromLocal8Bit(std::strerror(errno));
    if (descriptor >= 0)
        ::close(descriptor);
    if (!isDone)
        return failure(ErrorCode::Io, QStringLiteral("%1 could not be brought to disk: %2.").arg(path, words));
    return {};
}

Result<void> renamed(const QString &from, const QString &to)
{
    if (::rename(QFile::encodeName(from).constData(), QFile::encodeName(to).constData()) == 0)
        return {};
    return failure(ErrorCode::Io,
        QStringLiteral("%1 cannot be renamed to %2: %3.").arg(from, to, QString::fromLocal8Bit(std::strerror(errno))));
}

/// Its log belongs to it by its name.
Result<void> moveFileAside(const QString &path, const QString &to)
{
    for (const char *end : sideFiles)
        if (const QString side = path + QLatin1StringView(end); QFileInfo::exists(side))
            MERGELOOM_CHECK(renamed(side, to + QLatin1StringView(end)));
    return {};
}

Result<QString> textOf(const ReadTransaction &transaction, const QByteArray &sql)
{
    Statement statement(transaction, sql);
    MERGELOOM_CHECK(statement.next());
    return statement.text(0);
}

} // namespace

NewStore::NewStore(const Database::Options &options, int schema) : m_options(options), m_schema(schema) {}

NewStore::~NewStore()
{
    m_writer.reset();
    if (m_connection && m_transaction)
        m_connection->rollBack();
    m_connection.reset();
    removeFile();
}

void NewStore::removeFile() const
{
    if (!m_file.isEmpty())
        for (const char *end : sideFiles)
            QFile::remove(m_file + QLatin1StringView(end));
}

Result<std::unique_ptr<NewStore>> NewStore::begin(const Database::Options &options, int schema, Present present)
{
    MERGELOOM_TRY(const int newest, newestMigration(options.migrationFolder()));
    if (schema > newest || schema < 1)
        return failure(ErrorCode::Unsupported,
            QStringLiteral(
                "It has schema %1, and this program knows schemas up to %2. Install a newer mergeloom-worker.")
                .arg(schema)
                .arg(newest),
            {{"schema", schema}, {"program", newest}});
    std::unique_ptr<NewStore> store(new NewStore(options, schema));
    MERGELOOM_CHECK(options.url.isEmpty() ? store->openFile(present) : store->openSchema(present));
    MERGELOOM_CHECK(migrateWithin(*store->m_transaction, options.migrationFolder(), schema));
    MERGELOOM_TRY(store->m_tables, storedTables(*store->m_transaction));
    return store;
}

Result<void> NewStore::openFile(Present present)
{
    const QString path = m_options.place().path;
    if (QFileInfo::exists(path)) {
        if (present == Present::Refuse)
            return failure(ErrorCode::Conflict,
                QStringLiteral("There is a database already: %1. Name an empty data directory.").arg(path));
        m_movedAside = path + QStringLiteral(".before_") + timeMark();
    }
    m_file = path + QStringLiteral(".new");
    removeFile(); // of one that was cut off
    MERGELOOM_TRY(m_connection, Connection::open({m_file, {}}, 0));
    QFile::setPermissions(m_file, QFile::ReadOwner | QFile::WriteOwner);
    // It is nothing yet, and removed when this fails.
    for (const char *setting : {"PRAGMA journal_mode = OFF", "PRAGMA synchronous = OFF", "PRAGMA cache_size = -64000"})
        MERGELOOM_CHECK(m_connection->execute(QString::fromLatin1(setting)));
    MERGELOOM_CHECK(m_connection->begin(TransactionKind::Write));
    m_transaction = std::make_unique<WriteTransaction>(*m_connection);
    return {};
}

Result<void> NewStore::openSchema(Present present)
{
    MERGELOOM_TRY(m_connection, Connection::open(m_options.place(), 0));
    MERGELOOM_CHECK(m_connection->keepOthersOut());
    MERGELOOM_CHECK(m_connection->begin(TransactionKind::Write));
    m_transaction = std::make_unique<WriteTransaction>(*m_connection);
    MERGELOOM_TRY(const QString schema, textOf(*m_transaction, "SELECT current_schema()"));
    MERGELOOM_TRY(const QString tables, textOf(*m_transaction, R"postgres(
        SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p', 'v', 'm', 'f'))postgres"));
    if (schema.isEmpty())
        return failure(ErrorCode::NotFound,
            QStringLiteral("%1 has no schema to put tables into. Create the one that its URL names.")
                .arg(postgres::shownPlace(m_options.url)));
    if (tables == u"0")
        return {};
    if (present == Present::Refuse)
        return failure(ErrorCode::Conflict,
            QStringLiteral("%1 is not empty: its schema %2 has %3 tables. Name an empty database.")
                .arg(postgres::shownPlace(m_options.url), schema, tables));
    return moveSchemaAside();
}

Result<void> NewStore::moveSchemaAside()
{
    MERGELOOM_TRY(const QString quoted, textOf(*m_transaction, "SELECT quote_ident(current_schema())"));
    MERGELOOM_TRY(const QString aside,
        textOf(*m_transaction, "SELECT quote_ident(current_schema() || '_before_" + timeMark().toLatin1() + "')"));
    MERGELOOM_CHECK(m_connection->execute(QStringLiteral("ALTER SCHEMA %1 RENAME TO %2").arg(quoted, aside)));
    MERGELOOM_CHECK(m_connection->execute(QStringLiteral("CREATE SCHEMA ") + quoted));
    m_movedAside = QStringLiteral("schema ") + aside;
    return {};
}

Result<void> NewStore::put(const StoredTable &table, const Rows &rows)
{
    if (m_filling != table.name) {
        MERGELOOM_CHECK(endTable());
        MERGELOOM_TRY(m_writer, TableWriter::begin(*m_transaction, table));
        m_filling = table.name;
    }
    return m_writer->put(rows);
}

Result<void> NewStore::endTable()
{
    const Result<void> done = m_writer ? m_writer->end() : Result<void>();
    m_writer.reset();
    m_filling.clear();
    return done;
}

Result<TableTally> NewStore::tally(const StoredTable &table)
{
    MERGELOOM_CHECK(endTable());
    TableCount count;
    MERGELOOM_CHECK(readTable(*m_transaction, table, [&](const Rows &rows) -> Result<void> {
        count.add(rows);
        return {};
    }));
    return count.tally(table);
}

Result<void> NewStore::finish()
{
    MERGELOOM_CHECK(endTable());
    MERGELOOM_CHECK(setCounters(*m_transaction));
    MERGELOOM_CHECK(migrateRestWithin(*m_transaction, m_options.migrationFolder(), m_schema));
    MERGELOOM_CHECK(m_connection->commit());
    m_transaction.reset();
    const Result<void> done = m_options.url.isEmpty() ? finishFile() : Result<void>();
    m_connection.reset();
    return done;
}

Result<void> NewStore::finishFile()
{
    m_connection.reset();
    MERGELOOM_CHECK(syncToDisk(m_file));
    const QString path = m_options.place().path;
    if (!m_movedAside.isEmpty())
        MERGELOOM_CHECK(moveFileAside(path, m_movedAside));
    MERGELOOM_CHECK(renamed(m_file, path));
    return syncToDisk(m_options.directory);
}

} // namespace mergeloom
