#include "desktop/app/ShortcutSheet.h"

#include "desktop/widgets/ShownText.h"
#include "desktop/widgets/Theme.h"

#include <QAction>
#include <QDialogButtonBox>
#include <QGridLayout>
#include <QLabel>
#include <QScrollArea>

namespace mergeloom {

namespace {

void addKeys(QGridLayout *grid, const QString &title, const QList<QAction *> &actions)
{
    bool isTitled = false;
    for (const QAction *action : actions) {
        if (action->shortcuts().isEmpty() || action->text().isEmpty())
            continue;
        if (!std::exchange(isTitled, true))
            grid->addWidget(plainLabel(title, nullptr, "strong"), grid->rowCount(), 0, 1, 2);
        QStringList keys;
        for (const QKeySequence &key : action->shortcuts())
            keys << key.toString(QKeySequence::NativeText);
        const int row = grid->rowCount();
        QLabel *label = plainLabel(keys.join(QStringLiteral(", ")));
        label->setFont(codeFont());
        label->setWordWrap(false);
        grid->addWidget(label, row, 0);
        grid->addWidget(plainLabel(action->text().remove(u'&')), row, 1);
    }
}

} // namespace

ShortcutSheet::ShortcutSheet(const QList<QAction *> &window, const QList<QAction *> &page, QWidget *parent)
    : QDialog(parent)
{
    setWindowTitle(tr("Keys"));
    resize(460, 520);
    auto *content = new QWidget(this);
    auto *grid = new QGridLayout(content);
    grid->setHorizontalSpacing(24);
    grid->setVerticalSpacing(8);
    grid->setColumnStretch(1, 1);
    addKeys(grid, tr("This page"), page);
    addKeys(grid, tr("Everywhere"), window);
    grid->setRowStretch(grid->rowCount(), 1);
    auto *area = new QScrollArea(this);
    area->setWidgetResizable(true);
    area->setAccessibleName(windowTitle()); // it scrolls with keys
    area->setWidget(content);
    auto *buttons = new QDialogButtonBox(this);
    buttons->addButton(tr("Close"), QDialogButtonBox::RejectRole);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 20, 24, 20);
    layout->setSpacing(12);
    layout->addWidget(plainLabel(windowTitle(), this, "heading"));
    layout->addWidget(area, 1);
    layout->addWidget(buttons);
}

} // namespace mergeloom
