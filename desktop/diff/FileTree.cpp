#include "desktop/diff/FileTree.h"

#include "desktop/diff/FileTreeItems.h"
#include "desktop/widgets/ShownText.h"
#include "shared/diff/Text.h"

#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QSortFilterProxyModel>
#include <QStandardItemModel>
#include <QTreeView>
#include <QVBoxLayout>

namespace mergeloom {

namespace {

constexpr qsizetype deepest = 60; // a path of a hostile patch may have any number of folders

} // namespace

FileTree::FileTree(QWidget *parent)
    : QWidget(parent), m_filter(new QLineEdit(this)), m_view(new QTreeView(this)), m_summary(new QLabel(this)),
      m_model(new QStandardItemModel(this)), m_shown(new QSortFilterProxyModel(this))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(8, 8, 8, 8);
    column->setSpacing(8);
    column->addWidget(m_filter);
    column->addWidget(m_view, 1);
    column->addWidget(m_summary);

    m_filter->setPlaceholderText(tr("Filter files"));
    m_filter->setAccessibleName(tr("Filter files"));
    m_filter->setClearButtonEnabled(true);
    m_filter->installEventFilter(this);
    m_summary->setTextFormat(Qt::PlainText);
    m_summary->setAccessibleName(tr("Summary of the changes"));

    m_shown->setSourceModel(m_model);
    m_shown->setFilterRole(PathRole);
    m_shown->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_shown->setRecursiveFilteringEnabled(true);
    m_view->setModel(m_shown);
    m_view->setItemDelegate(new FileTreeItems(m_view));
    // The items paint what is selected themselves; the column needs no frame.
    m_view->setStyleSheet(QStringLiteral(
        "QTreeView { border: 0; background: palette(window); } QTreeView::item:selected, QTreeView::item:hover { background: transparent; }"));
    m_view->setHeaderHidden(true);
    m_view->setIndentation(14);
    m_view->setUniformRowHeights(true);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setMouseTracking(true);
    m_view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_view->setAccessibleName(tr("Changed files"));
    m_view->installEventFilter(this);

    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_shown->setFilterFixedString(text);
        m_view->expandAll();
        retell();
    });
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex &current) {
        const QVariant file = current.data(FileRole);
        if (file.isValid() && !m_isQuiet)
            Q_EMIT chosen(file.toInt());
    });
}

void FileTree::setFiles(const QList<FileDiff> &files, const QSet<int> &viewed)
{
    m_isQuiet = true;
    m_model->clear();
    m_folders.clear();
    m_items.clear();
    m_added = m_removed = 0;
    for (int i = 0; i < files.size(); ++i) {
        const FileDiff &file = files[i];
        const QString path = visibleText(file.afterPath.isEmpty() ? file.beforePath : file.afterPath);
        const qsizetype slash = path.lastIndexOf(QLatin1Char('/'));
        auto *item = new QStandardItem(path.mid(slash + 1));
        item->setData(i, FileRole);
        item->setData(path, PathRole);
        item->setData(int(file.added()), AddedRole);
        item->setData(int(file.removed()), RemovedRole);
        item->setData(int(file.status), StatusRole);
        item->setData(file.isBinary, IsBinaryRole);
        item->setData(viewed.contains(i), ViewedRole);
        const QString before = visibleText(file.beforePath);
        item->setToolTip(shownToolTip(before.isEmpty() || before == path ? path : tr("%1, was %2").arg(path, before)));
        m_added += file.added();
        m_removed += file.removed();
        folderItem(slash < 0 ? QString() : path.left(slash))->appendRow(item);
        m_items.append(item);
    }
    m_viewed = viewed.size();
    joinSingleFolders(m_model->invisibleRootItem());
    m_view->expandAll();
    m_isQuiet = false;
    retell();
}

QStandardItem *FileTree::folderItem(const QString &folder)
{
    if (folder.isEmpty())
        return m_model->invisibleRootItem();
    if (QStandardItem *known = m_folders.value(folder))
        return known;
    const bool isDeep = folder.count(QLatin1Char('/')) > deepest;
    const qsizetype slash = isDeep ? -1 : folder.lastIndexOf(QLatin1Char('/'));
    QStandardItem *parent = slash < 0 ? m_model->invisibleRootItem() : folderItem(folder.left(slash));
    auto *item = new QStandardItem(folder.mid(slash + 1));
    item->setToolTip(shownToolTip(folder));
    parent->appendRow(item);
    m_folders.insert(folder, item);
    return item;
}

