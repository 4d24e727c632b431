#include "shared/client/ApiCall.h"

#include <QUrl>

namespace mergeloom::api_call {

namespace {

constexpr int removalSeconds = 24 * 3600;
constexpr int comparisonSeconds = 120; ///< of a large history
constexpr int remoteSeconds = 660;     ///< the worker gives a remote ten minutes

QString path(const QString &collection, const QString &id = {}, const QString &action = {})
{
    QString text = QStringLiteral("/api/v1/") + collection;
    if (!id.isEmpty())
        text += u'/' + QString::fromLatin1(QUrl::toPercentEncoding(id));
    return action.isEmpty() ? text : text + u'/' + action;
}

template <class T>
ApiCall<T> get(const QString &path, const QUrlQuery &query = {})
{
    return {"GET", path, query, {}, {}};
}

template <class T>
ApiCall<T> post(const QString &path, const QByteArray &body = {})
{
    return {"POST", path, {}, body, {}};
}

void add(QUrlQuery &query, const char *name, const QString &value)
{
    // QUrlQuery keeps `+` and `%` as they are, so the value is encoded here.
    if (!value.isEmpty())
        query.addQueryItem(QString::fromLatin1(name), QString::fromLatin1(QUrl::toPercentEncoding(value)));
}

void addPage(QUrlQuery &query, const QString &cursor, int limit)
{
    add(query, "cursor", cursor);
    if (limit > 0)
        query.addQueryItem(QStringLiteral("limit"), QString::number(limit));
}

QUrlQuery of(const ListQuery &list)
{
    QUrlQuery query;
    add(query, "q", list.text);
    add(query, "state", list.state);
    addPage(query, list.cursor, list.limit);
    return query;
}

QUrlQuery after(qint64 place, int limit)
{
    QUrlQuery query;
    query.addQueryItem(QStringLiteral("after"), QString::number(place));
    addPage(query, {}, limit);
    return query;
}

} // namespace

ApiCall<api::Identity> me() { return get<api::Identity>(path(QStringLiteral("me"))); }
ApiCall<api::Dashboard> dashboard() { return get<api::Dashboard>(path(QStringLiteral("dashboard"))); }
ApiCall<api::Health> health() { return get<api::Health>(path(QStringLiteral("health"))); }

ApiCall<api::Page<api::RepositoryView>> repositories(const ListQuery &query)
{
    return get<api::Page<api::RepositoryView>>(path(QStringLiteral("repositories")), of(query));
}

ApiCall<api::RepositoryView> repository(const QString &alias)
{
    return get<api::RepositoryView>(path(QStringLiteral("repositories"), alias));
}

ApiCall<api::RepositoryView> addRepository(const api::RepositoryRequest &request)
{
    return post<api::RepositoryView>(path(QStringLiteral("repositories")), compactJsonOf(request));
}

ApiCall<api::RepositoryView> changeRepository(
    const QString &alias, const api::RepositoryRequest &request, std::optional<qint64> ifVersion)
{
    return {"PUT", path(QStringLiteral("repositories"), alias), {}, compactJsonOf(request), ifVersion};
}

ApiCall<api::Done> removeRepository(const QString &alias, std::optional<qint64> ifVersion)
{
    return {"DELETE", path(QStringLiteral("repositories"), alias), {}, {}, ifVersion};
}

ApiCall<api::RepositoryTestResult> testRepository(const QString &alias)
{
    auto call = post<api::RepositoryTestResult>(path(QStringLiteral("repositories"), alias, QStringLiteral("test")));
    call.timeLimitSeconds = remoteSeconds;
    return call;
}

ApiCall<api::RefsView> repositoryRefs(const QString &alias, const QString &search)
{
    QUrlQuery query;
    add(query, "search", search);
    return get<api::RefsView>(path(QStringLiteral("repositories"), alias, QStringLiteral("refs")), query);
}

ApiCall<api::CompareView> repositoryCompare(const QString &alias, const QString &range)
{
    QUrlQuery query;
    add(query, "range", range);
    auto call = get<api::CompareView>(path(QStringLiteral("repositories"), alias, QStringLiteral("compare")), query);
    call.timeLimitSeconds = comparisonSeconds;
    return call;
}

ApiCall<api::FileContent> repositoryFile(const QString &alias, const QString &commit, const QString &file)
{
    QUrlQuery query;
    add(query, "commit", commit);
    add(query, "path", file);
    return get<api::FileContent>(path(QStringLiteral("repositories"), alias, QStringLiteral("files")), query);
}

ApiCall<api::GuardRuleList> guardRules() { return get<api::GuardRuleList>(path(QStringLiteral("diff-guard/rules"))); }

ApiCall<api::Page<api::TicketView>> tickets(const ListQuery &query)
{
    return get<api::Page<api::TicketView>>(path(QStringLiteral("tickets")), of(query));
}

ApiCall<api::TicketView> ticket(const QString &key)
{
    return get<api::TicketView>(path(QStringLiteral("tickets"), key));
}

ApiCall<api::TicketView> addTicket(const api::TicketRequest &request, const QByteArray &repeatKey)
{
    auto call = post<api::TicketView>(path(QStringLiteral("tickets")), compactJsonOf(request));
    call.repeatKey = repeatKey;
    return call;
}

ApiCall<api::Page<api::JobView>> jobs(const ListQuery &query)
{
    return get<api::Page<api::JobView>>(path(QStringLiteral("jobs")), of(query));
}

ApiCall<api::JobView> job(const JobId &id) { return get<api::JobView>(path(QStringLiteral("jobs"), id.text())); }

ApiCall<api::JobView> cancelJob(const JobId &id, const QString &reason)
{
    return post<api::JobView>(
        path(QStringLiteral("jobs"), id.text(), QStringLiteral("cancel")), compactJsonOf(api::CancelRequest{reason}));
}

ApiCall<api::JobView> retryJob(const JobId &id)
{
    return post<api::JobView>(path(QStringLiteral("jobs"), id.text(), QStringLiteral("retry")));
}

ApiCall<api::RunPage> runs(const RunQuery &filter)
{
    QUrlQuery query;
    add(query, "state", filter.state);
    add(query, "repository", filter.repository);
    add(query, "ticket", filter.ticket);
    add(query, "q", filter.text);
    add(query, "reason", filter.reason);
    add(query, "requester", filter.requester);
    add(query, "provider", filter.provider);
    add(query, "model", filter.model);
    add(query, "branch", filter.branch);
    add(query, "pushed", filter.pushed);
    add(query, "since", filter.since);
    add(query, "until", filter.until);
    add(query, "min_cost_usd", filter.minimumUsd);
    add(query, "min_tokens", filter.minimumTokens);
    addPage(query, filter.cursor, filter.limit);
    return get<api::RunPage>(path(QStringLiteral("runs")), query);
}

ApiCall<api::RunChoices> runChoices()
{
    return get<api::RunChoices>(path(QStringLiteral("runs"), QStringLiteral("choices")));
}

ApiCall<api::AuditLogView> auditLog()
{
    return get<api::AuditLogView>(path(QStringLiteral("audit"), QStringLiteral("log")));
}

ApiCall<QByteArray> eventProof(qint64 id)
{
    return get<QByteArray>(path(QStringLiteral("audit/log/proof"), QString::number(id)));
}

ApiCall<AuditReport> verifyAuditLog()
{
    auto call = post<AuditReport>(path(QStringLiteral("audit"), QStringLiteral("log"), QStringLiteral("verification")));
    call.timeLimitSeconds = remoteSeconds;
    return call;
}

ApiCall<api::JobView> replayRun(const RunId &id)
{
    return post<api::JobView>(path(QStringLiteral("runs"), id.text(), QStringLiteral("replay")));
}

ApiCall<QByteArray> runExport(const RunId &id)
{
    return get<QByteArray>(path(QStringLiteral("runs"), id.text(), QStringLiteral("export")));
}

ApiCall<QByteArray> runBundle(const RunId &id)
{
    return get<QByteArray>(path(QStringLiteral("runs"), id.text(), QStringLiteral("bundle")));
}

ApiCall<RunView> run(const RunId &id) { return get<RunView>(path(QStringLiteral("runs"), id.text())); }

ApiCall<api::Page<api::EventView>> runEvents(const RunId &id, qint64 place, int limit, const QStringList &types)
{
    QUrlQuery query = after(place, limit);
    add(query, "type", types.join(u','));
    return get<api::Page<api::EventView>>(path(QStringLiteral("runs"), id.text(), QStringLiteral("events")), query);
}

ApiCall<api::PatchView> runPatch(const RunId &id)
{
    return get<api::PatchView>(path(QStringLiteral("runs"), id.text(), QStringLiteral("patch")));
}

ApiCall<api::FileContent> runFile(const RunId &id, const QString &side, const QString &file)
{
    QUrlQuery query;
    add(query, "path", file);
    return get<api::FileContent>(path(QStringLiteral("runs"), id.text(), QStringLiteral("files/") + side), query);
}

ApiCall<api::SentCommand> steerRun(const RunId &id, const api::SteerRequest &request)
{
    return post<api::SentCommand>(
        path(QStringLiteral("runs"), id.text(), QStringLiteral("commands")), compactJsonOf(request));
}

ApiCall<api::RetentionView> retention() { return get<api::RetentionView>(path(QStringLiteral("retention"))); }

ApiCall<api::RetentionView> setRetention(const api::RetentionRequest &request, std::optional<qint64> ifVersion)
{
    return {"PUT", path(QStringLiteral("retention")), {}, compactJsonOf(request), ifVersion};
}

ApiCall<api::RetentionOutcome> previewRetention(const std::optional<api::RetentionRequest> &request)
{
    auto call = post<api::RetentionOutcome>(
        path(QStringLiteral("retention"), QStringLiteral("preview")), request ? compactJsonOf(*request) : QByteArray());
    call.timeLimitSeconds = remoteSeconds;
    return call;
}

ApiCall<api::RetentionOutcome> runRetention()
{
    auto call = post<api::RetentionOutcome>(path(QStringLiteral("retention"), QStringLiteral("run")));
    call.timeLimitSeconds = removalSeconds;
    return call;
}

ApiCall<api::Page<api::HoldView>> holds() { return get<api::Page<api::HoldView>>(path(QStringLiteral("holds"))); }

ApiCall<api::HoldView> hold(const RunId &id)
{
    return get<api::HoldView>(path(QStringLiteral("runs"), id.text(), QStringLiteral("hold")));
}

ApiCall<api::HoldView> placeHold(const RunId &id, const api::HoldRequest &request)
{
    return {"PUT", path(QStringLiteral("runs"), id.text(), QStringLiteral("hold")), {}, compactJsonOf(request), {}};
}

ApiCall<api::Done> releaseHold(const RunId &id, const QString &reason)
{
    QUrlQuery query;
    add(query, "reason", reason);
    return {"DELETE", path(QStringLiteral("runs"), id.text(), QStringLiteral("hold")), query, {}, {}};
}

ApiCall<api::Page<api::EventView>> events(qint64 place, int limit)
{
    return get<api::Page<api::EventView>>(path(QStringLiteral("events")), after(place, limit));
}

ApiCall<api::ProviderList> providers() { return get<api::ProviderList>(path(QStringLiteral("providers"))); }

ApiCall<api::ProviderView> putProvider(
    const ProviderProfileId &id, const api::ProviderRequest &request, std::optional<qint64> ifVersion)
{
    return {"PUT", path(QStringLiteral("providers"), id.text()), {}, compactJsonOf(request), ifVersion};
}

ApiCall<api::Done> removeProvider(const ProviderProfileId &id, std::optional<qint64> ifVersion)
{
    return {"DELETE", path(QStringLiteral("providers"), id.text()), {}, {}, ifVersion};
}

ApiCall<api::ProviderTestResult> testProvider(const ProviderProfileId &id)
{
    auto call = post<api::ProviderTestResult>(path(QStringLiteral("providers"), id.text(), QStringLiteral("test")));
    call.timeLimitSeconds = remoteSeconds;
    return call;
}

ApiCall<api::SignInView> beginSignIn(const ProviderProfileId &id)
{
    return post<api::SignInView>(path(QStringLiteral("providers"), id.text(), QStringLiteral("sign-in")));
}

ApiCall<api::SignInView> signIn(const ProviderProfileId &id)
{
    return get<api::SignInView>(path(QStringLiteral("providers"), id.text(), QStringLiteral("sign-in")));
}

ApiCall<api::SignInView> enterSignInCode(const ProviderProfileId &id, const QString &code)
{
    return post<api::SignInView>(path(QStringLiteral("providers"), id.text(), QStringLiteral("sign-in/code")),
        compactJsonOf(api::SignInCode{code}));
}

ApiCall<api::Done> giveUpSignIn(const ProviderProfileId &id)
{
    return {"DELETE", path(QStringLiteral("providers"), id.text(), QStringLiteral("sign-in")), {}, {}, {}};
}

ApiCall<api::Page<api::TokenView>> tokens() { return get<api::Page<api::TokenView>>(path(QStringLiteral("tokens"))); }

ApiCall<api::TokenView> createToken(const api::TokenRequest &request)
{
    return post<api::TokenView>(path(QStringLiteral("tokens")), compactJsonOf(request));
}

ApiCall<api::Done> revokeToken(const TokenId &id)
{
    return {"DELETE", path(QStringLiteral("tokens"), id.text()), {}, {}, {}};
}

ApiCall<api::Page<api::SessionView>> sessions()
{
    return get<api::Page<api::SessionView>>(path(QStringLiteral("sessions")));
}

ApiCall<api::Done> endSession(const SessionId &id)
{
    return {"DELETE", path(QStringLiteral("sessions"), id.text()), {}, {}, {}};
}

ApiCall<api::SessionsEnded> endSessions() { return {"DELETE", path(QStringLiteral("sessions")), {}, {}, {}}; }

ApiCall<api::Page<api::RefusalView>> refusals()
{
    return get<api::Page<api::RefusalView>>(path(QStringLiteral("refusals")));
}

ApiCall<api::LoginLink> loginLink() { return post<api::LoginLink>(path(QStringLiteral("login-links"))); }

ApiCall<api::Page<api::ExecutorView>> executors()
{
    return get<api::Page<api::ExecutorView>>(path(QStringLiteral("executors")));
}

ApiCall<api::Done> renewExecutorToken(const WorkerId &id)
{
    return post<api::Done>(path(QStringLiteral("executors"), id.text(), QStringLiteral("new-token")));
}

ApiCall<api::Done> revokeExecutor(const WorkerId &id)
{
    return {"DELETE", path(QStringLiteral("executors"), id.text()), {}, {}, {}};
}

ApiCall<api::Page<api::EnrollmentTokenView>> enrollmentTokens()
{
    return get<api::Page<api::EnrollmentTokenView>>(path(QStringLiteral("enrollment-tokens")));
}

ApiCall<api::EnrollmentTokenView> createEnrollmentToken(const api::EnrollmentTokenRequest &request)
{
    return post<api::EnrollmentTokenView>(path(QStringLiteral("enrollment-tokens")), compactJsonOf(request));
}

ApiCall<api::Done> revokeEnrollmentToken(const TokenId &id)
{
    return {"DELETE", path(QStringLiteral("enrollment-tokens"), id.text()), {}, {}, {}};
}

} // namespace mergeloom::api_call
