#pragma once

#include "service/storage/Connection.h"
#include "shared/core/Json.h"
#include "shared/core/Timestamp.h"

#include <QVariant>

namespace mergeloom {

/// A prepared statement on its way: bind in order, then run() for its effect, or next() row by row. An error of an earlier
/// step comes back from run() or next(). Ends with the scope.
///
///     Statement statement(transaction, R"sql(SELECT value FROM counter WHERE name = ?)sql");
///     statement.bind(name);
///     MERGELOOM_TRY(const bool isThere, statement.next());
class Statement
{
public:
    Statement(const ReadTransaction &transaction, const QByteArray &sql);
    ~Statement();
    Statement(const Statement &) = delete;
    Statement &operator=(const Statement &) = delete;

    Statement &bind(const QString &text);
    Statement &bind(const char *text) { return bind(QString::fromUtf8(text)); }
    Statement &bind(const QByteArray &bytes);
    Statement &bind(qint64 number);
    Statement &bind(int number) { return bind(qint64(number)); }
    Statement &bind(double number);
    Statement &bind(bool flag) = delete; ///< say 0 or 1
    Statement &bind(const Timestamp &time) { return bind(time.microseconds); }
    Statement &bind(const QStringList &list);
    template <class Tag>
    Statement &bind(const Id<Tag> &id)
    {
        return bind(id.text());
    }
    template <class T>
    Statement &bind(const std::optional<T> &value)
    {
        return value ? bind(*value) : bindNull();
    }
    Statement &bindNull();

    Result<void> run();
    /// Runs on the first call. False: no more rows.
    Result<bool> next();
    /// Of the last run().
    int changedRows() const;

    bool isNull(int column) const;
    QString text(int column) const;
    QByteArray bytes(int column) const;
    qint64 integer(int column) const;
    double real(int column) const;
    bool flag(int column) const { return integer(column) != 0; }
    Timestamp time(int column) const { return {integer(column)}; }
    template <class I>
    I id(int column) const
    {
        return I(text(column));
    }
    /// A column with JSON; `corrupt` when it does not fit.
    template <class T>
    Result<T> json(int column) const
    {
        auto value = parseJsonAs<T>(bytes(column));
        if (!value)
            return failure(ErrorCode::Corrupt,
                QStringLiteral("A stored %1 cannot be read: %2")
                    .arg(QLatin1StringView(nameOf<T>()), value.error().message));
        return value;
    }

private:
    template <class T>
    static constexpr const char *nameOf()
    {
        if constexpr (Described<T>)
            return T::jsonName;
        else
            return "value";
    }
    Connection &m_connection;
    std::shared_ptr<Connection::Prepared> m_prepared;
    std::optional<Error> m_error;
    QByteArray m_sql;
    int m_bound = 0;
    bool m_hasRun = false;
};

} // namespace mergeloom
