#include "service/storage/RowFormat.h"

#include <QStringDecoder>
#include <QtEndian>

#include <bit>

namespace mergeloom {

namespace {

template <class T>
void appendBig(QByteArray &bytes, T value)
{
    const T swapped = qToBigEndian(value);
    bytes.append(reinterpret_cast<const char *>(&swapped), sizeof swapped);
}

bool isUtf8(QByteArrayView bytes)
{
    QStringDecoder decode(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString text = decode(bytes);
    return !decode.hasError();
}

} // namespace

void RowBuilder::begin(qsizetype fields)
{
    ++m_rows.count;
    appendBig<qint16>(m_rows.bytes, qint16(fields));
}

void RowBuilder::addNull() { appendBig<qint32>(m_rows.bytes, -1); }

void RowBuilder::add(qint64 number)
{
    appendBig<qint32>(m_rows.bytes, sizeof number);
    appendBig<qint64>(m_rows.bytes, number);
}

void RowBuilder::add(double number) { add(std::bit_cast<qint64>(number)); }

void RowBuilder::add(QByteArrayView bytes)
{
    appendBig<qint32>(m_rows.bytes, qint32(bytes.size()));
    m_rows.bytes.append(bytes.data(), bytes.size());
}

Unexpected RowReader::damaged(const QString &what) const
{
    return failure(ErrorCode::Corrupt, QStringLiteral("A row of the table %1 is damaged: %2.").arg(m_table.name, what));
}

Result<QList<RowReader::Field>> RowReader::next()
{
    QList<Field> fields;
    if (m_rest.isEmpty())
        return fields;
    if (m_rest.size() < 2 || qFromBigEndian<qint16>(m_rest.data()) != m_table.columns.size())
        return damaged(QStringLiteral("it has not %1 fields").arg(m_table.columns.size()));
    m_rest = m_rest.sliced(2);
    fields.reserve(m_table.columns.size());
    for (const StoredColumn &column : m_table.columns) {
        MERGELOOM_TRY(const Field field, nextField(column));
        fields.append(field);
    }
    return fields;
}

Result<RowReader::Field> RowReader::nextField(const StoredColumn &column)
{
    if (m_rest.size() < 4)
        return damaged(QStringLiteral("it ends before %1").arg(column.name));
    const qint32 length = qFromBigEndian<qint32>(m_rest.data());
    m_rest = m_rest.sliced(4);
    if (length == -1)
        return Field();
    if (length < 0 || length > m_rest.size())
        return damaged(QStringLiteral("it ends within %1").arg(column.name));
    const QByteArrayView field = m_rest.first(length);
    m_rest = m_rest.sliced(length);
    const bool isNumber = column.kind == ColumnKind::Integer || column.kind == ColumnKind::Real;
    if (isNumber && length != 8)
        return damaged(QStringLiteral("%1 is no number").arg(column.name));
    if (column.kind == ColumnKind::Text && (field.contains('\0') || !isUtf8(field)))
        return damaged(QStringLiteral("%1 is no text").arg(column.name));
    return Field(field);
}

qint64 RowReader::integer(QByteArrayView field) { return qFromBigEndian<qint64>(field.data()); }

double RowReader::real(QByteArrayView field) { return std::bit_cast<double>(integer(field)); }

} // namespace mergeloom
