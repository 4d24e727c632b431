#pragma once

#include "shared/core/Result.h"

#include <QString>

namespace mergeloom {

class Connection;

/// Counts the write transactions of one connection to PostgreSQL, in the database and as a part of each: when the answer to a
/// commit is lost, the count says whether it was done.
class WriteMark
{
public:
    /// Outside of a transaction.
    static Result<WriteMark> make(Connection &connection);
    /// In the transaction, before its commit.
    Result<void> put(Connection &connection);
    /// Asks over another connection whether the transaction of the last put() was committed. Ends it when it still goes on.
    Result<bool> isCommitted(Connection &other) const;

private:
    QString m_writer;
    qint64 m_number = 0;
};

} // namespace mergeloom
