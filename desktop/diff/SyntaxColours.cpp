#include "desktop/diff/SyntaxColours.h"

#include "desktop/diff/Scintilla.h"
#include "desktop/diff/SyntaxLexers.h"

#include <QElapsedTimer>

namespace mergeloom {

namespace {

constexpr int budgetMilliseconds = 4;
constexpr int restMilliseconds = 8; // the rest of a frame is for painting
constexpr qsizetype longestLine = 4000;
constexpr qsizetype largestText = 32 << 20;
constexpr qsizetype keptBytes = 128 << 20;
constexpr int linesAtOnce = 100;

} // namespace

SyntaxColours::SyntaxColours(QObject *parent) : QObject(parent)
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(restMilliseconds);
    connect(&m_timer, &QTimer::timeout, this, &SyntaxColours::work);
}

SyntaxColours::~SyntaxColours() = default;

void SyntaxColours::want(const QList<Wanted> &wanted)
{
    m_wanted = wanted;
    ++m_turn;
    for (const Wanted &one : wanted)
        begin(one);
    if (next() && !m_timer.isActive())
        m_timer.start();
}

QByteArrayView SyntaxColours::line(const std::shared_ptr<const Text> &text, qsizetype line) const
{
    const auto found = m_coloured.find(text.get());
    if (found == m_coloured.end() || line + 1 >= found->second.starts.size())
        return {};
    const QList<qsizetype> &starts = found->second.starts;
    return QByteArrayView(found->second.classes).sliced(starts[line], starts[line + 1] - starts[line]);
}

/// What is seen comes first, then the rest of each text.
SyntaxColours::Coloured *SyntaxColours::next()
{
    Coloured *rest = nullptr;
    for (const Wanted &wanted : std::as_const(m_wanted)) {
        Coloured &coloured = m_coloured[wanted.text.get()];
        if (!coloured.scintilla)
            continue;
        if (coloured.starts.size() <= wanted.until + 1)
            return &coloured;
        rest = rest ? rest : &coloured;
    }
    return rest;
}

void SyntaxColours::work()
{
    QElapsedTimer timer;
    timer.start();
    bool isSeen = false;
    Coloured *coloured = next();
    for (; coloured && timer.elapsed() < budgetMilliseconds; coloured = next()) {
        const qsizetype first = coloured->starts.size() - 1;
        colourMore(*coloured);
        isSeen = isSeen || std::any_of(m_wanted.begin(), m_wanted.end(), [&](const Wanted &wanted) {
            return wanted.text == coloured->text && first <= wanted.until;
        });
    }
    if (coloured)
        m_timer.start();
    if (isSeen)
        Q_EMIT this->coloured();
}

void SyntaxColours::begin(const Wanted &wanted)
{
    Coloured &coloured = m_coloured[wanted.text.get()];
    coloured.lastWanted = m_turn;
    if (coloured.text)
        return;
    coloured.text = wanted.text;
    const Text &text = *wanted.text;
    const QString firstLine = text.count() > 0 && text.line(0).size() < longestLine ? text.shown(0) : QString();
    auto lexer = text.bytes().size() > largestText || text.count() == 0 ? nullptr : lexerFor(wanted.path, firstLine);
    if (!lexer)
        return;
    for (int style = 0; style < int(coloured.meanings.size()); ++style)
        coloured.meanings[size_t(style)] = syntaxClassOf(*lexer, style);
    coloured.scintilla = std::make_unique<QsciScintilla>();
    coloured.scintilla->setUtf8(true);
    coloured.scintilla->SendScintilla(QsciScintillaBase::SCI_SETUNDOCOLLECTION, 0UL);
    coloured.scintilla->SendScintilla(QsciScintillaBase::SCI_SETMODEVENTMASK, 0UL);
    lexer->setParent(coloured.scintilla.get());
    coloured.scintilla->setLexer(lexer.release());
    dropOldest();
}

void SyntaxColours::colourMore(Coloured &coloured)
{
    const Text &text = *coloured.text;
    QsciScintilla &scintilla = *coloured.scintilla;
    const qsizetype first = coloured.starts.size() - 1;
    const qsizetype end = std::min(text.count(), first + linesAtOnce);
    QList<QString> lines;
    QByteArray utf8;
    for (qsizetype i = first; i < end; ++i) {
        lines.append(text.line(i).size() > longestLine ? QString() : text.shown(i));
        utf8 += lines.constLast().toUtf8() + '\n';
    }
    // Lines between which a patch leaves some out do not go on in the state of those before.
    if (first > 0 && first < end && text.number(first) != text.number(first - 1) + 1)
        scintilla.SendScintilla(QsciScintillaBase::SCI_CLEARALL);
    const auto start = scintilla.SendScintilla(QsciScintillaBase::SCI_GETLENGTH);
    scintilla.SendScintilla(QsciScintillaBase::SCI_APPENDTEXT, ulong(utf8.size()), utf8.constData());
    const auto finish = start + utf8.size();
    scintilla.SendScintilla(QsciScintillaBase::SCI_COLOURISE, ulong(start), long(finish));
    QByteArray styled(2 * utf8.size() + 2, '\0'); // each byte of text, then its style
    scintilla.SendScintilla(QsciScintillaBase::SCI_GETSTYLEDTEXT, long(start), long(finish), styled.data());
    qsizetype at = 0;
    for (const QString &line : std::as_const(lines)) {
        for (const QChar &character : line) {
            const qsizetype style = std::min(2 * at + 1, styled.size() - 1);
            coloured.classes.append(char(coloured.meanings[uchar(styled[style])]));
            // The second half of a pair has no bytes of its own.
            const char16_t unit = character.unicode();
            at += unit < 0x80                 ? 1
                : unit < 0x800                ? 2
                : character.isHighSurrogate() ? 4
                : character.isLowSurrogate()  ? 0
                                              : 3;
        }
        ++at;
        coloured.starts.append(coloured.classes.size());
    }
    if (end == text.count())
        coloured.scintilla.reset();
}

void SyntaxColours::dropOldest()
{
    qsizetype bytes = 0;
    for (auto &[text, coloured] : m_coloured) {
        bytes += coloured.classes.size() + coloured.starts.size() * qsizetype(sizeof(qsizetype));
        if (coloured.lastWanted < m_turn
            && coloured.scintilla) { // begun and left: it begins anew when it is seen again
            coloured = {};
        }
    }
    while (bytes > keptBytes) {
        const auto oldest = std::min_element(m_coloured.begin(), m_coloured.end(),
            [](const auto &a, const auto &b) { return a.second.lastWanted < b.second.lastWanted; });
        if (oldest->second.lastWanted == m_turn)
            return;
        bytes -= oldest->second.classes.size() + oldest->second.starts.size() * qsizetype(sizeof(qsizetype));
        m_coloured.erase(oldest);
    }
}

} // namespace mergeloom
