#include "shared/core/SecretAutomaton.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

namespace mergeloom {

namespace {

constexpr qsizetype beginning = beginningSize;
// Ways to read on from a beginning, as bits.
constexpr std::uint8_t literalWay = 1U << 3;
constexpr std::uint8_t shapeWay = 1U << 4;
constexpr std::uint8_t wayOf(Spelling spelling) { return std::uint8_t(1U << unsigned(spelling)); }
constexpr std::uint64_t literalKey = 7;

std::uint32_t fourBytes(const char *at) { return BeginningTable::fourBytes(at); }

std::uint32_t partKey(QByteArrayView part)
{
    std::uint32_t key = std::uint32_t(part.size());
    for (const char c : part)
        key = key << 8 | uchar(c);
    return key;
}

std::uint64_t needleKey(std::uint64_t way, const char *canonical) { return way << 32 | fourBytes(canonical); }

/// The part of the base64 of `value` that does not depend on the bytes around it, when `lead` bytes stand before it
/// in its group of three.
QByteArray base64Core(const QByteArray &value, int lead)
{
    const QByteArray whole = (QByteArray(lead, '\0') + value).toBase64(QByteArray::OmitTrailingEquals);
    const qsizetype from = lead == 0 ? 0 : lead + 1;
    const qsizetype to = (lead + value.size()) * 8 / 6;
    return whole.mid(from, to - from);
}

} // namespace

struct SecretAutomaton::View {
    QByteArrayView before;
    QByteArrayView text;
    TextEnd end;
};

SecretAutomaton::SecretAutomaton()
{
    for (const TokenShape &shape : tokenShapes())
        addShape(shape);
}

int SecretAutomaton::labelOf(const QString &name)
{
    const QByteArray label = name.isEmpty() ? QByteArrayLiteral("[redacted]") : "[redacted:" + name.toUtf8() + ']';
    const auto found = std::find(m_labels.begin(), m_labels.end(), label);
    if (found != m_labels.end())
        return int(found - m_labels.begin());
    m_labels.push_back(label);
    return int(m_labels.size()) - 1;
}

void SecretAutomaton::addShape(const TokenShape &shape)
{
    const auto index = std::uint16_t(m_shapes.size());
    m_shapes.emplace_back(shape);
    m_shapeLabels.push_back(labelOf(QString::fromUtf8(shape.name)));
    for (const QByteArray &four : m_shapes.back().beginnings()) {
        addBeginning(four, shapeWay);
        m_shapesByBeginning[fourBytes(four.constData())].push_back(index);
    }
}

void SecretAutomaton::add(const QByteArray &value, const QString &name)
{
    const int label = labelOf(name);
    addLiteral(value, label);
    const QByteArray canonical = SpelledText::canonical(value, Spelling::Text);
    const bool hasBackslash =
        std::any_of(value.begin(), value.end(), [](char c) { return c == '\\' || uchar(c) < 0x20; });
    const Backslashes backslashes = hasBackslash ? Backslashes::Possible : Backslashes::None;
    addSpelling(canonical, Spelling::Text, label, backslashes);
    if (const QByteArray other = SpelledText::withoutEscapes(value); other != canonical)
        addSpelling(other, Spelling::Text, label, backslashes);
    addSpelling(value.toHex(), Spelling::Hex, label, Backslashes::None);
    for (int lead = 0; lead < 3; ++lead)
        addSpelling(base64Core(value, lead), Spelling::Base64, label, Backslashes::None);
}

void SecretAutomaton::addLiteral(const QByteArray &value, int label)
{
    m_needles[needleKey(literalKey, value.constData())].push_back({value, label});
    addBeginning(QByteArrayView(value).first(beginning), literalWay);
}

void SecretAutomaton::addSpelling(const QByteArray &canonical, Spelling spelling, int label, Backslashes backslashes)
{
    if (canonical.size() < beginning)
        return; // a value of backslashes: it is only found as it is
    m_needles[needleKey(std::uint64_t(spelling), canonical.constData())].push_back({canonical, label});
    eachBeginning(
        canonical, spelling, backslashes, [&](const QByteArray &four) { addBeginning(four, wayOf(spelling)); });
}

void SecretAutomaton::addBeginning(QByteArrayView four, std::uint8_t way)
{
    if (m_beginnings.add(fourBytes(four.data()), way))
        for (qsizetype size = 1; size < beginning; ++size)
            m_partBeginnings.insert(partKey(four.first(size)));
}

/// `rest` are fewer than four bytes.
bool SecretAutomaton::mayBeginAtEnd(QByteArrayView rest) const { return m_partBeginnings.contains(partKey(rest)); }

/// The next position where the filter has what begins, or the first of the last three.
qsizetype SecretAutomaton::nextCandidate(QByteArrayView text, qsizetype from) const
{
    const qsizetype last = text.size() - beginning; // the last position that has four bytes
    const char *bytes = text.data();
    const auto mayBegin = [&](qsizetype place) { return unsigned(m_beginnings.mayHave(fourBytes(bytes + place))); };
    qsizetype at = from;
    for (;;) {
        while (at + 3 <= last && !(mayBegin(at) | mayBegin(at + 1) | mayBegin(at + 2) | mayBegin(at + 3)))
            at += 4;
        for (const qsizetype end = std::min(at + 4, last + 1); at < end; ++at)
            if (mayBegin(at) && m_beginnings.mayHaveToo(fourBytes(bytes + at)))
                return at;
        if (at > last)
            return at;
    }
}

void SecretAutomaton::tryKnown(const View &view, qsizetype at, Spelling spelling, Hit &best) const
{
    SpelledText start(view.text.sliced(at), spelling, view.end);
    std::array<char, beginning> four{};
    for (char &byte : four) {
        const int c = start.next();
        if (c == SpelledText::ended) {
            if (view.end == TextEnd::MoreToCome)
                best.kind = Hit::Kind::NeedsMore;
            return;
        }
        byte = char(c);
    }
    const auto found = m_needles.find(needleKey(std::uint64_t(spelling), four.data()));
    if (found == m_needles.end())
        return;
    for (const Needle &needle : found->second) {
        SpelledText reader = start;
        qsizetype matched = beginning;
        int c = 0;
        while (matched < needle.canonical.size() && (c = reader.next()) == uchar(needle.canonical[matched]))
            ++matched;
        if (matched == needle.canonical.size())
            take(best, {Hit::Kind::Secret, at, at + reader.position(), needle.label});
        else if (c == SpelledText::ended && view.end == TextEnd::MoreToCome)
            best.kind = Hit::Kind::NeedsMore;
    }
}

void SecretAutomaton::tryLiteral(const View &view, qsizetype at, Hit &best) const
{
    const auto found = m_needles.find(needleKey(literalKey, view.text.data() + at));
    if (found == m_needles.end())
        return;
    const QByteArrayView rest = view.text.sliced(at);
    for (const Needle &needle : found->second) {
        const qsizetype size = std::min(rest.size(), needle.canonical.size());
        if (rest.first(size) != QByteArrayView(needle.canonical).first(size))
            continue;
        if (size == needle.canonical.size())
            take(best, {Hit::Kind::Secret, at, at + size, needle.label});
        else if (view.end == TextEnd::MoreToCome)
            best.kind = Hit::Kind::NeedsMore;
    }
}

void SecretAutomaton::tryShapes(const View &view, qsizetype at, Hit &best) const
{
    const auto found = m_shapesByBeginning.find(fourBytes(view.text.data() + at));
    if (found == m_shapesByBeginning.end())
        return;
    for (const std::uint16_t index : found->second) {
        const TokenMatcher::Found token = m_shapes[index].match(view.before, view.text, at, view.end);
        if (token.kind == TokenMatcher::Found::Kind::NeedsMore)
            best.kind = Hit::Kind::NeedsMore;
        else if (token.kind == TokenMatcher::Found::Kind::Secret)
            take(best, {Hit::Kind::Secret, token.from, token.to, m_shapeLabels[index]});
    }
}

/// The longest wins; a known value comes before a shape of the same length, since it is tried first.
void SecretAutomaton::take(Hit &best, const Hit &hit)
{
    if (best.kind == Hit::Kind::NeedsMore || (best.kind == Hit::Kind::Secret && best.to >= hit.to))
        return;
    best = hit;
}

SecretAutomaton::Hit SecretAutomaton::hitAt(const View &view, qsizetype at) const
{
    Hit best;
    if (view.text.size() - at < beginning) {
        if (view.end == TextEnd::MoreToCome && mayBeginAtEnd(view.text.sliced(at)))
            best.kind = Hit::Kind::NeedsMore;
        return best;
    }
    const unsigned ways = m_beginnings.ways(fourBytes(view.text.data() + at));
    if (ways & literalWay)
        tryLiteral(view, at, best);
    for (const Spelling spelling : {Spelling::Text, Spelling::Base64, Spelling::Hex})
        if (ways & wayOf(spelling))
            tryKnown(view, at, spelling, best);
    if (ways & shapeWay)
        tryShapes(view, at, best);
    return best;
}

/// Two secrets may overlap: what begins inside of the first belongs to it.
SecretAutomaton::Hit SecretAutomaton::wholeHit(const View &view, Hit hit) const
{
    for (qsizetype at = hit.from + 1; at < hit.to; ++at) {
        at = nextCandidate(view.text, at);
        if (at >= hit.to)
            break;
        const Hit inner = hitAt(view, at);
        if (inner.kind == Hit::Kind::NeedsMore)
            return inner;
        if (inner.kind == Hit::Kind::Secret && inner.from < hit.to)
            hit.to = std::max(hit.to, inner.to);
    }
    return hit;
}

SecretAutomaton::Scan SecretAutomaton::scan(
    QByteArrayView before, QByteArrayView text, TextEnd end, QByteArray &clean) const
{
    const View view{before, text, end};
    Scan result{text.size(), false};
    qsizetype said = 0;
    for (qsizetype at = nextCandidate(text, 0); at < text.size(); at = nextCandidate(text, at)) {
        Hit hit = hitAt(view, at);
        if (hit.kind == Hit::Kind::Secret)
            hit = wholeHit(view, hit);
        if (hit.kind == Hit::Kind::NeedsMore) {
            result.done = at;
            break;
        }
        if (hit.kind == Hit::Kind::Nothing) {
            ++at;
            continue;
        }
        if (!result.hasSecret)
            clean.reserve(clean.size() + text.size());
        result.hasSecret = true;
        clean += text.sliced(said, hit.from - said);
        clean += m_labels[size_t(hit.label)];
        at = said = hit.to;
    }
    if (result.hasSecret)
        clean += text.sliced(said, result.done - said);
    return result;
}

} // namespace mergeloom
