#include "service/storage/RepositoryStore.h"

#include "service/storage/Paging.h"

namespace mergeloom {

namespace {

/// Columns: id, alias, clone_url, default_branch, is_enabled, settings, username, sealed_credential, version, updated_at.
Result<StoredRepository> readRow(const Statement &statement)
{
    StoredRepository repository;
    api::RepositoryView &view = repository.view;
    view.id = statement.id<RepositoryId>(0);
    view.alias = statement.text(1);
    view.cloneUrl = statement.text(2);
    view.defaultBranch = statement.text(3);
    view.isEnabled = statement.flag(4);
    MERGELOOM_TRY(view.settings, statement.json<RepositorySettings>(5));
    view.username = statement.text(6);
    repository.sealedCredential = statement.bytes(7);
    view.hasSecret = !repository.sealedCredential.isEmpty();
    view.version = statement.integer(8);
    view.updatedAt = statement.time(9);
    return repository;
}

Statement &bindFields(Statement &statement, const StoredRepository &repository)
{
    const api::RepositoryView &view = repository.view;
    statement.bind(view.alias).bind(view.cloneUrl).bind(view.defaultBranch).bind(view.isEnabled ? 1 : 0);
    statement.bind(QString::fromUtf8(compactJsonOf(view.settings)))
        .bind(view.username)
        .bind(repository.sealedCredential);
    return statement.bind(view.version).bind(view.updatedAt);
}

Result<void> aliasTaken(Result<void> done, const QString &alias)
{
    if (!done && done.error().code == ErrorCode::Conflict)
        return failure(ErrorCode::Conflict,
            QStringLiteral("There is a repository with the alias \"%1\" already. Choose another.").arg(alias),
            {{"field", "alias"}});
    return done;
}

} // namespace

Result<void> RepositoryStore::insert(const WriteTransaction &transaction, const StoredRepository &repository)
{
    Statement statement(transaction, R"sql(
        INSERT INTO repository (alias, clone_url, default_branch, is_enabled, settings, username, sealed_credential, version, updated_at, id)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?))sql");
    return aliasTaken(bindFields(statement, repository).bind(repository.view.id).run(), repository.view.alias);
}

Result<void> RepositoryStore::update(const WriteTransaction &transaction, const StoredRepository &repository)
{
    Statement statement(transaction, R"sql(
        UPDATE repository SET alias = ?, clone_url = ?, default_branch = ?, is_enabled = ?, settings = ?, username = ?,
            sealed_credential = ?, version = ?, updated_at = ? WHERE id = ?)sql");
    return aliasTaken(bindFields(statement, repository).bind(repository.view.id).run(), repository.view.alias);
}

Result<void> RepositoryStore::remove(const WriteTransaction &transaction, const RepositoryId &id)
{
    Statement statement(transaction, R"sql(DELETE FROM repository WHERE id = ?)sql");
    return statement.bind(id).run();
}

Result<std::optional<StoredRepository>> RepositoryStore::find(
    const ReadTransaction &transaction, const RepositoryId &id)
{
    Statement statement(transaction, R"sql(
        SELECT id, alias, clone_url, default_branch, is_enabled, settings, username, sealed_credential, version, updated_at
        FROM repository WHERE id = ? /* lock */)sql");
    return readOne<StoredRepository>(statement.bind(id), readRow);
}

Result<std::optional<StoredRepository>> RepositoryStore::findByAlias(
    const ReadTransaction &transaction, const QString &alias)
{
    Statement statement(transaction, R"sql(
        SELECT id, alias, clone_url, default_branch, is_enabled, settings, username, sealed_credential, version, updated_at
        FROM repository WHERE alias = ?)sql");
    return readOne<StoredRepository>(statement.bind(alias), readRow);
}

Result<api::Page<api::RepositoryView>> RepositoryStore::list(
    const ReadTransaction &transaction, const QString &text, int limit, const QString &cursor)
{
    MERGELOOM_TRY(const QStringList after, readCursor(cursor, 1));
    Statement statement(transaction, R"sql(
        WITH given (after_alias, text, pattern) AS (VALUES (?, ?, ?))
        SELECT id, alias, clone_url, default_branch, is_enabled, settings, username, sealed_credential, version, updated_at
        FROM repository, given
        WHERE alias > after_alias AND (text = '' OR alias LIKE pattern ESCAPE '\' OR clone_url LIKE pattern ESCAPE '\')
        ORDER BY alias LIMIT ?)sql");
    statement.bind(after.value(0)).bind(text).bind(containsPattern(text)).bind(pageSize(limit) + 1);
    const auto readView = [](const Statement &row) -> Result<api::RepositoryView> {
        MERGELOOM_TRY(StoredRepository repository, readRow(row));
        return repository.view;
    };
    return readPage<api::Page<api::RepositoryView>>(
        statement, limit, readView, [](const api::RepositoryView &view) { return QStringList{view.alias}; });
}

Result<QList<StoredRepository>> RepositoryStore::enabled(const ReadTransaction &transaction)
{
    Statement statement(transaction, R"sql(
        SELECT id, alias, clone_url, default_branch, is_enabled, settings, username, sealed_credential, version, updated_at
        FROM repository WHERE is_enabled = 1 ORDER BY alias)sql");
    return readAll<StoredRepository>(statement, readRow);
}

Result<int> RepositoryStore::count(const ReadTransaction &transaction)
{
    Statement statement(transaction, R"sql(SELECT count(*) FROM repository)sql");
    MERGELOOM_CHECK(statement.next());
    return int(statement.integer(0));
}

} // namespace mergeloom
