#pragma once

#include "shared/diff/FileDiff.h"

#include <QSet>
#include <QWidget>

class QLabel;
class QLineEdit;
class QModelIndex;
class QSortFilterProxyModel;
class QStandardItem;
class QStandardItemModel;
class QTreeView;

namespace mergeloom {

/// The files of a diff as a tree: what happened to each, how many lines, and whether it was viewed; with a filter.
class FileTree : public QWidget
{
    Q_OBJECT
public:
    explicit FileTree(QWidget *parent = nullptr);

    void setFiles(const QList<FileDiff> &files, const QSet<int> &viewed);
    void setViewed(int file, const QSet<int> &viewed);
    /// Selects a file without saying that it was chosen.
    void setCurrent(int file);
    /// The file after (`step` 1) or before (-1) `file` in the order of the tree, without those filtered out; -1: none.
    int neighbour(int file, int step) const;

    QLineEdit *filter() const { return m_filter; }
    QTreeView *view() const { return m_view; }

Q_SIGNALS:
    void chosen(int file);
    /// Enter: the reader wants to be in the diff.
    void entered();
    void viewedToggled(int file);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QStandardItem *folderItem(const QString &folder);
    void joinSingleFolders(QStandardItem *folder);
    QList<int> shownFiles() const;
    void collect(const QModelIndex &parent, QList<int> &files) const;
    void retell();

    QLineEdit *m_filter;
    QTreeView *m_view;
    QLabel *m_summary;
    QStandardItemModel *m_model;
    QSortFilterProxyModel *m_shown;
    QHash<QString, QStandardItem *> m_folders;
    QList<QStandardItem *> m_items; ///< by file
    qint64 m_added = 0;
    qint64 m_removed = 0;
    qsizetype m_viewed = 0;
    bool m_isQuiet = false;
};

} // namespace mergeloom
