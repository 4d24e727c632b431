#include "service/ledger/Tiles.h"

#include <cstring>

namespace mergeloom::merkle {

namespace {

Hash hashAt(const QByteArray &hashes, qint64 place)
{
    Hash hash;
    std::memcpy(hash.data(), hashes.constData() + place * hashSize, size_t(hashSize));
    return hash;
}

/// The root over `count` hashes of a tile, a power of two.
Hash fold(const QByteArray &hashes, qint64 first, qint64 count)
{
    QList<Hash> row(count);
    for (qint64 i = 0; i < count; ++i)
        row[i] = hashAt(hashes, first + i);
    for (; count > 1; count /= 2)
        for (qint64 i = 0; i < count / 2; ++i)
            row[i] = nodeHash(row[2 * i], row[2 * i + 1]);
    return row.first();
}

Unexpected damaged(int level, qint64 number)
{
    return failure(ErrorCode::Corrupt,
        QStringLiteral("Tile %1/%2 of the audit log is missing, or has another length than it must have.")
            .arg(level)
            .arg(number),
        {{"level", level}, {"tile", number}});
}

} // namespace

Result<QList<Tile>> tilesAfter(qint64 size, const QList<Hash> &leaves, const TileReader &read)
{
    QList<Tile> changed;
    QList<Hash> row = leaves;
    for (int level = 0; !row.isEmpty(); ++level, size /= tileWidth) {
        Tile tile{level, size / tileWidth, {}};
        const qint64 present = size % tileWidth;
        if (present > 0) {
            MERGELOOM_TRY(tile.hashes, read(level, tile.number));
            if (tile.hashes.size() != present * hashSize)
                return damaged(level, tile.number);
        }
        QList<Hash> above;
        for (const Hash &hash : std::as_const(row)) {
            tile.hashes.append(reinterpret_cast<const char *>(hash.data()), hashSize);
            if (tile.hashes.size() < tileWidth * hashSize)
                continue;
            above.append(fold(tile.hashes, 0, tileWidth));
            changed.append(tile);
            tile = {level, tile.number + 1, {}};
        }
        if (!tile.hashes.isEmpty())
            changed.append(tile);
        row = above;
    }
    return changed;
}

SubtreeReader subtreesFrom(TileReader read)
{
    return [read = std::move(read)](int level, qint64 index) -> Result<Hash> {
        const int tileLevel = level / tileHeight;
        const qint64 count = qint64(1) << (level % tileHeight);
        const qint64 first = index * count;
        MERGELOOM_TRY(const QByteArray hashes, read(tileLevel, first / tileWidth));
        if (hashes.size() < (first % tileWidth + count) * hashSize)
            return damaged(tileLevel, first / tileWidth);
        return fold(hashes, first % tileWidth, count);
    };
}

} // namespace mergeloom::merkle
