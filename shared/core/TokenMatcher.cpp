#include "shared/core/TokenShapes.h"

#include <algorithm>

namespace mergeloom {

namespace {

// What readPart() says in place of a position.
constexpr qsizetype noMatch = -1;
constexpr qsizetype needsMore = -2;

constexpr qsizetype longestPemBody = 16 * 1024;
constexpr qsizetype shortestPemBody = 32;

bool isWordByte(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool isHexByte(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

/// Whether a word may begin here. `\n`, `%3D` and `\u003d` end in letters and digits, but are no part of the word.
bool isWordStart(QByteArrayView before)
{
    const qsizetype size = before.size();
    if (size == 0 || !isWordByte(before.back()))
        return true;
    if (size >= 2 && before[size - 2] == '\\' && QByteArrayView("nrt").contains(before.back()))
        return true;
    if (size < 3 || !isHexByte(before[size - 1]) || !isHexByte(before[size - 2]))
        return false;
    return before[size - 3] == '%' || (size >= 6 && before.sliced(size - 6, 4) == "\\u00")
        || (size >= 4 && before.sliced(size - 4, 2) == "\\x");
}

std::bitset<256> pemBytes()
{
    std::bitset<256> set;
    for (int c = 0; c < 256; ++c)
        set[size_t(c)] = isWordByte(char(c)) || QByteArrayView("+/= \t\r\n\\:,-\"'|>").contains(char(c));
    return set;
}

} // namespace

TokenMatcher::TokenMatcher(const TokenShape &shape) : m_border(shape.border)
{
    const QByteArrayView pattern(shape.pattern);
    bool isLiteralOpen = false;
    const auto literal = [&](char c) {
        if (!isLiteralOpen)
            m_parts.push_back({});
        isLiteralOpen = true;
        m_parts.back().literal += c;
    };
    m_secretTo = SIZE_MAX;
    for (qsizetype i = 0; i < pattern.size(); ++i) {
        const char c = pattern[i];
        if (c == '\\') {
            literal(pattern[++i]);
            continue;
        }
        if (c != '[' && c != '<' && c != '>' && c != '~') {
            literal(c);
            continue;
        }
        isLiteralOpen = false;
        if (c == '<')
            m_secretFrom = m_parts.size();
        if (c == '>')
            m_secretTo = m_parts.size();
        if (c == '~') {
            m_parts.push_back(
                {.kind = Part::Kind::PemBody, .members = pemBytes(), .least = shortestPemBody, .most = longestPemBody});
        }
        if (c != '[')
            continue;
        Part part{.kind = Part::Kind::Class};
        const bool isInverted = pattern[++i] == '^';
        i += isInverted ? 1 : 0;
        for (; pattern[i] != ']'; ++i) {
            if (pattern[i] == '\\')
                ++i;
            const uchar first = uchar(pattern[i]);
            uchar last = first;
            if (pattern[i + 1] == '-' && pattern[i + 2] != ']') {
                last = uchar(pattern[i + 2]);
                i += 2;
            }
            for (uint member = first; member <= last; ++member)
                part.members.set(member);
        }
        if (isInverted)
            part.members.flip();
        if (i + 1 < pattern.size() && pattern[i + 1] == '{') {
            const qsizetype close = pattern.indexOf('}', i);
            const QByteArrayList bounds = pattern.sliced(i + 2, close - i - 2).toByteArray().split(',');
            part.least = bounds.first().toInt();
            part.most = bounds.last().toInt();
            i = close;
        }
        m_parts.push_back(part);
    }
    m_secretTo = std::min(m_secretTo, m_parts.size());
}

QByteArrayList TokenMatcher::beginnings() const
{
    QByteArrayList starts{QByteArray()};
    for (const Part &part : m_parts) {
        const qsizetype repeats = part.kind == Part::Kind::Literal ? part.literal.size() : part.least;
        for (qsizetype i = 0; i < repeats && starts.first().size() < 4; ++i) {
            QByteArrayList longer;
            for (const QByteArray &start : starts) {
                if (part.kind == Part::Kind::Literal) {
                    longer.append(start + part.literal[i]);
                    continue;
                }
                for (int c = 0; c < 256; ++c)
                    if (part.members[size_t(c)])
                        longer.append(start + char(c));
            }
            starts = longer;
        }
    }
    return starts;
}

/// Where the part ends, or noMatch, or needsMore.
qsizetype TokenMatcher::readPart(const Part &part, QByteArrayView text, qsizetype at, TextEnd end) const
{
    const qsizetype left = text.size() - at;
    const bool mayGrow = end == TextEnd::MoreToCome;
    if (part.kind == Part::Kind::Literal) {
        const qsizetype size = std::min(left, part.literal.size());
        if (text.sliced(at, size) != QByteArrayView(part.literal).first(size))
            return noMatch;
        return size == part.literal.size() ? at + size : mayGrow ? needsMore : noMatch;
    }
    const qsizetype limit = at + std::min(left, part.most);
    qsizetype p = at;
    if (part.kind == Part::Kind::Class) {
        while (p < limit && part.members[uchar(text[p])])
            ++p;
        if (p == text.size() && p - at < part.most && mayGrow)
            return needsMore;
        return p - at < part.least ? noMatch : p;
    }
    const QByteArrayView dashes("-----");
    while (p < limit && part.members[uchar(text[p])] && !text.sliced(p).startsWith(dashes))
        ++p;
    if (mayGrow && p < at + part.most && dashes.startsWith(text.sliced(p, std::min(text.size() - p, dashes.size()))))
        if (text.size() - p < dashes.size())
            return needsMore;
    if (p - at < part.least)
        return noMatch;
    if (!text.sliced(p).startsWith(dashes))
        return p; // a key that was cut off
    const qsizetype close = text.sliced(p, std::min(text.size() - p, qsizetype(64))).indexOf(dashes, dashes.size());
    if (close >= 0)
        return p + close + dashes.size();
    return mayGrow && text.size() - p < 64 ? needsMore : p;
}

TokenMatcher::Found TokenMatcher::match(QByteArrayView before, QByteArrayView text, qsizetype at, TextEnd end) const
{
    if (m_border == TokenShape::Border::Word) {
        const QByteArrayView near = at >= 6 ? text.sliced(at - 6, 6) : text.first(at);
        const bool isStart =
            at >= 6 || before.isEmpty() ? isWordStart(near) : isWordStart(before.toByteArray() + near.toByteArray());
        if (!isStart)
            return {};
    }
    Found found{Found::Kind::Secret, at, at};
    qsizetype p = at;
    for (size_t i = 0; i < m_parts.size(); ++i) {
        if (i == m_secretFrom)
            found.from = p;
        p = readPart(m_parts[i], text, p, end);
        if (p == noMatch)
            return {};
        if (p == needsMore)
            return {Found::Kind::NeedsMore, at, at};
        if (i + 1 == m_secretTo)
            found.to = p;
    }
    if (m_border == TokenShape::Border::Word) {
        if (p == text.size() && end == TextEnd::MoreToCome)
            return {Found::Kind::NeedsMore, at, at};
        if (p < text.size() && isWordByte(text[p]))
            return {};
    }
    return found;
}

} // namespace mergeloom
