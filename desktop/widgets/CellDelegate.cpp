#include "desktop/widgets/CellDelegate.h"

#include "desktop/widgets/Colours.h"
#include "desktop/widgets/RecordModel.h"
#include "desktop/widgets/ShownText.h"
#include "desktop/widgets/Theme.h"

#include <QApplication>
#include <QPainter>

namespace mergeloom {

namespace {

constexpr int pillHeight = 20;
constexpr int pillPadding = 8;
constexpr int dotSize = 6;
constexpr int dotGap = 6;

bool isStatus(const QModelIndex &index)
{
    return CellFormat(index.data(RecordModel::FormatRole).toInt()) == CellFormat::Status;
}

QFont pillFont(QFont font)
{
    font.setPixelSize(12);
    font.setWeight(QFont::Medium);
    return font;
}

} // namespace

QSize pillSize(const QFont &font, const QString &word)
{
    const QFontMetrics metrics(pillFont(font));
    return {metrics.horizontalAdvance(shownLine(statusText(word))) + 2 * pillPadding + dotSize + dotGap, pillHeight};
}

void paintPill(QPainter &painter, const QRect &place, const QFont &font, const QPalette &palette, const QString &word)
{
    if (word.isEmpty())
        return;
    const Colours &colours = coloursOf(palette);
    const Tone tone = toneOf(word);
    QRect pill(place.topLeft(), pillSize(font, word));
    pill.moveTop(place.center().y() - pillHeight / 2 + 1);
    pill.setWidth(std::min(pill.width(), place.width()));
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(toneSurface(tone, colours));
    painter.drawRoundedRect(pill, pillHeight / 2.0, pillHeight / 2.0);
    painter.setBrush(toneColour(tone, colours));
    painter.drawEllipse(QRect(pill.left() + pillPadding, pill.center().y() - dotSize / 2 + 1, dotSize, dotSize));
    painter.setPen(toneColour(tone, colours));
    painter.setFont(pillFont(font));
    const QRect text = pill.adjusted(pillPadding + dotSize + dotGap, 0, -pillPadding / 2, 0);
    painter.drawText(text, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, shownLine(statusText(word)));
    painter.restore();
}

void CellDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    option->textElideMode = Qt::ElideRight;
    if (CellFormat(index.data(RecordModel::FormatRole).toInt()) == CellFormat::ShortId) {
        option->font = codeFont();
        option->fontMetrics = QFontMetrics(option->font);
        option->palette.setColor(QPalette::Text, coloursOf(option->palette).soft);
    }
    if (CellFormat(index.data(RecordModel::FormatRole).toInt()) == CellFormat::RelativeTime)
        option->palette.setColor(QPalette::Text, coloursOf(option->palette).soft);
    // The row is what is chosen; a frame around one cell would say otherwise.
    option->state.setFlag(QStyle::State_HasFocus, false);
}

void CellDelegate::paint(QPainter *painter, const QStyleOptionViewItem &given, const QModelIndex &index) const
{
    QStyleOptionViewItem option = given;
    initStyleOption(&option, index);
    const bool isPill = isStatus(index);
    const QString word = index.data(RecordModel::ValueRole).toString();
    if (isPill)
        option.text.clear();
    const QStyle *style = option.widget ? option.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &option, painter, option.widget);
    if (isPill)
        paintPill(*painter, option.rect.adjusted(8, 0, -4, 0), option.font, option.palette, word);
    const Colours &colours = coloursOf(option.palette);
    painter->setPen(colours.line);
    painter->drawLine(option.rect.bottomLeft(), option.rect.bottomRight());
    if (index.column() == 0 && option.state.testFlag(QStyle::State_Selected))
        painter->fillRect(QRect(option.rect.left(), option.rect.top(), 2, option.rect.height()), colours.accent);
}

QSize CellDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QSize size = QStyledItemDelegate::sizeHint(option, index);
    if (isStatus(index))
        size.setWidth(pillSize(option.font, index.data(RecordModel::ValueRole).toString()).width());
    size.rwidth() += 20;
    return size;
}

} // namespace mergeloom
