#include "desktop/pages/ActivityView.h"

#include "desktop/pages/Words.h"
#include "desktop/widgets/CellText.h"
#include "desktop/widgets/Theme.h"

#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QTextBlock>

namespace mergeloom {

namespace {

void paintChevron(QPainter &painter, const QPointF &centre, bool isOpen, const QColor &colour)
{
    const double r = 3.5;
    QPolygonF shape;
    if (isOpen)
        shape << centre + QPointF(-r, -r / 2) << centre + QPointF(0, r / 2) << centre + QPointF(r, -r / 2);
    else
        shape << centre + QPointF(-r / 2, -r) << centre + QPointF(r / 2, 0) << centre + QPointF(-r / 2, r);
    painter.setPen(QPen(colour, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    painter.drawPolyline(shape);
}

void paintDot(QPainter &painter, const QPointF &centre, const QColor &colour)
{
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    painter.drawEllipse(centre, 3, 3);
}

} // namespace

void ActivityView::paintEvent(QPaintEvent *event)
{
    QPlainTextEdit::paintEvent(event);
    QPainter painter(viewport());
    painter.setRenderHint(QPainter::Antialiasing);
    for (QTextBlock block = firstVisibleBlock(); block.isValid(); block = block.next()) {
        const QRectF place = blockBoundingGeometry(block).translated(contentOffset());
        if (place.top() > viewport()->height())
            break;
        ActivityLine::Role role{};
        const ActivityItem *item = itemAt(block, &role);
        if (item && role == ActivityLine::Role::Head)
            paintHead(painter, block, place, *item);
    }
}

void ActivityView::paintHead(QPainter &painter, const QTextBlock &block, const QRectF &place, const ActivityItem &item)
{
    using End = ActivityItem::End;
    const Colours &colours = coloursOf(palette());
    const double height = block.layout()->lineCount() ? block.layout()->lineAt(0).height() : place.height();
    const QPointF centre(11, place.top() + height / 2);
    if (item.canOpen())
        paintChevron(painter, centre, isOpen(item), colours.mark);
    else if (item.end != End::Plain || item.kind == ActivityItem::Kind::Warning)
        paintDot(painter, centre,
            item.end == End::Good          ? colours.completed
                : item.end == End::Bad     ? colours.failed
                : item.end == End::Running ? colours.accent
                                           : colours.blocked);
    QString words = item.result;
    if (item.end == End::Running && words.isEmpty())
        words = tr("running");
    if (item.took >= 0)
        words += (words.isEmpty() ? QString() : QStringLiteral("   ")) + durationText(item.took);
    if (words.isEmpty())
        return;
    const QFontMetricsF metrics(font());
    const double width = metrics.horizontalAdvance(words);
    const QRectF right(viewport()->width() - width - 16, place.top(), width + 16, height);
    const QColor back = block.blockFormat().hasProperty(QTextFormat::BackgroundBrush)
        ? block.blockFormat().background().color()
        : palette().color(QPalette::Base);
    painter.fillRect(right.adjusted(-8, 0, 0, 0), back);
    painter.setFont(font());
    const bool saysEnd = item.kind == ActivityItem::Kind::Command || item.kind == ActivityItem::Kind::Tool;
    painter.setPen(saysEnd && item.end == End::Bad ? colours.failed
            : saysEnd && item.end == End::Good     ? colours.completed
            : item.end == End::Running             ? colours.accent
                                                   : colours.faint);
    painter.drawText(right.adjusted(0, 0, -14, 0), Qt::AlignRight | Qt::AlignVCenter, words);
}

void ActivityView::resizeEvent(QResizeEvent *event)
{
    m_isWriting = true; // a text that wraps anew moves by itself
    QPlainTextEdit::resizeEvent(event);
    m_isWriting = false;
    if (m_isFollowing)
        toEnd();
}

void ActivityView::mousePressEvent(QMouseEvent *event)
{
    m_pressedAt = event->pos();
    QPlainTextEdit::mousePressEvent(event);
}

void ActivityView::mouseMoveEvent(QMouseEvent *event)
{
    QPlainTextEdit::mouseMoveEvent(event);
    ActivityLine::Role role{};
    const ActivityItem *item = itemAt(cursorForPosition(event->pos()).block(), &role);
    const bool acts =
        item && (role == ActivityLine::Role::File || (role == ActivityLine::Role::Head && item->canOpen()));
    viewport()->setCursor(acts ? Qt::PointingHandCursor : Qt::IBeamCursor);
}

void ActivityView::mouseReleaseEvent(QMouseEvent *event)
{
    QPlainTextEdit::mouseReleaseEvent(event);
    const bool isClick = event->button() == Qt::LeftButton && (event->pos() - m_pressedAt).manhattanLength() < 4;
    if (isClick && !textCursor().hasSelection())
        activate(cursorForPosition(event->pos()).block());
}

void ActivityView::keyPressEvent(QKeyEvent *event)
{
    const bool isPlain = event->modifiers() == Qt::NoModifier || event->modifiers() == Qt::KeypadModifier;
    if (isPlain && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Space))
        return activate(textCursor().block());
    if (isPlain && (event->key() == Qt::Key_N || event->key() == Qt::Key_P))
        return step(event->key() == Qt::Key_N ? 1 : -1);
    QPlainTextEdit::keyPressEvent(event);
}

void ActivityView::changeEvent(QEvent *event)
{
    QPlainTextEdit::changeEvent(event);
    // Colours are written into the text.
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange)
        if (m_activity && !m_shown.isEmpty() && !m_isWriting) {
            m_shown.clear();
            QTimer::singleShot(0, this, &ActivityView::drawAgain);
        }
}

} // namespace mergeloom
