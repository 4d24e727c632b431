#pragma once

#include "service/platform/Sha256.h"
#include "shared/core/Result.h"

#include <QList>

#include <functional>

/// The Merkle tree of RFC 9162, 2.1 (the same as that of RFC 6962): hashes, proofs, and their checks. Sizes count leaves;
/// indices are from 0.
namespace mergeloom::merkle {

using Hash = Sha256Digest;

Hash leafHash(std::initializer_list<QByteArrayView> pieces); ///< of the pieces, one after the other
Hash nodeHash(const Hash &left, const Hash &right);
Hash emptyRoot();

/// The root of the complete subtree of 2^level leaves that begins at leaf `index` * 2^level.
using SubtreeReader = std::function<Result<Hash>(int level, qint64 index)>;

/// Each reads O(log n) subtrees.
Result<Hash> rootOf(qint64 size, const SubtreeReader &read);
/// 2.1.3.1. `invalid_input` when there is no such leaf.
Result<QList<Hash>> inclusionProof(qint64 index, qint64 size, const SubtreeReader &read);
/// 2.1.4.1. `invalid_input` unless 0 <= from <= to. Empty when one of them proves itself: from 0, or from == to.
Result<QList<Hash>> consistencyProof(qint64 from, qint64 to, const SubtreeReader &read);

/// One proof for many leaves, `indices` rising: the hashes of the largest subtrees without any of them, from left to right as
/// the tree is split from its root. `invalid_input` when there is no such leaf.
Result<QList<Hash>> inclusionProofOfMany(const QList<qint64> &indices, qint64 size, const SubtreeReader &read);

/// The root that a proof leads to: 2.1.3.2. `rejected` when the proof has the wrong length.
Result<Hash> rootByInclusion(const Hash &leaf, qint64 index, qint64 size, const QList<Hash> &proof);
/// The same of a proof of many. `rejected` when it has the wrong length, or the indices do not rise below `size`.
Result<Hash> rootByInclusionOfMany(
    const QList<Hash> &leaves, const QList<qint64> &indices, qint64 size, const QList<Hash> &proof);
/// 2.1.4.2. `rejected`, saying why, when the proof does not show that the tree `from` is the beginning of the tree `to`.
Result<void> checkConsistency(
    qint64 from, const Hash &fromRoot, qint64 to, const Hash &toRoot, const QList<Hash> &proof);

} // namespace mergeloom::merkle
