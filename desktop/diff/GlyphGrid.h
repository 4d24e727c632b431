#pragma once

#include <QColor>
#include <QFont>
#include <QHash>
#include <QList>
#include <QPointF>
#include <QRawFont>
#include <QString>

#include <array>

class QPainter;

namespace mergeloom {

/// Text on a grid of cells of one fixed font. What is added is painted by flush(), all glyphs of a colour at once and with
/// no shaping: a screen of code takes a millisecond. What the font has no glyph for is drawn by Qt, in its cells.
class GlyphGrid
{
public:
    explicit GlyphGrid(const QFont &font);

    const QFont &font() const { return m_font; }
    qreal cellWidth() const { return m_cellWidth; }
    qreal ascent() const { return m_ascent; }
    qreal textHeight() const { return m_textHeight; }

    /// One character (with what combines with it), its cell beginning at `x`; `columns` cells wide.
    void add(QStringView character, int columns, qreal x, qreal baseline, QRgb colour);
    /// Plain text of one column a character, as in line numbers.
    void addText(QStringView text, qreal x, qreal baseline, QRgb colour);
    /// Paints and forgets what was added.
    void flush(QPainter &painter);

private:
    struct Glyphs {
        QList<quint32> indexes;
        QList<QPointF> places;
    };
    struct Drawn {
        QString text;
        QPointF place;
        qreal width;
        QRgb colour;
    };
    quint32 glyphOf(char16_t character);

    QFont m_font;
    QRawFont m_raw;
    qreal m_cellWidth;
    qreal m_ascent;
    qreal m_textHeight;
    std::array<quint32, 128> m_ascii;
    QHash<char16_t, quint32> m_glyphs; ///< 0: the font has none
    QHash<QRgb, Glyphs> m_added;
    QList<Drawn> m_drawn;
};

} // namespace mergeloom
