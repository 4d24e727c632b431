#include "service/http/AuditApi.h"

#include "service/http/PieceStream.h"
#include "service/http/RouteRules.h"

namespace mergeloom {

namespace {

constexpr qint64 largestSize = std::numeric_limits<qint64>::max();

ApiReply textReply(const QByteArray &text) { return {200, "text/plain; charset=utf-8", text, {}}; }

/// An export that begins with its first piece.
struct LazyExport {
    AuditWatch &audit;
    RunReader &runs;
    RunId run;
    RunExport::Format format;
    std::stop_token stop;
    std::unique_ptr<RunExport> begun;

    Result<QByteArray> next()
    {
        if (!begun) {
            MERGELOOM_TRY(const RunSummary there, runs.summary(run)); // says more of a run that is not here
            auto first = RunExport::begin(audit.database(), there.id, format);
            if (!first && first.error().code == ErrorCode::Conflict) {
                MERGELOOM_CHECK(audit.seal(stop).map([](const auto &) {}));
                first = RunExport::begin(audit.database(), there.id, format);
            }
            MERGELOOM_TRY(begun, std::move(first));
        }
        return begun->next();
    }
};

} // namespace

QList<Route> AuditApi::routes()
{
    const QString log = QStringLiteral("/api/v1/audit/log");
    Route view = jsonRoute<api::AuditLogView>("GET", log, Access::Viewer,
        QStringLiteral("How the audit log stands: size, newest checkpoint, who holds it, last verification"),
        [this](const ApiRequest &) -> Result<Reply<api::AuditLogView>> {
            MERGELOOM_TRY(api::AuditLogView found, m_audit.view());
            return Reply<api::AuditLogView>{std::move(found)};
        });
    Route newest{"GET", log + QStringLiteral("/checkpoint"), Access::Viewer,
        QStringLiteral("The newest signed checkpoint (C2SP tlog-checkpoint)"),
        PooledHandler([this](const ApiRequest &) { return checkpoint(); })};
    Route seal{"POST", log + QStringLiteral("/checkpoint"), Access::Operator,
        QStringLiteral("Sign the log as it is now; answers with that checkpoint"),
        LiveHandler([this](const ApiRequest &, const std::shared_ptr<LiveReply> &reply) {
            m_work.answer(
                [this, stop = m_stop.get_token()]() -> Result<ApiReply> {
                    MERGELOOM_TRY(const StoredCheckpoint made, m_audit.seal(stop));
                    return textReply(made.note);
                },
                reply);
        })};
    Route prove{"GET", log + QStringLiteral("/proof/{event}"), Access::Viewer,
        QStringLiteral("Proof that an event is in the log, to be checked with the public key alone (C2SP tlog-proof)"),
        PooledHandler([this](const ApiRequest &request) { return proof(request); })};
    for (Route *route : {&newest, &seal, &prove})
        route->replyType = "text/plain";
    Route consistent = jsonRoute<api::ConsistencyProof>("GET", log + QStringLiteral("/consistency"), Access::Viewer,
        QStringLiteral("Proof that the log with `from` events is the beginning of the log with `to` events"),
        [this](const ApiRequest &request) { return consistency(request); },
        {QStringLiteral("from: Size of the older checkpoint"), QStringLiteral("to: Size of the newer one")});
    Route verification{"POST", log + QStringLiteral("/verification"), Access::Operator,
        QStringLiteral(
            "Recompute the whole log; with `Accept: application/x-ndjson` lines {\"done\": n, \"of\": m} as it goes on, "
            "and last {\"result\": …} or {\"error\": …}"),
        LiveHandler(
            [this](const ApiRequest &request, const std::shared_ptr<LiveReply> &reply) { verify(request, reply); }),
        nullptr, &jsonSchema<AuditReport>};
    Route attested{"GET", QStringLiteral("/api/v1/runs/{id}/attestations"), Access::Viewer,
        QStringLiteral("What a completed run did, as signed in-toto statements: a DSSE envelope on each line"),
        PooledHandler([this](const ApiRequest &request) { return attestations(request); })};
    attested.replyType = "application/x-ndjson";
    const auto exported = [this](const char *path, RunExport::Format format, const char *summary) {
        Route route{"GET", QStringLiteral("/api/v1/runs/{id}/") + QLatin1StringView(path), Access::Viewer,
            QString::fromUtf8(summary),
            LiveHandler([this, format](const ApiRequest &request, const std::shared_ptr<LiveReply> &reply) {
                exportRun(format, request, reply);
            })};
        route.replyType = format == RunExport::Format::Json ? "application/json" : "text/html";
        return route;
    };
    const Route json = exported("export", RunExport::Format::Json,
        "The whole record of a run: `run` as the pages show it, `events` each with its line as it was recorded, and `log` with the "
        "newest checkpoint");
    const Route bundle = exported("bundle", RunExport::Format::Bundle,
        "One HTML page that shows the run and proves its events by itself, without a network; `mergeloom-worker audit check-bundle` "
        "checks the same file");
    return {view, newest, seal, prove, consistent, verification, attested, json, bundle};
}

Result<ApiReply> AuditApi::checkpoint()
{
    MERGELOOM_TRY(const auto newest, m_audit.database().read([](const ReadTransaction &transaction) {
        return LedgerStore::newestCheckpoint(transaction);
    }));
    if (!newest)
        return failure(ErrorCode::NotFound,
            QStringLiteral("No checkpoint has been signed yet. One is within a minute of the first event."));
    return textReply(newest->note);
}

Result<ApiReply> AuditApi::attestations(const ApiRequest &request)
{
    MERGELOOM_TRY(const RunView view, m_runs.view(RunId(request.parameter(QStringLiteral("id")))));
    MERGELOOM_TRY(const QList<DsseEnvelope> envelopes, m_audit.attest(view));
    QByteArray lines;
    for (const DsseEnvelope &envelope : envelopes)
        lines += compactJsonOf(envelope) + '\n';
    return ApiReply{200, "application/x-ndjson", lines, {}};
}

Result<ApiReply> AuditApi::proof(const ApiRequest &request)
{
    bool isNumber = false;
    const qint64 id = request.parameter(QStringLiteral("event")).toLongLong(&isNumber);
    if (!isNumber)
        return failure(ErrorCode::InvalidInput, QStringLiteral("The event must be a number, its id."));
    MERGELOOM_TRY(const LogProof proof,
        m_audit.database().read([id](const ReadTransaction &transaction) { return proveEvent(transaction, id); }));
    return textReply(proof.text());
}

Result<Reply<api::ConsistencyProof>> AuditApi::consistency(const ApiRequest &request)
{
    MERGELOOM_TRY(const qint64 from, request.queryInteger(QStringLiteral("from"), 0, 0, largestSize));
    MERGELOOM_TRY(const qint64 to, request.queryInteger(QStringLiteral("to"), 0, 0, largestSize));
    MERGELOOM_TRY(const auto hashes, m_audit.database().read([&](const ReadTransaction &transaction) {
        return proveConsistency(transaction, from, to);
    }));
    api::ConsistencyProof proof{from, to, {}};
    for (const merkle::Hash &hash : hashes)
        proof.hashes << QString::fromLatin1(bytesOf(hash).toBase64());
    return Reply<api::ConsistencyProof>{std::move(proof)};
}

void AuditApi::exportRun(RunExport::Format format, const ApiRequest &request, const std::shared_ptr<LiveReply> &reply)
{
    const RunId run(request.parameter(QStringLiteral("id")));
    const auto lazy = std::make_shared<LazyExport>(LazyExport{m_audit, m_runs, run, format, m_stop.get_token(), {}});
    const QByteArray name = RunExport::fileName(run, format).toUtf8().toPercentEncoding();
    PieceStream::start(
        m_work, {RunExport::contentType(format), {{"Content-Disposition", "attachment; filename=\"" + name + '"'}}},
        [lazy] { return lazy->next(); }, reply);
}

void AuditApi::verify(const ApiRequest &request, const std::shared_ptr<LiveReply> &reply)
{
    const std::stop_token stop = m_stop.get_token();
    if (!request.header("accept").contains("application/x-ndjson"))
        return m_work.answer(
            [this, stop]() -> Result<ApiReply> {
                MERGELOOM_TRY(const AuditReport report, m_audit.verify([](qint64, qint64) {}, stop));
                return ApiReply::json(toJson(report));
            },
            reply);
    m_work.answerInLines(
        [this, stop](const HandlerPool::Say &say) {
            const auto report = m_audit.verify(
                [&say](qint64 done, qint64 of) {
                    say(compactJson(QJsonObject{{"done", done}, {"of", of}}));
                },
                stop);
            return report ? compactJson(QJsonObject{{"result", toJson(*report)}})
                          : ApiReply::error(report.error()).body;
        },
        reply);
}

} // namespace mergeloom
