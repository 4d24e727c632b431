#pragma once

#include "service/storage/Database.h"

namespace mergeloom {

/// What a sealed value is bound to, so that it opens in its own row only.
QByteArray sealedPlace(const char *table, const QString &id);

/// A secret as it lies in the database.
struct SealedValue {
    QByteArray table;
    QString id;
    QByteArray sealed;
    QByteArray place() const { return sealedPlace(table.constData(), id); }
};

/// Every sealed value there is, for the renewal of the key. A new column with secrets gets a row in SealedStore.cpp.
struct SealedStore {
    static Result<QList<SealedValue>> list(const ReadTransaction &transaction);
    static Result<void> replace(const WriteTransaction &transaction, const SealedValue &value);
    /// `table.column` of each, for a test that none is forgotten.
    static QList<QByteArray> columns();
};

} // namespace mergeloom
