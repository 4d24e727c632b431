#include "service/storage/Compression.h"

#include <zstd.h>

#include <memory>

namespace mergeloom {

QByteArray compressed(const QByteArray &bytes)
{
    // A context is a megabyte; one a thread.
    thread_local const std::unique_ptr<ZSTD_CCtx, size_t (*)(ZSTD_CCtx *)> context(ZSTD_createCCtx(), ZSTD_freeCCtx);
    QByteArray out(qsizetype(ZSTD_compressBound(size_t(bytes.size()))), Qt::Uninitialized);
    const size_t size =
        ZSTD_compressCCtx(context.get(), out.data(), size_t(out.size()), bytes.constData(), size_t(bytes.size()), 3);
    if (ZSTD_isError(size))
        qFatal("zstd: %s", ZSTD_getErrorName(size)); // Only out of memory: the target is as large as the bound.
    out.truncate(qsizetype(size));
    return out;
}

Result<QByteArray> decompressed(const QByteArray &bytes, qsizetype limit)
{
    const auto size = ZSTD_getFrameContentSize(bytes.constData(), size_t(bytes.size()));
    if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN || size > quint64(limit))
        return failure(ErrorCode::Corrupt, QStringLiteral("A compressed record of the database is damaged."));
    QByteArray out(qsizetype(size), Qt::Uninitialized);
    const size_t got = ZSTD_decompress(out.data(), size_t(out.size()), bytes.constData(), size_t(bytes.size()));
    if (ZSTD_isError(got) || got != size)
        return failure(ErrorCode::Corrupt, QStringLiteral("A compressed record of the database is damaged."));
    return out;
}

} // namespace mergeloom
