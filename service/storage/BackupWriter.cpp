#include "service/storage/Backup.h"
#include "service/storage/BackupRecords.h"
#include "service/storage/LedgerStore.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QtEndian>

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zstd.h>

namespace mergeloom {

namespace {

/// The file until it is whole. What a dead backup left under that name is overwritten.
class PartFile
{
public:
    explicit PartFile(const QString &path) : m_path(path), m_part(path + QStringLiteral(".part")) {}
    ~PartFile()
    {
        if (m_descriptor < 0)
            return;
        if (!m_isWhole)
            ::unlink(QFile::encodeName(m_part).constData());
        ::close(m_descriptor);
    }
    PartFile(const PartFile &) = delete;
    PartFile &operator=(const PartFile &) = delete;

    Result<void> open()
    {
        if (QFileInfo::exists(m_path) || QFileInfo(m_path).isSymLink())
            return failure(ErrorCode::Conflict,
                QStringLiteral("%1 is there already, and a backup never overwrites one. Name another file.")
                    .arg(m_path));
        m_descriptor = ::open(
            QFile::encodeName(m_part).constData(), O_WRONLY | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0600);
        if (m_descriptor < 0)
            return cannot("made");
        if (::flock(m_descriptor, LOCK_EX | LOCK_NB) != 0) {
            ::close(std::exchange(m_descriptor, -1));
            return failure(ErrorCode::Conflict, QStringLiteral("Another backup is being written to %1.").arg(m_part));
        }
        struct stat status = {};
        if (::fstat(m_descriptor, &status) != 0 || !S_ISREG(status.st_mode))
            return failure(ErrorCode::Conflict, QStringLiteral("%1 is no regular file.").arg(m_part));
        return ::fchmod(m_descriptor, 0600) == 0 ? Result<void>() : cannot("made");
    }

    Result<void> begin()
    {
        return ::ftruncate(m_descriptor, 0) == 0 && ::lseek(m_descriptor, 0, SEEK_SET) == 0 ? Result<void>()
                                                                                            : cannot("written");
    }

    Result<void> write(QByteArrayView bytes)
    {
        while (!bytes.isEmpty()) {
            const ssize_t size = ::write(m_descriptor, bytes.data(), size_t(bytes.size()));
            if (size < 0 && errno != EINTR)
                return cannot("written");
            bytes = bytes.sliced(std::max<ssize_t>(size, 0));
        }
        return {};
    }

    /// Never in the place of a file that came meanwhile.
    Result<void> finish()
    {
        const QByteArray part = QFile::encodeName(m_part);
        if (::fsync(m_descriptor) != 0)
            return cannot("written");
        if (::renameat2(AT_FDCWD, part.constData(), AT_FDCWD, QFile::encodeName(m_path).constData(), RENAME_NOREPLACE)
            != 0)
            return cannot("renamed");
        m_isWhole = true;
        const int folder =
            ::open(QFile::encodeName(QFileInfo(m_path).absolutePath()).constData(), O_RDONLY | O_CLOEXEC);
        const bool isSynced = folder >= 0 && ::fsync(folder) == 0;
        if (folder >= 0)
            ::close(folder);
        return isSynced ? Result<void>() : cannot("brought to disk");
    }

private:
    Unexpected cannot(const char *what) const
    {
        return failure(ErrorCode::Io,
            QStringLiteral("%1 cannot be %2: %3.%4")
                .arg(m_part, QLatin1StringView(what), QString::fromLocal8Bit(std::strerror(errno)),
                    errno == ENOSPC || errno == EDQUOT
                        ? QStringLiteral(" Free some space, or name a file on another disk.")
                        : QString()));
    }

    QString m_path;
    QString m_part;
    int m_descriptor = -1;
    bool m_isWhole = false;
};

class RecordWriter
{
public:
    explicit RecordWriter(PartFile &file) : m_file(file), m_context(ZSTD_createCCtx(), &ZSTD_freeCCtx)
    {
        m_out.resize(qsizetype(ZSTD_CStreamOutSize()));
    }

    Result<void> begin()
    {
        ZSTD_CCtx_reset(m_context.get(), ZSTD_reset_session_and_parameters);
        ZSTD_CCtx_setParameter(m_context.get(), ZSTD_c_compressionLevel, 3);
        ZSTD_CCtx_setParameter(m_context.get(), ZSTD_c_checksumFlag, 1);
        m_hash.reset();
        MERGELOOM_CHECK(m_file.begin());
        return m_file.write(backup::firstLine);
    }

