#include "desktop/diff/FileTreeItems.h"

#include "desktop/diff/DiffWords.h"
#include "desktop/widgets/Colours.h"

#include <QApplication>
#include <QPainter>

namespace mergeloom {

namespace {

constexpr int rowHeight = 28;
constexpr int letterWidth = 20;
constexpr int gap = 8;

QColor colourOf(FileStatus status, const Colours &colours)
{
    switch (status) {
    case FileStatus::Added:
        return colours.completed;
    case FileStatus::Deleted:
        return colours.failed;
    case FileStatus::Renamed:
    case FileStatus::Copied:
        return colours.accent;
    case FileStatus::Modified:
        break;
    }
    return colours.blocked;
}

/// Writes `text` at the right end of `room`, and takes that much away from it.
void writeAtEnd(QPainter &painter, QRect &room, const QString &text, const QColor &colour)
{
    const int width = painter.fontMetrics().horizontalAdvance(text);
    painter.setPen(colour);
    painter.drawText(room, Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine, text);
    room.setRight(room.right() - width - gap);
}

} // namespace

QString statusLetter(FileStatus status)
{
    static constexpr char letters[] = "MADRC";
    return QString(QLatin1Char(letters[int(status)]));
}

QString statusWord(FileStatus status)
{
    switch (status) {
    case FileStatus::Added:
        return DiffWords::tr("added");
    case FileStatus::Deleted:
        return DiffWords::tr("deleted");
    case FileStatus::Renamed:
        return DiffWords::tr("renamed");
    case FileStatus::Copied:
        return DiffWords::tr("copied");
    case FileStatus::Modified:
        break;
    }
    return DiffWords::tr("modified");
}

void FileTreeItems::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Colours &colours = coloursOf(option.palette);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const bool isSelected = option.state.testFlag(QStyle::State_Selected);
    const bool isHovered = option.state.testFlag(QStyle::State_MouseOver);
    if (isSelected || isHovered) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(isSelected ? colours.accentSoft : colours.hover);
        painter->drawRoundedRect(QRectF(option.rect).adjusted(0, 1, -4, -1), 6, 6);
    }
    QRect room = option.rect.adjusted(4, 0, -12, 0);
    painter->setFont(option.font);
    const bool isFile = index.data(FileRole).isValid();
    const bool isViewed = index.data(ViewedRole).toBool();
    QColor nameColour = isFile && !isViewed ? colours.text : colours.soft;
    if (isFile) {
        const auto status = FileStatus(index.data(StatusRole).toInt());
        QRect letter = room;
        letter.setLeft(room.right() - letterWidth);
        painter->setPen(colourOf(status, colours));
        painter->drawText(
            letter, Qt::AlignRight | Qt::AlignVCenter, isViewed ? QStringLiteral("✓") : statusLetter(status));
        room.setRight(letter.left() - 2);
        const int removed = index.data(RemovedRole).toInt();
        const int added = index.data(AddedRole).toInt();
        if (index.data(IsBinaryRole).toBool())
            writeAtEnd(*painter, room, DiffWords::tr("binary"), colours.soft);
        if (removed > 0)
            writeAtEnd(*painter, room, QStringLiteral("−") + option.locale.toString(removed), colours.failed);
        if (added > 0)
            writeAtEnd(*painter, room, QStringLiteral("+") + option.locale.toString(added), colours.completed);
    }
    painter->setPen(nameColour);
    const QString name = index.data(Qt::DisplayRole).toString();
    painter->drawText(room, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
        painter->fontMetrics().elidedText(name, Qt::ElideMiddle, room.width()));
    if (option.state.testFlag(QStyle::State_HasFocus) && option.widget && option.widget->hasFocus()) {
        painter->setPen(QPen(colours.accent, 1));
        painter->setBrush(Qt::NoBrush);
        painter->drawRoundedRect(QRectF(option.rect).adjusted(0.5, 1.5, -4.5, -1.5), 6, 6);
    }
    painter->restore();
}

QSize FileTreeItems::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    return QSize(120, std::max(rowHeight, option.fontMetrics.height() + 8));
}

} // namespace mergeloom
