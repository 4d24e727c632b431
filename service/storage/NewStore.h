#pragma once

#include "service/storage/TableCopy.h"

namespace mergeloom {

/// A database in the making, to be filled from another one or from a backup. Until finish() nobody sees any of it, and what
/// was cut off can be begun anew: in PostgreSQL all is one transaction, with SQLite a file beside, `mergeloom.db.new`.
class NewStore
{
public:
    /// What is done with a database that is there already.
    enum class Present { Refuse, MoveAside };
    /// Makes the tables as migration `schema` had them. The caller has the directory's lock. Errors: `conflict` (there is a
    /// database, or somebody uses it), `unsupported` (this program does not know that schema yet), `io`, `unavailable`.
    static Result<std::unique_ptr<NewStore>> begin(const Database::Options &options, int schema, Present present);
    ~NewStore();

    const QList<StoredTable> &tables() const { return m_tables; }
    /// Whole tables, in the order of tables(); to be called for each.
    Result<void> put(const StoredTable &table, const Rows &rows);
    Result<void> endTable();
    /// Reads back what was put.
    Result<TableTally> tally(const StoredTable &table);
    const WriteTransaction &transaction() const { return *m_transaction; }

    /// Brings the schema up to date, and puts all in its place, on disk for good.
    Result<void> finish();
    /// Where the database went that was there before; empty: there was none.
    QString movedAside() const { return m_movedAside; }

private:
    NewStore(const Database::Options &options, int schema);
    Result<void> openFile(Present present);
    Result<void> openSchema(Present present);
    Result<void> moveSchemaAside();
    Result<void> finishFile();
    void removeFile() const;

    Database::Options m_options;
    int m_schema = 0;
    QString m_file; ///< of SQLite, while it is made
    QString m_movedAside;
    std::unique_ptr<Connection> m_connection;
    std::unique_ptr<WriteTransaction> m_transaction;
    QList<StoredTable> m_tables;
    std::unique_ptr<TableWriter> m_writer; ///< of the table that is being filled
    QString m_filling;
};

} // namespace mergeloom
