#include "service/storage/ProviderStore.h"

#include "service/storage/Paging.h"

namespace mergeloom {

namespace {

/// Columns: id, kind, name, model, endpoint, options, is_default, sealed_secret, version.
Result<StoredProvider> readProvider(const Statement &statement)
{
    StoredProvider stored;
    ProviderProfile &profile = stored.profile;
    profile.id = statement.id<ProviderProfileId>(0);
    profile.kind = statement.text(1);
    profile.name = statement.text(2);
    profile.model = statement.text(3);
    profile.endpoint = statement.text(4);
    MERGELOOM_TRY(profile.options, (statement.json<QMap<QString, QString>>(5)));
    profile.isDefault = statement.flag(6);
    stored.sealedSecret = statement.bytes(7);
    stored.version = statement.integer(8);
    return stored;
}

} // namespace

Result<void> ProviderStore::put(const WriteTransaction &transaction, const StoredProvider &provider)
{
    const ProviderProfile &profile = provider.profile;
    if (profile.isDefault) {
        Statement others(
            transaction, R"sql(UPDATE provider_profile SET is_default = 0 WHERE is_default = 1 AND id <> ?)sql");
        MERGELOOM_CHECK(others.bind(profile.id).run());
    }
    Statement statement(transaction, R"sql(
        INSERT INTO provider_profile (id, kind, name, model, endpoint, options, is_default, sealed_secret, version)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, name = excluded.name, model = excluded.model,
            endpoint = excluded.endpoint, options = excluded.options, is_default = excluded.is_default,
            sealed_secret = excluded.sealed_secret, version = excluded.version)sql");
    statement.bind(profile.id).bind(profile.kind).bind(profile.name).bind(profile.model).bind(profile.endpoint);
    statement.bind(QString::fromUtf8(compactJsonOf(profile.options))).bind(profile.isDefault ? 1 : 0);
    return statement.bind(provider.sealedSecret).bind(provider.version).run();
}

Result<void> ProviderStore::remove(const WriteTransaction &transaction, const ProviderProfileId &id)
{
    Statement statement(transaction, R"sql(DELETE FROM provider_profile WHERE id = ?)sql");
    return statement.bind(id).run();
}

Result<std::optional<StoredProvider>> ProviderStore::find(
    const ReadTransaction &transaction, const ProviderProfileId &id)
{
    Statement statement(transaction, R"sql(
        SELECT id, kind, name, model, endpoint, options, is_default, sealed_secret, version FROM provider_profile WHERE id = ?)sql");
    return readOne<StoredProvider>(statement.bind(id), readProvider);
}

Result<std::optional<StoredProvider>> ProviderStore::findDefault(const ReadTransaction &transaction)
{
    Statement statement(transaction, R"sql(
        SELECT id, kind, name, model, endpoint, options, is_default, sealed_secret, version
        FROM provider_profile WHERE is_default = 1)sql");
    return readOne<StoredProvider>(statement, readProvider);
}

Result<QList<StoredProvider>> ProviderStore::list(const ReadTransaction &transaction)
{
    Statement statement(transaction, R"sql(
        SELECT id, kind, name, model, endpoint, options, is_default, sealed_secret, version FROM provider_profile ORDER BY id)sql");
    return readAll<StoredProvider>(statement, readProvider);
}

} // namespace mergeloom
