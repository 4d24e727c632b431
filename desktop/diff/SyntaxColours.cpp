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
constexpr int linesAtOnce = 400;

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
        if (one.text && !m_timer.isActive())
            m_timer.start();
}

QByteArrayView SyntaxColours::line(const std::shared_ptr<const Text> &text, qsizetype line) const
{
    const auto found = m_coloured.constFind(text.get());
    if (found == m_coloured.constEnd() || line + 1 >= found->starts.size())
        return {};
    const qsizetype start = found->starts[line];
    return QByteArrayView(found->classes).sliced(start, found->starts[line + 1] - start);
}

void SyntaxColours::work()
{
    QElapsedTimer timer;
    timer.start();
    bool changed = false;
    bool more = true;
    while (more && timer.elapsed() < budgetMilliseconds) {
        more = false;
        // What is seen comes first, then the rest of each text.
        for (const bool onlySeen : {true, false}) {
            for (const Wanted &wanted : std::as_const(m_wanted)) {
                const auto known = m_coloured.constFind(wanted.text.get());
                const bool isDone = known != m_coloured.constEnd()
                    && (known->isWhole || (onlySeen && known->starts.size() > wanted.until));
                if (!wanted.text || isDone || (known == m_coloured.constEnd() && !onlySeen))
                    continue;
                if (begin(wanted))
                    changed = colourMore(m_coloured[wanted.text.get()]) || changed;
                more = true;
                break;
            }
            if (more)
                break;
        }
    }
    if (more)
        m_timer.start();
    else
        m_scintilla.reset(), m_current.reset();
    if (changed)
        Q_EMIT coloured();
}

bool SyntaxColours::begin(const Wanted &wanted)
{
    Coloured &coloured = m_coloured[wanted.text.get()];
    coloured.lastWanted = m_turn;
    if (m_current == wanted.text && m_scintilla)
        return true;
    coloured.text = wanted.text;
    coloured.classes.clear();
    coloured.starts = {0};
    const Text &text = *wanted.text;
    const QString firstLine = text.count() > 0 && text.line(0).size() < longestLine ? text.shown(0) : QString();
    auto lexer = text.bytes().size() > largestText ? nullptr : lexerFor(wanted.path, firstLine);
    if (!lexer) {
        coloured.isWhole = true;
        return false;
    }
    for (int style = 0; style < int(m_classes.size()); ++style)
        m_classes[size_t(style)] = syntaxClassOf(*lexer, style);
    m_scintilla = std::make_unique<QsciScintilla>();
    m_scintilla->setUtf8(true);
    m_scintilla->SendScintilla(QsciScintillaBase::SCI_SETUNDOCOLLECTION, 0UL);
    lexer->setParent(m_scintilla.get());
    m_scintilla->setLexer(lexer.release());
    m_current = wanted.text;
    dropOldest();
    return true;
}

bool SyntaxColours::colourMore(Coloured &coloured)
{
    const Text &text = *coloured.text;
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
        m_scintilla->SendScintilla(QsciScintillaBase::SCI_CLEARALL);
    const auto start = m_scintilla->SendScintilla(QsciScintillaBase::SCI_GETLENGTH);
    m_scintilla->SendScintilla(QsciScintillaBase::SCI_APPENDTEXT, ulong(utf8.size()), utf8.constData());
    const auto finish = start + utf8.size();
    m_scintilla->SendScintilla(QsciScintillaBase::SCI_COLOURISE, ulong(start), long(finish));
    QByteArray styled(2 * utf8.size() + 2, '\0'); // each byte of text, then its style
    m_scintilla->SendScintilla(QsciScintillaBase::SCI_GETSTYLEDTEXT, long(start), long(finish), styled.data());
    qsizetype at = 0;
    for (const QString &line : std::as_const(lines)) {
        for (const QChar &character : line) {
            const qsizetype style = std::min(2 * at + 1, styled.size() - 1);
            coloured.classes.append(char(m_classes[uchar(styled[style])]));
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
    coloured.isWhole = end == text.count();
    return true;
}

void SyntaxColours::dropOldest()
{
    qsizetype bytes = 0;
    for (const Coloured &coloured : std::as_const(m_coloured))
        bytes += coloured.classes.size() + coloured.starts.size() * qsizetype(sizeof(qsizetype));
    while (bytes > keptBytes) {
        auto oldest = m_coloured.end();
        for (auto it = m_coloured.begin(); it != m_coloured.end(); ++it)
            if (it->text != m_current && (oldest == m_coloured.end() || it->lastWanted < oldest->lastWanted))
                oldest = it;
        if (oldest == m_coloured.end())
            return;
        bytes -= oldest->classes.size();
        m_coloured.erase(oldest);
    }
}

} // namespace mergeloom
