#include "service/controller/Catalog.h"

#include "service/controller/CommandRules.h"
#include "service/controller/HiddenCredential.h"
#include "service/controller/JobEvents.h"
#include "service/controller/Refusals.h"
#include "service/network/HostList.h"
#include "service/storage/JobStore.h"
#include "service/storage/RepositoryStore.h"
#include "service/storage/SealedStore.h"

#include <QUrl>

namespace mergeloom {

namespace {

Unexpected noRepository(const QString &name)
{
    return failure(ErrorCode::NotFound,
        QStringLiteral("There is no repository \"%1\". List the catalog to see which there are.").arg(name));
}

Result<void> checkVersion(const api::RepositoryView &view, std::optional<qint64> ifVersion)
{
    if (!ifVersion || *ifVersion == view.version)
        return {};
    return failure(ErrorCode::Conflict,
        QStringLiteral(
            "The repository %1 was changed by somebody else since it was read. Read it again, then repeat the change.")
            .arg(view.alias),
        {{"reason", "version_mismatch"}, {"version", view.version}});
}

Result<void> checkRequest(const api::RepositoryRequest &request)
{
    if (!isRepositoryAlias(request.alias))
        return invalid("alias",
            QStringLiteral(
                "\"%1\" is no alias: it begins with a-z or 0-9, then a-z, 0-9, dot, line or underscore, at most 64 characters.")
                .arg(request.alias.left(80)));
    if (const auto url = checkCloneUrl(request.cloneUrl); !url)
        return invalid("clone_url", url.error().message);
    if (request.defaultBranch.startsWith(u'-') || request.defaultBranch.contains(u' ')
        || request.defaultBranch.contains(QStringLiteral("..")))
        return invalid(
            "default_branch", QStringLiteral("\"%1\" is no branch name.").arg(request.defaultBranch.left(80)));
    MERGELOOM_CHECK(checkGuardSettings(request.settings.diffGuard));
    MERGELOOM_CHECK(checkApproval(request.settings.approval));
    MERGELOOM_CHECK(checkBudgets(request.settings.budgets, "settings.budgets"));
    MERGELOOM_CHECK(checkDayBudgets(request.settings.dayBudgets, "settings.day_budgets"));
    if (const auto hosts = HostList::parse(request.settings.network.hosts); !hosts)
        return invalid("settings.network.hosts", hosts.error().message);
    for (const QString &path : request.settings.contextFiles)
        if (path.startsWith(u'/') || path.split(u'/').contains(QStringLiteral("..")))
            return invalid("settings.context_files",
                QStringLiteral("\"%1\" leaves the repository. Name files by their path from its root.")
                    .arg(path.left(80)));
    if (request.settings.maximumRepairs < -1 || request.settings.maximumRepairs > 10)
        return invalid("settings.maximum_repairs",
            QStringLiteral("Between -1 (as the worker is set) and 10 repairs can be allowed."));
    return {};
}

/// User and password of an http(s) URL; ssh user names are part of the address.
void takeCredentials(QString &cloneUrl, JobCredential &credential)
{
    const QUrl url(cloneUrl);
    if (url.scheme() != u"http" && url.scheme() != u"https")
        return;
    if (!url.userName().isEmpty())
        credential.username = url.userName(QUrl::FullyDecoded);
    if (!url.password().isEmpty())
        credential.password = url.password(QUrl::FullyDecoded);
    // `https://TOKEN@host/`: a token alone stands where the user name does.
    if (!url.userName().isEmpty() && url.password().isEmpty() && credential.password.isEmpty()) {
        credential.password = credential.username;
        credential.username = QStringLiteral("x-access-token");
    }
    cloneUrl = withoutCredentials(cloneUrl);
}

/// What the request says, put over what was known.
JobCredential changedCredential(JobCredential credential, const api::RepositoryRequest &request)
{
    const auto take = [](QString &member, const std::optional<QString> &given) {
        if (given)
            member = *given;
    };
    take(credential.username, request.username);
    take(credential.password, request.password);
    take(credential.sshKey, request.sshKey);
    take(credential.knownHosts, request.knownHosts);
    return credential;
}

Result<JobCredential> unsealed(const SecretBox &box, const StoredRepository &repository)
{
    if (repository.sealedCredential.isEmpty())
        return JobCredential{};
    MERGELOOM_TRY(const QByteArray json,
        box.unseal(repository.sealedCredential, sealedPlace("repository", repository.view.id.text())));
    MERGELOOM_TRY(const auto credential, parseJsonAs<JobCredential>(json));
    hideFromLog(credential);
    return credential;
}

/// Fills view and sealed credential from a checked request.
Result<void> fill(StoredRepository &repository, const api::RepositoryRequest &request, const SecretBox &box)
{
    MERGELOOM_TRY(JobCredential credential, unsealed(box, repository));
    credential = changedCredential(std::move(credential), request);
    api::RepositoryView &view = repository.view;
    view.cloneUrl = request.cloneUrl.trimmed();
    takeCredentials(view.cloneUrl, credential);
    hideFromLog(credential);
    view.alias = request.alias;
    view.defaultBranch = request.defaultBranch;
    view.isEnabled = request.isEnabled;
    view.settings = request.settings;
    view.settings.diffGuard.takeOldForm();
    view.username = credential.username;
    view.hasSecret = !credential.password.isEmpty() || !credential.sshKey.isEmpty();
    view.updatedAt = Timestamp::now();
    const bool isWorthKeeping = !credential.isEmpty() || !credential.knownHosts.isEmpty();
    repository.sealedCredential =
        isWorthKeeping ? box.seal(compactJsonOf(credential), sealedPlace("repository", view.id.text())) : QByteArray();
    return {};
}

} // namespace

Result<api::RepositoryView> Catalog::add(const api::RepositoryRequest &request, const QString &by)
{
    MERGELOOM_CHECK(checkRequest(request));
    StoredRepository repository;
    repository.view.id = RepositoryId::make();
    MERGELOOM_CHECK(fill(repository, request, m_box));
    return m_database.write([&](const WriteTransaction &transaction) -> Result<api::RepositoryView> {
        MERGELOOM_CHECK(RepositoryStore::insert(transaction, repository));
        MERGELOOM_CHECK(recordConfigChange(transaction, QStringLiteral("repository"), repository.view.alias, by));
        return repository.view;
    });
}

Result<api::RepositoryView> Catalog::change(
    const RepositoryId &id, const api::RepositoryRequest &request, std::optional<qint64> ifVersion, const QString &by)
{
    MERGELOOM_CHECK(checkRequest(request));
    auto changed = m_database.write([&](const WriteTransaction &transaction) -> Result<api::RepositoryView> {
        MERGELOOM_TRY(auto repository, RepositoryStore::find(transaction, id));
        if (!repository)
            return noRepository(id.text());
        MERGELOOM_CHECK(checkVersion(repository->view, ifVersion));
        const bool isRenamed = repository->view.alias != request.alias;
        MERGELOOM_TRY(const int open, JobStore::openOfRepository(transaction, id));
        if (isRenamed && open > 0)
            return failure(ErrorCode::Conflict,
                QStringLiteral("%1 has %2 open jobs and cannot be renamed now. Wait for them or cancel them.")
                    .arg(repository->view.alias)
                    .arg(open),
                {{"reason", "open_jobs"}});
        MERGELOOM_CHECK(fill(*repository, request, m_box));
        ++repository->view.version;
        MERGELOOM_CHECK(RepositoryStore::update(transaction, *repository));
        MERGELOOM_CHECK(recordConfigChange(transaction, QStringLiteral("repository"), repository->view.alias, by));
        return repository->view;
    });
    if (changed)
        m_observers.notify();
    return changed;
}

Result<void> Catalog::remove(const RepositoryId &id, std::optional<qint64> ifVersion, const QString &by)
{
    return m_database.write([&](const WriteTransaction &transaction) -> Result<void> {
        MERGELOOM_TRY(const auto repository, RepositoryStore::find(transaction, id));
        if (!repository)
            return noRepository(id.text());
        MERGELOOM_CHECK(checkVersion(repository->view, ifVersion));
        MERGELOOM_TRY(const int open, JobStore::openOfRepository(transaction, id));
        if (open > 0)
            return failure(ErrorCode::Conflict,
                QStringLiteral("%1 has %2 open jobs. Cancel them first, or disable the repository.")
                    .arg(repository->view.alias)
                    .arg(open),
                {{"reason", "open_jobs"}});
        MERGELOOM_CHECK(RepositoryStore::remove(transaction, id));
        return recordConfigChange(transaction, QStringLiteral("repository.removed"), repository->view.alias, by);
    });
}

Result<api::RepositoryView> Catalog::find(const RepositoryId &id)
{
    return m_database.read([&](const ReadTransaction &transaction) -> Result<api::RepositoryView> {
        MERGELOOM_TRY(const auto repository, RepositoryStore::find(transaction, id));
        if (!repository)
            return noRepository(id.text());
        return repository->view;
    });
}

Result<api::RepositoryView> Catalog::findByAlias(const QString &alias)
{
    return m_database.read([&](const ReadTransaction &transaction) -> Result<api::RepositoryView> {
        MERGELOOM_TRY(const auto repository, RepositoryStore::findByAlias(transaction, alias));
        if (!repository)
            return noRepository(alias);
        return repository->view;
    });
}

Result<api::Page<api::RepositoryView>> Catalog::list(const QString &text, int limit, const QString &cursor)
{
    return m_database.read(
        [&](const ReadTransaction &transaction) { return RepositoryStore::list(transaction, text, limit, cursor); });
}

Result<JobCredential> Catalog::credential(const RepositoryId &id)
{
    return m_database.read([&](const ReadTransaction &transaction) -> Result<JobCredential> {
        MERGELOOM_TRY(const auto repository, RepositoryStore::find(transaction, id));
        if (!repository)
            return noRepository(id.text());
        return unsealed(m_box, *repository);
    });
}

Result<api::RepositoryTestResult> Catalog::test(
    const RepositoryId &id, const GitTransport &transport, std::stop_token stop)
{
    MERGELOOM_TRY(const api::RepositoryView view, find(id));
    MERGELOOM_TRY(const JobCredential credential, this->credential(id));
    std::optional<GitCredential> given;
    if (!credential.isEmpty() || !credential.knownHosts.isEmpty())
        given = GitCredential{
            credential.username, credential.password, credential.sshKey.toUtf8(), credential.knownHosts.toUtf8()};
    const auto head = transport.updateMirror(view.cloneUrl, given, stop);
    if (!head)
        return api::RepositoryTestResult{false, {}, {}, head.error().message};
    api::RepositoryTestResult result{true, head->branch, head->commit,
        QStringLiteral("Reached; %1 is at %2.").arg(head->branch, head->commit.left(12))};
    if (view.defaultBranch.isEmpty() || view.defaultBranch == head->branch)
        return result;
    const auto wanted = transport.remoteBranch(view.cloneUrl, given, view.defaultBranch, stop);
    if (!wanted || wanted->isEmpty())
        return api::RepositoryTestResult{false, head->branch, head->commit,
            QStringLiteral("The remote has no branch %1. Its own default is %2.")
                .arg(view.defaultBranch, head->branch)};
    result.message = QStringLiteral("Reached; %1 is at %2.").arg(view.defaultBranch, wanted->left(12));
    result.headCommit = *wanted;
    result.defaultBranch = view.defaultBranch;
    return result;
}

} // namespace mergeloom
