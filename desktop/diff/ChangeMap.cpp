#include "desktop/diff/ChangeMap.h"

#include "desktop/diff/DiffCanvas.h"

#include <QApplication>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>

namespace mergeloom {

namespace {

constexpr int mapWidth = 18;
constexpr int leftEdge = 3;
constexpr double tallestLine = 4; // pixels: a short diff is not blown up

} // namespace

ChangeMap::ChangeMap(DiffCanvas *canvas, QWidget *parent) : QWidget(parent), m_canvas(canvas)
{
    setFixedWidth(mapWidth);
    setCursor(Qt::PointingHandCursor);
    setAccessibleName(tr("Map of the changes"));
    connect(canvas->verticalScrollBar(), &QScrollBar::valueChanged, this, qOverload<>(&QWidget::update));
    connect(canvas, &DiffCanvas::geometryChanged, this, qOverload<>(&QWidget::update));
}

QSize ChangeMap::sizeHint() const { return QSize(mapWidth, 100); }

void ChangeMap::reload()
{
    m_marks = {};
    update();
}

void ChangeMap::resizeEvent(QResizeEvent *) { reload(); }

double ChangeMap::scale() const
{
    const qint64 lines = m_canvas->diff() ? m_canvas->diff()->displayLineCount() : 0;
    return lines == 0 ? 1 : std::min(tallestLine, double(height()) / double(lines));
}

/// One look at all rows; a row of pixels stands for many of them, and the strongest mark is seen.
void ChangeMap::draw()
{
    const qreal ratio = devicePixelRatioF();
    m_marks = QImage(size() * ratio, QImage::Format_ARGB32_Premultiplied);
    m_marks.setDevicePixelRatio(ratio);
    m_marks.fill(Qt::transparent);
    if (!m_canvas->diff())
        return;
    const DiffLayout &layout = *m_canvas->diff();
    const DiffColours &colours = DiffColours::of(palette());
    const int pixels = m_marks.height();
    QList<QRgb> left(pixels, 0);
    QList<QRgb> right(pixels, 0);
    const double perLine = scale() * ratio;
    const QRgb moved = colours.movedSign.rgba();
    const QRgb removed = colours.look.failed.rgba();
    const QRgb added = colours.look.completed.rgba();
    for (qsizetype row = 0; row < layout.rows().size(); ++row) {
        const DiffRow &shown = layout.rows()[row];
        const auto colourOf = [&](Mark mark, QRgb changed) -> QRgb {
            if (mark == Mark::None || mark == Mark::Same)
                return 0;
            return mark == Mark::MovedHere || mark == Mark::MovedAway ? moved : changed;
        };
        const QRgb before = colourOf(shown.beforeMark, removed);
        const QRgb after = colourOf(shown.afterMark, added);
        if (!before && !after)
            continue;
        const int first = std::min(pixels - 1, int(double(layout.displayTop(row)) * perLine));
        const int last = std::min(pixels - 1, int(double(layout.displayTop(row + 1)) * perLine - 0.01));
        for (int y = first; y <= std::max(first, last); ++y) {
            left[y] = before ? before : left[y];
            right[y] = after ? after : right[y];
        }
    }
    QPainter painter(&m_marks);
    const double half = (width() - leftEdge - 1) / 2.0;
    for (int y = 0; y < pixels; ++y) {
        const double top = y / ratio;
        if (left[y])
            painter.fillRect(QRectF(leftEdge, top, half - 1, 1 / ratio), QColor::fromRgba(left[y]));
        if (right[y])
            painter.fillRect(QRectF(leftEdge + half, top, half, 1 / ratio), QColor::fromRgba(right[y]));
    }
    for (const FoundText &found : m_canvas->found())
        painter.fillRect(QRectF(0, double(layout.displayTop(found.row)) * scale(), width(), 2), colours.foundCurrent);
}

void ChangeMap::paintEvent(QPaintEvent *)
{
    if (m_marks.isNull() && !size().isEmpty())
        draw();
    const DiffColours &colours = DiffColours::of(palette());
    QPainter painter(this);
    painter.fillRect(rect(), colours.look.background);
    painter.fillRect(QRect(0, 0, 1, height()), colours.look.line);
    if (!m_canvas->diff())
        return;
    const double top = double(m_canvas->firstDisplayLine()) * scale();
    const double seen = std::max(6.0, double(m_canvas->displayLinesPerPage()) * scale());
    QColor window = colours.look.text;
    window.setAlphaF(0.10F);
    painter.fillRect(QRectF(1, top, width() - 1, seen), window);
    painter.drawImage(QPointF(0, 0), m_marks);
    painter.setPen(colours.look.mark);
    painter.drawRect(QRectF(1.5, top + 0.5, width() - 2, seen - 1));
}

void ChangeMap::goTo(int y)
{
    if (!m_canvas->diff())
        return;
    const double line = y / scale() - double(m_canvas->displayLinesPerPage()) / 2;
    m_canvas->verticalScrollBar()->setValue(int(std::max(0.0, line) * m_canvas->geometry().lineHeight));
}

void ChangeMap::mousePressEvent(QMouseEvent *event) { goTo(int(event->position().y())); }

void ChangeMap::mouseMoveEvent(QMouseEvent *event)
{
    if (event->buttons().testFlag(Qt::LeftButton))
        goTo(int(event->position().y()));
}

void ChangeMap::wheelEvent(QWheelEvent *event) { QApplication::sendEvent(m_canvas->verticalScrollBar(), event); }

} // namespace mergeloom
