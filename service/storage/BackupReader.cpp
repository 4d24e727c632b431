#include "service/storage/Backup.h"
#include "service/storage/BackupRecords.h"

#include <QFile>
#include <QtEndian>

#include <zstd.h>

namespace mergeloom {

namespace {

constexpr qsizetype chunk = 1 << 20;
constexpr qsizetype hashLength = 32;

Unexpected damagedFile(const QString &path, const QString &what)
{
    return failure(ErrorCode::Corrupt,
        QStringLiteral("The backup %1 cannot be used: %2. Nothing was restored; take another copy of it.")
            .arg(path, what));
}

} // namespace

/// What the zstd stream holds, piece by piece.
class BackupReader::Stream
{
public:
    explicit Stream(const QString &path) : m_file(path), m_context(ZSTD_createDCtx(), &ZSTD_freeDCtx)
    {
        ZSTD_DCtx_setParameter(m_context.get(), ZSTD_d_windowLogMax, 27); // 128 MB
    }

    Result<void> open()
    {
        if (!m_file.open(QIODevice::ReadOnly))
            return failure(ErrorCode::NotFound,
                QStringLiteral("The backup %1 cannot be read: %2.").arg(m_file.fileName(), m_file.errorString()));
        if (m_file.read(backup::firstLine.size()) != backup::firstLine)
            return damaged(QStringLiteral("it is none of mergeloom-worker, or of a newer one"));
        return {};
    }

    /// So many bytes; memory is taken as they come, whatever the length says.
    Result<QByteArray> take(qsizetype size)
    {
        QByteArray bytes;
        while (bytes.size() < size) {
            if (m_at == m_plain.size())
                MERGELOOM_CHECK(fill());
            const qsizetype part = std::min(size - bytes.size(), m_plain.size() - m_at);
            bytes.append(m_plain.constData() + m_at, part);
            m_at += part;
        }
        return bytes;
    }
    Result<QByteArray> takeHashed(qsizetype size)
    {
        MERGELOOM_TRY(const QByteArray bytes, take(size));
        m_hash.add(bytes);
        return bytes;
    }
    QByteArray hash() const { return bytesOf(m_hash.digest()); }
    /// Nothing must follow, in the stream or after it.
    Result<bool> isAtEnd()
    {
        if (m_at < m_plain.size())
            return false;
        while (!m_isFrameOver) {
            MERGELOOM_CHECK(step());
            if (!m_plain.isEmpty())
                return false;
        }
        return m_in.isEmpty() && m_file.atEnd();
    }
    Unexpected damaged(const QString &what) const { return damagedFile(m_file.fileName(), what); }

private:
    Result<void> fill()
    {
        do {
            if (m_isFrameOver)
                return damaged(QStringLiteral("it ends too early"));
            MERGELOOM_CHECK(step());
        } while (m_plain.isEmpty());
        return {};
    }

    Result<void> step()
    {
        if (m_in.isEmpty())
            m_in = m_file.read(chunk);
        const bool isFileOver = m_in.isEmpty();
        m_plain.resize(chunk);
        m_at = 0;
        ZSTD_inBuffer in{m_in.constData(), size_t(m_in.size()), 0};
        ZSTD_outBuffer out{m_plain.data(), size_t(m_plain.size()), 0};
        const size_t left = ZSTD_decompressStream(m_context.get(), &out, &in);
        if (ZSTD_isError(left))
            return damaged(
                QStringLiteral("it was changed or damaged (%1)").arg(QLatin1StringView(ZSTD_getErrorName(left))));
        m_in.remove(0, qsizetype(in.pos));
        m_plain.truncate(qsizetype(out.pos));
        m_isFrameOver = left == 0;
        if (isFileOver && m_plain.isEmpty() && !m_isFrameOver)
            return damaged(QStringLiteral("it was cut off after %1 bytes").arg(m_file.size()));
        return {};
    }