    Result<void> add(char letter, QByteArrayView first, QByteArrayView second = {})
    {
        QByteArray head(1, letter);
        const quint32 length = qToBigEndian(quint32(first.size() + second.size()));
        head.append(reinterpret_cast<const char *>(&length), sizeof length);
        for (const QByteArrayView piece : {QByteArrayView(head), first, second}) {
            m_hash.add(piece);
            MERGELOOM_CHECK(compress(piece, ZSTD_e_continue));
        }
        return {};
    }

    Result<void> end()
    {
        MERGELOOM_CHECK(compress(bytesOf(m_hash.digest()), ZSTD_e_end));
        return m_file.finish();
    }

private:
    Result<void> compress(QByteArrayView bytes, ZSTD_EndDirective directive)
    {
        ZSTD_inBuffer in{bytes.data(), size_t(bytes.size()), 0};
        for (;;) {
            ZSTD_outBuffer out{m_out.data(), size_t(m_out.size()), 0};
            const size_t left = ZSTD_compressStream2(m_context.get(), &out, &in, directive);
            if (ZSTD_isError(left))
                return failure(
                    ErrorCode::Internal, QStringLiteral("zstd: %1.").arg(QString::fromLatin1(ZSTD_getErrorName(left))));
            MERGELOOM_CHECK(m_file.write(QByteArrayView(m_out).first(qsizetype(out.pos))));
            if (directive == ZSTD_e_end ? left == 0 : in.pos == in.size)
                return {};
        }
    }

    PartFile &m_file;
    std::unique_ptr<ZSTD_CCtx, size_t (*)(ZSTD_CCtx *)> m_context;
    QByteArray m_out;
    Sha256Sum m_hash;
};

/// Done again from its beginning when the connection is lost.
Result<BackupEnding> writeAll(
    RecordWriter &records, const ReadTransaction &transaction, int schema, const OnCopied &onCopied)
{
    MERGELOOM_CHECK(records.begin());
    MERGELOOM_TRY(const QList<StoredTable> tables, storedTables(transaction));
    MERGELOOM_TRY(const LedgerState ledger, LedgerStore::state(transaction));
    MERGELOOM_CHECK(records.add(backup::heading,
        compactJsonOf(BackupHeading{
            1, schema, QStringLiteral(MERGELOOM_VERSION), Timestamp::now(), ledger.origin, ledger.publicKey, tables})));
    MERGELOOM_TRY(BackupEnding ending, logEnding(transaction));
    for (qsizetype number = 0; number < tables.size(); ++number) {
        TableCount count;
        const quint16 place = qToBigEndian(quint16(number));
        qint64 done = 0;
        MERGELOOM_CHECK(readTable(transaction, tables[number], [&](const Rows &rows) -> Result<void> {
            count.add(rows);
            onCopied(tables[number].name, done += rows.count);
            return records.add(
                backup::rows, QByteArrayView(reinterpret_cast<const char *>(&place), sizeof place), rows.bytes);
        }));
        ending.tables.append(count.tally(tables[number]));
    }
    MERGELOOM_CHECK(records.add(backup::ending, compactJsonOf(ending)));
    return ending;
}

} // namespace

Result<BackupEnding> logEnding(const ReadTransaction &transaction)
{
    MERGELOOM_TRY(const LedgerState ledger, LedgerStore::state(transaction));
    const auto root = merkle::rootOf(ledger.size, merkle::subtreesFrom(LedgerStore::tiles(transaction)));
    return BackupEnding{{}, ledger.size, root ? QString::fromLatin1(bytesOf(*root).toBase64()) : QString()};
}

Result<BackupEnding> writeBackup(Database &database, const QString &path, const OnCopied &onCopied)
{
    PartFile file(path);
    MERGELOOM_CHECK(file.open());
    RecordWriter records(file);
    MERGELOOM_TRY(const BackupEnding ending, database.read([&](const ReadTransaction &transaction) {
        return writeAll(records, transaction, database.schemaVersion(), onCopied);
    }));
    MERGELOOM_CHECK(records.end());
    return ending;
}

} // namespace mergeloom
