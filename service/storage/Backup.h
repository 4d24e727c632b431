#pragma once

#include "service/storage/TableCopy.h"

namespace mergeloom {

/// What a backup says of itself, before its rows.
struct BackupHeading {
    int format = 1;
    int schema = 0; ///< number of its newest migration
    QString version;
    Timestamp madeAt;
    QString origin; ///< of its audit log
    QString key;    ///< public, that signed the log then
    QList<StoredTable> tables;

    static constexpr auto jsonName = "BackupHeading";
    static constexpr auto fields()
    {
        return fieldList(required("format", &BackupHeading::format), required("schema", &BackupHeading::schema),
            required("version", &BackupHeading::version), required("made_at", &BackupHeading::madeAt),
            required("origin", &BackupHeading::origin), required("key", &BackupHeading::key),
            required("tables", &BackupHeading::tables));
    }
};

/// What it says after them.
struct BackupEnding {
    QList<TableTally> tables;
    qint64 events = 0; ///< in the audit log
    QString root;      ///< of the audit log, base64; empty when its tiles do not give one

    static constexpr auto jsonName = "BackupEnding";
    static constexpr auto fields()
    {
        return fieldList(required("tables", &BackupEnding::tables), required("events", &BackupEnding::events),
            required("root", &BackupEnding::root));
    }
};

/// How many rows of which table have been copied.
using OnCopied = std::function<void(const QString &table, qint64 rows)>;

/// Where the audit log stands: the ending's events and root. A log whose tiles are damaged has no root, and is copied all the
/// same: that is for the verification to tell.
Result<BackupEnding> logEnding(const ReadTransaction &transaction);

/// Writes one consistent view of a database, of either kind, beside a worker that goes on. `path` must not be there yet; until
/// all is on disk it is `<path>.part`, mode 0600. Errors: `conflict` (it is there), `io` (the disk is full, …).
///
/// The file: the line `MergeLoom backup 1`, then a zstd stream of records. A record is a letter (H heading, R rows, E ending),
/// a 32-bit length, highest byte first, and its bytes: JSON, or a 16-bit table number and Rows. After E come the 32 bytes of
/// SHA-256 of all records.
Result<BackupEnding> writeBackup(Database &database, const QString &path, const OnCopied &onCopied);

/// Reads it record by record. Nothing of it is believed before it has been looked at; what is cut off or changed is `corrupt`.
class BackupReader
{
public:
    static Result<std::unique_ptr<BackupReader>> open(const QString &path);
    ~BackupReader();

    const BackupHeading &heading() const { return m_heading; }
    struct Part {
        qsizetype table = 0; ///< in heading().tables
        Rows rows;
    };
    /// The next rows; none at the end, when all has been seen to be whole.
    Result<std::optional<Part>> next();
    /// After the end.
    const BackupEnding &ending() const { return m_ending; }

private:
    class Stream;
    struct Record {
        char letter = 0;
        QByteArray bytes;
    };
    explicit BackupReader(std::unique_ptr<Stream> stream);
    Result<Record> record(quint32 longest);
    Result<void> end(const QByteArray &json);
    Result<Part> partOf(const QByteArray &bytes);

    std::unique_ptr<Stream> m_stream;
    BackupHeading m_heading;
    BackupEnding m_ending;
    std::vector<std::unique_ptr<TableCount>> m_counts;
    qsizetype m_table = 0;
};

} // namespace mergeloom
