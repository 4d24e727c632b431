#include "service/controller/Routing.h"

#include "service/storage/ProviderStore.h"
#include "shared/domain/Directives.h"

namespace mergeloom {

namespace {

/// Aliases that labels name: `repo-x`, `repo=x` and `repo:x` are the same; case does not matter.
QStringList aliasesOfLabels(const QStringList &labels)
{
    QStringList aliases;
    for (const QString &label : labels) {
        const QString text = label.trimmed().toLower();
        for (const char *prefix : {"repo-", "repo=", "repo:"})
            if (text.startsWith(QLatin1StringView(prefix)) && !aliases.contains(text.mid(5).trimmed()))
                aliases << text.mid(5).trimmed();
    }
    return aliases;
}

/// The one alias that labels and directives ask for; empty: none. Otherwise refusal or blocked is set.
QString wantedAlias(const QStringList &byLabel, const QStringList &byDirective, Routed &routed)
{
    if (byDirective.size() > 1) {
        routed.blocked =
            QStringLiteral("work_repos names %1 repositories; a ticket is worked on in one. Write a ticket for each.")
                .arg(byDirective.size());
        return byDirective.first();
    }
    if (byLabel.size() > 1) {
        routed.refusal = QStringLiteral("The labels name several repositories (%1). Leave one of them.")
                             .arg(byLabel.join(QStringLiteral(", ")));
        return {};
    }
    if (byDirective.isEmpty())
        return byLabel.value(0);
    if (!byLabel.isEmpty() && byLabel.first() != byDirective.first())
        routed.blocked = QStringLiteral("The label names the repository %1, work_repos names %2. Make them the same.")
                             .arg(byLabel.first(), byDirective.first());
    return byDirective.first();
}

Result<void> findOnly(const ReadTransaction &transaction, Routed &routed)
{
    MERGELOOM_TRY(const auto enabled, RepositoryStore::enabled(transaction));
    if (enabled.size() == 1)
        routed.repository = enabled.first();
    else if (enabled.isEmpty())
        routed.refusal =
            QStringLiteral("There is no enabled repository. Add one, or enable one, then route the ticket again.");
    else
        routed.refusal = QStringLiteral(
            "There are %1 enabled repositories, and the ticket names none. Give it a label repo-<alias>.")
                             .arg(enabled.size());
    return {};
}

/// By name. What was not found is a refusal when a label asked for it, and blocks when a directive did.
Result<void> findNamed(const ReadTransaction &transaction, const QString &alias, QString &reason, Routed &routed)
{
    MERGELOOM_TRY(const auto repository, RepositoryStore::findByAlias(transaction, alias));
    if (!repository)
        reason =
            QStringLiteral("There is no repository \"%1\" in the catalog. Add it, or correct the ticket.").arg(alias);
    else if (!repository->view.isEnabled)
        reason = QStringLiteral("The repository %1 is disabled. Enable it, then route the ticket again.").arg(alias);
    else
        routed.repository = repository;
    return {};
}

Result<void> checkContext(const ReadTransaction &transaction, const Directives &directives, Routed &routed)
{
    QStringList aliases = directives.contextRepositories;
    for (const QStringList &paths : {directives.contextFiles, directives.contextFolders})
        for (const QString &path : paths)
            if (path.contains(u':') && !aliases.contains(path.section(u':', 0, 0)))
                aliases << path.section(u':', 0, 0);
    for (const QString &alias : aliases) {
        MERGELOOM_TRY(const auto repository, RepositoryStore::findByAlias(transaction, alias));
        if (!repository) {
            routed.blocked =
                QStringLiteral("The directives name the repository \"%1\" for context, which is not in the catalog.")
                    .arg(alias);
            return {};
        }
        if (alias != (routed.repository ? routed.repository->view.alias : routed.alias))
            routed.contextRepositories << alias;
    }
    return {};
}

Result<void> checkProvider(const ReadTransaction &transaction, const Directives &directives, Routed &routed)
{
    routed.provider = directives.provider;
    routed.model = directives.model;
    if (directives.provider.isEmpty())
        return {};
    MERGELOOM_TRY(const auto provider, ProviderStore::find(transaction, ProviderProfileId(directives.provider)));
    if (!provider)
        routed.blocked =
            QStringLiteral("The directive provider=%1 names no configured provider.").arg(directives.provider);
    return {};
}

} // namespace

Result<Routed> routeTicket(const ReadTransaction &transaction, const Ticket &ticket)
{
    Routed routed;
    const auto directed = parseDirectives(ticket.body);
    if (!directed)
        routed.blocked = directed.error().message;
    const Directives directives = directed ? directed->directives : Directives{};
    routed.unknownKeys = directives.unknownKeys;

    routed.alias = wantedAlias(aliasesOfLabels(ticket.labels), directives.workRepositories, routed);
    if (!routed.refusal.isEmpty())
        return routed;
    QString &reason = directives.workRepositories.isEmpty() ? routed.refusal : routed.blocked;
    if (routed.alias.isEmpty()) {
        MERGELOOM_CHECK(findOnly(transaction, routed));
    } else if (routed.blocked.isEmpty() || directives.workRepositories.isEmpty()) {
        MERGELOOM_CHECK(findNamed(transaction, routed.alias, reason, routed));
    }
    if (routed.refusal.isEmpty() && routed.blocked.isEmpty()) {
        MERGELOOM_CHECK(checkContext(transaction, directives, routed));
        MERGELOOM_CHECK(checkProvider(transaction, directives, routed));
    }
    if (!routed.refusal.isEmpty())
        routed.blocked.clear();
    return routed;
}

} // namespace mergeloom
