#include "service/ledger/MerkleTree.h"

#include <QVarLengthArray>

#include <bit>
#include <optional>

namespace mergeloom::merkle {

namespace {

QByteArrayView view(const Hash &hash) { return {reinterpret_cast<const char *>(hash.data()), qsizetype(hash.size())}; }

/// The largest power of two below `count`; `count` > 1.
qint64 split(qint64 count) { return qint64(std::bit_floor(quint64(count) - 1)); }

/// The hash of the leaves [from, to); `from` is a multiple of a power of two that is not below their count.
Result<Hash> rangeHash(qint64 from, qint64 to, const SubtreeReader &read)
{
    const qint64 count = to - from;
    if (std::has_single_bit(quint64(count))) {
        const int level = std::countr_zero(quint64(count));
        return read(level, from >> level);
    }
    const qint64 middle = from + split(count);
    MERGELOOM_TRY(const Hash left, rangeHash(from, middle, read));
    MERGELOOM_TRY(const Hash right, rangeHash(middle, to, read));
    return nodeHash(left, right);
}

Result<void> addPath(QList<Hash> &proof, qint64 index, qint64 from, qint64 to, const SubtreeReader &read)
{
    if (to - from == 1)
        return {};
    const qint64 middle = from + split(to - from);
    const bool isLeft = index < middle;
    MERGELOOM_CHECK(isLeft ? addPath(proof, index, from, middle, read) : addPath(proof, index, middle, to, read));
    MERGELOOM_TRY(const Hash sibling, isLeft ? rangeHash(middle, to, read) : rangeHash(from, middle, read));
    proof.append(sibling);
    return {};
}

/// SUBPROOF of the RFC: `isWhole` tells that the old tree's root is known, where that is a complete subtree from the left.
Result<void> addSubproof(
    QList<Hash> &proof, qint64 old, qint64 from, qint64 to, bool isWhole, const SubtreeReader &read)
{
    if (old == to) {
        if (isWhole)
            return {};
        MERGELOOM_TRY(const Hash hash, rangeHash(from, to, read));
        proof.append(hash);
        return {};
    }
    const qint64 middle = from + split(to - from);
    const bool isLeft = old <= middle;
    MERGELOOM_CHECK(isLeft ? addSubproof(proof, old, from, middle, isWhole, read)
                           : addSubproof(proof, old, middle, to, false, read));
    MERGELOOM_TRY(const Hash other, isLeft ? rangeHash(middle, to, read) : rangeHash(from, middle, read));
    proof.append(other);
    return {};
}

/// Leaves at rising places.
struct Chosen {
    const QList<qint64> &indices;
    qsizetype next = 0;
    bool isNextBelow(qint64 to) const { return next < indices.size() && indices.at(next) < to; }
};

bool areRising(const QList<qint64> &indices, qint64 size)
{
    qint64 before = -1;
    for (const qint64 index : indices) {
        if (index <= before || index >= size)
            return false;
        before = index;
    }
    return true;
}

Result<void> addOthers(QList<Hash> &proof, Chosen &chosen, qint64 from, qint64 to, const SubtreeReader &read)
{
    if (!chosen.isNextBelow(to)) {
        MERGELOOM_TRY(const Hash hash, rangeHash(from, to, read));
        proof.append(hash);
        return {};
    }
    if (to - from == 1) {
        ++chosen.next;
        return {};
    }
    const qint64 middle = from + split(to - from);
    MERGELOOM_CHECK(addOthers(proof, chosen, from, middle, read));
    return addOthers(proof, chosen, middle, to, read);
}

/// None: the proof is too short.
std::optional<Hash> hashWithOthers(const QList<Hash> &leaves, Chosen &chosen, qint64 from, qint64 to,
    QList<Hash>::const_iterator &other, QList<Hash>::const_iterator end)
{
    if (!chosen.isNextBelow(to))
        return other == end ? std::optional<Hash>() : *other++;
    if (to - from == 1)
        return leaves.at(chosen.next++);
    const qint64 middle = from + split(to - from);
    const auto left = hashWithOthers(leaves, chosen, from, middle, other, end);
    const auto right = left ? hashWithOthers(leaves, chosen, middle, to, other, end) : left;
    return right ? nodeHash(*left, *right) : right;
}

Unexpected wrongLength()
{
    return failure(
        ErrorCode::Rejected, QStringLiteral("The proof has another length than one of a tree of this size."));
}

} // namespace

Hash leafHash(std::initializer_list<QByteArrayView> pieces)
{
    static constexpr char mark = 0;
    QVarLengthArray<QByteArrayView, 8> all{QByteArrayView(&mark, 1)};
    for (const QByteArrayView piece : pieces)
        all.append(piece);
    return sha256(std::span(all.constData(), size_t(all.size())));
}

Hash nodeHash(const Hash &left, const Hash &right)
{
    static constexpr char mark = 1;
    return sha256({QByteArrayView(&mark, 1), view(left), view(right)});
}

Hash emptyRoot() { return sha256({}); }

Result<Hash> rootOf(qint64 size, const SubtreeReader &read)
{
    if (size == 0)
        return emptyRoot();
    return rangeHash(0, size, read);
}

Result<QList<Hash>> inclusionProof(qint64 index, qint64 size, const SubtreeReader &read)
{
    if (index < 0 || index >= size)
        return failure(ErrorCode::InvalidInput,
            QStringLiteral("There is no leaf %1 in a tree of %2 leaves.").arg(index).arg(size));
    QList<Hash> proof;
    MERGELOOM_CHECK(addPath(proof, index, 0, size, read));
    return proof;
}

Result<QList<Hash>> inclusionProofOfMany(const QList<qint64> &indices, qint64 size, const SubtreeReader &read)
{
    if (!areRising(indices, size))
        return failure(ErrorCode::InvalidInput, QStringLiteral("The leaves are not all in a tree of %1.").arg(size));
    QList<Hash> proof;
    Chosen chosen{indices};
    if (size > 0)
        MERGELOOM_CHECK(addOthers(proof, chosen, 0, size, read));
    return proof;
}

Result<Hash> rootByInclusionOfMany(
    const QList<Hash> &leaves, const QList<qint64> &indices, qint64 size, const QList<Hash> &proof)
{
    if (leaves.size() != indices.size() || size < 1 || !areRising(indices, size))
        return wrongLength();
    Chosen chosen{indices};
    auto other = proof.cbegin();
    const auto root = hashWithOthers(leaves, chosen, 0, size, other, proof.cend());
    if (!root || other != proof.cend())
        return wrongLength();
    return *root;
}

Result<QList<Hash>> consistencyProof(qint64 from, qint64 to, const SubtreeReader &read)
{
    if (from < 0 || from > to)
        return failure(ErrorCode::InvalidInput,
            QStringLiteral("A tree of %1 leaves is no beginning of one of %2.").arg(from).arg(to));
    QList<Hash> proof;
    if (from > 0 && from < to)
        MERGELOOM_CHECK(addSubproof(proof, from, 0, to, true, read));
    return proof;
}

Result<Hash> rootByInclusion(const Hash &leaf, qint64 index, qint64 size, const QList<Hash> &proof)
{
    if (index < 0 || index >= size)
        return failure(ErrorCode::Rejected,
            QStringLiteral("The proof is of leaf %1, and the tree has %2 leaves.").arg(index).arg(size));
    qint64 node = index;
    qint64 last = size - 1;
    Hash root = leaf;
    for (const Hash &sibling : proof) {
        if (last == 0)
            return wrongLength();
        if ((node & 1) == 1 || node == last) {
            root = nodeHash(sibling, root);
            while ((node & 1) == 0 && node != 0) {
                node >>= 1;
                last >>= 1;
            }
        } else {
            root = nodeHash(root, sibling);
        }
        node >>= 1;
        last >>= 1;
    }
    if (last != 0)
        return wrongLength();
    return root;
}

Result<void> checkConsistency(
    qint64 from, const Hash &fromRoot, qint64 to, const Hash &toRoot, const QList<Hash> &proof)
{
    const auto forked = [](const char *which) {
        return failure(ErrorCode::Rejected,
            QStringLiteral("The proof leads to another root of the %1 tree: the log was rewritten.")
                .arg(QLatin1StringView(which)));
    };
    if (from < 0 || from > to)
        return failure(ErrorCode::Rejected,
            QStringLiteral("The log had %1 events and has %2 now: its end was cut off.").arg(from).arg(to));
    if (from == 0 || from == to) {
        if (!proof.isEmpty())
            return wrongLength();
        if (from == to ? fromRoot != toRoot : fromRoot != emptyRoot())
            return forked("older");
        return {};
    }
    QList<Hash> path = proof;
    if (std::has_single_bit(quint64(from)))
        path.prepend(fromRoot);
    if (path.isEmpty())
        return wrongLength();
    qint64 node = from - 1;
    qint64 last = to - 1;
    while ((node & 1) == 1) {
        node >>= 1;
        last >>= 1;
    }
    Hash older = path.takeFirst();
    Hash newer = older;
    for (const Hash &step : std::as_const(path)) {
        if (last == 0)
            return wrongLength();
        if ((node & 1) == 1 || node == last) {
            older = nodeHash(step, older);
            newer = nodeHash(step, newer);
            while ((node & 1) == 0 && node != 0) {
                node >>= 1;
                last >>= 1;
            }
        } else {
            newer = nodeHash(newer, step);
        }
        node >>= 1;
        last >>= 1;
    }
    if (last != 0)
        return wrongLength();
    if (older != fromRoot)
        return forked("older");
    return newer == toRoot ? Result<void>() : Result<void>(forked("newer"));
}

} // namespace mergeloom::merkle
