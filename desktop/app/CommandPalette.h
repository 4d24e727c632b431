#pragma once

#include "desktop/pages/PageRegistry.h"
#include "desktop/workers/Workers.h"

#include <QDialog>
#include <QTimer>

class QAction;
class QLabel;
class QLineEdit;
class QListWidget;

namespace mergeloom {

/// Ctrl K: pages, workers, actions, and (asked of the worker that is shown) runs and tickets by their text.
class CommandPalette : public QDialog
{
    Q_OBJECT

public:
    CommandPalette(Workers &workers, Worker *shown, const QList<QAction *> &actions, QWidget *parent = nullptr);

Q_SIGNALS:
    void placeChosen(const Place &place);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    struct Entry {
        QString kind;
        QString text;
        QIcon icon;
        std::function<void()> act;
        QString key; ///< shortcut
    };
    void collect(const QList<QAction *> &actions);
    void filter();
    void ask();
    void askTickets();
    void takeFound(const QString &kind, const QString &text, const QString &icon, const Place &place);
    void addItem(const Entry &entry);
    void choose();

    Workers &m_workers;
    Worker *m_shown;
    QLineEdit *m_edit;
    QListWidget *m_list;
    QLabel *m_hint; ///< under the list
    QList<Entry> m_fixed;
    QList<Entry> m_listed; ///< as in the list
    QTimer m_ask;
    std::unique_ptr<QObject> m_question; ///< answers to older ones are not taken
};

} // namespace mergeloom
