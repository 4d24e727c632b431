#include "service/platform/LooseObjectFile.h"

#include <QCryptographicHash>
#include <QFile>

#include <zlib.h>

#include <memory>

namespace mergeloom {

namespace {

constexpr qsizetype pieceSize = 256 << 10;
constexpr qsizetype longestHeader = 40; ///< `commit 12345678901234567890`
constexpr qint64 largestTree = 1 << 30;

Unexpected damaged(const QString &path, const QString &what)
{
    return failure(ErrorCode::Corrupt, QStringLiteral("The git object %1 is damaged: %2.").arg(path, what));
}

/// Takes the inflated bytes as they come.
class LooseReader
{
public:
    void take(QByteArrayView bytes)
    {
        m_hash.addData(QByteArray::fromRawData(bytes.data(), bytes.size()));
        if (!m_hasHeader) {
            m_header += bytes;
            const qsizetype end = m_header.indexOf('\0');
            m_hasHeader = end >= 0;
            if (!m_hasHeader)
                return;
            const QByteArray header = m_header.first(end);
            m_object.type = header.split(' ').value(0);
            m_wanted = header.split(' ').value(1).toLongLong(&m_isWanted);
            const QByteArray rest = m_header.sliced(end + 1);
            takeContent(rest);
            return;
        }
        takeContent(bytes);
    }
    bool isBeyond() const
    {
        return (m_hasHeader && m_size > m_wanted) || (!m_hasHeader && m_header.size() > longestHeader);
    }
    bool isWhole(const QString &id) const
    {
        return m_hasHeader && m_isWanted && m_size == m_wanted && m_hash.result().toHex() == id.toLatin1();
    }
    LooseObjectFile object() { return std::move(m_object); }

private:
    void takeContent(QByteArrayView bytes)
    {
        m_size += bytes.size();
        if (m_object.type == "tree" && m_size <= largestTree)
            m_object.content += bytes;
    }

    QCryptographicHash m_hash{QCryptographicHash::Sha1};
    LooseObjectFile m_object;
    QByteArray m_header;
    bool m_hasHeader = false;
    bool m_isWanted = false;
    qint64 m_wanted = 0;
    qint64 m_size = 0;
};

} // namespace

Result<LooseObjectFile> LooseObjectFile::read(const QString &path, const QString &id)
{
    QFile file(path);
    if (!file.exists())
        return failure(ErrorCode::NotFound, QStringLiteral("The git object %1 is missing.").arg(path));
    if (!file.open(QIODevice::ReadOnly))
        return failure(ErrorCode::Io, QStringLiteral("Cannot read %1: %2").arg(path, file.errorString()));
    z_stream stream{};
    if (inflateInit(&stream) != Z_OK)
        return failure(ErrorCode::Io, QStringLiteral("Cannot read %1: no memory").arg(path));
    const std::unique_ptr<z_stream, int (*)(z_stream *)> owned(&stream, inflateEnd);
    LooseReader reader;
    QByteArray inflated(pieceSize, '\0');
    for (int code = Z_OK; code != Z_STREAM_END;) {
        QByteArray piece = file.read(pieceSize);
        if (piece.isEmpty())
            return damaged(path, QStringLiteral("it ends too early"));
        stream.next_in = reinterpret_cast<Bytef *>(piece.data());
        stream.avail_in = uInt(piece.size());
        do {
            stream.next_out = reinterpret_cast<Bytef *>(inflated.data());
            stream.avail_out = uInt(inflated.size());
            code = inflate(&stream, Z_NO_FLUSH);
            if (code != Z_OK && code != Z_STREAM_END && code != Z_BUF_ERROR)
                return damaged(path, QStringLiteral("it cannot be unpacked"));
            reader.take(QByteArrayView(inflated).first(inflated.size() - qsizetype(stream.avail_out)));
            if (reader.isBeyond())
                return damaged(path, QStringLiteral("it holds more than it says"));
        } while (code == Z_OK && (stream.avail_in > 0 || stream.avail_out == 0));
    }
    if (!reader.isWhole(id))
        return damaged(path, QStringLiteral("its content is not that of its name"));
    return reader.object();
}

} // namespace mergeloom
