#include "service/cli/CommandGroups.h"
#include "service/cli/TerminalText.h"
#include "service/cli/TextTable.h"
#include "service/cli/WorkerConnection.h"

namespace mergeloom {

namespace {

Result<ExitCode> createToken(ApiClient &client, const Invocation &invocation, const Terminal &terminal)
{
    api::TokenRequest request{invocation.arguments.value(0), Role::Viewer, std::nullopt};
    if (const QString text = invocation.text(QStringLiteral("expires")); !text.isEmpty()) {
        bool isNumber = false;
        const int days = text.toInt(&isNumber);
        if (!isNumber || days < 1 || days > 3650)
            return failure(ErrorCode::InvalidInput,
                QStringLiteral("--expires is \"%1\", but must be a number of days from 1 to 3650.").arg(text));
        request.expiresAt = Timestamp{Timestamp::now().microseconds + qint64(days) * 86'400'000'000};
    }
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
    TextTable table({{"ID"}, {"ROLE"}, {"MADE"}, {"USED"}, {"EXPIRES"}, {"NAME", TextTable::Column::Flexible}});
    for (const api::TokenView &token : page.items)
        table.add({token.id.text(), enumName(token.role), relativeTime(token.createdAt, now),
            token.lastUsedAt ? relativeTime(*token.lastUsedAt, now) : QStringLiteral("never"),
            token.expiresAt ? token.expiresAt->toString().left(10) : QStringLiteral("never"), token.name});
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

Result<ExitCode> listSessions(ApiClient &client, const Invocation &invocation, const Terminal &terminal)
{
    MERGELOOM_TRY(const auto page, client.wait(api_call::sessions()));
    if (invocation.isJson()) {
        terminal.json(toJson(page));
        return ExitCode::Ok;
    }
    const Timestamp now = Timestamp::now();
    TextTable table(
        {{"ID"}, {"ROLE"}, {"SINCE"}, {"SEEN"}, {"FROM"}, {"BROWSER"}, {"NAME", TextTable::Column::Flexible}});
    for (const api::SessionView &session : page.items)
        table.add({session.id.text(), enumName(session.role), relativeTime(session.openedAt, now),
            relativeTime(session.lastSeenAt, now), session.address, session.browser, session.name});
    table.print(terminal);
    return ExitCode::Ok;
}

Result<ExitCode> endSession(ApiClient &client, const Invocation &invocation, const Terminal &terminal)
{
    const QString wanted = invocation.arguments.value(0);
    if (wanted == u"all") {
        MERGELOOM_TRY(const api::SessionsEnded done, client.wait(api_call::endSessions()));
        if (invocation.isJson())
            terminal.json(toJson(done));
        else
            terminal.line(QStringLiteral("%1 session(s) ended").arg(done.ended));
        return ExitCode::Ok;
    }
    MERGELOOM_TRY(const api::Done done, client.wait(api_call::endSession(SessionId(wanted))));
    if (invocation.isJson())
        terminal.json(toJson(done));
    else
        terminal.line(QStringLiteral("The session has ended"));
    return ExitCode::Ok;
}

Result<ExitCode> listRefusals(ApiClient &client, const Invocation &invocation, const Terminal &terminal)
{
    MERGELOOM_TRY(const auto page, client.wait(api_call::refusals()));
    if (invocation.isJson()) {
        terminal.json(toJson(page));
        return ExitCode::Ok;
    }
    const Timestamp now = Timestamp::now();
    TextTable table({{"WHEN"}, {"TIMES"}, {"FROM"}, {"ROUTE"}, {"WHY", TextTable::Column::Flexible}});
    for (const api::RefusalView &one : page.items)
        table.add({relativeTime(one.at, now), QString::number(one.count),
            one.address.isEmpty() ? QStringLiteral("several") : one.address, one.method + u' ' + one.path, one.reason});
    table.print(terminal);
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
            {{"role", "ROLE", "viewer (default), operator or admin"},
                {"expires", "DAYS", "days until it is refused (default: it does not expire)"}}},
        {"token list", "List tokens.", {}, withWorker(listTokens), {}},
        {"token revoke", "Revoke a token by id or name.", "ID|NAME", withWorker(revokeToken), {}},
        {"token sessions", "List the browsers that are signed in.", {}, withWorker(listSessions), {}},
        {"token end-session", "Sign one browser out, or all of them.", "ID|all", withWorker(endSession), {}},
        {"token refusals", "List calls and logins that were refused.", {}, withWorker(listRefusals), {}},
        {"token login", "Make a link that signs one browser in.", {}, withWorker(login), {}},
    };
}

} // namespace mergeloom
