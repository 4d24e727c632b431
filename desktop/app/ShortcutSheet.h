#pragma once

#include <QDialog>

class QAction;

namespace mergeloom {

/// `?`: the keys of the window and of the page that is shown, from their actions.
class ShortcutSheet : public QDialog
{
    Q_OBJECT

public:
    ShortcutSheet(const QList<QAction *> &window, const QList<QAction *> &page, QWidget *parent = nullptr);
};

} // namespace mergeloom
