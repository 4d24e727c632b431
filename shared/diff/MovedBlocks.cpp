#include "shared/diff/MovedBlocks.h"

#include <QHash>

#include <algorithm>
#include <utility>

namespace mergeloom {

namespace {

constexpr int leastCharacters = 20;
// git has no bounds, and takes minutes for many lines that are alike. Above this many comparisons, few places are tried for a block.
constexpr qint64 mostComparisons = 40'000'000;
constexpr qsizetype fewCandidates = 4;

bool isLetterOrDigit(char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

/// A changed line of any file, in the order in which a patch shows them.
struct ChangedLine {
    qsizetype file = 0;
    Side side = Side::Before;
    qsizetype line = 0;
    int text = 0;            ///< the same number for the same bytes
    bool isFollowed = false; ///< by the next of the list, in the same run of lines of one side
    int characters = 0;      ///< letters and digits, counted up to the least
    qsizetype next = -1;     ///< of the list, with the same text on the same side
};

class MoveSearch
{
public:
    MoveSearch(const DiffDocument &document, Whitespace mode, std::stop_token stop) : m_stop(std::move(stop))
    {
        m_blocks.resize(document.files.size());
        for (qsizetype file = 0; file < document.files.size() && !m_stop.stop_requested(); ++file)
            addFile(document.files[file], file, mode);
        m_removed.fill(-1, m_numbers.size() + 1);
        m_added.fill(-1, m_numbers.size() + 1);
        for (qsizetype at = m_lines.size() - 1; at >= 0; --at)
            m_lines[at].next = std::exchange(firstPlace(m_lines[at].side, m_lines[at].text), at);
    }

    QList<QList<MovedBlock>> find()
    {
        qsizetype at = 0;
        while (at < m_lines.size() && !m_stop.stop_requested())
            at = afterBlockAt(at);
        return m_stop.stop_requested() ? QList<QList<MovedBlock>>() : m_blocks;
    }

private:
    qsizetype &firstPlace(Side side, int text) { return (side == Side::Before ? m_removed : m_added)[text]; }

    qsizetype affordable(qsizetype candidates) const
    {
        return m_comparisons > mostComparisons ? std::min(candidates, fewCandidates) : candidates;
    }

    /// Where the same line stands on the other side.
    QList<qsizetype> matches(const ChangedLine &line)
    {
        QList<qsizetype> places;
        const qsizetype most = affordable(m_lines.size());
        qsizetype place = firstPlace(line.side == Side::Before ? Side::After : Side::Before, line.text);
        for (; place >= 0 && places.size() < most; place = m_lines[place].next)
            places.append(place);
        m_comparisons += places.size();
        return places;
    }

    void addFile(const FileDiff &file, qsizetype index, Whitespace mode)
    {
        for (const Change &change : changesOf(file, mode)) {
            addLines(index, Side::Before, *file.before, change.before, change.removed);
            addLines(index, Side::After, *file.after, change.after, change.added);
        }
    }

    void addLines(qsizetype file, Side side, const Text &text, qsizetype first, qsizetype count)
    {
        for (qsizetype line = first; line < first + count; ++line) {
            QByteArrayView bytes = text.lineWithEnd(line); // \r counts, a newline at the end does not
            if (bytes.endsWith('\n'))
                bytes.chop(1);
            int characters = 0;
            for (auto at = bytes.begin(); at != bytes.end() && characters < leastCharacters; ++at)
                characters += isLetterOrDigit(*at);
            int &number = m_numbers[bytes]; // from 1
            if (number == 0)
                number = int(m_numbers.size());
            m_lines.append({file, side, line, number, line + 1 < first + count, characters});
        }
    }

    /// Finds the longest block that begins at `at`, and says where to look on: as git does, a block that is too small is
    /// given up, and the search goes on with its second line.
    qsizetype afterBlockAt(qsizetype at)
    {
        QList<qsizetype> candidates = matches(m_lines[at]); // where the last line of the block stood, too
        if (candidates.isEmpty())
            return at + 1;
        qsizetype end = at + 1;
        int characters = m_lines[at].characters;
        while (m_lines[end - 1].isFollowed) {
            m_comparisons += candidates.size();
            const auto isContinued = [&](qsizetype candidate) {
                return m_lines[candidate].isFollowed && m_lines[candidate + 1].text == m_lines[end].text;
            };
            if (std::none_of(candidates.begin(), candidates.end(), isContinued))
                break;
            candidates.removeIf([&](qsizetype candidate) { return !isContinued(candidate); });
            for (qsizetype &candidate : candidates)
                ++candidate;
            candidates.resize(affordable(candidates.size()));
            characters = std::min(leastCharacters, characters + m_lines[end].characters);
            ++end;
        }
        const qsizetype length = end - at;
        if (characters >= leastCharacters) {
            const ChangedLine &first = m_lines[at];
            const ChangedLine &other = m_lines[candidates.first() - (length - 1)];
            m_blocks[first.file].append({first.side, first.line, length, other.file, other.line});
            return end;
        }
        if (length == 1 || m_comparisons > mostComparisons)
            return end;
        return at + 1;
    }

    std::stop_token m_stop;
    QList<ChangedLine> m_lines;
    QHash<QByteArrayView, int> m_numbers;
    QList<qsizetype> m_removed; // for each text its first place in m_lines, or -1
    QList<qsizetype> m_added;
    QList<QList<MovedBlock>> m_blocks;
    qint64 m_comparisons = 0;
};

/// Where a line of the one stands in the other, which knows more of the same file.
qsizetype carriedPlace(const FileDiff &from, const FileDiff &to, Side side, qsizetype line)
{
    return side == Side::Before ? to.before->placeOf(from.before->number(line))
                                : to.after->placeOf(from.after->number(line));
}

bool haveSameChanges(const FileDiff &from, const FileDiff &to, Whitespace mode)
{
    const QList<Change> known = changesOf(from, mode);
    const QList<Change> now = changesOf(to, mode);
    return std::equal(known.begin(), known.end(), now.begin(), now.end(), [&](const Change &one, const Change &other) {
        return one.removed == other.removed && one.added == other.added && one.isIgnorable == other.isIgnorable
            && (one.removed == 0 || carriedPlace(from, to, Side::Before, one.before) == other.before)
            && (one.added == 0 || carriedPlace(from, to, Side::After, one.after) == other.after);
    });
}

} // namespace

QList<QList<MovedBlock>> movedBlocks(const DiffDocument &document, Whitespace mode, std::stop_token stop)
{
    return MoveSearch(document, mode, std::move(stop)).find();
}

std::optional<QList<QList<MovedBlock>>> carriedBlocks(
    QList<QList<MovedBlock>> blocks, const DiffDocument &from, const DiffDocument &to, Whitespace mode)
{
    if (from.files.size() != to.files.size() || blocks.size() != to.files.size())
        return std::nullopt;
    QList<qsizetype> completed;
    for (qsizetype file = 0; file < to.files.size(); ++file) {
        if (from.files[file].before == to.files[file].before && from.files[file].after == to.files[file].after)
            continue;
        if (!haveSameChanges(from.files[file], to.files[file], mode))
            return std::nullopt;
        completed.append(file);
    }
    const auto isCompleted = [&](qsizetype file) {
        return std::binary_search(completed.begin(), completed.end(), file);
    };
    for (qsizetype file = 0; !completed.isEmpty() && file < blocks.size(); ++file)
        for (MovedBlock &block : blocks[file]) {
            if (isCompleted(file))
                block.line = carriedPlace(from.files[file], to.files[file], block.side, block.line);
            if (isCompleted(block.otherFile))
                block.otherLine = carriedPlace(from.files[block.otherFile], to.files[block.otherFile],
                    block.side == Side::Before ? Side::After : Side::Before, block.otherLine);
        }
    return blocks;
}

} // namespace mergeloom
