#include "desktop/diff/GlyphGrid.h"

#include <QFontMetricsF>
#include <QGlyphRun>
#include <QPainter>

namespace mergeloom {

namespace {

/// Scripts whose letters join, turn around or stack: Qt shapes them, cell by cell.
bool needsShaping(char16_t character)
{
    return (character >= 0x0300 && character <= 0x036f) || (character >= 0x0590 && character <= 0x1aff)
        || (character >= 0x200b && character <= 0x200f) || character >= 0xd800;
}

} // namespace

GlyphGrid::GlyphGrid(const QFont &font) : m_font(font), m_raw(QRawFont::fromFont(font))
{
    const QFontMetricsF metrics(font);
    // Whole pixels: cells of the same width look calm, and backgrounds of spans have sharp edges.
    m_cellWidth = std::max(1.0, std::round(metrics.horizontalAdvance(QLatin1Char('0'))));
    m_ascent = std::ceil(metrics.ascent());
    m_textHeight = std::ceil(metrics.height());
    for (char16_t character = 0; character < m_ascii.size(); ++character) {
        const auto indexes = m_raw.glyphIndexesForString(QString(QChar(character)));
        m_ascii[character] = indexes.isEmpty() ? 0 : indexes.first();
    }
}

quint32 GlyphGrid::glyphOf(char16_t character)
{
    if (character < m_ascii.size())
        return m_ascii[character];
    if (needsShaping(character))
        return 0;
    if (const auto known = m_glyphs.constFind(character); known != m_glyphs.constEnd())
        return *known;
    const auto indexes = m_raw.glyphIndexesForString(QString(QChar(character)));
    return *m_glyphs.insert(character, indexes.isEmpty() ? 0 : indexes.first());
}

void GlyphGrid::add(QStringView character, int columns, qreal x, qreal baseline, QRgb colour)
{
    if (const quint32 glyph = character.size() == 1 ? glyphOf(character.front().unicode()) : 0) {
        Glyphs &glyphs = m_added[colour];
        glyphs.indexes.append(glyph);
        glyphs.places.append(QPointF(x, baseline));
    } else if (!character.isEmpty()) {
        m_drawn.append({character.toString(), QPointF(x, baseline), columns * m_cellWidth, colour});
    }
}

void GlyphGrid::addText(QStringView text, qreal x, qreal baseline, QRgb colour)
{
    for (const QChar &character : text) {
        if (character != QLatin1Char(' '))
            add(QStringView(&character, 1), 1, x, baseline, colour);
        x += m_cellWidth;
    }
}

void GlyphGrid::flush(QPainter &painter)
{
    for (auto glyphs = m_added.begin(); glyphs != m_added.end(); ++glyphs) {
        if (glyphs->indexes.isEmpty())
            continue;
        QGlyphRun run;
        run.setRawFont(m_raw);
        run.setGlyphIndexes(glyphs->indexes);
        run.setPositions(glyphs->places);
        painter.setPen(QColor::fromRgba(glyphs.key()));
        painter.drawGlyphRun(QPointF(), run);
        glyphs->indexes.clear();
        glyphs->places.clear();
    }
    painter.setFont(m_font);
    const QFontMetricsF metrics(m_font);
    for (const Drawn &drawn : std::as_const(m_drawn)) {
        painter.setPen(QColor::fromRgba(drawn.colour));
        const qreal width = metrics.horizontalAdvance(drawn.text);
        if (width <= drawn.width || width <= 0) {
            painter.drawText(drawn.place, drawn.text);
            continue;
        }
        painter.save(); // a fallback font that is wider than its cells must not run into the next
        painter.translate(drawn.place);
        painter.scale(drawn.width / width, 1);
        painter.drawText(QPointF(), drawn.text);
        painter.restore();
    }
    m_drawn.clear();
}

} // namespace mergeloom
