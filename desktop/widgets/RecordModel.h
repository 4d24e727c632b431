#pragma once

#include "desktop/widgets/RecordColumns.h"

#include <QAbstractTableModel>
#include <QJsonObject>

namespace mergeloom {

/// Records of one api type as the rows of a table, shown by columns that its field descriptors give. Sorts by value.
class RecordModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Role { ValueRole = Qt::UserRole, FormatRole, KeyRole };

    /// `keyField`: what tells records apart, so that selection outlives a reload.
    RecordModel(QList<Column> columns, QString keyField, QObject *parent = nullptr);

    void setRecords(const QList<QJsonObject> &records);
    void addRecords(const QList<QJsonObject> &records);
    const QList<QJsonObject> &records() const { return m_records; }
    const QList<Column> &columns() const { return m_columns; }
    QString keyAt(int row) const;
    /// -1: there is none.
    int rowOf(const QString &key) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    void sort(int column, Qt::SortOrder order) override;

private:
    QJsonValue valueAt(int row, int column) const;

    QList<Column> m_columns;
    QString m_keyField;
    QList<QJsonObject> m_records;
    int m_sortColumn = -1; ///< -1: as they came
    Qt::SortOrder m_sortOrder = Qt::AscendingOrder;
};

} // namespace mergeloom
