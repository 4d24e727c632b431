#include "desktop/widgets/RecordModel.h"

#include "desktop/widgets/CellText.h"
#include "desktop/widgets/ShownText.h"

#include <QCollator>

#include <algorithm>

namespace mergeloom {

namespace {

QJsonValue valueOf(const QJsonObject &record, const QString &field)
{
    QJsonValue value = record;
    for (const QString &name : field.split(u'.'))
        value = value.toObject().value(name);
    return value;
}

bool isNumeric(CellFormat format)
{
    return format == CellFormat::Duration || format == CellFormat::Seconds || format == CellFormat::Money
        || format == CellFormat::Count || format == CellFormat::Bytes;
}

/// Numbers by size, times by time (RFC 3339 in UTC sorts as text), texts as people sort; what is missing last.
int compareCells(const QJsonValue &a, const QJsonValue &b, const QCollator &collator)
{
    const bool isMissingA = a.isNull() || a.isUndefined(), isMissingB = b.isNull() || b.isUndefined();
    if (isMissingA || isMissingB)
        return int(isMissingA) - int(isMissingB);
    if (a.isDouble() && b.isDouble())
        return a.toDouble() < b.toDouble() ? -1 : a.toDouble() > b.toDouble() ? 1 : 0;
    if (a.isBool() && b.isBool())
        return int(a.toBool()) - int(b.toBool());
    return collator.compare(a.toString(), b.toString());
}

} // namespace

RecordModel::RecordModel(QList<Column> columns, QString keyField, QObject *parent)
    : QAbstractTableModel(parent), m_columns(std::move(columns)), m_keyField(std::move(keyField))
{
}

void RecordModel::setRecords(const QList<QJsonObject> &records)
{
    beginResetModel();
    m_records = records;
    endResetModel();
    if (m_sortColumn >= 0)
        sort(m_sortColumn, m_sortOrder);
}

void RecordModel::addRecords(const QList<QJsonObject> &records)
{
    if (records.isEmpty())
        return;
    beginInsertRows({}, int(m_records.size()), int(m_records.size() + records.size()) - 1);
    m_records += records;
    endInsertRows();
    if (m_sortColumn >= 0)
        sort(m_sortColumn, m_sortOrder);
}

QString RecordModel::keyAt(int row) const
{
    return row >= 0 && row < m_records.size() ? valueOf(m_records.at(row), m_keyField).toVariant().toString()
                                              : QString();
}

int RecordModel::rowOf(const QString &key) const
{
    for (int row = 0; row < m_records.size(); ++row)
        if (keyAt(row) == key)
            return row;
    return -1;
}

int RecordModel::rowCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : int(m_records.size()); }

int RecordModel::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : int(m_columns.size()); }

QJsonValue RecordModel::valueAt(int row, int column) const
{
    return valueOf(m_records.at(row), m_columns.at(column).field);
}

QVariant RecordModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const Column &column = m_columns.at(index.column());
    const QJsonValue value = valueAt(index.row(), index.column());
    switch (role) {
    case Qt::DisplayRole:
        return cellText(value, column.format);
    case Qt::ToolTipRole: {
        const QString detail = cellDetail(value, column.format);
        return shownToolTip(
            detail.isEmpty() && column.format == CellFormat::Text ? cellText(value, column.format) : detail);
    }
    case Qt::AccessibleTextRole:
        return column.title + QStringLiteral(": ") + cellText(value, column.format);
    case Qt::TextAlignmentRole:
        return int((isNumeric(column.format) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    case ValueRole:
        return value.toVariant();
    case FormatRole:
        return int(column.format);
    case KeyRole:
        return keyAt(index.row());
    default:
        return {};
    }
}

QVariant RecordModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= m_columns.size())
        return {};
    const Column &column = m_columns.at(section);
    if (role == Qt::DisplayRole)
        return column.title;
    if (role == Qt::TextAlignmentRole)
        return int((isNumeric(column.format) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    return {};
}

void RecordModel::sort(int column, Qt::SortOrder order)
{
    m_sortColumn = column;
    m_sortOrder = order;
    if (column < 0 || column >= m_columns.size())
        return;
    Q_EMIT layoutAboutToBeChanged();
    const QModelIndexList before = persistentIndexList();
    QStringList keys;
    for (const QModelIndex &index : before)
        keys << keyAt(index.row());
    QCollator collator;
    collator.setNumericMode(true);
    collator.setCaseSensitivity(Qt::CaseInsensitive);
    const QString field = m_columns.at(column).field;
    std::stable_sort(m_records.begin(), m_records.end(), [&](const QJsonObject &a, const QJsonObject &b) {
        const int found = compareCells(valueOf(a, field), valueOf(b, field), collator);
        return order == Qt::AscendingOrder ? found < 0 : found > 0;
    });
    QModelIndexList after;
    for (qsizetype i = 0; i < before.size(); ++i) {
        const int row = rowOf(keys.at(i));
        after << (row < 0 ? QModelIndex() : index(row, before.at(i).column()));
    }
    changePersistentIndexList(before, after);
    Q_EMIT layoutChanged();
}

} // namespace mergeloom
