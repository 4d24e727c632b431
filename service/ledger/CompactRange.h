#pragma once

#include "service/ledger/MerkleTree.h"

namespace mergeloom::merkle {

/// A tree that is only appended to, of which no more is kept than its root needs: O(log n) hashes.
class CompactRange
{
public:
    /// Called for each complete subtree as it comes about, that of a single leaf included.
    using OnSubtree = std::function<void(int level, qint64 index, const Hash &hash)>;
    explicit CompactRange(OnSubtree onSubtree = {}) : m_onSubtree(std::move(onSubtree)) {}

    void append(const Hash &leaf);
    qint64 size() const { return m_size; }
    Hash root() const;

private:
    OnSubtree m_onSubtree;
    QList<Hash> m_peaks; ///< one for each bit of the size, the largest subtree first
    qint64 m_size = 0;
};

} // namespace mergeloom::merkle
