#pragma once

#include <QList>
#include <QString>

namespace mergeloom {

/// A colour that a terminal was told: none, one of its 16 (0 to 15), or red, green and blue.
struct TerminalColour {
    enum class Kind { None, Named, Exact };
    Kind kind = Kind::None;
    quint32 value = 0; ///< 0 to 15, or 0xRRGGBB
    bool operator==(const TerminalColour &) const = default;
};

struct TerminalStyle {
    TerminalColour text;
    TerminalColour back;
    bool isBold = false;
    bool isDim = false;
    bool isItalic = false;
    bool isUnderlined = false;
    bool operator==(const TerminalStyle &) const = default;
};

struct TerminalPiece {
    QString text;
    TerminalStyle style;
    bool operator==(const TerminalPiece &) const = default;
};

/// Output that grows, line by line. Colours (SGR) are kept, every other control sequence is dropped, and a carriage return begins the
/// line anew, as progress bars do. Appending costs what is appended.
class TerminalOutput
{
public:
    void append(const QString &text);

    qsizetype count() const { return m_lines.size(); }
    bool isEmpty() const { return m_lines.isEmpty(); }
    /// Whether the last line may still grow.
    bool isOpen() const { return m_isOpen; }
    /// The pieces of a line, as they are shown.
    QList<TerminalPiece> line(qsizetype index) const;
    /// Everything without colours, for the clipboard.
    QString plainText() const;

private:
    struct Line {
        QString text;
        TerminalStyle start;
    };
    void takeLine(const QString &text);

    QList<Line> m_lines;
    TerminalStyle m_next; ///< with which the next line begins
    bool m_isOpen = false;
};

} // namespace mergeloom
