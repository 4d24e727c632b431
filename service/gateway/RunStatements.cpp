#include "service/gateway/RunStatements.h"

#include "shared/core/Json.h"

#include <QJsonArray>

namespace mergeloom {

namespace {

QJsonObject commit(const QString &name, const QString &hash)
{
    return {{"name", name}, {"digest", QJsonObject{{"gitCommit", hash}}}};
}

QByteArray statement(const RunSummary &run, const QString &predicateType, const QJsonObject &predicate)
{
    return compactJson(QJsonObject{{"_type", "https://in-toto.io/Statement/v1"},
        {"subject", QJsonArray{commit(run.repository, run.headCommit)}}, {"predicateType", predicateType},
        {"predicate", predicate}});
}

/// https://slsa.dev/spec/v1.0/provenance
QJsonObject provenance(const RunSummary &run, const QString &origin)
{
    const QJsonObject definition{{"buildType", "urn:mergeloom:ticket-run:v1"},
        {"externalParameters",
            QJsonObject{{"ticket", run.ticketKey}, {"title", run.title}, {"requester", run.requester},
                {"repository", run.repository}, {"branch", run.branch}}},
        {"internalParameters",
            QJsonObject{{"provider", run.provider}, {"model", run.model}, {"attempt", run.attempt},
                {"sandbox", run.sandbox}, {"isReplay", run.isReplay}}},
        {"resolvedDependencies", QJsonArray{commit(run.repository, run.baseCommit)}}};
    const QJsonObject details{
        {"builder",
            QJsonObject{{"id", QStringLiteral("urn:") + QString(origin).replace(u'/', u':')},
                {"version", QJsonObject{{"mergeloom-worker", QStringLiteral(MERGELOOM_VERSION)}}}}},
        {"metadata",
            QJsonObject{{"invocationId", run.id.text()}, {"startedOn", run.startedAt.toString()},
                {"finishedOn", run.finishedAt.value_or(Timestamp{}).toString()}}},
        {"byproducts",
            QJsonArray{QJsonObject{{"name", "audit log"}, {"uri", QStringLiteral("urn:mergeloom:run:") + run.id.text()},
                {"annotations", QJsonObject{{"origin", origin}, {"events", run.lastSeq}}}}}}};
    return {{"buildDefinition", definition}, {"runDetails", details}};
}

/// https://github.com/in-toto/attestation, test-result v0.1: of the validation that counted.
QJsonObject testResult(const RunView &view)
{
    const ValidationView &last = view.validations.last();
    QJsonArray passed;
    QJsonArray lines;
    for (const CommandView &command : view.commands) {
        if (command.kind != u"validation" || command.attempt != last.attempt)
            continue;
        lines.append(command.line);
        if (!last.failed.contains(command.line))
            passed.append(command.line);
    }
    const QJsonObject configuration{{"name", "validation commands"},
        {"content", QString::fromLatin1(compactJson(lines).toBase64())}, {"mediaType", "application/json"},
        {"annotations", QJsonObject{{"gitTree", last.tree}, {"mode", last.mode}}}};
    return {{"result", last.status == u"passed" ? "PASSED" : "FAILED"}, {"configuration", QJsonArray{configuration}},
        {"passedTests", passed}, {"failedTests", QJsonArray::fromStringList(last.failed)}};
}

} // namespace

Result<QList<QByteArray>> statementsOf(const RunView &view, const QString &origin)
{
    if (view.run.state != u"completed" || view.run.headCommit.isEmpty())
        return failure(ErrorCode::Conflict,
            QStringLiteral("Run %1 is not completed with a commit (it is %2); there is nothing to attest.")
                .arg(view.run.id.text(), view.run.state));
    if (const RemovalView *removal = wholeRemoval(view))
        return failure(ErrorCode::Conflict,
            QStringLiteral("The record of run %1 was %2; nothing can be attested from it any more.")
                .arg(view.run.id.text(), removedInWords(*removal)));
    QList<QByteArray> statements{
        statement(view.run, QStringLiteral("https://slsa.dev/provenance/v1"), provenance(view.run, origin))};
    if (!view.validations.isEmpty() && view.validations.last().status != u"not_validated")
        statements.append(
            statement(view.run, QStringLiteral("https://in-toto.io/attestation/test-result/v0.1"), testResult(view)));
    return statements;
}

} // namespace mergeloom
