#include "shared/diff/SimilarLines.h"

#include <algorithm>
#include <array>

namespace mergeloom {

namespace {

constexpr qsizetype mostBytes = 1000;    // of a line that are looked at
constexpr int leastAlike = 450;          // in thousandths
constexpr qsizetype mostCompared = 4096; // pairs of lines; above, only lines at about the same place are compared

/// How much of a line falls on words of 64 kinds: lines that share words share counts.
struct Fingerprint {
    std::array<quint8, 64> counts{};
    int sum = 0;
};

Fingerprint fingerprintOf(QByteArrayView line)
{
    Fingerprint print;
    quint32 hash = 0;
    int length = 0;
    const auto finish = [&](int weight) {
        quint8 &count = print.counts[(hash ^ (hash >> 15)) * 0x9e3779b1U >> 26];
        const int added = std::min(weight, 255 - count);
        count = quint8(count + added);
        print.sum += added;
        hash = 0;
        length = 0;
    };
    for (const char byte : line.first(std::min(line.size(), mostBytes))) {
        const quint32 c = uchar(byte);
        const bool isWord = (c | 0x20U) - 'a' < 26 || c - '0' < 10 || c == '_' || c >= 0x80;
        if (isWord) {
            hash = (hash ^ c) * 16777619U + 1;
            ++length;
            continue;
        }
        if (length > 0)
            finish(length);
        if (c > ' ') {
            hash = c;
            finish(1);
        }
    }
    if (length > 0)
        finish(length);
    return print;
}

/// In thousandths; 0 when they are not alike.
int likeness(const Fingerprint &first, const Fingerprint &second)
{
    const int sum = first.sum + second.sum;
    if (2000 * std::min(first.sum, second.sum) < leastAlike * sum || sum == 0)
        return 0;
    int common = 0;
    for (size_t kind = 0; kind < first.counts.size(); ++kind)
        common += std::min(first.counts[kind], second.counts[kind]);
    const int alike = 2000 * common / sum;
    return alike < leastAlike ? 0 : alike;
}

QList<Fingerprint> fingerprints(const Text &text, qsizetype first, qsizetype count)
{
    QList<Fingerprint> prints;
    prints.reserve(count);
    for (qsizetype place = first; place < first + count; ++place)
        prints.append(fingerprintOf(text.line(place)));
    return prints;
}

/// The pairs that are most alike in sum, by dynamic programming over a band along the diagonal.
class Pairing
{
public:
    Pairing(QList<Fingerprint> removed, QList<Fingerprint> added)
        : m_removed(std::move(removed)), m_added(std::move(added))
    {
        const qsizetype rows = m_removed.size();
        const qsizetype columns = m_added.size();
        const qsizetype reach = rows * columns <= mostCompared ? columns : rows + columns > 20'000 ? 3 : 8;
        m_width = std::min(columns + 1, 2 * reach + 2 + columns / rows);
        m_steps.resize((rows + 1) * m_width);
    }

    QList<LinePair> pairs()
    {
        std::vector<qint64> above(size_t(m_width), 0);
        std::vector<qint64> scores(size_t(m_width), 0);
        for (qsizetype row = 1; row <= m_removed.size(); ++row) {
            fillRow(row, above, scores);
            std::swap(above, scores);
        }
        QList<LinePair> found;
        qsizetype column = m_added.size();
        for (qsizetype row = m_removed.size(); row > 0 && column > 0;) {
            const char step = m_steps[row * m_width + column - begin(row)];
            if (step == 'p')
                found.append({row - 1, column - 1});
            row -= step != 'l';
            column -= step != 'u';
        }
        std::reverse(found.begin(), found.end());
        return found;
    }

private:
    qsizetype begin(qsizetype row) const
    {
        const qsizetype middle = row * m_added.size() / m_removed.size();
        return std::clamp<qsizetype>(middle - m_width / 2, 0, m_added.size() + 1 - m_width);
    }

    void fillRow(qsizetype row, const std::vector<qint64> &above, std::vector<qint64> &scores)
    {
        const qsizetype shift = begin(row) - begin(row - 1);
        for (qsizetype at = 0; at < m_width; ++at) {
            const qsizetype column = begin(row) + at;
            const auto scoreAbove = [&](qsizetype place) {
                return place >= 0 && place < m_width ? above[size_t(place)] : -1;
            };
            qint64 best = scoreAbove(at + shift);
            char step = 'u';
            if (at > 0 && scores[size_t(at - 1)] > best) {
                best = scores[size_t(at - 1)];
                step = 'l';
            }
            const qint64 diagonal = column > 0 ? scoreAbove(at + shift - 1) : -1;
            const qint64 alike = diagonal < 0 ? 0 : likeness(m_removed[row - 1], m_added[column - 1]);
            // The square: one pair that is the same counts for more than two that are half so.
            if (alike > 0 && diagonal + alike * alike >= best) {
                best = diagonal + alike * alike;
                step = 'p';
            }
            scores[size_t(at)] = best;
            m_steps[row * m_width + at] = step;
        }
    }

    QList<Fingerprint> m_removed;
    QList<Fingerprint> m_added;
    qsizetype m_width = 0;
    QByteArray m_steps; // up, left, or a pair
};

} // namespace

QList<LinePair> similarLines(const Text &before, const Text &after, const Change &change)
{
    if (change.removed == 0 || change.added == 0)
        return {};
    Pairing pairing(
        fingerprints(before, change.before, change.removed), fingerprints(after, change.after, change.added));
    QList<LinePair> pairs = pairing.pairs();
    for (LinePair &pair : pairs) {
        pair.before += change.before;
        pair.after += change.after;
    }
    return pairs;
}

} // namespace mergeloom
