#include "service/storage/Statement.h"

#include <QSqlError>

namespace mergeloom {

Statement::Statement(const ReadTransaction &transaction, const QByteArray &sql)
    : m_connection(transaction.connection()), m_sql(sql)
{
    auto prepared = m_connection.prepare(sql);
    if (!prepared) {
        m_error = prepared.error();
        return;
    }
    m_prepared = *prepared;
    m_prepared->isInUse = true;
}

Statement::~Statement()
{
    if (!m_prepared)
        return;
    m_prepared->query.finish();
    m_prepared->isInUse = false;
}

// A null text or null bytes would be bound as NULL.
Statement &Statement::bind(const QString &text)
{
    if (!m_prepared)
        return *this;
    QString kept = text.isNull() ? QStringLiteral("") : text;
    if (m_connection.dialect() == Dialect::PostgreSql)
        kept.replace(QChar(u'\0'), QChar::ReplacementCharacter); // its texts cannot hold one
    m_prepared->query.bindValue(m_bound++, kept);
    return *this;
}

Statement &Statement::bind(const QByteArray &bytes)
{
    if (m_prepared)
        m_prepared->query.bindValue(m_bound++, bytes.isNull() ? QVariant(QByteArray("")) : QVariant(bytes));
    return *this;
}

Statement &Statement::bind(qint64 number)
{
    if (m_prepared)
        m_prepared->query.bindValue(m_bound++, number);
    return *this;
}

Statement &Statement::bind(double number)
{
    if (m_prepared)
        m_prepared->query.bindValue(m_bound++, number);
    return *this;
}

Statement &Statement::bind(const QStringList &list) { return bind(QString::fromUtf8(compactJsonOf(list))); }

Statement &Statement::bindNull()
{
    if (m_prepared)
        m_prepared->query.bindValue(m_bound++, QVariant());
    return *this;
}

Result<void> Statement::run()
{
    if (m_error)
        return Unexpected(*m_error);
    m_hasRun = true;
    m_bound = 0;
    if (!m_prepared->query.exec())
        m_error = m_connection.error(m_prepared->query.lastError(),
            QStringLiteral("in \"%1\"").arg(QString::fromUtf8(m_sql).simplified().left(80)));
    if (m_error)
        return Unexpected(*m_error);
    return {};
}

Result<bool> Statement::next()
{
    if (!m_hasRun)
        MERGELOOM_CHECK(run());
    if (m_error)
        return Unexpected(*m_error);
    if (m_prepared->query.next())
        return true;
    if (m_prepared->query.lastError().isValid())
        return Unexpected(m_connection.error(m_prepared->query.lastError(), QStringLiteral("reading rows")));
    return false;
}

int Statement::changedRows() const { return m_prepared ? m_prepared->query.numRowsAffected() : 0; }
bool Statement::isNull(int column) const { return m_prepared->query.isNull(column); }
QString Statement::text(int column) const { return m_prepared->query.value(column).toString(); }
QByteArray Statement::bytes(int column) const { return m_prepared->query.value(column).toByteArray(); }
qint64 Statement::integer(int column) const { return m_prepared->query.value(column).toLongLong(); }
double Statement::real(int column) const { return m_prepared->query.value(column).toDouble(); }

} // namespace mergeloom
