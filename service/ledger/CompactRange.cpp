#include "service/ledger/CompactRange.h"

namespace mergeloom::merkle {

void CompactRange::append(const Hash &leaf)
{
    Hash hash = leaf;
    int level = 0;
    for (qint64 left = m_size;; left >>= 1, ++level) {
        if (m_onSubtree)
            m_onSubtree(level, m_size >> level, hash);
        if ((left & 1) == 0)
            break;
        hash = nodeHash(m_peaks.takeLast(), hash);
    }
    m_peaks.append(hash);
    ++m_size;
}

Hash CompactRange::root() const
{
    if (m_peaks.isEmpty())
        return emptyRoot();
    Hash root = m_peaks.last();
    for (qsizetype i = m_peaks.size() - 2; i >= 0; --i)
        root = nodeHash(m_peaks[i], root);
    return root;
}

} // namespace mergeloom::merkle
