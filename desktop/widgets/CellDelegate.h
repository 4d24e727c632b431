#pragma once

#include <QStyledItemDelegate>

namespace mergeloom {

/// Paints cells of a RecordModel: a status as a pill with word and colour, ids in the code font, the chosen row with a mark.
class CellDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;
};

/// A pill as tables show a status, for use elsewhere; also sizes itself. `word` is the wire name.
QSize pillSize(const QFont &font, const QString &word);
void paintPill(QPainter &painter, const QRect &place, const QFont &font, const QPalette &palette, const QString &word);

} // namespace mergeloom
