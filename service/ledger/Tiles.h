#pragma once

#include "service/ledger/MerkleTree.h"

#include <QByteArray>

/// The tree cut into tiles, as C2SP `tlog-tiles` has it: tile n of level l holds up to 256 hashes, of the complete subtrees
/// of 256^l leaves from the (256 n)-th on. Only the last tile of a level is shorter, and no hash in a tile ever changes; so
/// an append touches one tile of each level at most, and a proof reads a handful.
namespace mergeloom::merkle {

inline constexpr int tileHeight = 8;
inline constexpr qint64 tileWidth = 1 << tileHeight;
inline constexpr qsizetype hashSize = sizeof(Hash);

struct Tile {
    int level = 0;
    qint64 number = 0;
    QByteArray hashes; ///< 32 bytes each
};

/// The hashes of a tile; empty when there is none.
using TileReader = std::function<Result<QByteArray>(int level, qint64 number)>;

/// What appending `leaves` to a tree of `size` leaves makes of its tiles: those that are new or longer.
Result<QList<Tile>> tilesAfter(qint64 size, const QList<Hash> &leaves, const TileReader &read);

/// Subtrees from tiles. `corrupt` when a tile lacks a hash that it must have.
SubtreeReader subtreesFrom(TileReader read);

} // namespace mergeloom::merkle
