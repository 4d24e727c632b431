#pragma once

#include "shared/api/ActionTypes.h"
#include "shared/api/ApiTypes.h"

#include <QUrlQuery>

namespace mergeloom {

/// A request whose answer is a T: made by the functions below, one for each endpoint, and sent by ApiClient.
template <class T>
struct ApiCall {
    QByteArray method = "GET";
    QString path; ///< percent-encoded
    QUrlQuery query;
    QByteArray body;
    std::optional<qint64> ifVersion; ///< If-Match
    int timeLimitSeconds = 30;       ///< without a word from the worker
    QByteArray repeatKey = {};       ///< Idempotency-Key: what was sent twice is done once
};

/// What filters and pages a list; empty texts and 0 are not sent.
struct RunQuery {
    QString state;
    QString repository;
    QString ticket;
    QString text;
    QString cursor;
    int limit = 0;
    QString reason;
    QString requester;
    QString provider;
    QString model;
    QString branch;
    QString pushed; ///< `yes` or `no`
    QString since;  ///< a day, or a time in UTC
    QString until;
    QString minimumUsd;
    QString minimumTokens;
};

struct ListQuery {
    QString text;
    QString state; ///< of jobs: one or more, separated by commas
    QString cursor;
    int limit = 0;
};

namespace api_call {

ApiCall<api::Identity> me();
ApiCall<api::Dashboard> dashboard();
ApiCall<api::Health> health();

ApiCall<api::Page<api::RepositoryView>> repositories(const ListQuery &query = {});
ApiCall<api::RepositoryView> repository(const QString &alias);
ApiCall<api::RepositoryView> addRepository(const api::RepositoryRequest &request);
ApiCall<api::RepositoryView> changeRepository(
    const QString &alias, const api::RepositoryRequest &request, std::optional<qint64> ifVersion = {});
ApiCall<api::Done> removeRepository(const QString &alias, std::optional<qint64> ifVersion = {});
/// Waits on the remote: up to some minutes.
ApiCall<api::RepositoryTestResult> testRepository(const QString &alias);
/// Of the mirror that the worker has: branches and tags whose names contain `search`.
ApiCall<api::RefsView> repositoryRefs(const QString &alias, const QString &search = {});
/// `range` is `A..B`, `A...B`, or one commit.
ApiCall<api::CompareView> repositoryCompare(const QString &alias, const QString &range);
/// `commit` may also be a branch or a tag.
ApiCall<api::FileContent> repositoryFile(const QString &alias, const QString &commit, const QString &path);
ApiCall<api::GuardRuleList> guardRules();

ApiCall<api::Page<api::TicketView>> tickets(const ListQuery &query = {});
ApiCall<api::TicketView> ticket(const QString &key);
/// With a key of its own: sending it again, for an answer that was lost, does not write a second ticket.
ApiCall<api::TicketView> addTicket(const api::TicketRequest &request, const QByteArray &repeatKey = {});

ApiCall<api::Page<api::JobView>> jobs(const ListQuery &query = {});
ApiCall<api::JobView> job(const JobId &id);
ApiCall<api::JobView> cancelJob(const JobId &id, const QString &reason);
ApiCall<api::JobView> retryJob(const JobId &id);

ApiCall<api::RunPage> runs(const RunQuery &query = {});
ApiCall<api::RunChoices> runChoices();
ApiCall<RunView> run(const RunId &id);
/// Of these types alone; none: of all.
ApiCall<api::Page<api::EventView>> runEvents(const RunId &id, qint64 after, int limit, const QStringList &types = {});
ApiCall<api::PatchView> runPatch(const RunId &id);
/// `side` is `before` or `after`.
ApiCall<api::FileContent> runFile(const RunId &id, const QString &side, const QString &path);
ApiCall<api::SentCommand> steerRun(const RunId &id, const api::SteerRequest &request);
ApiCall<api::Page<api::EventView>> events(qint64 after, int limit);

/// Does the run again with its recorded answers; nothing is published.
ApiCall<api::JobView> replayRun(const RunId &id);
/// The whole record of a run, and the page that proves it by itself: for ApiClient::download().
ApiCall<QByteArray> runExport(const RunId &id);
ApiCall<QByteArray> runBundle(const RunId &id);

ApiCall<api::AuditLogView> auditLog();
/// Proof that the event of this id (its place in the whole stream) is in the log; for ApiClient::download().
ApiCall<QByteArray> eventProof(qint64 id);
/// Recomputes the whole log. ApiClient::follow() tells `done` and `of` as it goes on.
ApiCall<AuditReport> verifyAuditLog();

ApiCall<api::ProviderList> providers();
ApiCall<api::ProviderView> putProvider(
    const ProviderProfileId &id, const api::ProviderRequest &request, std::optional<qint64> ifVersion = {});
ApiCall<api::Done> removeProvider(const ProviderProfileId &id, std::optional<qint64> ifVersion = {});
/// ApiClient::follow() tells each `step` as it is seen.
ApiCall<api::ProviderTestResult> testProvider(const ProviderProfileId &id);
/// The own sign-in of an agent program, on the gateway's host: begun, looked at while it runs, and given up.
ApiCall<api::SignInView> beginSignIn(const ProviderProfileId &id);
ApiCall<api::SignInView> signIn(const ProviderProfileId &id);
ApiCall<api::SignInView> enterSignInCode(const ProviderProfileId &id, const QString &code);
ApiCall<api::Done> giveUpSignIn(const ProviderProfileId &id);

ApiCall<api::RetentionView> retention();
ApiCall<api::RetentionView> setRetention(const api::RetentionRequest &request, std::optional<qint64> ifVersion = {});
/// None: of the policies that are set.
ApiCall<api::RetentionOutcome> previewRetention(const std::optional<api::RetentionRequest> &request);
/// Answers when it is done.
ApiCall<api::RetentionOutcome> runRetention();
ApiCall<api::Page<api::HoldView>> holds();
ApiCall<api::HoldView> hold(const RunId &id);
ApiCall<api::HoldView> placeHold(const RunId &id, const api::HoldRequest &request);
ApiCall<api::Done> releaseHold(const RunId &id, const QString &reason);

ApiCall<api::Page<api::TokenView>> tokens();
ApiCall<api::TokenView> createToken(const api::TokenRequest &request);
ApiCall<api::Done> revokeToken(const TokenId &id);
ApiCall<api::Page<api::SessionView>> sessions();
ApiCall<api::Done> endSession(const SessionId &id);
/// Every browser's, but for the caller's own.
ApiCall<api::SessionsEnded> endSessions();
/// Newest first.
ApiCall<api::Page<api::RefusalView>> refusals();
ApiCall<api::LoginLink> loginLink();

ApiCall<api::Page<api::ExecutorView>> executors();
ApiCall<api::Done> renewExecutorToken(const WorkerId &id);
ApiCall<api::Done> revokeExecutor(const WorkerId &id);
ApiCall<api::Page<api::EnrollmentTokenView>> enrollmentTokens();
ApiCall<api::EnrollmentTokenView> createEnrollmentToken(const api::EnrollmentTokenRequest &request);
ApiCall<api::Done> revokeEnrollmentToken(const TokenId &id);

} // namespace api_call

} // namespace mergeloom
