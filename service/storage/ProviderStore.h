#pragma once

#include "service/storage/Database.h"
#include "shared/domain/Provider.h"

namespace mergeloom {

struct StoredProvider {
    ProviderProfile profile;
    QByteArray sealedSecret; ///< empty: none
    qint64 version = 1;
};

/// Provider profiles; at most one is the default.
struct ProviderStore {
    /// Inserts, or replaces the one with the same id. A default takes that place from the one before.
    static Result<void> put(const WriteTransaction &transaction, const StoredProvider &provider);
    static Result<void> remove(const WriteTransaction &transaction, const ProviderProfileId &id);
    static Result<std::optional<StoredProvider>> find(const ReadTransaction &transaction, const ProviderProfileId &id);
    static Result<std::optional<StoredProvider>> findDefault(const ReadTransaction &transaction);
    static Result<QList<StoredProvider>> list(const ReadTransaction &transaction);
};

} // namespace mergeloom
