#pragma once

#include "desktop/widgets/RecordModel.h"

#include <QWidget>

class QFrame;
class QLabel;
class QPushButton;
class QStackedLayout;
class QTableView;
class QTimer;

namespace mergeloom {

/// A table of api records:
///
///     m_table = new RecordTable(columnsOf<api::JobView>({{"ticket_key"}, {"title", {}, {}, 0, true}, {"state"}}), "id", tr("Jobs"), this);
///     m_table->setEmptyText(tr("Nothing waits."), tr("Write a ticket to start."));
///     m_table->showLoading();                       // until there are records; quick answers flash nothing
///     m_table->setRecords(page.items);              // selection, order and place stay
///     m_table->showError(error);                    // over what was there before, with "Try again"
///
/// Enter or a double click opens a record; a click on a head sorts; Ctrl C copies the cell, in full for a short id.
class RecordTable : public QWidget
{
    Q_OBJECT

public:
    /// `keyField` tells records apart; `accessibleName` is what a screen reader says.
    RecordTable(
        QList<Column> columns, const QString &keyField, const QString &accessibleName, QWidget *parent = nullptr);

    template <Described T>
    void setRecords(const QList<T> &records)
    {
        setObjects(objectsOf(records));
    }
    /// A further page.
    template <Described T>
    void addRecords(const QList<T> &records)
    {
        addObjects(objectsOf(records));
    }
    void setObjects(const QList<QJsonObject> &records);
    void addObjects(const QList<QJsonObject> &records);

    void setEmptyText(const QString &title, const QString &whatToDo);
    void showLoading();
    void showError(const Error &error);
    /// A button under the table asks for the next page.
    void offerMore();
    void offerNoMore();

    /// Empty: none is chosen.
    QString currentKey() const;
    QJsonObject currentRecord() const;
    void setCurrentKey(const QString &key);
    QTableView *view() const { return m_view; }
    RecordModel *model() const { return m_model; }

Q_SIGNALS:
    void opened(const QString &key);
    void currentChanged(const QString &key);
    void tryAgainWanted();
    void moreWanted();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    template <Described T>
    static QList<QJsonObject> objectsOf(const QList<T> &records)
    {
        QList<QJsonObject> objects;
        objects.reserve(records.size());
        for (const T &record : records)
            objects << toJson(record).toObject();
        return objects;
    }
    void makeView(const QString &accessibleName);
    void makeNotes();
    void showWhatThereIs();
    void layOutColumns();
    void copyCurrentCell() const;

    RecordModel *m_model;
    QTableView *m_view;
    QWidget *m_note;
    QLabel *m_noteTitle;
    QLabel *m_noteText;
    QFrame *m_errorLine;
    QLabel *m_errorText;
    QPushButton *m_more;
    QTimer *m_loadingTimer;
    QStackedLayout *m_stack;
    QString m_emptyTitle;
    QString m_emptyText;
    bool m_isLoading = true; ///< no records have come yet
    bool m_isLaidOut = false;
};

} // namespace mergeloom