    QFile m_file;
    std::unique_ptr<ZSTD_DCtx, size_t (*)(ZSTD_DCtx *)> m_context;
    QByteArray m_in;
    QByteArray m_plain;
    qsizetype m_at = 0;
    bool m_isFrameOver = false;
    Sha256Sum m_hash;
};

BackupReader::BackupReader(std::unique_ptr<Stream> stream) : m_stream(std::move(stream)) {}
BackupReader::~BackupReader() = default;

Result<std::unique_ptr<BackupReader>> BackupReader::open(const QString &path)
{
    auto stream = std::make_unique<Stream>(path);
    MERGELOOM_CHECK(stream->open());
    std::unique_ptr<BackupReader> reader(new BackupReader(std::move(stream)));
    MERGELOOM_TRY(const Record first, reader->record(backup::longestHeading));
    auto heading = first.letter == backup::heading ? parseJsonAs<BackupHeading>(first.bytes)
                                                   : Result<BackupHeading>(failure(ErrorCode::Corrupt, {}));
    if (!heading)
        return reader->m_stream->damaged(QStringLiteral("it does not begin as one"));
    if (heading->format != 1)
        return failure(ErrorCode::Unsupported,
            QStringLiteral("The backup %1 has format %2. Install a newer mergeloom-worker.")
                .arg(path)
                .arg(heading->format));
    reader->m_heading = *heading;
    for (qsizetype number = 0; number < heading->tables.size(); ++number)
        reader->m_counts.push_back(std::make_unique<TableCount>());
    return reader;
}

Result<BackupReader::Record> BackupReader::record(quint32 longest)
{
    MERGELOOM_TRY(const QByteArray head, m_stream->takeHashed(5));
    const quint32 length = qFromBigEndian<quint32>(head.constData() + 1);
    if (length > longest)
        return m_stream->damaged(QStringLiteral("a record claims to have %1 bytes").arg(length));
    MERGELOOM_TRY(const QByteArray bytes, m_stream->takeHashed(qsizetype(length)));
    return Record{head[0], bytes};
}

Result<std::optional<BackupReader::Part>> BackupReader::next()
{
    MERGELOOM_TRY(const Record record, this->record(backup::longestRecord));
    if (record.letter == backup::ending) {
        MERGELOOM_CHECK(end(record.bytes));
        return std::optional<Part>();
    }
    if (record.letter != backup::rows)
        return m_stream->damaged(QStringLiteral("it holds a record of an unknown kind"));
    return partOf(record.bytes).map([](Part part) { return std::optional(std::move(part)); });
}

Result<BackupReader::Part> BackupReader::partOf(const QByteArray &bytes)
{
    const qsizetype number = bytes.size() < 2 ? -1 : qsizetype(qFromBigEndian<quint16>(bytes.constData()));
    if (number < m_table || number >= m_heading.tables.size())
        return m_stream->damaged(QStringLiteral("its tables are in another order than it says"));
    m_table = number;
    Part part{number, {0, bytes.sliced(2)}};
    RowReader reader(m_heading.tables[number], part.rows.bytes);
    for (;;) {
        const auto fields = reader.next();
        if (!fields)
            return m_stream->damaged(fields.error().message.chopped(1));
        if (fields->isEmpty())
            break;
        ++part.rows.count;
    }
    m_counts[size_t(number)]->add(part.rows);
    return part;
}

Result<void> BackupReader::end(const QByteArray &json)
{
    const QByteArray seen = m_stream->hash();
    MERGELOOM_TRY(const QByteArray said, m_stream->take(hashLength));
    MERGELOOM_TRY(const bool isAtEnd, m_stream->isAtEnd());
    if (said != seen || !isAtEnd)
        return m_stream->damaged(QStringLiteral("its checksum is wrong, it was changed"));
    const auto ending = parseJsonAs<BackupEnding>(json);
    if (!ending)
        return m_stream->damaged(QStringLiteral("its end cannot be read"));
    m_ending = *ending;
    QList<TableTally> tallies;
    for (qsizetype number = 0; number < m_heading.tables.size(); ++number)
        tallies.append(m_counts[size_t(number)]->tally(m_heading.tables[number]));
    if (tallies != m_ending.tables)
        return m_stream->damaged(QStringLiteral("its tables do not hold the rows that it says"));
    return {};
}

} // namespace mergeloom
