#include "shared/diff/ChangedSpans.h"

#include <QHash>

#include <algorithm>

namespace mergeloom {

namespace {

constexpr qsizetype mostWords = 4000; // in each line, less what both begin and end with

bool isWordPart(QChar unit) { return unit.isLetterOrNumber() || unit.isMark() || unit.isSurrogate() || unit == u'_'; }

/// Words, runs of blanks, and single other characters. With their end, so that word i is from starts[i] to starts[i + 1].
QList<qsizetype> wordStarts(const QString &line)
{
    QList<qsizetype> starts;
    for (qsizetype at = 0; at < line.size();) {
        starts.append(at);
        const QChar first = line[at++];
        const bool isWord = isWordPart(first);
        if (isWord || first.isSpace())
            while (at < line.size() && (isWord ? isWordPart(line[at]) : line[at].isSpace()))
                ++at;
    }
    starts.append(line.size());
    return starts;
}

class SplitLine
{
public:
    explicit SplitLine(const QString &line) : m_line(line), m_starts(wordStarts(line)) {}
    qsizetype count() const { return m_starts.size() - 1; }
    QStringView word(qsizetype place) const { return words(place, 1); }
    QStringView words(qsizetype place, qsizetype count) const
    {
        return QStringView(m_line).sliced(m_starts[place], m_starts[place + count] - m_starts[place]);
    }
    qsizetype start(qsizetype place) const { return m_starts[place]; }

private:
    QString m_line;
    QList<qsizetype> m_starts;
};

bool isBlank(QStringView text)
{
    return std::all_of(text.begin(), text.end(), [](QChar unit) { return unit.isSpace(); });
}

/// Words as numbers in lines, for the comparison of lines.
QByteArray numbered(const SplitLine &line, qsizetype first, qsizetype end, QHash<QStringView, qsizetype> &numbers)
{
    QByteArray bytes;
    for (qsizetype place = first; place < end; ++place) {
        qsizetype &number = numbers[line.word(place)]; // from 1
        if (number == 0)
            number = numbers.size();
        bytes += QByteArray::number(number, 36) + '\n';
    }
    return bytes;
}

QList<Change> wordChanges(const SplitLine &before, const SplitLine &after)
{
    const qsizetype shorter = std::min(before.count(), after.count());
    qsizetype head = 0;
    while (head < shorter && before.word(head) == after.word(head))
        ++head;
    qsizetype tail = 0;
    while (tail < shorter - head && before.word(before.count() - 1 - tail) == after.word(after.count() - 1 - tail))
        ++tail;
    const qsizetype removed = before.count() - head - tail;
    const qsizetype added = after.count() - head - tail;
    if (removed == 0 && added == 0)
        return {};
    if (removed == 0 || added == 0 || std::max(removed, added) > mostWords)
        return {{head, removed, head, added}};
    QHash<QStringView, qsizetype> numbers;
    QList<Change> changes =
        plainLineDiff(numbered(before, head, head + removed, numbers), numbered(after, head, head + added, numbers));
    for (Change &change : changes) {
        change.before += head;
        change.after += head;
    }
    return changes;
}

/// Changes with nothing but blanks between them read as one.
QList<Change> joinedOverBlanks(const QList<Change> &changes, const SplitLine &before)
{
    QList<Change> joined;
    for (const Change &change : changes) {
        if (!joined.isEmpty()) {
            Change &last = joined.last();
            const qsizetype end = last.before + last.removed;
            if (isBlank(before.words(end, change.before - end))) {
                last.removed = change.before + change.removed - last.before;
                last.added = change.after + change.added - last.after;
                continue;
            }
        }
        joined.append(change);
    }
    return joined;
}

bool isIgnored(const Change &change, const SplitLine &before, const SplitLine &after, Whitespace mode)
{
    if (mode == Whitespace::Exact || mode == Whitespace::IgnoreBlankLines
        || !isBlank(before.words(change.before, change.removed)) || !isBlank(after.words(change.after, change.added)))
        return false;
    const bool isAtEnd =
        change.before + change.removed == before.count() && change.after + change.added == after.count();
    return mode == Whitespace::IgnoreAll || isAtEnd
        || (mode == Whitespace::IgnoreAmount && change.removed > 0 && change.added > 0);
}

/// Takes away what both begin and end with when that is most of them: half a word that changed says more than the word.
void narrowToCharacters(QStringView before, QStringView after, Span &beforeSpan, Span &afterSpan)
{
    const qsizetype shorter = std::min(before.size(), after.size());
    qsizetype head = 0;
    while (head < shorter && before[head] == after[head])
        ++head;
    qsizetype tail = 0;
    while (tail < shorter - head && before[before.size() - 1 - tail] == after[after.size() - 1 - tail])
        ++tail;
    const auto isInside = [](QChar unit) { return unit.isLowSurrogate() || unit.isMark(); };
    const auto splits = [&](QStringView text, qsizetype at) { return at < text.size() && isInside(text[at]); };
    while (head > 0 && (splits(before, head) || splits(after, head)))
        --head;
    while (tail > 0 && (splits(before, before.size() - tail) || splits(after, after.size() - tail)))
        --tail;
    if (2 * (head + tail) < std::max(before.size(), after.size()))
        return;
    beforeSpan = {beforeSpan.start + head, before.size() - head - tail};
    afterSpan = {afterSpan.start + head, after.size() - head - tail};
}

void takeBlanksAway(const QString &line, Span &span)
{
    while (span.length > 0 && line[span.start].isSpace()) {
        ++span.start;
        --span.length;
    }
    while (span.length > 0 && line[span.start + span.length - 1].isSpace())
        --span.length;
}

} // namespace

ChangedSpans changedSpans(const QString &before, const QString &after, Whitespace mode)
{
    const SplitLine old(before);
    const SplitLine young(after);
    QList<Change> changes = wordChanges(old, young);
    changes.removeIf([&](const Change &change) { return isIgnored(change, old, young, mode); });
    ChangedSpans spans;
    for (const Change &change : joinedOverBlanks(changes, old)) {
        const QStringView removed = old.words(change.before, change.removed);
        const QStringView added = young.words(change.after, change.added);
        Span beforeSpan{old.start(change.before), removed.size()};
        Span afterSpan{young.start(change.after), added.size()};
        narrowToCharacters(removed, added, beforeSpan, afterSpan);
        if (mode == Whitespace::IgnoreAll) {
            takeBlanksAway(before, beforeSpan);
            takeBlanksAway(after, afterSpan);
        }
        if (beforeSpan.length > 0)
            spans.before.append(beforeSpan);
        if (afterSpan.length > 0)
            spans.after.append(afterSpan);
    }
    return spans;
}

} // namespace mergeloom