/// A folder that holds one folder and nothing else is one line with it: `src/main/java`.
void FileTree::joinSingleFolders(QStandardItem *folder)
{
    for (int row = 0; row < folder->rowCount(); ++row) {
        QStandardItem *child = folder->child(row);
        while (child->rowCount() == 1 && child->child(0)->hasChildren()) {
            QList<QStandardItem *> only = child->takeRow(0);
            child->setText(child->text() + QLatin1Char('/') + only.first()->text());
            child->setToolTip(only.first()->toolTip());
            while (only.first()->hasChildren())
                child->appendRow(only.first()->takeRow(0));
            qDeleteAll(only);
        }
        joinSingleFolders(child);
    }
}

void FileTree::setViewed(int file, const QSet<int> &viewed)
{
    m_viewed = viewed.size();
    if (file >= 0 && file < m_items.size())
        m_items[file]->setData(viewed.contains(file), ViewedRole);
    retell();
}

void FileTree::retell()
{
    for (const QStandardItem *item : std::as_const(m_items)) {
        const bool isViewed = item->data(ViewedRole).toBool();
        const QString words =
            tr("%1, %2, %3 lines added, %4 removed%5")
                .arg(item->data(PathRole).toString(), statusWord(FileStatus(item->data(StatusRole).toInt())))
                .arg(item->data(AddedRole).toInt())
                .arg(item->data(RemovedRole).toInt())
                .arg(isViewed ? tr(", viewed") : QString());
        const_cast<QStandardItem *>(item)->setAccessibleText(words);
    }
    const qsizetype shown = m_filter->text().isEmpty() ? m_items.size() : shownFiles().size();
    const QString files = shown == m_items.size() ? tr("%n file(s)", nullptr, int(shown))
                                                  : tr("%1 of %n file(s)", nullptr, int(m_items.size())).arg(shown);
    QString text = tr("%1   +%2 −%3").arg(files, locale().toString(m_added), locale().toString(m_removed));
    if (m_viewed > 0)
        text += tr("   %1 viewed").arg(m_viewed);
    m_summary->setText(m_items.isEmpty() ? tr("No file changed") : text);
}

void FileTree::setCurrent(int file)
{
    if (file < 0 || file >= m_items.size())
        return;
    m_isQuiet = true;
    const QModelIndex index = m_shown->mapFromSource(m_items[file]->index());
    m_view->setCurrentIndex(index);
    m_view->scrollTo(index);
    m_isQuiet = false;
}

void FileTree::collect(const QModelIndex &parent, QList<int> &files) const
{
    for (int row = 0; row < m_shown->rowCount(parent); ++row) {
        const QModelIndex index = m_shown->index(row, 0, parent);
        if (const QVariant file = index.data(FileRole); file.isValid())
            files.append(file.toInt());
        collect(index, files);
    }
}

QList<int> FileTree::shownFiles() const
{
    QList<int> files;
    collect({}, files);
    return files;
}

int FileTree::neighbour(int file, int step) const
{
    const QList<int> files = shownFiles();
    const qsizetype at = files.indexOf(file);
    if (at < 0)
        return files.isEmpty() ? -1 : step > 0 ? files.first() : files.last();
    return files.value(at + step, -1);
}

bool FileTree::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const int key = static_cast<QKeyEvent *>(event)->key();
    if (watched == m_filter && (key == Qt::Key_Down || key == Qt::Key_Return)) {
        m_view->setFocus();
        if (!m_view->currentIndex().isValid())
            m_view->setCurrentIndex(m_shown->index(0, 0));
        return true;
    }
    if (watched == m_filter && key == Qt::Key_Escape && !m_filter->text().isEmpty()) {
        m_filter->clear();
        return true;
    }
    const QVariant file = m_view->currentIndex().data(FileRole);
    if (watched == m_view && key == Qt::Key_Return && file.isValid()) {
        Q_EMIT entered();
        return true;
    }
    if (watched == m_view && key == Qt::Key_Space && file.isValid()) {
        Q_EMIT viewedToggled(file.toInt());
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace mergeloom
