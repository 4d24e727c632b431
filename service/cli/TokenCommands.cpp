#include "service/cli/CommandGroups.h"
#include "service/cli/TerminalText.h"
#include "service/cli/TextTable.h"
#include "service/cli/WorkerConnection.h"

namespace mergeloom {

namespace {

Result<ExitCode> createToken(ApiClient &client, const Invocation &invocation, const Terminal &terminal)
{
    api::TokenRequest request{invocation.arguments.value(0), Role::Viewer};
    MERGELOOM_TRY(request.role,
        fromJson<Role>(
            QJsonValue(invocation.text(QStringLiteral("role"), QStringLiteral("viewer"))), QStringLiteral("--role")));
    MERGELOOM_TRY(const api::TokenView token, client.wait(api_call::createToken(request)));
    if (invocation.isJson()) {
        terminal.json(toJson(token));
        return ExitCode::Ok;
    }
    terminal.error(
        QStringLiteral("Token of %1 (%2). It is shown this once:").arg(plainLine(token.name), enumName(token.role)));
    terminal.line(plainLine(token.secret.value_or(QString())));
    return ExitCode::Ok;
}

Result<ExitCode> listTokens(ApiClient &client, const Invocation &invocation, const Terminal &terminal)
{
    MERGELOOM_TRY(const auto page, client.wait(api_call::tokens()));
    if (invocation.isJson()) {
        terminal.json(toJson(page));
        return ExitCode::Ok;
    }
    const Timestamp now = Timestamp::now();
    TextTable table({{"ID"}, {"ROLE"}, {"MADE"}, {"USED"}, {"NAME", TextTable::Column::Flexible}});
    for (const api::TokenView &token : page.items)
        table.add({token.id.text(), enumName(token.role), relativeTime(token.createdAt, now),
            token.lastUsedAt ? relativeTime(*token.lastUsedAt, now) : QStringLiteral("never"), token.name});
    table.print(terminal);
    return ExitCode::Ok;
}

Result<ExitCode> revokeToken(ApiClient &client, const Invocation &invocation, const Terminal &terminal)
{
    const QString wanted = invocation.arguments.value(0);
    MERGELOOM_TRY(const auto page, client.wait(api_call::tokens()));
    QList<TokenId> found;
    for (const api::TokenView &token : page.items)
        if (token.id.text() == wanted || token.name == wanted)
            found << token.id;
    if (found.size() != 1)
        return failure(found.isEmpty() ? ErrorCode::NotFound : ErrorCode::Conflict,
            QStringLiteral("%1 token(s) are called \"%2\". Give the id; `token list` shows them.")
                .arg(found.size())
                .arg(wanted));
    MERGELOOM_TRY(const api::Done done, client.wait(api_call::revokeToken(found.first())));
    if (invocation.isJson())
        terminal.json(toJson(done));
    else
        terminal.line(QStringLiteral("%1 was revoked").arg(plainLine(wanted)));
    return ExitCode::Ok;
}

Result<ExitCode> login(ApiClient &client, const Invocation &invocation, const Terminal &terminal)
{
    MERGELOOM_TRY(const api::LoginLink link, client.wait(api_call::loginLink()));
    if (invocation.isJson()) {
        terminal.json(toJson(link));
        return ExitCode::Ok;
    }
    terminal.error(QStringLiteral("Open this in a browser; it works once, for 15 minutes:"));
    terminal.line(plainLine(link.url));
    return ExitCode::Ok;
}

} // namespace

QList<Command> tokenCommands()
{
    return {
        {"token create", "Make a token for a person or a program.", "NAME", withWorker(createToken),
            {{"role", "ROLE", "viewer (default), operator or admin"}}},
        {"token list", "List tokens.", {}, withWorker(listTokens), {}},
        {"token revoke", "Revoke a token by id or name.", "ID|NAME", withWorker(revokeToken), {}},
        {"token login", "Make a link that signs one browser in.", {}, withWorker(login), {}},
    };
}

} // namespace mergeloom
