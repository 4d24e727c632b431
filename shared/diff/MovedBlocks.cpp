#include "shared/diff/MovedBlocks.h"

#include <QHash>

#include <algorithm>

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
};

class MoveSearch
{
public:
    MoveSearch(const DiffDocument &document, Whitespace mode, std::stop_token stop) : _stop(std::move(stop))
    {
        _blocks.resize(document.files.size());
        for (qsizetype file = 0; file < document.files.size() && !_stop.stop_requested(); ++file)
            addFile(document.files[file], file, mode);
        _removed.resize(_numbers.size() + 1);
        _added.resize(_numbers.size() + 1);
        for (qsizetype at = 0; at < _lines.size(); ++at)
            places(_lines[at].side)[_lines[at].text].append(at);
    }

    QList<QList<MovedBlock>> find()
    {
        qsizetype at = 0;
        while (at < _lines.size()) {
            if (at % 1024 == 0 && _stop.stop_requested())
                return {};
            at = afterBlockAt(at);
        }
        return _stop.stop_requested() ? QList<QList<MovedBlock>>() : _blocks;
    }

private:
    QList<QList<qsizetype>> &places(Side side) { return side == Side::Before ? _removed : _added; }
    const QList<qsizetype> &matches(const ChangedLine &line)
    {
        return places(line.side == Side::Before ? Side::After : Side::Before)[line.text];
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
            int &number = _numbers[bytes]; // from 1
            if (number == 0)
                number = int(_numbers.size());
            _lines.append({file, side, line, number, line + 1 < first + count, characters});
        }
    }

    QList<qsizetype> affordable(const QList<qsizetype> &candidates) const
    {
        return _comparisons > mostComparisons ? candidates.first(std::min(candidates.size(), fewCandidates))
                                              : candidates;
    }

    /// Finds the longest block that begins at `at`, and says where to look on: as git does, a block that is too small is
    /// given up, and the search goes on with its second line.
    qsizetype afterBlockAt(qsizetype at)
    {
        if (matches(_lines[at]).isEmpty())
            return at + 1;
        QList<qsizetype> candidates = affordable(matches(_lines[at])); // where the last line of the block stood, too
        qsizetype end = at + 1;
        int characters = _lines[at].characters;
        while (_lines[end - 1].isFollowed) {
            _comparisons += candidates.size();
            const auto isContinued = [&](qsizetype candidate) {
                return _lines[candidate].isFollowed && _lines[candidate + 1].text == _lines[end].text;
            };
            if (std::none_of(candidates.begin(), candidates.end(), isContinued))
                break;
            candidates.removeIf([&](qsizetype candidate) { return !isContinued(candidate); });
            for (qsizetype &candidate : candidates)
                ++candidate;
            candidates = affordable(candidates);
            characters = std::min(leastCharacters, characters + _lines[end].characters);
            ++end;
        }
        const qsizetype length = end - at;
        if (characters >= leastCharacters) {
            const ChangedLine &first = _lines[at];
            const ChangedLine &other = _lines[candidates.first() - (length - 1)];
            _blocks[first.file].append({first.side, first.line, length, other.file, other.line});
            return end;
        }
        if (length == 1 || _comparisons > mostComparisons)
            return end;
        return at + 1;
    }

    std::stop_token _stop;
    QList<ChangedLine> _lines;
    QHash<QByteArrayView, int> _numbers;
    QList<QList<qsizetype>> _removed; // for each text the places of _lines where it stands
    QList<QList<qsizetype>> _added;
    QList<QList<MovedBlock>> _blocks;
    qint64 _comparisons = 0;
};

} // namespace

QList<QList<MovedBlock>> movedBlocks(const DiffDocument &document, Whitespace mode, std::stop_token stop)
{
    return MoveSearch(document, mode, std::move(stop)).find();
}

} // namespace mergeloom
