#pragma once

#include "shared/diff/FileDiff.h"

#include <QStyledItemDelegate>

namespace mergeloom {

/// What the items of a file tree hold.
enum FileTreeRole {
    FileRole = Qt::UserRole + 1,
    PathRole,
    AddedRole,
    RemovedRole,
    StatusRole,
    ViewedRole,
    IsBinaryRole
};

/// A, M, D, R or C, as git writes it.
QString statusLetter(FileStatus status);
/// The same in words.
QString statusWord(FileStatus status);

/// Paints name, counts and letter on one line.
class FileTreeItems : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace mergeloom
