#include "desktop/diff/DiffWindow.h"

#include "desktop/widgets/ShownText.h"

#include <QGuiApplication>
#include <QScreen>
#include <QShortcut>

namespace mergeloom {

DiffWindow::DiffWindow(std::shared_ptr<ViewedMarks> marks, QWidget *parent)
    : QMainWindow(parent), m_view(new DiffView(std::move(marks), this))
{
    setCentralWidget(m_view);
    const QSize screen = QGuiApplication::primaryScreen()->availableSize();
    resize(QSize(1440, 900).boundedTo(screen * 0.95));
    connect(m_view, &DiffView::titleChanged, this,
        [this](const QString &title) { setWindowTitle(tr("%1 – differences").arg(shownLine(title))); });
    for (const QKeySequence &keys : {QKeySequence(QKeySequence::Close), QKeySequence(QKeySequence::Quit)}) {
        auto *shortcut = new QShortcut(keys, this);
        connect(shortcut, &QShortcut::activated, this, &QWidget::close);
    }
    auto *again = new QShortcut(Qt::Key_F5, this);
    connect(again, &QShortcut::activated, m_view, &DiffView::retry);
}

} // namespace mergeloom
