#pragma once

#include "shared/core/BeginningTable.h"
#include "shared/core/SecretBeginnings.h"
#include "shared/core/TokenShapes.h"

#include <QString>

#include <cstdint>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace mergeloom {

/// Finds secrets in a text in one pass: known values in whichever spelling, and tokens known by their shape.
/// Most positions are passed over by one look at a bit filter of the four bytes that something can begin with; only where
/// these four do begin something is the text read by the rules of its spelling.
class SecretAutomaton
{
public:
    SecretAutomaton();

    /// `value` has at least six bytes.
    void add(const QByteArray &value, const QString &name);

    struct Scan {
        qsizetype done = 0; ///< bytes of the text that are dealt with; the rest may be the beginning of a secret
        bool hasSecret = false;
    };
    /// If what is dealt with has a secret, it is appended to `clean` without it. With TextEnd::Whole all is dealt with.
    /// `before` are the last bytes that were dealt with earlier.
    Scan scan(QByteArrayView before, QByteArrayView text, TextEnd end, QByteArray &clean) const;

    /// What scan() wants to know of the text before.
    static constexpr qsizetype context = 8;

private:
    struct Needle {
        QByteArray canonical;
        int label = 0;
    };
    struct Hit {
        enum class Kind { Nothing, NeedsMore, Secret } kind = Kind::Nothing;
        qsizetype from = 0;
        qsizetype to = 0;
        int label = 0;
    };
    struct View;
    using Key = std::uint64_t;

    void addShape(const TokenShape &shape);
    void addSpelling(const QByteArray &canonical, Spelling spelling, int label, Backslashes backslashes);
    void addLiteral(const QByteArray &value, int label);
    void addBeginning(QByteArrayView four, std::uint8_t way);
    int labelOf(const QString &name);
    bool mayBeginAtEnd(QByteArrayView rest) const;
    qsizetype nextCandidate(QByteArrayView text, qsizetype from) const;
    Hit hitAt(const View &view, qsizetype at) const;
    void tryKnown(const View &view, qsizetype at, Spelling spelling, Hit &best) const;
    void tryLiteral(const View &view, qsizetype at, Hit &best) const;
    void tryShapes(const View &view, qsizetype at, Hit &best) const;
    static void take(Hit &best, const Hit &hit);
    Hit wholeHit(const View &view, Hit hit) const;

    BeginningTable m_beginnings;                            ///< and which ways to read on
    std::unordered_set<std::uint32_t> m_partBeginnings;     ///< one to three bytes, and their count
    std::unordered_map<Key, std::vector<Needle>> m_needles; ///< by spelling and four canonical bytes
    std::unordered_map<std::uint32_t, std::vector<std::uint16_t>> m_shapesByBeginning;
    std::vector<TokenMatcher> m_shapes;
    std::vector<int> m_shapeLabels;
    std::vector<QByteArray> m_labels; ///< what is written in place of a secret
};

} // namespace mergeloom
